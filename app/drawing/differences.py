"""Comparisons: differences with their intervals, and what two treatments do week by week in many worlds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...analysis.words import number, of_worlds, signed
from ...sim.scenario import Scenario
from .axes import Scale, Time, band_path, line_path, time_axis, time_of
from .fans import Fan
from .overlays import LINE_KEY, EndLabel, end_labels
from .svg import INK, LINE, MUTED, color_of_variant, dash_of_variant, dashes, drawing, element, group, line, text
from .type import SMALL, fitted, width_of
from .words import sentence

if TYPE_CHECKING:
    from ...experiments.estimates import PairedDifference

ROW = 38.0
NUMBER = 58.0
"""Pixels on either side of the differences for their numbers."""


class Difference(NamedTuple):
    """A row of differences: what is measured, by how much a treatment differs from the first, which way is better."""

    name: str
    found: PairedDifference
    better: str


def difference_bars(rows: Sequence[Difference], first: str, other: str, *, width: float = 600.0) -> str:
    """Return differences with their 95 % intervals as SVG, each on a scale of its own around the same zero.

    Args:
        rows: outcomes, the most important first; first, other: names of the treatments.
        width: of the drawing, CSS pixels.
    """
    is_narrow = width < 540.0
    names, (first, other) = (first, other), short_names(first, other)
    verdicts = [_verdict(row, other) for row in rows]
    longest = max(width_of(words) for words in (*verdicts, *(row.name for row in rows)))
    named = 0.0 if is_narrow else min(longest + 20.0, 0.46 * width)
    high, top = ROW + (20.0 if is_narrow else 0.0), 22.0
    left, right = named + NUMBER, width - NUMBER
    zero = (left + right) / 2.0
    parts = [_ends(first, other, named, width, zero)]
    for place, row in enumerate(rows):
        foot = top + (place + 1) * high
        parts.append(line(2.0, foot, width - 2.0, foot, stroke=LINE, stroke_width="0.8"))
        parts.append(_difference(row, foot - (12.0 if is_narrow else ROW / 2.0), zero, (right - left) / 2.0))
        parts.append(text(4.0, foot - high + 15.0, fitted(row.name, (named or width) - 12.0)))
        parts.append(text(4.0, foot - high + 30.0, fitted(verdicts[place], (named or width) - 12.0), fill=MUTED))
    bottom = top + len(rows) * high
    parts.append(text(width - 4.0, bottom + 14.0, "each on a scale of its own", text_anchor="end", fill=MUTED))
    words = differences_in_words(rows, *names)
    return drawing(width, bottom + 20.0, f"{names[1]} minus {names[0]}", words, group(parts, font_size=SMALL))


def short_names(first: str, other: str) -> tuple[str, str]:
    """Return what differs in two names: ``1`` and ``2`` of ``a=1``, ``a=2``; ``x`` and ``y`` of ``x z``, ``y z``."""
    while " " in first and " " in other and first.split()[-1] == other.split()[-1]:
        first, other = first.rpartition(" ")[0], other.rpartition(" ")[0]
    (path, equals, mine), (same, _, its) = first.partition("="), other.partition("=")
    return (mine, its) if equals and path == same else (first, other)


def differences_in_words(rows: Sequence[Difference], first: str, other: str) -> str:
    """Return in one sentence by how much the treatments differ in each outcome."""
    return sentence([f"{other} minus {first} in the same worlds", *(_row_in_words(row) for row in rows)])


def _row_in_words(row: Difference) -> str:
    found = row.found
    if not math.isfinite(found.mean):
        return f"{row.name}: not known"
    size = max(abs(found.low), abs(found.high))
    told = "" if found.is_told_apart else f", {found.verdict}"
    between = f"[{signed(found.low, size)}, {signed(found.high, size)}]"
    return f"{row.name} {signed(found.mean, size)} {between}{told}"


def _verdict(row: Difference, other: str) -> str:
    found = row.found
    if not math.isfinite(found.mean):
        return "not known"
    if not found.is_told_apart:
        return found.verdict
    if not math.isfinite(found.p_better):
        return "differs"
    return f"{other} better in {of_worlds(found.wins / found.worlds, found.worlds)}"


def _ends(first: str, other: str, left: float, right: float, zero: float) -> str:
    """Return the words above the axis: on which side which treatment has more."""
    room = min(zero - left, right - zero) - 10.0
    return group(
        [
            text(zero - 8.0, 12.0, f"← {_more_under(first, room)}", text_anchor="end"),
            text(zero + 8.0, 12.0, f"{_more_under(other, room)} →"),
        ],
        fill=MUTED,
    )


def _more_under(name: str, room: float) -> str:
    """Return ``more under consensus``, or less of it where there is less room."""
    room -= width_of("→ ")
    said = f"more under {name}"
    return said if width_of(said) <= room else fitted(f"more: {name}", room)


def _difference(row: Difference, y: float, zero: float, half: float) -> str:
    found = row.found
    axis = line(zero, y - 9.0, zero, y + 9.0, stroke=MUTED, stroke_width="1.2")
    if not math.isfinite(found.mean):
        return axis
    most = max(abs(found.low), abs(found.high), abs(found.mean), 1e-12)
    low, mean, high = (zero + half * value / most for value in (found.low, found.mean, found.high))
    color = color_of_variant(1 if found.mean > 0.0 else 0) if found.is_told_apart else MUTED
    bar = line(low, y, high, y, stroke=color, stroke_width="6", stroke_opacity="0.35", stroke_linecap="round")
    dot = element("circle", cx=mean, cy=y, r="4.5", fill=color)
    words = signed(found.mean, most)
    wide = width_of(words)
    at = high + 9.0 + wide / 2.0 if found.mean >= 0.0 else low - 9.0 - wide / 2.0
    return axis + bar + dot + text(at, y + 4.0, words, text_anchor="middle", fill=INK, font_weight="600")


def fans_chart(
    scenario: Scenario,
    fans: Sequence[tuple[str, Fan]],
    name: str,
    *,
    width: float = 600.0,
    height: float = 190.0,
    solid: int = 0,
) -> str:
    """Return what treatments do week by week as SVG: means as lines, quartiles as shades.

    Args:
        fans: (name of the treatment, its fan) each, the first one first; name: of what is measured.
        solid: which of them has a solid line.
        width, height: of the drawing, CSS pixels.
    """
    gutter = min(max(width_of(words) for words, _ in fans) + 22.0, 0.34 * width)
    last = max(float(fan.weeks[-1]) for _, fan in fans)
    time = time_of(scenario, last, 40.0, width - gutter)
    known = np.concatenate([np.concatenate([fan.low, fan.high, fan.middle]) for _, fan in fans])
    known = known[np.isfinite(known)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    ticks = ticks_between(min(low, 0.0) if low < 0.5 * high else low, high)
    scale = Scale(24.0, height - 22.0, ticks[0], ticks[-1])
    lines = [dash_of_variant((place - solid) % len(fans)) for place in range(len(fans))]
    body = [
        text(4.0, 12.0, name, fill=MUTED, font_size=SMALL),
        _grid(time, scale, ticks),
        *(_fan(fan, time, scale, place, lines[place]) for place, (_, fan) in enumerate(fans)),
        time_axis(time, scale.bottom),
        _names(fans, time, scale, gutter, lines),
    ]
    return drawing(width, height, name, fans_in_words(fans, name), "".join(body))


def fans_in_words(fans: Sequence[tuple[str, Fan]], name: str) -> str:
    """Return in one sentence where the means of the treatments end."""
    ends = [(words, fan.middle[np.isfinite(fan.middle)]) for words, fan in fans]
    said = [f"{words} {number(float(middle[-1]))}" for words, middle in ends if len(middle)]
    return sentence([f"{name}, mean of the worlds in the last week that has one: {', '.join(said) or 'none'}"])


def ticks_between(low: float, high: float) -> list[float]:
    """Return three to six round numbers, the first at or below ``low`` and the last at or above ``high``."""
    spread = high - low if high > low else max(abs(high), 1.0)
    size = 10.0 ** math.floor(math.log10(spread / 3.0))
    step = next(times * size for times in (1.0, 2.0, 5.0, 10.0) if spread / (times * size) <= 4.0)
    first = math.floor(low / step + 1e-9)
    count = max(math.ceil((low + spread) / step - 1e-9) - first, 2)
    return [step * (first + place) for place in range(count + 1)]


def _grid(time: Time, scale: Scale, ticks: Sequence[float]) -> str:
    parts = []
    for value in ticks:
        y = scale.y(value)
        parts.append(line(time.left, y, time.right, y, stroke=LINE, stroke_width="0.8"))
        parts.append(text(time.left - 5.0, y + 4.0, f"{value:.6g}".replace("-", "−"), text_anchor="end"))
    return group(parts, fill=MUTED, font_size=SMALL)


def _fan(fan: Fan, time: Time, scale: Scale, place: int, dash: str) -> str:
    x, color = time.xs(fan.weeks), color_of_variant(place)
    shade = band_path(x, scale.ys(fan.low), scale.ys(fan.high))
    middle = line_path(x, scale.ys(fan.middle))
    parts = [element("path", d=shade, fill=color, fill_opacity="0.15", class_="fan")] if shade else []
    if middle:
        parts.append(element("path", d=middle, fill="none", stroke=color, stroke_width="2", **dashes(dash)))
    return "".join(parts)


def _names(fans: Sequence[tuple[str, Fan]], time: Time, scale: Scale, gutter: float, lines: Sequence[str]) -> str:
    labels = []
    for place, (words, fan) in enumerate(fans):
        middle = fan.middle[np.isfinite(fan.middle)]
        if len(middle):
            at = scale.y(min(max(float(middle[-1]), scale.low), scale.high))
            labels.append(EndLabel(at, words, color_of_variant(place), LINE_KEY, True, lines[place]))
    return end_labels(labels, time.right + 4.0, gutter - 4.0, scale.top, scale.bottom)
