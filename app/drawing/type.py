"""How wide words are, so that labels can be laid out without a screen: the widths of DejaVu Sans, rounded up.

The families that readers see run narrower (``analysis/palette.py``), so what fits here fits there.
"""

from __future__ import annotations

SIZE = 12.5
SMALL = 12.0
"""Sizes of type in CSS pixels; there is none below ``SMALL``."""

LEADING = 1.25
"""Height of a line, in sizes of its type."""

BOLD = 1.16
"""How much wider bold type is, at most, in words of more than a letter or two."""

_FIRST = 32
_WIDTHS = (
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84,
    84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69,
    62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58, 28, 98, 64, 62, 64, 64, 42, 53, 40, 64,
    60, 82, 60, 60, 53, 64, 34, 64, 84,
)  # fmt: skip
_OTHERS = 100
"""Hundredths of the size of type: of the printable ASCII characters in their order, and of all others."""


def width_of(words: str, size: float = SMALL, *, is_bold: bool = False) -> float:
    """Return the width of a line of text in pixels, rather too much than too little."""
    total = sum(_WIDTHS[ord(c) - _FIRST] if _FIRST <= ord(c) < _FIRST + len(_WIDTHS) else _OTHERS for c in words)
    return total / 100.0 * size * (BOLD if is_bold else 1.0)


def fitted(words: str, room: float, size: float = SMALL, *, is_bold: bool = False) -> str:
    """Return words, cut short with an ellipsis where they are wider than ``room``; nothing where not even that fits."""
    if width_of(words, size, is_bold=is_bold) <= room:
        return words
    kept = words
    while kept and width_of(kept + "…", size, is_bold=is_bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if kept.strip() else ""


def wrapped(words: str, room: float, lines: int, size: float = SMALL, *, is_bold: bool = False) -> list[str]:
    """Return words in at most so many lines, each at most ``room`` wide; what is left over is cut short."""
    found: list[str] = []
    for word in words.split():
        if found and width_of(f"{found[-1]} {word}", size, is_bold=is_bold) <= room:
            found[-1] += f" {word}"
        else:
            found.append(word)
    kept = [*found[: lines - 1], " ".join(found[lines - 1 :])] if len(found) > lines else found
    return [cut for line in kept if (cut := fitted(line, room, size, is_bold=is_bold))]
