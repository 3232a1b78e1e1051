"""A map of who leads: two axes, several treatments, and in every cell those than which no other is better.

A study is a map where a full factorial crosses two uncertain numbers, and all points meet the same seeds.  All pairs of
all cells are judged together (``leaders.py``).  Of two treatments it is said where each is known to lead by most, which
is by at least the near end of an interval that holds in all cells at once.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.studies.design import design_kind, shares_seeds
from ..words import MOST_TO_COME, capital, listed, name_of_outcome, number, rounded_up, worlds
from .cells import Cells
from .leaders import Lead, asking, leads
from .together import Pair, at_least

if TYPE_CHECKING:
    from ...experiments.studies import Study


@dataclass(frozen=True)
class Map:
    """Who leads where, in one place.

    Attributes:
        x, y: the values of both axes, x of the uncertain number that the study names first.
        names: of the treatments that ask those who take part; they are compared with each other.
        cells: who leads, row by row from the lowest of both axes.
        others: treatments that ask nobody; with_others: in how many cells each leads alone, were it among them.
        at_least: of two treatments, by how much the leader of each cell leads at least, at a level for all cells.
        worlds: in which every cell was run.
    """

    study: Study = field(repr=False)
    place: str
    names: tuple[str, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    cells: tuple[Lead, ...] = field(repr=False)
    worlds: int
    others: tuple[str, ...] = ()
    with_others: tuple[int, ...] = ()
    at_least: tuple[float, ...] = field(default=(), repr=False)

    @property
    def axes(self) -> tuple[str, str]:
        """The paths of x and y."""
        x, y = self.study.uncertainties
        return x.path, y.path

    @property
    def outcome(self) -> str:
        """What they are compared by."""
        return self.study.outcomes[0]

    @property
    def titles(self) -> str:
        """The question, with the place where there are several."""
        return f"{self.study.question} ({self.place})" if self.place else self.study.question

    @property
    def known(self) -> tuple[Lead, ...]:
        """The cells in which it is known who leads."""
        return tuple(one for one in self.cells if one.is_told)


def is_map(study: Study) -> bool:
    """Return whether a study is a map."""
    is_crossed = design_kind(study) == "full-factorial" and shares_seeds(study)
    return is_crossed and len(study.uncertainties) == 2 and len(study.choices) > 1


def maps(cells: Cells) -> list[Map]:
    """Return who leads where, place by place; nothing of another study or before there are runs."""
    study = cells.study
    return [_map(cells, place) for place in study.places] if is_map(study) and cells.found.done else []


def _map(cells: Cells, place: str) -> Map:
    study, many = cells.study, len(cells.study.choices)
    x, y = (cells.axis(one.path) for one in study.uncertainties)
    order = np.lexsort((x, y))
    sides = np.stack([cells.by_seed(study.outcomes[0], place, one)[:, order] for one in study.choices], axis=2)
    sides = sides[np.isfinite(sides).all(axis=(1, 2))]
    among = asking(study) if len(asking(study)) > 1 else list(range(many))
    beside = [one for one in range(many) if one not in among]
    every, outcome, early = list(np.moveaxis(sides, 1, 0)), study.outcomes[0], cells.found.at_any_time
    asked = [one[:, among] for one in every]
    found = leads(asked, outcome, early)
    with_all = leads(every, outcome, early) if beside else []
    return Map(
        study,
        place,
        tuple(study.choices[one] for one in among),
        tuple(np.unique(x).tolist()),
        tuple(np.unique(y).tolist()),
        tuple(found),
        len(sides),
        tuple(study.choices[one] for one in beside),
        tuple(sum(lead.is_known and lead.left == (one,) for lead in with_all) for one in beside),
        tuple(at_least([Pair(one[:, 0], one[:, 1], outcome, at_any_time=early) for one in asked]))
        if len(among) == 2
        else (),
    )


def sentence(one: Map) -> str:
    """Return in how many cells each treatment leads, alone or with others, and in how many it is not yet known."""
    names = one.names
    alone, among = Counter(lead.left[0] for lead in one.known if len(lead.left) == 1), Counter[int]()
    for lead in one.known:
        if len(lead.left) > 1:
            among.update(lead.left)
    said = [f"{names[place]} alone in {many}" for place, many in alone.most_common()]
    together = sum(len(lead.left) > 1 for lead in one.known)
    if together:
        shared = listed([names[place] for place, _ in among.most_common()])
        said.append(f"several without a difference that matters in {together} (among them {shared})")
    never = [name for place, name in enumerate(names) if all(place in lead.out for lead in one.cells)]
    head = f"Of {len(one.cells)} cells ({name_of_outcome(one.outcome).lower()}, {worlds(one.worlds)}) it is known in "
    head += f"{len(one.known)} who leads{': ' if said else ''}{listed(said)}."
    nowhere = f" Known to lead nowhere: {listed(never)}." if never else ""
    most = [_most(one, place) for place in sorted(alone)] if one.at_least else []
    return "".join([head, *most, _open(one), nowhere, _beside(one)])


def _most(one: Map, place: int) -> str:
    """Say where one of two treatments is known to lead by most, and by how much; nothing where no size is known."""
    alone = [at for at, lead in enumerate(one.cells) if lead.is_told and lead.left == (place,)]
    at = max(alone, key=lambda cell: one.at_least[cell])
    if not one.at_least[at] > 0.0:
        return ""
    row, column = divmod(at, len(one.x))
    where = f"{one.axes[0]} {one.x[column]:g} and {one.axes[1]} {one.y[row]:g}"
    return f" {capital(one.names[place])} is known to lead by most at {where}: by at least {number(one.at_least[at])}."


def _beside(one: Map) -> str:
    """Say in how many cells those lead that ask nobody, were they among the others."""
    said = [f"{name} would lead alone in {many}" for name, many in zip(one.others, one.with_others, strict=True)]
    return f" Among all, {listed(said)}." if said else ""


def _open(one: Map) -> str:
    """Say how many cells are open, who may lead there, and how many more worlds would tell."""
    open_ones = [lead for lead in one.cells if not lead.is_known and not lead.is_empty]
    if not open_ones:
        return ""
    may = Counter(place for lead in open_ones for place in lead.left)
    names = listed([one.names[place] for place, _ in may.most_common()])
    few, many = min(lead.to_come for lead in open_ones), max(lead.to_come for lead in open_ones)
    return f" In {len(open_ones)} it is not yet known among {names}; {_more(few, many)}."


def _more(few: float, many: float) -> str:
    if not math.isfinite(few) or few > MOST_TO_COME:
        return "no number of worlds in reach would tell"
    told = "many more" if not math.isfinite(many) or many > MOST_TO_COME else f"about {rounded_up(many):,} more"
    return f"to know takes from about {rounded_up(few):,} to {told} worlds a cell"


def letters(names: tuple[str, ...]) -> list[str]:
    """Return a letter for each treatment: its first one that no other before it has."""
    taken: list[str] = []
    for name in names:
        free = [letter for letter in name.upper() if letter.isalpha() and letter not in taken]
        taken.append(free[0] if free else "?")
    return taken


def lead_in_words(one: Map, lead: Lead, most: float) -> str:
    """Return what a cell says: by how much the leader leads, or who may."""
    if lead.is_empty:
        return "0"
    if lead.is_known and len(lead.left) == 1:
        return number(lead.margin, most)
    code = letters(one.names)
    return ("=" if lead.is_known else "?").join(code[place] for place in sorted(lead.left)[:3]) + (
        "…" if len(lead.left) > 3 else ""
    )
