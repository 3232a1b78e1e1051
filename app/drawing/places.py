"""Where marks stand: from goal space to pixels, by a scale that depends on the cast alone, and out of each other's way.

The scale never changes in a run, so a mark moves only when its organization does.  Both axes are nearly straight in the
middle and bend towards the edge, so that nobody ever leaves the frame.  Marks that would cover each other are moved
apart, at most ``FARTHEST`` pixels, by a smooth function of where all of them are; where several stand on the very same
spot, a spiral by their rows in the cast decides who goes where.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ...sim.state import Floats
from ..live.frames import Cast

FARTHEST = 48.0
"""Pixels that a mark is moved at most from where its organization stands."""

SPIRAL = 3.0
"""Radius in pixels of the spiral that tells marks on one spot apart."""

GAP = 7.0
"""Pixels to keep free between two marks: room for their rings."""

GOLDEN = math.pi * (3.0 - math.sqrt(5.0))
SWEEPS = 14
SOFT, CALM = 4.0, 0.1


@dataclass(frozen=True)
class Stage:
    """The part of a drawing that goal space fills.

    Attributes:
        left, top, right, bottom: its edges, pixels.
        center: (fact, value) in its middle; reach: positions from there at which the scale bends.
    """

    left: float
    top: float
    right: float
    bottom: float
    center: tuple[float, float]
    reach: tuple[float, float]

    def x(self, fact: Floats | float) -> Floats:
        """Return pixels from the left of positions on the axis of facts; nan stays nan."""
        half = (self.right - self.left) / 2.0
        return self.left + half + half * bent((np.asarray(fact) - self.center[0]) / self.reach[0])

    def y(self, value: Floats | float) -> Floats:
        """Return pixels from the top of positions on the axis of values; larger values stand higher."""
        half = (self.bottom - self.top) / 2.0
        return self.top + half - half * bent((np.asarray(value) - self.center[1]) / self.reach[1])


def bent(share: Floats) -> Floats:
    """Return shares of the way to the edge: nearly ``share`` in the middle, never beyond one."""
    return share / np.cbrt(1.0 + np.abs(share) ** 3)


def stage_of(cast: Cast, left: float, top: float, right: float, bottom: float) -> Stage:
    """Return the stage for a cast: as wide as its beliefs will spread by its numbers, as high as its values differ."""
    numbers = cast.scenario.parameters
    spread = numbers.conditions.fact_spread**2 + numbers.sensing.belief_spread**2
    facts = 0.9 * math.sqrt(spread + numbers.conditions.drift * cast.scenario.weeks)
    values = [*cast.home.tolist(), numbers.conditions.affected]
    middle = (min(values) + max(values)) / 2.0
    return Stage(
        left, top, right, bottom,
        (0.0, middle), (max(facts, 0.05), max(0.75 * (max(values) - middle), 0.05)),
    )  # fmt: skip


def radii_of(cast: Cast, largest: float) -> Floats:
    """Return the radius of each mark, (N,): its area is as the capacity, but none is too small to hit."""
    most = float(cast.capacity.max(initial=0.0))
    return (
        np.maximum(largest * np.sqrt(cast.capacity / most), 0.36 * largest)
        if most > 0.0
        else np.full(len(cast.capacity), 0.36 * largest)
    )


def spots(cast: Cast, stage: Stage, belief: Floats, value: Floats, radii: Floats) -> Floats:
    """Return where the mark of each organization stands, (N, 2) pixels, on the stage."""
    rows = np.arange(len(cast.kind))
    turn = GOLDEN * rows
    away = SPIRAL * np.sqrt((rows + 0.5) / max(len(rows), 1))
    true = np.stack([stage.x(belief), stage.y(value)], axis=1)
    start = true + away[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    low = np.array([stage.left, stage.top])
    high = np.array([stage.right, stage.bottom])
    return np.clip(_within(true, _apart(start, radii, low, high)), low, high)


def _apart(points: Floats, radii: Floats, low: Floats, high: Floats) -> Floats:
    """Return points moved apart between ``low`` and ``high`` until marks hardly overlap; a smooth function of them."""
    wanted = radii[:, None] + radii[None, :] + GAP
    x, y = np.clip(points, low, high).T
    for _ in range(SWEEPS):
        across, down = x[:, None] - x, y[:, None] - y
        away = np.sqrt(across * across + down * down)
        push = np.maximum(wanted - away, 0.0) / (away + SOFT)
        np.fill_diagonal(push, 0.0)
        calm = 0.5 / (1.0 + CALM * push.sum(axis=1))
        x = np.clip(x + calm * (across * push).sum(axis=1), low[0], high[0])
        y = np.clip(y + calm * (down * push).sum(axis=1), low[1], high[1])
    return np.stack([x, y], axis=1)


def _within(true: Floats, moved: Floats) -> Floats:
    """Return moved points, none farther than ``FARTHEST`` from where it truly is; two never become one."""
    step = moved - true
    length = np.maximum(np.sqrt((step**2).sum(axis=1, keepdims=True)), 1e-9)
    result: Floats = true + step / length * FARTHEST * bent(length / FARTHEST)
    return result
