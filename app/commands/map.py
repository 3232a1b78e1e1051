"""``coalitions map``: where one variant does better than another, over two axes, in the same worlds in every cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..errors import INTERRUPTED, UserError
from ..telling.words import several
from . import screen
from .compare import FAILED, progress
from .trying import print_prose, say_written
from .writing import make_folder, naming

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.analysis.trials.map_reading import Cell, MapReading
    from clever_coalitions.experiments.maps import Drawn, Map
    from clever_coalitions.sim.scenario import Scenario

COLORS = ("bold blue", "bold red")
"""Colors of the variants on a terminal."""

FEWEST = 2
"""Complete worlds without which there is nothing to say."""


@dataclass(frozen=True)
class Request:
    """Which maps to draw, and how.

    Attributes:
        maps: what is asked; output: folder of the figures and data; none are written where it is not given.
    """

    maps: tuple[Map, ...]
    worlds: int
    seed: int
    workers: int | None
    output: Path | None
    is_json: bool


def shipped(names: Sequence[str], is_all: bool) -> tuple[Map, ...]:
    """Return shipped maps by name, or all.

    Raises:
        UserError: there is none of a name, or none is asked for.
    """
    from clever_coalitions.experiments.maps import maps

    known = maps()
    asked = list(known) if is_all else list(dict.fromkeys(names))
    for name in asked:
        if name not in known:
            raise UserError(f"there is no map {name!r}: expected {', '.join(known)}; or give --x and --y, and a case")
    if not asked:
        raise UserError(f"expected a map ({', '.join(known)}), --ship for all of them, or --x and --y")
    return tuple(known[name] for name in asked)


def asked_map(scenario: Scenario, x: str, y: str, vary: str, outcome: str) -> Map:
    """Return the map of two axes over a case.

    Raises:
        UserError: an axis, the variants or the outcome make no sense.
    """
    from clever_coalitions.experiments import Variant
    from clever_coalitions.experiments.maps import AxisError, Map, axis_from
    from clever_coalitions.experiments.maps.question import cells_of
    from clever_coalitions.scenarios import ScenarioError
    from clever_coalitions.sim.measures import MEASURES

    from .compare import variants_of

    if outcome not in MEASURES:
        raise UserError(f"--outcome {outcome!r}: expected one of {', '.join(MEASURES)}")
    if len(variants_of(Variant("", scenario, scenario.governance, scenario.strategy), vary)) != 2:
        raise UserError(f"--vary {vary!r}: a map compares two variants, such as governance=opt-in,consensus")
    try:
        across, up = axis_from(x, scenario), axis_from(y, scenario)
    except AxisError as error:
        raise UserError(f"--x or --y: {error}") from None
    names = (across.name, up.name)
    if names[0] == names[1] or vary.partition("=")[0] in names:
        raise UserError("--x, --y and --vary: expected three different things")
    title = f"{scenario.title}: {names[0]} and {names[1]}"
    made = Map("-".join(names), title, across, up, lambda: scenario, vary, outcome)
    try:
        cells_of(made)
    except (ScenarioError, ValueError) as error:
        raise UserError(f"--x {x} --y {y}: {error}") from None
    return made


def answer(request: Request) -> None:
    """Draw maps, print what they show, and write figures and data; an interruption leaves what is done so far.

    Raises:
        UserError: the files cannot be written.
        typer.Exit: 130 where it was interrupted, 1 where runs failed.
    """
    from clever_coalitions.experiments.maps import draw

    if request.output:
        make_folder(request.output)
    screen.warm()
    found: list[MapReading] = []
    for asked in request.maps:
        screen.messages().print(f"{asked.name}: {asked.cells} cells, two runs each in a world", markup=False)
        with progress(request.worlds) as report:
            drawn = draw(asked, request.worlds, request.seed, request.workers, report)
        if drawn.worlds >= FEWEST:
            found.append(_told(drawn, request))
        if drawn.interrupted or drawn.failures:
            break
    if request.is_json:
        screen.print_json({"maps": [one.model_dump() for one in found]})
    _finish(drawn)


def _told(drawn: Drawn, request: Request) -> MapReading:
    """Print what a map shows, write it where that is asked for, and return it."""
    from clever_coalitions.analysis.trials.map_reading import read

    reading = read(drawn)
    if not request.is_json:
        print_map(screen.answers(), reading)
    if request.output:
        say_written(write_map(reading, request.output), request.is_json)
    return reading


def _finish(drawn: Drawn) -> None:
    if drawn.failures:
        first = drawn.failures[0]
        typer.echo(
            f"{len(drawn.failures):,} runs failed, and their worlds are left out; the first, "
            f"{drawn.map.name}, {first.variant}, seed {first.seed}: {first.message}",
            err=True,
        )
    if drawn.interrupted:
        typer.echo(f"interrupted: {drawn.map.name} has {drawn.worlds:,} of {drawn.asked:,} worlds", err=True)
        raise typer.Exit(INTERRUPTED)
    if drawn.failures:
        raise typer.Exit(FAILED)


def print_map(console: Console, reading: MapReading) -> None:
    """Print a map as a table, the highest values of y on top, and what it shows in words."""
    from clever_coalitions.analysis.trials.map_words import paragraph

    console.print(_table(reading))
    print_prose(console, paragraph(reading))
    console.print()


def _table(reading: MapReading) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    x, y = reading.x, reading.y
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title=escape(reading.title), title_justify="left")
    table.add_column(f"{escape(y.label)} ↑  {escape(x.label)} →", justify="right")
    for value in x.values:
        table.add_column(f"{value:g}", justify="right")
    rows = [reading.cells[row * len(x.values) : (row + 1) * len(x.values)] for row in range(len(y.values))]
    for value, cells in reversed(list(zip(y.values, rows, strict=True))):
        table.add_row(f"{value:g}", *(_cell(reading, cell) for cell in cells))
    names = [f"[{COLORS[place]}]{initial(reading, place)}[/] {escape(reading.variants[place])}" for place in (0, 1)]
    count = several(reading.worlds, "world", "worlds")
    table.caption = f"{', '.join(names)}: ahead by so much in {count}; ·: cannot be told apart"
    table.caption_justify = "left"
    return table


def initial(reading: MapReading, variant: int) -> str:
    """Return the letter of a variant in a table: its first, or A and B where the two have the same."""
    letters = [name[:1].lower() for name in reading.variants]
    return letters[variant] if letters[0] != letters[1] else "ab"[variant]


def _cell(reading: MapReading, cell: Cell) -> str:
    from clever_coalitions.analysis.words import number

    side = reading.winner(cell.difference)
    if side is None:
        return "·"
    return f"[{COLORS[side]}]{initial(reading, side)} {number(abs(cell.difference.mean))}[/]"


def write_map(reading: MapReading, folder: Path) -> list[Path]:
    """Write the figure of a map, and its numbers as CSV and JSON; return where.

    Raises:
        UserError: a file cannot be written.
    """
    from clever_coalitions.analysis.trials.map_figure import map_figure
    from clever_coalitions.scenarios.spreadsheets import csv_text
    from clever_coalitions.scenarios.writing import write_text

    figure, data, table = (folder / f"{reading.name}{end}" for end in (".svg", ".json", ".csv"))
    with naming(folder):
        map_figure(reading).save(figure)
        write_text(data, reading.model_dump_json(indent=2) + "\n")
        write_text(table, csv_text(cell_rows(reading)))
    return [figure, data, table]


def cell_rows(reading: MapReading) -> Iterator[tuple[object, ...]]:
    """Yield the names of columns, then a row a cell; the difference is the second variant minus the first."""
    first, second = reading.variants
    yield reading.x.name, reading.y.name, first, second, "difference", "low", "high", "chance", "worlds", "better"
    for cell in reading.cells:
        side, one = reading.winner(cell.difference), cell.difference
        better = "" if side is None else reading.variants[side]
        numbers = (*cell.means, one.mean, one.low, one.high, one.chance)
        yield cell.x, cell.y, *(f"{value:.6g}" for value in numbers), one.worlds, better
