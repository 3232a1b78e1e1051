"""The priors of all free numbers as uncertainties: what a study says with ``all = "priors"``."""

from __future__ import annotations

import math
from typing import Any

from ...sim.parameters import numbers

PRIORS = "priors"

WHOLE = ("issues", "obstacles", "organizations", "rounds", "ties")
"""Units of numbers that are counts."""

WIDE = 4.0
"""Ratio of the ends of a prior from which on its scale is what is not known: then it is log-uniform."""


def priors() -> dict[str, dict[str, Any]]:
    """Return ``{path: range}`` of every number whose prior is finite, as a study file would say it."""
    return {
        path: {
            "low": float(number.prior[0]),
            "high": float(number.prior[1]),
            "whole": number.unit in WHOLE,
            "distribution": distribution(*number.prior, number.unit in WHOLE),
        }
        for path, _, number in numbers()
        if all(map(math.isfinite, number.prior))
    }


def distribution(low: float, high: float, is_whole: bool) -> str:
    """Return how a number is spread over its prior."""
    return "log-uniform" if not is_whole and low > 0.0 and high >= WIDE * low else "uniform"
