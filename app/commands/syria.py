"""``coalitions syria``: how the forms turn when the obstacle does, in the Syria case and its two placebos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import screen
from .trying import Report, check_complete, gather, lab, print_prose, say_written
from .writing import make_folder, naming

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.analysis.trials.turning_reading import Turning, TurningReading
    from clever_coalitions.experiments.forms_on_trial.turning import Turned


@dataclass(frozen=True)
class Request:
    """How to watch the case; output: folder of figure and data, where they are wanted."""

    worlds: int
    seed: int
    workers: int | None
    output: Path | None
    is_json: bool


def answer(request: Request) -> None:
    """Watch the case and its placebos under each form, print what was seen, and write it.

    Raises:
        UserError: the files cannot be written.
        typer.Exit: 130 where it was interrupted; then nothing is told, since forms could not be compared.
    """
    from clever_coalitions.analysis.trials.turning_reading import read
    from clever_coalitions.experiments.forms_on_trial.turning import CASES, FORMS

    if request.output:
        make_folder(request.output)
    screen.warm()
    seen = watch(request)
    check_complete(len(seen), len(CASES) * len(FORMS), "forms and cases")
    found = read(seen, request.seed)
    if request.is_json:
        screen.print_json(found.model_dump())
    else:
        print_turning(screen.answers(), found)
    if request.output:
        say_written(write_turning(found, request.output), request.is_json)


def watch(request: Request) -> list[Turned]:
    """Return how each form turned in each case, with progress on standard error; less where it was interrupted."""
    from clever_coalitions.experiments.forms_on_trial.turning import CASES, FORMS, turn

    def work(report: Report) -> Iterator[Turned]:
        for case in CASES:
            for form in FORMS:
                yield turn(case, form, lab(request, report, f"{case}, {form}"))

    return gather(len(CASES) * len(FORMS) * request.worlds, work)


def print_turning(console: Console, found: TurningReading) -> None:
    """Print how the forms turned: a table, and in words."""
    from clever_coalitions.analysis.trials.turning_reading import paragraph

    console.print(_table(found))
    print_prose(console, paragraph(found))


COLUMNS = ("new plan in", "weeks after", "overlap", "below .1 in", "pivots in", "false pivots", "net value")


def _table(found: TurningReading) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from clever_coalitions.analysis.trials.turning_reading import cells

    title = f"How the forms turn, in the same {found.worlds:,} worlds; 95 % intervals in brackets"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, title_justify="left")
    table.add_column("case and form", no_wrap=True)
    for name in COLUMNS:
        table.add_column(name, justify="right")
    for case, group in _by_case(found).items():
        table.add_row(f"[bold]{case}[/]")
        for one in group:
            table.add_row(f"  {one.form}", *map(escape, cells(one)))
        table.add_section()
    return table


def _by_case(found: TurningReading) -> dict[str, list[Turning]]:
    groups: dict[str, list[Turning]] = {}
    for one in found.turnings:
        groups.setdefault(one.case, []).append(one)
    return groups


def write_turning(found: TurningReading, folder: Path) -> list[Path]:
    """Write the figure, and the numbers as JSON; return where.

    Raises:
        UserError: a file cannot be written.
    """
    from clever_coalitions.analysis.trials.turning_figure import turning_figure
    from clever_coalitions.scenarios.writing import write_text

    figure, data = folder / "syria.svg", folder / "syria.json"
    with naming(folder):
        turning_figure(found).save(figure)
        write_text(data, found.model_dump_json(indent=2) + "\n")
    return [figure, data]
