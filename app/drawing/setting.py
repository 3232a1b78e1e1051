"""A scene laid out: its sizes, and where everybody and everything stands in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...sim.state import Floats
from ..live.frames import Cast, Frame
from .places import Stage, radii_of, spots, stage_of

MARGIN = 32.0
"""Pixels between the edge of the drawing and the outermost mark: room for the outline around it."""

FOOT = 16.0
"""Height of the line below the field that says what its axis means."""

RING = 3.2
"""Pixels between a mark and its ring."""


@dataclass(frozen=True)
class Setting:
    """A scene laid out, in pixels: its width, the height of its field, the stage, places (N, 2) and radii (N,)."""

    width: float
    field: float
    stage: Stage
    points: Floats
    radii: Floats

    @property
    def bottom(self) -> float:
        """Where the field ends and the name of its axis begins."""
        return self.field - FOOT


def laid_out(cast: Cast, frame: Frame, width: float, height: float | None = None) -> Setting:
    """Return where everything of a scene stands."""
    field = height or min(max(0.78 * width, 330.0), 620.0)
    stage = stage_of(cast, MARGIN, MARGIN, width - MARGIN, field - FOOT - MARGIN)
    largest = min(max(width / 52.0, 8.0), 13.0)
    radii = radii_of(cast, largest)
    points = spots(cast, stage, frame.belief, frame.value, radii)
    return Setting(width, field, stage, points, radii)


def place_of(setting: Setting, fact: float, value: float) -> tuple[float, float] | None:
    """Return where a position is shown; None where it is not defined."""
    if math.isnan(fact) or math.isnan(value):
        return None
    stage = setting.stage
    x = min(max(float(stage.x(fact)), 14.0), setting.width - 14.0)
    return x, min(max(float(stage.y(value)), 14.0), setting.bottom - 14.0)
