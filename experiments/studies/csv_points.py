"""Worlds as a list: a CSV file with a column for each path, and perhaps one for the seed."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from ...scenarios.mistakes import Problem, problem
from .format import StudyFile
from .study import Points, StudyError

SEED = "seed"
"""The column with the seeds."""

IGNORED = ("world", "point", "repetition")
"""Columns that an exported list of worlds has beside; they are read over."""


def read_points(label: str, file: StudyFile, folder: Path) -> Points:
    """Return the worlds in the CSV file that a design names.

    Raises:
        StudyError: it cannot be read, or a cell is no number.
    """
    name = file.design.file or ""
    path = folder / name
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            rows = list(csv.reader(lines))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StudyError(label, [problem("design.file", name, f"this file cannot be read: {reason}")]) from None
    if len(rows) < 2:
        raise StudyError(label, [problem("design.file", name, "expected a line of paths, and a line for each world")])
    found: list[Problem] = []
    head = [cell.strip() for cell in rows[0]]
    cells = [_numbers(name, line, row, head, found) for line, row in enumerate(rows[1:], 2) if row]
    if found:
        raise StudyError(label, found)
    columns = [path for path in head if path not in (SEED, *IGNORED)]
    seeds = tuple(int(row[SEED]) for row in cells) if SEED in head else ()
    return Points(tuple(columns), tuple(tuple(row[path] for path in columns) for row in cells), seeds)


def _numbers(name: str, line: int, row: list[str], head: list[str], found: list[Problem]) -> dict[str, float]:
    """Return a line as numbers by column; what is not one is added to ``found``."""
    place = f"{name} line {line}"
    if len(row) != len(head):
        found.append(Problem(place, f"expected {len(head)} cells, as in the first line, not {len(row)}"))
        return {}
    numbers = {}
    for column, cell in zip(head, row, strict=True):
        try:
            numbers[column] = float(cell)
        except ValueError:
            numbers[column] = math.nan
        is_right = 0 <= numbers[column] < 2**32 and numbers[column] % 1 == 0 if column == SEED else True
        if not math.isfinite(numbers[column]) or not is_right:
            what = "a whole number from 0 to 4,294,967,295" if column == SEED else "a number"
            found.append(problem(f"{place}, {column}", cell, f"expected {what}"))
    return numbers
