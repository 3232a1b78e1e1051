"""The rows of the strip charts: one quantity each along the same weeks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .axes import band_path, ceiling, line_path
from .both import energy_of_both, members_of_both, most_members, share_of_both, trust_of_both
from .fans import fan_area
from .futures import BASELINE, DASH
from .hours import hours
from .members import count_grid, members_area, members_ghost, members_labels
from .overlays import LINE_KEY, EndLabel
from .strip import Strip, dashed_line, note, series_line, share_grid
from .svg import INK, LINE, MUTED, color_of_variant, element, line
from .track import trust_of

DASHES = ("", "6 3", "2 2.5")
"""Of lines that share a row: color is never the only difference."""

TRUST, ENERGY, FORECAST = "var(--kind-5)", "var(--kind-2)", color_of_variant(3)


def members(strip: Strip) -> str:
    """Return members by kind."""
    runs = [run for run in (strip.track, strip.ghost) if run]
    most = max(float(run.members.sum(axis=0).max()) for run in runs)
    scale = strip.scale(0.0, ceiling(max(most, most_members(strip.fans) if strip.ghost is None else 0.0)))
    if not strip.track.is_led and strip.ghost is None:
        return note(strip, "each works alone: there is no coalition")
    parts = [
        count_grid(strip.time, scale),
        members_area(strip.cast, strip.track, strip.time, scale),
        fan_area(strip.fans.get("members"), strip.time, scale, INK) if strip.ghost is None else "",
        members_ghost(strip.ghost, strip.time, scale) if strip.ghost else "",
        members_labels(strip.cast, strip.track, scale, strip.time.right + 4.0, strip.room - 4.0),
    ]
    return "".join(parts)


def progress(strip: Strip) -> str:
    """Return the share of the theory of change that the coordinator believes done."""
    if strip.ghost is not None:
        return share_of_both(strip, "progress", strip.track.column("progress"), strip.ghost.column("progress"))
    scale = strip.scale(0.0, 1.0)
    fan = fan_area(strip.fans.get("progress"), strip.time, scale, INK)
    return share_grid(strip, scale) + fan + series_line(strip, scale, strip.track.column("progress"), INK)


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
            series_line(strip, scale, bet, MUTED),
            dashed_line(line_path(before_x, scale.ys(before)), BASELINE),
            series_line(strip, scale, held, FORECAST, DASHES[1]),
            series_line(strip, scale, fact, INK),
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
            share_grid(strip, scale),
            fan_area(strip.fans.get("trust"), strip.time, scale, TRUST),
            fan_area(strip.fans.get("energy"), strip.time, scale, ENERGY),
            series_line(strip, scale, trust, TRUST),
            series_line(strip, scale, energy, ENERGY, DASHES[1]),
            strip.labels(labels),
        ]
    )


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
