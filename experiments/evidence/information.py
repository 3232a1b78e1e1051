"""What a crowd knows, and how many of it to ask (L1-L3)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...sim.mechanisms.synthesis import effective_voices, round_variance
from ...sim.state import NOW, STEP, campaigns, concerns
from .check import Check, Estimate
from .worlds import alike, begin, run_phases


def heard_mean(estimates: Sequence[float]) -> float:
    """Return the estimate that a round of consultation arrives at, where nothing was known before."""
    state = begin(alike(len(estimates), {"sensing.noise": 0.5}))
    concerns(state).belief[0] = estimates
    campaigns(state).estimate[0], campaigns(state).variance[0] = 0.5, 1e300  # a guess that counts for nothing
    run_phases(state, ("consultation", "synthesis"))
    return float(campaigns(state).estimate[0])


def gap_of_the_theorem(estimates: Sequence[float], truth: float) -> float:
    """Return the crowd's squared error, less what the diversity prediction theorem says it is."""
    x = np.array(estimates)
    return float((heard_mean(estimates) - truth) ** 2 - (np.mean((x - truth) ** 2) - np.var(x)))


def largest_gap_of_the_theorem(crowds: int = 200) -> float:
    """Return the largest deviation from the theorem in crowds of 2 to 8, who are all heard in one round."""
    random = np.random.default_rng(1)
    sizes = random.integers(2, 9, crowds)
    return max(abs(gap_of_the_theorem(random.uniform(-1, 1, n).tolist(), random.uniform(-1, 1))) for n in sizes)


def variance_of_the_mean_signal(s: float, rho: float, n: int, weeks: int = 4000) -> Estimate:
    """Return the mean square error of the mean of what ``n`` organizations of a kind see, over ``weeks``."""
    state = begin(
        alike(n, {"sensing.noise": s, "sensing.shared": rho, "sensing.persistence": 0.0, "sensing.follow": math.inf})
    )
    squares = np.empty(weeks)
    for week in range(weeks):
        state.clock[STEP] = week
        run_phases(state, ("sensing",))
        squares[week] = concerns(state).voiced.mean() ** 2
    return Estimate(float(squares.mean()), float(squares.std(ddof=1)) / math.sqrt(weeks))


def steady_gain(weeks: int = 100) -> float:
    """Return the weight that the model gives to a weekly report which errs as much as the fact drifts in a week.

    After an update the variance of the estimate is gain x error variance of the report.
    """
    variance = 0.1
    numbers = {"conditions.drift": variance, "sensing.noise": math.sqrt(variance)}
    state = begin(alike(1, numbers), weeks=float(weeks))
    for week in range(weeks):
        state.clock[STEP], state.time[NOW] = week, week
        run_phases(state, ("consultation", "synthesis"))
    return float(campaigns(state).variance[0]) / variance


PAGE = "Page 2007; Krogh & Vedelsby 1995"
CORRELATED = "variance of a mean of correlated errors"
KALMAN = "Kalman filter of a random walk"

CHECKS = (
    Check("L1", "The crowd's squared error is the mean squared error less the variance (largest gap in 200 crowds)",
          PAGE, 0.0, largest_gap_of_the_theorem),
    Check("L2", "20 voices whose errors correlate by .1 are worth 6.9 independent ones", CORRELATED, 20 / 2.9,
          lambda: effective_voices(20.0, 0.1)),
    Check("L2b", "The mean of 20 such voices has variance s²(ρ + (1 − ρ)/n)", CORRELATED, 0.1 + 0.9 / 20,
          lambda: round_variance(1.0, 0.1, 20.0, 0.0, 0.0)),
    Check("L2c", "So has the mean of what three organizations of a kind see (s .4, ρ .3)", CORRELATED,
          0.16 * (0.3 + 0.7 / 3), lambda: variance_of_the_mean_signal(0.4, 0.3, 3)),
    Check("L3", "Where the fact drifts as much as a report errs, the steady gain is the golden ratio", KALMAN,
          (math.sqrt(5) - 1) / 2, steady_gain),
)  # fmt: skip
