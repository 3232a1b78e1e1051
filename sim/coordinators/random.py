"""Random: divide each week by lot.

Each week seven shares are drawn that sum to one, all such weeks being as likely as each other.  All else is decided as
listen and lead does, so what it lacks is what a division of hours is worth (a null in the sense of Gode & Sunder
1993).  Limiting case: a share has mean 1/7 and variance 6/392 (a flat Dirichlet distribution).
"""

from __future__ import annotations

from ..briefing import LISTEN, RENEW, Briefing
from ..chance import exponential, stream
from ..compiling import kernel
from ..state import Floats
from .listen_and_lead import lead as listen_and_lead

TITLE = "Random"

LOT = stream("coordinators.random.lot")


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Lead as usual, with hours divided by lot."""
    listen_and_lead(briefing, decision)
    total = 0.0
    for use in range(LISTEN, RENEW + 1):
        decision[use] = exponential(int(briefing.luck), LOT, 0, 0, use)
        total += decision[use]
    for use in range(LISTEN, RENEW + 1):
        decision[use] /= total
