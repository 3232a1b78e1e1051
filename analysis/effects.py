"""Effects that are kept, read again and judged together: a mean over worlds, its interval, whether it is told apart.

Many effects of one question are judged together.  Otherwise one in twenty would pass for a difference where there is
none.  ``adjusted`` replaces the chance of each effect by one that allows for all of them.  For the cells of a picture
it is Benjamini and Hochberg's: of the cells that are called different, one in twenty is a mistake in the long run.
For claims that stand each for itself it is Holm's: the chance of a single mistake among all is one in twenty.

The chance belongs to the interval of ``estimates``: it is below .05 just where the interval leaves out zero.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict

from ..experiments.intervals import FEWEST, LEVEL, Groups, crossed_error, grouped_interval, independent_parts
from ..sim.state import Floats

Method = Literal["cells", "claims"]

Number = Annotated[float, BeforeValidator(lambda value: math.nan if value is None else value)]
"""A number as JSON has it: ``null`` where it is not defined."""


class Record(BaseModel):
    """What is kept as JSON, so that it can be read again without running anything."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


class Effect(Record):
    """A mean effect in the same worlds.

    Attributes:
        mean, low, high: mean and its 95 % interval, in the unit of the outcome; nan where there are too few worlds.
        chance: chance of a mean so far from zero where there is no effect; for all effects together once adjusted.
        worlds: how many there are; ``differ``: in how many of them the effect is not zero.
        above: share of worlds in which it is above zero, ties half.
    """

    mean: Number
    low: Number
    high: Number
    chance: Number
    worlds: int
    differ: int
    above: Number

    @property
    def sign(self) -> int:
        """Return 1 or -1 where the effect is told apart from none, else 0."""
        return int(np.sign(self.mean)) if self.chance < 1.0 - LEVEL else 0


def effect(values: Floats, groups: Groups | None = None) -> Effect:
    """Return the mean of one effect a world, (worlds,); worlds where it is nan are left out.

    Args:
        groups: which worlds hang together; None where all are independent.
    """
    is_known = np.isfinite(values)
    known, together = values[is_known], groups.of(is_known) if groups else None
    low, high = grouped_interval(known, together)
    n = len(known)
    return Effect(
        mean=float(known.mean()) if n else math.nan,
        low=low,
        high=high,
        chance=grouped_chance(known, together),
        worlds=n,
        differ=int(np.count_nonzero(known)),
        above=float(np.mean(0.5 + 0.5 * np.sign(known))) if n else math.nan,
    )


def grouped_chance(values: Floats, groups: Groups | None) -> float:
    """Return the chance of a mean so far from zero where the true one is zero, of values that come in groups."""
    from scipy.special import stdtr

    if groups is None or groups.crossed is None or len(np.unique(groups.drawn)) < 2:
        return chance(independent_parts(values, groups))
    error, freedom = crossed_error(values, groups)
    if not error > 0.0 or np.count_nonzero(values) < FEWEST:
        return 1.0
    return float(2.0 * stdtr(freedom, -abs(float(values.mean())) / error))


def chance(values: Floats) -> float:
    """Return the chance of a mean so far from zero where the true one is zero, (n,) without nan.

    The greater one of Student's and of Hall's, as each end of ``estimates.interval`` is the farther one of theirs; 1
    where fewer than ``FEWEST`` values differ from zero.
    """
    from scipy.special import stdtr  # only here: it takes longer to import than all that is estimated

    n = len(values)
    if np.count_nonzero(values) < FEWEST:
        return 1.0
    if values.min() == values.max():
        return 0.0
    u = float(values.mean() / values.std(ddof=1))
    g = float(np.mean(((values - values.mean()) / values.std()) ** 3))
    hall = u + g * u * u / 3.0 + g * g * u**3 / 27.0 + g / (6.0 * n)
    tails = [float(stdtr(n - 1, -math.copysign(1.0, u) * math.sqrt(n) * one)) for one in (u, hall)]
    return min(1.0, 2.0 * max(tails))


def adjusted(effects: Sequence[Effect], method: Method) -> list[Effect]:
    """Return effects of one question with chances that allow for all of them.

    Args:
        effects: all effects that are looked at together.
        method: ``"cells"`` as Benjamini and Hochberg (1995), ``"claims"`` as Holm (1979).
    """
    if not effects:
        return []
    chances = np.array([one.chance for one in effects])
    together = _false_discovery(chances) if method == "cells" else _holm(chances)
    return [one.model_copy(update={"chance": float(new)}) for one, new in zip(effects, together, strict=True)]


def _false_discovery(chances: Floats) -> Floats:
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(chances))


def _holm(chances: Floats) -> Floats:
    """Return Holm's: the k-th smallest times the number of those not smaller, never falling."""
    order = np.argsort(chances)
    together = np.empty(len(chances))
    together[order] = np.minimum(1.0, np.maximum.accumulate(chances[order] * np.arange(len(chances), 0, -1)))
    return together
