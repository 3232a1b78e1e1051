"""What the rules of opt-in do: in words that fit whichever way the numbers fall."""

import numpy as np
import pytest

from clever_coalitions.analysis.trials.rules_figure import rules_figure
from clever_coalitions.analysis.trials.rules_reading import RulesReading, paragraph, read
from clever_coalitions.experiments.forms_on_trial.rules import OUTCOMES, Crossed, combinations, contrast, subsets
from clever_coalitions.scenarios import load

WORLDS = 80


def made_up(noise=0.05, **effects):
    """Return what is read where rules have these effects in every outcome: ``propose=0.3``, ``agree_meet=-0.2``."""
    random = np.random.default_rng(1)
    weights = {"_".join(subset): 2.0 * contrast(subset) for subset in subsets()}
    means = 1.0 + sum((size * weights[name] for name, size in effects.items()), np.zeros(8))
    errors = random.normal(scale=noise, size=(WORLDS, 8, len(OUTCOMES)))
    values = means[:, None] + errors - errors.mean(axis=0)
    return read(Crossed(load("steady"), combinations(), values), seed=1)


def test_effects_put_in_come_out():
    found = made_up(propose=0.3, agree=-0.2, agree_meet=0.1)
    assert found.of("propose").mean == pytest.approx(0.3, abs=0.02)
    assert found.of("agree").mean == pytest.approx(-0.2, abs=0.02)
    assert found.of("agree", "meet").mean == pytest.approx(0.1, abs=0.02)
    assert found.whole.mean == pytest.approx(0.1, abs=0.03)


@pytest.mark.parametrize(
    ("effects", "said", "unsaid"),
    [
        (
            {"propose": 0.3},
            ["opt-in has more net value than consensus", "Net value comes from the coordinator's proposal"],
            ["is lost by", "bring more together", "bring less together"],
        ),
        (
            {"propose": -0.3},
            ["consensus has more net value than opt-in", "Net value is lost by the coordinator's proposal"],
            ["comes from", "opt-in has more"],
        ),
        (
            {"propose": 0.3, "agree": -0.3},
            ["no difference in net value between opt-in and consensus can be told", "comes from", "It is lost by"],
            ["has more net value"],
        ),
        ({"propose_meet": 0.2}, ["Who proposes and who meets whom bring more together"], ["bring less"]),
        ({"propose_meet": -0.2}, ["Who proposes and who meets whom bring less together"], ["bring more"]),
        ({}, ["No effect by itself can be told of", "No two of the rules"], ["comes from", "is lost by"]),
    ],
)
def test_words_follow_the_numbers(effects, said, unsaid):
    text = paragraph(made_up(**effects))
    for words in said:
        assert words in text
    for words in unsaid:
        assert words not in text


def test_what_is_read_comes_back_from_json():
    found = made_up(propose=0.3)
    assert RulesReading.model_validate_json(found.model_dump_json()) == found


def test_the_figure_has_a_panel_a_case():
    found = made_up(propose=0.3)
    picture = rules_figure([found, found])
    assert len(picture.figure.axes) == 2
    assert "all three together" in picture.inline("r")
