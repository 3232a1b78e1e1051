"""Small studies, and how to look into their stores."""

from __future__ import annotations

import os
import stat
from typing import Any

from clever_coalitions.experiments.studies import Store, Study, frame, study_of
from clever_coalitions.experiments.studies.parts import read_part

PAIR = ["opt-in", "consensus"]


def data(**changes: Any) -> dict[str, Any]:
    """Return a study of forty runs of twenty weeks as plain values."""
    return {
        "question": "Which one?",
        "case": "steady",
        "set": {"weeks": 20},
        "levers": {"governance": PAIR},
        "design": {"repetitions": 20},
        **changes,
    }


def small(**changes: Any) -> Study:
    """Return such a study."""
    return study_of(data(**changes), "small")


def stored_keys(folder) -> list[str]:
    """Return the keys of all rows in all parts, as often as they stand there."""
    return [
        key for path in sorted((folder / "runs").glob("*.parquet")) for key in read_part(path).table["key"].to_pylist()
    ]


def assert_same(one, other, tables=("runs",)) -> None:
    """Assert that two stores are the same, row for row, to the last bit."""
    for name in tables:
        first, second = (frame(store, weeks=name == "weeks") for store in (one, other))
        assert len(first) > 0
        assert first.equals(second), name


def tear(handle: int) -> None:
    """Leave half of an open file, as a machine may that stops before all of it is on the disk."""
    about = os.fstat(handle)
    if stat.S_ISREG(about.st_mode):
        os.ftruncate(handle, about.st_size // 2)


def open_store(folder) -> Store:
    """Open a store for reading."""
    return Store.open(folder)
