"""Many worlds: the same settings under other seeds, side by side, with progress, a way to stop, and a way to go on.

World-major as ``experiments.compare``, from which the seeds of the worlds come: the result is a ``Comparison`` like
its own, number for number, with those weekly series that pages show.  It is here because
``compare`` does not know how to go on from what is done.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...experiments.comparison import Comparison, Failure
from ...experiments.variants import Variant
from ...experiments.worlds import world_seed
from ...sim.measures import MEASURES
from ...sim.population import steps_in
from ...sim.run import series_columns
from ...sim.state import Floats
from .engine import elsewhere
from .memory import WORLDS, Taken
from .settings import Plan

TICK = 0.1
"""Seconds between two reports of progress, and until a stop is noticed."""

WORKERS = max(1, (os.cpu_count() or 1) - 1)
"""Worlds that one server runs at the same time, whoever asked for them: pages want to be drawn meanwhile."""

PLACES = threading.BoundedSemaphore(WORKERS)
"""One for each of them; taken for a world, or for a run of a study."""

ENDING = threading.Event()
"""Set when the server ends: then nobody waits for worlds any more."""

SHOWN = ("plan_obstacle", "members", "progress", "chance", "trust", "energy")
"""The weekly series that pages and their files show, beside the members by kind."""

OUTCOMES = tuple(MEASURES)

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Side:
    """What many worlds are run under: a plan by a name; the seed of the plan does not matter."""

    name: str
    plan: Plan


class _Track:
    """A side with all that its runs have in common."""

    def __init__(self, side: Side, columns: Sequence[str]) -> None:
        self.side = side
        every = series_columns(side.plan.scenario)
        self._places = [every.index(name) for name in columns if name in every]

    def run(self, seed: int, outcomes: Floats, series: Floats) -> None:
        """Run once; outcomes: (outcomes,) written; series: (steps, columns) written, where there are rows."""
        outcomes[:], rows = elsewhere(self.side.plan, _run, seed, len(series) > 0)
        if len(series) > 0:
            series[: len(rows)] = rows[:, self._places]


def _run(plan: Plan, seed: int, series: bool) -> tuple[list[float], Floats]:
    """Return the outcomes of a run, and its series where they are kept."""
    run = plan.variant.run(seed, series=series)
    found = run.outcomes()
    return [found[name] for name in OUTCOMES], run.state.series


class Ensemble:
    """Worlds that are run under each of some sides, a few at a time, until there are as many as wanted.

    Args:
        sides: what to compare; differences are to the first.  Cases differ in numbers only.
        seed: base seed of the worlds.
    """

    def __init__(self, sides: Sequence[Side], seed: int = 1, series: bool = True) -> None:
        self.sides, self.seed = tuple(sides), seed
        self._columns = shown_columns(sides[0].plan)
        self._tracks = [_Track(side, self._columns) for side in sides]
        self._steps = max(steps_in(side.plan.scenario) for side in sides)
        self._series = series and all(shown_columns(side.plan) == self._columns for side in sides)
        self._room = Taken(WORLDS)
        self._complete: np.ndarray[tuple[int], np.dtype[np.bool_]] = np.zeros(0, dtype=bool)
        self._outcomes = np.zeros((0, len(sides), len(OUTCOMES)))
        self._rows = np.zeros((0, len(sides), 0, len(self._columns)))
        self._failures: list[Failure] = []
        self._lock = threading.Lock()
        self.seconds = 0.0

    @property
    def done(self) -> int:
        """Number of complete worlds."""
        return int(np.count_nonzero(self._complete))

    def advance(self, worlds: int, stop: threading.Event | None = None, report: Report | None = None) -> Comparison:
        """Run the worlds that are missing to have ``worlds`` of them; what is done stays done.

        Args:
            stop: set it from another thread to end early; ``report`` is called with (worlds done, worlds wanted).
        """
        stop = stop or threading.Event()
        with self._lock:  # one at a time: whoever comes second finds the worlds of the first
            began = time.perf_counter()
            self._grow(worlds)
            open_worlds = iter([world for world in range(worlds) if not self._complete[world]])
            with ThreadPoolExecutor(WORKERS) as pool:
                running = {pool.submit(self._work, open_worlds, stop) for _ in range(WORKERS)}
                while running:
                    finished, running = wait(running, timeout=TICK)
                    for future in finished:
                        future.result()
                    if report:
                        report(self._counted(worlds), worlds)
            self.seconds += time.perf_counter() - began
            return self.comparison(worlds)

    def _counted(self, worlds: int) -> int:
        return int(np.count_nonzero(self._complete[:worlds]))

    def _grow(self, worlds: int) -> None:
        """Make room for ``worlds`` worlds."""
        more = worlds - len(self._complete)
        if more <= 0:
            return
        sides, steps, columns = len(self.sides), self._steps, len(self._columns)
        keeps = self._series and self._room.is_enough_for(8 * worlds * sides * steps * columns)
        self._complete = np.concatenate([self._complete, np.zeros(more, dtype=bool)])
        self._outcomes = np.concatenate([self._outcomes, np.full((more, sides, len(OUTCOMES)), np.nan)])
        if not keeps:
            self._series, self._rows = False, np.zeros((worlds, sides, 0, columns))
            return
        old = self._rows if self._rows.shape[2] else np.zeros((0, sides, steps, columns))
        self._rows = np.concatenate([old, np.full((more, sides, steps, columns), np.nan)])

    def _work(self, open_worlds: Iterator[int], stop: threading.Event) -> None:
        """Run one world after another, until there are no more or all are told to stop."""
        while not (stop.is_set() or ENDING.is_set()) and (world := next(open_worlds, None)) is not None:
            seed = world_seed(self.seed, world)
            with PLACES:
                ran = [self._has_run(world, seed, place) for place in range(len(self._tracks))]
            self._complete[world] = all(ran)

    def _has_run(self, world: int, seed: int, place: int) -> bool:
        try:
            self._tracks[place].run(seed, self._outcomes[world, place], self._rows[world, place])
        except Exception as error:  # whatever it is, the other runs are none the worse for it
            said = f"{type(error).__name__}: {error}"
            self._failures.append(Failure(world, seed, self.sides[place].name, said))
            return False
        return True

    def comparison(self, asked: int) -> Comparison:
        """Return what is done so far of the first ``asked`` worlds."""
        complete = np.flatnonzero(self._complete[:asked])
        is_first = len(complete) == 0 or complete[-1] == len(complete) - 1
        which: Any = slice(len(complete)) if is_first else complete  # the same numbers, or a copy of some
        return Comparison(
            compared=tuple(_variant(side) for side in self.sides),
            asked=asked,
            worlds=complete,
            seed=self.seed,
            seconds=self.seconds,
            outcome_names=OUTCOMES,
            outcomes=self._outcomes[which],
            columns=self._columns if self._series else (),
            series=self._rows[which] if self._series else None,
            failures=tuple(sorted(self._failures, key=lambda failure: failure.world)),
            interrupted=len(complete) + len({failure.world for failure in self._failures}) < asked,
        )


def shown_columns(plan: Plan) -> tuple[str, ...]:
    """Return which weekly series of a case pages show."""
    members = {f"members: {kind.name}" for kind in plan.scenario.kinds}
    return tuple(name for name in series_columns(plan.scenario) if name in SHOWN or name in members)


def _variant(side: Side) -> Variant:
    plan = side.plan
    scenario = replace(plan.scenario, governance=plan.governance, strategy=plan.strategy)
    return replace(plan.variant, name=side.name, scenario=scenario)
