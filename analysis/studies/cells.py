"""The runs of a study as an array, so that every reading of them is a few lines.

What is independent comes first: seeds, where a design crosses its points with seeds that all of them share; worlds
otherwise.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...experiments.intervals import Groups
from ...experiments.studies.compared import comparison_of
from ...experiments.studies.design import design_kind, points_in, points_of, shares_seeds
from ...sim.state import Floats

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study


class Counts(NamedTuple):
    """What counts of an outcome.

    Attributes:
        otherwise: in a run in which it is not defined; nothing, where this is None.
        within: whether it is at most so much: one where it is, zero where it is not or is not defined.
    """

    otherwise: float | None = None
    within: float | None = None


AS_IT_IS = Counts()


@dataclass(frozen=True)
class Cells:
    """What is known of a study: its runs as a comparison."""

    study: Study
    found: Comparison = field(repr=False)

    @classmethod
    def of(cls, study: Study, runs: pandas.DataFrame) -> Cells:
        """Return the runs of a study, as ``clever_coalitions.experiments.studies.frame`` returns them."""
        return cls(study, comparison_of(study, runs))

    @functools.cached_property
    def is_crossed(self) -> bool:
        """Whether all points meet the same seeds, so that curves and maps can be drawn seed by seed."""
        study = self.study
        return points_in(study) == 1 or (design_kind(study) == "full-factorial" and shares_seeds(study))

    @property
    def worlds(self) -> int:
        """How many independent worlds there are: seeds where points are crossed with them."""
        return len(np.unique(self.found.worlds // points_in(self.study))) if self.is_crossed else self.found.done

    @functools.cached_property
    def points(self) -> Floats:
        """The points of the design, (points, uncertainties)."""
        return points_of(self.study)

    def axis(self, path: str) -> Floats:
        """Return the values of something uncertain, by point."""
        return self.points[:, self.study.paths.index(path)]

    def chosen(self, at: Mapping[str, tuple[float, float]]) -> Floats:
        """Return which points lie between these ends, (points,) of bool."""
        inside = [(self.axis(path) >= low) & (self.axis(path) <= high) for path, (low, high) in at.items()]
        return np.all(inside, axis=0) if inside else np.ones(len(self.points), dtype=bool)

    def by_seed(self, outcome: str, place: str, choice: str, counts: Counts = AS_IT_IS) -> Floats:
        """Return an outcome, (repetitions of each point, points); nan where it is not defined or not run.

        Of a crossed design, repetitions are seeds.
        """
        values = self.by_world(outcome, place, choice, counts)
        many = len(self.points)
        seeds, row = np.unique(self.found.worlds // many, return_inverse=True)
        table = np.full((len(seeds), many), np.nan)
        table[row, self.found.worlds % many] = values
        return table

    def by_world(self, outcome: str, place: str, choice: str, counts: Counts = AS_IT_IS) -> Floats:
        """Return an outcome under a treatment, (worlds,); nan where it is not defined, or was not run."""
        values = self.found.outcome(outcome)[:, self.study.place_of(place, choice)]
        has_run = np.isfinite(self.found.outcome("net_value")[:, self.study.place_of(place, choice)])
        if counts.within is not None:
            return np.where(has_run, values <= counts.within, np.nan)  # nan is not within
        if counts.otherwise is None:
            return values
        return np.where(has_run & ~np.isfinite(values), counts.otherwise, values)

    def independent(
        self, outcome: str, place: str, choices: Sequence[str], points: Floats, counts: Counts = AS_IT_IS
    ) -> Floats:
        """Return the mean of an outcome over treatments, by what is independent, at the chosen points.

        Of a crossed design: by seed, the mean over those points; else by world.
        """
        if self.is_crossed:
            each = [self.by_seed(outcome, place, one, counts)[:, points].mean(axis=1) for one in choices]
        else:
            each = [self.by_world(outcome, place, one, counts)[self._are_at(points)] for one in choices]
        return np.asarray(np.mean(each, axis=0))

    def groups(self, points: Floats) -> Groups | None:
        """Return which of what ``independent`` returns hang together."""
        return None if self.is_crossed or not self.found.groups else self.found.groups.of(self._are_at(points))

    def _are_at(self, points: Floats) -> Floats:
        return np.asarray(points[self.found.worlds % len(self.points)])
