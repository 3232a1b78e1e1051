"""Plans that are imposed: a run in which the plan, its date and who belongs are those of an opt-in run.

With all that taken out of everybody's hands, a form of governance can only differ by how it meets.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...sim.choices import INVITE, JOIN, NO_PLAN, PLAN_AMBITION, PLAN_FACT, PLAN_OBSTACLE, PLAN_VALUE
from ...sim.measures import PRIMARY
from ...sim.population import Choice
from ...sim.run import simulate
from ...sim.scenario import Scenario
from ...sim.state import ACTIVE, CURRENT, NOW, Floats, State, coalitions, plan, seats
from ..patterns.lab import Lab
from ..patterns.watching import watch
from .measure import BENEFIT_OFF
from .trial import Dose, neutral

AS_THEY_MEET = "benefit off, meetings as they are"

LINES = (BENEFIT_OFF, AS_THEY_MEET)

FREE_MEETINGS = neutral("work.meeting_base", "work.meeting_link", "work.service")

SOURCE = "opt-in"


def imposed(lab: Lab, case: Scenario, doses: Sequence[Dose]) -> dict[str, Floats]:
    """Return the primary outcome of each form under the decisions of opt-in, ``{line: (worlds, doses)}``.

    Meetings are free at first; then they are as each form has them.

    Raises:
        InterruptionError: by Ctrl-C.
    """
    free = case.with_numbers(FREE_MEETINGS)
    forms = [dose.governance for dose in doses]

    def run(seed: int) -> Floats:
        return np.array([under_one_plan(one, seed, forms) for one in (free, case)])

    values = lab.each_world(run, runs_of_imposed(doses))
    return {line: values[:, place] for place, line in enumerate(LINES)}


def runs_of_imposed(doses: Sequence[Dose]) -> int:
    """Return how many runs of the model that takes in each world."""
    return len(LINES) * (1 + len(doses))


def under_one_plan(case: Scenario, seed: int, forms: Sequence[str]) -> list[float]:
    """Return the primary outcome of each form in a world, all under the decisions that opt-in makes there."""
    choices = decisions_of(case, seed, SOURCE)
    return [simulate(case, seed, form, choices=choices, series=False).outcomes[PRIMARY] for form in forms]


def decisions_of(case: Scenario, seed: int, governance: str) -> list[Choice]:
    """Return the plans of a run, their dates, and who was offered a place and took it, as choices.

    While the run has no plan, those who sat together last would keep their seats: another form may not have won yet.
    """
    found: list[Choice] = []
    last = [np.zeros(case.organizations), np.zeros(case.organizations)]

    def look(state: State, step: int) -> None:
        coalition = coalitions(state)
        is_active = coalition.status[0] == ACTIVE
        is_adopted = is_active and coalition.adopted_at[0] == state.time[NOW]
        offered, member = (seats(state).offered[0].copy(), seats(state).member[0].copy()) if is_active else last
        found.extend(_plan(state, step, is_adopted))
        found.extend(_seats(step, offered, member, last, is_adopted))
        last[:] = [offered, member]

    watch(case, seed, governance, look)
    return found


def _plan(state: State, step: int, is_adopted: bool) -> list[Choice]:
    """Return the plan that was adopted in a step, or that none was."""
    if not is_adopted:
        return [Choice(step, PLAN_OBSTACLE, 0, NO_PLAN)]
    current = plan(state, CURRENT)
    return [
        Choice(step, PLAN_OBSTACLE, 0, float(current.obstacle[0])),
        Choice(step, PLAN_FACT, 0, float(current.fact[0])),
        Choice(step, PLAN_VALUE, 0, float(current.value[0])),
        Choice(step, PLAN_AMBITION, 0, float(current.ambition[0])),
    ]


def _seats(step: int, offered: Floats, member: Floats, last: Sequence[Floats], is_adopted: bool) -> list[Choice]:
    """Return the offers that are new in a step (with a new plan: all), and where everybody sits; (N,) each."""
    is_offered = (offered != last[0]) | (is_adopted & (offered > 0.0))
    can_sit = (offered > 0.0) | (member > 0.0) | (last[1] > 0.0)
    invites = [Choice(step, INVITE, int(i), float(offered[i])) for i in np.flatnonzero(is_offered)]
    return invites + [Choice(step, JOIN, int(i), float(member[i])) for i in np.flatnonzero(can_sit)]
