"""The studies of this server: where their stores are, and the work on each, which all visitors share.

Nobody is told which studies others run: whoever asks for the work on a study has its name, its file, or a link.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from ...experiments.studies import Study
from .. import places
from ..options import command_line
from .settings import Case
from .study_files import study_in
from .study_work import Work

MOST_KEPT = 8
"""Studies whose results are at hand; those of others are read again when somebody comes."""

PATIENCE = 5.0
"""Seconds that work has to end when the server does."""


class Studies:
    """The stores under a folder, and the work on them."""

    def __init__(self, root: Path = places.STUDIES) -> None:
        self.root = root
        self._works: OrderedDict[Path, Work] = OrderedDict()
        self._lock = threading.Lock()

    def folder(self, file: Case, study: Study) -> Path:
        """Return the store of a study: of a shipped one that of the command line, of others by their content."""
        return self.root / (f"{study.name}-{study.digest}" if file.text else study.name)

    def command(self, file: Case, study: Study) -> str:
        """Return what runs a study on the command line, in the same store."""
        words = ["study", "run", f"{study.name}.toml" if file.text else study.name]
        is_usual = not file.text and self.root == places.STUDIES
        return command_line(words + ([] if is_usual else ["--store", str(self.folder(file, study))]))

    def work(self, file: Case) -> Work:
        """Return the work on a study; equal studies have one.

        Raises:
            StudyError: the study cannot be used.
        """
        study = study_in(file)
        folder = self.folder(file, study)
        with self._lock:
            if folder not in self._works:
                self._works[folder] = Work(study, folder, self.command(file, study))
                self._forget()
            self._works.move_to_end(folder)
            return self._works[folder]

    def _forget(self) -> None:
        """Let go of the oldest at which nobody works."""
        idle = [folder for folder, one in self._works.items() if one.state.doing == "waiting"]
        for folder in idle[: max(0, len(self._works) - MOST_KEPT)]:
            del self._works[folder]

    def close(self) -> None:
        """Stop all work, so that its sessions end as they should."""
        with self._lock:
            works = list(self._works.values())
            self._works.clear()
        for one in works:
            one.stop()
        for one in works:
            one.join(PATIENCE)


STUDIES = Studies()
"""Those of this server; ``coalitions app --studies DIR`` sets their folder."""
