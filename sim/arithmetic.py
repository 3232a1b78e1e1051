"""Small arithmetic that several mechanisms share; each function defines its own limits."""

from __future__ import annotations

import math

from .compiling import kernel

GRAIN = 1000.0
"""Decisions are rounded to 1/1000, so that a person can repeat them exactly."""

COARSE = 1e12
"""Beyond this size a thousandth means nothing, and rounding would leave the range of whole numbers."""


@kernel
def per_step(rate: float, weeks: float) -> float:
    """Return the chance (or share) that an intensity ``rate`` a week makes in a step: 1 - exp(-rate weeks)."""
    return -math.expm1(-rate * weeks) if rate > 0.0 else 0.0


@kernel
def power(base: float, exponent: float) -> float:
    """Return ``base ** exponent`` for ``base >= 0``, exact and quick for the usual exponents; 0 ** 0 is one."""
    if exponent == 3.0:
        return base * base * base
    if exponent == 0.5:
        return math.sqrt(base)
    if exponent == 1.0:
        return base
    if exponent == 0.0:
        return 1.0
    if base <= 0.0:
        return 0.0
    return math.exp(exponent * math.log(base))


@kernel
def clip(x: float, low: float, high: float) -> float:
    """Return ``x`` kept between ``low`` and ``high``."""
    if x < low:
        return low
    if x > high:
        return high
    return x


@kernel
def saturating(hours: float, scale: float) -> float:
    """Return 1 - exp(-hours / scale): what hours achieve with falling returns; all at once where scale is zero."""
    if scale <= 0.0:
        return 1.0
    return 1.0 - math.exp(-hours / scale)


@kernel
def likely(margin: float, spread: float) -> float:
    """Return the chance that ``margin`` plus noise is not negative.

    The noise is logistic with the deviation ``spread``; without noise the chance is one or zero.
    """
    if spread <= 0.0:
        return 1.0 if margin >= 0.0 else 0.0
    scaled = 1.702 * margin / spread
    if scaled < -30.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-scaled))


@kernel
def load_of(hours: float, capacity: float) -> float:
    """Return the share of a capacity that hours take; who has none is idle without hours, and fully busy with any."""
    if capacity > 0.0:
        return hours / capacity
    return 1.0 if hours > 0.0 else 0.0


@kernel
def rounded(x: float) -> float:
    """Return ``x`` rounded to the grain of decisions; what has no grain, such as nan, as it is."""
    if not abs(x) < COARSE:
        return x
    return math.floor(x * GRAIN + 0.5) / GRAIN


@kernel
def rounded_down(x: float) -> float:
    """Return ``x`` rounded down to the grain of decisions (a ceiling must not be overshot)."""
    if not abs(x) < COARSE:
        return x
    return math.floor(x * GRAIN + 1e-9) / GRAIN
