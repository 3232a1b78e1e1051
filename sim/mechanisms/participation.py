"""Participation: who takes part, and whom the audience of an obstacle heeds.

Constituencies count and not heads: W is the sum of what the audience heeds of each member's kind, and of nobody who is
made to speak. Coalitions whose plans it cannot tell apart press the same point: their voices add up, whoever convened
them, and those that know each other take as much convening as one. Some obstacles need some of a kind.

Limiting cases: everybody of its own will, W = 1; nobody, or all made to, W = 0.

Serves none of the ten principles: like ``outcome.py``, it is what they are tried in.
"""

from __future__ import annotations

from ..compiling import kernel
from ..state import ACTIVE, CURRENT, PART_OF, Floats, State, coalitions, coordinators, organizations, plan, seats
from .work import carried

ALIKE = 0.2
"""Distance within which an audience takes two plans for one, positions."""


@kernel
def is_alike(state: State, c: int, other: int) -> bool:
    """Return whether two coalitions press the same point: plans on one issue that an audience cannot tell apart."""
    coalition, current, radius = coalitions(state), plan(state, CURRENT), ALIKE
    if coalition.issue[c] != coalition.issue[other] or coalition.status[other] != ACTIVE:
        return False
    if abs(current.fact[c] - current.fact[other]) > radius:
        return False
    return abs(current.value[c] - current.value[other]) <= radius


@kernel
def heed_of(state: State, i: int, obstacle: int) -> float:
    """Return the share of an audience's heed that one organization commands."""
    people = organizations(state)
    return state.audience[obstacle, people.kind[i]] * people.weight[i]


@kernel
def heed(state: State, c: int, obstacle: int) -> float:
    """Return the share of the audience's heed that the members of a coalition command, in [0, 1].

    Nobody heeds whoever is made to speak.
    """
    total = 0.0
    for place in range(int(coalitions(state).size[c])):
        i = state.roster[c, place]
        if seats(state).reluctant[c, i] == 0.0:
            total += heed_of(state, i, obstacle)
    return total


@kernel
def participation(state: State, c: int, obstacle: int) -> float:
    """Return W: the heed of the members and of all who press the same point without having convened, in [0, 1]."""
    total = 0.0
    for other in range(len(coalitions(state).issue)):
        if other == c or is_alike(state, c, other):
            total += heed(state, other, obstacle)
    return min(1.0, total)


@kernel
def knows(state: State, c: int, other: int) -> bool:
    """Return whether two who are their own coordinators have a tie."""
    person, coalition = coordinators(state), coalitions(state)
    me, you = int(person.own[int(coalition.hub[c])]), int(person.own[int(coalition.hub[other])])
    if me < 0 or you < 0:
        return False
    for edge in range(state.tie_start[me], state.tie_start[me + 1]):
        if state.tie_to[edge] == you:
            return True
    return False


@kernel
def crowd(state: State, c: int) -> float:
    """Return how many willing members take as much convening as the members and those they know who press the same."""
    coalition = coalitions(state)
    total = carried(state.parameters.work, coalition.size[c], coalition.reluctant[c])
    for other in range(len(coalition.issue)):
        if other != c and coalition.size[other] > 0.0 and is_alike(state, c, other) and knows(state, c, other):
            total += coalition.size[other]
    return total


@kernel
def voices_at_once(state: State, c: int) -> float:
    """Return how many coalitions with members press the same point: what they win together is one win, not many."""
    many = 1.0
    for other in range(len(coalitions(state).issue)):
        if other != c and coalitions(state).size[other] > 0.0 and is_alike(state, c, other):
            many += 1.0
    return many


@kernel
def is_required(state: State, obstacle: int, i: int) -> bool:
    """Return whether an obstacle cannot be overcome without some of the kind of organization ``i``."""
    return is_counted(state, state.required[obstacle], i)


@kernel
def is_counted(state: State, numbers: Floats, i: int) -> bool:
    """Return whether organization ``i`` is of a kind of which it takes some; numbers: (G,) how many of each."""
    its = organizations(state).kind[i]
    return bool(numbers[its] + numbers[int(state.kinds[PART_OF, its])] > 0.0)


@kernel
def is_of_kind(state: State, i: int, kind: int) -> bool:
    """Return whether organization ``i`` is of a kind, or was set apart of it."""
    its = organizations(state).kind[i]
    return bool(kind in (its, int(state.kinds[PART_OF, its])))


@kernel
def has_required(state: State, c: int, obstacle: int) -> bool:
    """Return whether those who must take part do, in the number that it takes, together with all who press the same."""
    for kind in range(state.required.shape[1]):
        missing = state.required[obstacle, kind]
        for other in range(len(coalitions(state).issue)):
            if missing > 0.0 and (other == c or is_alike(state, c, other)):
                missing -= count_of_kind(state, other, kind)
        if missing > 0.0:
            return False
    return True


@kernel
def count_of_kind(state: State, c: int, kind: int) -> float:
    """Return how many members of a coalition are of one kind, or were set apart of it."""
    count = 0.0
    for place in range(int(coalitions(state).size[c])):
        if is_of_kind(state, state.roster[c, place], kind):
            count += 1.0
    return count
