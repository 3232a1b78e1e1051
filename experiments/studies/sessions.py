"""Sessions: who wrote to a store, with which code, from when to when; and what a killed one left behind."""

from __future__ import annotations

import contextlib
import os
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...scenarios.opening import SESSION, UnreadableError, json_of
from ...scenarios.writing import write_json
from .provenance import now, process, provenance
from .study import Study

FORGOTTEN = 24 * 3600.0
"""Seconds after which what another machine left unfinished is taken away."""


UNREADABLE = "unreadable"
"""The state of a session whose file is none."""

SAID = ("state", "began", "command")
"""What every session says."""


@dataclass(frozen=True)
class Session:
    """One command that writes to a store.

    Attributes:
        name: in the order of time, and no two the same; the parts that it writes are called by it.
    """

    folder: Path
    name: str
    about: dict[str, Any] = field(repr=False)

    @classmethod
    def begin(cls, folder: Path, study: Study, command: str) -> Session:
        """Write down that a session begins."""
        name = f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{uuid.uuid4().hex[:8]}"
        about = {**provenance(command), **process(), "study": study.digest, "began": now(), "state": "running"}
        session = cls(folder, name, about)
        session._write()
        return session

    def end(self, state: str) -> None:
        """Write down that it ended, and how."""
        self.about.update(state=state, ended=now())
        self._write()

    def _write(self) -> None:
        write_json(self.folder / "sessions" / f"{self.name}.json", self.about, self.folder / "tmp")


def sessions(folder: Path) -> list[dict[str, Any]]:
    """Return the sessions of a store in the order of time; one whose process is gone was killed.

    A file that is none stands there, too: in the state ``unreadable``, with the reason.
    """
    return [_session(path) for path in sorted((folder / "sessions").glob("*.json"))]


def _session(path: Path) -> dict[str, Any]:
    try:
        about = json_of(path, SESSION)
    except UnreadableError as error:
        return {"name": path.stem, "state": UNREADABLE, "why": str(error)}
    if not isinstance(about, dict) or not all(isinstance(about.get(key), str) for key in SAID):
        return {"name": path.stem, "state": UNREADABLE, "why": f"{path}: expected an object with {', '.join(SAID)}"}
    if about["state"] == "running" and is_gone(about):
        about["state"] = "killed"
    return {"name": path.stem, **about}


def is_gone(about: dict[str, Any]) -> bool:
    """Return whether the process of a session has ended; of one on another machine nothing is known."""
    if about.get("host") != process()["host"] or os.name != "posix":  # elsewhere, asking would interrupt it
        return False
    try:
        os.kill(int(about["pid"]), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return False
    return False


def sweep(folder: Path) -> None:
    """Take away what killed sessions left unfinished: temporary files, and tables whose runs were never written."""
    ended = {one["name"] for one in sessions(folder) if one["state"] not in ("running", UNREADABLE)}
    for path in [*folder.glob("tmp/*"), *folder.glob("weeks/*.parquet"), *folder.glob("events/*.parquet")]:
        batch = path.name.removeprefix(".").split(".")[0]
        is_whole = path.suffix == ".parquet" and any(folder.glob(f"runs/{batch}.*.parquet"))
        if not is_whole and (batch.rpartition("-")[0] in ended or _is_old(path)):
            with contextlib.suppress(OSError):  # somebody's folder, or another process was quicker
                path.unlink()


def _is_old(path: Path) -> bool:
    try:
        return time.time() - path.stat().st_mtime > FORGOTTEN
    except FileNotFoundError:
        return False
