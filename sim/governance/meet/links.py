"""Linked: nobody decides for others, and a secretariat spreads what is known and helps those who act to convene.

It costs what a funder pays for a coordinator, and spends its hours as one would, split over the open issues: those for
listening on asking, as many as they reach, what they believe, and telling everybody; those for convening on groups that
press the same point, by their size.
"""

from __future__ import annotations

from ...briefing import STAFF_HOURS
from ...compiling import kernel
from ...mechanisms.office import split
from ...state import ACTIVE, STEP_WEEKS, State, coalitions, concerns, coordinators
from .ties import meet as meet_ties


@kernel
def secretariat_hours(state: State) -> float:
    """Return the hours a week of a secretariat: those that a funder pays."""
    p = state.parameters
    return p.coordinator.staff * STAFF_HOURS * p.club.grant


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
    return state.parameters.consultation.interview_hours * state.people.shape[1]


@kernel
def mean_voiced(state: State, k: int) -> float:
    """Return the mean of what all tell of the fact of an issue, position."""
    total, voiced = 0.0, concerns(state).voiced
    for i in range(voiced.shape[1]):
        total += voiced[k, i]
    return total / voiced.shape[1]


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
    weeks = state.time[STEP_WEEKS]
    weight = reach(state, c) * state.parameters.trust.start * weeks
    belief = concerns(state).belief
    belief[k, me] += weight / (1.0 + weight) * (mean_voiced(state, k) - belief[k, me])
    hours = secretariat_hours(state) * state.parameters.coordinator.convene * split(state, c)
    coalition.convened[c] = hours * weeks * min(1.0, coalition.crowd[c] / max(1.0, acting(state, k)))
