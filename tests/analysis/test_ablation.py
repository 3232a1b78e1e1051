"""Trials judged: the effect, the bound, the best dose, whichever way they fall; and their figure."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.analysis.trials.ablation import (
    BOUND,
    CIRCULAR,
    NONE,
    OPEN,
    Ablation,
    ablation,
    best,
    bound,
    judged,
    worlds_needed,
    worlds_wanted,
)
from clever_coalitions.analysis.trials.ablation_figure import ablation_figure
from clever_coalitions.analysis.trials.ablation_words import percent, sentence
from clever_coalitions.experiments.trials import AS_IT_IS, BENEFIT_OFF, PRICE_OFF, Measured, conditions, trials

CALM, TURBULENT = conditions()
TRIALS = {one.number: one for one in trials()}
NOISE = np.random.default_rng(1)


def line(*means, worlds=400, spread=0.1):
    shared = NOISE.normal(size=(worlds, 1))
    return np.array(means) + 0.5 * shared + spread * NOISE.normal(size=(worlds, len(means)))


def measured(as_is=(1, 1.2, 1.5, 1.2), off=(1, 0.9, 0.8, 0.7), price=(1, 1.3, 1.6, 1.9), number=2, case=CALM, **how):
    lines = {AS_IT_IS: line(*as_is, **how), BENEFIT_OFF: line(*off, **how), PRICE_OFF: line(*price, **how)}
    return Measured(TRIALS[number], case.name, lines, line(2, **how)[:, 0])


# --- effects and the bound ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gain", "says"), [(0.5, "helps"), (-0.5, "hurts"), (0.0, "cannot be told from none")])
def test_the_effect_is_default_against_none_whichever_way_it_falls(gain, says):
    found = judged(measured(as_is=(1, 5, 1 + gain, 5)), CALM)
    assert found.effect.mean == pytest.approx(gain, abs=0.03)
    assert found.effect.sign == np.sign(gain)
    assert found.baseline == pytest.approx(1 + gain, abs=0.1)
    assert says in sentence(found)


@pytest.mark.parametrize(("left", "verdict"), [(-0.3, NONE), (0.0, NONE), (0.3, CIRCULAR)])
def test_what_is_left_without_the_channel_is_judged(left, verdict):
    found = judged(measured(off=(1, 1, 1 + left, 1), spread=0.05), CALM)
    assert found.bound.verdict == verdict
    assert verdict in sentence(found)
    assert found.bound.upper == pytest.approx(found.bound.effect.high / found.baseline)


def test_near_the_limit_or_with_few_worlds_more_are_needed_and_it_says_how_many():
    found = judged(measured(off=(1, 1, 1.02, 1), worlds=40, spread=0.3), CALM)
    assert found.bound.verdict == OPEN
    assert f"(about {found.bound.needed:,.0f})" in sentence(found)
    assert worlds_wanted(found, 10**9) >= found.bound.needed
    assert worlds_wanted(found, 50) == 50


def test_as_many_worlds_as_it_says_decide():
    limit = BOUND * 1.5
    pilot = NOISE.normal(0.0, 1.0, 4000)
    needed = round(worlds_needed(pilot, limit))
    decided = 0
    for _ in range(40):
        off = np.zeros((needed, 4))
        off[:, 2] = NOISE.normal(0.0, 1.0, needed)
        as_is = np.full((needed, 4), 1.5)
        decided += bound(Measured(TRIALS[2], "calm", {AS_IT_IS: as_is, BENEFIT_OFF: off}, None)).verdict == NONE
    assert 8 <= decided <= 34  # the number puts the limit at the end of the interval: about half of all samples decide


def test_no_effect_at_all_is_no_benefit_and_decided_wants_no_more():
    found = measured()
    found.lines[BENEFIT_OFF][:] = 1.0
    one = judged(found, CALM)
    assert one.bound.verdict == NONE
    assert worlds_wanted(one, 1000) == 0
    assert bound(found).needed == 0


def test_without_a_value_to_compare_with_nothing_is_decided():
    found = judged(measured(as_is=(-1, -1, -1, -1)), CALM)
    assert found.bound.verdict == OPEN
    assert math.isnan(found.bound.needed)
    assert "how many, cannot be said" in sentence(found)
    assert worlds_wanted(found, 700) == 700


def test_one_world_that_differs_tells_nothing():
    found = measured()
    found.lines[BENEFIT_OFF][:] = 1.0
    found.lines[BENEFIT_OFF][3, 2] = -9.0
    assert bound(found).verdict == OPEN


def test_further_worlds_are_fresh_ones():
    found = measured(off=(1, 1, 1, 1), worlds=300)
    found.lines[BENEFIT_OFF][:200, 2] += 9.0
    assert bound(found, counted_from=200).effect.worlds == 100
    assert bound(found, counted_from=200).effect.mean < 1.0 < bound(found).effect.mean


# --- the best dose --------------------------------------------------------------------------------------------------

NAMES = ("zero", "low", "default", "high")


def test_the_best_dose_its_rivals_and_whether_it_is_at_an_edge():
    inside = best(line(0, 1, 1, 0), NAMES, 2)
    assert inside.dose in ("low", "default")
    assert not inside.is_edge
    assert set(inside.rivals) | {inside.dose} == {"low", "default"}
    edge = best(line(0, 1, 2, 3), NAMES, 2)
    assert (edge.dose, edge.is_edge, edge.rivals) == ("high", True, ())
    assert edge.gain.mean == pytest.approx(1.0, abs=0.05)
    assert best(line(3, 2, 1, 0), NAMES, 2).dose == "zero"


def test_choosing_among_equals_wins_nothing():
    gains = [best(line(1, 1, 1, 1, worlds=30), NAMES, 2).gain.mean for _ in range(100)]
    assert abs(np.mean(gains)) < 0.01


# --- all together ---------------------------------------------------------------------------------------------------


def collected(findings):
    return ablation(findings, [CALM, TURBULENT], 1, 400)


def test_chances_allow_for_all_principles_of_a_condition():
    weak = [replace(measured(as_is=(1, 1, 1.008, 1)), trial=TRIALS[n]) for n in (2, 7, 8, 10)]
    alone = [judged(one, CALM) for one in weak]
    together = collected(alone).findings
    assert min(one.chance for one in together) == pytest.approx(min(1.0, 4 * min(one.chance for one in alone)))
    assert [one.effect.mean for one in together] == [one.effect.mean for one in alone]


def test_what_is_kept_can_be_read_again():
    found = collected([judged(measured(), CALM), judged(replace(measured(), trial=TRIALS[9]), CALM)])
    text = found.model_dump_json()
    assert "NaN" not in text
    assert Ablation.model_validate_json(text).model_dump_json() == text
    assert json.loads(text)["cases"].keys() == {"calm", "turbulent"}


def test_sentences_name_everything_that_was_found():
    said = sentence(judged(measured(number=9), CALM))
    assert said.startswith("Right people, calm: the default dose helps")
    assert "Without its price: +0.60" in said
    assert "Best dose: default" in said
    assert "Waits for hiring" in said
    opt_in = Measured(TRIALS[4], "calm", {AS_IT_IS: line(1, 1, 2)}, None)
    assert "against consensus" in sentence(judged(opt_in, CALM))
    assert not judged(opt_in, CALM).best.is_edge


@pytest.mark.parametrize(("share", "text"), [(0.18, "+18%"), (-0.012, "−1.2%"), (0.0, "+0.0%"), (math.nan, "–")])
def test_percent(share, text):
    assert percent(share) == text


# --- the figure -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def picture():
    every = [
        judged(measured(number=number, case=case, off=(1, 1, 1.5, 1)), case)
        for number in TRIALS
        for case in (CALM, TURBULENT)
        if len(TRIALS[number].doses) == 4
    ]
    return ablation_figure(collected(every))


def test_the_figure_has_a_panel_for_each_principle_and_condition(picture):
    assert len(picture.figure.axes) == 2 * 9
    titles = {axes.get_title() for axes in picture.figure.axes}
    assert {axes.get_title(loc="left") for axes in picture.figure.axes} | titles >= {"calm", "turbulent"}


def test_a_circular_benefit_is_called_so_in_the_figure(picture):
    words = [text.get_text() for axes in picture.figure.axes for text in axes.texts]
    assert words.count("circular: a bug") == 18


def test_the_figure_is_saved_with_its_words(picture, tmp_path):
    svg = picture.save(tmp_path / "ablation.svg").read_text("utf-8")
    assert "Servant leadership, calm" in svg
    assert "base seed 1" in svg
    assert "var(--variant-1)" in picture.inline("one")


def test_a_far_ceiling_is_written_and_one_principle_can_stand_alone():
    far = measured()
    one = judged(replace(far, ceiling=far.ceiling + 50), CALM)
    texts = [t.get_text() for axes in ablation_figure(collected([one])).figure.axes for t in axes.texts]
    assert any("mechanism free: ↑" in text for text in texts)
