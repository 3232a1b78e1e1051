"""The studies of this server: where their stores are, and the work on each, which all visitors share.

Nobody is told which studies others run: whoever asks for the work on a study has its name, its file, or a link.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from ...experiments.studies import Study
from .. import options
from ..options import command_line
from .memory import MEMORY
from .settings import Case
from .study_files import study_in
from .study_turns import StudyTurns
from .study_work import Lookers, StudyWork

PATIENCE = 5.0
"""Seconds that work has to end when the server does."""


class Studies:
    """The stores under a folder, and the work on them."""

    def __init__(self, root: Path = options.STUDIES) -> None:
        self.root = root
        self._works: OrderedDict[Path, StudyWork] = OrderedDict()
        self._turns, self._lookers = StudyTurns(), Lookers()
        self._lock = threading.Lock()

    def folder(self, file: Case, study: Study) -> Path:
        """Return the store of a study: of a shipped one that of the command line, of others by their content."""
        return self.root / (f"{study.name}-{study.digest}" if file.text else study.name)

    def command(self, file: Case, study: Study) -> str:
        """Return what runs a study on the command line, in the same store."""
        words = ["study", "run", f"{study.name}.toml" if file.text else study.name]
        is_usual = not file.text and self.root == options.STUDIES
        return command_line(words + ([] if is_usual else ["--store", str(self.folder(file, study))]))

    def work(self, file: Case) -> StudyWork:
        """Return the work on a study; equal studies have one.

        Raises:
            StudyError: the study cannot be used.
        """
        study = study_in(file)
        folder = self.folder(file, study)
        with self._lock:
            if folder not in self._works:
                self._works[folder] = StudyWork(study, folder, self.command(file, study), self._turns, self._lookers)
            self._works.move_to_end(folder)
            return self._works[folder]

    def tidy(self, is_short: bool) -> None:
        """Let go of the work that nobody follows, and where memory is short of what others can look up again."""
        with self._lock:
            for folder, one in list(self._works.items()):
                if one.is_idle and not one.is_followed:
                    del self._works[folder]
                elif one.is_idle and is_short:
                    one.put_away()

    def close(self) -> None:
        """Stop all work, so that its sessions end as they should."""
        with self._lock:
            works = list(self._works.values())
            self._works.clear()
        for one in works:
            one.stop()
        for one in works:
            one.join(PATIENCE)
        self._lookers.end()


STUDIES = Studies()
"""Those of this server; ``coalitions app --studies DIR`` sets their folder."""

MEMORY.keep_tidy(STUDIES.tidy)
