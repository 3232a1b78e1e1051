"""The factorial read: main effects and pairs, whichever way they fall, and their figure."""

import numpy as np
import pytest

from clever_coalitions.analysis.trials.ablation_factorial import (
    FactorialReadings,
    page,
    paragraph,
    read_factorial,
    strongest,
)
from clever_coalitions.analysis.trials.ablation_factorial_figure import factorial_figure
from clever_coalitions.experiments.trials import conditions, trials
from clever_coalitions.experiments.trials.factorial import Factorial, design

CALM, TURBULENT = conditions()


def factorial(mains, pairs=(), case=CALM, worlds=60, seed=1):
    levels, rng = design(), np.random.default_rng(seed)
    values = 1.0 + levels @ np.array(mains) / 2.0
    for (one, other), size in pairs:
        values = values + size * levels[:, one] * levels[:, other] / 2.0
    noise = 0.3 * rng.normal(size=(worlds, len(levels)))
    return Factorial(case, tuple(trials()), levels, values + noise)


MIXED = [0.2, -0.2, 0, 0, 0, 0, 0, 0, 0, 0.1]


def test_effects_keep_their_sign_and_nothing_is_told_from_none():
    found = read_factorial(factorial(MIXED, [((1, 8), 0.3), ((0, 3), -0.2)]), 1)
    assert [one.effect.sign for one in found.mains] == [1, -1, 0, 0, 0, 0, 0, 0, 0, 1]
    assert [(one.numbers, one.effect.sign) for one in strongest(found.pairs)] == [((2, 9), 1), ((1, 4), -1)]
    assert found.all_on == pytest.approx(1.1, abs=0.2)


def test_the_words_follow_the_data():
    said = paragraph(read_factorial(factorial(MIXED, [((1, 8), 0.3), ((0, 3), -0.2)]), 1))
    assert "Servant leadership (+0.2" in said
    assert "help on average over all others. Theory of change (−0.2" in said
    assert "hurts." in said
    assert "Worth more together: Theory of change and Right people" in said
    assert "Worth less together: Servant leadership and Opt-in" in said
    said = paragraph(read_factorial(factorial([0.0] * 10), 1))
    assert "help" not in said.replace("Morale", "")
    assert "No pair can be told from none." in said


def test_chances_allow_for_all_pairs():
    told = sum(len(strongest(read_factorial(factorial([0] * 10, seed=s), 1).pairs)) for s in range(40))
    assert told <= 8  # a single mistake in one of twenty: two are to be expected, 90 would be without the allowance


def test_what_is_kept_can_be_read_again_and_written():
    kept = FactorialReadings(readings=(read_factorial(factorial(MIXED), 1),))
    assert FactorialReadings.model_validate_json(kept.model_dump_json()) == kept
    assert "calm, 60 worlds:" in page(kept)


def test_the_figure_has_bars_and_pairs_for_each_condition(tmp_path):
    both = [read_factorial(factorial(MIXED, [((1, 8), 0.3)], case), 1) for case in (CALM, TURBULENT)]
    picture = factorial_figure(both)
    assert len(picture.figure.axes) == 4
    bars, pairs = picture.figure.axes[:2]
    assert len(bars.patches) == 10
    assert len(pairs.patches) == 45 + 2
    assert "turbulent" in picture.sentence
    assert picture.save(tmp_path / "factorial.svg").stat().st_size > 1000
