"""The named forms in every case, and the strategies of a coordinator, in the same worlds.

All forms that there are run in all shipped cases but ``neutral`` (where all are alike by construction) and the two
placebos of ``syria`` (which ``turning`` is about); ``steady`` again as *turbulent*, as in the trials of the principles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...scenarios import load, names
from ...sim.governance.forms import FORMS
from ...sim.measures import PRIMARY
from ...sim.plugins import STRATEGIES
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..patterns.lab import Lab, case
from ..trials.conditions import turbulent
from ..variants import Variant
from .turning import NOTHING, SAME

LEFT_OUT = ("neutral", SAME, NOTHING)

OUTCOMES = (
    PRIMARY,
    "success",
    "harms",
    "weeks_to_success",
    "weeks_to_plan",
    "ambition",
    "value_dilution",
    "fact_dilution",
    "members",
    "joins",
    "leaves",
    "trust",
    "weeks_outliving",
)
"""What is looked at, the primary outcome first."""


@dataclass(frozen=True)
class Tried:
    """What several variants of a case achieved.

    Attributes:
        variants: names of the forms or strategies.
        values: (worlds, variants, outcomes) in the order of ``OUTCOMES``; nan where one is not defined.
    """

    case: Scenario
    variants: tuple[str, ...]
    values: Floats = field(repr=False)


def cases() -> list[Scenario]:
    """Return the cases in which forms are tried."""
    return [*(load(name) for name in names() if name not in LEFT_OUT), turbulent()]


def is_changing(scenario: Scenario) -> bool:
    """Return whether what stands in the way changes in a case, by chance or by its script."""
    by_script = any(event.what == "obstacle" and event.week > 0.0 for event in scenario.script)
    return by_script or scenario.parameters.conditions.hazard > 0.0


def forms() -> tuple[str, ...]:
    """Return the named forms that there are."""
    return tuple(FORMS)


def try_forms(scenario: Scenario, lab: Lab) -> Tried:
    """Run all forms in a case.

    Raises:
        InterruptionError: by Ctrl-C.
        RuntimeError: a run failed.
    """
    return _tried(scenario, lab, forms(), [case(form, scenario, governance=form) for form in forms()])


def strategies() -> tuple[str, ...]:
    """Return the strategies that there are, that of a case before the others."""
    return tuple(sorted(STRATEGIES.names(), key=lambda name: name != Scenario.strategy))


def try_strategies(scenario: Scenario, lab: Lab) -> Tried:
    """Run all strategies of a coordinator in a case; errors as in ``try_forms``."""
    return _tried(scenario, lab, strategies(), [case(name, scenario, strategy=name) for name in strategies()])


def _tried(scenario: Scenario, lab: Lab, called: Sequence[str], variants: Sequence[Variant]) -> Tried:
    return Tried(scenario, tuple(called), lab.outcomes(OUTCOMES, variants))
