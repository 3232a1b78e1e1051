"""Conditions, not winners: where in the space of what nobody chooses is one treatment better than another?

**A box** (PRIM, Friedman and Fisher 1999; scenario discovery, Bryant and Lempert 2010) says so by the ranges of a few
numbers.  It is found on half of the points and judged on the other half, so that what is said of it owes nothing to its
having been chosen.  Only numbers count that are bounded in most boxes of parts of the first half; how often is said.  A
tree (CART) on the same halves says whether another method sees as much.  PRIM and CART are those of the EMA Workbench.

A point counts as *for* a treatment where its mean paired difference over seeds is for the better.  Of few seeds, that
is partly chance, which draws shares of points toward a half: so they are said to be of means over few seeds.  Where all
points share their seeds, each of these may have a box of its own: a box is told where in the mean over seeds, with the
interval that so few have, more of its points are for the treatment than of all.

**Until the first success**: weeks, for each treatment, with those who never saw one counted as long as they were
watched (Kaplan and Meier 1958).  Since no world is lost before the end of its run, a curve is a share of worlds at each
week, and its intervals are those of any mean (``clever_coalitions.experiments.intervals``): no narrower than how rare
it may be where all still wait, wider where worlds hang together, and valid while a study runs.

Literature: J. H. Friedman and N. I. Fisher, "Bump hunting in high-dimensional data", Statistics and Computing 9 (1999)
123-143; B. P. Bryant and R. J. Lempert, "Thinking inside the box", Technological Forecasting and Social Change 77
(2010) 34-49; E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", Journal of the
American Statistical Association 53 (1958) 457-481.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...experiments.intervals import FEWEST_CROSSED, mean_of, wilson
from ...scenarios.mistakes import Problem
from ...sim.measures import LOWER, MEASURES, NEITHER
from ...sim.state import Floats
from ..words import listed, name_of_outcome, number
from .numbers import FEW_SEEDS, by_point

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study
    from ...sim.scenario import Scenario

FEWEST_POINTS = 40
"""Points that there must be: half of them are for judging."""

SMALLEST = 0.1
"""Share of the points that a box holds at least."""

PARTS, PART = 10, 0.7
"""Boxes are looked for again on so many parts of the points, each such a share; ``STABLE`` of them must agree."""

STABLE = 0.6

BY_MEANS = "each judged by the mean of its few seeds"
"""What is said of shares of points."""

UNSTABLE = "no range of any number was found again where some of the points were left out"
"""Why there is no box."""

OTHER_SEEDS = "the seeds that all points share differ so much that others may have another box, or none"
"""Why a box is not told."""

CERTAIN = 0.15
"""Quasi-p of an end of a range (Bryant and Lempert): how likely it would be as good without; larger ones stay open."""

PEELING = {"threshold": 1e-9, "mass_min": SMALLEST, "peel_alpha": 0.1}
"""How PRIM peels: whatever density a box has, down to the smallest one, a tenth of what is left at a time."""

MOST_WEEKS = 250
"""Weeks for which a curve is told at most, evenly of those at which something came."""

MOST_FITTED = 1000
"""Points of a half that a box is fitted to: more would take minutes, and tell little more."""


class Range(NamedTuple):
    """The range of a number in a box; nan at an open end; ``stable``: share of the parts that bound it, too."""

    path: str
    low: float
    high: float
    stable: float

    def __str__(self) -> str:
        low, high = number(self.low), number(self.high)
        if math.isnan(self.low):
            return f"{self.path} is at most {high}"
        return f"{self.path} is at least {low}" if math.isnan(self.high) else f"{self.path} is from {low} to {high}"


class Box(NamedTuple):
    """Where one treatment is better than the reference.

    Attributes:
        base: share of the points judged in which it is better; ``density``: of those in the box, with its 95 % interval
            (Wilson); ``coverage``: of those in which it is better, how many lie in the box.
        ranges: of the box, the most stable first; empty where there is none, and ``why``.
        inside: points judged that lie in it; ``points``: points judged.
        tree: density and coverage of the best leaf of a tree, on the same points.
    """

    outcome: str
    first: str
    other: str
    points: int
    base: float = math.nan
    density: float = math.nan
    low: float = math.nan
    high: float = math.nan
    coverage: float = math.nan
    ranges: tuple[Range, ...] = ()
    inside: int = 0
    tree: tuple[float, float] = (math.nan, math.nan)
    why: str = ""

    def holds(self, points: pandas.DataFrame) -> pandas.Series:
        """Return which of some points, a column a number, lie in the box."""
        inside = points.iloc[:, 0] == points.iloc[:, 0]
        for one in self.ranges:
            inside &= ~(points[one.path] < one.low) & ~(points[one.path] > one.high)
        return inside

    def __str__(self) -> str:
        more = "more" if MEASURES[self.outcome].better == NEITHER else "the better"
        what = f"{self.other} has {more} {name_of_outcome(self.outcome).lower()} than {self.first}"
        if not self.ranges:
            many = "" if math.isnan(self.base) else f" at {100.0 * self.base:.0f} % of {self.points} points, {BY_MEANS}"
            unknown = "" if self.base in (0.0, 1.0) else "; under which conditions is not known"
            return f"{what[:1].upper()}{what[1:]}{many}{unknown}: {self.why}."
        stable = listed([f"{one.path} in {round(one.stable * PARTS)}" for one in self.ranges])
        base, density, low, high, coverage, leaf = (
            f"{100.0 * share:.0f}"
            for share in (self.base, self.density, self.low, self.high, self.coverage, self.tree[0])
        )
        where = listed([str(one) for one in self.ranges])
        return (
            f"{what[:1].upper()}{what[1:]} at {base} % of all points, {BY_MEANS}. Where {where}, it has at {density} % "
            f"[{low}, {high}]: of {self.points} points that were kept aside to judge this, {self.inside} lie there, "
            f"which hold {coverage} % of all points where it is better. Of {PARTS} parts of the points bound the same "
            f"numbers: {stable}. The best leaf of a tree holds {leaf} %."
        )

    def _repr_html_(self) -> str:
        return f"<p>{self}</p>"


def conditions(study: Study, runs: pandas.DataFrame, outcome: str, treatment: int = -1, seed: int = 1) -> Box:
    """Return where a treatment is better than the reference.

    Args:
        runs: as ``clever_coalitions.experiments.studies.frame`` returns them.
        treatment: its place; the last where not given.
        seed: of the halves.

    Raises:
        StudyError: the study has nothing uncertain, or one treatment, or the EMA Workbench is not installed.
    """
    import pandas

    from ...experiments.studies import StudyError
    from ...experiments.studies.design import shares_seeds

    names = [one.name for one in study.treatments]
    if len(names) < 2 or not study.uncertainties:
        raise StudyError(
            study.name, [Problem("", "expected two treatments, and [uncertainties], to look for conditions")]
        )
    first, other = names[0], names[treatment]
    points, values = by_point(study, runs, outcome, first, other)
    if shares_seeds(study) and np.isfinite(values).any(axis=0).sum() < FEWEST_CROSSED:
        return Box(outcome, first, other, len(points), why=FEW_SEEDS)
    known = np.isfinite(values).any(axis=1)
    ahead = values[known] * (-1.0 if MEASURES[outcome].better == LOWER else 1.0)
    x = pandas.DataFrame(points[known], columns=list(study.paths))
    by_seed = np.where(np.isfinite(ahead), ahead > 0.0, np.nan) if shares_seeds(study) else None
    return box_in(x, np.nanmean(ahead, axis=1) > 0.0, (outcome, first, other), seed, by_seed)


def box_in(
    x: pandas.DataFrame,
    is_better: np.ndarray,
    what: tuple[str, str, str],
    seed: int = 1,
    by_seed: Floats | None = None,
) -> Box:
    """Return a box of points, a column a number, in which something is so more often than elsewhere.

    Args:
        is_better: (points,) whether it is so.
        what: outcome, reference and treatment, for the words.
        by_seed: (points, seeds) whether it is so under each of the seeds that all points share, nan where unknown.
    """
    nothing = Box(*what, len(x))
    if len(x) < FEWEST_POINTS:
        return nothing._replace(why=f"{len(x)} points are too few; expected {FEWEST_POINTS}")
    if len(np.unique(is_better)) < 2:
        return nothing._replace(base=float(is_better.mean()), why="it is the same at all points")
    random = np.random.default_rng(seed)
    order = random.permutation(len(x))
    fitted, judged = np.sort(order[: len(x) // 2][:MOST_FITTED]), np.sort(order[len(x) // 2 :])
    base, stable = float(is_better[judged].mean()), _stable(x.iloc[fitted], is_better[fitted], random)
    if not stable:
        return nothing._replace(base=float(is_better.mean()), why=UNSTABLE)
    ends = _box(x.iloc[fitted][list(stable)], is_better[fitted])
    ranges = tuple(Range(path, *ends[path], share) for path, share in stable.items() if path in ends)
    found = nothing._replace(ranges=ranges, points=len(judged), base=base)
    inside = found.holds(x.iloc[judged]).to_numpy()
    if by_seed is not None and not _is_so_under_others(by_seed[judged], inside):
        return found._replace(ranges=(), inside=int(inside.sum()), why=OTHER_SEEDS)
    return _judged(found, is_better[judged], inside, _leaf(x, is_better, fitted, judged))


def _is_so_under_others(by_seed: Floats, inside: np.ndarray) -> bool:
    """Return whether it is known that more points inside are so than of all, in the mean over seeds."""
    seeds = np.isfinite(by_seed[inside]).any(axis=0)
    if not seeds.any():
        return False
    more = np.nanmean(by_seed[inside][:, seeds], axis=0) - np.nanmean(by_seed[:, seeds], axis=0)
    return mean_of(more).interval()[0] > 0.0


def _judged(found: Box, is_better: np.ndarray, inside: np.ndarray, tree: tuple[float, float]) -> Box:
    """Return what points that were kept aside say of a box."""
    wins, many = int(is_better[inside].sum()), int(inside.sum())
    if not many:
        return found._replace(ranges=(), why="the box that was found holds none of the points kept aside")
    density, low, high = wilson(wins, many)
    found = found._replace(inside=many, density=density, low=low, high=high)
    if not low > found.base:
        why = "the box that was found is no better than all points together on those kept aside"
        return found._replace(ranges=(), why=why)
    return found._replace(coverage=wins / int(is_better.sum()), tree=tree)


def _stable(x: pandas.DataFrame, is_better: np.ndarray, random: np.random.Generator) -> dict[str, float]:
    """Return the numbers that are bounded in most boxes of parts of the points, and in which share of them."""
    parts = [random.permutation(len(x))[: round(PART * len(x))] for _ in range(PARTS)]
    boxes = [_box(x.iloc[part], is_better[part]) for part in parts]
    shares = {str(path): float(np.mean([path in box for box in boxes])) for path in x.columns}
    return {path: shares[path] for path in sorted(shares, key=lambda one: -shares[one]) if shares[path] >= STABLE}


def _box(x: pandas.DataFrame, is_better: np.ndarray) -> dict[str, tuple[float, float]]:
    """Return the ranges of the best box on PRIM's path, the one that stands out most from chance; nan at open ends."""
    prim = _workbench("prim")
    if len(np.unique(is_better)) < 2:
        return {}
    with warnings.catch_warnings(action="ignore"):
        box = prim.Prim(x.reset_index(drop=True), is_better.astype(int), **PEELING).find_box()
    if box is None:
        return {}
    path = box.peeling_trajectory
    with np.errstate(all="ignore"):
        worth = (path["density"] - is_better.mean()) * np.sqrt(path["mass"])
    place = int(worth.idxmax())
    limits, quasi, found = box.box_lims[place], box.qp[place], {}
    for name, (low_chance, high_chance) in quasi.items():
        low, high = (float(end) for end in limits[name])
        ends = (low if 0.0 <= low_chance < CERTAIN else math.nan, high if 0.0 <= high_chance < CERTAIN else math.nan)
        if not all(map(math.isnan, ends)):
            found[name] = ends
    return found


