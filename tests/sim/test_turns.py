"""What a case itself turns to, whom it cannot do without, and when a coordinator waits."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import simulate
from clever_coalitions.sim.briefing import PRESS
from clever_coalitions.sim.coordinators.listen_and_lead import lead
from clever_coalitions.sim.events import OVERCOME
from clever_coalitions.sim.mechanisms.office import brief
from clever_coalitions.sim.mechanisms.outcome import believed_opposition, opposition
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.scenario import Amendment, Scripted
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import campaigns, coordinators, issues, organizations, stocks

CASE = load("steady", {"weeks": 104})


def test_a_turn_in_a_week_is_a_change_in_that_week():
    turned = simulate(replace(CASE, turns=(Amendment(20.0, governance="consensus"),)), 3)
    assert turned.digest == simulate(CASE, 3, schedule=[Change(20.0, "consensus")]).digest
    assert turned.digest != simulate(CASE, 3).digest
    assert turned.forms == ((20, "consensus"),)
    led = simulate(replace(CASE, turns=(Amendment(20.0, strategy="directive"), Amendment(30.0, governance="alone"))), 3)
    assert led.strategies == ((20, "directive"),)
    assert led.strategy == CASE.strategy


def test_a_turn_after_the_first_obstacle_comes_with_the_step_behind_it():
    case = replace(load("syria"), turns=(Amendment(after="overcome", governance="bound-majority"),))
    turned = next(run for seed in range(40) if (run := simulate(case, seed, events=True)).forms)
    plain = simulate(load("syria"), turned.seed, events=True)
    first = int(plain.events[plain.events[:, 1] == OVERCOME][0, 0])
    assert turned.forms == ((first + 1, "bound-majority"),)
    assert np.array_equal(turned.series[: first + 1], plain.series[: first + 1], equal_nan=True)


def test_no_case_puts_another_into_the_seat_of_a_person_and_who_asks_does():
    turns = (Amendment(10.0, strategy="directive"), Amendment(after="window", strategy="directive"))
    seated = simulate(replace(CASE, turns=turns), 3, strategy="human")
    assert seated.digest == simulate(CASE, 3, strategy="human").digest
    asked = simulate(CASE, 3, strategy="human", schedule=[Change(10.0, strategy="directive")])
    assert asked.digest != seated.digest


def test_a_turn_that_waits_for_what_never_comes_changes_nothing():
    case = replace(CASE, turns=(Amendment(after="settled", governance="consensus"),))
    assert simulate(case, 3, weeks=10).digest == simulate(CASE, 3, weeks=10).digest


def required(many):
    """Return the Syria case in which no obstacle falls without so many faith leaders."""
    case = load("syria", {"kinds.faith leader.count": 4})
    return replace(case, obstacles=tuple(replace(one, required={"faith leader": many}) for one in case.obstacles))


def mean(case, outcome):
    return np.mean([simulate(case, seed, series=False).outcomes[outcome] for seed in range(60)])


def test_without_those_who_must_take_part_nothing_is_won():
    free, few, all_four = (mean(required(many), "obstacles_overcome") for many in (0, 1, 4))
    assert free > 0.5
    assert 0.0 < few <= free
    assert all_four < 0.5 * few


def test_whom_nothing_can_be_won_without_is_invited():
    with_them, without = (
        np.mean([simulate(required(many), seed).column("members: faith leader").mean() for seed in range(20)])
        for many in (1, 0)
    )
    assert with_them > without


def waiting(briefing, decision):
    """Lead as usual, and never press for a decision."""
    getattr(lead, "py_func", lead)(briefing, decision)
    decision[PRESS] = 0.0


def test_who_waits_for_ever_wins_nothing():
    case = load("steady", {"weeks": 52})
    runs = [Run(case, seed, "opt-in", waiting, plain=True, series=False).advance().outcomes() for seed in range(3)]
    assert [run["obstacles_overcome"] for run in runs] == [0.0, 0.0, 0.0]
    assert np.nansum([run["members"] for run in runs]) > 0.0


def test_a_coordinator_waits_while_its_plan_bets_on_what_is_known_to_be_wrong():
    interpreted = getattr(lead, "py_func", lead)
    briefing = getattr(brief, "py_func", brief)(Run(load("steady"), 5).advance(30).state, 0)
    decision = np.zeros(16)
    for near, pressed in ((0.6, 1.0), (0.4, 0.0)):
        interpreted(briefing._replace(plan_help=near * briefing.best_help), decision)
        assert decision[PRESS] == pressed


def test_a_first_guess_of_the_opposition_is_off_less_the_more_were_heard():
    run = Run(load("steady"), 5)
    off = abs(np.log(believed_opposition(run.state, 0) / opposition(run.state, 0)))
    run.advance(100)
    assert campaigns(run.state).voices[0] > 8
    assert abs(np.log(believed_opposition(run.state, 0) / opposition(run.state, 0))) < off / 3.0
    exact = Run(load("steady", {"synthesis.error": 0.0}), 5)
    assert believed_opposition(exact.state, 0) == opposition(exact.state, 0)


def test_linked_without_a_secretariat_is_self_organized():
    nobody = load("steady", {"coordinator.staff": 0.0, "weeks": 60})
    assert simulate(nobody, 3, "linked").digest == simulate(nobody, 3, "self-organized").digest
    assert simulate(CASE, 3, "linked").digest != simulate(CASE, 3, "self-organized").digest


@pytest.mark.parametrize("before", ["self-organized", "alone"])
def test_whoever_takes_office_on_the_way_knows_what_has_fallen(before):
    case, found = load("steady"), 0
    for seed in range(8):
        run = Run(case, seed, before, series=False).advance(100)
        issue = issues(run.state)
        if issue.settled[0] == 0.0 and (run.state.overcome_at[0] >= 0.0).any():
            found += 1
            run.hold("opt-in")
            gone = run.state.overcome_at[0] >= 0.0
            assert run.state.suspicion[0][gone].sum() < 0.01
            assert np.ptp(run.state.suspicion[0][~gone]) == 0.0
            assert not gone[int(campaigns(run.state).assumed[0])]
            assert not stocks(run.state).seats.any()
    assert found > 2


def test_whoever_takes_office_on_the_way_bets_on_what_blocks_by_then_as_on_the_first_day():
    case = load("steady", {"synthesis.prior": 1.0, "conditions.hazard": 0.05})
    changed = 0
    for seed in range(12):
        run = Run(case, seed, "alone", series=False).advance(30)
        changed += issues(run.state).obstacle[0] != Run(case, seed).state.queue[0, 0]
        run.hold("opt-in")
        if not (run.state.overcome_at >= 0.0).any():
            assert campaigns(run.state).assumed[0] == issues(run.state).obstacle[0]
    assert changed > 2


@pytest.mark.parametrize("form", ["alone", "self-organized", "opt-in"])
def test_nobody_learns_what_stands_in_the_way_of_an_issue_before_it_has_arisen(form):
    case = load("steady", {"conditions.issues": 2, "conditions.arrival": 100, "conditions.hazard": 0.0})
    run = next(run for run in (Run(case, seed, form) for seed in range(9)) if issues(run.state).arises[1] > 40.0)
    assumed = campaigns(run.state).assumed[1::2].copy()
    run.advance(40)
    np.testing.assert_array_equal(campaigns(run.state).assumed[1::2], assumed)


def test_hours_that_are_told_anew_are_shared_with_the_office_of_one_on_its_own():
    path, case = "organizations.Thailand.hours", load("shared_river", {"organizations.Thailand.hours": 90.0})
    who = case.names.index("Thailand")
    for form in ("opt-in", "alone", "linked"):
        usual = Run(case, 3, form).advance(21)
        told = Run(case, 3, form, schedule=[Change(20, numbers=((path, 90.0),))]).advance(21)
        assert organizations(told.state).capacity[who] == organizations(usual.state).capacity[who]
        more = Run(case, 3, form, schedule=[Change(20, numbers=((path, 180.0),))]).advance(21)
        assert organizations(more.state).capacity[who] > 1.8 * organizations(usual.state).capacity[who]
        if form != "opt-in":
            office = int(np.flatnonzero(coordinators(more.state).own == who)[0])
            assert coordinators(more.state).staff[office] > 1.8 * coordinators(usual.state).staff[office]


def test_what_blocks_from_the_first_day_is_no_change_that_was_missed():
    case = load("steady", {"conditions.hazard": 0.0})
    for obstacle in range(4):
        scripted = replace(case, script=(Scripted(0.0, "obstacle", float(obstacle)),))
        assert simulate(scripted, 1).outcomes["missed"] == 0.0


def test_what_a_script_changes_for_good_holds_for_an_issue_that_arises_later():
    case = load("steady", {"conditions.issues": 2, "conditions.arrival": 60.0})
    scripted = replace(case, script=(Scripted(2.0, "barrier", 7.0), Scripted(3.0, "stakes", 2.5)))
    run = Run(scripted, 1).advance(5)
    assert issues(run.state).arises[1] > 5.0
    assert issues(run.state).barrier.tolist() == [7.0, 7.0]
    assert issues(run.state).stakes.tolist() == [2.5, 2.5]


def test_an_obstacle_or_a_window_of_a_script_comes_to_no_issue_before_it_has_arisen():
    case = load("steady", {"conditions.issues": 2, "conditions.arrival": 60.0, "conditions.window_share": 0.1})
    usual = Run(case, 1)
    other = float((usual.state.queue[1, 0] + 1) % len(usual.state.hours))
    scripted = Run(replace(case, script=(Scripted(2.0, "obstacle", other), Scripted(2.0, "window", 30.0))), 1).advance(
        5
    )
    assert np.array_equal(scripted.state.queue[1], usual.state.queue[1])
    assert issues(scripted.state).window[1] == 0.0 < issues(scripted.state).window[0]
