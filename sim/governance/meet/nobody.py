"""Nobody meets: no links and no meetings, but nobody is served either, and newcomers find out for themselves.

Whoever is on its own needs neither.
"""

from __future__ import annotations

from ...compiling import kernel
from ...state import State, coalitions, coordinators, seats
from ..forms import Expected

EXPECTED = Expected(own_links=0.0, links_each=0.0, serves=0.0)


@kernel
def meet(state: State, c: int) -> None:
    """Serve nobody; let one who is on its own begin at once."""
    coalition = coalitions(state)
    me = int(coordinators(state).own[int(coalition.hub[c])])
    coalition.served[c] = 1.0 if me >= 0 else 0.0
    if me >= 0:
        seats(state).briefing[c, me] = 0.0
