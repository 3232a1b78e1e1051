"""``coalitions syria``: how the forms turn when the obstacle does, in the Syria case and its two placebos."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..errors import INTERRUPTED
from . import screen
from .patterns import progress
from .writing import make_folder, naming

if TYPE_CHECKING:
    from rich.console import Console

    from coalitions.analysis.turning_reading import Turning, TurningReading


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
    from coalitions.experiments.patterns import InterruptionError

    if request.output:
        make_folder(request.output)
    screen.warm()
    try:
        found = run(request)
    except InterruptionError:
        typer.echo("interrupted: not all forms were watched", err=True)
        raise typer.Exit(INTERRUPTED) from None
    if request.is_json:
        screen.print_json(found.model_dump())
    else:
        print_turning(screen.answers(), found)
    if request.output:
        console = screen.messages() if request.is_json else screen.answers()
        for path in write_turning(found, request.output):
            console.print(f"Written: {path}", markup=False, soft_wrap=True)


def run(request: Request) -> TurningReading:
    """Return how the forms turned, with progress on standard error.

    Raises:
        InterruptionError: by Ctrl-C.
    """
    from coalitions.analysis.turning_reading import read
    from coalitions.experiments.forms_on_trial.turning import CASES, FORMS, turn
    from coalitions.experiments.patterns import Lab

    seen = []
    with progress(len(CASES) * len(FORMS) * request.worlds) as report:
        for case in CASES:
            for form in FORMS:
                lab = Lab(request.worlds, request.seed, request.workers, partial(report, f"{case}, {form}"))
                seen.append(turn(case, form, lab))
    return read(seen, request.seed)


def print_turning(console: Console, found: TurningReading) -> None:
    """Print how the forms turned: a table, and in words."""
    from coalitions.analysis.turning_reading import paragraph

    console.print(_table(found))
    for line in textwrap.wrap(paragraph(found), console.width, break_on_hyphens=False):
        console.print(line, markup=False)


COLUMNS = ("new plan in", "weeks after", "overlap", "below .1 in", "pivots in", "false pivots", "net value")


def _table(found: TurningReading) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from coalitions.analysis.turning_reading import cells

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
    from coalitions.analysis.turning_figure import turning_figure

    figure, data = folder / "syria.svg", folder / "syria.json"
    with naming(figure):
        turning_figure(found).save(figure)
    with naming(data):
        data.write_text(found.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return [figure, data]
