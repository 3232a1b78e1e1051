"""Fans: what many worlds do in the same weeks, as a low, a middle and a high value of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...analysis.reports.weekly import band, column, members_of, trust_of_members, weeks_of
from ...sim.state import Floats
from .axes import Scale, Time, band_path, line_path
from .futures import BETWEEN, HATCH, SHADE
from .svg import MUTED, element

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison


class Fan(NamedTuple):
    """A quantity over many worlds, each (T,): the weeks, a low, a middle and a high value; nan where there is none."""

    weeks: Floats
    low: Floats
    middle: Floats
    high: Floats


SHOWN = ("progress", "energy")


def fans_of(comparison: Comparison, variant: int) -> dict[str, Fan]:
    """Return the fans of the series that charts show: mean and quartiles over the worlds, weeks as they ended.

    Args:
        variant: its place in the comparison.

    Raises:
        ValueError: the comparison kept no series.
    """
    weeks = weeks_of(comparison) + comparison.scenario.step_days / 7.0
    found = {name: column(comparison, name)[:, variant] for name in SHOWN}
    found["members"] = members_of(comparison)[:, variant]
    found["trust"] = trust_of_members(comparison)[:, variant]
    bands = {name: band(values) for name, values in found.items()}
    return {name: Fan(weeks, one.low, one.mean, one.high) for name, one in bands.items()}


def fan_hatch(fan: Fan | None, time: Time, scale: Scale, color: str = MUTED) -> str:
    """Return the fan of another run: upright strokes from low to high, between thin dashed lines."""
    if fan is None:
        return ""
    x, low, high = time.xs(fan.weeks), scale.ys(fan.low), scale.ys(fan.high)
    edges = line_path(x, low) + line_path(x, high)
    if not edges:
        return ""
    at = np.arange(time.left + BETWEEN / 2.0, time.right, BETWEEN)
    foot, head = (np.interp(at, x, one, left=np.nan, right=np.nan) for one in (low, high))
    known = np.isfinite(foot) & np.isfinite(head) & (foot - head > 0.5)
    strokes = "".join(f"M{a:.1f} {b:.1f}V{c:.1f}" for a, b, c in zip(at[known], foot[known], head[known], strict=True))
    line = element("path", d=edges, class_="fan-edges", fill="none", stroke=color, stroke_dasharray="2 3")
    hatch = element("path", d=strokes, class_="fan-hatch", fill="none", stroke=color, stroke_opacity=HATCH)
    return line + (hatch if strokes else "")


def fan_area(fan: Fan | None, time: Time, scale: Scale, color: str = MUTED, *, has_middle: bool = True) -> str:
    """Return a fan as a shade between low and high, with a thin line in its middle if wanted."""
    if fan is None or not np.isfinite(fan.middle).any():
        return ""
    x = time.xs(fan.weeks)
    shade = band_path(x, scale.ys(fan.low), scale.ys(fan.high))
    area = element("path", d=shade, fill=color, fill_opacity=SHADE, class_="fan")
    if not has_middle:
        return area
    middle = line_path(x, scale.ys(fan.middle))
    return area + element("path", d=middle, fill="none", stroke=color, stroke_opacity="0.7", stroke_width="1.2")
