"""The rows of the strip charts: one quantity each along the same weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ...sim.state import Floats
from ..live.frames import Cast
from .axes import Scale, Time, band_path, ceiling, line_path, stacked
from .fans import Fan, fan_area, fan_edges
from .members import count_grid, members_area, members_ghost, members_labels
from .overlays import LINE_KEY, EndLabel, end_labels
from .svg import CARD, INK, LINE, MUTED, color_of_kind, element, group, line, text
from .track import Track
from .type import SIZE, SMALL, fitted
from .words import USES

DASHES = ("", "6 3", "2 2.5")
"""Of lines that share a row: color is never the only difference."""

TRUST, ENERGY, FORECAST = "var(--kind-5)", "var(--kind-2)", "var(--variant-1)"
SQUARE = "M-4-4H4V4H-4z"


@dataclass(frozen=True)
class Strip:
    """A row being drawn.

    Attributes:
        ghost: another run of the same case, if there is one; fans: many worlds, by the names of series; ghost_fans: of
            the other run.
        top, bottom: of the row; room: to the right of the weeks; all in pixels.
    """

    cast: Cast
    track: Track
    ghost: Track | None
    fans: Mapping[str, Fan]
    ghost_fans: Mapping[str, Fan]
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


def members(strip: Strip) -> str:
    """Return members by kind."""
    runs = [run for run in (strip.track, strip.ghost) if run]
    most = max(float(run.members.sum(axis=0).max()) for run in runs)
    fans = [fans["members"].high for fans in (strip.fans, strip.ghost_fans) if "members" in fans]
    most = max([most, *(float(np.nanmax(high, initial=0.0)) for high in fans)])
    scale = strip.scale(0.0, ceiling(most))
    if not strip.track.is_led and strip.ghost is None:
        return _note(strip, "each works alone: there is no coalition")
    parts = [
        count_grid(strip.time, scale),
        members_area(strip.cast, strip.track, strip.time, scale),
        fan_area(strip.fans.get("members"), strip.time, scale, INK),
        fan_edges(strip.ghost_fans.get("members"), strip.time, scale),
        members_ghost(strip.ghost, strip.time, scale) if strip.ghost else "",
        members_labels(strip.cast, strip.track, scale, strip.time.right + 4.0, strip.room - 4.0),
    ]
    return "".join(parts)


def progress(strip: Strip) -> str:
    """Return the share of the theory of change that the coordinator believes done."""
    scale = strip.scale(0.0, 1.0)
    return "".join(
        [
            _share_grid(strip, scale),
            fan_area(strip.fans.get("progress"), strip.time, scale, INK),
            fan_edges(strip.ghost_fans.get("progress"), strip.time, scale),
            _ghost_line(strip, scale, "progress"),
            _line(strip, scale, strip.track.column("progress"), INK),
        ]
    )


def forecast(strip: Strip) -> str:
    """Return what the coordinator holds the fact to be, one standard deviation around it, and what it truly is."""
    frames = strip.track.frames
    fact = np.array([frame.fact for frame in frames])
    held = np.array([frame.forecast for frame in frames])
    doubt = np.array([frame.doubt for frame in frames])
    bet = np.array([frame.plan_fact for frame in frames])
    known = np.concatenate([fact, (held - doubt)[np.isfinite(held)], (held + doubt)[np.isfinite(held)]])
    low, high = float(known.min()), float(known.max())
    margin = 0.06 * max(high - low, 0.1)
    scale = strip.scale(low - margin, high + margin)
    x = strip.time.xs(strip.track.weeks)
    shade = band_path(x, scale.ys(held - doubt), scale.ys(held + doubt))
    labels = [EndLabel(scale.y(float(fact[-1])), "truth", INK, LINE_KEY, True)]
    if np.isfinite(held[-1]):
        labels.append(EndLabel(scale.y(float(held[-1])), "forecast", FORECAST, LINE_KEY, True, DASHES[1]))
    if np.isfinite(bet).any():
        last = float(bet[np.isfinite(bet)][-1])
        labels.append(EndLabel(scale.y(min(max(last, scale.low), scale.high)), "plan", MUTED, LINE_KEY, True))
    return "".join(
        [
            element("path", d=shade, fill=FORECAST, fill_opacity="0.14") if shade else "",
            _line(strip, scale, bet, MUTED),
            _line(strip, scale, held, FORECAST, DASHES[1]),
            _line(strip, scale, fact, INK),
            line(strip.time.left, strip.bottom, strip.time.right, strip.bottom, stroke=LINE),
            strip.labels(labels),
        ]
    )


def mood(strip: Strip) -> str:
    """Return mean trust of the members in the coordinator, where there are any, and mean energy of all."""
    scale = strip.scale(0.0, 1.0)
    energy, trust = strip.track.column("energy"), trust_of(strip.track)
    labels = [
        EndLabel(scale.y(float(values[np.isfinite(values)][-1])), name, color, LINE_KEY, True, dashes)
        for values, name, color, dashes in ((trust, "trust", TRUST, ""), (energy, "energy", ENERGY, DASHES[1]))
        if np.isfinite(values).any()
    ]
    return "".join(
        [
            _share_grid(strip, scale),
            fan_area(strip.fans.get("trust"), strip.time, scale, TRUST),
            fan_area(strip.fans.get("energy"), strip.time, scale, ENERGY),
            _line(strip, scale, trust, TRUST),
            _line(strip, scale, energy, ENERGY, DASHES[1]),
            strip.labels(labels),
        ]
    )


def trust_of(track: Track) -> Floats:
    """Return the mean trust of the members in their coordinator, (T,); nan where there are none."""
    has_members = track.members.sum(axis=0) > 0.0
    return np.where(has_members & track.is_led, track.column("trust"), np.nan)


def hours(strip: Strip) -> str:
    """Return the hours a week of the coordinator by use, stacked."""
    frames = strip.track.frames
    used = np.array([frame.uses for frame in frames]).T * np.array([frame.hours for frame in frames])
    used = np.nan_to_num(used)
    if not used.any():
        return _note(strip, "there is no coordinator")
    tops = np.cumsum(used, axis=0)
    scale = strip.scale(0.0, ceiling(float(tops[-1].max()), 10.0))
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
        [count_grid(strip.time, scale), group(reversed(painted), stroke=CARD, stroke_width="0.5"), strip.labels(labels)]
    )


def _note(strip: Strip, words: str) -> str:
    """Return words where there is nothing to draw."""
    y = (strip.top + strip.bottom) / 2.0 + 4.0
    foot = line(strip.time.left, strip.bottom, strip.time.right, strip.bottom, stroke=LINE)
    shown = fitted(words, strip.time.right - strip.time.left - 8.0, SIZE)
    return foot + text((strip.time.left + strip.time.right) / 2.0, y, shown, text_anchor="middle", fill=MUTED)


def _line(strip: Strip, scale: Scale, values: Floats, color: str, dashes: str = "") -> str:
    path = line_path(strip.time.xs(strip.track.weeks), scale.ys(values))
    if not path:
        return ""
    dashed = {"stroke_dasharray": dashes} if dashes else {}
    return element("path", d=path, fill="none", stroke=color, stroke_width="1.8", stroke_linejoin="round", **dashed)


def _ghost_line(strip: Strip, scale: Scale, name: str) -> str:
    if strip.ghost is None:
        return ""
    path = line_path(strip.time.xs(strip.ghost.weeks), scale.ys(strip.ghost.column(name)))
    return (
        element("path", d=path, fill="none", stroke=MUTED, stroke_width="1.4", stroke_dasharray="5 4") if path else ""
    )


def _share_grid(strip: Strip, scale: Scale) -> str:
    """Return hairlines at nothing, at a half and at all of a share."""
    parts = []
    for share, words in ((0.0, ""), (0.5, "50 %"), (1.0, "100 %")):
        y = scale.y(share)
        parts.append(line(strip.time.left, y, strip.time.right, y, stroke=LINE, stroke_width="0.8"))
        parts.append(text(strip.time.left - 5.0, y + 4.0, words, text_anchor="end"))
    return group(parts, fill=MUTED, font_size=SMALL)


ROWS: tuple[tuple[str, float, Callable[[Strip], str]], ...] = (
    ("members", 84.0, members),
    ("progress", 44.0, progress),
    ("what would help", 64.0, forecast),
    ("trust and energy", 48.0, mood),
    ("coordinator's hours", 92.0, hours),
)
"""Names of the rows from the top, their heights in pixels, and what draws them."""
