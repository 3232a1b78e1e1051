"""Listen and lead: hear those who know, decide clearly, turn when the evidence turns.

Claim (Mortensen 2017, principle 3): a coordinator between deference and direction does better than either alone.
Price: the hours of listening and analysis, and delay while the fact drifts.
"""

from __future__ import annotations

from ..briefing import (
    AMBITION,
    ANALYSE,
    CONVENE,
    DISSOLVE,
    FOCUS,
    KEEP,
    LISTEN,
    MATCH,
    OWN_WEIGHT,
    PIVOT_TO,
    PRESS,
    PROMOTE,
    RENEW,
    REVIEW_WEEKS,
    STEWARD,
    VOICES,
    Briefing,
)
from ..compiling import kernel
from ..state import Floats

TITLE = "Listen and lead"

VOICES_HEARD = 8.0
"""Voices heard in one round."""

PATIENCE = 0.5
"""Least share of the best help to be expected with which it presses for a decision."""

OPINION = 0.1
"""Weight of its own opinion beside what was heard."""


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Divide the week as the case says; turn when the alarm passes its threshold; end what is fulfilled.

    It waits with a plan that what is known by now makes much worse than the best there could be.
    """
    person = briefing.person
    decision[LISTEN] = person.listen
    decision[ANALYSE] = person.analyse
    decision[MATCH] = person.match
    decision[CONVENE] = person.convene
    decision[STEWARD] = person.steward
    decision[PROMOTE] = person.promote
    decision[RENEW] = person.renew
    decision[VOICES] = VOICES_HEARD
    decision[FOCUS] = 1.0
    decision[OWN_WEIGHT] = OPINION
    decision[REVIEW_WEEKS] = person.review_weeks
    decision[PIVOT_TO] = briefing.suspect if briefing.alarm > briefing.threshold else KEEP
    decision[DISSOLVE] = briefing.fulfilled
    decision[AMBITION] = KEEP
    decision[PRESS] = 1.0 if briefing.plan_help >= PATIENCE * briefing.best_help else 0.0
