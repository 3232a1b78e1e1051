"""Differences that are judged together: one verdict each, allowing for all of them.

Of the differences of a family that are called different, one in twenty is a mistake in the long run (Benjamini &
Hochberg 1995), also where they rise and fall together, as neighbors on a map do that share their seeds (Benjamini &
Yekutieli 2001).  Where a family comes in places, in each of which all pairs are compared, of the places of which
something is said at most one in twenty holds any mistake in the long run: Holm's rule (1979) within a place, at a level
that allows for how many places were picked (Benjamini & Bogomolov 2014).  Where there is one place, any mistake is
as rare as one in twenty.

Intervals are those at the level at which a difference is judged: among those called different, one in twenty misses
the true one in the long run (Benjamini & Yekutieli 2005).  Those of what was picked among several hold all at once:
``interval_among``.
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
    return [one for (one,) in judged_by_place([[one] for one in pairs])]


def judged_by_place(places: Sequence[Sequence[Pair]]) -> list[list[PairedDifference]]:
    """Return what is known of each difference of a family, place by place."""
    alone = [[_alone(one) for one in pairs] for pairs in places]
    chances = [np.array([min(one.chance, one.chance_same) for one in found]) for found in alone]
    over = times_of([len(some) * float(some.min(initial=1.0)) for some in chances])
    within = [over * times_within(over * some) for some in chances]
    return [[replace(one, times=times) for one in found] for found, times in zip(alone, within, strict=True)]


def _alone(one: Pair) -> PairedDifference:
    return paired_difference(
        one.first, one.other, MEASURES[one.outcome].better, one.groups, one.matters, one.at_any_time
    )


def times_of(chances: Sequence[float]) -> float:
    """Return what the chance of each difference of a family is multiplied with: their number over those called."""
    many = len(chances)
    below = np.sort(chances) <= (1.0 - LEVEL) * np.arange(1, many + 1) / max(1, many)
    called = int(np.flatnonzero(below)[-1]) + 1 if below.any() else 1
    return many / called if many else 1.0


def times_within(chances: Floats) -> float:
    """Return what the chance of each difference of one place is multiplied with: the number of those not called."""
    is_called = np.sort(chances) * np.arange(len(chances), 0, -1) < 1.0 - LEVEL
    return float(max(1, len(chances) - np.logical_and.accumulate(is_called).sum()))


def interval_among(one: Pair, many: int) -> tuple[float, float]:
    """Return the interval of one of so many differences, (worlds,) without nan, such that all of them hold at once."""
    return replace(_alone(one), times=float(many)).interval


def at_least(pairs: Sequence[Pair]) -> list[float]:
    """Return how large each of some differences is at least, all of them at once; 0 where that is not known."""
    return [max(0.0, low, -high) for low, high in (interval_among(one, len(pairs)) for one in pairs)]
