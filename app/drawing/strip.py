"""A row of the strip charts, and what several of them draw: lines, names at their ends, grids and notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...sim.state import Floats
from ..live.frames import Cast
from .axes import Scale, Time, line_path
from .fans import Fan
from .futures import DASH, THIN
from .overlays import LINE_KEY, EndLabel, end_labels
from .svg import LINE, MUTED, dashes, element, group, line, text
from .track import Track
from .type import SIZE, SMALL, fitted


@dataclass(frozen=True)
class Strip:
    """A row being drawn.

    Attributes:
        ghost: another run of the same case, if there is one; names: of this run and of the other one.
        fans: many worlds, by the names of series; ghost_fans: of the other run.
        top, bottom: of the row; room: to the right of the weeks; all in pixels.
    """

    cast: Cast
    track: Track
    ghost: Track | None
    fans: Mapping[str, Fan]
    ghost_fans: Mapping[str, Fan]
    names: tuple[str, str]
    time: Time
    top: float
    bottom: float
    room: float

    def scale(self, low: float, high: float) -> Scale:
        """Return the scale of numbers from ``low`` to ``high`` over the height of the row."""
        return Scale(self.top, self.bottom, low, high)

    def labels(self, labels: list[EndLabel]) -> str:
        """Return labels to the right of the row."""
        return end_labels(labels, self.time.right + 4.0, self.room - 4.0, self.top - 4.0, self.bottom + 4.0)


def series_line(strip: Strip, scale: Scale, values: Floats, color: str, style: str = "") -> str:
    """Return a series of this run; nothing where it is never known."""
    path = line_path(strip.time.xs(strip.track.weeks), scale.ys(values))
    if not path:
        return ""
    look = {"stroke": color, "stroke_width": "1.8", "stroke_linejoin": "round", **dashes(style)}
    return element("path", d=path, fill="none", **look)


def dashed_line(path: str, color: str) -> str:
    """Return a line of the other run; nothing without a path."""
    if not path:
        return ""
    return element("path", d=path, fill="none", stroke=color, stroke_width=THIN, stroke_dasharray=DASH, class_="ghost")


def end_of(scale: Scale, values: Floats, words: str, color: str, style: str = "") -> EndLabel | None:
    """Return the name of a line where it ends; None where there is no line."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return None
    return EndLabel(scale.y(min(max(float(known[-1]), scale.low), scale.high)), words, color, LINE_KEY, True, style)


def share_grid(strip: Strip, scale: Scale) -> str:
    """Return hairlines at nothing, at a half and at all of a share."""
    parts = []
    for share, words in ((0.0, ""), (0.5, "50 %"), (1.0, "100 %")):
        y = scale.y(share)
        parts.append(line(strip.time.left, y, strip.time.right, y, stroke=LINE, stroke_width="0.8"))
        parts.append(text(strip.time.left - 5.0, y + 4.0, words, text_anchor="end"))
    return group(parts, fill=MUTED, font_size=SMALL)


def note(strip: Strip, words: str) -> str:
    """Return words where there is nothing to draw."""
    y = (strip.top + strip.bottom) / 2.0 + 4.0
    foot = line(strip.time.left, strip.bottom, strip.time.right, strip.bottom, stroke=LINE)
    shown = fitted(words, strip.time.right - strip.time.left - 8.0, SIZE)
    return foot + text((strip.time.left + strip.time.right) / 2.0, y, shown, text_anchor="middle", fill=MUTED)
