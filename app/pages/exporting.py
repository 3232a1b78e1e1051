"""Files to take home from Explore."""

from __future__ import annotations

import solara

from ..drawing.scene import scene
from ..drawing.strips import strip_charts
from ..drawing.svg import standalone
from ..live.commands import CHOICES, run_command
from ..live.exports import choices_json, report_html, series_csv
from ..live.history import History
from ..live.link import Link
from .files import File, Files
from .whatifs import Ghost

SVG = "image/svg+xml"


@solara.component
def ExportCard(history: History, link: Link, ghost: Ghost | None) -> None:
    """Offer the run as drawings, as numbers, as decisions and as one page."""
    step = min(link.step, history.steps)
    name = f"{history.scenario.name}-{history.plan.seed}"
    row = link.view.chosen if 0 <= link.view.chosen < len(history.cast.kind) else None

    others, other_name = (ghost.history, ghost.baseline.name) if ghost and ghost.is_like(history) else (None, "")

    def one_scene() -> str:
        return standalone(scene(history.cast, history.frames[step], None, row, width=900.0))

    def charts() -> str:
        frames = others.frames if others else None
        return standalone(strip_charts(history.cast, history.frames, frames, width=1200.0, ghost_name=other_name))

    def report() -> str:
        return report_html(history, link.setting, step, others, other_name)

    is_replayed = bool(history.plan.choices)
    command = run_command(link.setting)
    at_hand = f", with {CHOICES} beside it" if is_replayed else ""

    def series() -> str:
        return series_csv(history)

    def choices() -> str:
        return choices_json(history)

    week, weeks, json = "the week that is shown", "all weeks", "application/json"
    files = {
        "scene-svg": File("Scene, SVG", week, f"{name}-{step}.svg", SVG, one_scene),
        "scene-png": File("Scene, PNG", week, f"{name}-{step}.png", SVG, one_scene, True),
        "charts-svg": File("Charts, SVG", weeks, f"{name}-charts.svg", SVG, charts),
        "charts-png": File("Charts, PNG", weeks, f"{name}-charts.png", SVG, charts, True),
        "series": File("Series, CSV", "every number of every week", f"{name}.csv", "text/csv", series),
        "choices": File("Decisions, JSON", "for coalitions run --choices", CHOICES, json, choices),
        "report": File("Report, one page", "the run, told and drawn", f"{name}.html", "text/html", report),
    }
    note = f"The same numbers on the command line{at_hand}: {command} (digest {history.result.digest})"
    Files(files, note)
