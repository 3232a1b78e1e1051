"""What a claim asks and what was found, in words; every verdict in them is the one of ``estimates``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ...experiments.estimates import UNKNOWN, PairedDifference
from ...experiments.studies.checks import points_meant
from ...experiments.studies.format import ClaimPart
from ..words import MOST_TO_COME, listed, name_of_outcome, number, rounded_up, with_interval, worlds
from .claims import (
    CONTRADICTED,
    DEPENDS,
    HOLDS,
    NOT_RUN,
    OPEN,
    PARTLY,
    PARTLY_NOT,
    ClaimAnswer,
    Status,
    Told,
)

FEW = 10.0
"""Below it no number of worlds is worth a figure."""


def asked_of(one: ClaimAnswer) -> str:
    """Return how the study asks a claim: ``net value, opt-in minus consensus``."""
    claim = one.claim
    sides = f", {listed(claim.of)}" if claim.of else ""
    sides += f" minus {listed(claim.than)}" if claim.than else ""
    sides += f" against {claim.level:g}" if claim.level is not None else ""
    what = name_of_outcome(one.outcome).lower()
    if claim.within is not None:
        what = f"share of worlds with {what} of at most {claim.within:g}"
    return f"{what}{sides}{_along(claim)}{_at(points_meant(claim))}"


def _along(claim: ClaimPart) -> str:
    if not claim.along:
        return ""
    return {
        "rise": f": how it changes as {claim.along} goes from lowest to highest",
        "bend": f": how much more it changes over the second half of {claim.along} than over the first",
        "jump": f": its largest step along {claim.along} less half of its whole range",
        "inside": f": the best {claim.along} inside against the better end",
        "small": f": the best {claim.along} up to {claim.up_to or 0.0:g} against the best above",
    }[claim.asks]


def _at(ends: Mapping[str, tuple[float, float]]) -> str:
    said = [f"{path} {low:g}" + (f" to {high:g}" if high > low else "") for path, (low, high) in ends.items()]
    return f", at {listed(said)}" if said else ""


def with_ends(one: PairedDifference) -> str:
    """Return a difference with its interval: ``+0.25 [+0.15, +0.35]``."""
    return with_interval(one.mean, one.low, one.high)


def verdict_in_words(one: PairedDifference) -> str:
    """Return the verdict on a difference; of one that is not yet known with the worlds to come."""
    if one.verdict != UNKNOWN:
        return one.verdict
    more = one.worlds_to_come
    if not 0.0 < more <= MOST_TO_COME:
        return UNKNOWN
    return f"{UNKNOWN} ({'a few' if more < FEW else f'about {rounded_up(more):,}'} more worlds)"


def found_at(one: ClaimAnswer, told: Told) -> str:
    """Return what was found in one place: ``calm: more, +0.25 [+0.15, +0.35]``."""
    where = f"{told.place}: " if told.place else ""
    difference = told.difference
    best = _best_at(one, told)
    return f"{where}{verdict_in_words(difference)}, {with_ends(difference)}{best}{where_defined(difference)}"


def _best_at(one: ClaimAnswer, told: Told) -> str:
    return f", best at {one.best[told.place]:g}" if told.place in one.best else ""


def where_defined(one: PairedDifference) -> str:
    """Say in how many worlds, where not in all: what only some achieve is compared where both do."""
    return f" in {worlds(one.worlds)}" if one.left_out else ""


def found(one: ClaimAnswer) -> str:
    """Return what was found of a claim, place by place."""
    return "; ".join(found_at(one, told) for told in one.told)


def counted(claims: Sequence[ClaimAnswer]) -> str:
    """Return what came of claims, counted: ``17 hold, 5 hold in part and 6 are not yet known``."""
    counts = Counter(one.status for one in claims)
    order = (HOLDS, PARTLY, CONTRADICTED, PARTLY_NOT, DEPENDS, OPEN, NOT_RUN)
    return listed([f"{counts[one]} {_in_words(one, counts[one])}" for one in order if counts[one]])


def _in_words(one: Status, many: int) -> str:
    """Return a status in words for so many claims."""
    if many == 1:
        return {CONTRADICTED: "is contradicted", PARTLY_NOT: "is contradicted in part", OPEN: "is not yet known",
                DEPENDS: "depends on where one looks", NOT_RUN: "is not run yet"}.get(one, one)  # fmt: skip
    return {HOLDS: "hold", PARTLY: "hold in part", CONTRADICTED: "are contradicted", OPEN: "are not yet known",
            DEPENDS: "depend on where one looks", PARTLY_NOT: "are contradicted in part",
            NOT_RUN: "are not run yet"}[one]  # fmt: skip


HEADS = ("claim", "where", "number", "matters from", "won : tied : lost", "verdict", "so it")
"""Columns of a table of claims."""


def claim_rows(one: ClaimAnswer, says: str) -> list[list[str]]:
    """Return the rows of a claim, one a place, in such a table; ``says``: what the first of them calls it."""
    fits = {1: "holds", -1: "is contradicted", 0: "is not yet known"}
    return [
        [
            says if place == 0 else "",
            told.place,
            with_ends(told.difference) + _best_at(one, told),
            number(told.difference.matters),
            f"{told.difference.wins:,} : {told.difference.ties:,} : {told.difference.losses:,}",
            verdict_in_words(told.difference),
            fits[told.sign],
        ]
        for place, told in enumerate(one.told)
    ]
