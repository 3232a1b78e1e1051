"""What a study says of its claims: one number a place, the one verdict on it, and whether that is what was expected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from ...experiments.estimates import LESS, MORE, SAME, UNKNOWN, PairedDifference, Verdict
from ...experiments.studies.checks import points_meant
from ...experiments.studies.format import ClaimPart
from ...sim.measures import LOWER, MEASURES
from ...sim.state import Floats
from .cells import Cells, Counts
from .doses import bend, best_against, largest_step, rise
from .together import Pair, judged_together

if TYPE_CHECKING:
    from ...experiments.studies import Study

Status = Literal[
    "holds", "holds in part", "it depends", "contradicted in part", "contradicted", "not yet known", "not run"
]

HOLDS: Status = "holds"
PARTLY: Status = "holds in part"
DEPENDS: Status = "it depends"
PARTLY_NOT: Status = "contradicted in part"
CONTRADICTED: Status = "contradicted"
OPEN: Status = "not yet known"
NOT_RUN: Status = "not run"

FITTING: dict[str, tuple[Verdict, ...]] = {"more": (MORE,), "less": (LESS,), "same": (SAME,), "not more": (LESS, SAME)}
"""Verdicts that are as a claim expects; any other that is known contradicts it."""


@dataclass(frozen=True)
class Told:
    """What is known in one place; ``sign``: 1 as the claim expects, -1 otherwise, 0 not yet known."""

    place: str
    difference: PairedDifference
    sign: int


def status_together(signs: set[int]) -> Status:
    """Return what the signs of places say together."""
    if {1, -1} <= signs:
        return DEPENDS
    if 1 in signs:
        return HOLDS if signs == {1} else PARTLY
    if -1 in signs:
        return CONTRADICTED if signs == {-1} else PARTLY_NOT
    return OPEN if signs else NOT_RUN


@dataclass(frozen=True)
class ClaimAnswer:
    """What a study says of a claim.

    Attributes:
        told: place by place; nothing where it was not run.
        best: with ``asks`` of a best value: where it is, by place.
    """

    study: Study = field(repr=False)
    claim: ClaimPart
    told: tuple[Told, ...]
    best: dict[str, float] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        """What the number is of."""
        return self.claim.outcome or self.study.outcomes[0]

    @property
    def status(self) -> Status:
        """Whether the claim holds, in all its places together."""
        return status_together({one.sign for one in self.told})


def claim_answers(cells: Cells) -> list[ClaimAnswer]:
    """Return what a study says of its claims: the first is judged by itself, all others together."""
    study, asked = cells.study, cells.study.claims
    if not asked or not cells.found.done:
        return [ClaimAnswer(study, one, ()) for one in asked]
    first, others = asked[:1], asked[1:]
    return [made for family in (first, others) if family for made in _family(cells, family)]


def _family(cells: Cells, claims: list[ClaimPart]) -> list[ClaimAnswer]:
    asked = [(one, place) for one in claims for place in one.places or cells.study.places]
    known = iter(judged_together([pair_of(cells, *one) for one in asked]))
    found = []
    for claim in claims:
        places = claim.places or cells.study.places
        told = tuple(Told(place, one, _sign(claim, one)) for place, one in zip(places, known, strict=False))
        found.append(ClaimAnswer(cells.study, claim, told, _best(cells, claim, places)))
    return found


def _sign(claim: ClaimPart, one: PairedDifference) -> int:
    return 0 if one.verdict == UNKNOWN else 1 if one.verdict in FITTING[claim.expects] else -1


def counts_of(claim: ClaimPart) -> Counts:
    """Return what counts of the outcome of a claim."""
    return Counts(claim.otherwise, claim.within)


def pair_of(cells: Cells, claim: ClaimPart, place: str) -> Pair:
    """Return the two sides that a claim compares in a place."""
    outcome, points = claim.outcome or cells.study.outcomes[0], cells.chosen(points_meant(claim))
    if claim.along:
        first, other = _along(cells, claim, place, outcome)
        return Pair(first, other, outcome, None, claim.matters, cells.found.at_any_time)
    of = cells.independent(outcome, place, claim.of or cells.study.choices, points, counts_of(claim))
    if claim.than:
        than = cells.independent(outcome, place, claim.than, points, counts_of(claim))
    else:
        than = np.full(len(of), 0.0 if claim.level is None else claim.level)
    return Pair(than, of, outcome, cells.groups(points), claim.matters, cells.found.at_any_time)


def curve_of(cells: Cells, claim: ClaimPart, place: str, choices: list[str]) -> tuple[Floats, Floats]:
    """Return the doses of a claim along something uncertain, and the mean over treatments at each, (seeds, doses)."""
    outcome, points = claim.outcome or cells.study.outcomes[0], cells.chosen(points_meant(claim))
    axis, counts = cells.axis(claim.along), counts_of(claim)
    doses = np.unique(axis[points])
    columns = [cells.independent(outcome, place, choices, points & (axis == dose), counts) for dose in doses]
    return doses, np.column_stack(columns)


def _along(cells: Cells, claim: ClaimPart, place: str, outcome: str) -> tuple[Floats, Floats]:
    doses, values = curve_of(cells, claim, place, claim.of or list(cells.study.choices))
    level = values.mean(axis=1)
    if claim.than:
        values = values - curve_of(cells, claim, place, claim.than)[1]
    if claim.asks in ("inside", "small"):
        one, other = _sides(claim, doses)
        is_lower = MEASURES[outcome].better == LOWER
        best, against = best_against(values, one, other, is_lower)
        return against, best
    if claim.asks == "jump":
        step, whole = largest_step(values)
        return 0.5 * whole, step
    return level, level + (rise if claim.asks == "rise" else bend)(values, doses)


def _sides(claim: ClaimPart, doses: Floats) -> tuple[list[int], list[int]]:
    """Return the doses of which the best should be better, and the others."""
    if claim.asks == "inside":
        return list(range(1, len(doses) - 1)), [0, len(doses) - 1]
    small = [place for place, dose in enumerate(doses) if dose <= (claim.up_to or 0.0)]
    return small, [place for place in range(len(doses)) if place not in small]


def _best(cells: Cells, claim: ClaimPart, places: tuple[str, ...] | list[str]) -> dict[str, float]:
    """Return the value with the best mean in each place, where a claim asks for the best."""
    if claim.asks not in ("inside", "small"):
        return {}
    is_lower = MEASURES[claim.outcome or cells.study.outcomes[0]].better == LOWER
    found = {}
    for place in places:
        doses, values = curve_of(cells, claim, place, claim.of or list(cells.study.choices))
        means = np.nanmean(-values if is_lower else values, axis=0)
        found[place] = float(doses[int(np.nanargmax(means))])
    return found
