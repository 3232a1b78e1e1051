"""Parts: the results of one batch as Parquet files, one for each table.

A part is named ``BATCH.DIGEST.parquet``: the digest of its bytes is in its name, so any damage is found.  The part of
the table *runs* is written last and names the others: a batch counts when its runs are there.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ...scenarios.mistakes import Problem, shortened
from ...scenarios.opening import PART, MissingFileError, UnreadableError, content_of
from ...scenarios.writing import write_whole
from ...sim.edition import model_edition
from ...sim.events import HAPPENINGS
from ...sim.measures import MEASURES, SHIPPED
from ...sim.state import Floats
from .batches import Done, columns_of
from .study import Study

TABLES = ("runs", "weeks", "events")
"""The tables of a store; they are never mixed."""

ABOUT = b"coalitions"
"""Where the metadata of a part are."""

DONE, FAILED = "done", "failed"

IDENTITY = {"key": pa.string(), "world": pa.int64(), "treatment": pa.string()}
RUN = {
    **IDENTITY,
    **dict.fromkeys(("point", "repetition", "seed"), pa.int64()),
    **dict.fromkeys(("governance", "strategy", "status", "error", "experiment"), pa.string()),
}
"""Columns that every table has, and that of runs, whatever a study keeps."""

BROKEN: tuple[type[Exception], ...] = (pa.ArrowException, OSError, ValueError, TypeError, KeyError, RecursionError)
"""What comes of reading something else as Parquet, or as what is known about it."""

WORD = 8
"""Bytes of a number in memory."""

OF_ANY_LENGTH = ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")
"""How Parquet calls what takes more than a word."""

ENCODINGS = frozenset(("PLAIN", "RLE", "RLE_DICTIONARY", "PLAIN_DICTIONARY", "BIT_PACKED"))
"""How columns are written, where each of their values stands for itself."""

LONGEST_REASON = 200


class DamagedPartError(UnreadableError):
    """A part is not what was written."""

    def __init__(self, path: Path, expected: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(str(path), problems or [Problem("", expected)])

    def __reduce__(self) -> Any:
        return type(self), (Path(self.file), "", self.problems)


@dataclass(frozen=True)
class StoredPart:
    """A part of the table runs, read and checked.

    Attributes:
        about: model version, study, writer, companions in other tables, seconds.
    """

    path: Path
    table: Any = field(repr=False)
    about: Mapping[str, Any]


def tables_of(done: Done, study: Study) -> dict[str, Any]:
    """Return what came of a batch as tables."""
    runs, weeks = done.runs, study.keep.weeks
    asked = columns_of(runs, study)
    identity = {name: asked[name] for name in IDENTITY}
    table = {
        **asked,
        "governance": done.governance,
        "strategy": done.strategy,
        "status": [FAILED if row in done.errors else DONE for row in range(len(runs))],
        **{name: _numbers(done.outcomes[:, place]) for place, name in enumerate(MEASURES)},
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
        "event": pa.array(HAPPENINGS.names).take(pa.array(codes)),
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


def read_part(path: Path, columns: Sequence[str] | None = None) -> StoredPart:
    """Read a part of any table.

    Args:
        columns: those that are wanted; all where not given.

    Raises:
        DamagedPartError: its bytes are not those that were written.
        FileNotFoundError: it is not there (any more).
    """
    content = _bytes_of(path)
    try:
        file = parquet_in(content, PART.largest)
        table = file.read(columns=columns)
        about = json.loads((file.schema_arrow.metadata or {})[ABOUT])
    except BROKEN as error:
        raise DamagedPartError(path, f"this is no part of a study: {one_line(error)}") from None
    if not isinstance(about, dict):
        raise DamagedPartError(path, "this is no part of a study: it does not say what it is")
    wrong = _wrong_columns(path.parent.name, file.schema_arrow, about)
    if wrong:
        raise DamagedPartError(path, f"this is no part of a study: column {wrong} is missing or of another type")
    return StoredPart(path, table, about)


def _wrong_columns(table: str, schema: Any, about: Mapping[str, Any]) -> str:
    """Return which column of a part is not as this edition of the model writes it; nothing where all are."""
    expected = RUN if table == "runs" else IDENTITY
    if table == "runs" and about.get("model") == model_edition():
        expected = expected | dict.fromkeys(SHIPPED, pa.float64())
    found = {field.name: field.type for field in schema}
    return next((name for name, kind in expected.items() if found.get(name) != kind), "")


def parquet_in(content: bytes, largest: int) -> Any:
    """Return a Parquet file for reading, from its bytes.

    Args:
        largest: bytes that its numbers, or its texts, may take in memory, however little they take in the file.

    Raises:
        BROKEN: it is none, or unfolds to more.
    """
    file = pq.ParquetFile(pa.BufferReader(content))
    numbers = file.metadata.num_rows * file.metadata.num_columns * WORD
    if numbers > largest or (_at_most(file.metadata) > largest and _letters(content, file) > largest):
        raise ValueError(f"it unfolds to more than {largest:,} bytes")
    return file


def _at_most(metadata: Any) -> int:
    """Return the bytes to which the texts of a Parquet file can unfold: each of them may be all that there is."""
    groups = (metadata.row_group(place) for place in range(metadata.num_row_groups))
    chunks = (group.column(place) for group in groups for place in range(group.num_columns))
    return sum(one.num_values * one.total_uncompressed_size for one in chunks if one.physical_type in OF_ANY_LENGTH)


def _letters(content: bytes, file: Any) -> int:
    """Return the bytes to which the texts of a Parquet file unfold, counted while each that repeats is held once.

    Raises:
        ValueError: it has other columns than texts and numbers, or texts that build on each other.
    """
    texts = [one.name for one in file.schema_arrow if pa.types.is_string(one.type) or pa.types.is_dictionary(one.type)]
    groups = (file.metadata.row_group(place) for place in range(file.metadata.num_row_groups))
    chunks = [group.column(place) for group in groups for place in range(group.num_columns)]
    if any(one.physical_type in OF_ANY_LENGTH and one.path_in_schema not in texts for one in chunks):
        raise ValueError("it has columns of other things than texts and numbers")
    if not {encoding for one in chunks for encoding in one.encodings} <= ENCODINGS:
        raise ValueError("its texts build on each other")
    table = pq.ParquetFile(pa.BufferReader(content), read_dictionary=texts).read(columns=texts)
    lengths = (pc.binary_length(one.dictionary).take(one.indices) for column in table.columns for one in column.chunks)
    return sum(pc.sum(one).as_py() or 0 for one in lengths)


def _bytes_of(path: Path) -> bytes:
    """Return what a part holds; errors as in ``read_part``."""
    try:
        content = content_of(path, PART)
    except MissingFileError as error:
        if os.path.lexists(path):
            raise DamagedPartError(path, "", error.problems) from None
        raise FileNotFoundError(errno.ENOENT, "there is no such part", str(path)) from None
    except UnreadableError as error:
        raise DamagedPartError(path, "", error.problems) from None
    if path.name.split(".")[1:2] != [_digest(content)]:
        raise DamagedPartError(path, "damaged: its content is not what was written")
    return content


def one_line(error: BaseException) -> str:
    """Return what an error says, on one line that is not too long."""
    return shortened(" ".join(str(error).split()), LONGEST_REASON)


def part_files(folder: Path, name: str) -> Iterator[Path]:
    """Yield the files of a table, in the order of their names: by writer, then by time."""
    yield from sorted((folder / name).glob("*.parquet"))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
