"""Tables for other programs, each with all that is needed to make it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.mistakes import Problem
from .files import write_json, write_whole
from .frames import table_of
from .parts import TABLES, parquet
from .provenance import now, provenance
from .sessions import sessions
from .store import Store
from .study import StudyError

if TYPE_CHECKING:
    import pandas

KINDS = ("csv", "parquet")

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
    tables = {"runs": runs, "worlds": _worlds(store, runs)}
    for name in TABLES[1:]:
        table = table_of(store, name)
        if not table.empty:
            tables[name] = table
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(table, folder / f"{name}.{kind}", about(store, name, command)) for name, table in tables.items()]


def _worlds(store: Store, runs: pandas.DataFrame) -> pandas.DataFrame:
    paths = [one.path for one in store.study.uncertainties]
    return runs[["world", "seed", *paths]].drop_duplicates("world")


def about(store: Store, table: str, command: str = "") -> dict[str, Any]:
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
        write_whole(path, table.to_csv(index=False, lineterminator="\n").encode())
    else:
        import pyarrow

        write_whole(path, parquet(pyarrow.Table.from_pandas(table, preserve_index=False), said))
    return path


def origin(path: Path) -> dict[str, Any] | None:
    """Return what an exported table says of where it comes from; None where it says nothing.

    Raises:
        OSError: it cannot be read.
    """
    beside = path.with_name(path.name + SIDECAR)
    try:
        if path.suffix == ".parquet":
            import pyarrow.parquet

            found = json.loads((pyarrow.parquet.read_schema(path).metadata or {})[META])
        else:
            found = json.loads(beside.read_text("utf-8")) if beside.exists() else None
    except (ValueError, KeyError):
        return None
    return found if isinstance(found, dict) and {"study", "table", "model"} <= found.keys() else None


def read_table(path: Path) -> pandas.DataFrame:
    """Return an exported table."""
    import pandas

    if path.suffix == ".parquet":
        return pandas.read_parquet(path)
    return pandas.read_csv(path)
