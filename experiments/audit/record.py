"""The record of an audit: one row a number, its largest move, kept beside the edition in which it was found."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from pathlib import Path

from ...sim.edition import EDITION
from ...sim.parameters import numbers
from .moving import Move, Setting

RECORD = Path(__file__).with_name("record.csv")

ALIVE = 0.3
"""What a number must move an outcome by, in standard deviations between worlds, or it is dead."""

EXCEPTIONS: dict[str, str] = {}
"""Numbers that are kept although they move less, each with the reason."""

COLUMNS = (
    "number", "setting", "value", "scenario", "form", "outcome", "move", "error", "worlds", "sample", "edition",
)  # fmt: skip


def read(path: Path | None = None) -> list[Move]:
    """Return what a record, that of the package where no other is named, says of each number, in its order."""
    with (path or RECORD).open(encoding="utf-8", newline="") as file:
        return [_move(row) for row in csv.DictReader(file)]


def edition_of(path: Path | None = None) -> int:
    """Return the edition of the model in which a record was made; 0 where its rows do not agree."""
    with (path or RECORD).open(encoding="utf-8", newline="") as file:
        found = {int(row["edition"]) for row in csv.DictReader(file)}
    return found.pop() if len(found) == 1 else 0


def write(found: Sequence[Move], path: Path | None = None) -> None:
    """Write a record of this edition."""
    with (path or RECORD).open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(_row(one) for one in found)


def dead(found: Sequence[Move]) -> list[str]:
    """Return the numbers that move nothing enough, or of which nothing is said, and that are no exceptions."""
    alive = {one.where.number for one in found if abs(one.move) >= ALIVE}
    return [path for path, _, _ in numbers() if path not in alive and path not in EXCEPTIONS]


def _row(one: Move) -> tuple[object, ...]:
    where, outcome = one.where, one.outcome
    sample = "" if math.isnan(one.sample) else f"{one.sample:.6g}"
    measured = (outcome, f"{one.move:.3f}", f"{one.error:.3f}", one.worlds, sample, EDITION)
    return (where.number, where.setting, repr(where.value), where.scenario, where.form, *measured)


def _move(row: dict[str, str]) -> Move:
    where = Setting(row["number"], row["setting"], float(row["value"]), row["scenario"], row["form"])
    sample = float(row["sample"]) if row["sample"] else math.nan
    return Move(where, row["outcome"], float(row["move"]), float(row["error"]), int(row["worlds"]), sample)
