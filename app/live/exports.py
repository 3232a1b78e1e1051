"""Files of a run to take home: its series, its decisions, its drawings, and one page that tells it."""

from __future__ import annotations

from html import escape

from ...analysis.palette import FONTS, css_variables
from ...analysis.provenance import provenance_of_run
from ...analysis.words import name_of_outcome, number
from ...scenarios.spreadsheets import csv_text
from ...sim.edition import package_version
from ...sim.measures import MEASURES
from ..choices_file import write_choices
from ..drawing.scene import scene
from ..drawing.strips import strip_charts, strip_charts_in_words
from ..telling.words import at
from .commands import CHOICES, run_command
from .history import History
from .log import capital, log_of, outcome_in_words
from .settings import Setting
from .wording import changes_in_words, time_of


def series_csv(history: History) -> str:
    """Return the weekly series as a table: a row a step, all columns, the week first."""
    result = history.result
    weeks = ([repr(step * result.step_weeks), *map(repr, row)] for step, row in enumerate(result.series.tolist()))
    return csv_text([["week", *result.columns], *weeks])


def choices_json(history: History) -> str:
    """Return the file of decisions that ``coalitions run --choices`` takes."""
    return write_choices(history.plan.choices, history.plan.schedule, history.scenario)


def report_html(history: History, setting: Setting, step: int, ghost: History | None = None, name: str = "") -> str:
    """Return one page that tells a run, and needs nothing else: no scripts, nothing from outside."""
    scenario, result, ghosts = history.scenario, history.result, ghost.frames if ghost else None
    charts = strip_charts(history.cast, history.frames, ghosts, width=1000.0, ghost_name=name or "baseline")
    parts = [
        f"<header><p>Clever Coalitions · one world</p><h1>{escape(scenario.title)}</h1>",
        f"<p>{escape(history.plan.governance)}, {escape(history.plan.strategy)}, seed {result.seed}</p>",
        f"{_changed(setting, history)}</header><p class='lead'>{escape(outcome_in_words(history))}</p>",
        _section(capital(at(time_of(scenario, step))), scene(history.cast, history.frames[step], width=760.0)),
        _section("Week by week", f"{charts}<p>{escape(strip_charts_in_words(history.cast, history.frames))}</p>"),
        _section("What happened", f"<ol>{_log(history)}</ol>"),
        _section("All outcomes", f"<table>{_outcomes(history)}</table>"),
        "<footer><p>One world may be luck: compare many before you conclude. ",
        f"{escape(provenance_of_run(result, scenario))}.</p>",
        f"<p>Again: <code>{escape(run_command(setting))}</code>{_needs(history)}</p></footer>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="generator" content="Clever Coalitions {escape(package_version())}">'
        f"<title>{escape(scenario.title)}</title><style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"
    )


def _section(title: str, inside: str) -> str:
    return f"<section><h2>{title}</h2>{inside}</section>"


def _changed(setting: Setting, history: History) -> str:
    if not setting.changes:
        return ""
    return f"<p class='what'>What if {escape(changes_in_words(setting.changes, history.scenario))}</p>"


def _needs(history: History) -> str:
    return f", with the exported file {CHOICES}" if history.plan.choices else ""


def _log(history: History) -> str:
    return "".join(
        f"<li><b>{escape(entry.label)}</b> {escape(' '.join(text for text, _ in entry.sentences))}"
        + "".join(f"<small>{escape(why)}</small>" for why in entry.why)
        + "</li>"
        for entry in log_of(history)
    )


def _outcomes(history: History) -> str:
    return "".join(
        f"<tr><th>{escape(name_of_outcome(key))}</th><td>{number(history.result.outcomes[key])}</td>"
        f"<td>{escape(measure.unit)}</td></tr>"
        for key, measure in MEASURES.items()
    )


_STYLE = (
    f":root{{{css_variables('light')} color-scheme:light dark}}"
    f"@media(prefers-color-scheme:dark){{:root{{{css_variables('dark')}}}}}"
    f"body{{font:15px/1.5 {FONTS};color:var(--ink);background:var(--card)}}"
    "body{max-width:1000px;margin:auto;padding:32px 20px}"
    "h1{margin:0;font-size:26px}h2{font-size:16px;margin:28px 0 8px}header p,footer,small{color:var(--muted)}"
    ".lead{font-size:18px}.what{font-weight:600}svg{max-width:100%;height:auto}ol{list-style:none;padding:0}"
    "li{padding:5px 0;border-top:1px solid var(--line)}small{display:block}table{border-collapse:collapse}"
    "th{text-align:left;font-weight:400}th,td{padding:2px 18px 2px 0;font-variant-numeric:tabular-nums}"
    "code{overflow-wrap:anywhere}footer{margin-top:32px;border-top:1px solid var(--line);font-size:13px}"
)
