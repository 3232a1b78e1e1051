"""Decisions made elsewhere, by people or in a replay, that override those of the model.

A row of ``state.choices``: step, decision, who, value. Decisions up to ``CREDIT`` of ``briefing.py``
are those of a coordinator; the rest stand here.
"""

from __future__ import annotations

from .compiling import kernel
from .state import CHOICES_FROM, CHOICES_TO, State

JOIN, INVITE, PLAN_FACT, PLAN_VALUE, PLAN_AMBITION, PLAN_OBSTACLE = range(20, 26)
"""Whether an organization belongs (1 or 0); whether it is offered a place; what is in the draft of a coalition.

``PLAN_OBSTACLE`` takes the decision on the plan out of everybody's hands: a plan against that obstacle is adopted in
this step as it stands, or, with ``NO_PLAN``, nothing is called for, drafted, reviewed or agreed.
"""

NO_PLAN = -1.0
UNDECIDED = -2.0
"""No choice was made elsewhere whether to adopt a plan."""


@kernel
def chosen(state: State, decision: int, who: int, otherwise: float) -> float:
    """Return what was chosen elsewhere for this step, or ``otherwise``."""
    for row in range(state.clock[CHOICES_FROM], state.clock[CHOICES_TO]):
        if state.choices[row, 1] == decision and state.choices[row, 2] == who:
            return float(state.choices[row, 3])
    return otherwise
