"""Which column of a stranger's sheet is what: ``[columns]`` of a scenario.

``hours = "Influence"`` names a column; ``value = { column = "Position", means = { 0 = -1, 100 = 1 } }`` says besides
what its cells mean here: numbers between lie on a straight line, and words may stand in place of numbers.
"""

from __future__ import annotations

import bisect
import difflib
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .mistakes import Problem, nearest, one_of, problem
from .opening import normal
from .spreadsheets import said_twice, span_in

NUMBERS = ("hours", "value", "belief", "ceiling", "stake", "arrives", "weight")
"""Columns of numbers, beside those of strengths."""

ORGANIZATION = ("name", "id", "kind", "strengths", "core", "by_right", *NUMBERS[:-1])
TIE = ("from", "to", "weight")

ALSO = {
    "name": ("label", "organization", "organisation", "actor"),
    "kind": ("type",),
    "from": ("source",),
    "to": ("target",),
    "weight": ("strength",),
}
"""What other programs call a column, where a table has none of our name."""

UNKNOWN = ("", "?", "unknown", "n/a")
"""Cells that say nothing: what could be known is drawn."""

ALIKE = 0.8
"""How like one of ours the name of a column is that was hardly meant to be another one."""


class Meaning(NamedTuple):
    """Which column is meant, and what its cells mean: by their words, or on a line through points; or as they are."""

    column: str
    words: Mapping[str, Any] = {}
    points: Sequence[tuple[float, float]] = ()

    def of(self, cell: Any) -> Any:
        """Return what a cell means.

        Raises:
            ValueError: it is none of the words, or beyond the points; the text says what was expected.
        """
        word = cell.strip().casefold() if isinstance(cell, str) else ""
        if word in UNKNOWN or not (self.words or self.points):
            return cell
        if word in self.words:
            return self.words[word]
        if not self.points:
            raise ValueError(f"{one_of(list(self.words))}, as columns says")
        span, first, last = span_in(word), self.points[0][0], self.points[-1][0]
        if span is None or not first <= span[0] <= span[1] <= last:
            raise ValueError(f"expected a number from {first:g} to {last:g}, as columns says{said_twice(word)}")
        return sorted(self._on_line(end) for end in span)

    def _on_line(self, number: float) -> float:
        """Return what lies at a number on the line through the points."""
        place = bisect.bisect([here for here, _ in self.points[1:-1]], number)
        (here, means), (there, then) = self.points[place], self.points[place + 1]
        return means + (then - means) * (number - here) / (there - here)


def meanings(columns: Any, ours: Sequence[str], found: list[Problem]) -> dict[str, Meaning]:
    """Return what ``[columns]`` says of columns in our words; what is wrong with it is added to ``found``."""
    if not isinstance(columns, Mapping):
        found.append(problem("columns", columns, 'expected a table, such as hours = "Influence"'))
        return {}
    said = {}
    for name, one in columns.items():
        if name not in ours:
            found.append(problem(f"columns.{name}", one, f"unknown column; {one_of(ours)}", nearest(name, ours)))
        elif meaning := _meaning(one):
            said[name] = meaning
        else:
            expected = (
                'expected a column, or { column = "Influence", means = { 0 = 1, 100 = 40 } }: what cells mean here'
            )
            found.append(problem(f"columns.{name}", one, expected))
    return said


def _meaning(said: Any) -> Meaning | None:
    """Return which column is meant, and how; None where that is not said so."""
    if isinstance(said, str):
        return Meaning(normal(said))
    if not isinstance(said, Mapping) or not set(said) <= {"column", "means"} or not isinstance(said.get("column"), str):
        return None
    means = said.get("means", {})
    if not isinstance(means, Mapping) or not all(map(_is_said, means.values())):
        return None
    means = {str(word): one for word, one in means.items()}  # Python may say 0 and 100
    spans = {word: span_in(word) for word in means}
    if len(means) < 2 or not all(spans.values()) or any(isinstance(one, str) for one in means.values()):
        words = {word.strip().casefold(): one if isinstance(one, str) else repr(one) for word, one in means.items()}
        return Meaning(normal(said["column"]), words)
    points = {span[0]: float(means[word]) for word, span in spans.items() if span}
    return Meaning(normal(said["column"]), {}, sorted(points.items())) if len(points) == len(means) else None


def _is_said(one: Any) -> bool:
    """Return whether something is a word or a number that a cell can mean: none beyond all sizes."""
    return isinstance(one, str) or (type(one) in (int, float) and abs(one) <= sys.float_info.max)


def columns_meant(
    what: str, header: Sequence[str], ours: Sequence[str], said: Mapping[str, Meaning], found: list[Problem]
) -> dict[str, Meaning]:
    """Return which column of a table of somebody's is which of ours; what is wrong is added to ``found``.

    Args:
        what: the table, for messages.
    """
    if not header:  # a table without rows
        return {}
    there = {name.strip().casefold(): name for name in reversed(header)}
    meant: dict[str, Meaning] = {}
    for name in ours:
        if name not in said:
            also = (one.casefold() for one in (name, *ALSO.get(name, ())))
            column = next((there[one] for one in also if one in there), None)
            meant |= {name: Meaning(column)} if column else {}
        elif said[name].column in header:
            meant[name] = said[name]
        else:
            expected = f"there is no such column in {what}; {one_of(header)}"
            found.append(problem(f"columns.{name}", said[name].column, expected, nearest(said[name].column, header)))
    for name in ("name", "from", "to"):
        if name in ours and name not in meant and name not in said:
            expected = f'expected a column "{name}", or a line in [columns]: {name} = "..."; {one_of(header)}'
            found.append(Problem(f"{what}, first line", expected))
    found += _mistyped(what, header, ours, [one.column for one in meant.values()])
    return meant


def _mistyped(what: str, header: Sequence[str], ours: Sequence[str], used: Sequence[str]) -> Iterator[Problem]:
    """Yield columns that mean nothing here, but are nearly called like one of ours."""
    for column in header:
        near = nearest(column, ours)
        likeness = difflib.SequenceMatcher(None, column.casefold(), near.casefold()).ratio() if near else 0.0
        if column not in used and likeness >= ALIKE:
            expected = f'this is nearly "{near}": rename this column, or say under [columns] which one is which'
            yield problem(f"{what}, first line", column, expected)
