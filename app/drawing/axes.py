"""Axes of charts along the weeks: where a week and a number stand, ticks, lines and areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...sim.scenario import Scenario
from ...sim.state import Floats
from .svg import LINE, MUTED, group, line, num, text
from .type import SMALL, width_of
from .words import is_in_days

STEPS = (1.0, 2.0, 4.0, 13.0, 26.0, 52.0, 104.0, 260.0, 520.0)
DAYS = (1.0, 2.0, 7.0, 14.0, 28.0, 56.0, 91.0, 182.0, 364.0)
"""Distances between ticks, in weeks or days: parts and multiples of a week and of a year."""

FLAT = 0.2
"""Pixels by which a line may be off where points are left out."""


@dataclass(frozen=True)
class Time:
    """The weeks from left to right.

    Attributes:
        left, right: edges in pixels; weeks: how many there are; unit: days or weeks that a tick counts in.
    """

    left: float
    right: float
    weeks: float
    is_days: bool = False

    def x(self, week: float) -> float:
        """Return pixels from the left of a week."""
        return self.left + (self.right - self.left) * week / self.weeks

    def xs(self, weeks: Floats) -> Floats:
        """Return pixels from the left of weeks."""
        return self.left + (self.right - self.left) / self.weeks * weeks

    def ticks(self) -> list[tuple[float, str]]:
        """Return the weeks to mark and what they are called, as many as are readable."""
        scale = 7.0 if self.is_days else 1.0
        room = width_of("0000") + 30.0
        step = next(
            (s for s in (DAYS if self.is_days else STEPS) if self.x(s / scale) - self.left >= room), self.weeks * scale
        )
        count = int(self.weeks * scale / step + 1e-9)
        return [(step * place / scale, f"{step * place:.4g}") for place in range(count + 1)]


def time_of(scenario: Scenario, last: float, left: float, right: float) -> Time:
    """Return the axis of a case as long as the case, or as long as a run of it that is longer."""
    return Time(left, right, max(scenario.weeks, last), is_in_days(scenario))


def time_axis(time: Time, bottom: float) -> str:
    """Return ticks below ``bottom``, the line there, and the word week or day; a page lays nothing over them."""
    unit = "day" if time.is_days else "week"
    ticks = time.ticks()
    parts = [line(time.left, bottom, time.right, bottom, stroke=LINE)]
    for week, words in ticks:
        x = time.x(week)
        half = width_of(words) / 2.0
        parts.append(line(x, bottom, x, bottom + 4.0, stroke=LINE))
        label = f"{unit} {words}" if week == 0.0 else words
        anchor = "start" if week == 0.0 else "end" if x + half > time.right + 8.0 else "middle"
        parts.append(text(x - (2.0 if week == 0.0 else 0.0), bottom + 15.0, label, text_anchor=anchor))
    return group(parts, fill=MUTED, font_size=SMALL, class_="below")


@dataclass(frozen=True)
class Scale:
    """Numbers from ``low`` at the ``bottom`` to ``high`` at the ``top``, both in pixels."""

    top: float
    bottom: float
    low: float
    high: float

    def y(self, value: float) -> float:
        """Return pixels from the top of a number."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)

    def ys(self, values: Floats) -> Floats:
        """Return pixels from the top of numbers; those beyond an end stand at it."""
        share = (np.clip(values, self.low, self.high) - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * share


def ceiling(value: float, least: float = 12.0) -> float:
    """Return the next round number from ``value`` up, so that an axis seldom changes while a run goes on."""
    value = max(value, least)
    size = 10.0 ** math.floor(math.log10(value))
    return next(step * size for step in (1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0) if step * size >= value - 1e-9)


def line_path(x: Floats, y: Floats) -> str:
    """Return a line through points, broken where one is nan; points that make no bend are left out."""
    parts = []
    known = np.isfinite(y)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]])))
    for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        points = bends(np.stack([x[begin:end], y[begin:end]], axis=1))
        parts.append("M" + ("{:.1f} {:.1f}L" * len(points)).format(*points.reshape(-1).tolist())[:-1])
    return "".join(parts)


def bends(points: Floats) -> Floats:
    """Return a line of points without every second one that is within ``FLAT`` of where the line goes anyway."""
    for _ in range(3):
        if len(points) < 3:
            break
        before, here, after = points[:-2], points[1:-1], points[2:]
        share = (here[:, 0] - before[:, 0]) / np.maximum(after[:, 0] - before[:, 0], 1e-9)
        off = np.abs(before[:, 1] + share * (after[:, 1] - before[:, 1]) - here[:, 1])
        keep = np.ones(len(points), dtype=bool)
        keep[1:-1:2] = off[::2] > FLAT
        points = points[keep]
    return points


def corners(x: Floats, y: Floats) -> Floats:
    """Return the corners of a line of steps, (n, 2): ``y[i]`` holds from ``x[i - 1]`` to ``x[i]``."""
    if len(x) < 2:
        return np.array([[x[0], y[0]]])
    later = y[1:]
    cuts = np.flatnonzero(later[1:] != later[:-1]) + 1
    levels = later[np.concatenate([[0], cuts])]
    at = x[np.concatenate([[0], np.repeat(cuts, 2), [len(x) - 1]])]
    return np.stack([at, np.repeat(levels, 2)], axis=1)


def steps_path(x: Floats, y: Floats) -> str:
    """Return a line of steps."""
    points = corners(x, y).tolist()
    start, rest = points[0], points[1:]
    turns = [f"H{num(a)}" if place % 2 == 0 else f"V{num(b)}" for place, (a, b) in enumerate(rest)]
    return f"M{num(start[0])} {num(start[1])}" + "".join(turns)


def stacked(x: Floats, heights: Sequence[Floats], foot: float) -> list[str]:
    """Return areas of steps from the lowest up, each down to the foot: drawn from the last to the first they stack.

    Args:
        heights: (T,) pixels from the top of the upper edge of each area; foot: of the lower edge of all.
    """
    down = f"V{num(foot)}H{num(float(x[0]))}z"
    return [steps_path(x, y) + down for y in heights]


def area_path(upper: Floats, lower: Floats) -> str:
    """Return the area between two lines, each (n, 2)."""
    points = np.concatenate([bends(upper), bends(lower)[::-1]])
    return "M" + ("{:.1f} {:.1f}L" * len(points)).format(*points.reshape(-1).tolist())[:-1] + "z"


def band_path(x: Floats, low: Floats, high: Floats) -> str:
    """Return the area between two lines where both are known."""
    known = np.isfinite(low) & np.isfinite(high)
    if not known.any():
        return ""
    return area_path(np.stack([x[known], high[known]], axis=1), np.stack([x[known], low[known]], axis=1))
