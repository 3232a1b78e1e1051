"""How issues end, and what is worth of it (L20, L24, L26)."""

from __future__ import annotations

import functools
import math
from dataclasses import replace

import numpy as np

from ...sim.briefing import PRESS
from ...sim.governance.talks import mean_value
from ...sim.mechanisms.outcome import lasting
from ...sim.parameters import Outcome
from ...sim.state import ACTIVE, CURRENT, STEP_WEEKS, Floats, State, coalitions, concerns, plan, seats
from ...sim.tallies import WEEKS_TO_SETTLE
from .check import Check, Estimate
from .worlds import alike, begin, in_sequence, run_phases

# --- L20: one obstacle after the other ----------------------------------------------------------------------

RATE = 0.05
"""Wins a week where nothing stands against them."""

PHASES = ("conditions", "outcome", "record")
LONGEST = 500
"""Weeks of a run: three in a row take longer in one world of 200 million."""


@functools.cache
def weeks_to_settle(stages: int, worlds: int = 1000) -> Floats:
    """Return the weeks until an issue of so many obstacles is settled, (worlds,), at a constant rate of wins."""
    numbers = {"outcome.rate": RATE, "outcome.barrier": 0.0, "outcome.legitimacy": 0.0}
    scenario = in_sequence(alike(2, numbers, weeks=LONGEST), stages)
    found = np.empty(worlds)
    for world in range(worlds):
        state = begin(scenario, world)
        press(state)
        run_phases(state, PHASES, steps=LONGEST)
        found[world] = state.outcomes[WEEKS_TO_SETTLE] + state.time[STEP_WEEKS]  # with the week of the win
    return found


def press(state: State) -> None:
    """Let two members press whose work on every obstacle is done."""
    coalition = coalitions(state)
    coalition.status[0], coalition.size[0] = ACTIVE, 2.0
    plan(state, CURRENT).ambition[0] = state.decision[0, PRESS] = 1.0
    state.progress[:] = 1.0


LATE = 0.5
"""Weeks by which a count of whole weeks is late at each obstacle, on average: 1/(1 - e^-r) is 1/r + .5 + r/12."""


def mean_weeks(stages: int) -> Estimate:
    """Return the mean of these weeks."""
    return Estimate.of(weeks_to_settle(stages) - LATE * stages)


def settled_by(weeks: float, stages: int) -> Estimate:
    """Return the share of issues that are settled by a week."""
    return Estimate.of(np.asarray(weeks_to_settle(stages) <= weeks + LATE * stages, dtype=float))


# --- L29: so many must act, each for itself -----------------------------------------------------------------

ACTORS, NEEDED = 12, 8
"""Organizations, and of them how many must act."""


def mean_weeks_of_acts(worlds: int = 600) -> Estimate:
    """Return the mean weeks until as many have acted as it takes, at a constant rate of each, in windows or not."""
    numbers = {"outcome.rate": RATE, "outcome.barrier": 0.0, "outcome.legitimacy": 0.0, "conditions.window_share": 0.01}
    scenario = alike(ACTORS, numbers, weeks=LONGEST)
    scenario = replace(scenario, obstacles=(replace(scenario.obstacles[0], acts={"organization": NEEDED}),))
    found = np.empty(worlds)
    for world in range(worlds):
        state = begin(scenario, world)
        press(state)
        coalitions(state).relied[0] = coalitions(state).relied_heed[0] = concerns(state).stake[:] = 1.0
        run_phases(state, ("conditions", "outcome", "acts", "record"), steps=LONGEST)
        found[world] = state.outcomes[WEEKS_TO_SETTLE] + state.time[STEP_WEEKS]
    return Estimate.of(found - LATE)


def weeks_of_order(needed: int, actors: int, rate: float) -> float:
    """Return the mean of the time that the last of those needed takes, of exponential times."""
    return sum(1.0 / (rate * (actors - j)) for j in range(needed))


# --- L24: who organizes is not who suffers ------------------------------------------------------------------

SPREAD, IN_COMMON, MANY = 0.25, 0.3, 16
"""Deviation of values, share of their variance that a kind has in common, and organizations at the table."""

MIDDLE = SPREAD * math.sqrt(IN_COMMON + (1 - IN_COMMON) / MANY)
"""Deviation of the middle of a table of one kind."""


def mute_distance(bias: float, worlds: int = 4000) -> Estimate:
    """Return the mean distance of a mute table's middle from those affected, where no losers are drawn."""
    scenario = alike(MANY, {"club.values_spread": SPREAD, "club.bias": bias})
    distances = np.empty(worlds)
    for seed in range(worlds):
        state = begin(scenario, seed)
        seats(state).pledged[:] = 1.0
        distances[seed] = abs(mean_value(state, 0))
    return Estimate.of(distances)


def folded(bias: float, deviation: float) -> float:
    """Return the mean of a folded normal distribution."""
    z = bias / deviation
    return deviation * math.sqrt(2 / math.pi) * math.exp(-z * z / 2) + bias * math.erf(z / math.sqrt(2))


ERLANG = "Erlang distribution"
FOLDED = "folded normal"
RENEWAL = "renewal: r/(r + δ)"

CHECKS = (
    Check("L20", "Mean weeks to overcome three obstacles at .05 a week: K/r", ERLANG, 60.0, lambda: mean_weeks(3)),
    Check("L20b", "Two obstacles: share settled by 2/r, 1 − 3e⁻²", ERLANG, 1 - 3 * math.exp(-2),
          lambda: settled_by(40.0, 2)),
    Check("L24", "Distance of a mute table's middle at no bias", FOLDED, folded(0.0, MIDDLE),
          lambda: mute_distance(0.0)),
    Check("L24b", "The same at a bias of .1", FOLDED, folded(0.1, MIDDLE), lambda: mute_distance(0.1)),
    Check("L29", "Eight of twelve act, each at .05 a week: sum of 1/(r(N - j))", "Rényi 1953",
          weeks_of_order(NEEDED, ACTORS, RATE), mean_weeks_of_acts),
    Check("L26", "What lasts of an achievement where discount equals undoing", RENEWAL, 0.5,
          lambda: lasting(Outcome(undoing=5.0), 0.2)),
    Check("L26b", "All of it where nobody is hurt", RENEWAL, 1.0, lambda: lasting(Outcome(), 0.0)),
)  # fmt: skip
