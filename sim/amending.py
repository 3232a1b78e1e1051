"""Amending: what changes in the memory of a run when facts of its case, or the staff of its coordinator, are others."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from .draws import weigh_voices
from .mechanisms.network import let_be_seen
from .named import column_of, numbers_in_world, said_of, tell_concerns, tell_traits
from .population import require
from .scenario import Scenario
from .state import NONE, SEED, Ints, State, coordinators, in_sight, minds, organizations

STAFF = "coordinator.staff"
"""The number that tells how many there are in the coordinator's office."""


def tell_anew(state: State, scenario: Scenario, numbers: Ints, facts: Iterable[str]) -> None:
    """Write into memory what some facts of a case are by now; nobody's map of others, or of their values, knows of it.

    Args:
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
    for k in range(len(state.queue)):
        tell_concerns(state, k, some, told)
    weigh_voices(state)


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
