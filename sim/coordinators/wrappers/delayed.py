"""Delayed: what is decided comes into force so many weeks later.

Until then the first decision holds.  Whoever decides on old news, or through a slow office, turns late and ends late.
A queue of ``SLOTS`` decisions is kept, so that beyond that many weeks, or steps, what comes into force is decided anew
only now and then, and up to ``1 / SLOTS`` of the delay late.
"""

from __future__ import annotations

import math

from ...briefing import CREDIT, ROOM, Briefing
from ...compiling import kernel
from ...state import Floats

USUAL, HIGHEST, UNIT = 8.0, 104.0, "weeks"
"""A delay of as long as there is between two reviews, where a name says none."""

SLOTS = 14
"""Decisions that wait at once: with the one of this week they fill most of what a wrapper may keep."""

FIRST = ROOM - 1
"""Where it remembers its first week, counted from one."""


@kernel
def slot(weeks: float, width: float) -> int:
    """Return the number of the stretch of ``width`` weeks that a week lies in, the first being 0."""
    return math.floor(weeks / width + 1e-9)


@kernel
def around(briefing: Briefing, decision: Floats, number: float, memory: Floats) -> None:
    """Put the decision at the end of the queue, and decide what was decided ``number`` weeks ago."""
    if number <= 0.0:
        return
    many = CREDIT + 1
    if memory[FIRST] == 0.0:
        memory[FIRST] = 1.0 + briefing.now
    since, width = briefing.now - (memory[FIRST] - 1.0), max(briefing.step, number / SLOTS)
    now, then = slot(since, width), max(0, slot(since - number, width))
    for place in range(many):
        memory[now % (SLOTS + 1) * many + place] = decision[place]
        decision[place] = memory[then % (SLOTS + 1) * many + place]
