"""The factorial over the principles: what is confounded with what, what a combination is, effects by hand."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.experiments.patterns import Lab
from clever_coalitions.experiments.trials import trials
from clever_coalitions.experiments.trials.conditions import calm, turbulent
from clever_coalitions.experiments.trials.factorial import (
    COMBINATIONS,
    Factorial,
    combined,
    design,
    measure_factorial,
    variants_of_factorial,
)
from clever_coalitions.sim.briefing import USES

TRIALS = tuple(trials())


def test_the_design_is_balanced_and_no_combination_comes_twice():
    levels = design()
    assert levels.shape == (128, 10)
    assert set(np.unique(levels)) == {-1.0, 1.0}
    assert np.all(levels.sum(axis=0) == 0.0)
    assert len({tuple(row) for row in levels}) == len(levels)
    assert np.all(levels[0] == 1.0)


def test_main_effects_and_pairs_are_confounded_with_nothing_of_one_or_two_principles():
    levels = design()
    words = [(i,) for i in range(10)] + list(itertools.combinations(range(10), 2))
    columns = np.stack([levels[:, list(word)].prod(axis=1) for word in words], axis=1)
    assert np.array_equal(columns.T @ columns, 128.0 * np.eye(len(words)))
    assert np.all(columns.sum(axis=0) == 0.0)


def test_three_at_once_can_be_taken_for_a_pair_but_for_no_single_one():
    levels = design()
    triples = [levels[:, list(word)].prod(axis=1) for word in itertools.combinations(range(10), 3)]
    pairs = [levels[:, list(word)].prod(axis=1) for word in itertools.combinations(range(10), 2)]
    assert any(abs(triple @ pair) == 128.0 for triple in triples for pair in pairs)
    assert not any(triple @ levels[:, one] for triple in triples for one in range(10))


def test_no_two_principles_touch_the_same_number():
    touched = [path for trial in TRIALS for path in trial.doses[0].numbers]
    uses = [trial.doses[0].use for trial in TRIALS if trial.doses[0].use]
    assert len(set(touched)) == len(touched)
    assert sorted(uses) == sorted(USES)


def test_with_all_principles_it_is_the_case_and_without_one_its_dose_of_none():
    assert combined(calm(), TRIALS, [1.0] * 10) == calm()
    for place, trial in enumerate(TRIALS):
        levels = [-1.0 if other == place else 1.0 for other in range(10)]
        assert combined(calm(), TRIALS, levels) == trial.doses[0].given(calm())


def test_without_several_the_week_is_shared_by_the_rest():
    levels = [-1.0 if trial.number in (3, 4, 10) else 1.0 for trial in TRIALS]
    case = combined(calm(), TRIALS, levels)
    coordinator = case.parameters.coordinator
    assert coordinator.listen == coordinator.renew == 0.0
    assert sum(getattr(coordinator, use) for use in USES) == pytest.approx(1.0)
    assert coordinator.own_weight == 1.0
    assert case.governance == "consensus"
    nothing = combined(calm(), TRIALS, [-1.0] * 10).parameters.coordinator
    assert sum(getattr(nothing, use) for use in USES) == 0.0


def test_effects_are_those_that_were_put_in():
    levels, rng = design(), np.random.default_rng(1)
    mains, pair = rng.normal(size=10), 0.7
    values = 3.0 + levels @ mains / 2.0 + pair * (levels[:, 1] * levels[:, 8]) / 2.0
    found = Factorial(calm(), TRIALS, levels, np.array([values, 2.0 * values]))
    assert found.main_effects()[0] == pytest.approx(mains)
    assert found.main_effects()[1] == pytest.approx(2.0 * mains)
    expected = [pair if places == (1, 8) else 0.0 for places in found.pairs()]
    assert found.pair_effects()[0] == pytest.approx(expected, abs=1e-12)


def test_all_combinations_run_in_the_same_worlds():
    runs = []
    case = replace(turbulent(), weeks=60.0)
    found = measure_factorial(case, Lab(2, progress=runs.append))
    assert sum(runs) == 2 * COMBINATIONS
    assert found.values.shape == (2, COMBINATIONS)
    place = 77
    again = Lab(2).outcome("net_value", [variants_of_factorial(case, TRIALS)[place]])
    assert np.array_equal(found.values[:, place], again[:, 0])
