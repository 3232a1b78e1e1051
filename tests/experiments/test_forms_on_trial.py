"""Forms on trial: rules crossed, the pivot watched, forms and levers compared."""

import numpy as np
import pytest

from coalitions.experiments.forms_on_trial.rules import RULES, combinations, contrast, cross, subsets, usual_cases
from coalitions.experiments.patterns import Lab
from coalitions.scenarios import load
from coalitions.sim.governance.forms import FORMS
from coalitions.sim.run import simulate

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
