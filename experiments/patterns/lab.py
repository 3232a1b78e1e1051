"""The lab: runs what a pattern asks for, in the worlds of one base seed, and says how far it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

import numpy as np

from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..compare import TICK, compare
from ..variants import Variant
from ..worlds import world_seed


class InterruptionError(Exception):
    """Somebody pressed Ctrl-C: the pattern at hand is not complete."""


@dataclass(frozen=True)
class Lab:
    """Worlds to run patterns in.

    Attributes:
        worlds: how many; ``seed``: the base seed, from which those of the worlds are derived.
        workers: threads; one for each processor where not given.
        progress: called now and then with the runs that were done since it was last called.
    """

    worlds: int
    seed: int = 1
    workers: int | None = None
    progress: Callable[[int], None] = lambda runs: None

    def outcome(self, name: str, cases: Sequence[Variant]) -> Floats:
        """Run all variants in all worlds and return an outcome, (worlds, variants); nan where it is not defined.

        Raises:
            InterruptionError: by Ctrl-C.
            RuntimeError: a run failed.
        """
        return self.outcomes((name,), cases)[:, :, 0]

    def outcomes(self, names: Sequence[str], cases: Sequence[Variant]) -> Floats:
        """Return several outcomes, (worlds, variants, outcomes); errors as in ``outcome``."""
        reported = 0

        def report(done: int, asked: int) -> None:
            nonlocal reported
            self.progress((done - reported) * len(cases))
            reported = done

        found = compare(cases, self.worlds, self.seed, self.workers, progress=report)
        if found.interrupted:
            raise InterruptionError
        if found.failures:
            raise RuntimeError(f"{len(found.failures)} runs failed; the first: {found.failures[0]}")
        return np.stack([found.outcome(name) for name in names], axis=2)

    def each_world(self, run: Callable[[int], Floats], runs: int = 1) -> Floats:
        """Return what ``run`` returns for the seed of each world, (worlds, ...).

        Args:
            runs: how many runs of the model that takes.

        Raises:
            InterruptionError: by Ctrl-C.
        """
        seeds = [world_seed(self.seed, world) for world in range(self.worlds)]
        with ThreadPoolExecutor(self.workers or os.cpu_count() or 1) as pool:
            futures = [pool.submit(run, seed) for seed in seeds]
            open_ = set(futures)
            try:
                while open_:
                    done, open_ = wait(open_, timeout=TICK)
                    self.progress(len(done) * runs)
            except KeyboardInterrupt:
                raise InterruptionError from None
            finally:
                for future in open_:
                    future.cancel()
        return np.array([future.result() for future in futures])


def case(
    name: str, scenario: Scenario, numbers: dict[str, float] | None = None, governance: str = "", strategy: str = ""
) -> Variant:
    """Return a variant of a case with parameters ``{path: value}`` replaced."""
    changed = scenario.with_numbers(numbers or {})
    return Variant(name, changed, governance or scenario.governance, strategy or scenario.strategy)
