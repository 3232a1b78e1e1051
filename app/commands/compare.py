"""``coalitions compare``: variants of a case in the same worlds, with intervals, in a table and in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..errors import FAILED, INTERRUPTED, UserError, explained
from ..options import FORMS
from ..telling.words import several
from . import screen
from .question import Asked, check_rules, turned_by_the_case
from .writing import made_by, make_folder, naming_output

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.experiments import Comparison, Variant

SHOWN = ("settled", "weeks_to_settle", "pivots", "detection_lag", "overlap")
"""Outcomes in the short table beside those that the paragraph speaks of."""

LARGEST_SERIES = 2**30
"""Bytes of weekly series that a report may keep in memory."""

OLD, NEW = "the old course", "the new course"
"""What people call a run that goes on as it was, and one in which something changes on the way."""

OUTCOME_OF_WORLDS = "won : tied : lost"
"""How a column of wins, ties and losses is called."""

WIDEST_NAME = 20
"""Characters of a line of the name of a variant, in a table."""


@dataclass(frozen=True)
class Request:
    """What to compare, and how.

    Attributes:
        worlds: how many, 0 for as many as it takes; budget: at most, then.
        output: folder of the report; none is written where it is not given.
        command: what asks for the same again; it stands in the report.
        notes: what else a reader should know, a sentence each.
    """

    variants: tuple[Variant, ...]
    worlds: int
    budget: int
    seed: int
    workers: int | None
    output: Path | None
    is_json: bool
    command: str
    is_all: bool = False
    notes: tuple[str, ...] = ()


def answer(request: Request) -> None:
    """Compare, print what came out, and write the report; an interruption leaves what is done so far.

    Raises:
        UserError: the report cannot be written.
        typer.Exit: 130 where it was interrupted, 1 where runs failed.
    """
    variants = request.variants
    keeps_series = request.output is not None and _series_bytes(request) <= LARGEST_SERIES
    if request.output:
        make_folder(request.output)
    screen.warm()
    from clever_coalitions.experiments import compare

    with screen.progress_bar(request.worlds or request.budget) as report:
        found = compare(
            variants, request.worlds or None, request.seed, request.workers, keeps_series, report, budget=request.budget
        )
    if request.is_json:
        from clever_coalitions.experiments.estimates import as_json

        screen.print_json(as_json(found))
    else:
        print_comparison(screen.answer_console(), found, request.is_all)
    screen.print_notes(request.notes, request.is_json)
    if request.output and not found.interrupted and found.done:
        _write_report(found, request.output, request.command, is_quiet=request.is_json)
    _finish(found)


def variants_asked(
    base: Variant, questions: Sequence[str] = (), from_week: float | None = None, against: str = ""
) -> tuple[Variant, ...]:
    """Return the variants that questions ask for: of several, every combination.

    Args:
        base: what they have in common.
        questions: such as ``"governance=opt-in,consensus"``; where there is none, what changes on the way is compared
            with the run that goes on without, and where nothing does, the forms.
        from_week: when they begin to differ, where not at the start.
        against: name of the one to compare others with, where not the first.

    Raises:
        UserError: it asks for none, for one only, or for something that there is not.
    """
    from clever_coalitions.experiments.compare import referring
    from clever_coalitions.experiments.variants import variants, vary_later

    if not questions and base.schedule:
        return replace(base, name=OLD, schedule=()), replace(base, name=NEW)
    questions = questions or (FORMS,)
    said = " ".join(f"--vary {question!r}" for question in questions)
    if from_week is not None and len(questions) > 1:
        raise UserError(f"{said}: expected one of them beside --from-week")
    with explained(LookupError, said=f"{said}: "):
        made = variants(base.scenario, *questions)
        if from_week is not None:
            made = vary_later(base.scenario, questions[0], from_week)
    if len(made) < 2:
        raise UserError(f"{said}: expected two values or more, such as governance=opt-in,consensus")
    for variant in made:
        check_rules(variant)
    with explained(LookupError, said="--"):
        made = referring(made, against)
    return tuple(replace(one, schedule=(*base.schedule, *one.schedule), choices=base.choices) for one in made)


def notes_on(found: Asked, questions: Sequence[str], from_week: float | None) -> tuple[str, ...]:
    """Return what a case itself sets on the way of what is asked for; what variants differ in, they do only until then.

    Args:
        questions: what variants differ in; where there is none, they do in what changes on the way.
    """
    scenario, schedule = found.variant.scenario, found.variant.schedule
    differs = turned_by_the_case(scenario, questions, () if questions else schedule, from_week)
    told = [f"{said} Variants differ in it only until then." for said in differs]
    shared = turned_by_the_case(scenario, found.questions, schedule if questions else ())
    return (*told, *(said for said in shared if said not in differs))


def _series_bytes(request: Request) -> float:
    from clever_coalitions.sim.population import steps_in
    from clever_coalitions.sim.run import series_columns

    columns = len(series_columns(request.variants[0].scenario))
    return (
        8.0
        * (request.worlds or request.budget)
        * columns
        * sum(steps_in(variant.scenario) for variant in request.variants)
    )


def print_comparison(console: Console, found: Comparison, is_all: bool) -> None:
    """Print a table for each variant but the first, and what they say in plain words."""
    from clever_coalitions.analysis.reports.falls_table import has_several_in_turn
    from clever_coalitions.analysis.reports.sentences import KEY, paragraph
    from clever_coalitions.experiments.labels import short_for
    from clever_coalitions.sim.measures import MEASURES, PRIMARY, SHIPPED

    if found.done < 2:
        console.print(f"{several(found.done, 'world is', 'worlds are')} done: too few to compare.")
        return
    known = (PRIMARY, *KEY, *SHOWN)
    wanted = [name for name in MEASURES if is_all or name in known or name not in SHIPPED]
    if short := short_for(found.variants):
        screen.say(console, short)
    for place in range(1, len(found.variants)):
        console.print(_table(place, wanted, found))
    if has_several_in_turn(found):
        console.print(_table_of_falls(found))
    for text in paragraph(found).split("\n\n"):
        screen.say(console, text)
        console.print()
    if not is_all:
        console.print("All outcomes: --all; as numbers: --json.", style="dim")


def _table(place: int, outcomes: Sequence[str], found: Comparison) -> Any:
    from clever_coalitions.analysis.words import name_of_outcome, number, with_interval, wrapped
    from clever_coalitions.experiments.estimates import difference_in
    from clever_coalitions.sim.measures import PRIMARY

    first, other = found.labels[0], found.labels[place]
    rows = {outcome: difference_in(found, outcome, place) for outcome in outcomes}
    title = f"{other} minus {first}, in the same {several(found.done, 'world', 'worlds')}"
    heads = (wrapped(first, WIDEST_NAME), wrapped(other, WIDEST_NAME), "difference [95%]", OUTCOME_OF_WORLDS)
    table = screen.new_table({"outcome": screen.WIDE, **dict.fromkeys(heads, screen.RIGHT | screen.FOLDED)}, title)
    for outcome, difference in rows.items():
        means = found.means(outcome)
        table.add_row(
            name_of_outcome(outcome),
            *(number(means[side]) for side in (0, place)),
            with_interval(difference.mean, difference.low, difference.high),
            wins_ties_losses(outcome, difference),
            style="bold" if outcome == PRIMARY else "" if difference.is_told_apart else "dim",
        )
    some = any(0 < one.worlds < found.done for one in rows.values())
    table.caption = (
        f"Won: worlds in which {other} is better. Dim: not known which has more, judged together but for the first row."
        + (" Not all are defined in every world: a difference is that of the worlds with both." if some else "")
    )
    return table


def _table_of_falls(found: Comparison) -> Any:
    """Return a row for each variant, with when each obstacle of the case is overcome."""
    from clever_coalitions.analysis.reports.falls_table import HEAD, NOTE, rows_of_falls
    from clever_coalitions.analysis.words import wrapped

    heads, *rows = rows_of_falls(found)
    looks = {wrapped(head, WIDEST_NAME): screen.RIGHT for head in heads[1:]}
    table = screen.new_table({"": {}, **looks}, HEAD)
    for label, *falls in rows:
        table.add_row(wrapped(label, WIDEST_NAME), *falls)
    table.caption = NOTE
    return table


def wins_ties_losses(outcome: str, found: Any) -> str:
    """Return in how many worlds a variant is better, the same and worse; nothing where neither direction is better."""
    from clever_coalitions.sim.measures import MEASURES, NEITHER

    return "" if MEASURES[outcome].better == NEITHER else f"{found.wins:,} : {found.ties:,} : {found.losses:,}"


def _write_report(found: Comparison, folder: Path, command: str, is_quiet: bool) -> None:
    """Write the report and, where weeks were kept, one picture of it beside; say where the report is."""
    from clever_coalitions.analysis.reports.figures import overview_figure
    from clever_coalitions.analysis.reports.report import write_report

    target = folder / "report.html"
    with screen.status_line("drawing the report"), naming_output(target):
        path = write_report(found, target, command)
        if found.series is not None:
            made_by(overview_figure(found), command).save(folder / "overview.svg")
    console = screen.message_console() if is_quiet else screen.answer_console()
    console.print(f"Report: {path}", markup=False, soft_wrap=True)


def _finish(found: Comparison) -> None:
    """End with a status that says how it went."""
    if found.interrupted:
        typer.echo(f"interrupted: {found.done:,} of {found.asked:,} worlds are done; no report was written", err=True)
        raise typer.Exit(INTERRUPTED)
    if found.failures:
        first = found.failures[0]
        typer.echo(
            f"{len(found.failures):,} runs failed; the first, {first.variant}, seed {first.seed}: {first.message}",
            err=True,
        )
        raise typer.Exit(FAILED)
