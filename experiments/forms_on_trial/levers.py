"""One lever at a time: how much credit to keep, how much of the week to listen, how large a core.

Each is swept from nothing to all of it, all else as it is, in calm and in turbulence.  What would count against the
article was written down before it was run: a best share of credit that is not small, a best share of listening at an
edge, a best share of core partners of none or all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ...sim.measures import PRIMARY
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..patterns.lab import Lab, case
from ..trials.week import share_of_week


@dataclass(frozen=True)
class Lever:
    """Something that can be had from none to all.

    Attributes:
        name: ``"credit"`` ...; ``says``: what it is, in words.
        doses: from none to all; set_: returns the numbers ``{path: value}`` of a case at a dose.
        small: doses up to this one are called small.
    """

    name: str
    says: str
    doses: tuple[float, ...]
    set_: Callable[[Scenario, float], dict[str, float]] = field(repr=False)
    small: float


SHARES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.65, 1.0)

LEVERS = (
    Lever(
        "credit",
        "share of the credit that the coordinator keeps",
        SHARES,
        lambda scenario, dose: {"coordinator.credit_kept": dose},
        small=0.2,
    ),
    Lever(
        "listening",
        "share of the coordinator's week for interviews",
        SHARES,
        lambda scenario, dose: share_of_week(scenario, "listen", dose),
        small=0.2,
    ),
    Lever(
        "core",
        "share of the organizations that are core partners",
        SHARES,
        lambda scenario, dose: {"club.core": dose},
        small=0.2,
    ),
)


@dataclass(frozen=True)
class Swept:
    """Net value at each dose of a lever in a case; values: (worlds, doses)."""

    lever: Lever
    case: Scenario
    values: Floats = field(repr=False)


def sweep(lever: Lever, scenario: Scenario, lab: Lab) -> Swept:
    """Run a case at every dose of a lever.

    Raises:
        InterruptionError: by Ctrl-C.
        RuntimeError: a run failed.
    """
    made = [case(f"{lever.name} {dose:g}", scenario, lever.set_(scenario, dose)) for dose in lever.doses]
    return Swept(lever, scenario, lab.outcome(PRIMARY, made))
