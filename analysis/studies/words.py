"""What a study says, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.estimates import difference_in
from ...experiments.intervals import mean_of
from ..reports.sentences import sentence
from ..words import capital, listed, name_of_outcome, number, worlds
from .numbers import Influence, Influences, Kind

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study
    from ...experiments.studies.uncertainties import Uncertainty

DIFFERENCES, NUMBERS = "How the treatments differ", "Which numbers matter"
SETTLING, WAITING = "Whether that has settled", "Weeks until an issue is settled"
"""Titles of the figures."""

MOST_SAID = 4
"""Treatments, or numbers, that a sentence speaks of."""


def study_answers(found: Comparison, outcomes: Sequence[str]) -> list[str]:
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
    values = found.outcome(outcome)[:, 0]
    is_known = np.isfinite(values)
    if not is_known.any():
        return f"{name_of_outcome(outcome)} is not defined in any world."
    one = mean_of(values[is_known], found.groups.of(is_known) if found.groups else None)
    low, high = one.interval(at_any_time=found.at_any_time)
    size, many = max(abs(low), abs(high)), worlds(int(is_known.sum()))
    said = " to ".join(number(end, size) for end in (low, high))
    return f"{name_of_outcome(outcome)} is {number(one.mean, size)} in the mean of {many} [{said}]."


def differences_sentence(found: Comparison, outcomes: Sequence[str]) -> str:
    """Say what the figure of the differences shows."""
    names = listed([name_of_outcome(one).lower() for one in outcomes])
    pairs = [difference_in(found, one, place) for one in outcomes for place in range(1, len(found.variants))]
    some = " in which an outcome is defined under both" if any(one.left_out for one in pairs) else ""
    beside = ", judged together but for the first" if len(pairs) > 1 else ""
    return (
        f"{' '.join(study_answers(found, outcomes))} Dots are mean differences to {found.labels[0]} within the same "
        f"{worlds(found.done)}{some}, bars their 95 % intervals, in {names}; gray where it is not known which has "
        f"more{beside}."
    )


def influences_sentence(all_of: Sequence[Influences]) -> str:
    """Say which numbers matter, for each treatment but the first."""
    said = " ".join(influences_in_words(one) for one in all_of)
    return f"{said} {NOTES[all_of[0].kind]} {BARS}"


NOTES = {
    "rise": "What can be told is judged for all numbers together.",
    "morris": "Effects are sizes without a direction, so chance alone makes them larger than none.",
    "sobol": "Shares may sum to more than all, where numbers act together; what chance adds is taken off.",
}
BARS = (
    "Bars are 95 % intervals; the dashed line is what all numbers stay below in 95 of 100 cases if none does anything."
)


def influences_in_words(one: Influences) -> str:
    """Say which numbers matter for one treatment, or why that cannot be said."""
    what = name_of_outcome(one.outcome)
    whose = f"{what}, {one.other} minus {one.first}," if one.first else f"{what} under {one.other}"
    if not one.found:
        return f"{whose.rstrip(',')}: {one.why}.{_split(one)}"
    rest = [each.path for each in one.found if not each.is_told]
    said = {"rise": _rises, "morris": _sizes, "sobol": _shares}[one.kind](one.told) if one.told else NONE[one.kind]
    then = f"; {_some(rest)} {'lie' if len(rest) > 1 else 'lies'} within what numbers show that do nothing"
    return f"{whose} {said}{then if rest and one.told else ''}.{_split(one)}"


NONE = {
    "rise": "follows none of its numbers in a way that can be told",
    "morris": "changes with none of its numbers more than with numbers that do nothing",
    "sobol": "changes with none of its numbers more than with numbers that do nothing",
}


def _split(one: Influences) -> str:
    """Say how much of the variance of single values is chance."""
    if one.split is None:
        return ""
    numbers, seeds, rest = (f"{100.0 * each:.0f} %" for each in one.split[:3])
    if one.split.seeds != one.split.seeds:
        return f" Of the variance of single worlds, {numbers} comes from the numbers and {rest} from chance."
    return (
        f" Of the variance of single worlds, {numbers} comes from the numbers, {seeds} from the seed alone and {rest} "
        "from what seeds do differently for other numbers."
    )


def _rises(told: Sequence[Influence]) -> str:
    said = "; ".join(_rise(one) for one in told[:MOST_SAID])
    return said + (f"; and {len(told) - MOST_SAID} more" if len(told) > MOST_SAID else "")


def _rise(one: Influence) -> str:
    verb = "rises" if one.direction > 0 else "falls"
    low, high = sorted((abs(one.low), abs(one.high)))
    return (
        f"{verb} by {number(abs(one.size), high)} [{number(low, high)}, {number(high)}] as {one.path} goes from "
        f"{one.lowest:g} to {one.highest:g}"
    )


def _sizes(told: Sequence[Influence]) -> str:
    first, *others = told
    more = listed([f"{one.path} ({_size(one)})" for one in others[: MOST_SAID - 1]])
    way = {1: "up", -1: "down", 0: "up or down"}[first.direction]
    return (
        f"changes with {first.path}: by {_size(first)} {way} when it alone goes from {first.lowest:g} to "
        f"{first.highest:g}" + (f"; and with {more}" if more else "")
    )


def _size(one: Influence) -> str:
    return f"{number(one.size, one.high)} [{number(one.low, one.high)}, {number(one.high)}]"


def _shares(told: Sequence[Influence]) -> str:
    parts = [
        f"{100 * one.size:.0f} % [{100 * one.low:.0f}, {100 * one.high:.0f}] with {one.path} "
        f"({100 * one.first[0]:.0f} % by it alone)"
        for one in told[:MOST_SAID]
    ]
    return f"would lose of its expected variance {listed(parts)}"


def sizes_in_words(kind: Kind) -> str:
    """Return what the sizes are."""
    return {
        "rise": "rise of a straight line over the range of each number, the others held fixed",
        "morris": "mean size of the change when one number alone goes over its range (Morris’s μ*)",
        "sobol": "share of the expected variance that stays where all other numbers are known (Sobol’s total index)",
    }[kind]


def _some(paths: Sequence[str]) -> str:
    return listed([*paths]) if len(paths) <= MOST_SAID else f"the other {len(paths)}"


def design_in_words(study: Study) -> str:
    """Return how the worlds of a study are chosen: ``seeds``, ``latin-hypercube over 2 numbers``."""
    from ...experiments.studies.design import design_kind

    many = len(study.uncertainties)
    kind = design_kind(study)
    return f"{kind} over {many} uncertain number{'s' if many > 1 else ''}" if many else "each with a seed of its own"


def ranges_in_words(study: Study) -> Sequence[str]:
    """Return each uncertain number with its range."""
    return [f"{one.path} from {one.ends[0]:g} to {one.ends[1]:g}{_shape(one)}" for one in study.uncertainties]


def _shape(one: Uncertainty) -> str:
    """Return the distribution where it is not uniform."""
    is_plain = one.what.values is not None or one.what.distribution == "uniform"
    return "" if is_plain else f" ({one.what.distribution})"
