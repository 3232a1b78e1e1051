"""Tables for other programs, each with all that is needed to make it again."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.mistakes import Problem
from ...scenarios.opening import ORIGIN, TABLE, UnreadableError, content_of, json_of, not_too_deep
from ...scenarios.spreadsheets import harmless, meant
from ...scenarios.writing import write_json, write_text, write_whole
from ...sim.events import HAPPENINGS
from .frames import table_of
from .parts import BROKEN, TABLES, one_line, parquet, parquet_in
from .provenance import now, provenance
from .sessions import sessions
from .store import Store
from .study import StudyError

if TYPE_CHECKING:
    import pandas

SIDECAR = ".provenance.json"
"""What follows the name of a CSV file in that of the file which says where it comes from."""

META = b"coalitions"


def export(store: Store, kind: str, folder: Path, command: str = "") -> list[Path]:
    """Write the tables of a store into a folder and return the files: runs, worlds, and weeks and events if kept.

    ``worlds`` is a list of worlds that a study can take as its design, to run exactly these again.

    Raises:
        StudyError: there are no runs yet.
        OSError: a file cannot be written.
    """
    runs = table_of(store, "runs")
    if runs.empty:
        raise StudyError(str(store.folder), [Problem("", "there are no runs in this store yet")])
    worlds = runs[["world", "seed", *store.study.paths]].drop_duplicates("world")
    tables = {"runs": runs, "worlds": worlds}
    for name in TABLES[1:]:
        table = table_of(store, name)
        if not table.empty:
            tables[name] = _with_names(store, runs, table) if name == "events" else table
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f".*.{kind}.*.tmp"):  # by an export that was killed
        left.unlink(missing_ok=True)
    return [_write(table, folder / f"{name}.{kind}", origin_of(store, name, command)) for name, table in tables.items()]


def _with_names(store: Store, runs: pandas.DataFrame, events: pandas.DataFrame) -> pandas.DataFrame:
    """Return events with what the organization, or the obstacle, in each is called; a step has no name of its own."""
    study = store.study
    values = dict(zip(runs["world"], runs[list(study.paths)].itertuples(index=False, name=None), strict=True))
    unit = {line.name: line.unit for line in HAPPENINGS if line.unit in ("organization", "obstacle")}
    named = events["event"].isin(unit) & (events["who"] >= 0)
    names: dict[Any, str] = {}
    for (world, treatment), group in events[named].groupby(["world", "treatment"], observed=True):
        case = study.case_under(study.named(str(treatment)), values[world]).scenario
        called = {"organization": case.names, "obstacle": [one.name for one in case.obstacles]}
        rows = zip(group.index, group["event"], group["who"], strict=True)
        names |= {place: called[unit[event]][who] for place, event, who in rows}
    return events.assign(name=[names.get(place, "") for place in events.index])


def origin_of(store: Store, table: str, command: str = "") -> dict[str, Any]:
    """Return where a table of a store comes from: the whole study, the code that ran it, and how to make it again."""
    return {
        "made_by": "coalitions study export",
        "table": table,
        "command": command,
        "time": now(),
        "study": store.study.as_data(),
        "digest": store.study.digest,
        "model": store.manifest["model"],
        "code": provenance(command),
        "sessions": sessions(store.folder),
    }


def _write(table: pandas.DataFrame, path: Path, said: Mapping[str, Any]) -> Path:
    if path.suffix == ".csv":
        write_json(path.with_name(path.name + SIDECAR), said)
        write_text(path, csv_of(table))
    else:
        import pyarrow

        write_whole(path, parquet(pyarrow.Table.from_pandas(table, preserve_index=False), said))
    return path


def csv_of(table: pandas.DataFrame) -> str:
    """Return a table as CSV, no text of which is taken for a formula."""
    from pandas.api.types import is_numeric_dtype

    texts = {name: table[name].map(harmless) for name in table.columns if not is_numeric_dtype(table[name])}
    safe = table.assign(**texts).rename(columns=harmless)
    return str(safe.to_csv(index=False, lineterminator="\n"))


def origin(path: Path) -> dict[str, Any] | None:
    """Return what an exported table says of where it comes from; None where it says nothing.

    Raises:
        UnreadableError: it cannot be read.
    """
    beside = path.with_name(path.name + SIDECAR)
    if path.suffix == ".parquet":
        found = _within(content_of(path, TABLE))
    else:
        found = json_of(beside, ORIGIN) if os.path.lexists(beside) else None
    return found if isinstance(found, dict) and {"study", "table", "model"} <= found.keys() else None


def _within(content: bytes) -> Any:
    """Return what a Parquet file says of itself; None where it is none, or says nothing."""
    import pyarrow
    from pyarrow.parquet import read_schema

    try:
        return not_too_deep(json.loads((read_schema(pyarrow.BufferReader(content)).metadata or {})[META]))
    except BROKEN:
        return None


def read_table(path: Path) -> pandas.DataFrame:
    """Return an exported table, with its texts as they were.

    Raises:
        UnreadableError: it is none, or cannot be read.
    """
    import pandas

    content = content_of(path, TABLE)
    try:
        if path.suffix == ".parquet":
            return parquet_in(content, TABLE.largest).read().to_pandas()
        head = pandas.read_csv(io.BytesIO(content), header=None, nrows=1, dtype=str).iloc[0]
        # A treatment may be called NA: nothing is missing but where nothing stands.
        missing = {name: [""] for name in head if name not in TEXTS or name == "error"}
        kinds = dict.fromkeys(TEXTS, str)
        exactly: Any = {"float_precision": "round_trip"} if pandas.__version__ < "3" else {}  # later ones always do
        table = pandas.read_csv(io.BytesIO(content), dtype=kinds, na_values=missing, keep_default_na=False, **exactly)
    except BROKEN as error:
        raise UnreadableError(str(path), [Problem("", f"expected {TABLE.called}: {one_line(error)}")]) from None
    if head.duplicated().any():
        raise UnreadableError(str(path), [Problem(str(head[head.duplicated()].iloc[0]), "this column stands twice")])
    return table.assign(**{name: table[name].map(meant, na_action="ignore") for name in TEXTS if name in table}).rename(
        columns=meant
    )


TEXTS = ("treatment", "governance", "strategy", "status", "error", "key", "experiment", "event", "name")
"""Columns that are text, also where all of it reads as numbers, or as nothing."""
