"""F11: who is left after the pivot.

Varied: the case (the obstacle turns legal; it turns, but needs the same strengths; nothing turns), and the form.
Measured: the Jaccard index between the members in the last week before the first plan against the new obstacle (once
it is there) and those in the first week after that in which nobody comes or goes; where an earlier campaign had ended
by then, its last members count.  And the number of pivots.
Rule: under opt-in, the index is below .1 in more than half of all worlds, where worlds without such a plan count as
failures; with the same strengths its mean is above .5 in the worlds with such a plan; where nothing changes fewer than
one world in five has a pivot.  The other forms are reported.
"""

from __future__ import annotations

import numpy as np

from ...scenarios import load
from ...sim.scenario import Scenario
from ...sim.state import Floats
from .lab import Lab, case
from .pattern import Part, Pattern
from .watching import change_of_obstacle, diary, overlap

LOW, HIGH, MOST, RARE = 0.1, 0.5, 0.5, 0.2
OTHERS = ("consensus", "qualified-majority")


def measure(lab: Lab) -> list[Part]:
    """Watch the pivot of the case and of its placebos."""
    real, same = (load(name) for name in ("syria", "syria_same_strengths"))
    index, placebo = _overlaps(lab, real, "opt-in"), _overlaps(lab, same, "opt-in")
    pivots = lab.outcome("pivots", [case("nothing", load("syria_nothing_changes"))])[:, 0]
    others = {form: _overlaps(lab, real, form) for form in OTHERS}
    return [
        Part("worlds with a new plan and overlap below .1", "share", _is_low(index), above=MOST),
        Part("overlap in the placebo of the same strengths", "Jaccard index", placebo, above=HIGH),
        Part("worlds with a pivot where nothing changes", "share", (pivots > 0.0).astype(float), below=RARE),
        Part("overlap in worlds with a new plan", "Jaccard index", index),
        Part("worlds without a new plan", "share", np.isnan(index).astype(float)),
        Part("worlds without a new plan, same strengths", "share", np.isnan(placebo).astype(float)),
        *(Part(f"worlds with overlap below .1 under {form}", "share", _is_low(one)) for form, one in others.items()),
    ]


def _is_low(index: Floats) -> Floats:
    return (index < LOW).astype(float)  # nan, no new plan, is not


def _overlaps(lab: Lab, scenario: Scenario, governance: str) -> Floats:
    return lab.each_world(lambda seed: np.array(_overlap(scenario, seed, governance)))


def _overlap(scenario: Scenario, seed: int, governance: str) -> float:
    change = change_of_obstacle(scenario)
    assert change is not None  # asked of such cases only
    return overlap(diary(scenario, seed, governance), change.value, round(change.week * 7.0 / scenario.step_days))


PATTERN = Pattern(
    "F11",
    "The syria case: after the legal obstacle appears, opt-in reaches a plan whose members hardly overlap the old "
    "coalition; with the same strengths they do, and where nothing changes pivots are rare",
    "Mortensen 2017",
    measure,
    runs=5,
)
