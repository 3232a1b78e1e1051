"""Rows of the strip charts that hold one run against another: lines of both, and what many worlds do under either."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...sim.state import Floats
from .axes import Scale, ceiling, line_path
from .fans import Fan, fan_area, fan_hatch
from .futures import BASELINE, CHANGED, DASH
from .members import count_grid
from .strip import Strip, dashed_line, end_of, series_line, share_grid
from .track import trust_of


def members_of_both(strip: Strip) -> str:
    """Return the number of members of this run and of the other one."""
    own, other = (run.members.sum(axis=0) if run else np.zeros(1) for run in (strip.track, strip.ghost))
    most = max(float(own.max()), float(other.max()), most_members(strip.fans, strip.ghost_fans))
    scale = strip.scale(0.0, ceiling(most))
    return count_grid(strip.time, scale) + _both(strip, scale, "members", own, other)


def trust_of_both(strip: Strip) -> str:
    """Return mean trust of the members in the coordinator, in this run and in the other one."""
    other = trust_of(strip.ghost) if strip.ghost else np.zeros(0)
    return share_of_both(strip, "trust", trust_of(strip.track), other)


def energy_of_both(strip: Strip) -> str:
    """Return mean energy of all, in this run and in the other one."""
    other = strip.ghost.column("energy") if strip.ghost else np.zeros(0)
    return share_of_both(strip, "energy", strip.track.column("energy"), other)


def share_of_both(strip: Strip, name: str, own: Floats, other: Floats) -> str:
    """Return a share in this run and in the other one; name: of its series in many worlds."""
    scale = strip.scale(0.0, 1.0)
    return share_grid(strip, scale) + _both(strip, scale, name, own, other)


def _both(strip: Strip, scale: Scale, name: str, own: Floats, other: Floats) -> str:
    """Return a series of this run and of the other one, the bands of many worlds behind them, named at their ends."""
    x = strip.time.xs(strip.ghost.weeks) if strip.ghost else np.zeros(0)
    path = line_path(x, scale.ys(other)) if strip.ghost else ""
    labels = [
        end_of(scale, own, strip.names[0], CHANGED),
        end_of(scale, other, strip.names[1], BASELINE, DASH),
    ]
    return "".join(
        [
            fan_area(strip.fans.get(name), strip.time, scale, CHANGED, has_middle=False),
            fan_hatch(strip.ghost_fans.get(name), strip.time, scale, BASELINE),
            dashed_line(path, BASELINE),
            series_line(strip, scale, own, CHANGED),
            strip.labels([label for label in labels if label]),
        ]
    )


def most_members(*fans: Mapping[str, Fan]) -> float:
    """Return the highest number of members in some fans; 0 without any."""
    return max((float(np.nanmax(one["members"].high, initial=0.0)) for one in fans if "members" in one), default=0.0)
