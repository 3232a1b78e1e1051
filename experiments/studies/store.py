"""The store: a folder with everything that a study has found out, open to anybody who reads Parquet.

::

    manifest.json    the study with its case, the edition of the model, and who made the store
    runs/            a row a run: what it was, its outcomes, or why it failed
    weeks/           rows of weekly series, where the study keeps them
    events/          rows of decisions and happenings, where it does
    sessions/        a file for each command that wrote here: code, packages, machine, times
    set_aside/       damaged parts

Nobody holds a lock.  Every process writes parts under names of its own, and what it writes is named by content, so two
at once can at worst do the same run twice; readers take the first.  A part counts when its file of runs is there, and
that is renamed into place when all else is on disk.
"""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ...sim.edition import model_edition
from .batches import Done
from .manifest import manifest_for, read_manifest
from .parts import FAILED, TABLES, DamagedPartError, StoredPart, part_files, read_part, tables_of, write_part
from .reading import study_from
from .sessions import Session, sessions, sweep
from .study import Study


class Store:
    """A store that is open for reading; ``for_writing`` opens one for a study.

    Attributes:
        done, failed: keys of the runs in it.
        damaged: parts that are not what was written; foreign: parts of another edition of the model.  Neither is read.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any], study: Study) -> None:
        self.folder, self.manifest, self.study = folder, manifest, study
        self.done: set[str] = set()
        self.failed: set[str] = set()
        self.damaged: list[str] = []
        self.foreign: list[str] = []
        self._seen: set[str] = set()
        self._counts: set[str] = set()
        self._written = 0
        self.session: Session | None = None

    # --- opening ---------------------------------------------------------------------------------------------

    @classmethod
    def open(cls, folder: str | Path) -> Store:
        """Open a store to read it.

        Raises:
            StudyError: there is none, or not of a version that can be read.
        """
        folder = Path(folder)
        manifest = read_manifest(folder)
        store = cls(folder, manifest, study_from(manifest["study"], str(folder / "manifest.json")))
        store.refresh()
        return store

    @classmethod
    def for_writing(cls, folder: Path, study: Study, command: str = "") -> Store:
        """Open or make the store of a study, to add to it.  Damaged parts are set aside.

        Raises:
            StudyError: the folder holds something else, another study, or runs of another edition of the model.
            OSError: it cannot be written.
        """
        store = cls(folder, manifest_for(folder, study, command), study)
        store.session = Session.begin(folder, study, command)
        sweep(folder)
        store.refresh()
        return store

    def close(self, ended: str) -> None:
        """Write down how it ended: ``done``, ``interrupted``, ``failed``."""
        if self.session:
            self.session.end(ended)

    def has_company(self) -> bool:
        """Return whether another session seems to be at work here: then it is better to begin at the other end."""
        mine = self.session.name if self.session else ""
        return any(one["state"] == "running" and one["name"] != mine for one in sessions(self.folder))

    # --- reading ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look at the parts that were added since the last look, by whomever."""
        for path in part_files(self.folder, "runs"):
            if path.name not in self._seen:
                self._seen.add(path.name)
                self._take(path)

    def _take(self, path: Path) -> None:
        """Count the runs of a part."""
        try:
            part = read_part(path, ["key", "status"])
            if part.about.get("model") != self.manifest["model"]:
                self.foreign.append(path.name)
                return
            self._check_companions(part)
        except FileNotFoundError:  # another process has set it aside
            return
        except DamagedPartError as error:
            self._set_aside(path, str(error))
            return
        self._counts.add(path.name)
        keys, states = part.table["key"].to_pylist(), part.table["status"].to_pylist()
        self.done.update(key for key, state in zip(keys, states, strict=True) if state != FAILED)
        self.failed.update(key for key, state in zip(keys, states, strict=True) if state == FAILED)
        self.failed -= self.done

    def _check_companions(self, part: StoredPart) -> None:
        """Raise ``DamagedPartError`` where a part of runs lacks one in another table, or that is damaged."""
        companions = part.about.get("companions")
        if not isinstance(companions, dict) or not companions.keys() <= set(TABLES):
            raise DamagedPartError(part.path, "this is no part of a study: it does not say what belongs to it")
        for name, companion in companions.items():
            try:
                read_part(self._companion(name, companion), ["key"])
            except FileNotFoundError:
                raise DamagedPartError(part.path, f"its part {companion} of the table {name} is missing") from None

    def _companion(self, table: str, said: object) -> Path:
        """Return where a part of another table is: in its folder, whatever a file says."""
        return self.folder / table / Path(str(said)).name

    def _set_aside(self, path: Path, reason: str) -> None:
        self.damaged.append(reason)
        if not self.session:
            return
        batch = f"{glob.escape(path.name.split('.')[0])}.*.parquet"
        is_alone = set((self.folder / "runs").glob(batch)) <= {path}
        others = [file for name in TABLES[1:] for file in (self.folder / name).glob(batch) if is_alone]
        for file in (path, *others):
            target = self.folder / "set_aside" / f"{file.parent.name}.{file.name}"
            while os.path.lexists(target):
                target = target.with_name(f"{target.name}.again")
            with contextlib.suppress(FileNotFoundError):  # another process was quicker
                file.rename(target)

    def parts(self, table: str = "runs", columns: Sequence[str] | None = None) -> Iterator[StoredPart]:
        """Yield the parts that count of a table.

        Raises:
            DamagedPartError: one was damaged while we looked.
        """
        for path in part_files(self.folder, "runs"):
            if path.name in self._counts:
                part = read_part(path, columns if table == "runs" else ["key"])
                if table == "runs":
                    yield part
                elif table in part.about["companions"]:
                    yield read_part(self._companion(table, part.about["companions"][table]), columns)

    # --- writing ---------------------------------------------------------------------------------------------

    def write(self, done: Done) -> None:
        """Add the results of a batch.

        Raises:
            OSError: they cannot be written; then nothing of them counts.
        """
        assert self.session is not None
        tables = tables_of(done, self.study)
        about = {
            "model": model_edition(),
            "study": self.study.digest,
            "session": self.session.name,
            "seconds": done.seconds,
        }
        path = write_part(self.folder, f"{self.session.name}-{self._written:06d}", tables, about)
        self._written += 1
        self._seen.add(path.name)
        self._counts.add(path.name)
        keys = [run.key.run for run in done.runs]
        self.failed.difference_update(keys)
        self.failed.update(keys[row] for row in done.errors)
        self.done.update(key for row, key in enumerate(keys) if row not in done.errors)
