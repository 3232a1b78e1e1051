"""Whatever a scenario says within its ranges, both doors run it, agree, and keep what must hold each week."""

import math

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel, simulate
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.mechanisms.work import ENOUGH
from clever_coalitions.sim.series import SERIES
from clever_coalitions.sim.state import ACTIVE, NONE
from clever_coalitions.sim.tallies import JOINS, LEAVES, MEMBER_HOURS

from .random_scenarios import ends, random_scenario

MANY, FAR_MORE = 500, 2_000
BATCH = 50


def check_week(model, before):
    """Check what must hold at the end of every week; ``before`` is the state at its beginning."""
    state, views = model.state, model.views
    seat, coalition, plan = views.seats, views.coalitions, views.plans
    members = seat.member > 0.0
    for c in range(len(coalition.status)):
        size = int(coalition.size[c])
        assert sorted(state.roster[c, :size]) == list(np.flatnonzero(members[c])), "the roster names the members"
        obstacle = int(plan.obstacle[c])
        steps = 0 if obstacle == NONE else np.count_nonzero(state.needed[obstacle] != NONE)
        assert (seat.role[c][members[c]] < steps).all(), "roles are steps of the plan"
        assert (seat.role[c][members[c]] >= NONE).all()
    for k in range(len(state.progress)):
        check_order(state, k, coalition.hub[coalition.issue == k].astype(int), before)
    assert state.suspicion.sum(axis=1) == pytest.approx(1.0), "beliefs in obstacles sum to one"
    most = views.organizations.capacity * state.time[0] * (1.0 + 1e-9)
    assert (seat.hours.sum(axis=0) <= most).all(), "nobody works more hours than there are"
    assert (seat.hours[~members] == 0.0).all(), "only members work"
    for agent in model.agents:
        assert agent.role is None or agent.role in {step.name for one in model.case.obstacles for step in one.steps}


def check_order(state, k, hubs, before):
    """Nothing is done on an issue before what comes before it, as one of those who work on it sees it."""
    done = before["progress"][k]
    for obstacle, step in np.argwhere(state.progress[k] > done + 1e-12):
        earlier = state.before[obstacle, step] >> np.arange(done.shape[1]) & 1
        missing = (earlier > 0) & (done[obstacle] < ENOUGH)
        believed = state.theory[hubs, obstacle] > 0.0
        assert not (believed & missing).any(axis=1).all(), "no progress before its predecessors"


def run_through_both_doors(scenario, seed):
    """Run a scenario week by week and at once, with everything collected; return how many weeks passed."""
    model = CoalitionModel(scenario, seed, events=True, collect="everything")
    hours = 0.0
    while model.running:
        before = {"progress": model.state.progress.copy()}
        model.step()
        check_week(model, before)
        stock, seat = model.views.stocks, model.views.seats
        hours += (stock.spent - stock.contributed).sum() + seat.hours.sum()
    sums = model.state.outcomes
    assert sums[MEMBER_HOURS] == pytest.approx(hours, rel=1e-9, abs=1e-6), "hours are booked as they are given"
    seated = model.views.seats.member.sum()
    assert sums[JOINS] - sums[LEAVES] == pytest.approx(seated + dissolved(model)), "who joined sits there or has left"
    at_once = simulate(scenario, seed, events=True)
    stepped = model.result()
    assert stepped.digest == at_once.digest
    np.testing.assert_array_equal(stepped.events, at_once.events)
    assert list(at_once.outcomes) == list(MEASURES)
    np.testing.assert_array_equal(list(stepped.outcomes.values()), list(at_once.outcomes.values()))
    assert len(model.datacollector.get_model_vars_dataframe()) == len(at_once.series)
    check_series(at_once)
    return len(at_once.series)


def dissolved(model):
    """Return how many had a seat when their campaign ended."""
    from clever_coalitions.sim.events import CAMPAIGN_ENDED

    events = model.events
    return events[events[:, 1] == CAMPAIGN_ENDED, 4].sum()


def check_series(result):
    always = [name for name in SERIES.names if not name.startswith("plan_")]
    assert np.isfinite(np.column_stack([result.column(name) for name in always])).all()
    assert all(math.isfinite(value) or math.isnan(value) for value in result.outcomes.values())
    assert np.isfinite(result.events[:, :5]).all()


@pytest.mark.parametrize("first", range(0, MANY, BATCH))
def test_random_scenarios(first, tried):
    assert sum(run_through_both_doors(random_scenario(n), n) for n in range(first, first + BATCH)) > BATCH
    tried(BATCH)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(MANY, FAR_MORE, BATCH))
def test_many_random_scenarios(first, tried):
    assert sum(run_through_both_doors(random_scenario(n), n) for n in range(first, first + BATCH)) > BATCH
    tried(BATCH)


@pytest.mark.parametrize("governance", ["opt-in", "consensus", "alone"])
def test_every_number_works_at_both_ends_of_its_range(governance, tried):
    """A design of experiments meets every end; the sentinel looks at each week."""
    every = list(ends())
    for path, end in every:
        result = simulate(load("steady", {path: end, "weeks": 30}), 3, governance)
        check_series(result)
        assert all(0.0 <= result.outcomes[name] <= 1.0 for name in ("trust", "energy", "burnout")), (path, end)
    tried(len(every))


def test_all_hours_for_analysis_are_no_load():
    """Who keeps no hours for joint work is idle: it neither tires nor burns out."""
    outcomes = simulate(load("steady", {"coordinator.analyse": 1}), 1, "alone").outcomes
    assert outcomes["member_hours"] == 0.0
    assert outcomes["burnout"] == 0.0
    assert outcomes["energy"] > 0.9


@pytest.mark.parametrize("seed", range(1, 13))
def test_a_model_tells_the_roles_of_every_week(seed):
    """After a pivot nobody keeps a step of the plan before."""
    model = CoalitionModel(load("central_african_republic"), seed, collect="nothing")
    while model.running:
        model.step()
        active = model.views.coalitions.status[0] == ACTIVE
        steps = (
            {step.name for step in model.case.obstacles[int(model.views.plans.obstacle[0])].steps} if active else set()
        )
        assert {agent.role for agent in model.agents} <= {None, *steps}
