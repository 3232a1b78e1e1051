"""The work on one study, for everybody who looks at it: run, stopped and gone on with, on the store of that study.

Its results are in the store alone, so a server that ends loses nothing, and the command line can go on from there, or
be watched while it does.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ...experiments.comparison import Comparison
from ...experiments.studies import Progress, Study, StudyError, run_study
from ...experiments.studies.batches import Batch, do
from ...experiments.studies.cases import recipe_of
from ...experiments.studies.compared import comparison_of
from ...experiments.studies.design import Worlds
from ...experiments.studies.frames import planned, table_of
from ...experiments.studies.keys import model_version
from ...experiments.studies.manifest import read_manifest
from ...experiments.studies.parts import DamagedPartError
from ...experiments.studies.report import looks_seen
from ...experiments.studies.stopping import budget
from ...experiments.studies.store import Store
from ..errors import reason
from .ensemble import PLACES, WORKERS

if TYPE_CHECKING:
    import pandas

GLANCE = 1.5
"""Seconds between two looks at what others have added to a store."""

SHARE = 5.0
"""How many times as long as reading the store takes, one waits before it is read again."""

TRIAL = 0.4
"""Seconds of trying how long runs take."""

MOST_COLD = 6
"""Runs that are done before that, so that their code is at hand."""

PACED = 15.0
"""Seconds over which the pace is measured."""

Doing = Literal["looking", "waiting", "running", "stopping"]


@dataclass(frozen=True, eq=False)
class Results:
    """What is in a store.

    Attributes:
        runs: a row a run, as ``frame`` returns them; found: the same as a comparison of the treatments.
        is_complete: whether nothing is missing, or the stopping rule has seen enough.
        spent: what a stopping rule says; empty where there is none.
    """

    runs: pandas.DataFrame = field(repr=False)
    found: Comparison = field(repr=False)
    is_complete: bool
    spent: str = ""

    @property
    def failed(self) -> int:
        """Number of runs that failed."""
        return len(self.found.failures)


@dataclass(frozen=True)
class State:
    """How the work on a study is, for pages.

    Attributes:
        number: rises with every change.
        done, total: runs in the store, and runs that are needed (with a stopping rule, until it looks next).
        failed: runs of the store that failed.
        pace: runs a second; 0 where it is not known yet.  left: seconds, about; -1 where that is not known.
        trial: seconds of a run, measured on a few of them; 0 where it is not known yet.
        trouble: what stands in the way, in words; note: what was mended.  Empty where nothing is.
        is_foreign: whether the store is of another version of the model: it can be looked at, not added to.
    """

    number: int = 0
    doing: Doing = "looking"
    done: int = 0
    total: int = 0
    failed: int = 0
    pace: float = 0.0
    left: float = -1.0
    trial: float = 0.0
    results: Results | None = None
    trouble: str = ""
    note: str = ""
    is_foreign: bool = False


class TakingTurns(Executor):
    """A few threads whose runs take turns with all other worlds of this server."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(WORKERS)

    def submit(self, function: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """Hand a batch over, to be done by ``experiments.studies.batches.do``."""
        return self._pool.submit(function, *args, place=PLACES, **options)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the threads."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


class Work:
    """The work on a study; all methods return at once.

    Its threads are no daemons: those would be cut off in the middle of compiled code when the server ends, which may
    take the process down.  Each ends soon after ``stop``.

    Args:
        folder: its store; command: what does the same on the command line.
    """

    def __init__(self, study: Study, folder: Path, command: str) -> None:
        self.study, self.folder, self.command = study, folder, command
        self._state = State(total=len(Worlds(study)) * len(study.treatments))
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._reading, self._is_unreadable = threading.Lock(), False
        self._thread: threading.Thread | None = None
        self._glanced, self._parts = time.monotonic(), -1
        self._paces: deque[tuple[float, int]] = deque()
        threading.Thread(target=self._begin).start()

    # --- what pages do ---------------------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """How it is now."""
        return self._state

    def wait(self, number: int, seconds: float) -> State:
        """Return the state as soon as it is another one than ``number``, or after some seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._state.number != number, seconds)
            return self._state

    def start(self, again: bool = False) -> None:
        """Begin, or go on where it was; whoever comes second follows the work of the first.

        Args:
            again: do those runs again that failed, too.
        """
        with self._changed:
            if self._state.doing not in ("waiting", "looking"):
                return
            self._stop = threading.Event()
            self._paces.clear()
            self._say(doing="running", trouble="", note="", pace=0.0, left=-1.0)
            self._thread = threading.Thread(target=self._work, args=(self._stop, again))
            self._thread.start()
        threading.Thread(target=self._watch, args=(self._thread,)).start()

    def stop(self) -> None:
        """Stop soon; what is done is in the store."""
        with self._changed:
            self._stop.set()
            if self._state.doing == "running":
                self._say(doing="stopping")

    def join(self, seconds: float) -> None:
        """Wait until nothing is run any more."""
        if self._thread:
            self._thread.join(seconds)

    def glance(self) -> None:
        """Look, now and then, whether somebody else has added to the store."""
        with self._changed:
            if self._state.doing != "waiting" or time.monotonic() - self._glanced < GLANCE:
                return
            self._glanced = time.monotonic()
        if self._count_parts() != self._parts:
            threading.Thread(target=self._read).start()

    # --- the work --------------------------------------------------------------------------------------------

    def _say(self, **changes: Any) -> None:
        with self._changed:
            self._state = replace(self._state, number=self._state.number + 1, **changes)
            self._changed.notify_all()

    def _begin(self) -> None:
        """Look at the store, and measure what the rest of it will take."""
        self._read()
        try:
            self._say(trial=self._tried())
        except RuntimeError as error:
            self._say(note=f"A run on trial failed, so it is not known how long they take: {error}")
        except Exception as error:  # as above: the page says so
            self._say(trouble=said(error, self.folder))
        with self._changed:
            if self._state.doing == "looking":
                self._say(doing="waiting")

    def _tried(self) -> float:
        """Return the seconds of a run, measured on as many as can be done in a moment; they are not kept.

        Raises:
            RuntimeError: one failed; its text says why.
        """
        recipe, began = recipe_of(self.study), 0.0
        cold = min(len(self.study.treatments), MOST_COLD)  # machine code is loaded before the clock starts
        for many, run in enumerate(planned(self.study), 1 - cold):
            done = do(Batch(recipe, [run], model_version()), PLACES)
            if done.errors:
                raise RuntimeError(done.errors[0].strip().splitlines()[-1])
            if many == 0:
                began = time.perf_counter()
            elif many > 0 and time.perf_counter() - began > TRIAL:
                break
        return (time.perf_counter() - began) / max(1, many)

    def _work(self, stop: threading.Event, again: bool) -> None:
        trouble, note = "", ""
        executor = TakingTurns()
        try:
            report = run_study(
                self.study,
                self.folder,
                executor=executor,
                workers=WORKERS,
                failed=again,
                progress=self._tell,
                stop=stop,
                command=self.command,
            )
            note = " ".join(f"Damaged, set aside, and its runs done again: {one}." for one in report.damaged)
        except Exception as error:  # whatever it is, the page goes on and says so
            trouble = said(error, self.folder)
        finally:
            executor.shutdown(wait=False, cancel_futures=True)
        self._say(doing="waiting", trouble=trouble, note=note, pace=0.0, left=-1.0)
        self._read()

    def _tell(self, progress: Progress) -> None:
        """Say how far it is."""
        now = time.monotonic()
        self._paces.append((now, progress.computed))
        while now - self._paces[0][0] > PACED and len(self._paces) > 2:
            self._paces.popleft()
        (began, before), made = self._paces[0], progress.computed
        pace = (made - before) / (now - began) if now > began else 0.0
        left = (progress.total - progress.done) / pace if pace > 0.0 else -1.0
        self._say(done=progress.done, total=progress.total, failed=progress.failed, pace=pace, left=left)

    def _watch(self, thread: threading.Thread) -> None:
        """Read what is done every now and then while a thread works."""
        seen, gap = -1, GLANCE
        while thread.is_alive():
            thread.join(gap)
            if self._state.done != seen and thread.is_alive():
                seen, began = self._state.done, time.monotonic()
                self._read()
                gap = max(GLANCE, SHARE * (time.monotonic() - began))

    def _read(self) -> None:
        """Read the store, and say what is in it."""
        with self._reading:
            self._parts = self._count_parts()
            try:
                store = self._open()
                results = self._results(store) if store else None
            except (StudyError, OSError, DamagedPartError) as error:
                self._is_unreadable = True
                self._say(trouble=said(error, self.folder))
                return
            if store is None or results is None:
                return
            is_foreign = store.manifest["model"] != model_version()
            changes: dict[str, Any] = {"results": results, "is_foreign": is_foreign}
            changes |= {"trouble": ""} if self._is_unreadable else {}
            self._is_unreadable = False
            if self._state.doing not in ("running", "stopping"):
                total = len(Worlds(self.study)) * len(self.study.treatments)
                changes |= {"done": len(results.runs), "failed": results.failed}
                changes |= {"total": len(results.runs) if results.is_complete else total}
                changes |= {"note": _damaged(store.damaged)} if store.damaged else {}
            self._say(**changes)

    def _open(self) -> Store | None:
        """Return the store, to be read as one of this study; None where there is none yet."""
        if not (self.folder / "manifest.json").exists():
            return None
        store = Store(self.folder, read_manifest(self.folder), self.study)
        store.refresh()
        return store

    def _results(self, store: Store) -> Results:
        runs = table_of(store, "runs")
        found = comparison_of(self.study, runs)
        seen = looks_seen(self.study, runs)
        enough = bool(seen and (seen[-1].is_enough or seen[-1].worlds >= found.asked))
        is_complete = enough if self.study.stop else len(runs) == found.asked * len(self.study.treatments)
        return Results(runs, found, is_complete, budget(self.study, seen) if seen else "")

    def _count_parts(self) -> int:
        try:
            return sum(1 for _ in (self.folder / "runs").iterdir())
        except OSError:
            return 0


def _damaged(reasons: Sequence[str]) -> str:
    return " ".join(f"{one}. The next run sets it aside and does its runs again." for one in reasons)


def said(error: Exception, folder: Path) -> str:
    """Return what went wrong with the work on a store, for people."""
    kept = "What was done before is whole, and goes on from there."
    if isinstance(error, StudyError):
        return str(error)
    if isinstance(error, OSError):
        return f"The results cannot be kept in {folder}: {reason(error)}. {kept}"
    if isinstance(error, MemoryError):
        return f"There is not enough memory for this study. {kept}"
    return f"{type(error).__name__}: {error}. {kept}"
