"""Effects: chances that agree with intervals, and that allow for many effects at once."""

import math

import numpy as np
import pytest

from clever_coalitions.analysis.effects import Effect, adjusted, chance, effect
from clever_coalitions.experiments.intervals import interval


def some_values(shift, seed, worlds=30):
    random = np.random.default_rng(seed)
    return random.exponential(1.0, worlds) - 1.0 + shift


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_chance_is_below_a_twentieth_just_where_the_interval_leaves_out_zero(sign):
    agree = []
    for seed in range(300):
        values = sign * some_values(0.3, seed)
        low, high = interval(values)
        agree.append((chance(values) < 0.05) == (not low <= 0.0 <= high))
    assert all(agree)


def test_without_an_effect_a_twentieth_or_so_is_called_one():
    found = [effect(np.random.default_rng(seed).normal(size=40)).sign != 0 for seed in range(2000)]
    assert 0.03 < np.mean(found) < 0.065


def test_an_effect_says_on_which_side_it_is():
    assert effect(np.full(20, 0.5) + np.arange(20) / 100).sign == 1
    assert effect(-np.full(20, 0.5) - np.arange(20) / 100).sign == -1
    assert effect(np.array([1.0, -1.0] * 10)).sign == 0


def test_too_few_worlds_that_differ_tell_nothing():
    assert effect(np.array([1.0] * 5 + [0.0] * 20)).sign == 0
    assert effect(np.zeros(0)).sign == 0
    assert math.isnan(effect(np.zeros(0)).mean)


def test_the_same_difference_in_every_world_is_told_apart():
    assert effect(np.full(10, 0.25)).sign == 1


def test_ties_count_half():
    assert effect(np.array([1.0, 0.0, -1.0, 0.0])).above == 0.5


def test_worlds_without_the_outcome_are_left_out():
    found = effect(np.array([1.0, math.nan, 3.0]))
    assert (found.worlds, found.mean) == (2, 2.0)


def of_chance(value):
    return Effect(mean=1.0, low=0.5, high=1.5, chance=value, worlds=20, differ=20, above=0.9)


def test_cells_as_benjamini_and_hochberg():
    found = adjusted([of_chance(p) for p in (0.01, 0.02, 0.03, 0.5)], "cells")
    assert [one.chance for one in found] == pytest.approx([0.04, 0.04, 0.04, 0.5])
    assert [one.sign for one in found] == [1, 1, 1, 0]


def test_claims_as_holm_in_any_order():
    found = adjusted([of_chance(p) for p in (0.03, 0.01, 0.5, 0.02)], "claims")
    assert [one.chance for one in found] == pytest.approx([0.06, 0.04, 0.5, 0.06])


def test_nothing_to_adjust():
    assert adjusted([], "cells") == []


def test_kept_as_json_and_read_again():
    found = effect(np.array([1.0]))
    again = Effect.model_validate_json(found.model_dump_json())
    assert math.isnan(again.low)
    assert again.mean == 1.0
