"""How the forms turn: the Syria case and its two placebos, watched week by week.

In ``syria`` the obstacle turns legal after a year, and needs others than those who work on the first one; in
``syria_same_strengths`` it turns but needs the same; in ``syria_nothing_changes`` it never turns.  Watched under each
form: whether a plan against the new obstacle comes and how many weeks after the change, how many of its members were
in the old coalition (the Jaccard index of pattern F11), how often a pivot goes to an obstacle that does not block the
outcome, and the net value.  Where everybody is a coalition of its own there is no coalition that could turn: only the
net value is told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from ...scenarios import load
from ...sim.governance.forms import find_form
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..patterns.lab import Lab, case
from ..patterns.watching import change_of_obstacle, diary, overlap

REAL, SAME, NOTHING = "syria", "syria_same_strengths", "syria_nothing_changes"
CASES = (REAL, SAME, NOTHING)
FORMS = ("opt-in", "consensus", "qualified-majority", "alone")

LAG, OVERLAP, PIVOTS, FALSE_PIVOTS, NET_VALUE = range(5)
"""Places of what is told of a world: weeks from the change to the first plan against the new obstacle (infinite where
none came), Jaccard index (nan where no new coalition settled), pivots, those that were false, net value."""

OUTCOMES = ("pivots", "false_pivots", "net_value")
OUTCOMES_FROM = PIVOTS


@dataclass(frozen=True)
class Turned:
    """What was seen of a case under a form.

    Attributes:
        values: (worlds, 5) in the order of ``LAG`` ...; nan where something is not defined.
    """

    case: str
    form: str
    values: Floats = field(repr=False)

    @property
    def is_turning(self) -> bool:
        """Whether the case has a change that a coalition could follow."""
        return not bool(np.isnan(self.values[:, LAG]).all())


def turn(name: str, form: str, lab: Lab) -> Turned:
    """Watch a case under a form in all worlds of a lab; where there is nothing to watch for, only run it.

    Raises:
        InterruptionError: by Ctrl-C.
    """
    scenario = load(name)
    if change_of_obstacle(scenario) is not None and find_form(form).is_coordinated:
        return Turned(name, form, lab.each_world(lambda seed: seen(scenario, seed, form)))
    outcomes = lab.outcomes(OUTCOMES, [case(form, scenario, governance=form)])[:, 0]
    return Turned(name, form, np.column_stack([np.full((lab.worlds, OUTCOMES_FROM), math.nan), outcomes]))


def seen(scenario: Scenario, seed: int, form: str) -> Floats:
    """Return what is told of one world of a case with a change of obstacle, (5,)."""
    kept = diary(scenario, seed, form)
    change = change_of_obstacle(scenario)
    assert change is not None  # asked of such cases only
    first = round(change.week * 7.0 / scenario.step_days)
    steps = weeks_to_plan(kept.obstacles, change.value, first)
    index = overlap(kept, change.value, first)
    return np.array([steps * scenario.step_days / 7.0, index, *(kept.outcomes[name] for name in OUTCOMES)])


def weeks_to_plan(obstacles: list[float], new: float, first: int) -> float:
    """Return the steps from the change to the first plan against the new obstacle; infinite where none comes.

    Args:
        obstacles: that the plan of each step works against, -1 without a plan; first: step of the change.
    """
    return next((float(step - first) for step in range(first, len(obstacles)) if obstacles[step] == new), math.inf)
