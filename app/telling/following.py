"""One organization followed through a run: when it has a seat, and else what keeps it away.

A run does not write down who is known, called or asked, so this one is looked at after every week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from clever_coalitions.sim.governance.forms import find_form
from clever_coalitions.sim.mechanisms.joining import brought, passes_gate, prepare, score
from clever_coalitions.sim.mechanisms.network import is_in_sight
from clever_coalitions.sim.mechanisms.seat import promise
from clever_coalitions.sim.plugins import use_named
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.schedule import names_in
from clever_coalitions.sim.state import ACTIVE, CURRENT, coalitions, seats
from clever_coalitions.sim.terms import MANY

if TYPE_CHECKING:
    from clever_coalitions.experiments import Variant
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.state import State

Why = Literal["away", "alone", "no plan", "seat", "unknown", "not asked", "not called", "declined", "waiting", "slow"]


class Whereabouts(NamedTuple):
    """Where an organization stood at the end of a step.

    Attributes:
        why: it has a seat, or what keeps it away.
        terms: of the score of the seat that it could take; empty where there is none.
        pledged, objects: whether it sat in talks, and voted no, when there was a vote last.
    """

    why: Why
    terms: tuple[float, ...] = ()
    pledged: bool = False
    objects: bool = False


def seat_now(state: State, c: int, row: int) -> tuple[float, bool, list[float]]:
    """Return what a seat in a coalition is worth to whom it is offered, whether it dares, and the terms of its score.

    Only what belongs to a phase is written in the state.
    """
    hub, terms = int(coalitions(state).hub[c]), np.zeros(MANY)
    prepare(state, c, hub)
    effort, heeded = brought(state, c)
    worth = score(state, c, hub, row, promise(state, c, CURRENT), effort, heeded, terms)
    return worth, bool(passes_gate(state, c, hub, row, heeded)), terms.tolist()


def play_and_follow(variant: Variant, seed: int, number: int) -> tuple[Result, list[Whereabouts]]:
    """Return a run, and where the organization of this number stood after each of its steps."""
    use_named(*names_in(variant.governance, variant.strategy, variant.schedule))
    run = Run(
        variant.scenario, seed, variant.governance, variant.strategy,
        schedule=variant.schedule, choices=variant.choices, events=True,
    )  # fmt: skip
    found = []
    while run.left:
        run.advance(1)
        found.append(_stands(run, number))
    return run.result(), found


def _stands(run: Run, number: int) -> Whereabouts:
    row = int(np.searchsorted(numbers := run.numbers, number))
    if row == len(numbers) or numbers[row] != number:
        return Whereabouts("away")
    if not find_form(run.governance).is_coordinated:
        return Whereabouts("alone")
    seat = seats(run.state)
    why, terms = _why(run.state, row)
    return Whereabouts(why, terms, bool(seat.pledged[:, row].any()), bool(seat.objects[:, row].any()))


def _why(state: State, row: int) -> tuple[Why, tuple[float, ...]]:
    seat, active = seats(state), coalitions(state).status == ACTIVE
    offered = active & (seat.offered[:, row] > 0.0)
    called = np.flatnonzero(offered & (seat.called[:, row] > 0.0))
    if seat.member[:, row].any():
        return "seat", ()
    if not is_in_sight(state, row):
        return "unknown", ()
    if not active.any():
        return "no plan", ()
    if not len(called):
        return ("not called" if offered.any() else "not asked"), ()
    worth, dares, terms = seat_now(state, int(called[0]), row)
    return ("declined" if worth < 0.0 else "slow" if dares else "waiting"), tuple(terms)
