"""``coalitions numbers``: the numbers of the model, and what each of them moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from ..errors import FAILED, UserError
from . import screen

if TYPE_CHECKING:
    from clever_coalitions.experiments.audit.moving import Move


def answer(group: str, is_audit: bool, is_renewed: bool, workers: int | None, is_json: bool) -> None:
    """Print the numbers of a group, or of all, or what each moves; renew that before, where it is asked for.

    Raises:
        UserError: there is no such group or number, or something is asked for that belongs to an audit.
        typer.Exit: 1 where a number is dead.
    """
    paths = _paths(group)
    if is_renewed and not is_audit:
        raise UserError("--renew: expected with --audit")
    if not is_audit:
        _print_numbers(paths, is_json)
        return
    from clever_coalitions.experiments.audit import record

    if is_renewed:
        _renew(paths, workers)
    found = [one for one in record.read_record() if one.where.number in paths]
    dead = [path for path in record.dead(found) if path in paths]
    _print_audit(found, dead, is_json)
    if dead:
        raise typer.Exit(FAILED)


def _paths(group: str) -> list[str]:
    """Return the numbers of a group, or the one number that is named, or all."""
    from clever_coalitions.scenarios.mistakes import unknown
    from clever_coalitions.sim.parameters import groups, numbers

    every = [path for path, _, _ in numbers()]
    if group and group not in groups() and group not in every:
        raise UserError(str(unknown("numbers", group, [*groups(), *every], "group or number")))
    return [path for path in every if not group or path == group or path.startswith(f"{group}.")]


def _renew(paths: Sequence[str], workers: int | None) -> None:
    """Find anew what each number moves, and write each down as it is found, with progress on standard error."""
    from clever_coalitions.experiments.audit import moving, record

    screen.warm()
    screen.message_console().print(f"trying {len(paths)} numbers in paired worlds, some minutes", markup=False)
    with screen.progress_bar(len(paths), "numbers") as report:
        for done, (path, move) in enumerate(moving.audit(paths, workers), 1):
            record.renew(path, move)
            report(done, len(paths))


def _print_numbers(paths: Sequence[str], is_json: bool) -> None:
    from clever_coalitions.sim.parameters import numbers

    asked = [one for one in numbers() if one[0] in paths]
    if is_json:
        rows = [{"number": path, "default": default, **one._asdict()} for path, default, one in asked]
        screen.print_json({"numbers": rows})
        return
    columns = dict.fromkeys(("number", "default", "prior", "unit", "meaning"), screen.FOLDED)
    table = screen.new_table(columns | {"number": {"no_wrap": True}})  # what people copy stays in one piece
    for path, default, one in asked:
        prior = f"{one.prior[0]:g} to {one.prior[1]:g}"
        table.add_row(path, f"{default:g}", prior, one.unit, one.meaning)
    console = screen.answer_console()
    console.print(table)
    console.print(f"{len(asked)} numbers. What does each move? --audit", style="dim", markup=False)


def _print_audit(found: Sequence[Move], dead: Sequence[str], is_json: bool) -> None:
    from clever_coalitions.experiments.audit.record import ALIVE, EXCEPTIONS, edition_of
    from clever_coalitions.sim.edition import EDITION

    if is_json:
        rows = [{**one.where._asdict(), "outcome": one.outcome, "move": one.move, "error": one.error} for one in found]
        screen.print_json({"edition": edition_of(found), "moves": rows, "dead": list(dead), "exceptions": EXCEPTIONS})
        return
    table = screen.new_table(dict.fromkeys(("number", "set to", "moves", "by sd", "where"), screen.FOLDED))
    for one in sorted(found, key=lambda one: -abs(one.move)):
        value = f"{one.where.value:g} ({one.where.setting})"
        where = f"{one.where.scenario}, {one.where.form}"
        table.add_row(one.where.number, value, one.outcome, f"{one.move:+.2f} ± {1.96 * one.error:.2f}", where)
    console = screen.answer_console()
    console.print(table)
    kept = [f"{path}: {why}" for path, why in EXCEPTIONS.items() if path in {one.where.number for one in found}]
    for line in kept:
        console.print(f"kept, though it moves less: {line}", markup=False)
    alive = f"every number of these moves an outcome by {ALIVE} standard deviations, or is named above"
    console.print(f"dead: {', '.join(dead)}." if dead else f"{alive}.", markup=False)
    if edition_of(found) != EDITION:
        old = f"Not all of this was found in edition {EDITION} of the model: renew it with --renew."
        console.print(old, style="bold", markup=False)
