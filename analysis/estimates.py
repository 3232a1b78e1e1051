"""Estimates: what a comparison says of each outcome, with its uncertainty.

Variants met the same worlds, so what counts is the difference within a world: variant minus first variant.

How the interval is made, and why, stands in ``clever_coalitions.experiments.intervals``.

**Where no interval can help.**  If few worlds differ, or a few hold most of the variance (on the engine at times
``detection_lag`` and ``unsettled``), a comparison may not have met one of them: no method covers 95 % then, and only
more worlds help.  So fewer than ``FEWEST`` worlds that differ tell nothing apart: five of one sign come by chance in
one of sixteen cases.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..experiments.intervals import FEWEST, interval
from ..sim.measures import HIGHER, MEASURES, NEITHER
from ..sim.state import Floats

if TYPE_CHECKING:
    from ..experiments.comparison import Comparison


@dataclass(frozen=True)
class PairedDifference:
    """A variant minus the first, in the worlds in which an outcome is defined under both.

    Attributes:
        mean, low, high: mean and its 95 % interval, in the unit of the outcome; nan where there are too few worlds.
        p_better: share of worlds in which the variant is better, ties half; nan where neither direction is better.
        variance_reduction: what pairing bought, (VarA + VarB) / Var(difference): how many times as many worlds would
            have been needed without it.  Infinite where differences do not vary, nan where nothing does.
        worlds: how many there are; ``differ``: in how many of them the two differ.
    """

    mean: float
    low: float
    high: float
    p_better: float
    variance_reduction: float
    worlds: int
    differ: int

    @property
    def is_told_apart(self) -> bool:
        """Whether the interval leaves out zero, and enough worlds differ to believe it."""
        return self.differ >= FEWEST and not self.low <= 0.0 <= self.high


@dataclass(frozen=True)
class Estimate:
    """What a comparison says of one outcome.

    Attributes:
        better: ``"higher"``, ``"lower"`` or ``"neither"``.
        means: by variant, over the worlds in which the outcome is defined under it; nan where there is none.
        differences: to the first variant, by variant but the first.
    """

    better: str
    means: dict[str, float]
    differences: dict[str, PairedDifference]


def estimates(comparison: Comparison) -> dict[str, Estimate]:
    """Return an estimate of every outcome, by name, in the order of ``measures.MEASURES``."""
    return {name: estimate(comparison, name) for name in comparison.outcome_names}


def estimate(comparison: Comparison, outcome: str) -> Estimate:
    """Return the estimate of one outcome.

    Raises:
        ValueError: there is no such outcome.
    """
    names = comparison.variants
    means = [_mean(values) for values in comparison.outcome(outcome).T]
    others = {names[v]: difference_in(comparison, outcome, v) for v in range(1, len(names))}
    return Estimate(MEASURES[outcome].better, dict(zip(names, means, strict=True)), others)


def difference_in(comparison: Comparison, outcome: str, variant: int) -> PairedDifference:
    """Return by how much the variant at place ``variant`` differs from the first in an outcome."""
    values = comparison.outcome(outcome)
    return paired_difference(values[:, 0], values[:, variant], MEASURES[outcome].better)


def paired_difference(first: Floats, other: Floats, better: str) -> PairedDifference:
    """Return the estimate of ``other`` minus ``first``, each (worlds,); worlds where one is nan are left out."""
    both = np.isfinite(first) & np.isfinite(other)
    first, other = first[both], other[both]
    difference = other - first
    low, high = interval(difference)
    return PairedDifference(
        mean=_mean(difference),
        low=low,
        high=high,
        p_better=_share_better(difference, better),
        variance_reduction=_variance_reduction(first, other),
        worlds=len(difference),
        differ=int(np.count_nonzero(difference)),
    )


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain values for JSON; what is not defined, or infinite, is None."""
    found = estimates(comparison)
    return {
        "scenario": comparison.scenario.name,
        "worlds": comparison.done,
        "seed": comparison.seed,
        "variants": list(comparison.variants),
        "outcomes": {name: _outcome_as_json(one) for name, one in found.items()},
        "seconds": round(comparison.seconds, 3),
    }


def _outcome_as_json(found: Estimate) -> dict[str, Any]:
    differences = found.differences.items()
    told = ("mean", "low", "high", "p_better")
    return {
        "better": found.better,
        "means": {name: _plain(mean) for name, mean in found.means.items()},
        "difference": {name: {what: _plain(getattr(one, what)) for what in told} for name, one in differences},
        "variance_reduction": {name: _plain(one.variance_reduction) for name, one in differences},
    }


def _plain(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


# --- statistics ------------------------------------------------------------------------------------------------------


def _mean(values: Floats) -> float:
    """Return the mean of what is defined; nan where nothing is."""
    defined = values[np.isfinite(values)]
    return float(defined.mean()) if len(defined) else math.nan


def _share_better(difference: Floats, better: str) -> float:
    """Return the share of worlds in which a difference is for the better; ties count half."""
    if better == NEITHER or len(difference) == 0:
        return math.nan
    wins = difference > 0.0 if better == HIGHER else difference < 0.0
    return float((np.count_nonzero(wins) + 0.5 * np.count_nonzero(difference == 0.0)) / len(difference))


def _variance_reduction(first: Floats, other: Floats) -> float:
    """Return (VarA + VarB) / Var(difference)."""
    if len(first) < 2:
        return math.nan
    apart, together = float(first.var() + other.var()), float((other - first).var())
    if together > 0.0:
        return apart / together
    return math.inf if apart > 0.0 else math.nan
