"""Where the best dose of a lever is: inside, at an edge, small or not; with what speaks for it, and in words.

The best dose looks better than it is where it was chosen, so each half of the worlds is scored at the dose that was
best in the other half (``doses.cross_chosen``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...experiments.forms_on_trial.levers import Swept
from ...experiments.patterns.doses import best_dose, cross_chosen
from ..effects import Effect, Record, adjusted, effect
from ..words import number, worlds

INSIDE, LOWEST, HIGHEST, OPEN = "inside", "lowest", "highest", "open"


class LeverReading(Record):
    """A lever in a case.

    Attributes:
        doses: from none to all; values: net value at each.
        best: dose with the highest mean.
        over_none, over_all: the best dose inside minus none, and minus all, each scored where it was not chosen.
        small: doses up to this one are small; small_over_large: the best small one minus the best larger one.
    """

    name: str
    says: str
    case: str
    doses: list[float]
    values: list[Effect]
    best: float
    best_inside: float
    over_none: Effect
    over_all: Effect
    small: float
    small_over_large: Effect
    worlds: int

    @property
    def place(self) -> str:
        """Where the best dose is: ``INSIDE``, ``LOWEST``, ``HIGHEST`` or ``OPEN``."""
        if self.over_none.sign > 0 and self.over_all.sign > 0:
            return INSIDE
        if self.over_none.sign < 0 or self.over_all.sign < 0:
            return LOWEST if self.values[0].mean >= self.values[-1].mean else HIGHEST
        return OPEN


class LeversReading(Record):
    """All levers in all cases."""

    levers: list[LeverReading]
    seed: int

    def of(self, name: str) -> list[LeverReading]:
        """Return a lever in every case."""
        return [one for one in self.levers if one.name == name]


def read(swept: Sequence[Swept], seed: int) -> LeversReading:
    """Return where the best doses are; the comparisons of one kind are judged together."""
    raw = [_comparisons(one) for one in swept]
    columns = [adjusted([row[place] for row in raw], "claims") for place in range(3)]
    made = [_lever(one, *found) for one, *found in zip(swept, *columns, strict=True)]
    return LeversReading(levers=made, seed=seed)


def _comparisons(one: Swept) -> tuple[Effect, Effect, Effect]:
    doses, values = one.lever.doses, one.values
    inside = cross_chosen(values, range(1, len(doses) - 1))
    first_large = sum(dose <= one.lever.small for dose in doses)
    small = cross_chosen(values, range(first_large))
    large = cross_chosen(values, range(first_large, len(doses)))
    return effect(inside - values[:, 0]), effect(inside - values[:, -1]), effect(small - large)


def _lever(one: Swept, over_none: Effect, over_all: Effect, small_over_large: Effect) -> LeverReading:
    doses, values = one.lever.doses, one.values
    return LeverReading(
        name=one.lever.name,
        says=one.lever.says,
        case=one.case.name,
        doses=list(doses),
        values=[effect(values[:, place]) for place in range(len(doses))],
        best=best_dose(values, doses),
        best_inside=best_dose(np.asarray(values[:, 1:-1]), doses[1:-1]),
        over_none=over_none,
        over_all=over_all,
        small=one.lever.small,
        small_over_large=small_over_large,
        worlds=len(values),
    )


def sentence(one: LeverReading) -> str:
    """Return where the best dose of a lever is in a case, with what speaks for it."""
    ends = f"the best inside, about {one.best_inside:g}, against none {_gain(one.over_none)}, against all "
    ends += _gain(one.over_all)
    where = {
        INSIDE: f"the best is inside, about {one.best_inside:g}",
        LOWEST: "none of it is best",
        HIGHEST: "all of it is best",
        OPEN: f"the highest mean is at {one.best:g}, but it cannot be told from an edge",
    }
    return f"{one.case}: {where[one.place]} ({ends})"


def paragraph(reading: LeversReading, name: str) -> str:
    """Return where the best dose of a lever is, case by case."""
    here = reading.of(name)
    said = "; ".join(sentence(one) for one in here)
    return f"{here[0].says[:1].upper()}{here[0].says[1:]} ({worlds(here[0].worlds)}): {said}."


def _gain(one: Effect) -> str:
    most = max(abs(one.low), abs(one.high), abs(one.mean))
    return f"{number(one.mean, most)} [{number(one.low, most)}, {number(one.high, most)}]"
