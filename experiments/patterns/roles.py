"""F6: what finding roles is worth.

Varied: whether members do what they fit best, or swap roles at random every week (a phase inserted after the roles);
how specialized they are (0, .4 or .8); how well their strengths are read (error 0, .15 or .45).
Measured: net value.  The gain is that of matched over swapped roles in the same world.
Rule: the gain at specialization .8 exceeds that at 0; the gain without misreading exceeds that at an error of .45;
where all are alike (no specialization, equal capacities) it is within 5 % of the value of matched roles.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...sim.chance import integer, stream
from ...sim.compiling import kernel
from ...sim.measures import PRIMARY
from ...sim.rules import Rules
from ...sim.run import Run
from ...sim.scenario import Scenario
from ...sim.state import SEED, STEP, Floats, State, coalitions, organizations, seats
from ...sim.week import WEEK, Phase
from .city import city
from .lab import Lab
from .pattern import Part, Pattern

SWAP = stream("patterns.swap")
NEGLIGIBLE = 0.05

SETTINGS: tuple[dict[str, float], ...] = (
    {"work.specialization": 0.0},
    {"work.specialization": 0.4},
    {"work.specialization": 0.8},
    {"decision.reading": 0.0},
    {"decision.reading": 0.45},
    {"work.specialization": 0.0, "work.capacity_spread": 0.0},
)


@kernel
def swap_roles(state: State, rules: Rules) -> None:
    """Let the members of each coalition swap roles at random, so that each role keeps its number of people."""
    seat, people = seats(state), organizations(state)
    for c in range(len(coalitions(state).size)):
        for place in range(int(coalitions(state).size[c]) - 1, 0, -1):
            i = state.roster[c, place]
            other = integer(state.clock[SEED], SWAP, people.id[i], state.clock[STEP], c, place + 1)
            j = state.roster[c, other]
            seat.role[c, i], seat.role[c, j] = seat.role[c, j], seat.role[c, i]


def swapped_week() -> dict[str, Phase]:
    """Return the phases of a week in which roles are swapped at random."""
    week: dict[str, Phase] = {}
    for name, phase in WEEK.items():
        week[name] = phase
        if name == "roles":
            week["swap"] = swap_roles
    return week


def measure(lab: Lab) -> list[Part]:
    """Run matched and swapped roles in the same worlds."""
    weeks = (WEEK, swapped_week())
    cases = [city().with_numbers(numbers) for numbers in SETTINGS]

    def values(seed: int) -> Floats:
        return np.array([[_value(scenario, seed, week) for week in weeks] for scenario in cases])

    found = lab.each_world(values, 2 * len(SETTINGS))
    gain = found[:, :, 0] - found[:, :, 1]
    near = NEGLIGIBLE * float(found[:, 5, 0].mean())
    return [
        Part("gain of matched roles, specialization .8 against 0", "net value", gain[:, 2] - gain[:, 0], above=0.0),
        Part("gain of matched roles, misreading 0 against .45", "net value", gain[:, 3] - gain[:, 4], above=0.0),
        Part("gain of matched roles where all are alike", "net value", gain[:, 5], -near, near),
        Part("gain of matched roles at specialization .4", "net value", gain[:, 1]),
        Part("gain of matched roles at specialization .8", "net value", gain[:, 2]),
    ]


def _value(scenario: Scenario, seed: int, week: Mapping[str, Phase]) -> float:
    return Run(scenario, seed, "opt-in", phases=week, series=False).advance().outcomes()[PRIMARY]


PATTERN = Pattern(
    "F6",
    "The gain of matched over random roles rises with specialization, falls with misreading, and is zero if all are "
    "alike",
    "derived",
    measure,
    runs=2 * len(SETTINGS),
    calibrates=True,
)
