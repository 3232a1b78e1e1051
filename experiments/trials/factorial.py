"""The ten principles together: a two-level fractional factorial, each at no dose or at the default, in the same worlds.

All combinations would be 1,024; the 128 of a 2^(10-3) design tell main effects and pairs apart from each other
(resolution V: what they are confounded with are three or more principles at once).  The first seven are crossed fully;
the levels of the last three are products of theirs, H = ABCG, J = BCDE, K = ACDF (Box, Hunter & Hunter 2005; a test
checks what is confounded with what).  The effect of a pair is half of how much more the one brings where the other is
there.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...sim.measures import PRIMARY
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..patterns.lab import Lab
from ..variants import Variant
from .found import trials
from .trial import Trial
from .week import week_with

BASIC = "ABCDEFG"
GENERATORS = ("ABCG", "BCDE", "ACDF")
"""Products of basic factors that give the levels of the others."""

COMBINATIONS = 2 ** len(BASIC)


@dataclass(frozen=True)
class Factorial:
    """What the combinations achieved in one case.

    Attributes:
        trials: the factors, in the order of the columns of ``levels``.
        levels: (combinations, factors) 1 where a principle has its default dose, -1 where it has none.
        values: (worlds, combinations) the primary outcome.
    """

    case: Scenario
    trials: tuple[Trial, ...]
    levels: Floats = field(repr=False)
    values: Floats = field(repr=False)

    def main_effects(self) -> Floats:
        """Return the effect of each principle in each world, (worlds, factors): with it minus without it."""
        return self._contrasts(self.levels)

    def pair_effects(self) -> Floats:
        """Return the effect of each pair in each world, (worlds, pairs), in the order of ``pairs``."""
        return self._contrasts(np.stack([self.levels[:, i] * self.levels[:, j] for i, j in self.pairs()], axis=1))

    def pairs(self) -> list[tuple[int, int]]:
        """Return the places of the principles of each pair."""
        return list(itertools.combinations(range(len(self.trials)), 2))

    def _contrasts(self, signs: Floats) -> Floats:
        return np.asarray(self.values @ signs * (2.0 / len(signs)))


def design() -> Floats:
    """Return the levels, (128, 10) of 1 and -1; the first combination has all principles."""
    basic = np.array(list(itertools.product((1.0, -1.0), repeat=len(BASIC))))
    others = [basic[:, [BASIC.index(letter) for letter in word]].prod(axis=1) for word in GENERATORS]
    return np.column_stack([basic, *others])


def combined(case: Scenario, factors: Sequence[Trial], levels: Sequence[float]) -> Scenario:
    """Return a case with the default dose of each principle where its level is 1, and none where it is -1."""
    none = [trial.doses[0] for trial, level in zip(factors, levels, strict=True) if level < 0.0]
    unused = {dose.use: 0.0 for dose in none if dose.use}
    values = week_with(case, unused) if unused else {}
    for dose in none:
        values |= dose.levels(case)
    form = next((dose.governance for dose in none if dose.governance), case.governance)
    return replace(case, governance=form).with_numbers(values)


def variants_of_factorial(case: Scenario, factors: Sequence[Trial]) -> list[Variant]:
    """Return the variants of the design, in its order."""
    cases = [combined(case, factors, levels) for levels in design()]
    return [Variant(f"combination {place}", one, one.governance, one.strategy) for place, one in enumerate(cases)]


def measure_factorial(case: Scenario, lab: Lab) -> Factorial:
    """Run all combinations of the design in one condition.

    Raises:
        InterruptionError: by Ctrl-C.
        RuntimeError: a run failed.
    """
    factors = tuple(trials())
    values = lab.outcome(PRIMARY, variants_of_factorial(case, factors))
    return Factorial(case, factors, design(), values)
