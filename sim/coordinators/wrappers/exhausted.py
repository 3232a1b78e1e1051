"""Exhausted: work through what was meant for rest.

So much of the share for rest and the learning lab goes to the other uses in proportion: more hours today, fewer as
energy runs out (principle 10 of Mortensen 2017, the other way round).  With 1 it never rests.
"""

from __future__ import annotations

from ...briefing import RENEW, Briefing, weigh
from ...compiling import kernel
from ...state import Floats

USUAL, HIGHEST, UNIT = 1.0, 1.0, "share of the rest"
"""All of it, where a name says no number."""


@kernel
def around(briefing: Briefing, decision: Floats, number: float, memory: Floats) -> None:
    """Rest less than was meant."""
    weigh(decision, RENEW, 1.0 - number)
