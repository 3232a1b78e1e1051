"""Which part of opt-in does what: its three rules, each against that of consensus, all eight combinations.

Opt-in and consensus differ in who proposes, who must agree and who meets whom.  All eight combinations run in the same
worlds (a full two-level factorial; Box, Hunter & Hunter 2005).  A main effect is the mean of the four combinations
with opt-in's rule minus that of the four with consensus's; an interaction of two rules is half of how much more the
one brings where the other is opt-in's, and so on.  Then the three main effects and the interaction of all
three add up, exactly, to what opt-in achieves more than consensus.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import numpy as np

from ...scenarios import load
from ...sim.measures import PRIMARY
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..patterns.lab import Lab, case
from ..trials.conditions import conditions

RULES = {"propose": ("coordinator", "table"), "agree": ("each", "share"), "meet": ("hub", "table")}
"""The rules, opt-in's first, then that of consensus (a share of one: all)."""

OUTCOMES = (
    PRIMARY,
    "success",
    "weeks_to_plan",
    "ambition",
    "value_dilution",
    "fact_dilution",
    "members",
    "meeting_share",
    "trust",
)
"""What is looked at, the primary outcome first."""


@dataclass(frozen=True)
class Crossed:
    """What the eight combinations achieved in one case.

    Attributes:
        combinations: such as ``"coordinator+each+hub"``; opt-in comes first, consensus last.
        values: (worlds, combinations, outcomes) in the order of ``OUTCOMES``; nan where one is not defined.
    """

    case: Scenario
    combinations: tuple[str, ...]
    values: Floats = field(repr=False)


def usual_cases() -> list[Scenario]:
    """Return the cases in which rules are crossed where no others are asked for: calm, turbulent, syria."""
    return [*conditions(), load("syria")]


def combinations() -> tuple[str, ...]:
    """Return the eight combinations of rules."""
    return tuple("+".join(rules) for rules in itertools.product(*RULES.values()))


def cross(scenario: Scenario, lab: Lab) -> Crossed:
    """Run all combinations in a case.

    Raises:
        InterruptionError: by Ctrl-C.
        RuntimeError: a run failed.
    """
    forms = combinations()
    return Crossed(scenario, forms, lab.outcomes(OUTCOMES, [case(form, scenario, governance=form) for form in forms]))


def subsets() -> list[tuple[str, ...]]:
    """Return the seven effects as the rules they belong to: single rules, pairs, all three."""
    return [subset for size in (1, 2, 3) for subset in itertools.combinations(RULES, size)]


def contrast(subset: tuple[str, ...]) -> Floats:
    """Return the weights of the eight combinations in an effect, (combinations,)."""
    signs = np.array(list(itertools.product((1.0, -1.0), repeat=len(RULES))))
    columns = [list(RULES).index(rule) for rule in subset]
    return np.asarray(signs[:, columns].prod(axis=1) / (len(signs) / 2.0))
