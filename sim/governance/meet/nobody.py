"""Nobody meets: no links, nothing to serve, nobody to be briefed by."""

from __future__ import annotations

from ...compiling import kernel
from ...state import State, coalitions, seats


@kernel
def meet(state: State, c: int) -> None:
    """Let everybody begin at once."""
    coalition = coalitions(state)
    for place in range(int(coalition.size[c])):
        seats(state).briefing[c, state.roster[c, place]] = 0.0
    coalition.served[c] = 1.0
