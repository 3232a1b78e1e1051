"""How long until the alarm rings (L6: Page 1954; Brook & Evans 1972)."""

from __future__ import annotations

import math

from ...sim.chance import normal, stream
from ...sim.compiling import kernel
from ...sim.mechanisms.diagnosis import cumulative_sum
from .check import Check, Estimate

SCORE = stream("evidence.alarm")

LONGEST = 10_000
"""Steps after which a run is cut short, so that an alarm that never rings is a number too."""


@kernel
def run_lengths(runs: int, shift: float, two_sided: bool) -> tuple[float, float]:
    """Return mean and standard error of the steps until a sum of N(shift, 1) - 1/2 exceeds 4."""
    total = 0.0
    squares = 0.0
    for run in range(runs):
        up = 0.0
        down = 0.0
        step = 0
        while up <= 4.0 and down <= 4.0 and step < LONGEST:
            z = normal(7, SCORE, run, step, 0) + shift
            up = cumulative_sum(up, z - 0.5)
            if two_sided:
                down = cumulative_sum(down, -z - 0.5)
            step += 1
        total += step
        squares += step * step
    mean = total / runs
    return mean, math.sqrt((squares / runs - mean * mean) / runs)


def average_run_length(shift: float, two_sided: bool, runs: int = 20_000) -> Estimate:
    """Return the average steps to an alarm."""
    return Estimate(*run_lengths(runs, shift, two_sided))


SOURCE = "Page 1954; Brook & Evans 1972"

CHECKS = (
    Check(
        "L6",
        "Steps to a false alarm, two-sided (k .5, h 4)",
        SOURCE,
        167.7,
        lambda: average_run_length(0.0, True),
    ),
    Check("L6b", "Steps to a false alarm, one-sided", SOURCE, 335.4, lambda: average_run_length(0.0, False)),
    Check(
        "L6c",
        "Steps to a true alarm after a shift by one deviation",
        SOURCE,
        8.38,
        lambda: average_run_length(1.0, False, 100_000),
    ),
)
