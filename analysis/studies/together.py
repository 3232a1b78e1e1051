"""Differences that are judged together: one verdict each, allowing for all of them.

Of the differences of a family that are called different, one in twenty is a mistake in the long run (Benjamini &
Hochberg 1995), also where they rise and fall together, as neighbors on a map do that share their seeds (Benjamini &
Yekutieli 2001).  Intervals are those of each difference alone, so one that leaves out zero may be not yet known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ...experiments.estimates import PairedDifference, paired_difference
from ...experiments.intervals import LEVEL, Groups
from ...sim.measures import MEASURES
from ...sim.state import Floats


class Pair(NamedTuple):
    """Two sides in the same worlds, (worlds,) each; the difference is the other minus the first."""

    first: Floats
    other: Floats
    outcome: str
    groups: Groups | None = None
    matters: float | None = None
    at_any_time: bool = False


def judged_together(pairs: Sequence[Pair]) -> list[PairedDifference]:
    """Return what is known of each difference of a family."""
    alone = [
        paired_difference(one.first, one.other, MEASURES[one.outcome].better, one.groups, one.matters, one.at_any_time)
        for one in pairs
    ]
    times = times_of([min(one.chance, one.chance_same) for one in alone])
    return [replace(one, times=times) for one in alone]


def times_of(chances: Sequence[float]) -> float:
    """Return what the chance of each difference of a family is multiplied with: their number over those called."""
    many = len(chances)
    below = np.sort(chances) <= (1.0 - LEVEL) * np.arange(1, many + 1) / max(1, many)
    called = int(np.flatnonzero(below)[-1]) + 1 if below.any() else 1
    return many / called if many else 1.0
