"""Everyone at the table: the coordinator convenes, and now and then all meet and pool what they know.

They pay for that with their hours, and for being convened what anybody pays.
"""

from __future__ import annotations

from ...briefing import REVIEW_WEEKS
from ...compiling import kernel
from ...mechanisms.decision import sit_at_table
from ...mechanisms.office import convene
from ...mechanisms.roles import round_weeks
from ...mechanisms.synthesis import pool
from ...state import NOW, STEP_WEEKS, State, campaigns, coalitions


@kernel
def meet(state: State, c: int) -> None:
    """Convene; hold a plenary where the last meeting is as long ago as plans are reviewed."""
    if state.time[NOW] - campaigns(state).met_at[c] >= state.decision[c, REVIEW_WEEKS]:
        pool(state, c)
        sit_at_table(state, c, min(state.time[STEP_WEEKS], round_weeks(state, c, int(coalitions(state).size[c]))))
    convene(state, c)
