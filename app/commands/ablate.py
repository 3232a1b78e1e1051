"""``coalitions ablate``: each principle on trial, with its benefit and its price each switched off."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..errors import INTERRUPTED, UserError
from . import screen
from .compare import LEFT
from .trying import lab, progress, say_written
from .writing import make_folder, naming

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.analysis.trials.ablation import Ablation, Bound, Finding
    from clever_coalitions.experiments.trials import Trial
    from clever_coalitions.sim.scenario import Scenario

FIRST_LOOK = 200
"""Worlds of a first look, where as many are run as the bounds need."""

MOST = 20_000
"""Most worlds that are then run for one bound."""

LOOKS = 4
"""How often more worlds are run for a bound that stays open; the last time as many as are allowed."""

COLORS = {"CIRCULAR": "bold red", "more worlds needed": "yellow", "no benefit without its channel": "green"}
SHORT = {"CIRCULAR": "CIRCULAR", "more worlds needed": "open", "no benefit without its channel": "none"}
"""How verdicts stand in a table."""


@dataclass(frozen=True)
class Request:
    """Which principles to try, and how.

    Attributes:
        cases: conditions; ``principles``: numbers, all where none is given.
        worlds: of a first look; ``is_auto``: whether bounds get as many more as they need.
        output: folder of the figure and data; none are written where it is not given.
    """

    cases: tuple[Scenario, ...]
    principles: tuple[int, ...]
    worlds: int
    is_auto: bool
    seed: int
    workers: int | None
    output: Path | None
    is_json: bool


def cases(names: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the cases of those names; the two conditions of the city where none is named.

    Raises:
        UserError: one cannot be found or used, or two have the same name.
    """
    from clever_coalitions.experiments.trials import conditions

    from .question import case

    found = tuple(case(name, {}) for name in names) or tuple(conditions())
    if len({one.name for one in found}) < len(found):
        raise UserError(f"expected cases with names of their own, not {', '.join(one.name for one in found)}")
    return found


def worlds_asked(text: str) -> tuple[int, bool]:
    """Return how many worlds to run at first, and whether bounds get as many as they need.

    Raises:
        UserError: it is neither a whole number from 2 nor ``auto``.
    """
    if text == "auto":
        return FIRST_LOOK, True
    if not text.isdecimal() or not 2 <= int(text) <= 1_000_000:
        raise UserError(f"--worlds {text!r}: expected auto, or a whole number from 2 to 1,000,000")
    return int(text), False


def answer(request: Request) -> None:
    """Run the trials, print what was found, and write it down where that is asked for.

    Raises:
        UserError: there is no such principle, or the output cannot be written.
        typer.Exit: 130 where it was interrupted.
    """
    from clever_coalitions.analysis.trials.ablation import ablation

    asked = chosen(request.principles)
    if request.output:
        make_folder(request.output)
    screen.warm()
    findings, was_interrupted = run(asked, request)
    kept = ablation(findings, request.cases, request.seed, request.worlds)
    if request.is_json:
        screen.print_json(kept.model_dump())
    else:
        print_findings(screen.answers(), kept)
    if request.output and findings:
        write(kept, request.output, is_quiet=request.is_json)
    if was_interrupted:
        total = len(asked) * len(request.cases)
        typer.echo(f"interrupted: {len(findings)} of {total} trials are done", err=True)
        raise typer.Exit(INTERRUPTED)


def chosen(numbers: Sequence[int]) -> list[Trial]:
    """Return the trials of those principles, or all.

    Raises:
        UserError: there is none of a number.
    """
    from clever_coalitions.experiments.trials import trials

    every = trials()
    known = [one.number for one in every]
    for number in numbers:
        if number not in known:
            raise UserError(f"--principle {number}: expected a number from {min(known)} to {max(known)}")
    return [one for one in every if not numbers or one.number in numbers]


def run(asked: Sequence[Trial], request: Request) -> tuple[list[Finding], bool]:
    """Return what was found, with progress on standard error, and whether it was interrupted."""
    from clever_coalitions.analysis.trials.ablation import find
    from clever_coalitions.experiments.patterns import InterruptionError
    from clever_coalitions.experiments.trials import runs_of

    found: list[Finding] = []
    each = sum(runs_of(trial) for trial in asked)
    try:
        with progress(each * len(request.cases) * request.worlds) as report:
            for case in request.cases:
                for trial in asked:
                    found.append(find(trial, case, lab(request, report, f"principle {trial.number}, {case.name}")))
        for look in range(1, LOOKS + 1 if request.is_auto else 1):
            look_again(found, asked, request, is_last=look == LOOKS)
    except (InterruptionError, KeyboardInterrupt):
        return found, True
    return found, False


