"""F4: trust comes slowly and goes fast.

Varied: nothing.  Measured: each organization's trust in the coordinator, week by week.  After each fall of at least .02
in a week, the weeks until the trust is back; after each rise of at least .02, the weeks until it is gone again; at
most 26, which is also what counts where it did not happen by then.
Rule: in a world, regaining takes more weeks on average than losing again.  The rates of the model assume as much, so
this restates an assumption.
"""

from __future__ import annotations

import numpy as np

from ...sim.state import Floats, State, standing
from .city import city
from .lab import Lab
from .pattern import Part, Pattern
from .watching import watch

STEP = 0.02
PATIENCE = 26


def measure(lab: Lab) -> list[Part]:
    """Watch trust rise and fall."""
    weeks = lab.each_world(_weeks)
    return [Part("weeks to regain trust against weeks to lose it again", "weeks", weeks[:, 0] - weeks[:, 1], above=0.0)]


def _weeks(seed: int) -> Floats:
    levels: list[Floats] = []

    def look(state: State, week: int) -> None:
        levels.append(standing(state).trust[0].copy())

    watch(city(), seed, "opt-in", look)
    trust = np.array(levels)
    return np.array([weeks_to_return(trust), weeks_to_return(-trust)])


def weeks_to_return(levels: Floats) -> float:
    """Return the mean weeks from a fall until the level before it is reached again; nan where nothing fell.

    Args:
        levels: (weeks, organizations).
    """
    waits = []
    for week, who in np.argwhere(np.diff(levels, axis=0) <= -STEP):
        later = levels[week + 2 : week + 2 + PATIENCE, who]
        if len(later) == PATIENCE:
            back = np.flatnonzero(later >= levels[week, who])
            waits.append(int(back[0]) + 1 if len(back) else PATIENCE)
    return float(np.mean(waits)) if waits else np.nan


PATTERN = Pattern(
    "F4",
    "Trust recovers more slowly than it falls",
    "Slovic 1993",
    measure,
    runs=1,
    mark="an assumption restated; contested",
)
