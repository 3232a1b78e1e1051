"""Offices: when they rest, who has the hours that they cost, and what whoever takes one on the way has decided."""

import numpy as np
import pytest

from clever_coalitions import load
from clever_coalitions.sim.briefing import CONVENE, CREDIT, KEEP, PIVOT_TO, PRESS, RENEW, STAFF_HOURS
from clever_coalitions.sim.coordinators import learner
from clever_coalitions.sim.mechanisms.office import use_hours
from clever_coalitions.sim.population import Choice
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import ACTIVE, campaigns, coalitions, coordinators, issues, organizations, stocks

PLAIN = "listen-and-lead"
STEADY = load("steady", {"weeks": 104})
SIMPLE = load("steady", {"weeks": 104, "conditions.stages": 1, "conditions.hazard": 0.0, "club.grant": 0.5})


def settled(form, strategy, many=3):
    """Return runs of some worlds in which everything is settled early, in the week after that."""
    runs = []
    for seed in range(40):
        run = Run(SIMPLE, seed, form, strategy)
        while run.left > 20 and not issues(run.state).settled.all():
            run.advance(1)
        if run.left > 20:
            runs.append(run.advance(1))
        if len(runs) == many:
            break
    assert len(runs) == many
    return runs


@pytest.mark.parametrize("form", ["opt-in", "consensus", "self-organized", "alone"])
def test_when_all_is_settled_the_office_rests_and_nobody_pays_for_it(form):
    for run in settled(form, PLAIN):
        assert not (coalitions(run.state).status == ACTIVE).any()
        spent, voices = run.outcomes()["hub_hours"], campaigns(run.state).voices.copy()
        assert spent > 0.0
        for _ in range(12):
            run.advance(1)
            assert not campaigns(run.state).hours.any()
            assert not stocks(run.state).contributed.any()
            assert not stocks(run.state).spent.any()
        assert run.outcomes()["hub_hours"] == spent
        assert np.array_equal(campaigns(run.state).voices, voices)
        assert not run.result().column("hub_hours")[run.done - 12 : run.done].any()


def test_who_preserves_itself_goes_on_and_is_paid_for():
    for run in settled("opt-in", f"self-preserving:104+{PLAIN}"):
        before = run.outcomes()
        for _ in range(12):
            run.advance(1)
            assert campaigns(run.state).hours[0] > 0.0
            assert stocks(run.state).contributed.sum() > 0.0
        assert run.outcomes()["hub_hours"] > before["hub_hours"]
        assert run.outcomes()["weeks_outliving"] == before["weeks_outliving"] + 12.0


@pytest.mark.parametrize("form", ["opt-in", "self-organized", "alone"])
@pytest.mark.parametrize("deadline", [np.inf, 30])
def test_what_ends_with_its_issue_outlives_nothing(form, deadline):
    case, ended = SIMPLE.with_numbers({"conditions.deadline": deadline}), 0
    for seed in range(8):
        run = Run(case, seed, form, series=False).advance()
        ended += issues(run.state).settled[0] != 0.0
        assert run.outcomes()["weeks_outliving"] == 0.0
    assert ended > 2


@pytest.mark.parametrize("strategy", ["absent", PLAIN])
def test_no_office_prepares_more_talks_than_it_has_hours_for(strategy):
    talks = 0
    for seed in range(3):
        run = Run(STEADY, seed, "consensus", strategy, series=False)
        for _ in range(40):
            coalition = coalitions(run.advance(1).state)
            talks += coalition.drafting[0]
            assert coalition.facilitated[0] <= use_hours(run.state, 0, CONVENE) + 1e-9
    assert talks > 5


# --- what no coordinator costs -----------------------------------------------------------------------------------


def hours_of(run):
    """Return what each organization has for joint work, and for an office of its own."""
    own, office = coordinators(run.state).own.astype(int), np.zeros(len(organizations(run.state).id))
    office[own[own >= 0]] = coordinators(run.state).staff[own >= 0] * STAFF_HOURS
    return organizations(run.state).capacity.copy(), office


@pytest.mark.parametrize("form", ["self-organized", "alone", "linked"])
@pytest.mark.parametrize(("number", "value"), [("club.grant", 0.0), ("club.grant", 1.0), ("coordinator.staff", 20.0)])
def test_what_a_coordinator_would_cost_changes_on_the_way_as_at_the_beginning(form, number, value):
    changed = Run(STEADY, 2, form, schedule=[Change(26, numbers=((number, value),))]).advance(27)
    begun, usual = Run(STEADY.with_numbers({number: value}), 2, form), Run(STEADY, 2, form)
    for found, expected in zip(hours_of(changed), hours_of(begun), strict=True):
        assert np.array_equal(found, expected)
    assert (sum(hours_of(changed)).sum() == sum(hours_of(usual)).sum()) == (form == "linked")


