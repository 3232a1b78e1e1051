"""What a claim asks and what was found, in words; every verdict in them is the one of ``estimates``."""

from __future__ import annotations

from collections.abc import Mapping

from ...experiments.estimates import UNKNOWN, PairedDifference
from ...experiments.studies.checks import points_meant
from ...experiments.studies.format import ClaimPart
from ..studies.claims import ClaimAnswer, Told
from ..words import MOST_TO_COME, listed, name_of_outcome, rounded_up, with_interval, worlds

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
    best = f", best at {one.best[told.place]:g}" if told.place in one.best else ""
    where = f"{told.place}: " if told.place else ""
    difference = told.difference
    return f"{where}{verdict_in_words(difference)}, {with_ends(difference)}{best}{where_defined(difference)}"


def where_defined(one: PairedDifference) -> str:
    """Say in which worlds, where not in all: what only some achieve is compared where both do."""
    return f" in the {worlds(one.worlds)} in which it is defined on both sides" if one.left_out else ""


def found(one: ClaimAnswer) -> str:
    """Return what was found of a claim, place by place."""
    return "; ".join(found_at(one, told) for told in one.told)
