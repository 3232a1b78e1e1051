"""Several issues at once under one hub (L21)."""

from __future__ import annotations

import math

import numpy as np

from ...sim.mechanisms.office import hours_of, split
from ...sim.state import ACTIVE, CURRENT, NOW, Floats, State, campaigns, coalitions, issues, minds, plan, seats, stocks
from ...sim.week import WEEK
from .check import Check, Estimate
from .worlds import alike, begin, run_phases

STAFF, HOURS = 6, 35
"""People of the hub, and hours a week of one."""


def rested(issues_at_once: int, **numbers: float) -> State:
    """Return a world about to begin in which everybody is rested and one hub works on so many issues."""
    settings = {"conditions.issues": float(issues_at_once), "coordinator.staff": float(STAFF)}
    state = begin(alike(4, settings | {name.replace("__", "."): value for name, value in numbers.items()}))
    minds(state).energy[:] = 1.0
    stocks(state).energy[:] = 1.0
    return state


def hours_of_hub(many: int) -> float:
    """Return the hours of a week that one hub has for so many issues, taken together."""
    state = rested(many)
    run_phases(state, tuple(WEEK))
    return float(campaigns(state).hours.sum())


def work_of_members(many: int) -> float:
    """Return the proficient hours of a week that the same four do on so many issues, as shares of those on one."""
    return _work(many) / _work(1)


def _work(many: int) -> float:
    state = rested(many)
    coalition = coalitions(state)
    coalition.status[:], coalition.size[:] = ACTIVE, 4.0
    plan(state, CURRENT).ambition[:], plan(state, CURRENT).obstacle[:] = 1.0, 0.0
    seats(state).member[:], stocks(state).seats[:] = 1.0, float(many)
    state.roster[:] = np.arange(4)
    run_phases(state, ("roles", "work"))
    return float(coalition.effort.sum())


# --- processor sharing --------------------------------------------------------------------------------------

ALONE = 50.0
"""Weeks that the hub needs for an issue that it works on alone."""

LOAD = 0.5
JOBS, LEFT_OUT = 100, 15
"""Issues of a world; so many at the start and at the end are left out, when fewer are open than later."""


def sojourns(seed: int) -> Floats:
    """Return the weeks from the rise of each issue until it has had its share of the hub's hours, (JOBS,)."""
    numbers = {"conditions.issues": float(JOBS), "conditions.arrival": ALONE / LOAD, "coordinator.staff": float(STAFF)}
    state = begin(alike(1, numbers), seed)
    minds(state).energy[0] = 1.0
    issue, hub = issues(state), hours_of(state, 0)
    left, ended = np.full(JOBS, ALONE * STAFF * HOURS), np.full(JOBS, math.inf)
    while np.isinf(ended).any():
        now = state.time[NOW]
        open_now = np.flatnonzero((issue.arises <= now) & np.isinf(ended))
        rates = np.array([hub * split(state, int(k)) for k in open_now])
        done_at = now + left[open_now] / rates
        state.time[NOW] = min(*issue.arises[issue.arises > now][:1], *done_at, math.inf)
        left[open_now] -= rates * (state.time[NOW] - now)
        done = open_now[done_at <= state.time[NOW]]
        issue.settled[done], ended[done] = 1.0, state.time[NOW]
    return np.asarray(ended - issue.arises)


def mean_sojourn(worlds: int = 60) -> Estimate:
    """Return the mean of these weeks, away from both ends, as one number a world."""
    means = np.array([sojourns(seed)[LEFT_OUT:-LEFT_OUT].mean() for seed in range(worlds)])
    return Estimate.of(means)


SHARING = "processor sharing"

CHECKS = (
    Check("L21", "Hours of a hub of six rested people for four issues", SHARING, 210.0, lambda: hours_of_hub(4), 1e-9),
    Check("L21b", "Work of the same four members on four issues, as a multiple of one", SHARING, 1.0,
          lambda: work_of_members(4), 1e-9),
    Check("L21c", "Weeks until an issue that takes 50 alone has had its share, at a load of .5: S/(1 − ρ)",
          "processor sharing: Kleinrock 1967", 100.0, mean_sojourn),
)  # fmt: skip
