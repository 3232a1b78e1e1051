"""Which form, or strategy, does best in which case: paired differences of all pairs, judged together, and in words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from ...experiments.forms_on_trial.cases import OUTCOMES, Tried, is_changing
from ...sim.measures import PRIMARY
from ...sim.state import Floats
from ..effects import Effect, Number, Record, adjusted, effect
from ..words import listed

FIRST, SECOND = "opt-in", "consensus"
"""The two forms whose other outcomes are compared, too: the question of the article."""


class Pair(Record):
    """First minus second in an outcome."""

    first: str
    second: str
    outcome: str
    difference: Effect


class CaseReading(Record):
    """What the variants of a case achieved.

    Attributes:
        means: ``{variant: {outcome: mean}}``; values: net value with its interval, by variant.
        pairs: all pairs in net value, judged together with those of all cases as claims.
        sides: opt-in minus consensus in the other outcomes, judged together with those of all cases as cells.
        is_changing: whether what stands in the way changes.
    """

    case: str
    title: str
    variants: list[str]
    means: dict[str, dict[str, Number]]
    values: dict[str, Effect]
    pairs: list[Pair]
    sides: list[Pair]
    is_changing: bool
    worlds: int

    def against(self, first: str, second: str) -> Effect:
        """Return first minus second in net value.

        Raises:
            LookupError: there is no such pair.
        """
        for one in self.pairs:
            if (one.first, one.second) == (first, second):
                return one.difference
            if (one.second, one.first) == (first, second):
                return turned(one.difference)
        raise LookupError(f"{first} and {second} in {self.case}")

    def side(self, outcome: str) -> Effect | None:
        """Return opt-in minus consensus in another outcome."""
        return next((one.difference for one in self.sides if one.outcome == outcome), None)

    @property
    def best(self) -> str | None:
        """The variant that is told to be better than each other one; None where there is no such one."""
        for name in self.variants:
            if all(self.against(name, other).sign > 0 for other in self.variants if other != name):
                return name
        return None

    @property
    def unbeaten(self) -> list[str]:
        """The variants that no other is told to be better than, the highest mean first."""
        found = [
            name
            for name in self.variants
            if all(self.against(name, other).sign >= 0 for other in self.variants if other != name)
        ]
        return sorted(found, key=lambda name: -self.values[name].mean)


class FormsReading(Record):
    """What all variants achieved in all cases."""

    cases: list[CaseReading]
    worlds: int
    seed: int

    def of(self, case: str) -> CaseReading | None:
        """Return what was found in a case."""
        return next((one for one in self.cases if one.case == case), None)


def turned(one: Effect) -> Effect:
    """Return an effect the other way round."""
    return one.model_copy(update={"mean": -one.mean, "low": -one.high, "high": -one.low, "above": 1.0 - one.above})


def read(tried: Sequence[Tried], seed: int) -> FormsReading:
    """Return what all variants achieved; all pairs of all cases are judged together."""
    pairs = [(one, a, b) for one in tried for a, b in itertools.combinations(range(len(one.variants)), 2)]
    found = iter(adjusted([effect(_difference(one, a, b, 0)) for one, a, b in pairs], "claims"))
    asked = [(one, place) for one in tried if {FIRST, SECOND} <= set(one.variants) for place in range(1, len(OUTCOMES))]
    sides = iter(adjusted([effect(_difference(one, *_forms(one), place)) for one, place in asked], "cells"))
    made = []
    for one in tried:
        names = one.variants
        together = [
            Pair(first=names[a], second=names[b], outcome=PRIMARY, difference=next(found))
            for a, b in itertools.combinations(range(len(names)), 2)
        ]
        beside = [
            Pair(first=FIRST, second=SECOND, outcome=OUTCOMES[place], difference=next(sides))
            for place in range(1, len(OUTCOMES))
            if {FIRST, SECOND} <= set(names)
        ]
        made.append(_case(one, together, beside))
    return FormsReading(cases=made, worlds=len(tried[0].values), seed=seed)


def _forms(one: Tried) -> tuple[int, int]:
    return one.variants.index(FIRST), one.variants.index(SECOND)


def _difference(one: Tried, first: int, second: int, outcome: int) -> Floats:
    return np.asarray(one.values[:, first, outcome] - one.values[:, second, outcome])


def _case(one: Tried, pairs: list[Pair], sides: list[Pair]) -> CaseReading:
    means = {
        name: {outcome: _mean(one.values[:, place, o]) for o, outcome in enumerate(OUTCOMES)}
        for place, name in enumerate(one.variants)
    }
    return CaseReading(
        case=one.case.name,
        title=one.case.title,
        variants=list(one.variants),
        means=means,
        values={name: effect(one.values[:, place, 0]) for place, name in enumerate(one.variants)},
        pairs=pairs,
        sides=sides,
        is_changing=is_changing(one.case),
        worlds=len(one.values),
    )


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


# --- in words --------------------------------------------------------------------------------------------------------


def where_each_wins(reading: FormsReading) -> list[str]:
    """Return where each variant wins, which never do, and where no single best can be told."""
    names = reading.cases[0].variants
    wins = {name: [_words(one) for one in reading.cases if one.best == name] for name in names}
    open_ = [_words(one) for one in reading.cases if one.best is None]
    said = [f"{name} is better than each other form in {listed(cases)}" for name, cases in wins.items() if cases]
    if not said:
        said.append(f"no form is the single best in any of the {len(reading.cases)} cases")
    elif never := [name for name, cases in wins.items() if not cases]:
        said.append(f"{listed(never)} {'is' if len(never) == 1 else 'are'} the single best in none")
    if open_ and len(open_) < len(reading.cases):
        said.append(f"no single best can be told in {listed(open_)}")
    return [f"{text[:1].upper()}{text[1:]}." for text in said]


def _words(one: CaseReading) -> str:
    return one.case.replace("_", " ")
