"""A study as a function: from numbers and a treatment to outcomes, for the tools that bring their own designs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ...sim.measures import MEASURES
from ...sim.state import Floats
from ..worlds import world_seed
from .batches import finished, measured
from .format import KeepPart
from .settings import Value
from .study import Study, Treatment

SEEDS = 10
"""Repetitions of each point unless a study says otherwise: one run says little."""


class Function:
    """The model of a study as a function of its uncertainties and levers.

    Every evaluation takes the mean over the same seeds: the same shocks for every point, so that differences between
    points are those of the numbers.  It travels to other processes.

    Args:
        study: says what is uncertain, what can be chosen, and what is the same in all runs.
        repetitions: seeds; those of the study's design where it says more than one, else ``SEEDS``.
    """

    def __init__(self, study: Study, repetitions: int | None = None) -> None:
        design = study.design
        many = repetitions or (design.repetitions if design.repetitions > 1 else SEEDS)
        self.seeds = tuple(world_seed(design.seed, number) for number in range(many))
        self._study = study

    def runs(self, settings: Mapping[str, Value]) -> Floats:
        """Return the outcomes under settings, (seeds, outcomes), in the order of ``measures.MEASURES``.

        Raises:
            ScenarioError, ValueError: the settings make no case.
        """
        case = self._study.case_under(Treatment("as asked", settings))
        return np.array([measured(finished(case, seed, KeepPart())) for seed in self.seeds])

    def means(self, settings: Mapping[str, Value]) -> dict[str, float]:
        """Return every outcome under settings, the mean over the seeds in which it is defined; nan where in none."""
        found = self.runs(settings)
        defined = np.isfinite(found).sum(axis=0)
        sums = np.nansum(found, axis=0)
        return {name: float(sums[k] / defined[k]) if defined[k] else float("nan") for k, name in enumerate(MEASURES)}

    def each(self, asked: Sequence[Mapping[str, Value]], workers: int | None = None) -> list[dict[str, float]]:
        """Return the means under many settings, with threads, in the order in which they were asked for."""
        with ThreadPoolExecutor(workers) as pool:
            return list(pool.map(self.means, asked))
