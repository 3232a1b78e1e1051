"""What the weekly series of a comparison say, summed up before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...sim.governance.forms import find_form

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

Floats = NDArray[np.float64]


class ObstacleChange(NamedTuple):
    """A scripted change of what stands in the way: its week, and the index of the new obstacle."""

    week: float
    obstacle: int


class Band(NamedTuple):
    """A series over many worlds: mean and quartiles, each (steps,)."""

    mean: Floats
    low: Floats
    high: Floats


def scripted_changes(comparison: Comparison) -> list[ObstacleChange]:
    """Return the scripted changes of obstacle in weeks before the end of its runs."""
    script, end = [event for event in comparison.scenario.script if not event.after], length_of(comparison)
    changes = [ObstacleChange(event.week, int(event.value)) for event in script if event.what == "obstacle"]
    return sorted(change for change in changes if 0 < change.week < end)


def column(comparison: Comparison, name: str) -> Floats:
    """Return one series of every run, (worlds, variants, steps).

    Raises:
        ValueError: there is no such series, or the comparison kept none.
    """
    values: Floats = _series(comparison)[..., comparison.columns.index(name)]
    return values


def weeks_of(comparison: Comparison) -> Floats:
    """Return the week of each step, (steps,)."""
    return np.arange(_series(comparison).shape[2], dtype=np.float64) * comparison.scenario.step_days / 7.0


def length_of(comparison: Comparison) -> float:
    """Return the length of the longest run in weeks."""
    return _series(comparison).shape[2] * comparison.scenario.step_days / 7.0


def step_of(comparison: Comparison) -> str:
    """Return what a step is called: a week, a day, or just a step."""
    return {7.0: "week", 1.0: "day"}.get(comparison.scenario.step_days, "step")


def members_by_kind(comparison: Comparison) -> Floats:
    """Return members by kind, means over the worlds, (variants, kinds, steps); nan after the end of a shorter run."""
    kinds = comparison.scenario.kinds
    return np.stack([column(comparison, f"members: {kind.name}").mean(axis=0) for kind in kinds], axis=1)


def seats_in(comparison: Comparison) -> str:
    """Return what a series of members counts: members, or, where there are several issues, seats."""
    return "seats" if any(one.scenario.issues > 1 for one in comparison.compared) else "members"


def members_of(comparison: Comparison) -> Floats:
    """Return how many belong to the coalition, (worlds, variants, steps); nan in a variant that has none.

    Where everybody follows its own plan, the series counts those who do.
    """
    is_coalition = [find_form(variant.governance).is_coordinated for variant in comparison.compared]
    return np.where(np.array(is_coalition)[:, None], column(comparison, "members"), np.nan)


def trust_of_members(comparison: Comparison) -> Floats:
    """Return the mean trust of members in their coordinator, (worlds, variants, steps); nan where there are none."""
    return np.where(members_of(comparison) > 0.0, column(comparison, "trust"), np.nan)


def defined(values: Floats) -> Floats:
    """Return the values that are not nan, or one nan where all are."""
    found: Floats = values[np.isfinite(values)]
    return found if found.size else np.array([np.nan])


def known_last(values: Floats) -> Floats:
    """Return the last column of (rows, steps) in which nothing is nan; all nan where there is none."""
    complete = np.flatnonzero(np.isfinite(values).all(axis=0))
    last: Floats = values[:, complete[-1]] if complete.size else np.full(len(values), np.nan)
    return last


def band(values: Floats) -> Band:
    """Return mean and quartiles of (worlds, steps) over the worlds that have a value; nan where none has."""
    present = np.isfinite(values).any(axis=0)
    mean, low, high = (np.full(values.shape[1], np.nan) for _ in range(3))
    if present.any():
        mean[present] = np.nanmean(values[:, present], axis=0)
        low[present], high[present] = _quartiles(values[:, present])
    return Band(mean, low, high)


def _quartiles(values: Floats) -> Floats:
    """Return the quartiles over the worlds, (2, steps); one order for all steps where nothing is missing."""
    take = np.nanquantile if np.isnan(values).any() else np.quantile
    found: Floats = take(values, (0.25, 0.75), axis=0)
    return found


def trailing_mean(values: Floats, steps: int) -> Floats:
    """Return the mean over the last ``steps`` steps, or over those there are; (..., steps) like ``values``."""
    sums = np.cumsum(values, axis=-1)
    behind = np.zeros_like(sums)
    behind[..., steps:] = sums[..., :-steps]
    return (sums - behind) / np.minimum(np.arange(1, values.shape[-1] + 1), steps)


def weeks_until_followed(comparison: Comparison, change: ObstacleChange) -> Floats:
    """Return the week in which the plan turned to the new obstacle, (worlds, variants); nan where it never did."""
    weeks = weeks_of(comparison)
    follows = (column(comparison, "plan_obstacle") == change.obstacle) & (weeks >= change.week)
    first: Floats = np.where(follows.any(axis=-1), weeks[follows.argmax(axis=-1)], np.nan)
    return first


def _series(comparison: Comparison) -> Floats:
    if comparison.series is None:
        raise ValueError("this comparison kept no weekly series; compare again with series=True")
    return comparison.series
