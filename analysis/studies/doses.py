"""Values along something uncertain: how they rise, bend and jump, and where the best one is.

A value that was chosen because it did best in some worlds looks better in them than it is.  So what is chosen in one
half of the worlds is scored in the other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...sim.state import Floats


def rise(values: Floats, at: Floats) -> Floats:
    """Return how much a straight line through each world's values rises over the axis, (worlds,).

    Args:
        values: (worlds, doses); at: (doses,) where they lie.
    """
    distance = at - at.mean()
    return np.asarray(values @ distance / (distance @ distance) * (at[-1] - at[0]))


def bend(values: Floats, at: Floats) -> Floats:
    """Return how much more values rise over the second half of the axis than over the first at the same pace."""
    middle = len(at) // 2
    first = (values[:, middle] - values[:, 0]) / (at[middle] - at[0])
    second = (values[:, -1] - values[:, middle]) / (at[-1] - at[middle])
    return np.asarray((second - first) * 0.5 * (at[-1] - at[0]))


def halves(worlds: int) -> Sequence[tuple[slice, slice]]:
    """Return each half of the worlds with the other one."""
    first, second = slice(None, worlds // 2), slice(worlds // 2, None)
    return (first, second), (second, first)


def best_among(values: Floats, places: Sequence[int], is_lower: bool = False) -> Floats:
    """Return the values at the dose that was best in the other half of the worlds, (worlds,).

    Args:
        places: of the doses to choose from; is_lower: whether lower is better.
    """
    scores = -values if is_lower else values
    found = np.full(len(values), np.nan)
    for here, there in halves(len(values)):
        if len(values[there]):
            found[here] = values[here, places[int(np.nanargmax(np.nanmean(scores[there][:, places], axis=0)))]]
    return found


def largest_step(values: Floats) -> tuple[Floats, Floats]:
    """Return the largest step between neighboring doses, and the whole range, (worlds,) each; both chosen elsewhere."""
    step, whole = np.full(len(values), np.nan), np.full(len(values), np.nan)
    for here, there in halves(len(values)):
        if not len(values[there]):
            continue
        means = np.nanmean(values[there], axis=0)
        at = int(np.argmax(np.abs(np.diff(means))))
        step[here] = np.sign(means[at + 1] - means[at]) * (values[here, at + 1] - values[here, at])
        whole[here] = values[here, int(means.argmax())] - values[here, int(means.argmin())]
    return step, whole
