"""Differences that are judged together: one verdict each, at a level that allows for all of them.

Of the differences of a family that are called different, one in twenty is a mistake in the long run (Benjamini &
Hochberg 1995).  Their intervals have the level 1 - .05 R / m where R of m are called different: so an interval leaves
out zero just where the difference is called one, and one in twenty of the intervals that are spoken of misses its mean
(Benjamini & Yekutieli 2005).  Seeds are shared, so differences hang together, as neighbors on a map do: their way
allows for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ...experiments.estimates import PairedDifference, paired_difference
from ...experiments.intervals import LEVEL, Groups
from ...sim.measures import MEASURES
from ...sim.state import Floats
from ..effects import grouped_chance


class Pair(NamedTuple):
    """Two sides in the same worlds, (worlds,) each; the difference is the other minus the first."""

    first: Floats
    other: Floats
    outcome: str
    groups: Groups | None = None
    matters: float | None = None


def judged(pairs: Sequence[Pair]) -> list[PairedDifference]:
    """Return what is known of each difference of a family."""
    level = level_of([_chance(one) for one in pairs])
    return [
        paired_difference(one.first, one.other, MEASURES[one.outcome].better, one.groups, level, matters=one.matters)
        for one in pairs
    ]


def level_of(chances: Sequence[float]) -> float:
    """Return the level of the intervals of a family, from the chance of each difference where there is none."""
    many = len(chances)
    below = np.sort(chances) <= (1.0 - LEVEL) * np.arange(1, many + 1) / max(1, many)
    called = int(np.flatnonzero(below)[-1]) + 1 if below.any() else 1
    return 1.0 - (1.0 - LEVEL) * called / max(1, many)


def _chance(one: Pair) -> float:
    known = np.isfinite(one.first) & np.isfinite(one.other)
    return grouped_chance((one.other - one.first)[known], one.groups.of(known) if one.groups else None)
