"""Each for itself: the draft is the plan at once; whoever is offered a place takes it or stays away.

Declining costs nothing, and membership of the club is not at stake.
"""

from __future__ import annotations

from ...compiling import kernel
from ...mechanisms.decision import adopt
from ...state import State, in_sight, seats


@kernel
def agree(state: State, c: int) -> None:
    """Adopt the draft.  Those whom it counts on have a place."""
    seat = seats(state)
    for i in in_sight(state):
        seat.offered[c, i] = max(seat.invited[c, i], seat.pledged[c, i])
    adopt(state, c)
