"""How much of what differs is numbers, how much is chance: the variance of single values, split by its sources.

The two-way analysis of variance with random points and random seeds (Searle, Casella and McCulloch, "Variance
Components", 1992): mean squares less what of them is below.  Where points have seeds of their own, seeds and what they
do together with numbers are one: chance.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ...experiments.intervals import FEWEST_CROSSED, LEVEL, quantile
from ...sim.state import Floats


class Split(NamedTuple):
    """Shares of the variance of single values; they sum to one.

    Attributes:
        numbers: of what numbers alone do; seeds: of what seeds do, alike for all numbers; together: of what seeds do
            differently for other numbers, and all else.  Where seeds are not shared, ``seeds`` is nan, and ``together``
            all chance.
        chance: of so much between points where numbers do nothing (F test).
        points, seeds_of: on how many points, and repetitions of each, this rests.
    """

    numbers: float
    seeds: float
    together: float
    chance: float
    points: int
    repetitions: int

    @property
    def luck(self) -> float:
        """The share that is chance: all but numbers alone."""
        return 1.0 - self.numbers


def split_of(values: Floats, is_crossed: bool) -> Split | None:
    """Return how the variance of values splits; None where fewer than two points have two repetitions.

    Args:
        values: (points, repetitions), nan where one is missing; only whole points count.
        is_crossed: whether repetitions are seeds that all points share.
    """
    from scipy.special import fdtrc  # only here: importing it takes longer than all that is computed

    y = values[np.isfinite(values).all(axis=1)]
    points, many = y.shape
    if points < 2 or many < 2:
        return None
    between = many * float(y.mean(axis=1).var(ddof=1))
    freedom = (points - 1) * (many - 1) if is_crossed else points * (many - 1)
    left = float((leftovers(y, is_crossed, False) ** 2).sum()) / freedom
    seeds = max(0.0, float(y.mean(axis=0).var(ddof=1)) - left / points) if is_crossed else math.nan
    numbers = max(0.0, (between - left) / many)
    whole = numbers + left + (seeds if is_crossed else 0.0)
    if not whole > 0.0:
        return Split(0.0, 0.0, 1.0, 1.0, points, many)
    chance = float(fdtrc(points - 1, freedom, between / left)) if left > 0.0 else 0.0
    return Split(numbers / whole, seeds / whole, left / whole, chance, points, many)


def leftovers(y: Floats, is_crossed: bool = True, is_scaled: bool = True) -> Floats:
    """Return what is left of values, (points, repetitions), without their points and, where shared, their seeds.

    Args:
        is_scaled: whether to blow it up to the size it had before points and seeds were taken off.
    """
    left = y - y.mean(axis=1, keepdims=True)
    if is_crossed:
        left -= left.mean(axis=0, keepdims=True)
    points, many = y.shape
    lost = (1.0 - 1.0 / many) * (1.0 - 1.0 / points if is_crossed else 1.0)
    return left / math.sqrt(lost) if is_scaled and lost > 0.0 else left


# --- chance, drawn anew ----------------------------------------------------------------------------------------------


DRAWS = 200
"""Times that chance is drawn anew to see how large it makes the largest of numbers that do nothing."""


def permuted(left: Floats, random: np.random.Generator) -> Floats:
    """Return chance drawn anew: that of other points."""
    return random.permuted(left, axis=0)


def turned(left: Floats, random: np.random.Generator) -> Floats:
    """Return chance drawn anew where it is larger at some points than at others: up or down, as large as it was there.

    Where there are few seeds that is more than it was, so that less is told.
    """
    return left * random.choice((-1.0, 1.0), size=left.shape)


Draw = Callable[[Floats, np.random.Generator], Floats]


def floor_of(sizes: Callable[[Floats], Floats], left: Floats, draw: Draw = permuted) -> float:
    """Return what the largest of all numbers stays below in 95 of 100 draws of chance where none does anything.

    Args:
        sizes: from values, (points, seeds), to the sizes of the numbers; left: chance; draw: how it is drawn anew.
    """
    random = np.random.default_rng(1)
    largest = [np.max(sizes(draw(left, random))) for _ in range(DRAWS)]
    return float(np.quantile(largest, LEVEL))


def off_by_seeds(analysis: Callable[[Floats], Floats], y: Floats) -> Floats:
    """Return by how much sizes may be off, since seeds differ: half a 95 % interval from leaving one out at a time.

    Args:
        analysis: from values, (..., seeds), to sizes; infinite where none can be left out.
    """
    many = y.shape[-1]
    if many < FEWEST_CROSSED:
        return np.full_like(analysis(y), np.inf)
    each = np.array([analysis(np.delete(y, seed, axis=-1)) for seed in range(many)])
    return np.nan_to_num(quantile(many - 1, LEVEL) * math.sqrt(many - 1.0) * each.std(axis=0), nan=np.inf)
