"""What every drawing is written with: numbers, safe text, shapes, and the frame that says what it shows."""

from __future__ import annotations

import html
import zlib
from collections.abc import Iterable
from typing import Any

from ...analysis.palette import FONTS, VARIANTS, Color, css_variables

INK, MUTED, LINE, CARD, WINDOW = (f"var(--{name})" for name in ("ink", "muted", "line", "card", "window"))
DASHES = ("", "7 3", "2 2.5", "8 3 2 3", "4 4", "10 3 2 3 2 3")
"""Line styles of the variants, in the order of those of the figures."""

AGAIN = ("", "12 4", "3 3", "12 3 3 3")
"""Line styles of obstacles, where more of them than there are colors see some again."""

TINT = "0.15"
"""How strong a color lies behind type, so that muted type on it can still be read."""


def color(of: Color) -> str:
    """Return a color of the palette as its CSS variable."""
    return f"var(--{of.name})"


def color_of_kind(index: int) -> str:
    """Return the CSS color of the kind at a place in its scenario; after eight they repeat."""
    return f"var(--kind-{index % 8 + 1})"


def color_of_obstacle(index: int) -> str:
    """Return the CSS color of an obstacle, of the coalition against it and of its steps."""
    return color_of_variant(index) if index >= 0 else MUTED


def dashed_obstacle(index: int) -> dict[str, str]:
    """Return how the lines of an obstacle are dashed, as attributes: they are not, before its color comes again."""
    return dashes(AGAIN[max(index, 0) // len(VARIANTS) % len(AGAIN)])


def color_of_variant(index: int) -> str:
    """Return the CSS color of a variant in a comparison."""
    return f"var(--{VARIANTS[index % len(VARIANTS)].name})"


def dash_of_variant(index: int) -> str:
    """Return the line style of a variant in a comparison; empty for a solid line."""
    return DASHES[index % len(DASHES)]


def dashes(style: str) -> dict[str, str]:
    """Return a line style as attributes; none for a solid line."""
    return {"stroke_dasharray": style} if style else {}


def num(value: float) -> str:
    """Return a coordinate to a tenth of a pixel, as short as it can be written."""
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    return "0" if text == "-0" else text


def safe(text: str) -> str:
    """Return text that can stand in an element or an attribute."""
    return html.escape(text, quote=True)


def element(name: str, inside: str = "", **attributes: Any) -> str:
    """Return an element; ``_`` in names of attributes stands for ``-``, numbers are written as coordinates.

    Args:
        inside: what it holds, already safe; without it the element is closed at once.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{num(value) if isinstance(value, (int, float)) else safe(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def group(parts: Iterable[str], **attributes: Any) -> str:
    """Return parts as a group; nothing where there are none."""
    inside = "".join(parts)
    return element("g", inside, **attributes) if inside else ""


def text(x: float, y: float, words: str, **attributes: Any) -> str:
    """Return a line of text with its foot at ``y``."""
    return element("text", safe(words), x=x, y=y, **attributes) if words else ""


def line(x1: float, y1: float, x2: float, y2: float, **attributes: Any) -> str:
    """Return a straight line."""
    return element("path", d=f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}", **attributes)


def rect(x: float, y: float, width: float, height: float, **attributes: Any) -> str:
    """Return a rectangle; none where it would have no width."""
    return element("rect", x=x, y=y, width=width, height=height, **attributes) if width > 0.0 else ""


def titled(words: str) -> str:
    """Return what a pointer or a screen reader is told about the element that holds it."""
    return f"<title>{safe(words)}</title>"


def drawing(width: float, height: float, title: str, words: str, body: str, *, is_interactive: bool = False) -> str:
    """Return a whole drawing.

    Args:
        title: what it is called; words: the sentence that says what it shows.
        is_interactive: whether parts of it can be focused: then it is a group of them rather than one image, which
            would hide its parts from screen readers.
    """
    key = f"{zlib.crc32((title + words + body).encode()):08x}"
    role = "group" if is_interactive else "img"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="{role}" aria-labelledby="t{key} d{key}" '
        f'width="{num(width)}" height="{num(height)}" viewBox="0 0 {num(width)} {num(height)}" '
        f'font-family="{safe(FONTS)}" font-size="12" fill="{INK}" style="max-width:100%;height:auto">'
        f'<title id="t{key}">{safe(title)}</title><desc id="d{key}">{safe(words)}</desc>{body}</svg>'
    )


def standalone(svg: str, ground: str = "light") -> str:
    """Return a drawing that carries its own colors, for a file: on ``"light"`` or ``"dark"`` ground."""
    style = f"<style>svg{{{css_variables(ground)} background: {CARD};}}</style>"
    start = svg.index(">") + 1
    return svg[:start] + style + svg[start:]
