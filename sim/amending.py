"""Amending: what changes in the memory of a run when a case has other facts, another staff, or mandates that end."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .draws import weigh_voices
from .mechanisms.network import let_be_seen
from .named import NUMBERS, column_of, numbers_in_world, said_of, tell_concerns, tell_traits
from .population import require
from .scenario import Scenario
from .state import (
    ACTIVE,
    CURRENT,
    DRAFT,
    NONE,
    SEED,
    STEP,
    STEP_WEEKS,
    TALKING,
    Ints,
    State,
    campaigns,
    coalitions,
    coordinators,
    in_sight,
    minds,
    organizations,
    plan,
    seats,
)

STAFF = "coordinator.staff"
"""The number that tells how many there are in the coordinator's office."""


def tell_anew(state: State, begun: State, scenario: Scenario, numbers: Ints, facts: Iterable[str]) -> None:
    """Write into memory what some facts of a case are by now; nobody's map of others, or of their values, knows of it.

    Args:
        begun: the same run as it would begin with these facts, of which who is its own coordinator takes its office.
        numbers: (N,) of those who are there, by their rows; others come as the case says by then.
        facts: paths of what is different.
    """
    require(state, scenario)
    said = said_of(scenario.kinds, scenario.strengths)
    organizations(state).by_right[:] = said.by_right[numbers]
    is_there = np.isin(said.rows, numbers)
    told = _only(scenario, numbers_in_world(said, state.clock[SEED]), facts)[is_there]
    rows = np.searchsorted(numbers, said.rows[is_there])
    some = said._replace(rows=rows, opponents=np.zeros(len(numbers)))
    known = organizations(state).by_right.copy()
    known[in_sight(state)] = 1
    let_be_seen(state, known)
    tell_traits(state, some, told)
    share_hours(state, begun, rows[~np.isnan(told[:, NUMBERS.index("hours")])])
    for k in range(len(state.queue)):
        tell_concerns(state, k, some, told)
    weigh_voices(state)


def share_hours(state: State, begun: State, rows: Ints) -> None:
    """Share the hours of these organizations between joint work and an office of their own, if they have one."""
    organizations(state).capacity[rows] = organizations(begun).capacity[rows]
    offices = np.isin(coordinators(state).own, rows)
    coordinators(state).staff[offices] = coordinators(begun).staff[offices]


def _only(scenario: Scenario, numbers: np.ndarray, facts: Iterable[str]) -> np.ndarray:
    """Return numbers of those with a name, (M, columns), without those that no fact of these paths is about."""
    kept = np.full_like(numbers, np.nan)
    places = {one.name: place for place, one in enumerate(one for kind in scenario.kinds for one in kind.named)}
    for fact in (scenario.facts[path] for path in facts):
        if (place := places.get(fact.of)) is not None and (column := column_of(fact.what, scenario.strengths)) >= 0:
            kept[place, column] = numbers[place, column]
    return kept


def staff_anew(state: State) -> None:
    """Let the coordinator's office have as many people as the numbers say by now; an office that opens is funded."""
    person, mind, staff = coordinators(state), minds(state), state.parameters.coordinator.staff
    for h in np.flatnonzero(person.own == NONE):
        if person.staff[h] == 0.0 and staff > 0.0:
            mind.funding[h] = state.parameters.club.grant
        person.staff[h] = staff


def agree_anew(state: State) -> None:
    """Let every mandate end: members keep their seats, and talk about a plan under the form that holds now."""
    coalition, seat = coalitions(state), seats(state)
    ended = coalition.status == ACTIVE
    coalition.status[ended], plan(state, CURRENT).obstacle[ended] = TALKING, NONE
    coalition.asked_at[ended] = coalition.review_at[ended] = state.clock[STEP] * state.time[STEP_WEEKS]
    coalition.drafting[:] = coalition.inviting[:] = coalition.binds[ended] = 0.0
    seat.promised[ended] = seat.reluctant[ended] = coalition.reluctant[ended] = 0.0


def put_to_vote(state: State) -> None:
    """Put what lies on a table to the vote, for the last time: the draft under way, or the one that failed last."""
    coalition, seat, now = coalitions(state), seats(state), state.clock[STEP] * state.time[STEP_WEEKS]
    for c in np.flatnonzero([lies_on_table(state, c) for c in range(len(coalition.issue))]):
        coalition.drafting[c], coalition.status[c] = 1.0, max(coalition.status[c], TALKING)
        coalition.round[c] = max(coalition.round[c], 1.0, state.parameters.decision.rounds - 1.0)
        coalition.ready_at[c] = now
        coalition.asked_at[c] = now if coalition.asked_at[c] < 0.0 else coalition.asked_at[c]
        seat.pledged[c] = np.maximum(seat.pledged[c], organizations(state).by_right)


def lies_on_table(state: State, c: int) -> bool:
    """Return whether coalition ``c`` talks about a draft or, without a plan, talked about the one that it made last."""
    coalition, k, obstacle = coalitions(state), int(coalitions(state).issue[c]), plan(state, DRAFT).obstacle[c]
    if coalition.drafting[c] > 0.0:
        return True
    is_meant = obstacle == campaigns(state).assumed[c] and state.overcome_at[k, int(obstacle)] < 0.0
    return bool(is_meant and coalition.status[c] != ACTIVE and coalition.negotiated[c] > 0.0)
