"""Network: whom those who take part know of; there may be any number of others.

The core is in sight, with those tied to it and those who sit at every table by right, or without a core those few
whom the coordinator knows; so is whoever is tied to one that ever took a seat. Of all others nobody knows: they are
on no map, are asked nothing, and nothing about them changes, so that they cost nothing either. Whoever is hurt by a
plan stands against it all the same. Neutral: answers come at once, and all are in sight.

Serves principle 5 (core and network).
"""

from __future__ import annotations

import math

import numpy as np

from ..compiling import kernel
from ..state import IN_SIGHT, NONE, Ints, State, coalitions, concerns, in_sight, issues, organizations, seats


@kernel
def place_in_sight(state: State, i: int) -> int:
    """Return where organization ``i`` stands, or would stand, among those in sight."""
    low, high = 0, state.clock[IN_SIGHT]
    while low < high:
        middle = (low + high) // 2
        if state.sight[middle] < i:
            low = middle + 1
        else:
            high = middle
    return low


@kernel
def is_in_sight(state: State, i: int) -> bool:
    """Return whether anybody who takes part knows of organization ``i``."""
    place = place_in_sight(state, i)
    return bool(place < state.clock[IN_SIGHT] and state.sight[place] == i)


@kernel
def come_into_sight(state: State, i: int) -> None:
    """Let organization ``i`` be known from now on; it is as it was at the start, and knows the facts as of today."""
    if is_in_sight(state, i):
        return
    many, sight, order, turn = state.clock[IN_SIGHT], state.sight, state.order, organizations(state).turn
    place = place_in_sight(state, i)
    for later in range(many, place, -1):
        sight[later] = sight[later - 1]
    sight[place] = i
    place = many
    while place > 0 and turn[order[place - 1]] > turn[i]:
        order[place] = order[place - 1]
        place -= 1
    order[place] = i
    state.clock[IN_SIGHT] = many + 1
    for k in range(len(issues(state).fact)):
        concerns(state).belief[k, i] += issues(state).fact[k] - issues(state).first_fact[k]
        concerns(state).voiced[k, i] = concerns(state).belief[k, i]


@kernel
def introduce(state: State, i: int) -> None:
    """Let those come into sight who are tied to organization ``i``."""
    if state.clock[IN_SIGHT] == len(state.sight):
        return
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        come_into_sight(state, state.tie_to[edge])


@kernel
def core_partners(state: State) -> int:
    """Return how many core partners there are."""
    many = 0
    for i in in_sight(state):
        many += organizations(state).core[i]
    return many


@kernel
def has_seat(state: State, i: int) -> bool:
    """Return whether organization ``i`` belongs to any coalition."""
    for c in range(seats(state).member.shape[0]):
        if seats(state).member[c, i] > 0.0:
            return True
    return False


@kernel
def mark_known(state: State, known: Ints) -> None:
    """Mark the core and who has a seat, with those whom they know; where there is no core, whom the coordinator knows.

    Where answers come at once, word has come to all at once, too.

    Args:
        known: (N,) written: 1 where an organization is to be in sight.
    """
    people, is_open = organizations(state), state.parameters.joining.response == math.inf
    for i in range(len(people.id)):
        known[i] = max(known[i], people.by_right[i], people.acquainted[i], 1 if is_open else 0)
        if people.core[i] == 1 or has_seat(state, i):
            known[i] = 1
            for edge in range(state.tie_start[i], state.tie_start[i + 1]):
                known[state.tie_to[edge]] = 1


def look_around(state: State, everybody: bool = False) -> None:
    """Bring into sight all whom those who take part know, or ``everybody``, as ``come_into_sight`` would one by one."""
    known = np.full(len(state.sight), int(everybody), dtype=np.int64)
    known[in_sight(state)] = 1
    mark_known(state, known)
    let_be_seen(state, known)


def let_be_seen(state: State, known: Ints) -> None:
    """Let those be in sight who are ``known``, (N,): as they were at the start, and with the facts as of today."""
    issue, before = issues(state), np.zeros_like(known)
    before[in_sight(state)] = 1
    rows, new = np.flatnonzero(known), np.flatnonzero(known > before)
    for beliefs in (concerns(state).belief, concerns(state).voiced):
        beliefs[:, new] += (issue.fact - issue.first_fact)[:, None]
    bring_into_sight(state, rows)


def bring_into_sight(state: State, rows: Ints) -> None:
    """Let the organizations of these rows, rising, be those that are in sight, as they are."""
    state.clock[IN_SIGHT] = len(rows)
    state.sight[: len(rows)] = rows
    state.order[: len(rows)] = rows[np.argsort(organizations(state).turn[rows], kind="stable")]


def look_beyond_anew(state: State) -> None:
    """Let what a plan does to those out of sight be worked out again: they, or what hurts them, have changed."""
    coalitions(state).unseen_many[:] = NONE
