"""Everyone at the table: the coordinator convenes, and now and then all meet and pool what they know.

They pay for that with the hours of a round, and for being convened what anybody pays.
"""

from __future__ import annotations

from ...briefing import REVIEW_WEEKS
from ...compiling import kernel
from ...mechanisms.decision import sit_at_table
from ...mechanisms.office import convene
from ...mechanisms.roles import round_weeks
from ...mechanisms.synthesis import pool
from ...state import NOW, State, campaigns, coalitions


@kernel
def meet(state: State, c: int) -> None:
    """Convene; hold a plenary of all members where no talks go on and plans are reviewed as often as that."""
    coalition, since = coalitions(state), state.time[NOW] - campaigns(state).met_at[c]
    if coalition.drafting[c] == 0.0 and since >= state.decision[c, REVIEW_WEEKS]:
        pool(state, c)
        sit_at_table(state, c, round_weeks(state, c, int(coalition.size[c])))
    convene(state, c)