def _leaf(x: pandas.DataFrame, is_better: np.ndarray, fitted: np.ndarray, judged: np.ndarray) -> tuple[float, float]:
    """Return density and coverage, on the points judged, of the leaf of a tree that is densest on those fitted."""
    if len(np.unique(is_better[fitted])) < 2:
        return math.nan, math.nan
    tree = _workbench("cart").CART(x.iloc[fitted].reset_index(drop=True), is_better[fitted], mass_min=SMALLEST)
    with warnings.catch_warnings(action="ignore"):
        tree.build_tree()
    grown = x.iloc[fitted].to_numpy(dtype=float)
    tree.clf.set_params(random_state=1).fit(grown, is_better[fitted])  # which of equal splits it takes is chance
    leaves = tree.clf.apply(grown)
    best = max(np.unique(leaves), key=lambda leaf: is_better[fitted][leaves == leaf].mean())
    inside = tree.clf.apply(x.iloc[judged].to_numpy(dtype=float)) == best
    wins = is_better[judged][inside].sum()
    return float(wins / inside.sum()) if inside.any() else math.nan, float(wins / is_better[judged].sum())


def _workbench(name: str):  # type: ignore[no-untyped-def]  # it has no types
    """Return a module of the EMA Workbench."""
    from ...experiments.studies.study import installed

    with warnings.catch_warnings(action="ignore"):  # of extras of its own that are not installed
        return installed(f"ema_workbench.analysis.{name}", "the EMA Workbench", "conditions")


