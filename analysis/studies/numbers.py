"""Which uncertain numbers matter: how much an outcome, or a difference between treatments, follows each of them.

What can be said depends on the design.

- **morris**: the mean size of the elementary effects (mu*), as SALib computes it from the whole trajectories: by how
  much the outcome changes, up or down, when the number alone goes over its range.
- **saltelli**: the share of the variance that would vanish if the number were known (Sobol's total index), by SALib.
- **any other**: by how much a straight line through the points rises from the lowest to the highest value, the other
  numbers held fixed (least squares); as along the axes of a map (``map_reading``).  Each point gives its part of
  the estimate (its influence), whose mean is the rise, so intervals and judging together are those of ``effects``.

Repetitions of a point are averaged first: points are what is independent.  Where all points share their seeds, seeds
are drawn, too: the analysis is made under each of them, and intervals are wider by what they differ.  Under one seed
alone, nothing is said: another one might name other numbers.

Literature: M. Morris, "Factorial sampling plans for preliminary computational experiments", Technometrics 33 (1991)
161-174; A. Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics Communications
181 (2010) 259-270.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from ...experiments.intervals import LEVEL, Groups, quantile
from ...sim.state import Floats
from ..effects import adjusted, effect

if TYPE_CHECKING:
    import pandas

    from ...experiments.studies import Study

Kind = Literal["rise", "morris", "sobol"]

SPARE = 10
"""Points that there must be beyond the number of uncertainties before a line is drawn through them."""

FEWEST_STRETCHES = 4
"""Trajectories or blocks of a design that must be whole before its own analysis says anything."""

MOSTLY = 0.9
"""Share of the mean size of elementary effects that their mean must have before one speaks of up or down."""


class Influence(NamedTuple):
    """How much one number matters.

    Attributes:
        path: of the number; lowest, highest: its range.
        size: of its influence, in the unit of the outcome or as a share of its variance; low, high: 95 % interval.
        direction: 1 where the outcome goes up with the number, -1 where down, 0 where that cannot be told.
    """

    path: str
    lowest: float
    highest: float
    size: float
    low: float
    high: float
    direction: int


class Influences(NamedTuple):
    """How much each number matters for an outcome under a treatment, or for the difference to the first.

    Attributes:
        other: the treatment; first: the one that is taken off, empty where there is only one.
        kind: what the sizes are; points: on which they rest.
        found: the largest first; empty where nothing can be said; ``why`` not.
    """

    outcome: str
    first: str
    other: str
    kind: Kind
    points: int
    found: tuple[Influence, ...]
    why: str = "too little is done yet to say which numbers matter"


ONE_SEED = "all points share one seed, so this would say something about one world only; give the design repetitions"


def influences(study: Study, runs: pandas.DataFrame, outcome: str, treatment: int = -1) -> Influences | None:
    """Return how much each uncertain number of a study matters; None where none is uncertain.

    Args:
        runs: as ``clever_coalitions.experiments.studies.frame`` returns them; those that are missing are left out.
        treatment: place of the treatment whose difference to the first is looked at; the last where not given.
    """
    from ...experiments.studies.design import shares_seeds
    from ...experiments.studies.sizes import kind_of

    if not study.uncertainties:
        return None
    names = [one.name for one in study.treatments]
    first, other = names[0] if len(names) > 1 else "", names[treatment]
    kinds: dict[str, Kind] = {"morris": "morris", "saltelli": "sobol"}
    kind = kinds.get(kind_of(study), "rise")
    points, values = _by_point(study, runs, outcome, first, other)
    is_crossed = shares_seeds(study)
    if is_crossed and values.shape[1] < 2:
        return Influences(outcome, first, other, kind, 0, (), ONE_SEED)
    if is_crossed:
        known = np.isfinite(values).sum(axis=0)
        values = values[:, known == known.max()]  # a seed that not all points have met yet waits
        if values.shape[1] < 2:
            return Influences(outcome, first, other, kind, 0, ())
    read = {"rise": _rises, "morris": _morris, "sobol": _sobol}[kind]
    used, found = read(study, points, values if is_crossed else _mean_by_point(values))
    ordered = tuple(sorted(found, key=lambda one: -abs(one.size)))
    return Influences(outcome, first, other, kind, used, ordered)


def _by_point(study: Study, runs: pandas.DataFrame, outcome: str, first: str, other: str) -> tuple[Floats, Floats]:
    """Return the points, (points, numbers), and the outcome at each, (points, repetitions) nan where there is none."""
    from ...experiments.studies.design import points_of
    from ...experiments.studies.sizes import repetitions_in

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


def _rises(study: Study, points: Floats, values: Floats) -> tuple[int, list[Influence]]:
    """Return the rise of a straight line over each number, the others held fixed."""
    known = np.isfinite(values).all(axis=1)
    x, y = points[known], values[known]
    varies = np.ptp(x, axis=0) > 0.0 if len(x) else np.zeros(points.shape[1], dtype=bool)
    if len(y) < points.shape[1] + SPARE or not varies.all():
        return len(y), []
    centered = x - x.mean(axis=0)
    level = y - y.mean(axis=0)
    left_over = level - centered @ np.linalg.lstsq(centered, level, rcond=None)[0]
    groups = Groups(*np.indices(y.shape).reshape(2, -1)) if y.shape[1] > 1 else None
    spans = np.array([one.ends[1] - one.ends[0] for one in study.uncertainties])
    parts = [_parts_of_a_rise(centered, y, left_over, place) * spans[place] for place in range(len(spans))]
    judged = adjusted([effect(one.ravel(), groups) for one in parts], "claims")
    found = [
        Influence(one.path, *one.ends, size.mean, size.low, size.high, size.sign)
        for one, size in zip(study.uncertainties, judged, strict=True)
    ]
    return len(y), found


def _parts_of_a_rise(x: Floats, y: Floats, left_over: Floats, place: int) -> Floats:
    """Return what each point gives to the slope over one number, (points, seeds): their mean is the slope."""
    others = np.delete(x, place, axis=1)
    own = x[:, place] - (others @ np.linalg.lstsq(others, x[:, place], rcond=None)[0] if others.size else 0.0)
    weight = (own / np.mean(own**2))[:, None]
    return np.asarray(np.mean(weight * y, axis=0) + weight * left_over)


def _morris(study: Study, points: Floats, values: Floats) -> tuple[int, list[Influence]]:
    """Return the mean sizes of the elementary effects of whole trajectories."""
    from SALib.analyze import morris

    x, y = _whole(points, values, points.shape[1] + 1)
    if not len(y):
        return 0, []

    def analyzed(column: Floats) -> list[list[float]]:
        said = morris.analyze(_problem(study), x, column, num_levels=study.design.levels, seed=1)
        return _columns(said, "mu_star", "mu_star_conf", "mu")

    found = []
    wider = _wider_by_seeds([analyzed(column) for column in y.T])
    for one, (size, half, mean), more in zip(study.uncertainties, analyzed(y.mean(axis=1)), wider, strict=True):
        ends = max(0.0, size - math.hypot(half, more)), size + math.hypot(half, more)
        found.append(Influence(one.path, *one.ends, size, *ends, _direction(mean, size)))
    return len(y), found


def _sobol(study: Study, points: Floats, values: Floats) -> tuple[int, list[Influence]]:
    """Return the total indices of whole blocks of a design."""
    from SALib.analyze import sobol

    _, y = _whole(points, values, points.shape[1] + 2)
    if not len(y) or np.ptp(y.mean(axis=1)) == 0.0:
        return 0, []

    def analyzed(column: Floats) -> list[list[float]]:
        said = sobol.analyze(_problem(study), column, calc_second_order=False, seed=1)
        return _columns(said, "ST", "ST_conf")

    wider = _wider_by_seeds([analyzed(column) for column in y.T if np.ptp(column) > 0.0])
    found = [
        Influence(one.path, *one.ends, size, size - math.hypot(half, more), size + math.hypot(half, more), 0)
        for one, (size, half), more in zip(study.uncertainties, analyzed(y.mean(axis=1)), wider, strict=True)
    ]
    return len(y), found


def _wider_by_seeds(each: list[list[list[float]]]) -> list[float]:
    """Return by how much the size of each number may be off, since seeds differ; 0 where there is one value a point.

    Args:
        each: under each seed, of each number, what an analysis says, the size first.
    """
    if len(each) < 2:
        return [0.0] * len(each[0]) if each else []
    sizes = np.array([[one[0] for one in said] for said in each])
    found: list[float] = (quantile(len(each) - 1, LEVEL) * sizes.std(axis=0, ddof=1) / math.sqrt(len(each))).tolist()
    return found


def _whole(points: Floats, values: Floats, stretch: int) -> tuple[Floats, Floats]:
    """Return the points and values, (points, seeds), of the stretches of a design in which nothing is missing."""
    stretches = len(points) // stretch
    by_stretch = values[: stretches * stretch].reshape(stretches, -1)
    whole = np.repeat(np.isfinite(by_stretch).all(axis=1), stretch)
    if whole.sum() < FEWEST_STRETCHES * stretch:
        return points[:0], values[:0]
    return points[: len(whole)][whole], values[: len(whole)][whole]


def _problem(study: Study) -> dict[str, object]:
    from ...experiments.studies.salib import problem

    return problem(study)


def _columns(said: Any, *names: str) -> list[list[float]]:
    """Return what an analysis says of each number, (numbers, names)."""
    found: list[list[float]] = np.column_stack([np.asarray(said[name], dtype=float) for name in names]).tolist()
    return found


def _direction(mean: float, size: float) -> int:
    """Return where most elementary effects point: their mean is nearly as large as their mean size."""
    return int(math.copysign(1, mean)) if size > 0.0 and abs(mean) >= MOSTLY * size else 0


def sizes_in_words(kind: Kind) -> str:
    """Return what the sizes are."""
    return {
        "rise": "rise of a straight line over the range of each number, the others held fixed",
        "morris": "mean size of the change when one number alone goes over its range (Morris’s μ*)",
        "sobol": "share of the variance that would vanish if the number were known (Sobol’s total index)",
    }[kind]
