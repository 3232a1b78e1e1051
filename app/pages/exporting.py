"""Files to take home from Explore."""

from __future__ import annotations

from functools import partial

import solara

from ..live.commands import CHOICES, run_command
from ..live.exports import choices_json, report_html, series_csv
from ..live.history import History
from ..live.link import Link
from ..record import record_of, truth_of, written
from .files import File, Files
from .whatifs import Ghost


@solara.component
def ExportCard(history: History, link: Link, ghost: Ghost | None, is_told: bool) -> None:
    """Offer the run as numbers, as decisions and as one page; what tells the ending only once that may be told."""
    name = f"{history.scenario.name}-{history.plan.seed}"
    others, other_name = (ghost.history, ghost.baseline.name) if ghost and ghost.is_like(history) else (None, "")

    def record() -> str:
        return written({"record": record_of(history), "truth": truth_of(history)})

    report = partial(report_html, history, link.setting, others, other_name)
    series, choices = partial(series_csv, history), partial(choices_json, history)
    command, kind = run_command(link.setting), "application/json"
    at_hand = f", with {CHOICES} beside it" if history.plan.choices else ""
    alone = "one page that tells the run and plays it, without a server"
    files = {
        "series": File("Series, CSV", "every number of every week", f"{name}.csv", "text/csv", series),
        "choices": File("Decisions, JSON", "for coalitions run --choices", CHOICES, kind, choices),
        "record": File("Record, JSON", "what is drawn, and the truth apart", f"{name}.json", kind, record),
        "report": File("Report to play", alone, f"{name}.html", "text/html", report),
    }
    if not is_told:
        files = {key: file for key, file in files.items() if key == "choices"}
    note = f"The same numbers on the command line{at_hand}: {command} (digest {history.result.digest})"
    Files(files, note if is_told else f"{NOT_YET} {note}")


NOT_YET = "Series, record and report tell how it ends: they are here at the last week, or when you lift the fog."
