"""What rises and falls by itself: trust and energy (L15, L16)."""

from __future__ import annotations

import math

from scipy.optimize import minimize_scalar

from ...sim.mechanisms.morale import next_energy
from ...sim.mechanisms.trust import gained, lost
from .check import Check


def stationary_trust(success: float, gain: float, loss: float, weeks: int = 2000) -> float:
    """Return the mean of trust in the long run, with good experience in a share ``success`` of weeks."""
    trust = 0.9
    for _ in range(weeks):
        trust = success * gained(trust, gain) + (1.0 - success) * lost(trust, loss)
    return trust


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


TRUST = "mean of the stationary distribution"
DUTY = "derived: 1/(1 + √(d/r))"

CHECKS = (
    Check(
        "L15",
        "Mean trust at success .8 where it falls three times as fast as it rises",
        TRUST,
        0.8 / 1.4,
        lambda: stationary_trust(0.8, 0.02, 0.06),
    ),
    Check("L16", "Best duty cycle where drain equals recovery", DUTY, 0.5, lambda: best_duty(0.1, 0.1), 1e-4),
    Check(
        "L16b",
        "Best duty cycle where drain is twice recovery",
        DUTY,
        math.sqrt(2) - 1,
        lambda: best_duty(0.2, 0.1),
        1e-4,
    ),
)