@pytest.mark.parametrize("forms", [("self-organized", "linked"), ("linked", "alone"), ("opt-in", "self-organized")])
def test_a_secretariat_that_comes_or_goes_takes_or_leaves_its_funds(forms):
    before, after = forms
    there, back = Change(26, governance=after), Change(40, governance=before)
    run = Run(STEADY, 2, before, schedule=[there, back]).advance(27)
    for form, weeks in ((after, 0), (before, 14)):
        for found, expected in zip(hours_of(run.advance(weeks)), hours_of(Run(STEADY, 2, form)), strict=True):
            assert np.array_equal(found, expected)
    assert sum(hours_of(Run(STEADY, 2, before))).sum() != sum(hours_of(Run(STEADY, 2, after))).sum()


# --- taking office on the way ------------------------------------------------------------------------------------


def decided(case=STEADY, strategy=PLAIN, weeks=100, **options):
    """Return what was decided in each week for each coalition, (weeks, coalitions, decisions)."""
    run = Run(case, 3, "opt-in", strategy, series=False, **options)
    return np.array([run.advance(1).state.decision.copy() for _ in range(weeks)])


def test_whoever_decides_late_decides_first_what_it_decided_in_its_first_week():
    idle = STEADY.with_numbers({"joining.response": 0.0})
    late = decided(idle, schedule=[Change(50, strategy="delayed:8+random")])[:, 0]
    drawn = decided(idle, "random")[:, 0, : RENEW + 1]
    assert (late[50:58, : RENEW + 1] == drawn[50]).all()
    assert np.array_equal(late[58:, : RENEW + 1], drawn[50:92])
    assert (late[50:58, PIVOT_TO] == KEEP).all()
    assert late[50:58, PRESS].any()


@pytest.mark.parametrize("delay", [8, 30])
def test_a_delay_on_the_way_is_one_of_the_beginning_so_many_weeks_later(delay):
    idle = STEADY.with_numbers({"joining.response": 0.0})
    late = decided(idle, schedule=[Change(41, strategy=f"delayed:{delay}+directive")])[:, 0]
    assert (late[41:, : RENEW + 1] == late[41, : RENEW + 1]).all()
    assert late[41, : RENEW + 1].sum() == pytest.approx(1.0, abs=0.01)


def test_a_learner_that_comes_later_counts_no_trial_before_its_own_stretch_is_over():
    run = Run(STEADY, 3, "opt-in", PLAIN, schedule=[Change(60, strategy="learner")], series=False).advance(68)
    assert STEADY.parameters.coordinator.review_weeks == 8.0
    trials = run.state.memory[0, learner.TRIALS : learner.TRIALS + learner.WAYS]
    assert trials.sum() == 0.0
    assert run.state.memory[0, learner.SINCE] == 60.0
    run.advance(1)
    assert trials.sum() == 1.0


def test_whoever_comes_into_office_remembers_nothing_of_whoever_was_there():
    run = Run(STEADY, 3, "opt-in", "delayed:4+learner", series=False).advance(30)
    assert run.state.memory.any()
    run.hold("consensus")
    assert run.state.memory.any()
    run.hold(strategy="delayed:4+random")
    assert not run.state.memory.any()


# --- a person ----------------------------------------------------------------------------------------------------


def test_what_a_person_decides_of_pressing_and_of_credit_holds_until_it_is_decided_anew():
    choices = [Choice(10, PRESS, 0, 0.0), Choice(12, CREDIT, 0, 0.6), Choice(20, PRESS, 0, 1.0)]
    rows = decided(strategy="human", weeks=30, choices=choices)[:, 0]
    assert np.array_equal(rows[:, PRESS] == 0.0, np.isin(np.arange(30), np.arange(10, 20)))
    assert np.array_equal(rows[:, CREDIT] == 0.6, np.arange(30) >= 12)


def test_what_a_person_keeps_of_the_credit_of_one_of_two_issues_it_keeps():
    case = load("steady", {"weeks": 40, "conditions.issues": 2})
    run = Run(case, 3, "opt-in", "human", choices=[Choice(12, CREDIT, 0, 0.6)])
    assert coordinators(run.advance(12).state).credit_kept[0] == case.parameters.coordinator.credit_kept
    for _ in range(20):
        assert coordinators(run.advance(1).state).credit_kept[0] == 0.6
