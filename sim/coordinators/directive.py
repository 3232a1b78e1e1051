"""Directive: lead without listening.

The coordinator interviews nobody and bets on its own view; the hours so won go to analysis, roles and meetings in
proportion.  It still sees its own probes, and turns when they are clear.  What it saves in hours and delay it pays in
its own error.
"""

from __future__ import annotations

from ..briefing import LISTEN, OWN_WEIGHT, RENEW, VOICES, Briefing
from ..compiling import kernel
from ..state import Floats
from .listen_and_lead import lead as listen_and_lead

TITLE = "Directive"


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Lead as usual, but hear nobody and spread the listening hours over the rest of the week."""
    listen_and_lead(briefing, decision)
    rest = 1.0 - decision[LISTEN]
    for use in range(LISTEN + 1, RENEW + 1):
        if rest > 0.0:
            decision[use] /= rest
    decision[LISTEN] = 0.0
    decision[VOICES] = 0.0
    decision[OWN_WEIGHT] = 1.0
