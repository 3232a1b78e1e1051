"""The rows of the strip charts: one quantity each along the same weeks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ...sim.state import Floats
from ..live.frames import Cast
from .axes import Scale, Time, band_path, ceiling, line_path, stacked
from .fans import Fan, fan_area, fan_hatch
from .futures import BASELINE, CHANGED, DASH, THIN
from .members import count_grid, members_area, members_ghost, members_labels
from .overlays import LINE_KEY, EndLabel, end_labels
from .svg import CARD, INK, LINE, MUTED, color_of_kind, color_of_variant, element, group, line, text
from .track import Track
from .type import SIZE, SMALL, fitted
from .words import USES

DASHES = ("", "6 3", "2 2.5")
"""Of lines that share a row: color is never the only difference."""

TRUST, ENERGY, FORECAST = "var(--kind-5)", "var(--kind-2)", color_of_variant(3)
SQUARE = "M-4-4H4V4H-4z"
ELSEWHERE = 2.0
"""Pixels from which on a border of the other run is drawn beside that of this one."""


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


def members(strip: Strip) -> str:
    """Return members by kind."""
    runs = [run for run in (strip.track, strip.ghost) if run]
    most = max(float(run.members.sum(axis=0).max()) for run in runs)
    scale = strip.scale(0.0, ceiling(max(most, _highest(strip.fans) if strip.ghost is None else 0.0)))
    if not strip.track.is_led and strip.ghost is None:
        return _note(strip, "each works alone: there is no coalition")
    parts = [
        count_grid(strip.time, scale),
        members_area(strip.cast, strip.track, strip.time, scale),
        fan_area(strip.fans.get("members"), strip.time, scale, INK) if strip.ghost is None else "",
        members_ghost(strip.ghost, strip.time, scale) if strip.ghost else "",
        members_labels(strip.cast, strip.track, scale, strip.time.right + 4.0, strip.room - 4.0),
    ]
    return "".join(parts)


def _highest(*fans: Mapping[str, Fan]) -> float:
    """Return the highest number of members in some fans; 0 without any."""
    return max((float(np.nanmax(one["members"].high, initial=0.0)) for one in fans if "members" in one), default=0.0)


def members_of_both(strip: Strip) -> str:
    """Return the number of members of this run and of the other one."""
    own, other = (run.members.sum(axis=0) if run else np.zeros(1) for run in (strip.track, strip.ghost))
    most = max(float(own.max()), float(other.max()), _highest(strip.fans, strip.ghost_fans))
    scale = strip.scale(0.0, ceiling(most))
    return count_grid(strip.time, scale) + _both(strip, scale, "members", own, other)


def progress(strip: Strip) -> str:
    """Return the share of the theory of change that the coordinator believes done."""
    if strip.ghost is not None:
        return _share_of_both(strip, "progress", strip.track.column("progress"), strip.ghost.column("progress"))
    scale = strip.scale(0.0, 1.0)
    fan = fan_area(strip.fans.get("progress"), strip.time, scale, INK)
    return _share_grid(strip, scale) + fan + _line(strip, scale, strip.track.column("progress"), INK)


def trust_of_both(strip: Strip) -> str:
    """Return mean trust of the members in the coordinator, in this run and in the other one."""
    other = trust_of(strip.ghost) if strip.ghost else np.zeros(0)
    return _share_of_both(strip, "trust", trust_of(strip.track), other)


def energy_of_both(strip: Strip) -> str:
    """Return mean energy of all, in this run and in the other one."""
    other = strip.ghost.column("energy") if strip.ghost else np.zeros(0)
    return _share_of_both(strip, "energy", strip.track.column("energy"), other)


def _share_of_both(strip: Strip, name: str, own: Floats, other: Floats) -> str:
    scale = strip.scale(0.0, 1.0)
    return _share_grid(strip, scale) + _both(strip, scale, name, own, other)


def _both(strip: Strip, scale: Scale, name: str, own: Floats, other: Floats) -> str:
    """Return a series of this run and of the other one, the bands of many worlds behind them, named at their ends."""
    x = strip.time.xs(strip.ghost.weeks) if strip.ghost else np.zeros(0)
    path = line_path(x, scale.ys(other)) if strip.ghost else ""
    labels = [
        _end_of(scale, own, strip.names[0], CHANGED),
        _end_of(scale, other, strip.names[1], BASELINE, DASH),
    ]
    return "".join(
        [
            fan_area(strip.fans.get(name), strip.time, scale, CHANGED, has_middle=False),
            fan_hatch(strip.ghost_fans.get(name), strip.time, scale, BASELINE),
            _dashed(path, BASELINE),
            _line(strip, scale, own, CHANGED),
            strip.labels([label for label in labels if label]),
        ]
    )


def _end_of(scale: Scale, values: Floats, words: str, color: str, dashes: str = "") -> EndLabel | None:
    """Return the name of a line where it ends; None where there is no line."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return None
    return EndLabel(scale.y(min(max(float(known[-1]), scale.low), scale.high)), words, color, LINE_KEY, True, dashes)


