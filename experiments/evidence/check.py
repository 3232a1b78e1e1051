"""A check: what a source says, what the model's own functions give, and whether the two agree."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from ...sim.state import Floats

ROUNDING = 1e-12
"""Tolerance of what is exact but for the arithmetic of computers."""

STANDARD_ERRORS = 3.0
"""Tolerance of an estimate from random draws, in its standard errors."""


@dataclass(frozen=True)
class Estimate:
    """A mean over random draws, and its standard error."""

    mean: float
    error: float

    @classmethod
    def of(cls, values: Floats) -> Estimate:
        """Return what independent draws say, (n,)."""
        return cls(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values)))


@dataclass(frozen=True)
class Check:
    """One number that the model has to reproduce.

    Attributes:
        id: ``L5``, ``L5b`` ...: the limiting case, with a letter from its second number on.
        claim: what the source says, in words; ``source``: who says so.
        expected: the number; from the source or from a derivation, never from the code under test.
        observe: calls the functions that the model runs; None where the mechanism is not built yet.
        tolerance: of the absolute difference; that of an ``Estimate`` is three of its standard errors instead.
    """

    id: str
    claim: str
    source: str
    expected: float
    observe: Callable[[], float | Estimate] | None
    tolerance: float = ROUNDING

    @property
    def order(self) -> tuple[int, str]:
        """Sorts L2 before L2b, and that before L10."""
        parts = re.fullmatch(r"L(\d+)([a-z]?)", self.id)
        if not parts:
            raise ValueError(f"{self.id!r}: expected an id such as L5 or L5b")
        return int(parts[1]), parts[2]

    def run(self) -> Finding:
        """Observe, and compare; a mechanism that raises an error fails its check."""
        if self.observe is None:
            return Finding(self, None, self.tolerance, None)
        try:
            observed = self.observe()
        except Exception as error:
            return Finding(self, None, self.tolerance, False, f"{type(error).__name__}: {error}")
        if isinstance(observed, Estimate):
            return self._compared(observed.mean, STANDARD_ERRORS * observed.error)
        return self._compared(float(observed), self.tolerance)

    def _compared(self, observed: float, tolerance: float) -> Finding:
        is_close = math.isfinite(tolerance) and abs(observed - self.expected) <= tolerance
        return Finding(self, observed, tolerance, is_close)


@dataclass(frozen=True)
class Finding:
    """What came out of a check.

    Attributes:
        observed: None where there is nothing to observe yet, or where observing failed.
        passed: None where the mechanism is not built yet.
        trouble: the error that observing ended in.
    """

    check: Check
    observed: float | None
    tolerance: float
    passed: bool | None
    trouble: str = ""

    def row(self) -> dict[str, object]:
        """Return the finding as it is written for machines."""
        check = self.check
        return {
            "id": check.id,
            "claim": check.claim,
            "source": check.source,
            "expected": float(check.expected),
            "observed": self.observed,
            "tolerance": self.tolerance,
            "pass": self.passed,
        }
