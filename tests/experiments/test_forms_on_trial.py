"""Forms on trial: rules crossed, the pivot watched, forms and levers compared."""

import numpy as np
import pytest

from clever_coalitions.experiments.forms_on_trial.rules import (
    RULES,
    combinations,
    contrast,
    cross,
    subsets,
    usual_cases,
)
from clever_coalitions.experiments.forms_on_trial.turning import LAG, NET_VALUE, OVERLAP, seen, turn, weeks_to_plan
from clever_coalitions.experiments.patterns import Lab
from clever_coalitions.experiments.patterns import syria as pattern
from clever_coalitions.experiments.worlds import world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.run import simulate

# --- rules -----------------------------------------------------------------------------------------------------------


def test_the_first_combination_is_opt_in_and_the_last_consensus():
    forms = combinations()
    assert len(forms) == len(set(forms)) == 8
    for form, name in ((forms[0], "opt-in"), (forms[-1], "consensus")):
        preset = FORMS[name]
        assert form == f"{preset.propose}+{preset.agree}+{preset.meet}"
        case = load("steady", {"weeks": 40})
        assert simulate(case, 3, form).digest == simulate(case, 3, name).digest


def test_effects_are_orthogonal_and_leave_out_the_mean():
    weights = np.array([contrast(subset) for subset in subsets()])
    assert np.allclose(weights.sum(axis=1), 0.0)
    assert np.allclose(weights @ weights.T, 0.5 * np.eye(7))


def test_a_main_effect_is_the_difference_of_two_means():
    values = np.random.default_rng(1).normal(size=8)
    has_coordinator = np.array([form.startswith("coordinator") for form in combinations()])
    apart = values[has_coordinator].mean() - values[~has_coordinator].mean()
    assert values @ contrast(("propose",)) == pytest.approx(apart)


def test_the_odd_effects_add_up_to_opt_in_minus_consensus():
    values = np.random.default_rng(2).normal(size=8)
    odd = [values @ contrast(subset) for subset in subsets() if len(subset) % 2]
    assert sum(odd) == pytest.approx(values[0] - values[-1])


def test_rules_are_crossed_in_the_usual_cases():
    assert [case.name for case in usual_cases()] == ["calm", "turbulent", "syria"]
    crossed = cross(load("steady", {"weeks": 26}), Lab(3))
    assert crossed.values.shape == (3, 8, 9)
    assert set(RULES) == {"propose", "agree", "meet"}


# --- turning ---------------------------------------------------------------------------------------------------------


def test_weeks_to_the_plan_count_from_the_change_and_are_infinite_where_none_comes():
    assert weeks_to_plan([0, 0, 0, -1, 1], 1, 2) == 2.0
    assert weeks_to_plan([0, 1, 1, 1, 1], 1, 2) == 0.0
    assert weeks_to_plan([0, 1, 0, 0, 0], 1, 2) == np.inf


def test_what_is_seen_of_a_world_is_what_the_run_and_the_pattern_say():
    case = load("syria")
    told = seen(case, 5, "opt-in")
    run = simulate(case, 5, "opt-in")
    assert told[NET_VALUE] == run.outcomes["net_value"]
    assert told[LAG] == pytest.approx(run.outcomes["detection_lag"], abs=1.0)
    assert told[OVERLAP] == pytest.approx(pattern._overlap(case, 5, "opt-in"), nan_ok=True)


def test_all_worlds_of_a_lab_are_watched():
    turned = turn("syria", "consensus", Lab(2, seed=4))
    assert turned.is_turning
    assert np.array_equal(turned.values[1], seen(load("syria"), world_seed(4, 1), "consensus"), equal_nan=True)


@pytest.mark.parametrize(("case", "form"), [("syria", "alone"), ("syria_nothing_changes", "opt-in")])
def test_where_nothing_can_turn_only_outcomes_are_told(case, form):
    turned = turn(case, form, Lab(2))
    assert not turned.is_turning
    assert np.isfinite(turned.values[:, NET_VALUE]).all()
    outcome = simulate(load(case), world_seed(1, 0), form).outcomes["net_value"]
    assert turned.values[0, NET_VALUE] == outcome
