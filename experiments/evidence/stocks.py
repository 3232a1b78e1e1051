"""What rises and falls by itself: energy and trust (L16, L23)."""

from __future__ import annotations

import math

from scipy.optimize import minimize_scalar

from ...sim.mechanisms.morale import next_energy
from ...sim.mechanisms.trust import experienced
from ...sim.parameters import Trust
from ...sim.state import standing
from .check import Check
from .worlds import alike, begin, run_phases


def trust_in_the_long_run(good: float, weeks: int = 20_000) -> float:
    """Return trust after many weeks of full contact with a share ``good`` of good experience."""
    level = 0.9
    for _ in range(weeks):
        level = experienced(LAW, level, 1.0, good, 1.0)
    return level


def weeks_between(start: float, end: float, good: float, step: float = 1.0) -> float:
    """Return the weeks in which trust goes from one level to another, counted in steps of some length."""
    level, steps = start, 0
    while (level < end) if start < end else (level > end):
        level = experienced(LAW, level, 1.0, good, step)
        steps += 1
    return steps * step


def recovery_against_fall(step: float) -> float:
    """Return in how many times the weeks trust recovers from .3 to .6 that it took to fall from .6 to .3."""
    return weeks_between(0.3, 0.6, 1.0, step) / weeks_between(0.6, 0.3, 0.0, step)


def trust_of_a_stranger(start: float, weeks: int) -> float:
    """Return the trust of somebody with whom nobody has contact, after some weeks of a run."""
    state = begin(alike(2, {"trust.start": 0.5, "trust.gain": LAW.gain, "trust.loss": LAW.loss}))
    standing(state).trust[:] = start
    run_phases(state, ("trust",), steps=weeks)
    return float(standing(state).trust[0, 0])


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


LAW = Trust(gain=0.02, loss=0.03)
TRUST = "derived: dT/dt = g s T (1 - T) - b (1 - s) T"
DUTY = "derived: 1/(1 + √(d/r))"

CHECKS = (
    Check("L16", "Best duty cycle where drain equals recovery", DUTY, 0.5, lambda: best_duty(0.1, 0.1), 1e-4),
    Check("L16b", "Best duty cycle where drain is twice recovery", DUTY, math.sqrt(2) - 1, lambda: best_duty(0.2, 0.1),
          1e-4),
    Check("L23", "Trust in the long run at g .02, s .8, b .03", TRUST, 0.625, lambda: trust_in_the_long_run(0.8), 1e-6),
    Check("L23b", "Weeks from a tenth of that to half of it: ln 9/.01", TRUST, math.log(9) / 0.01,
          lambda: weeks_between(0.0625, 0.3125, 0.8), 2.0),
    Check("L23c", "Weeks to recover against weeks to fall, between .6 and .3",
          "derived: b ln 3.5/(g ln 2); tolerance: a step of .01 weeks more or less, in 23 weeks and in 63",
          1.5 * math.log(3.5) / math.log(2), lambda: recovery_against_fall(0.01),
          1.5 * math.log(3.5) / math.log(2) * (0.01 / 23 + 0.01 / 63)),
    Check("L23d", "A stranger who had no trust has some after 100 weeks with a return of .003: T0 (1 − e^−.3)", TRUST,
          0.5 * (1 - math.exp(-0.3)), lambda: trust_of_a_stranger(0.0, 100)),
)  # fmt: skip
