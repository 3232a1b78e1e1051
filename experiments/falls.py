"""Falls: which of the obstacles of a case are overcome under each variant, in how many worlds, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ..sim.scenario import Scenario
from ..sim.state import Floats, State

if TYPE_CHECKING:
    from .comparison import Comparison


class Fall(NamedTuple):
    """One obstacle under one variant.

    Attributes:
        worlds: how many there are; ``overcome``: in how many of them it is overcome before the run ends.
        share: of the worlds in which it is; nan without any.
        week: of the run in which it is, in the median of these worlds; nan where there are none.  Worlds in which it
            takes longer than the run are not among them: beside a small share this week says little.
    """

    variant: str
    obstacle: str
    worlds: int
    overcome: int
    share: float
    week: float


def falls_of(comparison: Comparison) -> Iterator[Fall]:
    """Yield a fall for each variant and obstacle; none where weeks were not kept, as in a study."""
    if comparison.overcome_at is None:
        return
    for place, variant in enumerate(comparison.compared):
        for obstacle in in_the_way(variant.scenario):
            yield _fall(
                variant.name, variant.scenario.obstacles[obstacle].name, comparison.overcome_at[:, place, obstacle]
            )


def in_the_way(scenario: Scenario) -> tuple[int, ...]:
    """Return the obstacles that stand in the way in their order or, where each world draws them, all that can."""
    return scenario.sequence or tuple(range(len(scenario.obstacles)))


def _fall(variant: str, obstacle: str, weeks: Floats) -> Fall:
    fell = weeks[np.isfinite(weeks)]
    share, week = len(fell) / len(weeks) if len(weeks) else math.nan, float(np.median(fell)) if len(fell) else math.nan
    return Fall(variant, obstacle, len(weeks), len(fell), share, week)


def weeks_of_falls(state: State) -> Floats:
    """Return the week in which each obstacle was overcome, (obstacles,), of several issues the first; else nan."""
    weeks = np.where(state.overcome_at >= 0.0, state.overcome_at, np.inf).min(axis=0)
    return np.where(np.isfinite(weeks), weeks, np.nan)
