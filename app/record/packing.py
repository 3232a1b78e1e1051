"""Numbers made small: rounded to a unit, and written as what each adds to the one before."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np

Deltas = list[int | None]

UNITS = {
    "energy": 0.01,
    "belief": 0.01,
    "value": 0.01,
    "obstacle": 1.0,
    "ambition": 0.01,
    "fact": 0.01,
    "progress": 0.01,
    "assumed": 1.0,
    "hours": 0.1,
    "forecast": 0.01,
    "doubt": 0.01,
    "uses": 0.001,
    "suspicion": 0.01,
    "trust": 0.01,
    "series": 0.001,
}
"""What the deltas of a record count in."""


def deltas(values: Any, unit: float) -> Deltas:
    """Return a series (T + 1,) as deltas; where it is not a number, None."""
    known = np.asarray(values, dtype=float)
    is_there = np.isfinite(known)
    counts = np.rint(np.where(is_there, known, 0.0) / unit).astype(np.int64)
    there = np.flatnonzero(is_there)
    found: Deltas = [None] * len(known)
    for place, step in zip(there.tolist(), np.diff(counts[there], prepend=0).tolist(), strict=True):
        found[place] = step
    return found


def many_deltas(values: Any, unit: float) -> list[Deltas]:
    """Return series (T + 1, M), all of them numbers, as M deltas."""
    counts = np.rint(np.asarray(values, dtype=float) / unit).astype(np.int64)
    found: list[Deltas] = np.diff(counts, axis=0, prepend=0).T.tolist()
    return found


def toggles(states: Any) -> list[int]:
    """Return the weeks in which a state (T + 1,) begins, ends, begins again."""
    found: list[int] = np.flatnonzero(np.diff(np.asarray(states, dtype=np.int8), prepend=0)).tolist()
    return found


def many_toggles(states: Any) -> list[list[int]]:
    """Return states (T + 1, M) as M toggles."""
    return [toggles(column) for column in np.asarray(states).T]


def written(record: dict[str, Any]) -> str:
    """Return a record, or a truth, as text."""
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False)


def unpacked(packed: Iterable[int | None], unit: float) -> list[float]:
    """Return the values of deltas; not a number where there is none."""
    found, count = [], 0
    for step in packed:
        count += step or 0
        found.append(float("nan") if step is None else count * unit)
    return found


def untoggled(weeks: list[int], frames: int) -> list[bool]:
    """Return the state in each of so many frames."""
    return [sum(week <= frame for week in weeks) % 2 == 1 for frame in range(frames)]
