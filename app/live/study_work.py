"""The work on one study, for everybody who looks at it: run, stopped and gone on with, on the store of that study.

Its results are in the store alone, so a server that ends loses nothing, and the command line can go on from there, or
be watched while it does.
"""

from __future__ import annotations

import contextlib
import statistics
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...experiments.studies import Progress, Report, Study, run_study
from ...experiments.studies.design import Worlds
from ...experiments.studies.plan import plan
from ..limits import LIMITS
from .desk import Desk
from .ensemble import PLACES, WORKERS
from .memory import MEMORY
from .study_state import SHORT_OF_MEMORY, WorkState, damaged, found_in, parts_in, said
from .study_turns import StudyTurns, wrong_with

GLANCE = 1.5
"""Seconds between two looks at what was added to a store."""

SHARE = 5.0
"""How many times as long as reading the store takes, one waits before it is read again."""

UNSEEN = 30.0
"""Seconds after which nobody follows a study any more who did not ask how it is."""


class Lookers:
    """A few threads that look at stores, for all studies."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2)

    def look(self, how: Callable[[], None]) -> None:
        """Look when it is one's turn; not at all where the server ends."""
        with contextlib.suppress(RuntimeError):
            self._pool.submit(how)

    def end(self) -> None:
        """Look no more; what was asked for and not begun is left."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = ThreadPoolExecutor(2)


class StudyWork:
    """The work on a study; all methods return at once.

    Its threads are no daemons: those would be cut off in the middle of compiled code when the server ends, which may
    take the process down.  Each ends soon after ``stop``.

    Args:
        folder: its store; command: what does the same on the command line.
        turns: of all studies; lookers: who looks at their stores.
    """

    def __init__(self, study: Study, folder: Path, command: str, turns: StudyTurns, lookers: Lookers) -> None:
        self.study, self.folder, self.command = study, folder, command
        self._turns, self._lookers = turns, lookers
        self._planned = len(Worlds(study)) * len(study.treatments)
        self._state = WorkState(total=self._planned)
        self._changed = threading.Condition()
        self._stop, self._pause, self._turn_ends = threading.Event(), threading.Event(), 0.0
        self._reading, self._is_unreadable = threading.Lock(), False
        self._thread: threading.Thread | None = None
        self._glanced, self._gap, self._parts, self._seen = time.monotonic(), GLANCE, -1, time.monotonic()
        lookers.look(self._begin)

    # --- what pages do ---------------------------------------------------------------------------------------

    @property
    def state(self) -> WorkState:
        """How it is now."""
        return self._state

    @property
    def is_idle(self) -> bool:
        """Whether nobody works at it."""
        return self._state.doing == "waiting"

    @property
    def is_followed(self) -> bool:
        """Whether somebody has looked at it lately."""
        return time.monotonic() - self._seen < UNSEEN

    def wait(self, number: int, seconds: float) -> WorkState:
        """Return the state as soon as it is another one than ``number``, or after some seconds."""
        self._seen = time.monotonic()
        with self._changed:
            self._changed.wait_for(lambda: self._state.number != number, seconds)
        self._glance()
        return self._state

    def start(self, again: bool = False, desk: Desk | None = None) -> None:
        """Begin, or go on where it was; whoever comes second follows the work of the first.

        Args:
            again: do those runs again that failed, too.
            desk: of the visitor who begins; the work lies there until it is done.
        """
        desk = desk or Desk()
        with self._changed:
            if self._state.doing not in ("waiting", "looking"):
                return
            if wrong := wrong_with(self._turns, self.folder.parent) or desk.wrong():
                self._say(trouble=wrong)
                return
            self._stop, self._pause = threading.Event(), threading.Event()
            self._say(doing="queued", trouble="", note="", pace=0.0, left=-1.0)
            self._thread = threading.Thread(target=self._work, args=(self._stop, again, desk))
            self._thread.start()

    def stop(self) -> None:
        """Stop soon; what is done is in the store."""
        with self._changed:
            self._stop.set()
            self._pause.set()
            if self._state.doing in ("running", "queued"):
                self._say(doing="stopping")

    def join(self, seconds: float) -> None:
        """Wait until nothing is run any more."""
        if self._thread:
            self._thread.join(seconds)

    def put_away(self) -> None:
        """Let go of the results, which are read again when there is memory for them."""
        if self._state.results is not None:
            self._parts = -1
            self._say(results=None, note=SHORT_OF_MEMORY)

    # --- the work --------------------------------------------------------------------------------------------

    def _say(self, **changes: Any) -> None:
        with self._changed:
            self._state = replace(self._state, number=self._state.number + 1, **changes)
            self._changed.notify_all()

    def _begin(self) -> None:
        """Look at the store, and measure what the rest of it will take."""
        self._read()
        if self._state.results is None or not self._state.results.is_complete:
            self._try()
        with self._changed:
            if self._state.doing == "looking":
                self._say(doing="waiting")

    def _glance(self) -> None:
        """Look, now and then, whether there is more in the store."""
        with self._changed:
            if self._state.doing == "looking" or time.monotonic() - self._glanced < self._gap:
                return
            self._glanced = time.monotonic()
        if parts_in(self.folder) != self._parts and not (MEMORY.is_short() or self._reading.locked()):
            self._lookers.look(self._read)

    def _try(self) -> None:
        """Measure how long runs take."""
        try:
            with PLACES:
                self._say(trial=statistics.median(plan(self.study).pilot_seconds))
        except RuntimeError as error:
            self._say(note=f"A run on trial failed, so it is not known how long they take: {error}")
        except Exception as error:  # whatever it is, the page says so
            self._say(trouble=said(error, self.folder))

    def _work(self, stop: threading.Event, again: bool, desk: Desk) -> None:
        """Work in turn with other studies, until all is done or it is stopped."""
        trouble = note = ""
        try:
            while not stop.is_set() and self._turns.wait(stop):
                try:
                    report = self._in_turn(again)
                finally:
                    self._turns.end()
                note = " ".join(f"Damaged, set aside, and its runs done again: {one}." for one in report.damaged)
                if not report.interrupted:
                    break
                again = False
        except Exception as error:  # as above
            trouble = said(error, self.folder)
        finally:
            desk.done()
        self._say(doing="waiting", trouble=trouble, note=note, pace=0.0, left=-1.0)
        self._read()

    def _in_turn(self, again: bool) -> Report:
        """Work until all is done, it is stopped, or it is the turn of another one."""
        self._turn_ends = time.monotonic() + LIMITS.seconds_of_a_study
        with self._changed:
            self._pause = threading.Event()
            if self._stop.is_set():
                self._pause.set()
            else:
                self._say(doing="running")
        try:
            return run_study(
                self.study,
                self.folder,
                workers=WORKERS,
                place=PLACES,
                failed=again,
                progress=self._tell,
                stop=self._pause,
                command=self.command,
            )
        finally:
            with self._changed:
                if self._state.doing == "running":
                    self._say(doing="queued")

    def _tell(self, progress: Progress) -> None:
        """Say how far it is; a session finds only by and by what was done before it, and what failed."""
        now = time.monotonic()
        if (now > self._turn_ends and self._turns.is_awaited()) or MEMORY.is_short():
            self._pause.set()
        spent = now - self._turn_ends + LIMITS.seconds_of_a_study
        pace = progress.computed / spent if spent > 0.0 else 0.0
        done = min(progress.total, max(progress.done, self._state.done))
        left = (progress.total - done) / pace if pace > 0.0 else -1.0
        failed = max(progress.failed, self._state.failed)
        self._say(done=done, total=progress.total, failed=failed, pace=pace, left=left)

    def _read(self) -> None:
        """Read the store, and say what is in it."""
        with self._reading:
            if MEMORY.is_short():
                self.put_away()
                return
            self._parts, began = parts_in(self.folder), time.monotonic()
            try:
                found = found_in(self.folder, self.study)
            except Exception as error:  # as above
                self._is_unreadable = True
                self._say(trouble=said(error, self.folder))
                return
            self._gap = max(GLANCE, SHARE * (time.monotonic() - began))
            if found is None:
                return
            results = found.results
            changes: dict[str, Any] = {"results": results, "is_foreign": found.is_foreign}
            changes |= {"trouble": ""} if self._is_unreadable else {}
            self._is_unreadable = False
            if self._state.doing not in ("running", "queued", "stopping"):
                changes |= {"done": len(results.runs), "failed": results.failed}
                changes |= {"total": len(results.runs) if results.is_complete else self._planned}
                changes |= {"note": damaged(found.damaged)} if found.damaged else {}
            self._say(**changes)
