"""What a study says, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..effects import effect
from ..reports.sentences import sentence
from ..words import listed, name_of_outcome, number, worlds
from .numbers import Influence, Influences

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

MOST_SAID = 4
"""Treatments, or numbers, that a sentence speaks of."""


def answers(found: Comparison, outcomes: Sequence[str]) -> list[str]:
    """Return what a study says: a sentence for each treatment but the first in the outcome that comes first.

    Args:
        outcomes: of interest, the most important first.
    """
    if len(found.variants) == 1:
        return [_alone(found, outcomes[0])]
    places = range(1, len(found.variants))
    said = [f"{capital(sentence(found, outcomes[0], place))}." for place in places[:MOST_SAID]]
    more = len(places) - MOST_SAID
    return [*said, f"{more} more treatments are in the figure and in the data."] if more > 0 else said


def _alone(found: Comparison, outcome: str) -> str:
    one = effect(found.outcome(outcome)[:, 0])
    if not one.worlds:
        return f"{name_of_outcome(outcome)} is not defined in any world."
    size = max(abs(one.low), abs(one.high))
    said = " to ".join(number(end, size) for end in (one.low, one.high))
    return f"{name_of_outcome(outcome)} is {number(one.mean, size)} in the mean of {worlds(one.worlds)} [{said}]."


def differences_sentence(found: Comparison, outcomes: Sequence[str]) -> str:
    """Say what the figure of the differences shows."""
    names = listed([name_of_outcome(one).lower() for one in outcomes])
    return (
        f"{' '.join(answers(found, outcomes))} Dots are mean differences to {found.variants[0]} within the same "
        f"{worlds(found.done)}, bars their 95 % intervals, in {names}; gray where it is not known which has more."
    )


def influences_sentence(all_of: Sequence[Influences]) -> str:
    """Say which numbers matter, for each treatment but the first."""
    said = " ".join(_influences(one) for one in all_of)
    return f"{said} {NOTES[all_of[0].kind]}"


NOTES = {
    "rise": "Bars are 95 % intervals; what can be told is judged for all numbers of a panel together.",
    "morris": (
        "Elementary effects are sizes without a direction, so chance alone makes them larger than none; compare the "
        "numbers with each other. Bars are 95 % intervals."
    ),
    "sobol": "Shares may sum to more than all, where numbers act together. Bars are 95 % intervals.",
}


def _influences(one: Influences) -> str:
    what = name_of_outcome(one.outcome)
    whose = f"{what}, {one.other} minus {one.first}," if one.first else f"{what} under {one.other}"
    if not one.found:
        return f"{whose}: {one.why}."
    said = {"rise": _rises, "morris": _sizes, "sobol": _shares}[one.kind](one.found)
    return f"{whose} {said}."


def _rises(found: Sequence[Influence]) -> str:
    told = [one for one in found if one.direction]
    rest = [one.path for one in found if not one.direction]
    said = "; ".join(_rise(one) for one in told[:MOST_SAID])
    more = f"; and {len(told) - MOST_SAID} more" if len(told) > MOST_SAID else ""
    if not told:
        return f"follows none of its {len(rest)} numbers in a way that can be told"
    return said + more + (f"; it follows {_some(rest)} in no way that can be told" if rest else "")


def _rise(one: Influence) -> str:
    verb = "rises" if one.direction > 0 else "falls"
    low, high = sorted((abs(one.low), abs(one.high)))
    return (
        f"{verb} by {number(abs(one.size), high)} [{number(low, high)}, {number(high)}] as {one.path} goes from "
        f"{one.lowest:g} to {one.highest:g}"
    )


def _sizes(found: Sequence[Influence]) -> str:
    first, *others = found
    size = f"{number(first.size, first.high)} [{number(first.low, first.high)}, {number(first.high)}]"
    more = listed([f"{one.path} ({number(one.size, first.high)})" for one in others[: MOST_SAID - 1]])
    then = f"; next come {more}" if more else ""
    least = f"; least {others[-1].path} ({number(others[-1].size, first.high)})" if len(others) >= MOST_SAID else ""
    way = {1: "up", -1: "down", 0: "up or down"}[first.direction]
    return (
        f"changes most with {first.path}: by {size} {way} when it alone goes from {first.lowest:g} to "
        f"{first.highest:g}{then}{least}"
    )


def _shares(found: Sequence[Influence]) -> str:
    parts = [f"{100 * one.size:.0f} % of its variance with {one.path}" for one in found[:MOST_SAID]]
    return f"would lose {listed(parts)} known"


def _some(paths: Sequence[str]) -> str:
    return listed([*paths]) if len(paths) <= MOST_SAID else f"the other {len(paths)}"


def capital(text: str) -> str:
    """Return text that begins with a capital letter."""
    return text[:1].upper() + text[1:]
