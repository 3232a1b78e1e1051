"""Which uncertain numbers matter: how much an outcome, or a difference between treatments, follows each of them.

What can be said depends on the design.

- **morris**: the mean size of the elementary effects (mu*), as SALib computes it from the whole trajectories: by how
  much the outcome changes, up or down, when the number alone goes over its range.
- **saltelli**: the shares of the variance that would vanish if the number alone were known, or that would stay if all
  others were (Sobol's first-order and total indices), by SALib with its bootstrap over blocks.
- **any other**: by how much a straight line through the points rises from the lowest to the highest value, the other
  numbers held fixed (least squares).  Each point gives its part of the estimate (its influence), whose mean is the
  rise; which are told apart is judged for all together (Holm).

**What is chance.**  Repetitions of a point say how much of the variance is chance (``variance.py``).  Where it is not
known that more differs between points than chance brings, no elementary effects and no indices are told; a line may be,
since it asks for one direction among all in which points may differ.  Indices are those of the *expected* difference:
what chance adds to the variance of means over seeds, and to the squared differences within a block, is taken off, and
they are cut at none and all.

**The floor.**  Chance is drawn anew: what is left of each value without its point and its seed, or without its line, is
permuted over points and goes through the same analysis, so that no number does anything.  Indices rest on its squares,
which a few points may hold where chance is larger at some than at others, so there each value keeps its size, and its
sign is drawn (the wild bootstrap, Wu 1986).  The floor is what the largest of all numbers stays below in 95 % of such
draws: of studies, not of numbers, no more than one in twenty tells one that does nothing.  What does not reach above it
is not ranked.

Repetitions of a point are averaged first: points are what is independent.  Where all points share their seeds, seeds
are drawn, too: intervals are wider by the jackknife over seeds, and nothing is told that so few of them may do by
themselves, up under some and down under others.  Under one seed alone, nothing is said: another one might name other
numbers.

Literature: M. Morris, "Factorial sampling plans for preliminary computational experiments", Technometrics 33 (1991)
161-174; A. Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics Communications
181 (2010) 259-270; A. Marrel et al., "Global sensitivity analysis of stochastic computer models with joint metamodels",
Statistics and Computing 22 (2012) 833-847; F. Sarrazin, F. Pianosi and T. Wagener, "Global Sensitivity Analysis of
environmental models: convergence and validation", Environmental Modelling & Software 79 (2016) 135-152
(numbers that do nothing); C. F. J. Wu, "Jackknife, bootstrap and other resampling methods in regression analysis",
Annals of Statistics 14 (1986) 1261-1295.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from ...experiments.intervals import FEWEST_CROSSED, LEVEL, Groups, Mean, NearlySame, holm, mean_of
from ...sim.state import Floats
from .variance import Split, floor_of, leftovers, off_by_seeds, split_of, turned

if TYPE_CHECKING:
    import pandas

    from ...experiments.studies import Study

Kind = Literal["rise", "morris", "sobol"]

SPARE = 10
"""Points that there must be beyond the number of uncertainties before a line is drawn; at least twice as many, too."""

FEWEST_STRETCHES = 4
"""Trajectories or blocks of a design that must be whole before its own analysis says anything."""

MOSTLY = 0.9
"""Share of the mean size of elementary effects that their mean must have before one speaks of up or down."""

LEAST_SPREAD = 1e-9
"""Share of the greatest spread of points in any direction below which there is none: numbers move together there."""


class Influence(NamedTuple):
    """How much one number matters.

    Attributes:
        path: of the number; lowest, highest: its range.
        size: of its influence, in the unit of the outcome or as a share of its variance; low, high: 95 % interval.
        direction: 1 where the outcome goes up with the number, -1 where down, 0 where that cannot be told.
        is_told: whether it reaches above what numbers show that do nothing.
        first: share of the variance that the number explains alone, with its interval; nan where that is not known.
    """

    path: str
    lowest: float
    highest: float
    size: float
    low: float
    high: float
    direction: int
    is_told: bool
    first: tuple[float, float, float] = (math.nan, math.nan, math.nan)


class Influences(NamedTuple):
    """How much each number matters for an outcome under a treatment, or for the difference to the reference.

    Attributes:
        other: the treatment; first: the one that is taken off, empty where there is only one.
        kind: what the sizes are; points: on which they rest.
        found: what is told first, the largest before; empty where nothing can be said; ``why`` not.
        floor: what all numbers stay below in 95 of 100 cases where none does anything; nan where that is not known.
        split: how much of the variance is chance; None where points were not repeated.
    """

    outcome: str
    first: str
    other: str
    kind: Kind
    points: int
    found: tuple[Influence, ...]
    why: str = "too little is done yet to say which numbers matter"
    floor: float = math.nan
    split: Split | None = None

    @property
    def told(self) -> tuple[Influence, ...]:
        """The numbers that reach above the floor."""
        return tuple(one for one in self.found if one.is_told)


FEW_SEEDS = (
    f"all points share fewer than {FEWEST_CROSSED} seeds, so this would say something about those worlds only; "
    "give the design repetitions"
)
FEW_POINTS = "so few points tell nothing of straight lines over its numbers"
ONCE = "each point was run once, so nothing tells numbers from chance; give the design repetitions"
CHANCE = "it is not known that more differs between points than chance brings"
TOGETHER = "some of its numbers only move together with others, so nothing tells them apart"


def influences(
    study: Study, runs: pandas.DataFrame, outcome: str, treatment: int = -1, share: float = 1.0
) -> Influences | None:
    """Return how much each uncertain number of a study matters; None where none is uncertain.

    Args:
        runs: as ``clever_coalitions.experiments.studies.frame`` returns them; those that are missing are left out.
        treatment: place of the treatment whose difference to the reference is looked at; the last where not given.
        share: of the points of the design, from the first on, that are used.
    """
    from ...experiments.studies.design import design_kind, shares_seeds

    if not study.uncertainties:
        return None
    names = [one.name for one in study.treatments]
    first, other = names[0] if len(study.choices) > 1 else "", names[treatment]
    kinds: dict[str, Kind] = {"morris": "morris", "saltelli": "sobol"}
    kind, is_crossed = kinds.get(design_kind(study), "rise"), shares_seeds(study)
    points, values = by_point(study, runs, outcome, first, other)
    values[round(share * len(values)) :] = np.nan
    nothing = Influences(outcome, first, other, kind, 0, ())
    if is_crossed and values.shape[1] < FEWEST_CROSSED:
        return nothing._replace(why=FEW_SEEDS)
    if values.shape[1] < 2 and kind != "rise":
        return nothing._replace(why=ONCE)
    if is_crossed:
        known = np.isfinite(values).sum(axis=0)
        values = values[:, known == known.max()]  # a seed that not all points have met yet waits
    elif kind == "rise":
        values = _mean_by_point(values) if values.shape[1] < 2 else values
    if is_crossed and values.shape[1] < 2:
        return nothing
    return analyzed(study, points, values, is_crossed, nothing)


def analyzed(study: Study, points: Floats, values: Floats, is_crossed: bool, asked: Influences) -> Influences:
    """Return how much each number matters where values are known.

    Args:
        points: (points, numbers); values: (points, repetitions), nan where one is missing.
        is_crossed: whether repetitions are seeds that all points share.
        asked: what is asked for, with nothing found yet.
    """
    split = split_of(values, is_crossed)
    if asked.kind != "rise" and split and not split.chance < 1.0 - LEVEL:
        return asked._replace(points=split.points, split=split, why=CHANCE)
    if asked.kind == "rise":
        read = _rises(study, points, values if is_crossed else _mean_by_point(values))
    else:
        read = {"morris": _morris, "sobol": _sobol}[asked.kind](study, points, values, is_crossed)
    ordered = tuple(sorted(read.found, key=lambda one: (not one.is_told, -abs(one.size))))
    return asked._replace(points=read.points, found=ordered, floor=read.floor, split=split, why=read.why or asked.why)


def by_point(study: Study, runs: pandas.DataFrame, outcome: str, first: str, other: str) -> tuple[Floats, Floats]:
    """Return the points, (points, numbers), and the outcome at each, (points, repetitions) nan where there is none."""
    from ...experiments.studies.design import points_of, repetitions_in

    points = points_of(study)
    empty = np.full((len(points), repetitions_in(study)), np.nan)
    if not len(runs):
        return points, empty
    table = runs.pivot(index="world", columns="treatment", values=outcome)
    if other not in table or (first and first not in table):
        return points, empty
    difference = (table[other] - table[first] if first else table[other]).dropna()
    repetition, point = np.divmod(difference.index.to_numpy(), len(points))
    empty[point, repetition] = difference.to_numpy(dtype=float)
    return points, empty


def _mean_by_point(values: Floats) -> Floats:
    """Return the mean of what is there of each point, (points, 1)."""
    known = np.isfinite(values)
    sums, many = np.where(known, values, 0.0).sum(axis=1, keepdims=True), known.sum(axis=1, keepdims=True)
    return np.where(many > 0, sums / np.maximum(many, 1), np.nan)


class Read(NamedTuple):
    """Points on which an analysis rests, what it found, the floor, and why it found nothing where that is known."""

    points: int
    found: Sequence[Influence] = ()
    floor: float = math.nan
    why: str = ""


def _rises(study: Study, points: Floats, values: Floats) -> Read:
    """Return the rise of a straight line over each number, the others held fixed."""
    known = np.isfinite(values).all(axis=1)
    x, y = points[known], values[known]
    varies = np.ptp(x, axis=0) > 0.0 if len(x) else np.zeros(points.shape[1], dtype=bool)
    needed = max(len(varies) + SPARE, 2 * len(varies))
    if len(y) < needed or not varies.all():
        return Read(len(y), why=FEW_POINTS if len(points) < needed else "")
    spans = np.array([one.ends[1] - one.ends[0] for one in study.uncertainties])
    centered, level = (x - x.mean(axis=0)) / spans, y - y.mean(axis=0)
    rising = np.linalg.pinv(centered, rcond=LEAST_SPREAD)
    if np.trace(rising @ centered) < len(spans) - 0.5:  # how many of them there are, but for those that follow others
        return Read(len(y), why=TOGETHER)
    freedom = len(y) - len(spans) - 1
    left_over = (level - centered @ (rising @ level)) * math.sqrt(len(y) / freedom)
    sizes = [_known_rise(len(y) * one[:, None], y, left_over, freedom) for one in rising]
    chances = holm(np.array([one.chance() for one in sizes]))
    floor = floor_of(lambda chance: np.abs(rising @ chance), left_over.mean(axis=1, keepdims=True))
    found = [
        Influence(one.path, *one.ends, size.mean, *size.interval(), int(np.sign(size.mean)) if is_told else 0, is_told)
        for one, size, chance in zip(study.uncertainties, sizes, chances, strict=True)
        for is_told in (bool(chance < 1.0 - LEVEL and abs(size.mean) > floor),)
    ]
    return Read(len(y), found, floor)


def _known_rise(weight: Floats, y: Floats, left_over: Floats, freedom: int) -> Mean | NearlySame:
    """Return the rise over one number, and how well it is known: it is the mean of what each point gives to it.

    Args:
        left_over: (points, seeds), as large as what chance brings; freedom: degrees of freedom that the lines left.
    """
    parts = np.mean(weight * y, axis=0) + weight * left_over
    known = mean_of(parts.ravel(), Groups(*np.indices(y.shape).reshape(2, -1)) if y.shape[1] > 1 else None)
    return known._replace(freedom=min(known.freedom, freedom)) if isinstance(known, Mean) else known


def _morris(study: Study, points: Floats, values: Floats, is_crossed: bool) -> Read:
    """Return the mean sizes of the elementary effects of whole trajectories."""
    from SALib.analyze import morris

    from ...experiments.studies.salib import problem

    stretch, levels, asked = points.shape[1] + 1, study.design.levels, problem(study)
    x, y = _whole(points, values, stretch)
    if not len(y):
        return Read(0)

    def effects(some: Floats, resamples: int = 100) -> Any:
        return morris.analyze(asked, x, some.mean(axis=1), resamples, num_levels=levels, seed=1)

    said, wider = effects(y), off_by_seeds(lambda some: np.asarray(effects(some, 2)["mu_star"]), y)
    step = levels / (2.0 * (levels - 1.0))
    floor = floor_of(lambda chance: _mean_steps(chance, stretch) / step, leftovers(y))
    found = []
    for place, one in enumerate(study.uncertainties):
        size, half, mean = (float(said[name][place]) for name in ("mu_star", "mu_star_conf", "mu"))
        half = math.hypot(half, wider[place])
        is_told = bool(size > (max(floor, wider[place]) if is_crossed else floor))
        way = _direction(mean, size) if is_told else 0
        found.append(Influence(one.path, *one.ends, size, max(0.0, size - half), size + half, way, is_told))
    return Read(len(y), found, floor)


def _mean_steps(values: Floats, stretch: int) -> Floats:
    """Return the mean size of each step along trajectories, (steps,), of which each takes one number on."""
    return np.asarray(np.abs(np.diff(values.mean(axis=1).reshape(-1, stretch), axis=1)).mean(axis=0))


def _direction(mean: float, size: float) -> int:
    """Return where most elementary effects point: their mean is nearly as large as their mean size."""
    return int(math.copysign(1, mean)) if size > 0.0 and abs(mean) >= MOSTLY * size else 0


def _sobol(study: Study, points: Floats, values: Floats, is_crossed: bool) -> Read:
    """Return the indices of the expected value, of whole blocks of a design."""
    width = points.shape[1]
    _, y = _whole(points, values, width + 2)
    if not len(y):
        return Read(0)
    blocks = y.reshape(-1, width + 2, y.shape[1])
    total, total_half, first, first_half = _indices(blocks, resamples=100)
    if not np.isfinite(total).all():
        return Read(len(y))
    wider = off_by_seeds(lambda some: _indices(some, 2)[0], blocks)
    wider_first = off_by_seeds(lambda some: _indices(some, 2)[2], blocks)
    whole = _expected_variance(blocks)
    floor = min(1.0, floor_of(lambda chance: _staying(chance.reshape(blocks.shape)) / whole, leftovers(y), turned))
    least = np.maximum(floor, 0.5 * wider) if is_crossed else floor  # the root of a share is off by half as much
    told = np.minimum(total, 1.0) > least
    found = []
    for place, one in enumerate(study.uncertainties):
        share = _share(total[place], math.hypot(total_half[place], wider[place]))
        alone = _share(first[place], math.hypot(first_half[place], wider_first[place]))
        found.append(Influence(one.path, *one.ends, *share, 0, bool(told[place]), alone))
    return Read(len(y), found, floor)


def _share(size: float, half: float) -> tuple[float, float, float]:
    """Return a share and its interval, from none to all."""
    size, low, high = (float(np.clip(one, 0.0, 1.0)) for one in (size, size - half, size + half))
    return size, low, high


def _indices(blocks: Floats, resamples: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return total and first-order indices of the expected value with the halves of their intervals, (numbers,) each.

    Args:
        blocks: (blocks, 2 + numbers, seeds) as SALib makes them: a point, it with each number another, another point.
    """
    from SALib.analyze import sobol

    means, expected = blocks.mean(axis=2), _expected_variance(blocks)
    width = means.shape[1] - 2
    if not expected > 0.0:
        return (np.full(width, np.nan),) * 4
    names = {"num_vars": width, "names": [str(one) for one in range(width)], "bounds": [[0.0, 1.0]] * width}
    said = sobol.analyze(names, means.ravel(), calc_second_order=False, num_resamples=resamples, seed=1)
    with_chance = float(means[:, (0, -1)].var()) / expected
    half, first, first_half = (with_chance * np.asarray(said[name]) for name in ("ST_conf", "S1", "S1_conf"))
    return _staying(blocks) / expected, half, first, first_half


