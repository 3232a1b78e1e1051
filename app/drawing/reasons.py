"""Reasons: the terms of the score of one seat as bars, what speaks for it to the right, against it to the left."""

from __future__ import annotations

from collections.abc import Sequence

from ...sim.terms import TERMS
from ..telling.why import LEAST, words_of
from .svg import INK, LINE, MUTED, drawing, group, line, rect, text
from .type import SMALL, fitted, width_of
from .words import sentence

TITLE = "Why"
ROW = 21.0
BAR = 11.0
PRO, CON = "var(--kind-1)", "var(--kind-2)"


def reasons(terms: Sequence[float], *, width: float = 420.0) -> str:
    """Return the terms of a score as SVG, the largest first; those too small for a word are added up.

    Args:
        terms: hours a week, in the order of ``SCORE_TERMS``.
        width: of the drawing, CSS pixels.
    """
    rows = _rows(terms)
    total = sum(terms[: len(TERMS)])
    named = min(max([width_of(words) for words, _ in rows] + [width_of("in all")]) + 14.0, 0.56 * width)
    number = width_of("+00.0 ") + 4.0
    left, right = named, width - 4.0
    values = [value for _, value in rows]
    most, least = max([*values, 0.0]), min([*values, 0.0])
    room = right - left - (number if most > 0.0 else 0.0) - (number if least < 0.0 else 0.0)
    scale = room / max(most - least, 1e-9)
    zero = left + (number if least < 0.0 else 0.0) - least * scale
    parts = []
    y = 4.0
    for words, value in rows:
        parts.append(text(2.0, y + 12.0, fitted(words, named - 12.0)))
        parts.append(_bar(zero, y, value, scale))
        y += ROW
    parts.append(line(zero, 2.0, zero, y - 4.0, stroke=MUTED, stroke_width="1"))
    parts.append(line(2.0, y, right, y, stroke=LINE))
    parts.append(text(2.0, y + 16.0, "in all", font_weight="600"))
    parts.append(text(right, y + 16.0, f"{signed(total)} h a week", text_anchor="end", font_weight="600"))
    body = group(parts, font_size=SMALL, fill=INK)
    return drawing(width, y + 24.0, TITLE, reasons_in_words(terms), body)


def reasons_in_words(terms: Sequence[float]) -> str:
    """Return in one sentence what spoke most for a seat, what most against it, and the sum."""
    rows = [row for row in _rows(terms) if row[0] != SMALLER]
    good = next((f"most for it: {words} ({signed(value)} h)" for words, value in rows if value > 0.0), "")
    bad = next((f"most against it: {words} ({signed(value)} h)" for words, value in rows if value < 0.0), "")
    return sentence([f"in all {signed(sum(terms[: len(TERMS)]))} hours a week", good, bad])


SMALLER = "all smaller ones"


def _rows(terms: Sequence[float]) -> list[tuple[str, float]]:
    """Return words and hours a week of each term, the largest first."""
    named = [(words_of(place, value), float(value)) for place, value in enumerate(terms[: len(TERMS)])]
    large = sorted((row for row in named if abs(row[1]) >= LEAST), key=lambda row: -abs(row[1]))
    rest = sum(value for _, value in named if abs(value) < LEAST)
    return [*large, (SMALLER, rest)] if abs(rest) >= LEAST else large


def _bar(zero: float, y: float, value: float, scale: float) -> str:
    length = abs(value) * scale
    begin = zero if value > 0.0 else zero - length
    bar = rect(begin, y + 2.0, max(length, 1.0), BAR, rx=1.5, fill=PRO if value > 0.0 else CON)
    if value > 0.0:
        return bar + text(zero + length + 5.0, y + 12.0, signed(value), fill=MUTED)
    return bar + text(zero - length - 5.0, y + 12.0, signed(value), fill=MUTED, text_anchor="end")


def signed(value: float) -> str:
    """Return hours with their sign, to a tenth."""
    return f"{value:+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")
