"""Intervals of paired differences.

Paired differences are often skewed, and often zero (both variants did the same).  Where that is so,
Student's t interval covers too little: at 40 worlds 86 % instead of 95 % if a fifth of the differences are exponential
and the others zero; bootstraps are hardly better there (percentile 87 %, BCa 89 %), and the studentized bootstrap
covers 96 % with intervals dozens of times too wide.  Hall's transformation, which removes the skewness of t, covers
97 %; but it covers less than Student's where tails are heavy on both sides (93 % for t with 3 degrees of freedom).  So
each end of our interval is the farther one of the two: 94 to 98 % in all those cases, 95 to 96 % for normal
differences, and no wider than Student's where they are symmetric.  It needs no random numbers.

**What is independent.**  Runs of one point of a design hang together, and so do runs of one seed.  Where values come in
such groups, groups are what is independent, and the interval is that of their means.  Where points of a sample were
crossed with seeds that all of them share, both are drawn: the variance of the mean is that of the means by point over
the points, and that of the means by seed over the seeds, less what is in both (Owen 2007; Cameron, Gelbach and Miller
2011), but no less than either; the quantile is Student's with Satterthwaite's degrees of freedom.  One seed for all
says nothing of other seeds, and two say too little (intervals would hold the truth in 87 %): there is none then.

**Nearly all the same.**  Where fewer than ``FEWEST`` parts differ from the rest, as where nearly all worlds are ties,
their spread says too little: nothing but ties would be known without any error.  What is known then is how rare others
are: after 100 that are the same, at most 3.6 %, the rule of three on either side (Clopper and Pearson 1934; Hanley and
Lippman-Hand 1983).  None can move the mean beyond what the outcome itself was seen to range, zero included: each end
is the farther one of the product of the two and of that by the spread.  Where nothing but zero was seen, not even that
is known.

**At any time.**  Who looks while worlds come in, and stops when something can be told, finds differences where there
are none: 95 % holds for a number of worlds that was fixed before.  Intervals *at any time* hold for all numbers of
worlds at once: they are those of the t-test by a mixture over effect sizes (Lai 1976; Wang and Ramdas 2025; as the
asymptotic confidence sequences of Waudby-Smith et al. 2024 where differences are not normal), tuned to be narrowest at
about ``TUNED`` worlds, where they are half as wide again; Hall's transformation removes the skewness of t here, too.
tests/experiments/test_any_time.py looks at every world, from ``FIRST`` on, of streams without any difference: at most
one in twenty is ever called one, also where most worlds are ties or a fifth hold all there is.  How rare parts are is
known at any time by the mixture of binomial likelihoods over Jeffreys' prior (Robbins 1970).

Literature: P. Hall, "On the removal of skewness by transformation", Journal of the Royal Statistical Society B 54
(1992) 221-228; X.-H. Zhou and P. Dinh, "Nonparametric confidence intervals for the one- and two-sample problems",
Biostatistics 6 (2005) 187-200; A. B. Owen, "The pigeonhole bootstrap", Annals of Applied Statistics 1 (2007) 386-411;
A. C. Cameron, J. B. Gelbach and D. L. Miller, "Robust inference with multiway clustering", Journal of Business and
Economic Statistics 29 (2011) 238-249; T. L. Lai, "On confidence sequences", Annals of Statistics 4 (1976) 265-280;
H. Wang and A. Ramdas, "Anytime-valid t-tests and confidence sequences for Gaussian means with unknown variance",
Sequential Analysis 44 (2025) 56-110; I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas, "Time-uniform
central limit theory and asymptotic confidence sequences", Annals of Statistics 52 (2024) 2613-2640; C. J. Clopper and
E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26 (1934)
404-413; J. A. Hanley and A. Lippman-Hand, "If nothing goes wrong, is everything all right?", JAMA 249 (1983) 1743-1745;
H. Robbins, "Statistical methods related to the law of the iterated logarithm", Annals of Mathematical Statistics 41
(1970) 1397-1409; S. Holm, "A simple
sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6 (1979) 65-70.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from ..sim.state import Floats, Ints

LEVEL = 0.95
"""How often an interval should hold the true mean."""

FEWEST = 6
"""Worlds that must differ before a difference can be told apart: six of one sign come by chance in 1 of 32 cases."""


FEWEST_CROSSED = 3
"""Points, and seeds that all of them share, of which there must be so many before anything is said of others."""


class Groups(NamedTuple):
    """What hangs together among values.

    Attributes:
        drawn: (n,) number of the group, such as the point of a design, that each value belongs to.
        crossed: (n,) number of the seed, where each was crossed with all groups; None where it was not.
    """

    drawn: Ints
    crossed: Ints | None = None

    def of(self, which: Any) -> Groups:
        """Return the groups of some of the values."""
        return Groups(self.drawn[which], None if self.crossed is None else self.crossed[which])


class Mean(NamedTuple):
    """A mean of values that come in groups, and how well it is known.

    Attributes:
        error: its standard error; nan where nothing can be said: of fewer than two, or where all are the same.
        freedom: degrees of freedom; skewness: of the independent parts.
    """

    mean: float
    error: float
    freedom: float
    skewness: float = 0.0

    def interval(self, level: float = LEVEL, at_any_time: bool = False) -> tuple[float, float]:
        """Return the interval of the mean; nan where there is none."""
        if math.isnan(self.error):
            return math.nan, math.nan
        root = math.sqrt(self.freedom + 1.0)
        reach = (mixture_quantile if at_any_time else quantile)(self.freedom, level)
        if math.isinf(reach):
            return -math.inf, math.inf
        up, down = (root * _unskewed(sign * reach / root, self.skewness, root**2) for sign in (1.0, -1.0))
        return self.mean - self.error * max(reach, up), self.mean - self.error * min(-reach, down)

    def chance(self, true: float = 0.0, at_any_time: bool = False) -> float:
        """Return the chance of a mean so far from the true one: below 1 - level where the interval leaves that out."""
        if math.isnan(self.error):
            return 1.0
        t, n, g = (self.mean - true) / self.error, self.freedom + 1.0, self.skewness
        u = t / math.sqrt(n)
        hall = u + g * u * u / 3.0 + g * g * u**3 / 27.0 + g / (6.0 * n)
        beyond = mixture_chance if at_any_time else student_chance
        return max(beyond(math.copysign(1.0, u) * math.sqrt(n) * one, self.freedom) for one in (u, hall))

    def chance_within(self, margin: float, at_any_time: bool = False) -> float:
        """Return the chance of a mean so far inside of both ends of a margin where the true one lies outside."""
        if not abs(self.mean) < margin:
            return 1.0
        return max(self.chance(end, at_any_time) for end in (-margin, margin))


class NearlySame(NamedTuple):
    """A mean of values of which nearly all are the same: known no better than how rare others are.

    Attributes:
        spread: the mean, and how well it is known by the spread of values; no error where there is no spread.
        usual: the value that nearly all have.
        less, more: in how many independent parts something lies below it, and above; of ``parts``.
        lowest, highest: what a value may be; the same where nothing is known of that.
    """

    spread: Mean
    usual: float
    less: int
    more: int
    parts: int
    lowest: float
    highest: float

    @property
    def mean(self) -> float:
        """Return the mean."""
        return self.spread.mean

    def interval(self, level: float = LEVEL, at_any_time: bool = False) -> tuple[float, float]:
        """Return the interval of the mean; nan where there is none."""
        if self.lowest == self.highest:
            return math.nan, math.nan
        down, up = (highest_share(many, self.parts, level, at_any_time) for many in (self.less, self.more))
        low, high = self.usual - down * (self.usual - self.lowest), self.usual + up * (self.highest - self.usual)
        by_spread = self.spread.interval(level, at_any_time)
        return min(low, *by_spread), max(high, *by_spread)

    def chance(self, true: float = 0.0, at_any_time: bool = False) -> float:
        """Return the chance of so few others where the mean is the true one."""
        if true == self.usual or self.lowest == self.highest:
            return 1.0
        many, end = (self.less, self.lowest) if true < self.usual else (self.more, self.highest)
        share = min(1.0, (true - self.usual) / (end - self.usual)) if end != self.usual else 1.0
        by_spread = 0.0 if math.isnan(self.spread.error) else self.spread.chance(true, at_any_time)
        return max(by_spread, share_chance(many, self.parts, share, at_any_time))

    def chance_within(self, margin: float, at_any_time: bool = False) -> float:
        """Return the chance of so few others where the true mean lies outside of a margin."""
        if not max(abs(self.usual), abs(self.mean)) < margin:
            return 1.0
        return max(self.chance(end, at_any_time) for end in (-margin, margin))


def mean_of(values: Floats, groups: Groups | None = None, ends: tuple[float, float] | None = None) -> Mean | NearlySame:
    """Return the mean of values that come in groups, (n,) without nan.

    Args:
        groups: None where every value is independent of every other.
        ends: the lowest and the highest that a value may be, if nearly all are the same; else those seen, and zero.
    """
    ends = ends or (float(values.min(initial=0.0)), float(values.max(initial=0.0)))
    spread = spread_of(values, groups)
    ways = _nearly_same(values, groups, spread, ends)
    nearly = [one for one in ways if one.less + one.more < min(FEWEST, one.parts)]
    fewest = min(nearly, key=lambda one: one.parts, default=None)
    return spread if fewest is None or fewest.parts < FEWEST else fewest  # of so few groups, no share is known


def mean_defined(values: Floats) -> float:
    """Return the mean of what is defined; nan where nothing is."""
    defined = values[np.isfinite(values)]
    return float(defined.mean()) if len(defined) else math.nan


def _nearly_same(values: Floats, groups: Groups | None, spread: Mean, ends: tuple[float, float]) -> list[NearlySame]:
    """Return in how many parts something is not as usual, for each way in which values hang together."""
    usual = float(np.median(values)) if len(values) else math.nan
    less, more = values < usual, values > usual
    if groups is None:
        few = (int(np.count_nonzero(less)), int(np.count_nonzero(more)))
        return [NearlySame(spread, usual, *few, len(values), *ends)]
    ways = _independent_ways(groups)
    return [NearlySame(spread, usual, _many(way[less]), _many(way[more]), _many(way), *ends) for way in ways]


def _independent_ways(groups: Groups) -> list[Ints]:
    """Return the ways in which values hang together that were drawn: a single group that was crossed is fixed."""
    if groups.crossed is None:
        return [groups.drawn]
    return [groups.crossed] if _many(groups.drawn) == 1 else [groups.drawn, groups.crossed]


def _many(groups: Ints) -> int:
    return len(np.unique(groups))


def wilson(part: int, whole: int) -> tuple[float, float, float]:
    """Return a share with its 95 % interval (Wilson 1927); nan of nothing."""
    from scipy.stats import binomtest  # only here: it takes a second to import

    if whole == 0:
        return math.nan, math.nan, math.nan
    ends = binomtest(part, whole).proportion_ci(LEVEL, "wilson")
    return part / whole, float(ends.low), float(ends.high)


def spread_of(values: Floats, groups: Groups | None) -> Mean:
    """Return the mean of values and how well it is known by their spread."""
    if groups is not None and groups.crossed is not None and len(np.unique(groups.drawn)) > 1:
        return Mean(float(values.mean()), *crossed_error(values, groups))
    parts = independent_parts(values, groups)
    n, deviation = len(parts), float(parts.std()) if len(parts) else 0.0
    if n < 2 or deviation == 0.0:
        return Mean(float(values.mean()) if n else math.nan, math.nan, math.nan)
    mean = parts.mean()
    skewness = float(np.mean(((parts - mean) / deviation) ** 3))
    return Mean(float(mean), float(parts.std(ddof=1)) / math.sqrt(n), n - 1, skewness)


FIRST = 50
"""Worlds before which nothing is told at any time: skewed differences that are mostly ties still hide what is rare."""

TUNED = 200
"""Worlds at which intervals that hold at any time are narrowest."""

MIXED = 7.93 / TUNED
"""Variance of the effect sizes, in standard deviations, that are mixed: -2 log a + log(1 - 2 log a) with a = .05."""


@cache
def mixture_quantile(freedom: float, level: float) -> float:
    """Return how many standard errors an interval that holds at any time reaches; infinite where nothing is known yet.

    The mixture of t-likelihood ratios over effects ~ N(0, MIXED) is below 1 / (1 - level) just within.
    """
    n = freedom + 1.0
    g = 1.0 / (1.0 + n * MIXED)
    bound = ((1.0 - level) ** 2 * g) ** (-1.0 / n)
    return math.sqrt(freedom * (bound - 1.0) / (1.0 - bound * g)) if bound * g < 1.0 else math.inf


def mixture_chance(t: float, freedom: float) -> float:
    """Return the chance that the mixture is ever as large as at ``t`` where there is no effect; 1 where t <= 0."""
    n, u = freedom + 1.0, max(0.0, t) ** 2 / freedom
    g = 1.0 / (1.0 + n * MIXED)
    return min(1.0, math.exp(0.5 * n * (math.log1p(g * u) - math.log1p(u)) - 0.5 * math.log(g)))


def holm(chances: Floats) -> Floats:
    """Return chances that allow for all of them, (n,): the k-th smallest times the number of those not smaller."""
    order, together = np.argsort(chances), np.empty(len(chances))
    together[order] = np.minimum(1.0, np.maximum.accumulate(chances[order] * np.arange(len(chances), 0, -1)))
    return together


def independent_parts(values: Floats, groups: Groups | None) -> Floats:
    """Return independent parts of the mean of values that were not crossed, or of one group that was."""
    if groups is None or len(values) == 0:
        return values
    return group_parts(values, groups.drawn if groups.crossed is None else groups.crossed)


def crossed_error(values: Floats, groups: Groups) -> tuple[float, float]:
    """Return the standard error of the mean of values that were crossed with seeds, and its degrees of freedom.

    nan where there are fewer seeds or points than ``FEWEST_CROSSED``, or where all values are the same.
    """
    assert groups.crossed is not None
    drawn, crossed = group_parts(values, groups.drawn), group_parts(values, groups.crossed)
    if min(len(drawn), len(crossed)) < FEWEST_CROSSED or values.min() == values.max():
        return math.nan, math.nan
    own = [float(one.var(ddof=1)) / len(one) for one in (drawn, crossed)]
    both = _interaction(values, drawn, crossed, groups)
    variance = max(sum(own) - both, *own)
    each = sum(one**2 / (len(many) - 1) for one, many in zip(own, (drawn, crossed), strict=True))
    return math.sqrt(variance), sum(own) ** 2 / each


def group_parts(values: Floats, group: Ints) -> Floats:
    """Return what each group gives to the mean of values, (groups,): equal groups their means, and all its mean."""
    _, place, sizes = np.unique(group, return_inverse=True, return_counts=True)
    mean = values.mean()
    sums = np.bincount(place, weights=values)
    return np.asarray(mean + (sums - sizes * mean) * len(sizes) / len(values))


def _interaction(values: Floats, drawn: Floats, crossed: Floats, groups: Groups) -> float:
    """Return the variance of the mean that neither groups nor seeds explain; a group may have several values a seed."""
    assert groups.crossed is not None
    row, column = (np.unique(one, return_inverse=True)[1] for one in (groups.drawn, groups.crossed))
    cells, cell, sizes = np.unique(row * len(crossed) + column, return_inverse=True, return_counts=True)
    means = np.bincount(cell, weights=values) / sizes
    left = means - drawn[cells // len(crossed)] - crossed[cells % len(crossed)] + values.mean()
    return float(np.sum(left**2)) / ((len(drawn) - 1) * (len(crossed) - 1)) / len(cells)


def _unskewed(quantile: float, skewness: float, n: float) -> float:
    """Return Hall's inverse: the value of (mean - true mean) / deviation at a quantile of t over root n.

    With skewness g, Hall's transformation of u = (mean - true mean) / deviation is
    u + g u^2 / 3 + g^2 u^3 / 27 + g / 6n = ((1 + g u / 3)^3 - 1) / g + g / 6n; without skewness it is u itself.
    """
    if abs(skewness) < 1e-6:
        return quantile
    return (float(np.cbrt(1.0 + skewness * (quantile - skewness / (6.0 * n)))) - 1.0) * 3.0 / skewness


@cache
def quantile(freedom: float, level: float) -> float:
    """Return the upper quantile of Student's t with so many degrees of freedom."""
    from scipy.special import stdtrit  # only here: importing it takes longer than all that is estimated

    return float(stdtrit(freedom, 0.5 + level / 2.0))


def student_chance(t: float, freedom: float) -> float:
    """Return the chance that Student's t is as far from zero as ``t`` on either side; 1 where t <= 0."""
    from scipy.special import stdtr

    return min(1.0, 2.0 * float(stdtr(freedom, -t)))


def share_chance(many: int, whole: int, share: float, at_any_time: bool = False) -> float:
    """Return the chance of so few, or as many on the other side, of a whole that has this share of them."""
    from scipy.special import bdtr, betaln

    if many >= share * whole:
        return 1.0
    if not at_any_time:
        return min(1.0, 2.0 * float(bdtr(many, whole, share)))
    if share == 1.0:
        return 0.0
    mixed = betaln(many + 0.5, whole - many + 0.5) - math.log(math.pi)
    return min(1.0, 2.0 * math.exp(many * math.log(share) + (whole - many) * math.log1p(-share) - mixed))


@cache
def highest_share(many: int, whole: int, level: float, at_any_time: bool = False) -> float:
    """Return the highest share of which so many of a whole are no surprise."""
    from scipy.optimize import brentq

    if many == whole:
        return 1.0
    surprise = 1.0 - level
    return float(brentq(lambda share: share_chance(many, whole, share, at_any_time) - surprise, many / whole, 1.0))
