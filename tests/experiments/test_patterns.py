"""Patterns: found by themselves, and measuring what they say that they measure."""

import math

import numpy as np
import pytest

from clever_coalitions.experiments.patterns import InterruptionError, Lab, patterns
from clever_coalitions.experiments.patterns.cascade import jumps
from clever_coalitions.experiments.patterns.city import city, week_with
from clever_coalitions.experiments.patterns.doses import best_dose, best_doses, cross_chosen, inverted_u
from clever_coalitions.experiments.patterns.lab import case
from clever_coalitions.experiments.patterns.modes import contexts, matched
from clever_coalitions.experiments.patterns.roles import swapped_week
from clever_coalitions.experiments.patterns.size import members_only
from clever_coalitions.experiments.patterns.trust import PATIENCE, weeks_to_return
from clever_coalitions.experiments.patterns.watching import Diary, overlap
from clever_coalitions.sim.run import simulate
from clever_coalitions.sim.week import WEEK

DOSES = (0.0, 1.0, 2.0, 3.0, 4.0)
CALIBRATED = {"F1", "F5", "F6", "F7", "F8", "F9", "F12"}


def worlds_that_score(*means, worlds=200):
    return np.array(means) + np.random.default_rng(1).normal(size=(worlds, len(means)))


# --- which there are -------------------------------------------------------------------------------------------------


def test_all_patterns_are_found_in_order():
    assert [one.id for one in patterns()] == [f"F{number}" for number in range(1, 14)]


def test_each_says_what_is_varied_and_the_rule_or_what_it_waits_for():
    for one in patterns():
        assert one.claim
        assert one.source
        assert (one.measure is None) == bool(one.waits_for) == (one.runs == 0), one.id


def test_matching_takes_the_best_mode_of_each_context_from_the_other_half():
    values = np.zeros((40, 2, 3))
    values[:, 0, 1] = 1.0
    values[:, 1, 2] = 3.0
    assert np.allclose(matched(values), 2.0)
    values[:20, 0] = [5.0, 1.0, 0.0]  # the first half would choose another mode in the first context
    found = matched(values)
    assert np.allclose(found[:20], (1.0 + 3.0) / 2)
    assert np.allclose(found[20:], (0.0 + 3.0) / 2)


def test_the_contexts_differ_in_number_and_not_in_hours():
    few, many = contexts()
    assert (few.organizations, many.organizations) == (12, 48)
    assert few.parameters.work.capacity * 12 == pytest.approx(many.parameters.work.capacity * 48)


def test_calibration_may_look_at_these_only():
    assert {one.id for one in patterns() if one.calibrates} == CALIBRATED


def test_the_assumption_restated_is_marked():
    marks = {one.id: one.mark for one in patterns()}
    assert "assumption" in marks["F4"]
    assert "contested" in marks["F4"]


# --- running ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", [one for one in patterns() if one.measure], ids=lambda one: one.id)
def test_each_runs_as_often_as_it_says_and_is_judged_by_something(pattern):
    runs = []
    parts = pattern.measure(Lab(2, progress=runs.append))
    assert sum(runs) == 2 * pattern.runs
    assert any(part.is_judged for part in parts)
    assert all(part.above < part.below for part in parts)
    assert all(part.effects.ndim == 1 for part in parts)


def test_worlds_are_those_of_a_comparison_and_depend_on_the_base_seed():
    def first_value(seed):
        return np.array(simulate(city(), seed, series=False).outcomes["forecast_error"])

    there = Lab(3, seed=5).outcome("forecast_error", [case("city", city())])[:, 0]
    assert np.array_equal(Lab(3, seed=5).each_world(first_value), there)
    assert not np.array_equal(Lab(3, seed=6).each_world(first_value), there)


def test_an_interruption_ends_a_pattern():
    def interrupt(runs):
        raise KeyboardInterrupt

    with pytest.raises(InterruptionError):
        Lab(3, progress=interrupt).each_world(lambda seed: np.zeros(1))


# --- doses -----------------------------------------------------------------------------------------------------------