def look_again(found: list[Finding], asked: Sequence[Trial], request: Request, is_last: bool) -> None:
    """Run more worlds where a bound is open, and put what they say in its place; errors as in ``bounded``."""
    from clever_coalitions.analysis.trials.ablation import bounded, worlds_wanted
    from clever_coalitions.experiments.trials import runs_of_bound

    trials = {trial.number: trial for trial in asked}
    named = {case.name: case for case in request.cases}
    wanted = [worlds_wanted(one, MOST) for one in found]
    many = [(MOST if is_last else worlds) if worlds else 0 for worlds in wanted]
    total = sum(runs_of_bound(trials[one.number]) * n for one, n in zip(found, many, strict=True))
    if total == 0:
        return
    with progress(total) as report:
        for place, worlds in enumerate(many):
            one = found[place]
            if worlds > request.worlds:
                trial, case = trials[one.number], named[one.condition]
                what = f"bound of principle {trial.number}, {case.name}"
                more = lab(request, report, what, worlds)
                found[place] = bounded(one, trial, case, more, counted_from=request.worlds)


# --- what is shown --------------------------------------------------------------------------------------------------


def print_findings(console: Console, kept: Ablation) -> None:
    """Print a table for each condition."""
    for condition in kept.cases:
        here = [one for one in kept.findings if one.condition == condition]
        if here:
            console.print(_table(condition, here, kept))
    for one in kept.findings:
        if one.bound and one.bound.verdict == "CIRCULAR":
            console.print(f"Principle {one.number}, {one.condition}: its benefit survives its channel, which is a bug.")


def _table(condition: str, findings: Sequence[Finding], kept: Ablation) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    from clever_coalitions.analysis.trials.ablation import share_of
    from clever_coalitions.analysis.trials.ablation_words import percent, span
    from clever_coalitions.analysis.words import number

    title = f"{condition}: net value of the default dose against none, in the same {kept.worlds:,} worlds"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, **LEFT)
    table.add_column("principle", ratio=1)
    for name in ("effect \\[95%]", "of value", "benefit off, \\[95%] below", "price off", "best dose"):
        table.add_column(name, justify="left" if name == "best dose" else "right")
    for one in findings:
        price = one.line("price off")
        table.add_row(
            f"{one.number} {one.name}",
            escape(span(one.effect)),
            percent(share_of(one.effect.mean, one.baseline)),
            _bound(one.bound, kept.worlds),
            escape(span(price.default.against_none)) if price else "–",
            f"{one.best.dose}{' (edge)' if one.best.is_edge else ''}"
            + "".join(f", {dose}?" for dose in one.best.rivals),
            style="" if one.effect.sign else "dim",
        )
    table.caption = (
        f"Of value: of that of the case as it is, {number(findings[0].baseline)}. Dim: cannot be told from none, "
        "allowing for all principles. A question mark: cannot be told apart from the best dose."
    )
    return table


def _bound(bound: Bound | None, usual: int) -> str:
    """Return ``+1.2%: none``, with the worlds where there are more than usual, or with those that would decide."""
    from clever_coalitions.analysis.trials.ablation import OPEN
    from clever_coalitions.analysis.trials.ablation_words import percent

    if bound is None:
        return "–"
    needed = f", {bound.needed:,.0f} worlds?" if bound.verdict == OPEN and bound.needed < math.inf else ""
    worlds = f" ({bound.effect.worlds:,} worlds)" if bound.effect.worlds != usual else ""
    return f"{percent(bound.upper)}{worlds}: [{COLORS[bound.verdict]}]{SHORT[bound.verdict]}{needed}[/]"


# --- what is written ------------------------------------------------------------------------------------------------


def write(kept: Ablation, folder: Path, is_quiet: bool) -> None:
    """Write the figure, and all that it shows as data, into a folder; say where."""
    from clever_coalitions.analysis.trials.ablation_figure import ablation_figure
    from clever_coalitions.analysis.trials.ablation_words import page
    from clever_coalitions.scenarios.spreadsheets import csv_text
    from clever_coalitions.scenarios.writing import write_text

    data = folder / "ablation.json"
    with naming(folder):
        write_text(data, kept.model_dump_json(indent=2) + "\n")
        write_text(folder / "ablation_doses.csv", csv_text([DOSES, *dose_rows(kept)]))
        write_text(folder / "ablation.md", page(kept))
        with screen.status("drawing the figure"):
            ablation_figure(kept).save(folder / "ablation.svg")
    say_written([folder], is_quiet)


DOSES = (
    "principle", "name", "condition", "line", "dose", "label", "value", "against_none", "low", "high", "worlds",
)  # fmt: skip


def dose_rows(kept: Ablation) -> Iterator[tuple[object, ...]]:
    """Yield a row for every dose on every line."""
    for one in kept.findings:
        for line in one.lines:
            for dose in line.doses:
                found = dose.against_none
                yield (
                    one.number, one.name, one.condition, line.name, dose.dose, dose.label, dose.mean,
                    found.mean, found.low, found.high, found.worlds,
                )  # fmt: skip
