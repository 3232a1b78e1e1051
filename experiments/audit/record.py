"""The record of an audit: one row a number, its largest move, kept beside the edition in which it was found."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

from ...sim.parameters import shipped_numbers
from .moving import Move, Trial

RECORD = Path(__file__).with_name("record.csv")

ALIVE = 0.3
"""What a number must move an outcome by, in standard deviations between worlds, or it is dead."""

EXCEPTIONS: dict[str, str] = {
    "decision.deliberation": "what a table gains by talking is a question of its own; the answer is: next to nothing",
    "work.substitution": "whether strengths stand in for each other is a question of its own; the answer is: hardly",
}
"""Numbers that are kept although they move less, each with the reason."""

COLUMNS = (*Trial._fields, *Move._fields[1:])


def read_record(path: Path | None = None) -> list[Move]:
    """Return what a record says of each number, in its order; that of the package where no other is named."""
    path = path or RECORD
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [_move(row) for row in csv.DictReader(file)]


def edition_of(found: Sequence[Move]) -> int:
    """Return the edition of the model in which all of this was found; 0 where they are several, or none."""
    editions = {one.edition for one in found}
    return editions.pop() if len(editions) == 1 else 0


def write_record(found: Sequence[Move], path: Path | None = None) -> None:
    """Write a record, in the order of the week; numbers that are gone are left out."""
    rows = {one.where.number: one for one in found}
    with (path or RECORD).open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(COLUMNS)
        lines.writerows(_row(rows[number]) for number, _, _ in shipped_numbers() if number in rows)


def renew(number: str, move: Move | None, path: Path | None = None) -> None:
    """Write what a number moves into a record, in place of what it says of it."""
    others = [one for one in read_record(path) if one.where.number != number]
    write_record([*others, *([move] if move else [])], path)


def dead(found: Sequence[Move]) -> list[str]:
    """Return the numbers that move nothing enough, or of which nothing is said, and that are no exceptions."""
    alive = {one.where.number for one in found if abs(one.move) >= ALIVE}
    return [path for path, _, _ in shipped_numbers() if path not in alive and path not in EXCEPTIONS]


def _row(one: Move) -> tuple[object, ...]:
    sample = "" if math.isnan(one.sample) else f"{one.sample:.6g}"
    return (*one.where, one.outcome, f"{one.move:.3f}", f"{one.error:.3f}", one.worlds, sample, one.edition)


def _move(row: dict[str, str]) -> Move:
    where = Trial(row["number"], row["setting"], float(row["value"]), row["scenario"], row["form"])
    sample = float(row["sample"]) if row["sample"] else math.nan
    found = (float(row["move"]), float(row["error"]), int(row["worlds"]), sample, int(row["edition"]))
    return Move(where, row["outcome"], *found)