def test_a_dose_is_scored_where_it_was_not_chosen():
    scores = np.zeros((4, 3))
    scores[:2, 1] = 1.0  # best in the first half, worth nothing in the second
    scores[2:, 2] = 1.0
    assert cross_chosen(scores, range(3)).tolist() == [0.0] * 4


def test_choosing_among_equals_wins_nothing():
    scores = worlds_that_score(*[0.0] * 20, worlds=2000)
    assert abs(cross_chosen(scores, range(19)).mean()) < 0.1 < scores[:, :19].mean(axis=0).max() * 4


def test_an_inverted_u_beats_both_edges_and_a_slope_only_one():
    low, high = inverted_u(worlds_that_score(0, 1, 2, 1, 0), DOSES, "dose", "value")
    assert low.effects.mean() > 1
    assert high.effects.mean() > 1
    low, high = inverted_u(worlds_that_score(0, 1, 2, 3, 4), DOSES, "dose", "value")
    assert low.effects.mean() > 1
    assert high.effects.mean() < -0.5


def test_groups_find_the_best_dose():
    scores = worlds_that_score(0, 0, 5, 0, 0)
    assert best_dose(scores, DOSES) == 2.0
    assert best_doses(scores, DOSES).tolist() == [2.0] * 10


def test_a_jump_is_told_from_a_slope():
    def largest_step_over_half(sizes):
        step, whole = jumps(sizes)
        return (step - whole / 2).mean()

    assert largest_step_over_half(worlds_that_score(10, 10, 10, 20, 20, 20)) > 3
    assert largest_step_over_half(worlds_that_score(20, 20, 20, 10, 10, 10)) > 3
    assert largest_step_over_half(worlds_that_score(10, 12, 14, 16, 18, 20)) < -2


# --- what single patterns measure ------------------------------------------------------------------------------------


def test_a_week_with_more_of_one_use_keeps_the_proportions_of_the_others():
    week = week_with("listen", 0.6)
    assert sum(week.values()) == pytest.approx(1.0)
    assert week["coordinator.listen"] == 0.6
    assert week["coordinator.analyse"] / week["coordinator.renew"] == pytest.approx(0.20 / 0.15)


@pytest.mark.parametrize("size", [2, 9, 40])
def test_a_coalition_has_the_size_that_was_set(size):
    run = simulate(city(), 1, choices=members_only(size))
    members = run.column("members")[~np.isnan(run.column("plan_ambition"))]
    assert set(members.tolist()) == {float(size)}


def test_swapping_roles_is_one_phase_more_after_the_roles():
    names = list(swapped_week())
    assert [name for name in names if name != "swap"] == list(WEEK)
    assert names[names.index("roles") + 1] == "swap"


def test_weeks_until_trust_is_back():
    level = np.full((60, 1), 0.5)
    level[10:14] = 0.4  # falls in week 10, is back in week 14
    assert weeks_to_return(level) == 4
    level[10:] = 0.4
    assert weeks_to_return(level) == PATIENCE
    assert math.isnan(weeks_to_return(np.full((60, 1), 0.5)))


def test_overlap_is_between_the_last_week_before_and_the_first_settled_week_after():
    weeks = {0: (1, 1, 1, 0), 1: (1, 1, 1, 0), 2: (0, 0, 1, 1), 3: (0, 0, 0, 1), 4: (1, 1, 1, 1)}
    members = np.array([weeks[week] for week in range(5)], dtype=float)
    assert overlap(Diary(members, [0, 0, 1, 1, 1], [True, True, False, True, True]), 1, 1) == 0.0
    assert overlap(Diary(members, [0, 0, 1, 1, 1], [True, True, True, True, True]), 1, 1) == 0.25
    assert math.isnan(overlap(Diary(members, [0, 0, 0, 0, 0], [True] * 5), 1, 1))


def test_where_a_campaign_had_ended_its_last_members_are_the_old_coalition():
    members = np.array([(1, 1, 0), (0, 0, 0), (0, 1, 1)], dtype=float)
    assert overlap(Diary(members, [0, -1, 1], [True, False, True]), 1, 1) == pytest.approx(1 / 3)
