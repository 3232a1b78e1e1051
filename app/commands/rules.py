"""``coalitions rules``: which part of opt-in does what, by all combinations of its rules with those of consensus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import screen
from .trying import Report, check_complete, gather, lab, print_prose, say_written
from .writing import make_folder, naming

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.analysis.trials.rules_reading import RuleEffect, RulesReading
    from clever_coalitions.sim.scenario import Scenario


@dataclass(frozen=True)
class Request:
    """In which cases to cross the rules, and how; output: folder of figure and data, where they are wanted."""

    cases: tuple[Scenario, ...]
    worlds: int
    seed: int
    workers: int | None
    output: Path | None
    is_json: bool


def answer(request: Request) -> None:
    """Cross the rules in each case, print what was found, and write it; an interruption leaves the cases that are done.

    Raises:
        UserError: the files cannot be written.
        typer.Exit: 130 where it was interrupted.
    """
    if request.output:
        make_folder(request.output)
    screen.warm()
    found = run(request)
    if request.is_json:
        screen.print_json({"cases": [one.model_dump() for one in found]})
    else:
        for one in found:
            print_reading(screen.answers(), one)
    if request.output and found:
        say_written(write_rules(found, request.output), request.is_json)
    check_complete(len(found), len(request.cases), "cases")


def run(request: Request) -> list[RulesReading]:
    """Return what was found, with progress on standard error; less where it was interrupted."""
    from clever_coalitions.analysis.trials.rules_reading import read
    from clever_coalitions.experiments.forms_on_trial.rules import combinations, cross

    def work(report: Report) -> Iterator[RulesReading]:
        for scenario in request.cases:
            yield read(cross(scenario, lab(request, report, scenario.name)), request.seed)

    return gather(len(combinations()) * request.worlds * len(request.cases), work)


def print_reading(console: Console, reading: RulesReading) -> None:
    """Print what the rules do in a case: a table, and in words."""
    from clever_coalitions.analysis.trials.rules_reading import paragraph

    console.print(_table(reading))
    print_prose(console, paragraph(reading))
    console.print()


def _table(reading: RulesReading) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from clever_coalitions.analysis.trials.rules_reading import NAMES, with_ends
    from clever_coalitions.analysis.words import name_of_outcome

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=escape(reading.title), title_justify="left")
    table.add_column("opt-in's rule against consensus's", ratio=1)
    table.add_column("effect \\[95%]", justify="right", no_wrap=True)
    for one in reading.effects:
        table.add_row(f"net value: {one.name}", escape(with_ends(one.effect)), style=_style(one))
    table.add_section()
    for one in reading.sides:
        name = f"{name_of_outcome(one.outcome).lower()}: {NAMES[one.rules[0]]}"
        table.add_row(name, escape(with_ends(one.effect)), style=_style(one))
    table.caption, table.caption_justify = "Dim: cannot be told apart from none.", "left"
    return table


def _style(one: RuleEffect) -> str:
    return "" if one.effect.sign else "dim"


def write_rules(found: Sequence[RulesReading], folder: Path) -> list[Path]:
    """Write the figure, and the numbers as CSV and JSON; return where.

    Raises:
        UserError: a file cannot be written.
    """
    from clever_coalitions.analysis.trials.rules_figure import rules_figure
    from clever_coalitions.scenarios.spreadsheets import csv_text
    from clever_coalitions.scenarios.writing import write_text

    figure, data, table = (folder / f"rules{end}" for end in (".svg", ".json", ".csv"))
    with naming(folder):
        rules_figure(found).save(figure)
        text = ",\n".join(one.model_dump_json(indent=2) for one in found)
        write_text(data, f"[{text}]\n")
        write_text(table, csv_text([EFFECTS, *effect_rows(found)]))
    return [figure, data, table]


EFFECTS = ("case", "outcome", "rules", "effect", "low", "high", "chance", "worlds")


def effect_rows(found: Sequence[RulesReading]) -> Iterator[tuple[object, ...]]:
    """Yield a row an effect: opt-in's rules against those of consensus."""
    for reading in found:
        for one in (*reading.effects, *reading.sides):
            numbers = (one.effect.mean, one.effect.low, one.effect.high, one.effect.chance)
            words = (f"{value:.6g}" for value in numbers)
            yield reading.case, one.outcome, " x ".join(one.rules), *words, one.effect.worlds
