"""Absent: a coordinator in name only.

It gives no hours to anything, hears nobody, never turns.  What a coalition does without coordination under a given
form: the zero dose of principle 3.
"""

from __future__ import annotations

from ..briefing import (
    AMBITION,
    DISSOLVE,
    FOCUS,
    KEEP,
    LISTEN,
    OWN_WEIGHT,
    PIVOT_TO,
    RENEW,
    REVIEW_WEEKS,
    VOICES,
    Briefing,
)
from ..compiling import kernel
from ..state import Floats
from .listen_and_lead import OPINION

TITLE = "Absent"


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Give no hours, keep every plan, end what is fulfilled."""
    for use in range(LISTEN, RENEW + 1):
        decision[use] = 0.0
    decision[VOICES] = 0.0
    decision[FOCUS] = 0.0
    decision[OWN_WEIGHT] = OPINION
    decision[REVIEW_WEEKS] = briefing.person.review_weeks
    decision[PIVOT_TO] = KEEP
    decision[DISSOLVE] = briefing.fulfilled
    decision[AMBITION] = KEEP
