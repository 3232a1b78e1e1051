"""Convenor: bring people together, and offer little of one's own.

The hours of analysis go to convening, and its own view of what would help counts for nothing: what the coalition knows
is what members say (facilitative leadership: Ansell & Gash 2008).  It hears, turns and ends as listen and lead does.
Price: without analysis reports blur, a flawed theory of change stays flawed, and nobody probes for another obstacle.
Limiting case: where the case gives no hours to analysis, all that is left of the difference is the own opinion.
"""

from __future__ import annotations

from ..briefing import ANALYSE, CONVENE, OWN_WEIGHT, Briefing
from ..compiling import kernel
from ..state import Floats
from .listen_and_lead import lead as listen_and_lead

TITLE = "Convenor"


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Lead as usual, but convene instead of analyzing, and have no opinion."""
    listen_and_lead(briefing, decision)
    decision[CONVENE] += decision[ANALYSE]
    decision[ANALYSE] = 0.0
    decision[OWN_WEIGHT] = 0.0
