"""Decisions and happenings of a run, as rows of numbers that ``tell`` reads as sentences.

A row: step, what happened, coalition, who (row of an organization, index of an obstacle or step, or NONE), one number,
then up to eleven terms.  For a seat taken or left the terms are those of its score, ``SCORE_TERMS``.
"""

from __future__ import annotations

from .compiling import kernel
from .state import EVENTS, STEP, State

(
    OBSTACLE_CHANGED,
    WINDOW_OPENED,
    WINDOW_CLOSED,
    CAMPAIGN_CALLED,
    ROUND_HEARD,
    STEP_UNDERSTOOD,
    ALARM_RANG,
    PLAN_DRAFTED,
    PLAN_REFUSED,
    STOOD_ASIDE,
    PLAN_ADOPTED,
    PIVOTED,
    JOINED,
    LEFT,
    STEP_DONE,
    WON_HELPS,
    WON_HARMS,
    CAMPAIGN_ENDED,
    HUB_BURNT_OUT,
) = range(19)

NAMES = (
    "obstacle changed",
    "window opened",
    "window closed",
    "campaign called",
    "round heard",
    "step understood",
    "alarm rang",
    "plan drafted",
    "plan refused",
    "stood aside",
    "plan adopted",
    "pivoted",
    "joined",
    "left",
    "step done",
    "won and helps",
    "won and harms",
    "campaign ended",
    "hub burnt out",
)
"""What the codes above are called in files and tables."""

SCORE_TERMS = (
    "difference it makes",
    "credit",
    "use of joint work",
    "safety in numbers",
    "trust",
    "distance in values",
    "distance in facts",
    "ambition beyond its ceiling",
    "hours",
    "outside option",
    "habit",
)
"""The terms of the score of a seat, in hours a week, in the order of an event's terms."""

FIRST_TERM = 5
WIDTH = 16


@kernel
def note(state: State, what: int, coalition: int, who: int, number: float) -> int:
    """Write down an event and return its row in ``state.events``, or -1 where events are not kept.

    When the block is full, events are still counted, so that the run can be repeated with enough room.
    """
    capacity = len(state.events)
    if capacity == 0:
        return -1
    row = state.clock[EVENTS]
    state.clock[EVENTS] = row + 1
    if row >= capacity:
        return -1
    event = state.events[row]
    event[0] = state.clock[STEP]
    event[1] = what
    event[2] = coalition
    event[3] = who
    event[4] = number
    return int(row)
