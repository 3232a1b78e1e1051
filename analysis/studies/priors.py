"""Over all that is not known: in which share of the points of a sample each treatment leads.

A study is read so where its points are drawn from ranges that say what one can believe before, and each is run with
several seeds.  At a point a treatment is *best or no different* where each other one is known to be worse or not to
differ, *not best* where one is known to be better, and not yet known otherwise.  So at which share of all points it is
best or no different lies between two bounds: *at least* that at which this is known, and *at most* that at which it is
not known to be not best, each as far out as points that were drawn may have it (Wilson 1927).  Few worlds a point, and
the bounds lie far apart.  Points at which nothing is achieved under any treatment are left out and counted.

What is *given up* by one treatment everywhere is told over all points: in half the worlds of a point one picks the
best, and in the other half compares it with each.  Who picks by few worlds picks badly now and then, so that this is
the least that is given up.

A number *turns the sign* of a difference where its line is known to end on the other side of zero: half of its rise is
larger than the mean by more than both may be off (Zou and Donner 2008).

Literature: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
American Statistical Association 22 (1927) 209-212; G. Y. Zou and A. Donner, "Construction of confidence limits about
effect measures: a general approach", Statistics in Medicine 27 (2008) 1693-1702.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...experiments.estimates import LESS, MORE, SAME, UNKNOWN, Verdict
from ...experiments.intervals import mean_of, wilson
from ...experiments.studies.design import design_kind, repetitions_in, shares_seeds
from ...sim.measures import HIGHER, MEASURES
from ...sim.state import Floats
from .cells import Cells
from .leaders import Lead, asking, leads
from .numbers import Influence, Influences, analyzed
from .together import Pair, judged_together

if TYPE_CHECKING:
    from ...experiments.studies import Study

SAMPLES = ("monte-carlo", "latin-hypercube", "sobol")

ENOUGH_SEEDS = 6
"""Seeds of a point from which on something can be known of it."""


class Share(NamedTuple):
    """In how many points a treatment leads, does not, and it is not yet known.

    Attributes:
        at_least, at_most: bounds of the share of all points at which it leads, each with its 95 % interval's end.
        given_up: mean over all points, with its 95 % interval, of what is given up by choosing it everywhere, in the
            unit of the outcome.
    """

    name: str
    leads: int
    lags: int
    open: int
    at_least: float
    at_most: float
    given_up: tuple[float, float, float]


class Contrast(NamedTuple):
    """A treatment against the reference.

    Attributes:
        counts: points by verdict on it minus the reference; empty: points at which neither achieves anything.
        mean, low, high: difference over all points, with its 95 % interval.
        moves: what moves the difference, the most first; flips: of these, what is known to turn its sign
            within its range.
        why: why nothing is said of numbers; empty where something is.
    """

    name: str
    counts: dict[Verdict, int]
    empty: int
    mean: float
    low: float
    high: float
    moves: tuple[Influence, ...]
    flips: tuple[Influence, ...]
    why: str


@dataclass(frozen=True)
class Over:
    """What a sample says.

    Attributes:
        points: that are whole; empty: of these, how many in which those that ask achieve nothing.
        shares: of those that ask who takes part, among themselves; others: of those that ask nobody, among all.
    """

    study: Study = field(repr=False)
    points: int
    empty: int
    seeds: int
    shares: tuple[Share, ...]
    others: tuple[Share, ...]
    contrasts: tuple[Contrast, ...]


def is_sample(study: Study) -> bool:
    """Return whether points are a sample, each with several seeds of its own, of what should be high by treatment."""
    return (
        design_kind(study) in SAMPLES
        and not shares_seeds(study)
        and len(study.choices) > 1
        and len(study.places) == 1
        and repetitions_in(study) >= ENOUGH_SEEDS
        and MEASURES[study.outcomes[0]].better == HIGHER
    )


def over(cells: Cells) -> Over | None:
    """Return what a sample says; None of another study, or before enough of its points are whole."""
    study = cells.study
    if not is_sample(study) or not cells.found.done:
        return None
    values = _by_point(cells)
    whole = np.isfinite(values).all(axis=2).sum(axis=1) >= ENOUGH_SEEDS
    if not whole.any():
        return None
    each = [one[np.isfinite(one).all(axis=1)] for one in values[whole]]
    among, early = asking(study), cells.found.at_any_time
    found, with_all = (_leads(some, study.outcomes[0], early) for some in ([one[:, among] for one in each], each))
    names = study.choices
    lost = given_up([one[:, among] for one in each])
    shares = tuple(_share(names[place], column, found, lost[:, column], early) for column, place in enumerate(among))
    lost = given_up(each)
    others = tuple(
        _share(name, place, with_all, lost[:, place], early) for place, name in enumerate(names) if place not in among
    )
    contrasts = tuple(_contrast(cells, values, each, place) for place in range(1, len(study.choices)))
    return Over(study, len(each), len(each) - len(found), repetitions_in(study), shares, others, contrasts)


def _by_point(cells: Cells) -> Floats:
    """Return the first outcome, (points, seeds, treatments); nan where it was not run."""
    outcome, place = cells.study.outcomes[0], cells.study.places[0]
    return np.stack([cells.by_seed(outcome, place, one).T for one in cells.study.choices], axis=2)


def _leads(each: list[Floats], outcome: str, at_any_time: bool) -> list[Lead]:
    """Return who leads at the points at which anything is achieved under any of these treatments."""
    alive = [one for one in each if one.any()]
    return leads(alive, outcome, at_any_time) if alive else []


def given_up(each: list[Floats]) -> Floats:
    """Return what each treatment lacks to the one that is picked in other worlds of the same point.

    Args:
        each: an array (worlds, treatments) for each point, the more the better.

    Returns:
        (points, treatments); of expectation zero or more, but for the picks that a few worlds mislead.
    """
    lacks = []
    for values in each:
        halves = values[::2].mean(axis=0), values[1::2].mean(axis=0)
        lacks.append(sum(other[one.argmax()] - other for one, other in (halves, halves[::-1])) / 2.0)
    return np.array(lacks)


def _share(name: str, place: int, found: list[Lead], lost: Floats, at_any_time: bool) -> Share:
    ahead, many = sum(one.is_known and place in one.left for one in found), len(found)
    lags = sum(place in one.out for one in found)
    ends = wilson(ahead, many)[1], wilson(many - lags, many)[2]
    mean = float(lost.mean()), *mean_of(lost).interval(at_any_time=at_any_time)
    return Share(name, ahead, lags, many - ahead - lags, *ends, mean)


def _contrast(cells: Cells, values: Floats, each: list[Floats], place: int) -> Contrast:
    study, outcome, early = cells.study, cells.study.outcomes[0], cells.found.at_any_time
    alive = [one for one in each if one[:, (0, place)].any()]
    judged = judged_together([Pair(one[:, 0], one[:, place], outcome, at_any_time=early) for one in alive])
    counts: dict[Verdict, int] = {
        verdict: sum(one.verdict == verdict for one in judged) for verdict in (MORE, SAME, LESS, UNKNOWN)
    }
    difference = values[:, :, place] - values[:, :, 0]
    known = difference[np.isfinite(difference).any(axis=1)]
    by_point = mean_of(np.nanmean(known, axis=1))
    asked = Influences(outcome, study.choices[0], study.choices[place], "rise", 0, ())
    read = analyzed(study, cells.points, difference, False, asked)
    mean = by_point.mean, *by_point.interval(at_any_time=early)
    flips = tuple(one for one in read.told if is_flipped(mean, one))
    return Contrast(
        study.choices[place],
        counts,
        len(each) - len(alive),
        *mean,
        read.told,
        flips,
        "" if read.found else read.why,
    )


def is_flipped(mean: tuple[float, float, float], one: Influence) -> bool:
    """Return whether a number is known to turn the sign of a mean, which comes with its interval."""
    size, low, high = (math.copysign(1.0, one.size) * end for end in (one.size, one.low, one.high))
    rise = 0.5 * (size - min(low, high))
    off = max(abs(mean[1] - mean[0]), abs(mean[2] - mean[0]))
    return 0.5 * size - abs(mean[0]) > math.hypot(rise, off)
