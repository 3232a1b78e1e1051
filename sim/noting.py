"""Noting: how kernels write down events."""

from __future__ import annotations

from .compiling import kernel
from .state import EVENTS, STEP, State


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
