"""One organization followed through a run: when it has a seat, and else what keeps it away.

A run does not write down who is known, called or asked, so this one is looked at after every week.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from clever_coalitions.sim.governance.forms import find_form
from clever_coalitions.sim.mechanisms.joining import brought, passes_gate, prepare, score
from clever_coalitions.sim.mechanisms.network import come_into_sight, is_in_sight
from clever_coalitions.sim.mechanisms.seat import promise
from clever_coalitions.sim.plugins import use_named
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.schedule import names_in
from clever_coalitions.sim.state import ACTIVE, CURRENT, coalitions, organizations, seats
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
        terms: of the score of the seat that it could take, or has; empty where that was not worked out.
        pledged, objects: issues in whose talks it sat, and on which it voted no, when there was a vote last.
        worth: hours a week that the seat is worth to it; issue: index of the one whose coalition it is in.
        capacity: hours a week that it can give.
    """

    why: Why
    terms: tuple[float, ...] = ()
    pledged: tuple[int, ...] = ()
    objects: tuple[int, ...] = ()
    worth: float = 0.0
    issue: int = 0
    capacity: float = 0.0


def run_for(variant: Variant, seed: int, **kept: Any) -> Run:
    """Return a run about to begin; kept: whether its series, its events, as ``Run`` takes them."""
    one = variant
    return Run(one.scenario, seed, one.governance, one.strategy, schedule=one.schedule, choices=one.choices, **kept)


def play_and_follow(variant: Variant, seed: int, number: int) -> tuple[Result, list[Whereabouts]]:
    """Return a run, and where the organization of this number stood after each of its steps."""
    use_named(*names_in(variant.governance, variant.strategy, variant.schedule))
    run = run_for(variant, seed, events=True)
    found = []
    while run.left:
        run.advance(1)
        found.append(stands(run, number))
    return run.result(), found


def stands(run: Run, number: int, is_supposed: bool = False) -> Whereabouts:
    """Return where an organization stands after a step.

    Args:
        is_supposed: say what a seat would be worth where none is offered, too: the run is another one from then on.
    """
    row, state = int(np.searchsorted(numbers := run.numbers, number)), run.state
    if row == len(numbers) or numbers[row] != number:
        return Whereabouts("away")
    capacity = float(organizations(state).capacity[row])
    if not find_form(run.governance).is_coordinated:
        return Whereabouts("alone", capacity=capacity)
    seat, (why, c) = seats(state), _seat_of(state, row)
    pledged, objects = (tuple(np.flatnonzero(one[:, row]).tolist()) for one in (seat.pledged, seat.objects))
    found = Whereabouts(why, (), pledged, objects, capacity=capacity)
    if c < 0 or not (is_supposed or why == "slow"):
        return found
    if is_supposed:
        come_into_sight(state, row)
        seat.offered[c, row] = 1.0
    worth, dares, terms = _seat_now(state, c, row)
    why = ("declined" if worth < 0.0 else "slow" if dares else "waiting") if why == "slow" else why
    return found._replace(why=why, terms=tuple(terms), worth=worth, issue=int(coalitions(state).issue[c]))


def _seat_of(state: State, row: int) -> tuple[Why, int]:
    """Return how near to a seat it is, and in which coalition, -1 for none: ``slow`` where it may take one."""
    seat, active = seats(state), coalitions(state).status == ACTIVE
    member, offered = (active & (one[:, row] > 0.0) for one in (seat.member, seat.offered))
    called = offered & (seat.called[:, row] > 0.0)
    c = next((int(some.argmax()) for some in (member, called, offered, active) if some.any()), -1)
    if seat.member[:, row].any():
        return "seat", c if member.any() else -1
    if not is_in_sight(state, row):
        return "unknown", c
    if not active.any():
        return "no plan", c
    return ("slow" if called.any() else "not called" if offered.any() else "not asked"), c


def _seat_now(state: State, c: int, row: int) -> tuple[float, bool, list[float]]:
    """Return what a seat in a coalition is worth to whom it is offered, whether it dares, and the terms of its score.

    Only what belongs to a phase is written in the state.
    """
    hub, terms = int(coalitions(state).hub[c]), np.zeros(MANY)
    prepare(state, c, hub)
    effort, heeded = brought(state, c)
    worth = score(state, c, hub, row, promise(state, c, CURRENT), effort, heeded, terms)
    return worth, bool(passes_gate(state, c, hub, row, heeded)), terms.tolist()
