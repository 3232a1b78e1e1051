"""Doses: where the best one is, without being fooled by having chosen it.

A dose that was chosen because it did best in some worlds looks better in them than it is.  So each half of the worlds
is scored at the dose that was best in the other half.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...sim.state import Floats
from .pattern import Part

GROUPS = 10
"""Groups of worlds, each of which finds its own best dose."""


def cross_chosen(scores: Floats, candidates: Sequence[int]) -> Floats:
    """Return the scores at the dose that was best in the other half of the worlds, (worlds,).

    Args:
        scores: (worlds, doses), higher is better; nan where not defined.
        candidates: places of the doses to choose from.
    """
    half = len(scores) // 2
    places = list(candidates)
    chosen = np.empty(len(scores))
    for here, there in ((slice(None, half), slice(half, None)), (slice(half, None), slice(None, half))):
        best = places[int(np.nanargmax(np.nanmean(scores[there][:, places], axis=0)))]
        chosen[here] = scores[here, best]
    return chosen


def inverted_u(scores: Floats, doses: Sequence[float], of: str, unit: str) -> list[Part]:
    """Return the two parts of an inverted U: the best dose inside beats each of the two at the edges."""
    inside = cross_chosen(scores, range(1, len(doses) - 1))
    best = best_dose(scores[:, 1:-1], doses[1:-1])
    text = f"best {of} inside (about {best:g}) against {of}"
    return [
        Part(f"{text} {doses[0]:g}", unit, inside - scores[:, 0], above=0.0),
        Part(f"{text} {doses[-1]:g}", unit, inside - scores[:, -1], above=0.0),
    ]


def best_dose(scores: Floats, doses: Sequence[float]) -> float:
    """Return the dose with the highest mean score."""
    return float(doses[int(np.nanargmax(np.nanmean(scores, axis=0)))])


def best_doses(scores: Floats, doses: Sequence[float]) -> Floats:
    """Return the best dose in each of the groups of worlds, (groups,); fewer groups where there are few worlds."""
    groups = np.array_split(scores, max(1, min(GROUPS, len(scores) // 2)))
    return np.array([best_dose(group, doses) for group in groups])
