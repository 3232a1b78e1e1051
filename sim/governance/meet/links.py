"""Linked: nobody decides for others, and a secretariat spreads what is known and helps those who act to convene.

It costs what a coordinator costs, and spends its hours as one would: those for listening on asking, as many as they
reach, what they believe, and telling everybody; those for convening on whoever acts alike.
"""

from __future__ import annotations

from ...briefing import STAFF_HOURS
from ...compiling import kernel
from ...state import STEP_WEEKS, State, coalitions, concerns, coordinators
from .ties import meet as meet_ties


@kernel
def secretariat_hours(state: State) -> float:
    """Return the hours a week of a secretariat: those that a funder pays."""
    p = state.parameters
    return p.coordinator.staff * STAFF_HOURS * p.club.grant


@kernel
def reach(state: State) -> float:
    """Return the share of all organizations that a secretariat can hear in a week."""
    hours, each = secretariat_hours(state) * state.parameters.coordinator.listen, consultation_hours(state)
    return min(1.0, hours / each) if each > 0.0 else 1.0


@kernel
def consultation_hours(state: State) -> float:
    """Return the hours that it takes to hear everybody once."""
    return state.parameters.consultation.interview_hours * state.people.shape[1]


@kernel
def meet(state: State, c: int) -> None:
    """Listen to one's ties and to what the secretariat tells, and be convened by it with all who act on the issue."""
    meet_ties(state, c)
    coalition, k = coalitions(state), int(coalitions(state).issue[c])
    me = int(coordinators(state).own[int(coalition.hub[c])])
    if me < 0:
        return
    weeks = state.time[STEP_WEEKS]
    weight = reach(state) * state.parameters.trust.start * weeks
    belief = concerns(state).belief
    belief[k, me] += weight / (1.0 + weight) * (belief[k].mean() - belief[k, me])
    coalition.convened[c] = secretariat_hours(state) * state.parameters.coordinator.convene * weeks
