"""Nobody is asked: whoever the draft invites has a seat, and its word is given for it.

With a form that binds, all of them work for the plan at full effort until the obstacle is overcome or given up, like it
or not.  Whoever does not like it has to be watched, is not heeded, and trusts less: that is the price.
"""

from __future__ import annotations

from ...compiling import kernel
from ...mechanisms.decision import adopt
from ...mechanisms.work import is_bound
from ...state import State, in_sight, seats


@kernel
def agree(state: State, c: int) -> None:
    """Adopt the draft, and seat all whom it invites."""
    seat = seats(state)
    for i in in_sight(state):
        seat.offered[c, i] = max(seat.invited[c, i], seat.pledged[c, i])
    adopt(state, c)
    for i in in_sight(state):
        is_kept = is_bound(state, c, i) and seat.member[c, i] > 0.0
        seat.promised[c, i] = 1.0 if is_kept else seat.offered[c, i]
