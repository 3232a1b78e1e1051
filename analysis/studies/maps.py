"""A map: two axes, two treatments, and the verdict on their difference in every cell, all cells judged together.

A study is a map where a full factorial crosses two uncertain numbers, and all points meet the same seeds.  Of more than
two treatments, it says who leads (``lead_map.py``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.estimates import LESS, MORE, SAME, UNKNOWN, PairedDifference, Verdict
from ...sim.measures import LOWER, MEASURES
from ..words import listed, name_of_outcome, number, worlds
from .cells import Cells
from .together import Pair, judged_together

if TYPE_CHECKING:
    from ...experiments.studies import Study

NEITHER_WAY = {SAME: "there is no difference that matters", UNKNOWN: "it is not yet known"}


@dataclass(frozen=True)
class Map:
    """What a map says in one place.

    Attributes:
        first, other: names of the treatments; differences are the other minus the first.
        x, y: the values of both axes, x of the uncertain number that the study names first.
        cells: differences, row by row from the lowest of both axes.
        worlds: in which every cell was run.
    """

    study: Study = field(repr=False)
    place: str
    first: str
    other: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    cells: tuple[PairedDifference, ...] = field(repr=False)
    worlds: int

    @property
    def outcome(self) -> str:
        """What they are compared by."""
        return self.study.outcomes[0]

    @property
    def axes(self) -> tuple[str, str]:
        """The paths of x and y."""
        x, y = self.study.uncertainties
        return x.path, y.path

    @property
    def titles(self) -> str:
        """The question, with the place where there are several."""
        return f"{self.study.question} ({self.place})" if self.place else self.study.question

    def ahead(self, one: PairedDifference) -> int | None:
        """Return the place of the treatment that does better in a cell, or has more; None where neither is known to."""
        if one.verdict not in (MORE, LESS):
            return None
        return int((one.verdict == MORE) != (MEASURES[self.outcome].better == LOWER))

    def count(self, verdict: Verdict) -> int:
        """Return in how many cells this is the verdict."""
        return Counter(one.verdict for one in self.cells)[verdict]


def is_map(study: Study) -> bool:
    """Return whether a study is a map."""
    from ...experiments.studies.design import shares_seeds
    from ...experiments.studies.sizes import kind_of

    return (
        kind_of(study) == "full-factorial"
        and len(study.uncertainties) == 2
        and len(study.choices) >= 2
        and shares_seeds(study)
    )


def maps(cells: Cells) -> list[Map]:
    """Return what a map of two treatments says, place by place; nothing of another study or before there are runs."""
    study = cells.study
    if not is_map(study) or len(study.choices) != 2 or not cells.found.done:
        return []
    return [_map(cells, place) for place in study.places]


def _map(cells: Cells, place: str) -> Map:
    study, (first, other) = cells.study, cells.study.choices
    x, y = (cells.axis(one.path) for one in study.uncertainties)
    order = np.lexsort((x, y))
    sides = [cells.by_seed(study.outcomes[0], place, choice)[:, order] for choice in (first, other)]
    pairs = [Pair(sides[0][:, cell], sides[1][:, cell], study.outcomes[0]) for cell in range(len(order))]
    ends = tuple(np.unique(x).tolist()), tuple(np.unique(y).tolist())
    return Map(study, place, first, other, *ends, tuple(judged_together(pairs)), cells.worlds)


def sentence(one: Map) -> str:
    """Return in how many cells each treatment is ahead, and where it leads most."""
    outcome = name_of_outcome(one.outcome).lower()
    counts = [
        f"{side} has {compared(one)} in {_cells(one, place)}" for place, side in enumerate((one.first, one.other))
    ]
    said = [*counts, *(f"in {one.count(verdict)} {words}" for verdict, words in NEITHER_WAY.items())]
    leads = [_lead(one, place) for place in (0, 1) if _cells(one, place)]
    return " ".join([f"Of {len(one.cells)} cells, {listed(said)} ({outcome}, {worlds(one.worlds)}).", *leads])


def compared(one: Map) -> str:
    """Return ``"more net value"``: what the better of the two has."""
    less = MEASURES[one.outcome].better == LOWER
    return f"{'less' if less else 'more'} {name_of_outcome(one.outcome).lower()}"


def _cells(one: Map, place: int) -> int:
    return sum(one.ahead(cell) == place for cell in one.cells)


def _lead(one: Map, place: int) -> str:
    """Say where a treatment leads most."""
    ahead = [at for at, cell in enumerate(one.cells) if one.ahead(cell) == place]
    most = max(ahead, key=lambda at: abs(one.cells[at].mean))
    row, column = divmod(most, len(one.x))
    low, high = sorted(abs(end) for end in (one.cells[most].low, one.cells[most].high))
    name = (one.first, one.other)[place]
    size = f"{number(abs(one.cells[most].mean), high)} [{number(low, high)}, {number(high)}]"
    where = f"{one.axes[0]} {one.x[column]:g} and {one.axes[1]} {one.y[row]:g}"
    return f"{name[:1].upper()}{name[1:]} leads most at {where}, by {size}."
