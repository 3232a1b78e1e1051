"""Pieces of a Markdown page."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 120
"""Characters in a line of running text."""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; nothing where there are no rows."""
    lines = [list(columns), ["---"] * len(columns), *([_cell(one) for one in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) if len(lines) > 2 else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def text(*sentences: str) -> str:
    """Return running text, broken into lines."""
    words = " ".join(one.strip() for one in sentences if one.strip())
    return "\n".join(textwrap.wrap(words, WIDTH, break_long_words=False, break_on_hyphens=False))


def bullets(items: Iterable[str]) -> str:
    """Return a list."""
    return "\n".join(
        textwrap.fill(
            item, WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
        )
        for item in items
    )


def figure(name: str, folder: str, shows: str) -> str:
    """Return a figure of a folder, with what it shows in a few words; what it says stands in the text beside it."""
    return f"![{shows}]({folder}/{name}.svg)"


def anchor(title: str) -> str:
    """Return what a link to a heading is, as GitHub makes it."""
    return "#" + re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def section(level: int, title: str, *blocks: str) -> str:
    """Return a heading with what belongs under it; empty blocks are left out."""
    return "\n\n".join([f"{'#' * level} {title}", *(block for block in blocks if block)])
