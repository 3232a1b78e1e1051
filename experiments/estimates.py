"""Estimates: what a comparison says of each outcome, with its uncertainty.

Variants met the same worlds, so what counts is the difference within a world: variant minus first variant.

How the interval is made, and why, stands in ``clever_coalitions.experiments.intervals``.

**What is known.**  A difference is *more* or *less* where its interval leaves out zero, and *no difference that
matters* where all of it lies within the smallest difference that matters: the one that the scenario or the study says
(``[matters]``), 5 % of the better mean where none does; of a mean that these worlds tell badly, as where few settle
anything, it must lie within whatever that mean may be.  All else is *not yet known*, and it is said in about how
many worlds it may be known, if mean and spread stay as they are, to one who goes on until it is: whoever asks for one
fixed number after the other finds what is not there (one in five times, where each is the number that was said).

**Many at once.**  A comparison has one primary contrast: that of the second variant with the reference in the outcome
that comes first.  The others of interest are judged together, across variants and outcomes, and so are all the rest:
the chance of a single mistake among them is one in twenty, too (Holm 1979).  Intervals are those at the level at which
each is judged, so wider among others: one leaves out zero where a difference is told from zero, and nowhere else (as in
Benjamini and Yekutieli 2005).

**Where no interval can help.**  If a few worlds hold most of the variance (on the engine at times ``detection_lag``),
a comparison may not have met one of them: no method covers 95 % then, and only more worlds help.

**Where few worlds differ**, fewer than ``FEWEST`` tell nothing apart: five of one sign come by chance in one of sixteen
cases.  Nor do they tell that nothing matters, unless there are enough worlds that one which would is a surprise.

Literature: E. C. Fieller, "Some problems in interval estimation", Journal of the Royal Statistical Society B 16 (1954)
175-185; Y. Benjamini and D. Yekutieli, "False discovery rate-adjusted multiple confidence intervals for selected
parameters", Journal of the American Statistical Association 100 (2005) 71-81.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

import numpy as np

from ..sim.measures import LOWER, MEASURES, NEITHER
from ..sim.state import Floats
from .falls import falls_of
from .intervals import FEWEST, FIRST, LEVEL, Groups, Mean, NearlySame, holm, mean_defined, mean_of, spread_of

if TYPE_CHECKING:
    import pandas

    from .comparison import Comparison


Verdict = Literal["more", "less", "no difference that matters", "not yet known"]

MORE: Verdict = "more"
LESS: Verdict = "less"
SAME: Verdict = "no difference that matters"
UNKNOWN: Verdict = "not yet known"

MATTERS = 0.05
"""The smallest difference that matters, where nobody says otherwise, as a share of the better mean."""


@dataclass(frozen=True)
class PairedDifference:
    """A variant minus the reference, in the worlds in which an outcome is defined under both.

    Attributes:
        known: how well the mean is known, in the unit of the outcome.
        is_enough: whether there are enough worlds to tell anything.
        wins, ties, losses: worlds in which the variant is better, the same, and worse; where neither direction is
            better, in which it has more, the same, and less.
        p_better: share of worlds in which the variant is better, ties half; nan where neither direction is better.
        matters: the smallest difference that matters; ``inside``: how far the mean lies inside of it, the less, the
            worse it is known itself.
        variance_reduction: what pairing bought, (VarA + VarB) / Var(difference): how many times as many worlds would
            have been needed without it.  Infinite where differences do not vary, nan where nothing does.
        worlds: how many there are; ``left_out``: of how many others, not defined under both; ``differ``: in how many of
            the worlds the two differ.
        chance: of a mean so far from zero where there is no difference; ``chance_same``: of one so far inside of what
            matters where the difference is not.
        times: what both are multiplied with, since others are judged beside; 1 for the primary contrast.
        at_any_time: whether all this holds for all numbers of worlds at once.
    """

    known: Mean | NearlySame = field(repr=False)
    is_enough: bool
    p_better: float
    variance_reduction: float
    worlds: int
    left_out: int
    differ: int
    wins: int
    ties: int
    losses: int
    matters: float
    inside: float
    chance: float
    chance_same: float
    times: float = 1.0
    at_any_time: bool = False

    @property
    def mean(self) -> float:
        """The mean difference; nan of no worlds."""
        return self.known.mean

    @property
    def low(self) -> float:
        """The lower end of its interval."""
        return self.interval[0]

    @property
    def high(self) -> float:
        """The upper end of its interval."""
        return self.interval[1]

    @property
    def interval(self) -> tuple[float, float]:
        """The interval of the mean, allowing for all that is judged beside; nan where there are too few worlds.

        So it leaves out zero where the difference is told from zero, and nowhere else.
        """
        return self._ends if self.is_enough else (math.nan, math.nan)

    @functools.cached_property
    def _ends(self) -> tuple[float, float]:
        return self.known.interval(1.0 - (1.0 - LEVEL) / self.times, self.at_any_time)

    @property
    def adjusted(self) -> float:
        """The chance of being wrong in what can best be said, allowing for all that is judged beside."""
        return min(1.0, self.times * min(self.chance, self.chance_same))

    @property
    def verdict(self) -> Verdict:
        """What is known: whether the difference lies within what matters; if not, whether it is none."""
        if self.times * self.chance_same < 1.0 - LEVEL:
            return SAME
        if self.times * self.chance < 1.0 - LEVEL:
            return MORE if self.mean > 0.0 else LESS
        return UNKNOWN

    @property
    def is_told_apart(self) -> bool:
        """Whether it is known which has more."""
        return self.verdict in (MORE, LESS)

    @property
    def worlds_to_come(self) -> float:
        """About how many more worlds it takes to know, if mean and spread stay; infinite where no number would do."""
        if self.verdict != UNKNOWN:
            return 0.0
        half = 0.5 * (self._ends[1] - self._ends[0])
        if self.differ < FEWEST:
            more = min(_ratio(half, self.inside), _ratio(FEWEST, self.differ))
        else:
            more = _ratio(half, max(abs(self.mean), self.inside)) ** 2
        return max(1.0, self.worlds * (more - 1.0))


def difference_in(comparison: Comparison, outcome: str, variant: int) -> PairedDifference:
    """Return by how much the variant at place ``variant`` differs from the reference in an outcome."""
    comparison.outcome(outcome)
    return judged(comparison)[outcome, variant]


_JUDGED: WeakKeyDictionary[Comparison, dict[tuple[str, int], PairedDifference]] = WeakKeyDictionary()


def is_known(comparison: Comparison) -> bool:
    """Return whether the primary contrast is: that of the second variant in the outcome that comes first."""
    return len(comparison.variants) < 2 or _alone(comparison, comparison.of_interest[0], 1).verdict != UNKNOWN


def judged(comparison: Comparison) -> dict[tuple[str, int], PairedDifference]:
    """Return all differences of a comparison by outcome and place of the variant, judged together; kept with it."""
    if comparison not in _JUDGED:
        names, places = comparison.outcome_names, range(1, len(comparison.variants))
        found = {(name, place): _alone(comparison, name, place) for name in names for place in places}
        of_interest = [(name, place) for name in comparison.of_interest for place in places]
        for family in (of_interest[1:], [one for one in found if one not in of_interest]):
            found |= _together({one: found[one] for one in family})
        _JUDGED[comparison] = found
    return _JUDGED[comparison]


def _together(alone: dict[tuple[str, int], PairedDifference]) -> dict[tuple[str, int], PairedDifference]:
    """Return differences with chances that make one mistake among all as rare as in one alone."""
    chances = np.array([min(one.chance, one.chance_same) for one in alone.values()])
    together = holm(chances)
    each = np.divide(together, chances, out=np.ones_like(chances), where=chances > 0.0)
    times = np.maximum(each, np.count_nonzero(together >= 1.0 - LEVEL))  # as many as are not told, where that is capped
    return {name: replace(one, times=float(more)) for (name, one), more in zip(alone.items(), times, strict=True)}


def _alone(comparison: Comparison, outcome: str, variant: int) -> PairedDifference:
    first, other = comparison.outcome(outcome)[:, (0, variant)].T
    return paired_difference(
        first, other, MEASURES[outcome].better, comparison.groups,
        matters=comparison.matters.get(outcome), at_any_time=comparison.at_any_time,
    )  # fmt: skip


def paired_difference(
    first: Floats,
    other: Floats,
    better: str,
    groups: Groups | None = None,
    matters: float | None = None,
    at_any_time: bool = False,
) -> PairedDifference:
    """Return the estimate of ``other`` minus ``first``, each (worlds,); worlds where one is nan are left out.

    Args:
        groups: which worlds hang together; None where all are independent.
        matters: the smallest difference that matters; ``MATTERS`` of the better mean where not given.
        at_any_time: whether what is said should hold for all numbers of worlds at once.
    """
    both = np.isfinite(first) & np.isfinite(other)
    first, other = first[both], other[both]
    difference = other - first
    known = known_difference(first, other, groups.of(both) if groups else None)
    ahead = -difference if better == LOWER else difference
    wins, ties, losses = (int(np.count_nonzero(some)) for some in (ahead > 0.0, ahead == 0.0, ahead < 0.0))
    matter = MATTERS * _better(first, other, better) if matters is None else np.full(len(difference), float(matters))
    inside, chance_same = _within(known, difference, matter, groups.of(both) if groups else None, at_any_time)
    is_enough = len(difference) >= (FIRST if at_any_time else FEWEST)
    return PairedDifference(
        wins=wins,
        ties=ties,
        losses=losses,
        matters=mean_defined(matter) if len(matter) else 0.0,
        inside=inside,
        known=known,
        is_enough=is_enough,
        p_better=(wins + 0.5 * ties) / len(ahead) if len(ahead) and better != NEITHER else math.nan,
        variance_reduction=_variance_reduction(first, other),
        worlds=len(difference),
        left_out=int(np.count_nonzero(~both)),
        differ=wins + losses,
        chance=known.chance(0.0, at_any_time) if is_enough else 1.0,
        chance_same=chance_same if is_enough else 1.0,
        at_any_time=at_any_time,
    )


def known_difference(first: Floats, other: Floats, groups: Groups | None = None) -> Mean | NearlySame:
    """Return the mean of ``other`` minus ``first``, (worlds,) each without nan, and how well it is known.

    Where nearly all worlds are alike, the others differ by no more than the outcome was seen to range, zero included.
    """
    span = float(np.ptp(np.concatenate((first, other, [0.0]))))
    return mean_of(other - first, groups, (-span, span))


COLUMNS = ("mean", "low", "high", "wins", "ties", "losses", "matters", "adjusted", "verdict")


def differences(comparison: Comparison, outcomes: Sequence[str] = ()) -> pandas.DataFrame:
    """Return what a comparison says as a table; as ``Comparison.differences``."""
    import pandas  # only here: it takes longer to import than a hundred runs

    wanted = outcomes or comparison.of_interest
    rows = [
        (name, other, *(getattr(difference_in(comparison, name, place), column) for column in COLUMNS))
        for name in wanted
        for place, other in enumerate(comparison.variants[1:], 1)
    ]
    return pandas.DataFrame(rows, columns=["outcome", "variant", *COLUMNS])


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values for JSON; what is not defined, or infinite, is None."""
    return {
        "scenario": comparison.scenario.name,
        "worlds": comparison.done,
        "seed": comparison.seed,
        "asked": comparison.asked,
        "at_any_time": comparison.at_any_time,
        "variants": list(comparison.variants),
        "outcomes": {name: _outcome_as_json(comparison, name) for name in comparison.outcome_names},
        "obstacles": [
            {name: _plain(one) if isinstance(one, float) else one for name, one in fall._asdict().items()}
            for fall in falls_of(comparison)
        ],
        "seconds": round(comparison.seconds, 3),
    }