# --- until the first success -----------------------------------------------------------------------------------------


def came(weeks: Floats, scenario: Scenario) -> np.ndarray:
    """Return in which worlds something came, (worlds,) of bool; where it did not, ``weeks`` is the length of the run.

    That is a sum of steps, and so only nearly what the case says; the last step begins a whole one before.
    """
    return np.asarray(weeks < scenario.weeks - 0.5 * scenario.step_days / 7.0)


def survival(found: Comparison, outcome: str = "weeks_to_settle") -> pandas.DataFrame:
    """Return the share of worlds that still wait for what an outcome counts the weeks to, by treatment and week.

    Columns: ``variant``, ``week``, ``waiting``, ``low``, ``high`` (95 % interval).  Where it never came, the outcome is
    the length of the run, or none: such worlds are counted as still waiting then (censored), not as having seen it.
    Worlds in which a treatment was not run are left out of its curve.
    """
    import pandas

    rows = [row for place in range(len(found.compared)) for row in _curve(found, outcome, place)]
    return pandas.DataFrame(rows, columns=["variant", "week", "waiting", "low", "high"])


def _curve(found: Comparison, outcome: str, place: int) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield the rows of one treatment: the beginning, and the weeks at which something came."""
    weeks, variant = found.outcome(outcome)[:, place], found.compared[place]
    was_run = np.isfinite(weeks) | np.isfinite(found.outcome("net_value")[:, place])
    weeks, groups = weeks[was_run], found.groups.of(was_run) if found.groups else None
    lasting = np.where(came(weeks, variant.scenario), weeks, np.inf)
    each = np.unique(lasting[np.isfinite(lasting)])
    told = np.linspace(0, len(each) - 1, min(len(each), MOST_WEEKS)).astype(int)
    for week in (0.0, *each[told]):
        waiting = lasting > week
        ends = mean_of(waiting.astype(float), groups, (0.0, 1.0)).interval(at_any_time=found.at_any_time)
        yield variant.name, float(week), float(waiting.mean()), *np.clip(ends, 0.0, 1.0).tolist()


def median_weeks(curve: pandas.DataFrame, share: str = "waiting") -> dict[str, float]:
    """Return after how many weeks half of the worlds have seen it, by variant; infinite where fewer than half have.

    Args:
        share: the column that falls to a half: ``low`` and ``high`` are those of the ends of its 95 % interval.
    """
    return {
        str(name): float(rows.loc[rows[share] <= 0.5, "week"].min()) if (rows[share] <= 0.5).any() else math.inf
        for name, rows in curve.groupby("variant", sort=False)
    }
