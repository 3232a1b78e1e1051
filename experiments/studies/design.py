"""Designs: which worlds there are, and how many, before any is made.  Sampling is scipy's and SALib's."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...scenarios.mistakes import Problem
from ...sim.state import Floats, Ints
from ..intervals import Groups
from ..worlds import world_seed
from .format import MOST_POINTS
from .study import Study, StudyError, installed

FROM_SALIB = {"saltelli": "SALib.sample.sobol", "morris": "SALib.sample.morris"}
"""Designs that SALib makes, and where."""

COMMON = ("full-factorial", "saltelli", "morris")
"""Designs whose points are compared with each other: they share their seeds unless the study says otherwise."""


@dataclass(frozen=True)
class World:
    """What all treatments meet alike.

    Attributes:
        number: counted from 0 over the study: all points once, then all points again, and so on.
        point: of the design; ``repetition`` of it.
        seed: of its runs, whatever the treatment.
        values: of the uncertainties, in their order.
    """

    number: int
    point: int
    repetition: int
    seed: int
    values: tuple[float, ...]


class Worlds:
    """The worlds of a study, made one after another as they are asked for.

    Raises:
        StudyError: there are too many of them, or SALib is needed and not installed.
    """

    def __init__(self, study: Study) -> None:
        wrong = list(mistakes_in_size(study))
        if wrong:
            raise StudyError(study.name, wrong)
        if design_kind(study) in FROM_SALIB:
            _sampler(study)
        self._study = study
        self.points, self.repetitions = points_in(study), repetitions_in(study)

    @functools.cached_property
    def _points(self) -> Floats:
        """The points, (points, uncertainties); made when somebody asks for the first one."""
        return points_of(self._study)

    def __len__(self) -> int:
        return self.points * self.repetitions

    def __iter__(self) -> Iterator[World]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> World:
        repetition, point = divmod(number, self.points)
        values = tuple(self._points[point].tolist())
        return World(number, point, repetition, self._seed(point, repetition), values)

    def _seed(self, point: int, repetition: int) -> int:
        """Return the seed of a world; it depends on nothing that a treatment could change."""
        design, listed = self._study.design, self._study.points
        if listed and listed.seeds:
            return listed.seeds[point] if repetition == 0 else world_seed(listed.seeds[point], repetition)
        own = not shares_seeds(self._study)
        # With one point, these are the worlds of `coalitions compare` under the same base seed.
        return world_seed(world_seed(design.seed, point) if own and self.points > 1 else design.seed, repetition)


STRETCH = {"saltelli": 2, "morris": 1}
"""Points of a design that hang together: so many more than there are uncertainties."""


def shares_seeds(study: Study) -> bool:
    """Return whether all points of a design meet the same seeds."""
    usual = "common" if design_kind(study) in COMMON else "own"
    return (
        points_in(study) > 1 and not (study.points and study.points.seeds) and (study.design.seeds or usual) == "common"
    )


def groups_of_worlds(study: Study, worlds: Ints) -> Groups | None:
    """Return which worlds of a study, (n,) by number, hang together; None where none do.

    Points of a sample are drawn, and so are seeds; points that a question names are not.
    """
    many, kind = points_in(study), design_kind(study)
    if many == 1:
        return None
    point, repetition = worlds % many, worlds // many
    if study.points and study.points.seeds:
        return Groups(np.unique([np.array(study.points.seeds)[point], repetition], axis=1, return_inverse=True)[1])
    is_common = shares_seeds(study)
    if kind == "full-factorial" or study.points:
        return Groups(np.zeros_like(point), repetition) if is_common else None
    stretch = len(study.uncertainties) + STRETCH[kind] if kind in STRETCH else 1
    return Groups(point // stretch, repetition if is_common else None)


def points_of(study: Study) -> Floats:
    """Return the points of a design, (points, uncertainties), as many as ``points_in`` says."""
    kind = design_kind(study)
    if study.points:
        return np.array(study.points.rows, dtype=float).reshape(len(study.points.rows), -1)
    if not study.uncertainties:
        return np.empty((1, 0))
    if kind == "full-factorial":
        return np.array(list(itertools.product(*(one.grid() for one in study.uncertainties))))
    shares = _shares(study, kind)
    return np.column_stack([one.at(shares[:, place]) for place, one in enumerate(study.uncertainties)])


def _shares(study: Study, kind: str) -> Floats:
    """Return the points as shares of the distributions, (points, uncertainties) in [0, 1]."""
    design, width = study.design, len(study.uncertainties)
    many = design.points or (study.stop.at_most if study.stop else 1)
    if kind in FROM_SALIB:
        return _from_salib(study, kind, many)
    from scipy.stats import qmc  # only here: it takes a second to import

    random = np.random.default_rng(design.seed)
    if kind == "latin-hypercube":
        return qmc.LatinHypercube(width, rng=random).random(many)
    if kind == "sobol":
        return qmc.Sobol(width, rng=random).random(many)
    # A row is drawn after another, so that a longer list begins like a shorter one.
    return random.random((many, width))


def _sampler(study: Study) -> Any:
    """Return SALib's module for a design."""
    return installed(FROM_SALIB[design_kind(study)], "SALib", study.name)


def _from_salib(study: Study, kind: str, many: int) -> Floats:
    width = len(study.uncertainties)
    unit = {"num_vars": width, "names": list(study.paths), "bounds": [[0.0, 1.0]] * width}
    how = {"num_levels": study.design.levels} if kind == "morris" else {"calc_second_order": False}
    return np.asarray(_sampler(study).sample(unit, many, seed=study.design.seed, **how))


# --- how large a design is -------------------------------------------------------------------------------------------

MOST_NUMBERS = 50_000_000
"""Numbers in the points of a design; each takes eight bytes, and several times as many while it is made."""

GIB = 2**30


def design_kind(study: Study) -> str:
    """Return the kind of a design; seeds alone where the file names none."""
    return study.design.kind or "seeds"


def points_in(study: Study) -> int:
    """Return how many points a design has."""
    if study.points:
        return len(study.points.rows)
    width, kind = len(study.uncertainties), design_kind(study)
    if not width:
        return 1
    if kind == "full-factorial":
        return math.prod(len(one.grid()) for one in study.uncertainties)
    many = study.design.points or (study.stop.at_most if study.stop else 1)
    return many * {"saltelli": width + 2, "morris": width + 1}.get(kind, 1)  # as SALib makes them


def repetitions_in(study: Study) -> int:
    """Return the repetitions of each point; with a stopping rule, as many as it may take."""
    if study.stop and design_kind(study) == "seeds":
        return study.stop.at_most
    return study.design.repetitions


def mistakes_in_size(study: Study) -> Iterator[Problem]:
    """Yield what a design has too many of."""
    points, width = points_in(study), len(study.uncertainties)
    if points > MOST_POINTS:
        yield Problem("design", f"expected at most {MOST_POINTS:,} points, not {points:,} (of {width} numbers each)")
    elif points * width > MOST_NUMBERS:
        yield Problem(
            "design",
            f"expected at most {MOST_NUMBERS:,} numbers; {points:,} points of {width} numbers are {points * width:,} "
            f"({8 * points * width / GIB:.1f} GiB)",
        )
