"""``coalitions ablate --factorial``: the ten principles together, main effects and pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UserError
from . import screen
from .ablate import Request
from .compare import LEFT
from .trying import Report, check_complete, gather, lab, print_prose, say_written
from .writing import make_folder, naming

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.analysis.effects import Effect
    from clever_coalitions.analysis.trials.ablation_factorial import FactorialReading, FactorialReadings

LEAST = 5
"""Pairs that are shown of a condition where fewer matter."""


def answer(request: Request) -> None:
    """Run the factorial, print what was found, and write it down where that is asked for.

    Raises:
        UserError: it was asked for only some of the principles, for as many worlds as needed, or for an output that
            cannot be written.
        typer.Exit: 130 where it was interrupted.
    """
    from clever_coalitions.analysis.trials.ablation_factorial import FactorialReadings

    if request.principles or request.is_auto:
        raise UserError("--factorial takes all principles and a number of worlds: without --principle and auto")
    if request.output:
        make_folder(request.output)
    screen.warm()
    readings = run(request)
    found = FactorialReadings(readings=tuple(readings))
    if request.is_json:
        screen.print_json(found.model_dump())
    else:
        print_readings(screen.answers(), readings)
    if request.output and readings:
        write(found, request.output, is_quiet=request.is_json)
    check_complete(len(readings), len(request.cases), "conditions")


def run(request: Request) -> list[FactorialReading]:
    """Return what was found, with progress on standard error; less where it was interrupted."""
    from clever_coalitions.analysis.trials.ablation_factorial import read_factorial
    from clever_coalitions.experiments.trials.factorial import COMBINATIONS, measure_factorial

    def work(report: Report) -> Iterator[FactorialReading]:
        for case in request.cases:
            yield read_factorial(measure_factorial(case, lab(request, report, case.name)), request.seed)

    return gather(COMBINATIONS * len(request.cases) * request.worlds, work)


def print_readings(console: Console, readings: Sequence[FactorialReading]) -> None:
    """Print a table of main effects, one of pairs for each condition, and what they say."""
    from clever_coalitions.analysis.trials.ablation_factorial import paragraph

    if readings:
        console.print(_mains(readings))
    for one in readings:
        console.print(_pairs(one))
    for one in readings:
        print_prose(console, paragraph(one))
        console.print()


def _mains(readings: Sequence[FactorialReading]) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from clever_coalitions.analysis.trials.ablation_words import span

    title = f"what each brings on average over all others, in the same {readings[0].worlds:,} worlds"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, **LEFT)
    table.add_column("principle", ratio=1)
    for one in readings:
        table.add_column(f"{one.condition} \\[95%]", justify="right")
    for place, main in enumerate(readings[0].mains):
        effects = [one.mains[place].effect for one in readings]
        cells = [f"[{'bold' if one.sign else 'dim'}]{escape(span(one))}[/]" for one in effects]
        table.add_row(f"{main.number} {main.name}", *cells)
    table.caption = "Bold: told apart from none, allowing for all ten."
    return table


def _pairs(found: FactorialReading) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from clever_coalitions.analysis.trials.ablation_factorial import strongest
    from clever_coalitions.analysis.trials.ablation_words import span

    matter = strongest(found.pairs)
    others = sorted((one for one in found.pairs if not one.effect.sign), key=lambda one: -_clarity(one.effect))
    shown = matter + others[: max(0, LEAST - len(matter))]
    title = f"{found.condition}: {len(matter)} of {len(found.pairs)} pairs can be told from none"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, **LEFT)
    table.add_column("pair", ratio=1)
    table.add_column("half of how much more one brings with the other \\[95%]", justify="right")
    for pair in shown:
        one, other = (f"{number} {name}" for number, name in zip(pair.numbers, pair.names, strict=True))
        table.add_row(f"{one} × {other}", escape(span(pair.effect)), style="bold" if pair.effect.sign else "dim")
    table.caption = "Bold: told apart from none, allowing for all pairs. Dim: the nearest to it."
    return table


def _clarity(found: Effect) -> float:
    """Return how many times as large as its interval an effect is."""
    return abs(found.mean) / (found.high - found.low) if found.high > found.low else 0.0


def write(found: FactorialReadings, folder: Path, is_quiet: bool) -> None:
    """Write the figure, and all that it shows as data, into a folder; say where."""
    from clever_coalitions.analysis.trials.ablation_factorial import page
    from clever_coalitions.analysis.trials.ablation_factorial_figure import factorial_figure
    from clever_coalitions.scenarios.spreadsheets import csv_text
    from clever_coalitions.scenarios.writing import write_text

    with naming(folder):
        write_text(folder / "factorial.json", found.model_dump_json(indent=2) + "\n")
        write_text(folder / "factorial.md", page(found))
        write_text(folder / "factorial_effects.csv", csv_text([EFFECTS, *effect_rows(found)]))
        with screen.status("drawing the figure"):
            factorial_figure(found.readings).save(folder / "factorial.svg")
    say_written([folder], is_quiet)


EFFECTS = ("condition", "principle", "with_principle", "effect", "low", "high", "chance_of_all", "worlds")


def effect_rows(found: FactorialReadings) -> Iterator[tuple[object, ...]]:
    """Yield a row for every main effect, then for every pair."""
    for one in found.readings:
        named = [((main.number, ""), main.effect) for main in one.mains]
        for numbers, effect in [*named, *((pair.numbers, pair.effect) for pair in one.pairs)]:
            yield one.condition, *numbers, effect.mean, effect.low, effect.high, effect.chance, effect.worlds
