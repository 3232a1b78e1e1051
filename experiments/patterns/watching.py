"""Watching a run week by week, where outcomes and series do not tell enough."""

from __future__ import annotations

from collections.abc import Callable

from ...sim.governance.forms import find_form
from ...sim.run import start
from ...sim.scenario import Scenario
from ...sim.state import STEPS, State, view
from ...sim.week import phase_table, rules_of, run_steps


def watch(scenario: Scenario, seed: int, governance: str, look: Callable[[State, int], None]) -> None:
    """Run a case and call ``look(state, week)`` after every week."""
    state = view(scenario.parameters, start(scenario, seed, governance))
    rules, phases = rules_of(find_form(governance), scenario.strategy), phase_table()
    for week in range(int(state.clock[STEPS])):
        run_steps(state, rules, phases, 1)
        look(state, week)
