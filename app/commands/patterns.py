"""``coalitions patterns``: does the whole model behave as the literature says?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import typer

from ..errors import INTERRUPTED, UserError
from . import screen
from .trying import lab, progress

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.analysis.trials.patterns import Judged, Verdict
    from clever_coalitions.experiments.patterns import Pattern

FAILED = 1

COLORS = {"holds": "green", "fails": "bold red", "failed to run": "bold red", "undecided": "yellow"}


@dataclass(frozen=True)
class Request:
    """What to run: patterns by id (all where none is named), in how many worlds, under which base seeds."""

    only: tuple[str, ...]
    worlds: int
    seed: int
    others: tuple[int, ...]
    workers: int | None
    is_json: bool


def answer(request: Request) -> None:
    """Run patterns and print what was found; an interruption leaves what is done so far.

    Raises:
        UserError: there is no such pattern.
        typer.Exit: 1 where a pattern failed to run, 130 where it was interrupted.  A pattern that fails is a finding.
    """
    asked = chosen(request.only)
    screen.warm()
    found, was_interrupted = run(asked, request)
    if request.is_json:
        rows = [row for one in found for row in one.rows()]
        typer.echo(json.dumps(screen.finite(rows), indent=2, allow_nan=False))
    else:
        print_verdicts(screen.answers(), found, request)
    for one in found:
        if one.trouble:
            typer.echo(f"{one.pattern.id} failed to run: {one.trouble}", err=True)
    if was_interrupted:
        typer.echo(f"interrupted: {len(found)} of {len(asked)} patterns are done", err=True)
        raise typer.Exit(INTERRUPTED)
    if any(one.trouble for one in found):
        raise typer.Exit(FAILED)


def chosen(only: Sequence[str]) -> list[Pattern]:
    """Return the patterns of those ids, or all.

    Raises:
        UserError: there is none of an id.
    """
    from clever_coalitions.experiments.patterns import patterns

    every = patterns()
    ids = [one.id for one in every]
    for id_ in only:
        if id_ not in ids:
            raise UserError(f"--only {id_!r}: expected ids with commas, of {', '.join(ids)}")
    return [one for one in every if not only or one.id in only]


def run(asked: Sequence[Pattern], request: Request) -> tuple[list[Verdict], bool]:
    """Return what was found, with progress on standard error, and whether it was interrupted.

    All patterns come under the first base seed before the others do, so that an interruption leaves a whole table.
    """
    from clever_coalitions.analysis.trials.patterns import find
    from clever_coalitions.experiments.patterns import InterruptionError

    found: list[Verdict] = []
    seeds = (request.seed, *request.others)
    total = sum(pattern.runs for pattern in asked) * request.worlds * len(seeds)
    try:
        with progress(total) as report:
            for seed in seeds:
                for place, pattern in enumerate(asked):
                    one = find(pattern, lab(replace(request, seed=seed), report, pattern.id))
                    if seed == request.seed:
                        found.append(one)
                    else:
                        others = found[place].others | {seed: one.alone}
                        found[place] = replace(found[place], others=others)
    except (InterruptionError, KeyboardInterrupt):
        return found, True
    return found, False


def print_verdicts(console: Console, found: Sequence[Verdict], request: Request) -> None:
    """Print a table of what was found, and a line that sums it up."""
    console.print(_table(found, request))
    verdicts = [one.verdict for one in found]
    counts = [f"{verdict}: {verdicts.count(verdict)}" for verdict in dict.fromkeys(sorted(verdicts))]
    console.print(f"{'; '.join(counts)}.", markup=False)


def _table(found: Sequence[Verdict], request: Request) -> Any:
    from rich import box
    from rich.markup import escape
    from rich.table import Table

    title = f"{request.worlds:,} paired worlds of base seed {request.seed}"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, title_justify="left")
    table.add_column("id", style="bold")
    table.add_column("claim, [italic]source[/] and parts", ratio=1)
    table.add_column("mean effect \\[95%]", justify="right", no_wrap=True)
    seeds = (request.seed, *request.others) if request.others else ()
    for name in ("verdict", *(f"seed {seed}" for seed in seeds)):
        table.add_column(name, max_width=len("undecided"))
    for one in found:
        marks = [one.pattern.mark, "calibration may look" if one.pattern.calibrates else "", one.pattern.waits_for]
        marks = [f"waits for {mark}" if mark and mark == one.pattern.waits_for else mark for mark in marks if mark]
        source = escape("; ".join([one.pattern.source, *marks]))
        claim = f"{escape(one.pattern.claim)}\n[dim italic]{source}[/]"
        alone = {request.seed: one.alone} | one.others
        table.add_row(one.pattern.id, claim, "", *(_colored(said) for said in (one.verdict, *map(alone.get, seeds))))
        for part in one.parts:
            table.add_row("", *_cells(part, is_alone=bool(seeds)))
        table.add_section()
    return table


def _colored(verdict: str | None) -> str:
    color = COLORS.get(verdict or "", "dim")
    return f"[{color}]{verdict}[/]" if verdict else ""


def _cells(one: Judged, is_alone: bool) -> tuple[str, ...]:
    """Return the cells of a part; among several base seeds its verdict stands under the first: the numbers are its."""
    from rich.markup import escape

    from clever_coalitions.analysis.trials.patterns import expected

    says = f"- {escape(one.part.says)}: [dim]{expected(one.part) or 'reported only'}[/]"
    effect = f"{one.mean:.3g} \\[{one.low:.3g}, {one.high:.3g}]"
    return says, effect, *([""] if is_alone else []), _colored(one.verdict)
