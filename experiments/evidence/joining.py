"""Who joins because others did (L7, L25: Granovetter 1978)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...sim.governance.forms import find_form
from ...sim.mechanisms.joining import decide_in_turn, prepare
from ...sim.mechanisms.seat import promise
from ...sim.state import ACTIVE, CURRENT, STEP, Floats, State, coalitions, organizations, plan, seats
from .check import Check
from .worlds import alike, tied_to_everybody

NUMBERS_ALONE = {"joining.care": 0.0}
"""Only the gate is left: nobody has anything at stake, hours are free, nobody is promised anything."""


def all_tied(thresholds: Floats) -> State:
    """Return a world of 100, all tied to each other, who are all invited; thresholds: (100,) shares of ties."""
    state = tied_to_everybody(alike(100, NUMBERS_ALONE))
    state.form[:] = find_form("opt-in").numbers()
    organizations(state).threshold[:] = thresholds
    seats(state).offered[:] = seats(state).called[:] = 1.0
    coalitions(state).status[0] = ACTIVE
    plan(state, CURRENT).ambition[0] = 1.0
    plan(state, CURRENT).obstacle[0] = 0.0
    state.audience[:] = 0.0  # nobody is heeded: only ties count
    return state


def joined(thresholds: Floats, weeks: int = 200) -> int:
    """Return how many of 100 have joined when nobody joins any more."""
    state = all_tied(thresholds)
    for week in range(weeks):
        before = int(seats(state).member.sum())
        state.clock[STEP] = week
        prepare(state, 0, 0)
        decide_in_turn(state, 0, 0, promise(state, 0, CURRENT))
        if week and int(seats(state).member.sum()) == before:
            break
    return int(seats(state).member.sum())


def how_many_join(others: Sequence[int]) -> int:
    """Return how many join where each wants to see so many ``others`` (100,) join before it does."""
    return joined(np.array(others) / 99.0)


def final_share(spread: float, worlds: int = 20) -> float:
    """Return the mean share that joins where thresholds are normal with mean .25."""
    shares = [joined(np.random.default_rng(seed).normal(0.25, spread, 100)) / 100 for seed in range(worlds)]
    return float(np.median(shares))


def critical_spread() -> float:
    """Return the spread of thresholds at which more than half join for the first time."""
    spreads = np.arange(0.08, 0.18, 0.005)
    return float(next(spread for spread in spreads if final_share(float(spread)) > 0.5))


SOURCE = "Granovetter 1978"

CHECKS = (
    Check("L7", "Thresholds 0 to 99: all of 100 join", SOURCE, 100, lambda: how_many_join(range(100)), 0.0),
    Check("L7b", "With one threshold moved from 1 to 2, one joins", SOURCE, 1,
          lambda: how_many_join([0, 2, *range(2, 100)]), 0.0),
    Check("L25", "Normal thresholds of mean .25: joining jumps at a spread", SOURCE, 0.122, critical_spread, 0.015),
)  # fmt: skip
