"""Reads the factorial over the principles: what each brings on average over all others, and which pairs matter.

Chances allow for all ten main effects of a condition, and for all 45 pairs (Holm 1979); intervals are those of single
effects.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...experiments.trials.factorial import Factorial
from ...sim.edition import model_edition
from ...sim.identity import scenario_hash
from ..effects import Effect, Number, Record, adjusted, effect
from ..words import listed, worlds
from .ablation_words import span


class Main(Record):
    """The effect of a principle, on average over all combinations of the others."""

    number: int
    name: str
    effect: Effect


class Pair(Record):
    """Half of how much more one principle brings where the other is there."""

    numbers: tuple[int, int]
    names: tuple[str, str]
    effect: Effect


class FactorialReading(Record):
    """What the factorial came to in one condition.

    Attributes:
        condition: name of the case; ``case``: hash of all that it says.
        all_on: mean value with all principles; ``mean``: over all combinations.
        mains: by principle; ``pairs``: in the order of the principles.
    """

    version: str
    condition: str
    case: str
    seed: int
    worlds: int
    combinations: int
    all_on: Number
    mean: Number
    mains: tuple[Main, ...]
    pairs: tuple[Pair, ...]


class FactorialReadings(Record):
    """The factorial in several conditions."""

    readings: tuple[FactorialReading, ...]


def read_factorial(found: Factorial, seed: int) -> FactorialReading:
    """Return what a factorial came to."""
    factors = found.trials
    mains = adjusted([effect(values) for values in found.main_effects().T], "claims")
    pairs = adjusted([effect(values) for values in found.pair_effects().T], "claims")
    return FactorialReading(
        version=model_edition(),
        condition=found.case.name,
        case=scenario_hash(found.case),
        seed=seed,
        worlds=len(found.values),
        combinations=len(found.levels),
        all_on=float(found.values[:, 0].mean()),
        mean=float(found.values.mean()),
        mains=tuple(Main(number=t.number, name=t.name, effect=e) for t, e in zip(factors, mains, strict=True)),
        pairs=tuple(
            Pair(numbers=(factors[i].number, factors[j].number), names=(factors[i].name, factors[j].name), effect=e)
            for (i, j), e in zip(found.pairs(), pairs, strict=True)
        ),
    )


def page(found: FactorialReadings) -> str:
    """Return what the factorial came to as Markdown."""
    return "\n\n".join(["# Ten principles together", *(paragraph(one) for one in found.readings)]) + "\n"


def strongest(pairs: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that matter, the strongest first."""
    return sorted((one for one in pairs if one.effect.sign), key=lambda one: -abs(one.effect.mean))


def paragraph(found: FactorialReading) -> str:
    """Return what the factorial came to in one condition, in words."""
    said = [f"{found.condition}, {worlds(found.worlds)}:"]
    up, down = ([one for one in found.mains if one.effect.sign == sign] for sign in (1, -1))
    flat = [one for one in found.mains if one.effect.sign == 0]
    for some, words in ((up, "help on average over all others"), (down, "hurt"), (flat, "cannot be told from none")):
        if some:
            said.append(f"{listed([_named(one) for one in some])} {_agreeing(words, len(some))}.")
    return " ".join([*said, *_pairs(found.pairs)])


def _named(one: Main) -> str:
    return f"{one.name} ({span(one.effect)})"


def _agreeing(words: str, count: int) -> str:
    """Return words that fit to one or several subjects."""
    first, space, rest = words.partition(" ")
    return f"{first}s{space}{rest}" if count == 1 and first in ("help", "hurt") else words


def _pairs(pairs: Sequence[Pair]) -> list[str]:
    found = strongest(pairs)
    if not found:
        return ["No pair can be told from none."]
    said = []
    for sign, words in ((1, "Worth more together"), (-1, "Worth less together")):
        some = [one for one in found if one.effect.sign == sign]
        if some:
            named = [f"{' and '.join(one.names)} ({span(one.effect)})" for one in some]
            said.append(f"{words}: {'; '.join(named)}.")
    return said
