"""Conditions: the cases under which principles are put on trial; the turbulent one is written down here, once.

Calm is ``steady``.  Turbulent is the same city with one new obstacle a year on average (the start value of
the model's design for a changing environment) and a fact that moves by about .3 in a year, as in ``exponential``, all
along; ``exponential`` itself begins calm.  Both numbers were written down before anything was run.
"""

from __future__ import annotations

from dataclasses import replace

from ...scenarios import load
from ...sim.scenario import Scenario

CALM, TURBULENT = "calm", "turbulent"

TURBULENCE = {"conditions.hazard": 0.02, "conditions.hazard_growth": 0.0, "conditions.drift": 0.002}


def calm() -> Scenario:
    """Return the city in quiet times."""
    return replace(load("steady"), name=CALM)


def turbulent() -> Scenario:
    """Return the same city where obstacles and the fact change."""
    return replace(calm().with_numbers(TURBULENCE), name=TURBULENT)


def conditions() -> list[Scenario]:
    """Return the conditions of a trial where no other cases are asked for."""
    return [calm(), turbulent()]
