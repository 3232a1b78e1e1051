"""Comparisons: variants of one case in the same worlds.

World-major: a worker takes a world and runs every variant in it with the same seed, so that a comparison stopped half
way is still one of complete pairs.  Workers are threads: the compiled loop holds no lock of the interpreter, and
nothing has to travel between processes.  Every world has its row to write to, so results do not depend on how many
workers there were, nor on which was quicker.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import numpy as np

from ..scenarios.mistakes import unknown
from ..sim.chance import check_seed
from ..sim.measures import MEASURES
from ..sim.population import steps_in
from ..sim.run import series_columns
from ..sim.scenario import Scenario
from ..sim.state import Floats
from ..sim.warm import ensure_warm
from ..sim.week import check_compiled
from . import workshop
from .comparison import Comparison, Failure
from .estimates import is_known
from .falls import weeks_of_falls
from .variants import Variant, combinations
from .workshop import StoppedError, outside
from .worlds import world_seed

__all__ = ["Comparing", "Comparison", "Failure", "Progress", "compare"]

TICK = 0.1
"""Seconds between two reports of progress, and until an interruption is noticed at the latest."""

Progress = Callable[[int, int], None]


BLOCK, BUDGET = 50, 2000
"""Worlds between two looks at what is known, and worlds at most, where nobody says how many."""


def compare(
    variants: Scenario | Sequence[Variant],
    worlds: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    series: bool = False,
    progress: Progress | bool | None = None,
    *,
    budget: int = BUDGET,
    against: str = "",
    **levers: Any,
) -> Comparison:
    """Run every variant in the same worlds, until it is known whether they differ.

    Such as ``compare(load("syria"), governance=["opt-in", "consensus"]).differences()``.

    An interruption (Ctrl-C) ends the comparison early, with the worlds that are complete.  A run that fails is recorded
    and its world left out; the others go on.

    Args:
        variants: a case, whose ``levers`` differ, or variants that were made before.
        worlds: number of worlds.  Where it is not given, there are ``BLOCK`` more until the primary contrast is known:
            the second variant against the reference in net value; ``budget``: worlds at most, then.
        seed: the base seed, in [0, 2**32), from which those of the worlds are derived.
        workers: threads; one for each processor where not given.
        series: whether to keep the weekly series of all runs.
        progress: called now and then, in this thread, with (worlds done, worlds asked for); True draws a bar,
            and tells before what is compiled.
        against: name of the variant that others are compared with, the reference; the first where not given.
        levers: ``path=values``, as ``vary`` takes them; of several, every combination is a variant.  Paths with a dot
            are given as ``**{"joining.threshold": "0:0.5:0.1"}``.

    Raises:
        ScenarioError: there is no such path or value.
        ValueError: no variants, two of one name, series that differ in their columns, or a number out of range.
        LookupError: a variant has no such form or strategy, or there is no such reference.
        NotCompiledError: a strategy is a plain Python function.
    """
    variants = referring(combinations(variants, levers) if isinstance(variants, Scenario) else variants, against)
    _check(variants, worlds, workers, series, budget)
    for one in variants:
        outside(one.plugins, check_compiled, one.governance, one.strategy)
    comparing = Comparing(variants, seed, series_columns(variants[0].scenario) if series else (), workers)
    with bar(progress) as report:
        return comparing.until_known(budget, report) if worlds is None else comparing.advance(worlds, report=report)


def referring(variants: Sequence[Variant], against: str) -> tuple[Variant, ...]:
    """Return variants with the one of a name first: the reference.

    Raises:
        LookupError: there is none of that name.
    """
    names = [one.name for one in variants]
    if against and against not in names:
        raise LookupError(str(unknown("against", against, names, "variant")))
    return tuple(sorted(variants, key=lambda one: one.name != against)) if against else tuple(variants)


@contextmanager
def bar(progress: Progress | bool | None) -> Iterator[Progress | None]:
    """Draw a bar where one is asked for, in a terminal or a notebook; leave any other report as it is."""
    if not isinstance(progress, bool):
        yield progress
        return
    from rich.progress import Progress as Bar

    if progress:
        ensure_warm(lambda line: print(line, file=sys.stderr, flush=True))
    with Bar(disable=not progress, transient=True) as drawn:
        task = drawn.add_task("worlds", total=None)
        yield lambda done, asked: drawn.update(task, completed=done, total=asked)


def _check(
    variants: Sequence[Variant], worlds: int | None, workers: int | None, series: bool, budget: int = BUDGET
) -> None:
    names = [variant.name for variant in variants]
    if not names or len(set(names)) < len(names):
        raise ValueError(f"expected at least one variant, each with a name of its own, not {names}")
    for what, value in (("worlds", worlds), ("workers", workers), ("budget", budget)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**32):
            raise ValueError(f"{what} = {value!r}: expected a whole number from 1")
    if series and len({series_columns(variant.scenario) for variant in variants}) > 1:
        raise ValueError("to keep series side by side, variants must have the same kinds and steps")


class Comparing:
    """A comparison that can be stopped and gone on with, to as many worlds as are asked for; what is done stays done.

    Args:
        variants: what to compare; differences will be to the first.
        seed: the base seed.
        columns: names of the weekly series to keep.
        workers: threads; one for each processor where not given.
        place: held while a world is run, by all comparisons that share it.
        has_room: asked whether there is room for so many bytes of series; where there is none, they are not kept.
        is_over: asked before each world whether nobody waits for it any more.
        at_any_time: whether somebody looks while worlds come in.

    Raises:
        ValueError: the seed is out of range.
    """

    def __init__(
        self,
        variants: Sequence[Variant],
        seed: int = 1,
        columns: Sequence[str] = (),
        workers: int | None = None,
        place: AbstractContextManager[Any] | None = None,
        has_room: Callable[[int], bool] = lambda size: True,
        is_over: Callable[[], bool] = lambda: False,
        at_any_time: bool = False,
    ) -> None:
        self.variants, self.seed, self.columns = tuple(variants), check_seed(seed), tuple(columns)
        self.seconds = 0.0
        self._workers, self._place = workers or os.cpu_count() or 1, place or nullcontext()
        self._has_room, self._is_over, self._at_any_time = has_room, is_over, at_any_time
        self._steps = max(steps_in(variant.scenario) for variant in variants)
        self._complete: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.zeros(0, dtype=bool)
        self._outcomes = np.zeros((0, len(variants), len(MEASURES)))
        self._overcome_at = np.zeros((0, len(variants), max(len(one.scenario.obstacles) for one in variants)))
        self._series = np.zeros((0, len(variants), self._steps, len(columns)))
        self._failures: list[Failure] = []
        self._lock = threading.Lock()

    @property
    def done(self) -> int:
        """Number of complete worlds."""
        return int(np.count_nonzero(self._complete))

    def advance(self, worlds: int, stop: threading.Event | None = None, report: Progress | None = None) -> Comparison:
        """Run the worlds that are missing to have ``worlds`` of them; Ctrl-C ends it early, too.

        Args:
            stop: set it from another thread to end early.
            report: called now and then, in this thread, with (worlds done, worlds asked for).
        """
        over = threading.Event()

        def is_over() -> bool:
            return over.is_set() or (stop is not None and stop.is_set()) or self._is_over()

        with self._lock:  # one at a time: whoever comes second finds the worlds of the first
            began = time.perf_counter()
            self._grow(worlds)
            open_worlds = iter([world for world in range(worlds) if not self._complete[world]])
            many = min(self._workers, worlds)
            with ThreadPoolExecutor(many) as pool:
                running = {pool.submit(self._work, open_worlds, is_over) for _ in range(many)}
                try:
                    while running:
                        finished, running = wait(running, timeout=TICK)
                        for future in finished:
                            future.result()
                        if report:
                            report(int(np.count_nonzero(self._complete[:worlds])), worlds)
                except KeyboardInterrupt:
                    workshop.stop()
                finally:
                    over.set()
            self.seconds += time.perf_counter() - began
            return self.comparison(worlds)

    def until_known(self, budget: int, report: Progress | None = None) -> Comparison:
        """Run worlds, ``BLOCK`` by ``BLOCK``, until the primary contrast is known or there are ``budget`` of them.

        Where it ends does not depend on how quick anything is.
        """
        self._at_any_time = True
        tell = report or (lambda done, asked: None)
        for worlds in (*range(BLOCK, budget, BLOCK), budget):
            found = self.advance(worlds, report=lambda done, _: tell(done, budget))
            if found.interrupted or is_known(found):
                break
        return found

    def _grow(self, worlds: int) -> None:
        """Make room for ``worlds`` worlds."""
        more, many = worlds - len(self._complete), len(self.variants)
        if more <= 0:
            return
        if self.columns and not self._has_room(8 * worlds * many * self._steps * len(self.columns)):
            self.columns, self._series = (), self._series[..., :0]
        self._complete = np.concatenate([self._complete, np.zeros(more, dtype=bool)])
        self._outcomes, self._overcome_at, self._series = (
            np.concatenate([one, np.full((more, *one.shape[1:]), np.nan)])
            for one in (self._outcomes, self._overcome_at, self._series)
        )

    def _work(self, open_worlds: Iterator[int], is_over: Callable[[], bool]) -> None:
        """Run one world after another, until there are no more or all are told to stop."""
        # Taking a number is one step of the interpreter: no lock is needed.
        while not is_over() and (world := next(open_worlds, None)) is not None:
            with self._place:
                ran = [self._has_run(world, variant) for variant in range(len(self.variants))]
            self._complete[world] = all(ran)

    def _has_run(self, world: int, place: int) -> bool:
        """Run one variant in a world; return whether it came to its end."""
        variant, seed = self.variants[place], world_seed(self.seed, world)
        try:
            outcomes, weeks, rows = outside(variant.plugins, _run, variant, seed, self.columns)
        except StoppedError:
            return False
        except Exception as error:  # whatever it is, the other runs are none the worse for it
            self._failures.append(Failure(world, seed, variant.name, f"{type(error).__name__}: {error}"))
            return False
        self._outcomes[world, place] = outcomes
        self._overcome_at[world, place, : len(weeks)] = weeks
        self._series[world, place, : len(rows)] = rows
        return True

    def comparison(self, asked: int) -> Comparison:
        """Return what is done so far of the first ``asked`` worlds."""
        complete = np.flatnonzero(self._complete[:asked])
        is_first = len(complete) == 0 or complete[-1] == len(complete) - 1
        which: Any = slice(len(complete)) if is_first else complete  # the same numbers, or a copy of some
        return Comparison(
            compared=self.variants,
            asked=asked,
            worlds=complete,
            seed=self.seed,
            seconds=self.seconds,
            outcomes=self._outcomes[which],
            columns=self.columns,
            series=self._series[which] if self.columns else None,
            overcome_at=self._overcome_at[which],
            at_any_time=self._at_any_time,
            failures=tuple(sorted(self._failures, key=lambda failure: failure.world)),
            interrupted=len(complete) + len({failure.world for failure in self._failures}) < asked,
        )


def _run(variant: Variant, seed: int, columns: Sequence[str]) -> tuple[list[float], Floats, Floats]:
    """Return the outcomes of a run, the weeks of falls, and those series that are kept, (steps, columns)."""
    run = variant.run(seed, series=bool(columns))
    found, places = run.outcomes(), [run.columns.index(name) for name in columns]
    return [found[name] for name in MEASURES], weeks_of_falls(run.state), run.state.series[:, places]
