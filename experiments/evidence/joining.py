"""Who joins because others did (L7: Granovetter 1978)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...sim.mechanisms.joining import best_responses, prepare
from ...sim.mechanisms.seat import promise
from ...sim.state import ACTIVE, CURRENT, coalitions, organizations, plan, seats
from .check import Check
from .worlds import alike, tied_to_everybody

SAFETY_ALONE = {"joining.safety": 1.0, "joining.stake": 0.0, "joining.sweeps": 1000.0}


def crowd(thresholds: Sequence[int]) -> int:
    """Return how many of 100, all tied to each other, join in the end when nothing but safety in numbers counts.

    Args:
        thresholds: (100,) how many others each wants to see join before it does.
    """
    state = tied_to_everybody(alike(100, SAFETY_ALONE))
    organizations(state).threshold[:] = np.array(thresholds) / 99.0
    seats(state).offered[:] = 1.0
    seats(state).member[:] = 0.0
    coalitions(state).status[0] = ACTIVE
    plan(state, CURRENT).ambition[0] = 1.0
    plan(state, CURRENT).obstacle[0] = 0.0
    prepare(state, 0, 0)
    if not best_responses(state, 0, 0, promise(state, 0, CURRENT)):
        raise RuntimeError("best responses did not settle")
    return int(seats(state).member.sum())


SOURCE = "Granovetter 1978"

CHECKS = (
    Check("L7", "Thresholds 0 to 99: all of 100 join", SOURCE, 100, lambda: crowd(range(100)), 0.0),
    Check(
        "L7b",
        "With one threshold moved from 1 to 2, one joins",
        SOURCE,
        1,
        lambda: crowd([0, 2, *range(2, 100)]),
        0.0,
    ),
)
