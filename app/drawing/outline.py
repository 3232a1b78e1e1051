"""The outline of a coalition: around its members and nobody else.

The members and the corridors between them are round bells that add up; the outline is where their sum is ``LEVEL``,
less a disk around everybody who does not belong.  A bell is one at its member, so every member is inside; a disk never
reaches farther than half-way to the nearest member, and everybody is in the middle of its own disk, so nobody else is.
The lines are found on a grid of ``STEP`` pixels: where a member and another stand closer than ``TELL`` pixels, either
may come out on the wrong side.
"""

from __future__ import annotations

import math
from typing import cast

import numpy as np
from contourpy import LineType, contour_generator

from ...sim.state import Floats, Ints
from .corridors import corridors
from .svg import num

STEP = 4.0
"""Pixels between points of the grid that the lines are found on."""

TELL = 10.0
"""Pixels between a member and another from which on the lines pass between them for certain."""

LEVEL = 0.5
MEMBER, THIN = 1.6, 0.75
"""Widths of the bells at members and of those along corridors, in radii of the largest mark."""

CORRIDOR = 0.78
"""The sum of the bells in the middle of a long corridor."""

KEEP = 5.0
"""Pixels between the mark of somebody who does not belong and the outline, where there is room."""

FADE = 20.0
"""Pixels over which the field rises at the edge of a disk."""

REACH = 48.0
"""Pixels around the members within which the outline lies."""

AT_ONCE = 200_000
"""Multiplications at a time: a larger product of matrices would wait for several cores, which may be busy."""


def outline(points: Floats, radii: Floats, member: Ints, width: float, height: float) -> list[Floats]:
    """Return the closed lines around the members, each (vertices, 2); a line within a line is a hole.

    Args:
        points: (N, 2) where everybody stands, in a frame ``width`` by ``height`` that the lines do not leave.
        radii: (N,) of the marks; member: (N,) positive where it belongs.
    """
    inside, outside = points[member > 0], points[member <= 0]
    if len(inside) == 0:
        return []
    low = np.maximum(inside.min(axis=0) - REACH, 0.0)
    high = np.minimum(inside.max(axis=0) + REACH, (width, height))
    x, y = np.arange(low[0], high[0] + STEP, STEP), np.arange(low[1], high[1] + STEP, STEP)
    largest = float(radii.max())
    field = _bells(x, y, inside, MEMBER * largest) - LEVEL
    way, thin = corridors(inside, outside, width, height), THIN * largest
    field += _bells(x, y, way[:, :2], thin, CORRIDOR * way[:, 2] / (thin * math.sqrt(2.0 * math.pi)))
    _carve(field, x, y, outside, _disks(inside, outside, radii[member <= 0]))
    field[[0, -1], :] = field[:, [0, -1]] = -LEVEL
    lines = cast(list[Floats], contour_generator(x, y, field, line_type=LineType.Separate).lines(0.0))
    return [line for line in lines if len(line) > 6]


def _bells(x: Floats, y: Floats, centers: Floats, wide: float, high: Floats | float = 1.0) -> Floats:
    """Return the sum of bells on a grid, (len(y), len(x)); a bell is a product, so it takes one of matrices."""
    across = np.exp((centers[:, :1] - x) ** 2 / (-2.0 * wide**2))
    down = np.exp((y[:, None] - centers[:, 1]) ** 2 / (-2.0 * wide**2)) * high
    rows = max(AT_ONCE // max(across.size, 1), 2)
    return np.concatenate([down[row : row + rows] @ across for row in range(0, len(y), rows)])


def _disks(inside: Floats, outside: Floats, radii: Floats) -> Floats:
    """Return the radius of the disk that is kept free around each who does not belong, (o,)."""
    if len(outside) == 0:
        return radii
    squared = ((outside[:, None] - inside) ** 2).sum(axis=2).min(axis=1)
    result: Floats = np.minimum(radii + KEEP, 0.5 * np.sqrt(squared))
    return result


def _carve(field: Floats, x: Floats, y: Floats, centers: Floats, radii: Floats) -> None:
    """Take disks out of the field."""
    for (a, b), radius in zip(centers.tolist(), radii.tolist(), strict=True):
        left, right = np.searchsorted(x, (a - radius - 2.0 * STEP, a + radius + 2.0 * STEP))
        top, bottom = np.searchsorted(y, (b - radius - 2.0 * STEP, b + radius + 2.0 * STEP))
        if left < right and top < bottom:
            part = field[top:bottom, left:right]
            away = np.sqrt((x[left:right] - a) ** 2 + (y[top:bottom, None] - b) ** 2)
            np.minimum(part, (away - radius) / FADE, out=part)


RENEWED = 6
"""Curves after which a bend is written again: what is rounded adds up until then."""


def outline_path(lines: list[Floats], every: int = 2) -> str:
    """Return closed lines as one smooth path, through the middles of their sides.

    Args:
        every: which of the corners of a long line are kept.
    """
    return "".join(_smooth(line, every) for line in lines)


def _smooth(line: Floats, every: int) -> str:
    """Return a line as quadratic curves; where a curve only goes on (``t``), its bend follows from the last one."""
    corners = line[:-1]
    if len(corners) > 8 * every:
        corners = corners[::every]
    middles = np.round((corners + np.roll(corners, -1, axis=0)) / 2.0, 1)
    begins = np.roll(middles, 1, axis=0)
    numbers = np.concatenate([corners - begins, middles - begins], axis=1)
    is_bend = np.arange(len(numbers)) % RENEWED == 0
    written = np.ones(numbers.shape, dtype=bool)
    written[~is_bend, :2] = False
    pattern = "".join("q{:.1f} {:.1f} {:.1f} {:.1f}" if bend else "t{:.1f} {:.1f}" for bend in is_bend.tolist())
    start = f"M{num(float(middles[-1, 0]))} {num(float(middles[-1, 1]))}"
    curves = pattern.format(*numbers[written].tolist())
    return start + curves.replace(".0 ", " ").replace(".0t", "t").replace(".0q", "q") + "z"
