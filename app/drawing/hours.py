"""The row of the strip charts that shows the hours of the coordinator by use."""

from __future__ import annotations

import numpy as np

from ...sim.state import Floats
from .axes import Scale, ceiling, line_path, stacked
from .members import count_grid
from .overlays import EndLabel
from .strip import Strip, dashed_line, note
from .svg import CARD, INK, color_of_kind, element, group
from .track import Track
from .words import USES

SQUARE = "M-4-4H4V4H-4z"
ELSEWHERE = 2.0
"""Pixels from which on a border of the other run is drawn beside that of this one."""


def hours(strip: Strip) -> str:
    """Return the hours a week of the coordinator by use, stacked."""
    used = np.nan_to_num(hours_of(strip.track))
    if not used.any():
        return note(strip, "there is no coordinator")
    tops = np.cumsum(used, axis=0)
    others = np.nan_to_num(hours_of(strip.ghost)).sum(axis=0) if strip.ghost else np.zeros(1)
    scale = strip.scale(0.0, ceiling(max(float(tops[-1].max()), float(others.max())), 10.0))
    edges = [np.rint(scale.ys(top)) for top in tops]  # finer steps cannot be seen and make the drawing large
    areas = stacked(strip.time.xs(strip.track.weeks), edges, scale.bottom)
    painted = [element("path", d=d, fill=color_of_kind(use)) for use, d in enumerate(areas)]
    last = used[:, -1]
    middles = np.cumsum(last) - last / 2.0
    labels = [
        EndLabel(scale.y(float(middles[use])), USES[use], color_of_kind(use), SQUARE)
        for use in range(len(used))
        if used[use].any()
    ]
    return "".join(
        [
            count_grid(strip.time, scale),
            group(reversed(painted), stroke=CARD, stroke_width="0.5"),
            _hours_before(strip, scale, tops),
            strip.labels(labels),
        ]
    )


def _hours_before(strip: Strip, scale: Scale, tops: Floats) -> str:
    """Return the borders of the hours of the other run, in the weeks in which they are elsewhere."""
    if strip.ghost is None:
        return ""
    others = np.cumsum(np.nan_to_num(hours_of(strip.ghost)), axis=0)
    shared = min(tops.shape[1], others.shape[1])
    parts = []
    for own, other in zip(np.rint(scale.ys(tops)), np.rint(scale.ys(others)), strict=True):
        is_elsewhere = np.ones(len(other), dtype=bool)
        is_elsewhere[:shared] = np.abs(own[:shared] - other[:shared]) > ELSEWHERE
        parts.append(line_path(strip.time.xs(strip.ghost.weeks), np.where(is_elsewhere, other, np.nan)))
    return dashed_line("".join(parts), INK)


def hours_of(track: Track) -> Floats:
    """Return the hours a week of the coordinator by use, (uses, T)."""
    frames = track.frames
    result: Floats = np.array([frame.uses for frame in frames]).T * np.array([frame.hours for frame in frames])
    return result