def _expected_variance(blocks: Floats) -> float:
    """Return the variance of the expected value over points: that of means over seeds less what chance adds to it."""
    ends = blocks[:, (0, -1)].reshape(-1, blocks.shape[2])
    return float(ends.mean(axis=1).var() - (leftovers(ends) ** 2).mean() / blocks.shape[2])


def _staying(blocks: Floats) -> Floats:
    """Return the expected variance that stays where all numbers but one are known, (numbers,), as SALib estimates it.

    That is half the mean squared difference to the first point of a block, less what chance adds to it.
    """
    apart = blocks[:, :1] - blocks[:, 1:-1]
    squared = apart.mean(axis=2) ** 2 - apart.var(axis=2, ddof=1) / apart.shape[2]
    return np.asarray(0.5 * squared.mean(axis=0))


def _whole(points: Floats, values: Floats, stretch: int) -> tuple[Floats, Floats]:
    """Return the points and values, (points, seeds), of the stretches of a design in which nothing is missing."""
    stretches = len(points) // stretch
    by_stretch = values[: stretches * stretch].reshape(stretches, -1)
    whole = np.repeat(np.isfinite(by_stretch).all(axis=1), stretch)
    if whole.sum() < FEWEST_STRETCHES * stretch:
        return points[:0], values[:0]
    return points[: len(whole)][whole], values[: len(whole)][whole]


def convergence(study: Study, runs: pandas.DataFrame, outcome: str, treatment: int = -1) -> pandas.DataFrame:
    """Return sizes on a quarter, half, three quarters and all of the points: what moves yet is not known yet.

    Columns: ``points``, ``number``, ``size``, ``low``, ``high``, ``floor``, ``is_told``.
    """
    import pandas

    rows = []
    for share in (0.25, 0.5, 0.75, 1.0):
        if one := influences(study, runs, outcome, treatment, share):
            rows += [(one.points, i.path, i.size, i.low, i.high, one.floor, i.is_told) for i in one.found]
    return pandas.DataFrame(rows, columns=["points", "number", "size", "low", "high", "floor", "is_told"])
