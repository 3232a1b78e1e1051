"""What a crowd knows, and how many of it to ask; what those who listen to their ties believe; what is told (L1-L5)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...sim.compiling import kernel
from ...sim.mechanisms.consultation import message, message_loss, messages, report_variance
from ...sim.mechanisms.synthesis import effective_voices, round_variance
from ...sim.state import ACTIVE, CURRENT, NOW, STEP, Floats, campaigns, coalitions, concerns, plan
from .check import Check, Estimate
from .worlds import alike, begin, run_phases, tied_to_everybody


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
    return Estimate.of(squares)


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


# --- L4: those who listen to their ties ---------------------------------------------------------------------

FIRST = np.array([0.9, -0.4, 0.1, 0.3, -0.7])
TRUST = np.random.default_rng(4).uniform(0.2, 1.0, size=20)
"""Of each of five in each of the four others."""

FORM = "self-organized"


def weights() -> Floats:
    """Return who listens how much to whom, (5, 5); each row sums to one."""
    matrix = np.eye(5)
    matrix[~np.eye(5, dtype=bool)] = TRUST
    return matrix / matrix.sum(axis=1, keepdims=True)


def meeting_point() -> float:
    """Return the left eigenvector of the weights times the first beliefs."""
    values, vectors = np.linalg.eig(weights().T)
    left = np.real(vectors[:, np.argmax(np.real(values))])
    return float(left @ FIRST / left.sum())


def largest_gap(weeks: int = 400) -> float:
    """Return how far beliefs end from the meeting point where all act, see nothing, and listen to their ties."""
    state = tied_to_everybody(alike(5, {"sensing.follow": 0.0}), governance=FORM)
    state.tie_trust[:] = TRUST
    concerns(state).belief[0] = FIRST
    coalitions(state).status[:] = ACTIVE
    plan(state, CURRENT).obstacle[:] = 0.0
    run_phases(state, ("sensing", "roles"), FORM, weeks)
    return float(np.abs(concerns(state).belief[0] - meeting_point()).max())


# --- L5: what interest does to a report ---------------------------------------------------------------------


@kernel
def loss_by_integration(gap: float, upward: bool, points: int) -> float:
    """Return the mean squared error of the messages themselves, over states spread evenly in [0, 1]."""
    total = 0.0
    for k in range(points):
        x = (k + 0.5) / points
        error = message(x, gap, upward) - x
        total += error * error
    return total / points


def variance_of_a_report(gap: float) -> float:
    """Return the error variance of a report by somebody who sees the fact itself."""
    return float(report_variance(begin(alike(2)), 0, gap))


PAGE = "Page 2007; Krogh & Vedelsby 1995"
CORRELATED = "variance of a mean of correlated errors"
KALMAN = "Kalman filter of a random walk"
CRAWFORD = "Crawford & Sobel 1982"
LOSS = 1 / 108 + 0.0025 * 8 / 3
"""1 / (12 N²) + b² (N² − 1) / 3 at b = .05, N = 3: .01593."""

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
    Check("L4", "Along ties beliefs meet at the left eigenvector of the weights times the first beliefs (largest gap)",
          "DeGroot 1974", 0.0, largest_gap, 1e-9),
    Check("L5", "Messages that survive a gap of .05 of the range", CRAWFORD, 3, lambda: messages(0.05), 0.0),
    Check("L5b", "Messages that survive a gap of .02", CRAWFORD, 5, lambda: messages(0.02), 0.0),
    Check("L5c", "At a gap of .25 nothing is told", CRAWFORD, 1, lambda: messages(0.25), 0.0),
    Check("L5d", "The receiver's loss at .05", CRAWFORD, LOSS, lambda: message_loss(0.05)),
    Check("L5e", "The same loss, summed over the messages that are sent", CRAWFORD, LOSS,
          lambda: loss_by_integration(0.05, True, 200_000), 2e-6),
    Check("L5f", "The error variance of a report over the two positions that it can speak of is four times that",
          CRAWFORD, 4 * LOSS, lambda: variance_of_a_report(0.05)),
)  # fmt: skip