def _outcome_as_json(comparison: Comparison, outcome: str) -> dict[str, Any]:
    names = comparison.variants
    differences = {name: difference_in(comparison, outcome, place) for place, name in enumerate(names[1:], 1)}
    told = ("mean", "low", "high", "p_better", "wins", "ties", "losses", "matters", "adjusted")
    return {
        "better": MEASURES[outcome].better,
        "means": dict(zip(names, map(_plain, comparison.means(outcome)), strict=True)),
        "difference": {
            name: {what: _plain(getattr(one, what)) for what in told} | {"verdict": one.verdict}
            for name, one in differences.items()
        },
        "variance_reduction": {name: _plain(one.variance_reduction) for name, one in differences.items()},
    }


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


# --- statistics ------------------------------------------------------------------------------------------------------


def _better(first: Floats, other: Floats, better: str) -> Floats:
    """Return the side that has the better mean, its sign such that this is above zero; the greater, where none is."""
    side = min(first, other, key=mean_defined) if better == LOWER else max(first, other, key=mean_defined)
    return side if mean_defined(side) > 0.0 else -side


def _within(
    known: Mean | NearlySame, difference: Floats, matter: Floats, groups: Groups | None, at_any_time: bool
) -> tuple[float, float]:
    """Return how far a difference lies inside of what matters, and the chance of that where it lies outside.

    Args:
        matter: (worlds,) with the smallest difference that matters as its mean; where that is estimated from the same
            worlds, its error counts, too: each end is judged as a difference of its own (Fieller 1954).
    """
    margin, error = mean_defined(matter), spread_of(difference, groups).error
    inside, chance = margin - abs(known.mean), known.chance_within(margin, at_any_time)
    for sign in (1.0, -1.0) if chance < 1.0 else ():
        end = spread_of(matter + sign * difference, groups)
        if min(end.error, error) > 0.0:
            inside = min(inside, end.mean * error / end.error)
        if end.error > 0.0:
            chance = max(chance, end.chance(0.0, at_any_time))
    return inside, chance


def _ratio(part: float, whole: float) -> float:
    """Return how many times a part is as large as a whole; infinite where that is not known."""
    return part / whole if part > 0.0 and whole > 0.0 else math.inf


def _variance_reduction(first: Floats, other: Floats) -> float:
    """Return (VarA + VarB) / Var(difference)."""
    if len(first) < 2:
        return math.nan
    apart, together = float(first.var() + other.var()), float((other - first).var())
    if together > 0.0:
        return apart / together
    return math.inf if apart > 0.0 else math.nan
