"""A plan that is decided elsewhere: its content, its date and who belongs."""

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.choices import INVITE, JOIN, NO_PLAN, PLAN_AMBITION, PLAN_FACT, PLAN_OBSTACLE, PLAN_VALUE
from clever_coalitions.sim.events import PLAN_ADOPTED
from clever_coalitions.sim.model import CoalitionModel
from clever_coalitions.sim.population import Choice
from clever_coalitions.sim.run import simulate
from clever_coalitions.sim.state import CURRENT, plan, seats

FREE_MEETINGS = {"work.meeting": 0.0, "work.convening": 0.0, "decision.speaking": 0.0, "decision.notice": 0.0}
NEAR = {"net_value": 1e-9, "member_hours": 0.02, "trust": 0.05, "energy": 0.01}
"""How far outcomes may be apart, as a share, where a table still knows more of the fact, and of the obstacle."""


def decisions_of(scenario, seed, governance):
    """Return the plans, their dates and the seats of a run as choices, and what came of it."""
    model = CoalitionModel(scenario, seed, governance, events=True, collect="nothing")
    found = []
    while model.running:
        step, before = round(model.week), len(model.events)
        model.step()
        adopted = bool(np.any(model.events[before:, 1] == PLAN_ADOPTED))
        current, seat = plan(model.state, CURRENT), seats(model.state)
        found.append(Choice(step, PLAN_OBSTACLE, 0, current.obstacle[0] if adopted else NO_PLAN))
        if adopted:
            found.append(Choice(step, PLAN_FACT, 0, current.fact[0]))
            found.append(Choice(step, PLAN_VALUE, 0, current.value[0]))
            found.append(Choice(step, PLAN_AMBITION, 0, current.ambition[0]))
        for i in range(scenario.organizations):
            found.append(Choice(step, INVITE, i, seat.offered[0, i]))
            found.append(Choice(step, JOIN, i, seat.member[0, i]))
    return found, model.outcomes()


@pytest.mark.parametrize("name", ["steady", "syria"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_imposing_what_a_run_decided_gives_that_run(name, seed):
    scenario = load(name, {"weeks": 104})
    choices, outcomes = decisions_of(scenario, seed, "opt-in")
    again = simulate(scenario, seed, "opt-in", choices=choices, series=False).outcomes
    for outcome in ("net_value", "members", "trust", "energy", "pivots", "plans"):
        assert again[outcome] == pytest.approx(outcomes[outcome], nan_ok=True), outcome


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_plan_date_and_members_imposed_and_meetings_free_forms_are_alike(seed):
    scenario = load("syria", {"weeks": 104}).with_numbers(FREE_MEETINGS)
    choices, _ = decisions_of(scenario, seed, "opt-in")
    assert any(choice.decision == PLAN_OBSTACLE and choice.value >= 0 for choice in choices)
    opt_in = simulate(scenario, seed, "opt-in", choices=choices)
    consensus = simulate(scenario, seed, "consensus", choices=choices)
    assert np.array_equal(opt_in.column("members"), consensus.column("members"))
    for name, share in NEAR.items():
        assert consensus.outcomes[name] == pytest.approx(opt_in.outcomes[name], rel=share), name
    assert not np.array_equal(opt_in.column("forecast"), consensus.column("forecast"))  # a table pools what it knows


def test_no_plan_means_no_plan():
    choices = [Choice(step, PLAN_OBSTACLE, 0, NO_PLAN) for step in range(208)]
    outcomes = simulate(load("steady"), 1, choices=choices, series=False).outcomes
    assert outcomes["plans"] == 0.0
    assert outcomes["net_value"] == 0.0
