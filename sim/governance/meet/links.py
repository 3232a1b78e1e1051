"""Linked: nobody decides for others, and a secretariat spreads what is known and helps those who act to convene.

It costs what a funder pays for a coordinator, and spends its hours as one would, split over the open issues: those for
listening on asking what organizations believe, one after the other in turn, and telling everybody what it heard; those
for convening on groups that press the same point, by their size.
"""

from __future__ import annotations

import math

from ...briefing import STAFF_HOURS
from ...compiling import kernel
from ...mechanisms.office import split
from ...mechanisms.record import tally
from ...state import (
    ACTIVE,
    IN_SIGHT,
    STEP,
    STEP_WEEKS,
    State,
    coalitions,
    concerns,
    coordinators,
    organizations,
    stocks,
)
from ...tallies import HUB_HOURS
from .ties import meet as meet_ties

LITTLE = 1e-9
"""What rounding may take from a whole number of those asked."""


@kernel
def secretariat_hours(state: State) -> float:
    """Return the hours a week of a secretariat: those that a funder pays."""
    p = state.parameters
    return p.coordinator.staff * STAFF_HOURS * p.club.grant


@kernel
def book_secretariat(state: State, c: int) -> None:
    """Book what the secretariat gives to the issue of coalition ``c`` in this step."""
    role = state.parameters.coordinator
    hours = split(state, c) * secretariat_hours(state) * (role.listen + role.convene)
    tally(state, HUB_HOURS, hours * state.time[STEP_WEEKS])


@kernel
def reach(state: State, c: int) -> float:
    """Return the share of all organizations that a secretariat can hear in a week on one issue."""
    hours, each = (
        split(state, c) * secretariat_hours(state) * state.parameters.coordinator.listen,
        hours_to_hear_all(state),
    )
    return min(1.0, hours / each) if each > 0.0 else 1.0


@kernel
def hours_to_hear_all(state: State) -> float:
    """Return the hours that it takes to hear everybody once."""
    return state.parameters.consultation.interview_hours * state.clock[IN_SIGHT]


@kernel
def whom_to_ask(state: State, c: int) -> tuple[int, int]:
    """Return the first and the one behind the last of those whom a secretariat asks in this step, all in turn."""
    each = reach(state, c) * state.clock[IN_SIGHT] * min(1.0, state.time[STEP_WEEKS])
    return math.floor(state.clock[STEP] * each + LITTLE), math.floor((state.clock[STEP] + 1) * each + LITTLE)


@kernel
def hear(state: State, c: int, price: float) -> float:
    """Return the mean of what those who are asked tell of the fact, nan where nobody is.

    Args:
        price: hours that each of them gives for its answer; that is told to many, and paid once.
    """
    first, last = whom_to_ask(state, c)
    total, voiced, k = 0.0, concerns(state).voiced, int(coalitions(state).issue[c])
    for turn in range(first, last):
        i = state.order[turn % state.clock[IN_SIGHT]]
        total += voiced[k, i]
        stocks(state).spent[i] += price if organizations(state).capacity[i] > 0.0 else 0.0
    return total / (last - first) if last > first else math.nan


@kernel
def is_first(state: State, c: int) -> bool:
    """Return whether nobody before coalition ``c`` acts on its issue."""
    coalition = coalitions(state)
    for other in range(c):
        is_at_work = coalition.status[other] == ACTIVE and coalition.fulfilled[other] == 0.0
        if is_at_work and coalition.issue[other] == coalition.issue[c]:
            return False
    return True


@kernel
def acting(state: State, k: int) -> float:
    """Return how many organizations act on an issue."""
    coalition, many = coalitions(state), 0.0
    for c in range(len(coalition.hub)):
        if int(coalition.issue[c]) == k and coalition.status[c] == ACTIVE:
            many += coalition.size[c]
    return many


@kernel
def meet(state: State, c: int) -> None:
    """Listen to one's ties and to what the secretariat tells, and be convened by it with all who act on the issue."""
    meet_ties(state, c)
    coalition, k = coalitions(state), int(coalitions(state).issue[c])
    me = int(coordinators(state).own[int(coalition.hub[c])])
    if me < 0:
        return
    price = 0.0
    if is_first(state, c):
        book_secretariat(state, c)
        price = state.parameters.consultation.interview_hours
    weeks = state.time[STEP_WEEKS]
    weight = reach(state, c) * state.parameters.trust.start * weeks
    belief, told = concerns(state).belief, hear(state, c, price)
    if not math.isnan(told):
        belief[k, me] += weight / (1.0 + weight) * (told - belief[k, me])
    hours = secretariat_hours(state) * state.parameters.coordinator.convene * split(state, c)
    coalition.convened[c] = hours * weeks * min(1.0, coalition.crowd[c] / max(1.0, acting(state, k)))
