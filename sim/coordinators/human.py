"""Human: a person decides.

What a person decides comes as decisions made elsewhere: from the bar of the week on a page, from a file
(``--choices``), or from ``choices`` in Python.  Whatever was decided last holds until it is decided anew; a turn to
another obstacle is a decision of one week.  Of itself it never turns, and ends what has ended.  It
begins with the week of the case, or with the week of whoever was in office.  Limiting case: a person who decides each
week what another strategy would is that strategy.
"""

from __future__ import annotations

from ..briefing import CREDIT, DISSOLVE, HOLD, KEEP, PIVOT_TO, PRESS, REVIEW_WEEKS, Briefing
from ..compiling import kernel
from ..state import Floats
from .listen_and_lead import lead as listen_and_lead

TITLE = "Human"


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Let what was decided last stand; nobody has decided yet where there are no weeks between reviews."""
    if decision[REVIEW_WEEKS] == 0.0:
        listen_and_lead(briefing, decision)
        decision[PRESS] = 1.0
    else:
        decision[PRESS] = decision[CREDIT] = HOLD
    decision[PIVOT_TO] = KEEP
    decision[DISSOLVE] = briefing.fulfilled
