"""Values along something uncertain: how they rise, bend and jump, and where the best one is.

A value that was chosen because it did best in some worlds looks better in them than it is.  So what is chosen in the
first half of the worlds is scored in the second.  Both halves are not used both ways: what is scored in one decided
what is scored in the other, and an interval of the two together would hold too seldom.
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


def best_against(
    values: Floats, ours: Sequence[int], theirs: Sequence[int], is_lower: bool = False
) -> tuple[Floats, Floats]:
    """Return the values at the best of our doses and of theirs, in the second half of the worlds, (worlds / 2,) each.

    Both are picked in the first half. The side whose pick does worse may pick again, with hindsight: so who is said to
    be better is better than any dose of the other side, and not only than one that was picked by mistake.

    Args:
        values: (worlds, doses); ours, theirs: places of the doses to choose from; is_lower: whether lower is better.
    """
    first, second = halves(values)
    sign = -1.0 if is_lower else 1.0
    one, other = (_best(sign * first, places) for places in (ours, theirs))
    if means_of(sign * (second[:, [one]] - second[:, [other]]))[0] > 0.0:
        other = _best(sign * second, theirs)
    else:
        one = _best(sign * second, ours)
    return second[:, one], second[:, other]


def largest_step(values: Floats) -> tuple[Floats, Floats]:
    """Return the largest step between neighboring doses, and the whole range, (worlds / 2,) each.

    Both are picked in the first half of the worlds, and scored in the second.
    """
    first, second = halves(values)
    means, everywhere = means_of(first), range(values.shape[1])
    at = int(np.argmax(np.nan_to_num(np.abs(np.diff(means)))))
    low, high = _best(-first, everywhere), _best(first, everywhere)
    return np.sign(means[at + 1] - means[at]) * (second[:, at + 1] - second[:, at]), second[:, high] - second[:, low]


def halves(values: Floats) -> tuple[Floats, Floats]:
    """Return the half of the worlds to choose in, and the one to score in; (worlds, doses)."""
    middle = len(values) // 2
    return values[:middle], values[middle:]


def means_of(values: Floats) -> Floats:
    """Return the mean over worlds of what is defined at each dose, (doses,); nan where nothing is."""
    is_known = np.isfinite(values)
    many = is_known.sum(axis=0)
    return np.divide(np.where(is_known, values, 0.0).sum(axis=0), many, out=np.full(len(many), np.nan), where=many > 0)


def _best(scores: Floats, places: Sequence[int]) -> int:
    """Return the place of the highest mean; the first of them where nothing is defined yet."""
    return places[int(np.nan_to_num(means_of(scores[:, places]), nan=-np.inf).argmax())]
