"""``coalitions tournament``: strategies under forms over a mix of conditions, with one verdict and a map of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..errors import UserError, explained
from . import screen
from .question import check_form, check_strategy
from .study import Request, finish, work
from .writing import made_by, make_folder, naming_output

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.analysis.studies.tournament import Tournament
    from clever_coalitions.experiments.studies import Study

FIGURE, PAGE, MAPS, STANDINGS = "tournament.svg", "tournament.html", "maps.csv", "standings.csv"
"""Files that a tournament writes."""

MOST_ROWS = 12
"""Participants that are shown on the screen; the others are in the data."""


def study_named(
    cases: Sequence[str], strategies: str, forms: str, over: Sequence[str], worlds: int, seed: int
) -> Study:
    """Return the tournament that options of the command line ask for.

    Raises:
        UserError: something that there is not, or that makes no sense.
    """
    from clever_coalitions.experiments.studies.tournament import CONDITIONS, FORMS, STRATEGIES, tournament_study

    led, under = _names("--strategies", strategies) or STRATEGIES, _names("--forms", forms) or FORMS
    for name in led:
        check_strategy(name)
    for name in under:
        check_form(name)
    with explained():
        return tournament_study(cases, led, under, tuple(over) or CONDITIONS, worlds, seed)


def _names(option: str, said: str) -> tuple[str, ...]:
    """Return names that are parted by commas.

    Raises:
        UserError: one of them is given twice, or empty.
    """
    names = tuple(part.strip() for part in said.split(",")) if said else ()
    for place, name in enumerate(names):
        if not name or name in names[:place]:
            raise UserError(f"{option} {said}: expected different names, parted by commas")
    return names


def answer(study: Study, request: Request, output: Path | None) -> None:
    """Play what the store lacks, say who leads, and write figure, page and data; what is done is kept.

    Raises:
        UserError: the store does not fit, or files cannot be written.
        typer.Exit: 130 where it was interrupted, 1 where runs failed.
    """
    folder = output or request.store
    make_folder(folder)
    report = work(study, request)
    found = read(request.store)
    if found is None:
        screen.message_console().print("Fewer than two worlds are complete: nothing can be said yet.")
    elif request.is_json:
        screen.print_json(tournament_as_json(found))
    else:
        print_tournament(screen.answer_console(), found)
    if found is not None:
        write(found, folder, request.command)
        typer.echo(f"Figure, page and data: {folder}", err=request.is_json)
    finish(report)


def read(store: Path) -> Tournament | None:
    """Return what a store says of its tournament."""
    from clever_coalitions.analysis.studies.cells import Cells
    from clever_coalitions.analysis.studies.tournament import tournament_of
    from clever_coalitions.experiments.studies import Store, frame

    with explained():
        opened = Store.open(store)
        return tournament_of(Cells.of(opened.study, frame(opened)))


def write(found: Tournament, folder: Path, command: str) -> None:
    """Write the figure, the page and the data of a tournament."""
    from clever_coalitions.analysis.studies.tournament import map_table, standings_table
    from clever_coalitions.analysis.studies.tournament_figure import tournament_figure
    from clever_coalitions.analysis.studies.tournament_page import tournament_page
    from clever_coalitions.scenarios.writing import write_text

    picture = made_by(tournament_figure(found), command)
    with naming_output(folder):
        picture.save(folder / FIGURE)
        write_text(folder / PAGE, tournament_page(found, picture, command))
        write_text(folder / MAPS, map_table(found).to_csv(index=False))
        write_text(folder / STANDINGS, standings_table(found).to_csv(index=False))


def tournament_as_json(found: Tournament) -> dict[str, object]:
    """Return what is known as plain values."""
    from clever_coalitions.analysis.studies.tournament import map_table, standings, tournament_verdict

    return {
        "verdict": tournament_verdict(found),
        "worlds": found.worlds,
        "is_over": found.is_over,
        "leads" if found.lead.is_known else "may_lead": [found.participants[place].name for place in found.lead.left],
        "standings": [one._asdict() for one in standings(found)],
        "maps": map_table(found).to_dict("records"),
    }


def print_tournament(console: Console, found: Tournament) -> None:
    """Print the verdict, the standings, and what each map says."""
    from clever_coalitions.analysis.studies.tournament import map_sentences, tournament_verdict

    console.print(tournament_verdict(found), style="bold", markup=False)
    console.print(_table(found))
    for said in map_sentences(found):
        console.print(said, markup=False)


def _table(found: Tournament) -> object:
    from clever_coalitions.analysis.studies.tournament import standings
    from clever_coalitions.analysis.words import name_of_outcome, number, with_interval

    rows = standings(found)
    numbers = dict.fromkeys((name_of_outcome(found.outcome).lower(), "minus the best [95% for all]", ""), screen.RIGHT)
    table = screen.new_table({"strategy": screen.FOLDED, "form": screen.FOLDED, **numbers})
    for place, row in enumerate(rows[:MOST_ROWS]):
        behind = with_interval(row.mean, row.low, row.high) if place else ""
        table.add_row(row.strategy, row.form, number(row.achieved), behind, row.standing)
    if len(rows) > MOST_ROWS:
        table.caption = f"{len(rows) - MOST_ROWS} more in {STANDINGS}"
    return table
