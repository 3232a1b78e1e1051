"""One member leads: the largest organization of the core drafts a blueprint for the others.

It has the hours of a coordinating team, paid as any hub is paid (a grant, credit that it keeps, contributions), and the
same map; what differs is that it wants what it wants itself (a lead organization: Provan & Kenis 2008).
"""

from __future__ import annotations

from ...compiling import kernel
from ...state import NONE, State, coalitions, concerns, in_sight, organizations
from .coordinator import propose_at


@kernel
def leader(state: State) -> int:
    """Return the largest organization of the core or, where there is none, of those in sight; the first if none is."""
    people, best = organizations(state), NONE
    for i in in_sight(state):
        if best == NONE or (people.core[i], people.capacity[i]) > (people.core[best], people.capacity[best]):
            best = i
    return max(best, 0)


@kernel
def propose(state: State, c: int) -> None:
    """Let the leader draft the blueprint."""
    propose_at(state, c, concerns(state).value[int(coalitions(state).issue[c]), leader(state)])
