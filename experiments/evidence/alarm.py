"""How long until the alarm rings (L6: Page 1954; Brook & Evans 1972)."""

from __future__ import annotations

import functools
import math
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ...sim.chance import normal, stream
from ...sim.compiling import kernel
from ...sim.mechanisms.diagnosis import cumulative_sum
from ...sim.run import simulate
from ...sim.scenario import Scenario
from ...sim.state import Floats
from .check import Check, Estimate
from .worlds import alike, in_sequence

SCORE = stream("evidence.alarm")

LONGEST = 10_000
"""Steps after which a run is cut short, so that an alarm that never rings is a number too."""

EXPERTISE = 0.4
"""Proficiency of everybody where nobody is a specialist."""

# --- in runs in which nothing else goes on ------------------------------------------------------------------


def quiet_world() -> Scenario:
    """Return a world in which nothing happens but that one organization tells, week after week, what it sees.

    What it sees of each of two obstacles has a signal-to-noise of 1/√2, so that the weekly evidence for the wrong one
    against the right one is N(-1/2, 1), and the other way round once the alarm has misled.
    """
    numbers = {
        "sensing.evidence": math.sqrt(0.5) / EXPERTISE,
        "diagnosis.threshold": 4.0,
        "outcome.rate": 0.0,
        "coordinator.analyse": 0.0,
    }
    return replace(in_sequence(alike(1, numbers, weeks=float(LONGEST)), 2), sequence=(0,))


@functools.cache
def turns(worlds: int) -> tuple[Floats, Floats]:
    """Return the weeks to each false alarm and, from there, to the true one that follows it."""
    false: list[int] = []
    true: list[int] = []
    for seed in range(worlds):
        assumed = simulate(quiet_world(), seed).column("assumed")
        rang = np.flatnonzero(np.diff(assumed) != 0.0) + 1
        for start, end in pairwise(rang):
            (false if assumed[start] == 0.0 else true).append(int(end - start))
    return np.array(false, dtype=float), np.array(true, dtype=float)


def weeks_to_an_alarm(is_true: bool, worlds: int = 40) -> Estimate:
    """Return the average weeks to a false alarm, or to a true one."""
    weeks = turns(worlds)[int(is_true)]
    if len(weeks) < 2:
        return Estimate(LONGEST, 0.0)
    return Estimate.of(weeks)


# --- for two sums, which a run never has --------------------------------------------------------------------


@kernel
def run_lengths(runs: int) -> tuple[float, float]:
    """Return mean and standard error of the steps until one of two sums of N(0, 1) - 1/2, up and down, exceeds 4."""
    total = 0.0
    squares = 0.0
    for run in range(runs):
        up = 0.0
        down = 0.0
        step = 0
        while up <= 4.0 and down <= 4.0 and step < LONGEST:
            z = normal(7, SCORE, run, step, 0)
            up = cumulative_sum(up, z - 0.5)
            down = cumulative_sum(down, -z - 0.5)
            step += 1
        total += step
        squares += step * step
    mean = total / runs
    return mean, math.sqrt((squares / runs - mean * mean) / runs)


SOURCE = "Page 1954; Brook & Evans 1972"

CHECKS = (
    Check("L6", "Weeks to a false alarm in runs in which nothing else goes on (k .5, h 4)", SOURCE, 335.4,
          lambda: weeks_to_an_alarm(False)),
    Check("L6b", "Weeks to a true alarm in the same runs", SOURCE, 8.38, lambda: weeks_to_an_alarm(True)),
    Check("L6c", "Steps to a false alarm, two-sided", SOURCE, 167.7, lambda: Estimate(*run_lengths(20_000))),
)  # fmt: skip
