"""Comparisons: variants of one case in the same worlds.

World-major: a worker takes a world and runs every variant in it with the same seed, so that a comparison stopped half
way is still one of complete pairs.  Workers are threads: the compiled loop holds no lock of the interpreter, and
nothing has to travel between processes.  Every world has its row to write to, so results do not depend on how many
workers there were, nor on which was quicker.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np

from ..sim.chance import check_seed
from ..sim.measures import MEASURES
from ..sim.population import steps_in
from ..sim.run import series_columns
from ..sim.state import Floats
from ..sim.week import check_compiled
from .comparison import Comparison, Failure
from .variants import Variant
from .workshop import StoppedError, outside, stop
from .worlds import world_seed

__all__ = ["Comparison", "Failure", "Progress", "compare"]

OUTCOMES = tuple(MEASURES)

TICK = 0.1
"""Seconds between two reports of progress, and until an interruption is noticed at the latest."""

Progress = Callable[[int, int], None]


def compare(
    variants: Sequence[Variant],
    worlds: int = 200,
    seed: int = 1,
    workers: int | None = None,
    series: bool = False,
    progress: Progress | None = None,
) -> Comparison:
    """Run every variant in the same worlds.

    An interruption (Ctrl-C) ends the comparison early, with the worlds that are complete.  A run that fails is recorded
    and its world left out; the others go on.

    Args:
        variants: what to compare; differences will be to the first.
        worlds: number of worlds.
        seed: the base seed, in [0, 2**32), from which those of the worlds are derived.
        workers: threads; one for each processor where not given.
        series: whether to keep the weekly series of all runs.
        progress: called now and then, in this thread, with (worlds done, worlds asked for).

    Raises:
        ValueError: no variants, two of one name, series that differ in their columns, or a number out of range.
        LookupError: a variant has no such form or strategy.
        NotCompiledError: a strategy is a plain Python function.
    """
    began = time.perf_counter()
    _check(variants, worlds, workers, series)
    job = _Job([_Cell(variant) for variant in variants], worlds, check_seed(seed), series)
    interrupted = _work(job, workers or os.cpu_count() or 1, progress or (lambda done, asked: None))
    return Comparison(
        compared=tuple(variants),
        asked=worlds,
        worlds=np.flatnonzero(job.complete),
        seed=seed,
        seconds=time.perf_counter() - began,
        outcome_names=OUTCOMES,
        outcomes=_complete(job, job.outcomes),
        columns=series_columns(variants[0].scenario) if series else (),
        series=_complete(job, job.series) if series else None,
        failures=tuple(sorted(job.failures, key=lambda failure: failure.world)),
        interrupted=interrupted,
    )


def _check(variants: Sequence[Variant], worlds: int, workers: int | None, series: bool) -> None:
    names = [variant.name for variant in variants]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"expected at least one variant, each with a name of its own, not {names}")
    for what, value in (("worlds", worlds), ("workers", workers)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**32):
            raise ValueError(f"{what} = {value!r}: expected a whole number from 1")
    if series and len({series_columns(variant.scenario) for variant in variants}) > 1:
        raise ValueError("to keep series side by side, variants must have the same kinds and steps")


class _Cell:
    """A variant of the comparison, made ready."""

    def __init__(self, variant: Variant) -> None:
        self.name = variant.name
        self.scenario = variant.scenario
        self._variant = variant
        outside(variant.plugins, check_compiled, variant.governance, variant.strategy)

    def run(self, seed: int, outcomes: Floats, series: Floats) -> None:
        """Run once; outcomes: (outcomes,) written; series: (steps, columns) written, where there are rows."""
        outcomes[:], rows = outside(self._variant.plugins, _run, self._variant, seed, len(series) > 0)
        if len(series) > 0:
            series[: len(rows)] = rows


def _run(variant: Variant, seed: int, series: bool) -> tuple[list[float], Floats]:
    """Return the outcomes of a run, and its series where they are kept."""
    run = variant.run(seed, series=series)
    found = run.outcomes()
    return [found[name] for name in OUTCOMES], run.state.series


class _Job:
    """The worlds to run, and room for what comes out; worlds are taken by several threads.

    Attributes:
        complete: (worlds,) whether all variants came to their end.
    """

    def __init__(self, cells: Sequence[_Cell], worlds: int, seed: int, series: bool) -> None:
        scenarios = [cell.scenario for cell in cells]
        rows = max(steps_in(scenario) for scenario in scenarios) if series else 0
        columns = len(series_columns(scenarios[0])) if series else 0
        self.cells, self.worlds, self.seed = cells, worlds, seed
        self.complete = np.zeros(worlds, dtype=bool)
        self.outcomes = np.full((worlds, len(cells), len(OUTCOMES)), np.nan)
        self.series = np.full((worlds, len(cells), rows, columns), np.nan)
        self.failures: list[Failure] = []
        self.stop = threading.Event()
        self._next = iter(range(worlds))  # taking a number is one step of the interpreter: no lock is needed

    def done(self) -> int:
        """Return how many worlds are complete."""
        return int(np.count_nonzero(self.complete))

    def work(self) -> None:
        """Run one world after another, until there are no more or all are told to stop."""
        for world in self._open_worlds():
            seed = world_seed(self.seed, world)
            came_to_end = [self._has_run(world, seed, place) for place in range(len(self.cells))]
            self.complete[world] = all(came_to_end)

    def _open_worlds(self) -> Iterator[int]:
        while not self.stop.is_set() and (world := next(self._next, None)) is not None:
            yield world

    def _has_run(self, world: int, seed: int, place: int) -> bool:
        """Run one variant in a world; return whether it came to its end."""
        try:
            self.cells[place].run(seed, self.outcomes[world, place], self.series[world, place])
        except StoppedError:
            return False
        except Exception as error:  # whatever it is, the other runs are none the worse for it
            name = self.cells[place].name
            self.failures.append(Failure(world, seed, name, f"{type(error).__name__}: {error}"))
            return False
        return True


def _work(job: _Job, workers: int, progress: Progress) -> bool:
    """Do a job; return whether it was interrupted."""
    with ThreadPoolExecutor(min(workers, job.worlds)) as pool:
        try:
            running = {pool.submit(job.work) for _ in range(min(workers, job.worlds))}
            while running:
                finished, running = wait(running, timeout=TICK)
                for future in finished:
                    future.result()
                progress(job.done(), job.worlds)
        except KeyboardInterrupt:
            stop()
            return True
        finally:
            job.stop.set()
    return False


def _complete(job: _Job, rows: Floats) -> Floats:
    """Return the rows of the complete worlds."""
    return rows if job.complete.all() else rows[job.complete]
