"""Uncertainties: what is known about a number that nobody chooses."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...scenarios.mistakes import ABSENT, Problem, problem
from ...sim.parameters import numbers
from ...sim.state import Floats
from .format import UncertaintyPart


@dataclass(frozen=True)
class Uncertainty:
    """A number that differs from world to world.

    Attributes:
        path: what it is, such as ``"conditions.hazard"``.
        what: its values, or its range and the distribution over it.
    """

    path: str
    what: UncertaintyPart

    @property
    def ends(self) -> tuple[float, float]:
        """The smallest and the largest value."""
        if self.what.values is not None:
            return min(self.what.values), max(self.what.values)
        assert self.what.low is not None
        assert self.what.high is not None
        return self.what.low, self.what.high

    def at(self, share: Floats) -> Floats:
        """Return the values at shares of the distribution, (n,) in [0, 1]: its quantiles."""
        what = self.what
        if what.values is not None:
            values = np.array(what.values, dtype=float)
            return values[np.minimum((share * len(values)).astype(int), len(values) - 1)]
        low, high = self.ends
        if not what.whole:
            return np.clip(self._distribution(low, high).ppf(share), low, high)
        # Whole numbers: each has the share of the numbers that round to it.
        return np.clip(np.round(self._distribution(low - 0.5, high + 0.5).ppf(share)), low, high)

    def grid(self) -> Floats:
        """Return the values of a full factorial."""
        if self.what.values is not None:
            return np.array(self.what.values, dtype=float)
        levels = self.what.levels or 3
        if self.what.distribution == "log-uniform":
            return np.geomspace(*self.ends, levels)
        grid = np.linspace(*self.ends, levels)
        return np.unique(np.round(grid)) if self.what.whole else grid

    def frozen(self) -> Any:
        """Return the distribution over the range, as scipy has it; whole numbers as ``at`` has them; not of lists."""
        low, high = self.ends
        if not self.what.whole:
            return self._distribution(low, high)
        from scipy import stats

        numbers = np.arange(int(low), int(high) + 1)
        edges = self._distribution(low - 0.5, high + 0.5).cdf(np.arange(low - 0.5, high + 1.0))
        return stats.rv_discrete(values=(numbers, np.diff(edges)))()

    def _distribution(self, low: float, high: float) -> Any:
        from scipy import stats  # only here: it takes a second to import

        what, width = self.what, high - low
        if width == 0.0:
            return stats.uniform(low, 0.0)
        if what.distribution == "log-uniform":
            return stats.loguniform(low, high)
        if what.distribution == "normal":
            mean, deviation = what.mean, what.deviation
            assert mean is not None
            assert deviation is not None
            return stats.truncnorm((low - mean) / deviation, (high - mean) / deviation, mean, deviation)
        if what.distribution == "triangular":
            assert what.mode is not None
            return stats.triang((what.mode - low) / width, low, width)
        return stats.uniform(low, width)


def mistakes_in(key: str, what: UncertaintyPart) -> Iterator[Problem]:
    """Yield what does not fit together in an uncertainty."""
    if what.values is not None:
        for name in ("low", "high", "mean", "deviation", "mode", "levels"):
            if getattr(what, name) is not None:
                yield problem(f"{key}.{name}", getattr(what, name), "expected either values, or a range, not both")
        return
    for name in ("low", "high"):
        if getattr(what, name) is None:
            yield problem(f"{key}.{name}", ABSENT, "this key is missing; expected low and high, or values = [...]")
    if what.low is None or what.high is None:
        return
    if not what.low < what.high:
        yield problem(f"{key}.high", what.high, f"expected a number above low, which is {what.low:g}")
    yield from _of_the_distribution(key, what, what.low, what.high)


def _of_the_distribution(key: str, what: UncertaintyPart, low: float, high: float) -> Iterator[Problem]:
    needed = {"normal": ("mean", "deviation"), "triangular": ("mode",)}.get(what.distribution, ())
    for name in ("mean", "deviation", "mode"):
        given = getattr(what, name)
        if given is None and name in needed:
            yield problem(f"{key}.{name}", ABSENT, f"this key is missing; a {what.distribution} distribution has one")
        if given is not None and name not in needed:
            yield problem(f"{key}.{name}", given, f"a {what.distribution} distribution has none")
    if what.distribution == "log-uniform" and low <= 0.0:
        yield problem(f"{key}.low", low, "expected a number above 0: its logarithm is taken")
    if what.mode is not None and not low <= what.mode <= high:
        yield problem(f"{key}.mode", what.mode, f"expected a number from {low:g} to {high:g}")
    if what.whole and not (math.floor(low) == low and math.floor(high) == high):
        yield problem(f"{key}.low", low, "expected whole numbers at both ends, since whole = true")
    if what.whole and what.distribution == "log-uniform":
        yield problem(f"{key}.whole", True, "a log-uniform distribution of whole numbers is not offered")


# --- all free numbers ------------------------------------------------------------------------------------------------

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
