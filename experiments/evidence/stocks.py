"""What rises and falls by itself: energy and trust (L16, L23)."""

from __future__ import annotations

import math

from scipy.optimize import minimize_scalar

from ...sim.mechanisms.morale import next_energy
from ...sim.mechanisms.trust import experienced
from ...sim.parameters import Trust
from .check import Check


def trust_in_the_long_run(good: float, weeks: int = 20_000) -> float:
    """Return trust after many weeks of full contact with a share ``good`` of good experience."""
    level = 0.9
    for _ in range(weeks):
        level = experienced(LAW, level, 1.0, good, 1.0)
    return level


def weeks_to_grow(start: float, end: float, good: float) -> float:
    """Return the weeks in which trust grows from one level to another."""
    level, weeks = start, 0
    while level < end:
        level = experienced(LAW, level, 1.0, good, 1.0)
        weeks += 1
    return float(weeks)


def recovery_against_fall() -> float:
    """Return in how many times the weeks trust recovers that it took to fall, from and to the same levels."""
    level, falling = 0.6, 0
    while level > 0.3:
        level = experienced(LAW, level, 1.0, 0.0, 1.0)
        falling += 1
    return weeks_to_grow(level, 0.6, 1.0) / falling


def output(duty: float, drain: float, recovery: float, weeks: int = 400) -> float:
    """Return load x energy in the long run."""
    energy = 0.5
    for _ in range(weeks):
        energy = next_energy(energy, duty, drain, recovery)
    return duty * energy


def best_duty(drain: float, recovery: float) -> float:
    """Return the load at which output is largest."""
    found = minimize_scalar(lambda duty: -output(duty, drain, recovery), bounds=(0.05, 0.95), method="bounded")
    return float(found.x)


LAW = Trust(gain=0.02, loss=0.03, fading=0.0)
TRUST = "derived: dT/dt = g s T (1 - T) - b (1 - s) T"
DUTY = "derived: 1/(1 + √(d/r))"

CHECKS = (
    Check("L16", "Best duty cycle where drain equals recovery", DUTY, 0.5, lambda: best_duty(0.1, 0.1), 1e-4),
    Check(
        "L16b",
        "Best duty cycle where drain is twice recovery",
        DUTY,
        math.sqrt(2) - 1,
        lambda: best_duty(0.2, 0.1),
        1e-4,
    ),
    Check("L23", "Trust in the long run at g .02, s .8, b .03", TRUST, 0.625, lambda: trust_in_the_long_run(0.8), 1e-6),
    Check(
        "L23b",
        "Weeks from a tenth of that to half of it: ln 9/.01",
        TRUST,
        math.log(9) / 0.01,
        lambda: weeks_to_grow(0.0625, 0.3125, 0.8),
        2.0,
    ),
    Check(
        "L23c",
        "Weeks to recover against weeks to fall, between .6 and .3",
        "derived: b ln 3.5/(g ln 2), steps of a week",
        1.5 * math.log(3.5) / math.log(2),
        recovery_against_fall,
        0.05,
    ),
)
