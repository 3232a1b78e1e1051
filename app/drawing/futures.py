"""Two futures in one chart: this run, and the one that it is held against.

Color, texture and place tell them apart: this run is a solid line before a shade, the other one a dashed line before a
hatch; both are named where they end.  The colors are those of the first two variants of a comparison.
"""

from __future__ import annotations

from .axes import Time
from .svg import MUTED, color_of_variant, element, group, line, rect, text
from .type import SMALL, width_of

BASELINE, CHANGED = color_of_variant(0), color_of_variant(1)
DASH, THIN = "5 4", "1.4"
SHADE, HATCH = "0.18", "0.55"
"""How strong the band of many worlds is: of this run, and the strokes of the other one's."""

BETWEEN = 6.0
"""Pixels between two strokes of a hatch."""


def key_to_futures(names: tuple[str, str], has_bands: bool, time: Time, y: float) -> tuple[str, float]:
    """Return what lines and bands mean, in as many rows as it takes, and how much higher than one row that is.

    Args:
        names: of this run and of the other one; y: the foot of the first row.
    """
    dashed = line(0.0, 0.0, 26.0, 0.0, stroke=BASELINE, stroke_width=THIN, stroke_dasharray=DASH)
    entries = [
        (line(0.0, 0.0, 26.0, 0.0, stroke=CHANGED, stroke_width="1.8"), f"this world: {names[0]}"),
        (dashed, f"this world: {names[1]}"),
    ]
    if has_bands:
        strokes = "".join(f"M{x} -5V5" for x in range(1, 26, int(BETWEEN)))
        hatch = element("path", d=strokes, stroke=BASELINE, stroke_opacity=HATCH)
        entries += [
            (rect(0.0, -5.0, 26.0, 10.0, fill=CHANGED, fill_opacity=SHADE), f"half of the worlds: {names[0]}"),
            (hatch, f"half of the worlds: {names[1]}"),
        ]
    parts, x, top = [], time.left, y
    for key, words in entries:
        wide = 32.0 + width_of(words) + 18.0
        if x > time.left and x + wide - 18.0 > time.right + 60.0:
            x, y = time.left, y + 17.0
        parts.append(element("g", key, transform=f"translate({x:.1f} {y - 4.0:.1f})"))
        parts.append(text(x + 32.0, y, words))
        x += wide
    return group(parts, fill=MUTED, font_size=SMALL), y - top