def forecast(strip: Strip) -> str:
    """Return what the coordinator holds the fact to be, one standard deviation around it, and what it truly is."""
    frames = strip.track.frames
    fact = np.array([frame.fact for frame in frames])
    held = np.array([frame.forecast for frame in frames])
    doubt = np.array([frame.doubt for frame in frames])
    bet = np.array([frame.plan_fact for frame in frames])
    before = np.array([frame.forecast for frame in strip.ghost.frames]) if strip.ghost else np.zeros(0)
    before_x = strip.time.xs(strip.ghost.weeks) if strip.ghost else np.zeros(0)
    held_or_not = [(held - doubt)[np.isfinite(held)], (held + doubt)[np.isfinite(held)], before[np.isfinite(before)]]
    known = np.concatenate([fact, *held_or_not])
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
    if np.isfinite(before).any():
        last = float(before[np.isfinite(before)][-1])
        labels.append(EndLabel(scale.y(last), strip.names[1], BASELINE, LINE_KEY, True, DASH))
    return "".join(
        [
            element("path", d=shade, fill=FORECAST, fill_opacity="0.14") if shade else "",
            _line(strip, scale, bet, MUTED),
            _dashed(line_path(before_x, scale.ys(before)), BASELINE),
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
    used = np.nan_to_num(_hours_of(strip.track))
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
    others = np.cumsum(np.nan_to_num(_hours_of(strip.ghost)), axis=0)
    shared = min(tops.shape[1], others.shape[1])
    parts = []
    for own, other in zip(np.rint(scale.ys(tops)), np.rint(scale.ys(others)), strict=True):
        is_elsewhere = np.ones(len(other), dtype=bool)
        is_elsewhere[:shared] = np.abs(own[:shared] - other[:shared]) > ELSEWHERE
        parts.append(line_path(strip.time.xs(strip.ghost.weeks), np.where(is_elsewhere, other, np.nan)))
    return _dashed("".join(parts), INK)


def _hours_of(track: Track) -> Floats:
    """Return the hours a week of the coordinator by use, (uses, T)."""
    frames = track.frames
    result: Floats = np.array([frame.uses for frame in frames]).T * np.array([frame.hours for frame in frames])
    return result


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


def _dashed(path: str, color: str) -> str:
    """Return a line of the other run; nothing without a path."""
    if not path:
        return ""
    return element("path", d=path, fill="none", stroke=color, stroke_width=THIN, stroke_dasharray=DASH, class_="ghost")


def _share_grid(strip: Strip, scale: Scale) -> str:
    """Return hairlines at nothing, at a half and at all of a share."""
    parts = []
    for share, words in ((0.0, ""), (0.5, "50 %"), (1.0, "100 %")):
        y = scale.y(share)
        parts.append(line(strip.time.left, y, strip.time.right, y, stroke=LINE, stroke_width="0.8"))
        parts.append(text(strip.time.left - 5.0, y + 4.0, words, text_anchor="end"))
    return group(parts, fill=MUTED, font_size=SMALL)


Row = tuple[str, float, Callable[[Strip], str]]

ROWS: tuple[Row, ...] = (
    ("members", 84.0, members),
    ("progress", 44.0, progress),
    ("what would help", 64.0, forecast),
    ("trust and energy", 48.0, mood),
    ("coordinator's hours", 92.0, hours),
)
"""Names of the rows from the top, their heights in pixels, and what draws them."""

ROWS_OF_BOTH: tuple[Row, ...] = (
    ("members by kind", 84.0, members),
    ("members", 56.0, members_of_both),
    ("progress", 56.0, progress),
    ("what would help", 64.0, forecast),
    ("trust of members", 48.0, trust_of_both),
    ("energy of all", 48.0, energy_of_both),
    ("coordinator's hours", 92.0, hours),
)
"""The same where there is another run to hold this one against."""
