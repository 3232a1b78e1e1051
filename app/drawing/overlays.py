"""What runs through all charts along the weeks: obstacles, windows, pivots, wins, and where we are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...sim.scenario import Scenario
from .axes import Time
from .marks import SHAPES
from .svg import (
    CARD,
    INK,
    TINT,
    WINDOW,
    color_of_obstacle,
    dashed_obstacle,
    element,
    group,
    line,
    num,
    rect,
    text,
    titled,
)
from .track import Span, Track
from .type import SMALL, fitted, width_of
from .words import time_in_words

BAND = 17.0
"""Height of a band, pixels."""

ROOM = 64.0
"""Width in pixels from which on a name that does not fit is worth a beginning of it."""

STAR = 6
"""Place of the star among the shapes."""


def obstacle_band(scenario: Scenario, spans: Sequence[Span], time: Time, top: float, verb: str) -> str:
    """Return a band of what stood in the way, or what the plan was against, with the names that fit.

    Args:
        verb: what the obstacle does in the words for a pointer, such as ``"stands in the way"``.
    """
    parts = []
    for span in spans:
        if span.what < 0 or span.end <= span.begin:
            continue
        x, wide = time.x(span.begin), time.x(span.end) - time.x(span.begin)
        name, color = scenario.obstacles[span.what].name, color_of_obstacle(span.what)
        begins = time_in_words(scenario, span.begin)
        words = titled(f"{name} {verb} from {begins} to {time_in_words(scenario, span.end)}")
        shown = fitted(name, wide - 10.0)
        label = text(x + 6.0, top + 12.5, shown) if shown == name or wide > ROOM else ""
        ground = rect(x, top, wide, BAND, fill=color, fill_opacity=TINT)
        edge = rect(x, top, min(2.0, wide), BAND, fill=color)
        if again := dashed_obstacle(span.what):
            edge += line(x, top + BAND - 1.0, x + wide, top + BAND - 1.0, stroke=color, stroke_width="2", **again)
        parts.append(f"<g>{words}{ground}{edge}{label}</g>")
    return group(parts, font_size=SMALL)


def window_shades(track: Track, time: Time, top: float, bottom: float) -> str:
    """Return a shade where a window was open."""
    return group(
        [
            rect(time.x(span.begin), top, max(time.x(span.end) - time.x(span.begin), 1.0), bottom - top)
            for span in track.windows
        ],
        fill=WINDOW, class_="window",
    )  # fmt: skip


def pivot_lines(scenario: Scenario, track: Track, time: Time, top: float, bottom: float) -> str:
    """Return a dashed line through every pivot."""
    return group(
        [
            element(
                "path",
                titled(f"pivot in {time_in_words(scenario, week)}"),
                d=f"M{num(time.x(week))} {num(top)}V{num(bottom)}",
            )
            for week in track.pivots
        ],
        stroke=INK, stroke_width="1.3", stroke_dasharray="3 3", class_="pivot",
    )  # fmt: skip


def win_marks(scenario: Scenario, track: Track, time: Time, y: float) -> str:
    """Return a star for every win that helps and a struck circle for every one that harms."""
    star = "M" + "L".join(f"{num(5.0 * a)} {num(5.0 * b)}" for a, b in SHAPES[STAR]) + "z"
    parts = []
    for week in track.wins:
        at = f"translate({num(time.x(week))} {num(y)})"
        words = titled(f"a win that helps, in {time_in_words(scenario, week)}")
        parts.append(
            element(
                "path", words, d=star, transform=at, fill=INK, stroke=CARD, stroke_width="1.5", paint_order="stroke"
            )
        )
    for week in track.harms:
        at = f"translate({num(time.x(week))} {num(y)})"
        words = titled(f"a win that harms, in {time_in_words(scenario, week)}")
        ring = "M-4.5 0a4.5 4.5 0 1 1 9 0a4.5 4.5 0 1 1 -9 0M-3.2 3.2L3.2-3.2"
        parts.append(element("path", words, d=ring, transform=at, fill=CARD, stroke=INK, stroke_width="1.6"))
    return group(parts, class_="wins")


def event_words(track: Track, time: Time, y: float) -> str:
    """Return the words pivot, win and harm beside the first of each that has room, none over another mark.

    Args:
        y: the middle of the line on which the marks of wins stand.
    """
    taken: list[tuple[float, float]] = [
        (time.x(week) - 7.0, time.x(week) + 7.0) for week in (*track.wins, *track.harms)
    ]
    taken += [(time.x(week) - 1.0, time.x(week) + 1.0) for week in track.pivots]
    parts = []
    for words, weeks in (("pivot", track.pivots), ("win", track.wins), ("harm", track.harms)):
        wide = width_of(words, is_bold=True)
        for week in weeks:
            x = _free(time.x(week), wide, taken, time)
            if x is not None:
                parts.append(text(x, y + 4.0, words))
                taken.append((x, x + wide))
                break
    return group(
        parts, font_size=SMALL, font_weight="600", stroke=CARD, stroke_width="3", paint_order="stroke",
        stroke_linejoin="round",
    )  # fmt: skip


def _free(at: float, wide: float, taken: Sequence[tuple[float, float]], time: Time) -> float | None:
    """Return where words can begin to the right or the left of a mark; None where neither has room."""
    for x in (at + 8.0, at - 8.0 - wide):
        inside = x >= time.left and x + wide <= time.right
        if inside and all(x >= b or x + wide <= a for a, b in taken):
            return x
    return None


def now_line(time: Time, now: float | None, end: float, top: float, bottom: float) -> str:
    """Return the line where we are now; what was already seen to come after it lies under a veil."""
    if now is None:
        return ""
    x = time.x(now)
    veil = (
        rect(x, top, max(time.x(end) - x, 0.0) + 1.0, bottom - top, fill=CARD, fill_opacity="0.62") if end > now else ""
    )
    dot = element("circle", cx=x, cy=bottom, r=4, fill=INK)
    return veil + line(x, top, x, bottom, stroke=INK, stroke_width="1.6", class_="now") + dot


@dataclass(frozen=True)
class EndLabel:
    """Words beside the end of a line or an area at a height in pixels, with the path of a key around zero."""

    height: float
    words: str
    color: str
    key: str
    is_line: bool = False
    dashes: str = ""


LINE_KEY = "M-5 0H5"
LABEL = 14.0
"""Height of a label, pixels."""


def end_labels(labels: Sequence[EndLabel], x: float, room: float, top: float, bottom: float) -> str:
    """Return labels beside the ends of lines or areas, moved apart until none touches another.

    Args:
        x: where they begin; room: how wide they may be; top, bottom: between which they stay, if they all can.
    """
    ordered = sorted(labels, key=lambda label: label.height)
    heights = spread([label.height for label in ordered], LABEL, top + 5.0, bottom - 5.0)
    parts = []
    for label, y in zip(ordered, heights, strict=True):
        dashes: dict[str, Any] = {"stroke_dasharray": label.dashes} if label.dashes else {}
        style: dict[str, Any] = (
            {"stroke": label.color, "stroke_width": "2", **dashes} if label.is_line else {"fill": label.color}
        )
        parts.append(element("path", d=label.key, transform=f"translate({num(x + 5.0)} {num(y)})", **style))
        parts.append(text(x + 14.0, y + 4.0, fitted(label.words, room - 14.0)))
    return group(parts, font_size=SMALL)


def spread(heights: Sequence[float], room: float, low: float, high: float) -> list[float]:
    """Return ascending heights moved apart as little as two passes allow, so that each has ``room``."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, low if not placed else placed[-1] + room))
    ceiling = max(high, low + room * (len(placed) - 1))
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], ceiling - room * (len(placed) - 1 - place))
    return placed
