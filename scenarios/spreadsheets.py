"""Tables as spreadsheets write and read them (CSV).

They write commas, semicolons or tabs between cells, and perhaps say so in a first line ``sep=;``; they add empty
columns and blank lines.  And they take a cell that begins with one of ``= + - @`` for a formula and work it out,
whoever wrote it: text that begins like that is written with an apostrophe before it, taken away when it is read again.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from .mistakes import MOST_PROBLEMS, Problem, problem
from .opening import UnreadableError

DELIMITERS = ",;\t"

SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n|"?sep=(.)"?\r', re.IGNORECASE)
"""What some programs write before the table, for others."""

SIGN = r"(?=[\"']*[=+\-@\t\r\n＝＋－＠])"
"""How text begins that would be worked out, or was kept from it; the wide signs are those of East Asian keyboards."""

FORMULA, KEPT = (re.compile(rf"(^|[;\t\r\n]){mark}{SIGN}") for mark in ("", "'"))
"""Where a cell would begin so, also for programs that split lines at semicolons; and where an apostrophe kept one."""


@dataclass(frozen=True)
class Table:
    """A table of text.

    Attributes:
        columns: names in the first line.
        rows: ``(line, cells)``, one a line that is not blank; cells by column, without spaces at their ends.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def table_in(text: str, label: str) -> Table:
    """Return the table in the text of a file.

    Args:
        label: what messages call it.

    Raises:
        UnreadableError: it is no table: blank, a column twice or without a name, cells missing or too many.
    """
    return table_from(_lines(text, label), label)


def table_from(lines: Iterator[tuple[int, list[str]]], label: str, place: str = "line") -> Table:
    """Return the table in lines that are not blank, each with its number.

    Args:
        place: what a line is called in messages; else as ``table_in``, errors too.
    """
    line, head = next(lines, (1, []))
    while head and not head[-1]:
        head.pop()
    if not head:
        raise UnreadableError(label, [Problem("", "expected a first line with the names of columns; this is blank")])
    wrong = [problem(f"{place} {line}", name, "this column stands twice") for name in _twice(head)]
    rows = []
    for line, cells in lines:
        wrong += _mistakes(f"{place} {line}", cells, head)
        named = {name: cell for name, cell in zip(head, cells, strict=False) if name}
        rows.append((line, named))
        if len(wrong) > MOST_PROBLEMS:
            break
    if wrong:
        raise UnreadableError(label, wrong)
    return Table(tuple(name for name in head if name), tuple(rows))


def _lines(text: str, label: str) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each line that is not blank."""
    said = SEPARATOR.match(text)
    skipped = 1 if said else 0
    body = text[said.end() :] if said else text
    reader = csv.reader(
        StringIO(body, newline=""), delimiter=(said[1] or said[2]) if said else _delimiter(body), strict=True
    )
    try:
        for row in reader:
            cells = [meant(cell.strip()) for cell in row]
            if any(cells):
                yield reader.line_num + skipped, cells
    except csv.Error as error:
        place = f"line {reader.line_num + skipped}"
        raise UnreadableError(label, [Problem(place, f"expected CSV, but this is not: {error}")]) from None


def _delimiter(text: str) -> str:
    """Return what stands between the cells of the first line that is not blank."""
    first = next((line for line in StringIO(text) if line.strip(f" \r\n{DELIMITERS}")), "")
    outside = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=outside.count)


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, often in Counter(names).items() if name and often > 1]


def _mistakes(line: str, cells: list[str], head: list[str]) -> Iterator[Problem]:
    """Yield what is wrong with a line; empty cells too many are the spreadsheet's."""
    beyond = next((cell for cell in cells[len(head) :] if cell), "")
    if len(cells) < len(head) or beyond:
        yield Problem(line, f"expected {len(head)} cells, as in the first line, not {len(cells)}")
    for name, cell in zip(head, cells, strict=False):
        if cell and not name:
            yield problem(line, cell, "this cell is in a column without a name")


# --- numbers --------------------------------------------------------------------------------------------------------

NUMBER = r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?"
SPAN = re.compile(rf"({NUMBER})\s*+(%?)\s*+(?:(?:-|–|—|\.\.|to)\s*+({NUMBER})\s*+(%?))?")
"""A number, or two with a dash, two points or a "to" between; each perhaps a percentage. Spaces are looked at once."""

TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
"""A thousand and more in some countries, a decimal in others."""


def span_in(cell: str) -> tuple[float, float] | None:
    """Return the least and the most that a cell says, the same for one number; None where it says no number.

    Decimals may have a comma; what could be a thousand or a decimal is neither.
    """
    found = SPAN.fullmatch(cell.strip().replace("\u2212", "-"))
    if not found:
        return None
    one, other = found[1], found[3] or found[1]
    if TWO_WAYS.fullmatch(one) or TWO_WAYS.fullmatch(other):
        return None
    part = 100.0 if found[2] or found[4] else 1.0
    low, high = sorted(float(text.replace(",", ".")) / part for text in (one, other))
    return (low, high) if math.isfinite(low) and math.isfinite(high) else None


def said_twice(cell: str) -> str:
    """Return a hint where a cell can be read in two ways; nothing elsewhere."""
    return (
        f"; {cell} may mean thousands or decimals: write it without a comma" if TWO_WAYS.fullmatch(cell.strip()) else ""
    )


# --- formulas -------------------------------------------------------------------------------------------------------


def harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: text that begins like one has an apostrophe before it.

    What reads as a number is one: -0.5 stays as it is.
    """
    return FORMULA.sub(r"\1'", value) if isinstance(value, str) and not _is_number(value) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def meant(cell: str) -> str:
    """Return the text that ``harmless`` was given."""
    return KEPT.sub(r"\1", cell)


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """Return rows as the text of a CSV file, no cell of which is taken for a formula."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue()
