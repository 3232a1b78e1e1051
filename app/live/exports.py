"""Files of a run to take home: its series, its decisions, its drawings, and one page that tells it."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from string import Template

from ...analysis.palette import FONTS, css_variables
from ...analysis.provenance import provenance_of_run
from ...analysis.words import name_of_outcome, number
from ...scenarios.spreadsheets import csv_text
from ...sim.edition import package_version
from ...sim.measures import MEASURES
from ..choices_file import write_choices
from ..draw import SCRIPTS, bundled
from ..record import lean, record_of, truth_of, written
from ..telling.log import Entry, log_of, outcome_in_words
from .commands import CHOICES, run_command
from .history import History
from .settings import Setting
from .wording import change_in_words


def series_csv(history: History) -> str:
    """Return the weekly series as a table: a row a step, all columns, the week first."""
    result = history.result
    weeks = ([repr(step * result.step_weeks), *map(repr, row)] for step, row in enumerate(result.series.tolist()))
    return csv_text([["week", *result.columns], *weeks])


def choices_json(history: History) -> str:
    """Return the file of decisions that ``coalitions run --choices`` takes."""
    return write_choices(history.plan.choices, history.plan.schedule, history.scenario)


def report_html(history: History, setting: Setting, ghost: History | None = None, name: str = "") -> str:
    """Return one page that tells a run and plays it; it needs nothing from outside, and no server."""
    scenario, result = history.scenario, history.result
    plain = {
        "version": package_version(),
        "title": scenario.title,
        "form": history.plan.governance,
        "strategy": history.plan.strategy,
        "seed": str(result.seed),
        "came": outcome_in_words(result, scenario),
        "provenance": provenance_of_run(result, scenario),
        "command": run_command(setting),
        "needed": f", with the exported file {CHOICES}" if history.plan.choices else "",
    }
    return REPORT.substitute(
        {name: escape(value) for name, value in plain.items()},
        style=_STYLE + drawing_style(),
        changed=_changed(setting, history),
        log=_log(history),
        outcomes=_outcomes(history),
        script=_script(history, ghost, name),
    )


CHARTS = ("members", "progress", "trust", "hours")


def _script(history: History, ghost: History | None, name: str) -> str:
    """Return what draws the page, with the numbers that it draws: text that can end no element."""
    held = {"name": name or "baseline", "record": written(lean(record_of(ghost)))} if ghost else None
    given = {"sides": [{"name": "", "record": written(record_of(history))}], "ghost": held}
    said = json.dumps({"given": given, "truth": [written(truth_of(history))], "charts": CHARTS}).replace("<", "\\u003c")
    return (
        f'<script type="application/json" id="numbers">{said}</script><script>{bundled()}\n'
        f"coalitions.alone(document, JSON.parse(document.getElementById('numbers').textContent));</script>"
    )


def drawing_style() -> str:
    """Return the styles of what browsers draw."""
    return (SCRIPTS / "draw.css").read_text("utf-8")


def _changed(setting: Setting, history: History) -> str:
    changes = [change_in_words(one, history.scenario) for one in setting.changes]
    if not changes:
        return ""
    return f"<p class='what'>What if {escape('; '.join(changes))}</p>"


def _log(history: History) -> str:
    return "".join(
        f"<li{_matters(entry)}><b>{escape(entry.label)}</b> {escape(' '.join(text for text, _ in entry.words))}"
        + "".join(f"<small>{escape(why)}</small>" for why in entry.why)
        + "</li>"
        for entry in log_of(history.result, history.scenario)
    )


def _matters(entry: Entry) -> str:
    """Return what marks an entry that is on paper, too."""
    return " class='matters'" if any(tone in ("turn", "good", "bad") for _, tone in entry.words) else ""


def _outcomes(history: History) -> str:
    return "".join(
        f"<tr><th>{escape(name_of_outcome(key))}</th><td>{number(history.result.outcomes[key])}</td>"
        f"<td>{escape(measure.unit)}</td></tr>"
        for key, measure in MEASURES.items()
    )


REPORT = Template((Path(__file__).parents[1] / "templates" / "report.html").read_text("utf-8"))
_STYLE = Template(Path(__file__).with_name("page.css").read_text("utf-8")).substitute(
    light=css_variables("light"), dark=css_variables("dark"), fonts=FONTS
)
