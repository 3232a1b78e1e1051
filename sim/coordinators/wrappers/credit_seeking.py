"""Credit-seeking: take a share of the visibility that would have been the partners'.

What one keeps of it funds one's office, and is bad experience for partners, who get that much less for a seat
(principle 1 of Mortensen 2017, the other way round).  With 1 nothing is left to them.
"""

from __future__ import annotations

from ...briefing import CREDIT, Briefing
from ...compiling import kernel
from ...state import Floats

USUAL, HIGHEST, UNIT = 0.5, 1.0, "share of the partners' visibility"
"""Half of what was theirs, where a name says no number."""


@kernel
def around(briefing: Briefing, decision: Floats, number: float, memory: Floats) -> None:
    """Keep more of the visibility than one would."""
    if number > 0.0:
        kept = briefing.person.credit_kept if decision[CREDIT] < 0.0 else decision[CREDIT]
        decision[CREDIT] = kept + number * (1.0 - kept)
