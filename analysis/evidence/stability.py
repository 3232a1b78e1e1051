"""Whether verdicts stay in other worlds: the same studies under another base seed must not say the contrary.

A verdict *turns round* where more becomes less, or where another treatment than before is known to lead in a cell of a
map; it *changes* otherwise where no difference becomes one, or what was known is not yet known, or the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...experiments.estimates import LESS, MORE
from ..studies.claims import ClaimAnswer
from ..studies.leaders import Lead
from ..studies.maps import Map, maps
from ..words import listed
from .book import Read

MOST_CHANGES = 0.05
"""Share of verdicts that may change otherwise: an aim.  What is told in half of all studies changes in half of them."""


class Repeated(NamedTuple):
    """A verdict that was asked for twice.

    Attributes:
        where: the study, and what it is about there.
        turns: whether it turns round.
    """

    where: str
    before: str
    after: str
    turns: bool


def verdicts(before: Mapping[str, Read], after: Mapping[str, Read]) -> list[Repeated]:
    """Return all verdicts that studies came to in both, by name of the study."""
    return [one for name in before if name in after for one in _of_study(before[name], after[name])]


def _of_study(before: Read, after: Read) -> Iterator[Repeated]:
    for one, other in zip(before.answers, after.answers, strict=True):
        yield from _of_claim(one, other)
    for first, second in zip(maps(before.cells), maps(after.cells), strict=False):
        yield from _of_map(first, second)


def _of_claim(before: ClaimAnswer, after: ClaimAnswer) -> Iterator[Repeated]:
    for one, other in zip(before.told, after.told, strict=False):  # of what was not run, none is told
        both = one.difference.verdict, other.difference.verdict
        where = f"{before.study.name}, {one.place or 'everywhere'}: {before.claim.says}"
        yield Repeated(where, *both, set(both) == {MORE, LESS})


def _of_map(before: Map, after: Map) -> Iterator[Repeated]:
    (x, y), wide = before.axes, len(before.x)
    for place, (one, other) in enumerate(zip(before.cells, after.cells, strict=True)):
        at = f"{x} = {before.x[place % wide]:g}, {y} = {before.y[place // wide]:g}"
        leads = _in_words(one, before), _in_words(other, after)
        turns = one.is_told and other.is_told and not set(one.left) & set(other.left)
        yield Repeated(f"{before.study.name}, {at}: who leads", *leads, turns)


def _in_words(one: Lead, of: Map) -> str:
    if one.is_empty:
        return "nothing is achieved"
    return listed(sorted(of.names[place] for place in one.left)) if one.is_known else "not yet known"


def is_stable(every: list[Repeated]) -> bool:
    """Return whether nothing turns round, and no more changes otherwise than may."""
    changed = [one for one in every if one.before != one.after]
    return not any(one.turns for one in changed) and len(changed) <= MOST_CHANGES * len(every)


def stability_in_words(every: list[Repeated]) -> str:
    """Return how many verdicts stay, and each that does not."""
    changed = [one for one in every if one.before != one.after]
    turned = sum(one.turns for one in changed)
    share = (len(changed) - turned) / len(every) if every else 0.0
    head = (
        f"Of {len(every):,} verdicts {turned:,} turn round in other worlds, and {len(changed) - turned:,} change "
        f"otherwise ({share:.1%})."
    )
    order = sorted(changed, key=lambda one: not one.turns)
    return "\n".join([head, *(f"- {one.where}: {one.before} -> {one.after}" for one in order)])
