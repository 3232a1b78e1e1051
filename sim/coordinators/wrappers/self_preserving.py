"""Self-preserving: keep the coalition when its purpose is achieved, for so many weeks.

A coalition that outlives its purpose is what the article warns of.  Members keep their seats, among which their hours
are divided, and are not free for the next issue; and the office, which has nothing left to do, goes on.
"""

from __future__ import annotations

from ...briefing import DISSOLVE, Briefing
from ...compiling import kernel
from ...state import Floats

USUAL, HIGHEST, UNIT = 104.0, 5200.0, "weeks"
"""Two years, where a name says no number."""

ENDED, SINCE = range(2)
"""What it remembers: whether its purpose is achieved, and since which week."""


@kernel
def around(briefing: Briefing, decision: Floats, number: float, memory: Floats) -> None:
    """Put the end off."""
    if briefing.fulfilled > 0.0 and memory[ENDED] == 0.0:
        memory[ENDED], memory[SINCE] = 1.0, briefing.now
    if memory[ENDED] > 0.0 and briefing.now - memory[SINCE] < number:
        decision[DISSOLVE] = 0.0
