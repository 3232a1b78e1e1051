"""Verdicts on a claim from what was found in several places, and the words for them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ..effects import Effect
from ..trials.patterns import FAILS, HOLDS
from ..words import listed, signed

BORNE_OUT, IN_PART, AGAINST, AGAINST_IN_PART, DEPENDS, OPEN, NOT_RUN = (
    "borne out",
    "borne out in part",
    "contradicted",
    "contradicted in part",
    "it depends",
    "open",
    "not run",
)
"""What can be said of a claim; in part: in some of the places where it was looked for, the others being open."""

ORDER = (BORNE_OUT, IN_PART, DEPENDS, OPEN, AGAINST_IN_PART, AGAINST, NOT_RUN)


@dataclass(frozen=True)
class Seen:
    """What was found in one place.

    Attributes:
        where: in words; sign: 1 for the claim, -1 against it, 0 where that cannot be told; says: the numbers.
    """

    where: str
    sign: int
    says: str


@dataclass(frozen=True)
class Found:
    """A verdict with what speaks for it, against it, and for neither, a line each."""

    verdict: str
    says: str


NOTHING = Found(NOT_RUN, "What this needs has not been run.")


def verdict(seen: Sequence[Seen]) -> str:
    """Return the verdict of all places together."""
    signs = {one.sign for one in seen}
    if not seen:
        return NOT_RUN
    if {1, -1} <= signs:
        return DEPENDS
    if 1 in signs:
        return BORNE_OUT if signs == {1} else IN_PART
    if -1 in signs:
        return AGAINST if signs == {-1} else AGAINST_IN_PART
    return OPEN


def found(seen: Sequence[Seen]) -> Found:
    """Return the verdict of several places, with the numbers of each."""
    if not seen:
        return NOTHING
    groups = {1: "For it", -1: "Against it", 0: "Cannot be told"}
    parts = []
    for sign, head in groups.items():
        here = [f"{one.where.replace('_', ' ')} {one.says}" for one in seen if one.sign == sign]
        if here:
            parts.append(f"{head}: {'; '.join(here)}.")
    return Found(verdict(seen), "\n".join(parts))


def seen(where: str, effect: Effect, toward: int = 1) -> Seen:
    """Return what an effect in one place says of a claim that it is above zero (or below, ``toward`` -1)."""
    return Seen(where, effect.sign * toward, with_ends(effect))


def seen_pattern(id_: str, verdict_: str, says: str = "") -> Seen:
    """Return what the verdict on a pattern says of a claim that it states."""
    sign = {HOLDS: 1, FAILS: -1}.get(verdict_, 0)
    return Seen(f"pattern {id_}", sign, f"{verdict_}{says}")


def with_ends(one: Effect) -> str:
    """Return ``+0.31 [+0.22, +0.40]``; no brackets where there is no interval."""
    if not math.isfinite(one.low):
        return signed(one.mean) if math.isfinite(one.mean) else "not defined"
    most = max(abs(one.low), abs(one.high), abs(one.mean))
    return f"{signed(one.mean, most)} [{signed(one.low, most)}, {signed(one.high, most)}]"


def counted(verdicts: Sequence[str]) -> str:
    """Return ``3 borne out, 2 open and 1 contradicted``."""
    counts = {name: sum(one == name for one in verdicts) for name in ORDER}
    return listed([f"{count} {name}" for name, count in counts.items() if count])
