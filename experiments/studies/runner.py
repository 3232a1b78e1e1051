"""Runs a study: what is missing in the store, in batches, and nothing else."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...scenarios.mistakes import Problem
from ...sim.edition import model_edition
from .. import workshop
from . import executors
from .batches import Batch, Done, Run, WrongModelError, do, runs_of
from .design import World, Worlds
from .frames import frame, table_of
from .reading import load_study
from .stopping import InterimLook, looks, looks_seen
from .store import Store
from .study import Study, StudyError

if TYPE_CHECKING:
    import pandas

MOST_RUNS = 250
"""Runs of one batch, and so of one part, at most."""

SECONDS = 1.0
"""What a batch should take: less, and storing takes its share; more, and a crash costs more."""

SHARES = 4
"""How many batches each worker should get at least, so that none waits long for the others at the end."""


@dataclass(frozen=True)
class Progress:
    """How far a study is.

    Attributes:
        done: runs in the store, failed ones included; ``failed``: those of them that failed.
        total: runs that are needed; with a stopping rule, until it looks next.
        computed: runs that this session did.
    """

    done: int
    total: int
    failed: int
    computed: int


@dataclass(frozen=True)
class Report:
    """What a session did.

    Attributes:
        computed: runs that were done now.
        done: runs of the study in the store, failed ones included; ``failed``: those of them that failed.
        total: runs of the study; with a stopping rule, up to where it stopped.
        interrupted: whether it was stopped before all was done.
        seconds: that it took.
        damaged: parts that were set aside; foreign: parts of another version that are left out.
        looks: what a stopping rule saw.
    """

    store: Path
    computed: int
    done: int
    failed: int
    total: int
    interrupted: bool
    seconds: float
    damaged: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    looks: tuple[InterimLook, ...] = ()


def run_study(
    study: Study,
    store: str | Path,
    *,
    workers: int | None = None,
    dask: str = "",
    executor: Executor | None = None,
    place: AbstractContextManager[object] | None = None,
    failed: bool = False,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    command: str = "",
) -> Report:
    """Do the runs of a study that its store lacks.

    An interruption (Ctrl-C, or ``stop``) ends it early; what is done is in the store, and the same call goes on from
    there.  A run that fails is a row of the store with its traceback; the others go on.

    Args:
        store: its folder; made where there is none.
        workers: threads; one for each processor where not given.
        dask: address of a Dask scheduler whose workers do the runs instead.
        executor: any other executor of ``concurrent.futures``, which has so many ``workers``.
        place: entered for each run, so that threads of this process and others can take turns.
        failed: whether to do those runs again that failed.
        progress: called in this thread after each batch.
        stop: set it, from another thread, to stop early.
        command: what asks for the same again; it is kept in the store.

    Raises:
        StudyError: the folder is no store of this study, or holds another edition of the model; no such scheduler.
        OSError: the store cannot be written (what was written before is whole).
    """
    opened = Store.for_writing(Path(store), study, command)
    job = _Job(study, opened, failed, progress or (lambda state: None), stop or threading.Event(), place)
    ended = "failed"
    try:
        with _workers(workers, dask, executor) as (pool, many):
            job.work(pool, many)
        ended = "interrupted" if job.is_interrupted else "done"
        return job.report()
    except KeyboardInterrupt:  # before the first run, or after the last one
        ended = "interrupted"
        raise
    finally:
        opened.close(ended)


def study(asked: Study | str | Path, store: str | Path, **how: Any) -> pandas.DataFrame:
    """Do the runs of a study that its store lacks, and return all of them as a table, as ``frame`` does.

    Args:
        asked: a study, the name of one that ships, or its file.
        store: its folder; made where there is none.
        how: as ``run_study`` takes it, such as ``workers=4``.

    Raises:
        StudyError: there is no such study, a mistake is in its file, or the store is not one of it.
        OSError: the store cannot be written.
    """
    asked = asked if isinstance(asked, Study) else load_study(asked)
    run_study(asked, store, **how)
    return frame(store)


def _workers(workers: int | None, dask: str, executor: Executor | None) -> AbstractContextManager[tuple[Executor, int]]:
    if executor:
        return nullcontext((executor, workers or 2))
    return executors.dask(dask) if dask else executors.threads(workers)


class _Job:
    """A session at work."""

    def __init__(
        self, study: Study, store: Store, again: bool, progress: Callable[[Progress], None], stop: threading.Event,
        place: AbstractContextManager[object] | None,
    ) -> None:  # fmt: skip
        self.study, self.store, self.progress, self.stop = study, store, progress, stop
        self.travels = replace(study, points=None)  # without what is only asked here, and may be long
        self.do = partial(do, place=place) if place else do
        self.to_repeat = set(store.failed) if again else set()
        self.asked: set[str] = set()
        self.computed = self.passed = self.failed = self.total = 0
        self.pace = 0.0  # seconds a run; not known yet
        self.looks: tuple[InterimLook, ...] = ()
        self.is_interrupted = False
        self.began = time.monotonic()
        self.is_reversed = store.has_company()

    def work(self, pool: Executor, many: int) -> None:
        """Do what is missing."""
        worlds = Worlds(self.study)
        try:
            if self.study.stop:
                self._until_known(worlds, pool, many)
            else:
                self._all_of(worlds, 0, len(worlds), pool, many)
        except KeyboardInterrupt:
            workshop.stop()
            self.is_interrupted = True
        self.is_interrupted |= self.stop.is_set()

    def report(self) -> Report:
        """Return what was done."""
        return Report(
            store=self.store.folder,
            computed=self.computed,
            done=self.passed + self.computed,
            failed=self.failed,
            total=self.total,
            interrupted=self.is_interrupted,
            seconds=time.monotonic() - self.began,
            damaged=tuple(self.store.damaged),
            foreign=tuple(self.store.foreign),
            looks=self.looks,
        )

    def _until_known(self, worlds: Worlds, pool: Executor, many: int) -> None:
        """Do the worlds up to one look after another, until one sees enough."""
        assert self.study.stop is not None
        first = 0
        for size in looks(self.study.stop):
            self._all_of(worlds, first, size, pool, many)
            if self.stop.is_set():
                return
            self.looks = looks_seen(self.study, table_of(self.store, "runs", size))
            if self.looks[-1].is_enough:
                return
            first = size

    def _all_of(self, worlds: Worlds, first: int, last: int, pool: Executor, many: int) -> None:
        """Do the missing runs of a range of worlds."""
        self.total = last * len(self.study.treatments)
        numbers = range(first, last)
        chosen = (worlds[number] for number in (reversed(numbers) if self.is_reversed else numbers))
        self._tell()
        for done in executors.results(pool, 2 * many, self.do, self._batches(chosen, len(numbers), many), failing):
            self._keep(done)
            if self.stop.is_set():
                return
        self._tell()

    def _keep(self, done: Done) -> None:
        self.store.write(done)
        self.computed += len(done.runs)
        self.failed += len(done.errors)
        self.pace = done.seconds / len(done.runs)
        self._tell()

    def _tell(self) -> None:
        self.progress(Progress(self.passed + self.computed, self.total, self.failed, self.computed))

    def _batches(self, worlds: Iterator[World], many_worlds: int, workers: int) -> Iterator[Batch]:
        """Yield what is missing, in batches that take about as long as they should."""
        treatments, model = len(self.study.treatments), model_edition()
        largest = max(1, min(MOST_RUNS // treatments, many_worlds // (SHARES * workers)))
        missing = self._missing(runs_of(self.travels, worlds))
        while True:
            self.store.refresh()
            fitting = int(SECONDS / (self.pace * treatments)) if self.pace else 1
            batch = tuple(itertools.islice(missing, treatments * max(1, min(largest, fitting))))
            if not batch:
                return
            yield Batch(self.travels, batch, model)

    def _missing(self, runs: Iterator[Run]) -> Iterator[Run]:
        """Yield the runs that are neither in the store nor under way."""
        for run in runs:
            key = run.key.run
            is_failed = key in self.store.failed and key not in self.to_repeat
            if key in self.store.done or key in self.asked or is_failed:
                self.passed += 1
                self.failed += is_failed
            else:
                self.asked.add(key)
                yield run


def failing(batch: Batch, error: Exception) -> Done:
    """Return the results of a batch that took down whoever tried it: each of its runs failed.

    Raises:
        StudyError: the worker has another edition of the model.
        Exception: the error, where it is another one.
    """
    if isinstance(error, WrongModelError):
        raise StudyError("a worker", [Problem("", str(error))]) from None
    if type(error).__name__ != "KilledWorker":
        raise error
    reason = f"this batch took down every worker that tried it: {error}"
    return replace(Done.begun(batch), errors=dict.fromkeys(range(len(batch.runs)), reason))
