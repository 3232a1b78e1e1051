"""How issues end, and what is worth of it (L20, L21, L24, L26)."""

from __future__ import annotations

import math

import numpy as np

from ...sim.mechanisms.outcome import hold_contest, lasting
from ...sim.parameters import Outcome
from ...sim.state import ACTIVE, CURRENT, NOW, STEP, STEP_WEEKS, Floats, campaigns, coalitions, concerns, issues, plan
from ...sim.week import WEEK
from .check import Check, Estimate
from .worlds import alike, begin, run_phases

RATE = 0.05
"""Wins a week where nothing stands against them."""


def weeks_to_settle(stages: int, worlds: int = 2000) -> Floats:
    """Return the weeks until an issue of so many obstacles is settled, (worlds,), at a constant rate of wins."""
    state = begin(alike(2, {"outcome.rate": RATE, "outcome.barrier": 0.0, "outcome.legitimacy": 0.0}))
    found = np.empty(worlds)
    for world in range(worlds):
        state.clock[2] = world
        issues(state).open[0] = float(stages)
        issues(state).settled[0] = 0.0
        issues(state).obstacle[0] = 0.0
        state.queue[:] = 0
        week = 0
        while issues(state).settled[0] == 0.0:
            week += 1
            state.clock[STEP], state.time[NOW] = week, float(week)
            coalitions(state).status[0], coalitions(state).size[0], coalitions(state).fulfilled[0] = ACTIVE, 1.0, 0.0
            plan(state, CURRENT).ambition[0], plan(state, CURRENT).obstacle[0] = 1.0, 0.0
            issues(state).obstacle[0] = 0.0
            issues(state).window[0] = 1.0
            state.progress[:] = 1.0
            hold_contest(state, 0)
        found[world] = week * state.time[STEP_WEEKS]
    return found


def mean_weeks(stages: int) -> Estimate:
    """Return the mean of these weeks."""
    weeks = weeks_to_settle(stages)
    return Estimate(float(weeks.mean()) - 0.5 * stages, float(weeks.std(ddof=1)) / math.sqrt(len(weeks)))


def settled_by(weeks: float, stages: int) -> Estimate:
    """Return the share of issues that are settled by a week."""
    share = float((weeks_to_settle(stages) <= weeks + 0.5 * stages).mean())
    return Estimate(share, math.sqrt(share * (1 - share) / 2000))


def hours_of_campaigns(many: int) -> float:
    """Return the hours a week that one hub has for so many issues, taken together."""
    state = begin(alike(4, {"conditions.issues": float(many), "coordinator.staff": 6.0}))
    run_phases(state, tuple(WEEK))
    return float(campaigns(state).hours.sum())


def mute_distance(bias: float, worlds: int = 4000) -> Estimate:
    """Return the mean distance of the middle of 16 organizations from those affected, where no losers are drawn."""
    numbers = {"club.values_spread": 0.25, "club.kinship": 0.0, "club.bias": bias}
    distances = np.array([abs(concerns(begin(alike(16, numbers), seed)).home[0].mean()) for seed in range(worlds)])
    return Estimate(float(distances.mean()), float(distances.std(ddof=1)) / math.sqrt(worlds))


def folded(bias: float, deviation: float) -> float:
    """Return the mean of a folded normal distribution."""
    z = bias / deviation
    return deviation * math.sqrt(2 / math.pi) * math.exp(-z * z / 2) + bias * math.erf(z / math.sqrt(2))


ERLANG = "Erlang distribution"

CHECKS = (
    Check("L20", "Mean weeks to overcome three obstacles at .05 a week: K/r", ERLANG, 60.0, lambda: mean_weeks(3)),
    Check(
        "L20b",
        "Two obstacles: share settled by 2/r, 1 − 3e⁻²",
        ERLANG,
        1 - 3 * math.exp(-2),
        lambda: settled_by(40.0, 2),
    ),
    Check(
        "L21",
        "Hours of four campaigns of one hub: those of one",
        "processor sharing",
        210.0,
        lambda: hours_of_campaigns(4),
        1e-9,
    ),
    Check(
        "L24",
        "Distance of a mute table's middle at no bias",
        "folded normal",
        folded(0.0, 0.0625),
        lambda: mute_distance(0.0),
    ),
    Check("L24b", "The same at a bias of .1", "folded normal", folded(0.1, 0.0625), lambda: mute_distance(0.1)),
    Check(
        "L26",
        "What lasts of an achievement where discount equals undoing",
        "renewal: r/(r + δ)",
        0.5,
        lambda: lasting(Outcome(discount=0.2, undoing=1.0), 0.2),
    ),
    Check("L26b", "All of it where nobody is hurt", "renewal: r/(r + δ)", 1.0, lambda: lasting(Outcome(), 0.0)),
)
