"""Parts: the results of one batch as Parquet files, one for each table.

A part is named ``BATCH.DIGEST.parquet``: the digest of its bytes is in its name, so any damage is found.  The part of
the table *runs* is written last and names the others: a batch counts when its runs are there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ...sim.events import NAMES
from ...sim.state import Floats
from .batches import OUTCOMES, Done
from .files import write_whole

TABLES = ("runs", "weeks", "events")
"""The tables of a store; they are never mixed."""

ABOUT = b"coalitions"
"""Where the metadata of a part are."""

DONE, FAILED = "done", "failed"


class DamagedPartError(Exception):
    """A part is not what was written."""


@dataclass(frozen=True)
class Part:
    """A part of the table runs, read and checked.

    Attributes:
        about: model version, study, writer, companions in other tables, seconds.
    """

    path: Path
    table: Any = field(repr=False)
    about: Mapping[str, Any]


def tables_of(done: Done, names: Sequence[str], paths: Sequence[str], weeks: Sequence[str]) -> dict[str, Any]:
    """Return what came of a batch as tables.

    Args:
        names: of the treatments; paths: of the uncertainties; weeks: names of the weekly series that are kept.
    """
    runs = done.runs
    identity = {
        "key": [run.key.run for run in runs],
        "world": np.array([run.world.number for run in runs]),
        "treatment": [names[run.treatment] for run in runs],
    }
    values = np.array([run.world.values for run in runs], dtype=float).reshape(len(runs), len(paths))
    table = {
        **identity,
        "point": np.array([run.world.point for run in runs]),
        "repetition": np.array([run.world.repetition for run in runs]),
        "seed": np.array([run.world.seed for run in runs]),
        "governance": list(done.governance),
        "strategy": list(done.strategy),
        **{path: values[:, place] for place, path in enumerate(paths)},
        "status": [FAILED if row in done.errors else DONE for row in range(len(runs))],
        **{name: _numbers(done.outcomes[:, place]) for place, name in enumerate(OUTCOMES)},
        "error": pa.array([done.errors.get(row) for row in range(len(runs))], pa.string()),
        "experiment": [run.key.experiment for run in runs],
    }
    found = {"runs": pa.table(table)}
    if weeks:
        kept = {name: _numbers(done.weeks[:, 2 + place]) for place, name in enumerate(weeks)}
        found["weeks"] = pa.table({**_repeated(identity, done.weeks), "week": done.weeks[:, 1], **kept})
    if len(done.events) > 0:
        found["events"] = pa.table({**_repeated(identity, done.events), **_happenings(done.events)})
    return found


def _numbers(values: Floats) -> Any:
    """Return numbers as a column; what is not defined is null, so that averages in any program leave it out."""
    return pa.array(values, mask=np.isnan(values))


def _repeated(identity: Mapping[str, Any], rows: Floats) -> dict[str, Any]:
    """Return key, world and treatment for each row of another table; the first column says of which run it is."""
    which = pa.array(rows[:, 0].astype(np.int64))
    return {name: pa.array(column).take(which) for name, column in identity.items()}


def _happenings(events: Floats) -> dict[str, Any]:
    codes = events[:, 2].astype(np.int64)
    return {
        "week": events[:, 1],
        "event": pa.array(NAMES).take(pa.array(codes)),
        "coalition": events[:, 3].astype(np.int64),
        "who": events[:, 4].astype(np.int64),
        "number": _numbers(events[:, 5]),
    }


def write_part(folder: Path, batch: str, tables: Mapping[str, Any], about: Mapping[str, Any]) -> Path:
    """Write the tables of a batch into a store and return the part of runs, which is written last.

    Raises:
        OSError: it cannot be written; then nothing of it counts.
    """
    companions = {}
    for name in TABLES[1:]:
        if name in tables:
            companions[name] = _write(folder, name, batch, tables[name], {"batch": batch}).name
    return _write(folder, "runs", batch, tables["runs"], {**about, "batch": batch, "companions": companions})


def _write(folder: Path, name: str, batch: str, table: Any, about: Mapping[str, Any]) -> Path:
    content = parquet(table, about)
    path = folder / name / f"{batch}.{_digest(content)}.parquet"
    write_whole(path, content, folder / "tmp")
    return path


def parquet(table: Any, about: Mapping[str, Any]) -> bytes:
    """Return a table with what is known about it as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    said = {**(table.schema.metadata or {}), ABOUT: json.dumps(about).encode()}
    pq.write_table(table.replace_schema_metadata(said), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def read_part(path: Path, columns: Sequence[str] | None = None) -> Part:
    """Read a part of any table.

    Args:
        columns: those that are wanted; all where not given.

    Raises:
        DamagedPartError: its bytes are not those that were written.
        FileNotFoundError: it is not there (any more).
    """
    content = path.read_bytes()
    if path.name.split(".")[1:2] != [_digest(content)]:
        raise DamagedPartError(f"{path}: damaged: its content is not what was written")
    try:
        table = pq.read_table(pa.BufferReader(content), columns=columns)
        about = json.loads((table.schema.metadata or {})[ABOUT])
    except (pa.ArrowException, KeyError, ValueError) as error:
        raise DamagedPartError(f"{path}: this is no part of a study: {error}") from None
    return Part(path, table, about)


def part_files(folder: Path, name: str) -> Iterator[Path]:
    """Yield the files of a table, in the order of their names: by writer, then by time."""
    yield from sorted((folder / name).glob("*.parquet"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
