"""What every rule and every strategy must keep to, whoever wrote it: found by discovery, run in two small worlds."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.briefing import AMBITION as DECIDED_AMBITION
from clever_coalitions.sim.briefing import (
    DISSOLVE,
    KEEP,
    LISTEN,
    OWN_WEIGHT,
    PIVOT_TO,
    RENEW,
    REVIEW_WEEKS,
    VOICES,
)
from clever_coalitions.sim.compiling import kernel
from clever_coalitions.sim.governance.agree.each import agree as each_for_itself
from clever_coalitions.sim.governance.forms import AGREE, FORMS, MEET, PROPOSE, find_form
from clever_coalitions.sim.governance.meet.hub import meet as through_the_hub
from clever_coalitions.sim.governance.propose.coordinator import propose as by_the_coordinator
from clever_coalitions.sim.plugins import STRATEGIES
from clever_coalitions.sim.run import simulate
from clever_coalitions.sim.state import (
    ACTIVE,
    CURRENT,
    STEP_WEEKS,
    coalitions,
    issues,
    minds,
    organizations,
    plan,
    seats,
    standing,
    stocks,
)

from ..validation.worlds import village, walk

WORLDS = {"weeks": village(), "days": village(step_days=1.0, weeks=12.0)}
COMBINATIONS = [
    f"{propose}+{agree}+{meet}" for propose in PROPOSE.names() for agree in AGREE.names() for meet in MEET.names()
]
every_world = pytest.mark.parametrize("world", WORLDS)

FINITE = (
    "stocks", "standing", "seats", "plans", "progress", "coordinators", "minds", "decision", "suspicion", "alarm",
    "theory", "issues", "shared", "tie_trust", "map", "outcomes", "traits", "proficiency",
)  # fmt: skip
SHARES = ("progress", "suspicion", "map", "tie_trust", "proficiency")


def within_0_and_1(numbers, slack=0.0):
    return bool(((numbers >= 0.0) & (numbers <= 1.0 + slack)).all())


def check_bounds(state):
    """Assert what holds at the end of every week, whoever decides."""
    for name in FINITE:
        assert np.isfinite(getattr(state, name)).all(), name
    for name in SHARES:
        assert within_0_and_1(getattr(state, name)), name
    stock, mind, seat, coalition = stocks(state), minds(state), seats(state), coalitions(state)
    for numbers in (stock.energy, mind.energy, mind.funding, standing(state).trust, coalition.served, coalition.chance):
        assert within_0_and_1(numbers)
    assert within_0_and_1(coalition.heeded, slack=1e-12)
    assert (stock.load >= 0.0).all()
    assert (issues(state).barrier > 0.0).all()
    assert ((issues(state).open >= 0.0) & (issues(state).open <= len(state.hours))).all()
    assert np.isin(seat.member, (0.0, 1.0)).all()
    assert np.isin(seat.offered, (0.0, 1.0)).all()
    assert np.isin(seat.pledged, (0.0, 1.0)).all()
    assert np.isin(state.theory, (0.0, 1.0)).all()
    assert state.suspicion.sum(axis=1) == pytest.approx(1.0, abs=1e-9)
    week = state.decision[:, LISTEN : RENEW + 1]
    assert within_0_and_1(week)
    assert (week.sum(axis=1) <= 1.0 + 1e-9).all()


def check_coalitions(state, before):
    """Assert what holds of seats, plans and wins."""
    seat, coalition, current = seats(state), coalitions(state), plan(state, CURRENT)
    for c in range(len(coalition.status)):
        members = np.flatnonzero(seat.member[c])
        assert coalition.size[c] == len(members) <= max(coalition.room[c], 1.0)
        assert sorted(state.roster[c, : len(members)]) == members.tolist()
        if len(members) == 0:
            assert coalition.chance[c] == 0.0
            assert coalition.won[c] == 0.0
        outside = seat.member[c] == 0.0
        assert (seat.hours[c, outside] == 0.0).all()
        if coalition.status[c] == ACTIVE:
            assert 0.0 < current.ambition[c] <= 1.0
            assert current.ambition[c] * 1000 == pytest.approx(round(current.ambition[c] * 1000), abs=1e-9)
            assert 0 <= current.obstacle[c] < len(state.hours)


def check_run(scenario, governance, strategy="listen-and-lead"):
    before = None
    for state in walk(scenario, 3, governance, strategy):
        check_bounds(state)
        members = seats(state).member
        check_coalitions(state, np.zeros_like(members) if before is None else before)
        before = members.copy()


@every_world
@pytest.mark.parametrize("governance", [*FORMS, *COMBINATIONS])
def test_every_combination_of_rules_keeps_the_contract(governance, world):
    check_run(WORLDS[world], governance)


@every_world
@pytest.mark.parametrize("governance", ["opt-in", "consensus"])
@pytest.mark.parametrize("strategy", STRATEGIES.names())
def test_every_strategy_keeps_the_contract(strategy, governance, world):
    check_run(WORLDS[world], governance, strategy)


@every_world
@pytest.mark.parametrize("governance", [*FORMS, *COMBINATIONS])
def test_a_run_can_be_repeated(governance, world):
    first, second = (simulate(WORLDS[world], 3, governance) for _ in range(2))
    assert first.digest == second.digest
    assert simulate(WORLDS[world], 4, governance).digest != first.digest


@pytest.mark.parametrize("governance", [*FORMS, "coordinator+share+hub", "table+each+hub"])
@pytest.mark.parametrize("name", ["syria", "central_african_republic"])
def test_nobody_works_more_than_its_capacity(governance, name):
    """Work and meetings of a step, talks included, fit into the hours that an organization has."""
    for state in walk(replace(load(name), weeks=60.0), 3, governance):
        used = (seats(state).hours + seats(state).meeting).sum(axis=0)
        assert (used <= organizations(state).capacity * state.time[STEP_WEEKS] + 1e-9).all()


# --- from outside the project -------------------------------------------------------------------------------


@kernel
def lead(briefing, decision):
    """Listen half of the week and rest the other half."""
    for use in range(LISTEN, RENEW + 1):
        decision[use] = 0.0
    decision[LISTEN] = 0.5
    decision[RENEW] = 0.5
    decision[VOICES] = 3.0
    decision[OWN_WEIGHT] = 0.5
    decision[REVIEW_WEEKS] = 4.0
    decision[PIVOT_TO] = KEEP
    decision[DISSOLVE] = briefing.fulfilled
    decision[DECIDED_AMBITION] = 0.25


@kernel
def agree(state, c):
    """Let each decide for itself."""
    each_for_itself(state, c)


@kernel
def meet(state, c):
    """Meet through the hub."""
    through_the_hub(state, c)


@kernel
def propose(state, c):
    """Let the coordinator propose."""
    by_the_coordinator(state, c)


def test_a_strategy_from_outside():
    result = simulate(WORLDS["weeks"], 3, "consensus", lead)
    assert np.nanmax(result.column("plan_ambition")) <= 0.25
    assert result.digest != simulate(WORLDS["weeks"], 3, "consensus").digest


@pytest.mark.parametrize(
    "governance",
    [
        pytest.param(f"{__name__}:propose+each+hub", marks=pytest.mark.slow),  # all that it calls is compiled anew
        f"coordinator+{__name__}:agree+hub",
        f"coordinator+each+{__name__}:meet",
    ],
    ids=["propose", "agree", "meet"],
)
def test_a_rule_from_outside(governance):
    """Rules named ``module:function`` that do as opt-in's do give opt-in's run."""
    assert simulate(WORLDS["weeks"], 3, governance).digest == simulate(WORLDS["weeks"], 3, "opt-in").digest


@pytest.mark.parametrize(
    "name", ["nobody-knows", "table+each", "table+maybe+hub", "table+share:0+hub", "table+share:x+hub"]
)
def test_an_unknown_form_is_named(name):
    with pytest.raises(LookupError, match=r"expected|number in"):
        find_form(name)
