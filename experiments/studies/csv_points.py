"""Worlds as a list: a CSV file with a column for each path, and perhaps one for the seed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ...scenarios.mistakes import MOST_PROBLEMS, Problem, ScenarioError, problem
from ...scenarios.opening import WORLDS, text_of
from ...scenarios.spreadsheets import said_twice, span_in, table_in
from .format import Points, StudyFile
from .study import StudyError

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
    try:
        table = table_in(text_of(folder / name, WORLDS, name), name)
    except ScenarioError as error:
        raise StudyError(label, [_of_file(name, one) for one in error.problems]) from None
    if not table.rows:
        raise StudyError(label, [problem("design.file", name, "expected a line of paths, and a line for each world")])
    found: list[Problem] = []
    cells = [_numbers(f"{name} line {line}", row, found) for line, row in table.rows if len(found) <= MOST_PROBLEMS]
    if found:
        raise StudyError(label, found)
    columns = [path for path in table.columns if path not in (SEED, *IGNORED)]
    seeds = tuple(int(row[SEED]) for row in cells) if SEED in table.columns else ()
    rows = tuple(tuple(row[path] for path in columns) for row in cells)
    return Points(columns=tuple(columns), rows=rows, seeds=seeds)


def _of_file(name: str, wrong: Problem) -> Problem:
    """Return a problem with a list of worlds as one of the study that names it."""
    if wrong.key:
        return replace(wrong, key=f"{name} {wrong.key}")
    return problem("design.file", name, wrong.expected)


def _numbers(place: str, row: Mapping[str, str], found: list[Problem]) -> dict[str, float]:
    """Return a line as numbers by column; what is not one is added to ``found``."""
    numbers = {}
    for column, cell in row.items():
        low, high = span_in(cell) or (math.nan, math.nan)
        numbers[column] = low if low == high else math.nan
        is_right = 0 <= numbers[column] < 2**32 and numbers[column] % 1 == 0 if column == SEED else True
        if not math.isfinite(numbers[column]) or not is_right:
            what = "a whole number from 0 to 4,294,967,295" if column == SEED else "a number"
            found.append(problem(f"{place}, {column}", cell, f"expected {what}{said_twice(cell)}"))
    return numbers
