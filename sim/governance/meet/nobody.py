"""Nobody convenes: members organize themselves as far as they can, and newcomers find out for themselves."""

from __future__ import annotations

from ...compiling import kernel
from ...state import State, coalitions, coordinators, seats


@kernel
def meet(state: State, c: int) -> None:
    """Let nobody convene; one who is on its own begins at once."""
    me = int(coordinators(state).own[int(coalitions(state).hub[c])])
    if me >= 0:
        seats(state).briefing[c, me] = 0.0
