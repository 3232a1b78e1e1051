"""What maps say: told apart or not, in words that fit whichever way the numbers fall."""

import csv
import io

import numpy as np
import pytest

from clever_coalitions.analysis.trials.map_figure import map_figure
from clever_coalitions.analysis.trials.map_reading import MapReading, read
from clever_coalitions.analysis.trials.map_words import caption, paragraph
from clever_coalitions.experiments.maps import Drawn, Map, axis
from clever_coalitions.experiments.patterns.city import city

WORLDS = 60


def made_up(differences, outcome="net_value", noise=0.05):
    """Return a map whose cells differ by so much on average, (y, x), opt-in being at 1."""
    means = np.asarray(differences, dtype=float)
    random = np.random.default_rng(1).normal(scale=noise, size=(WORLDS, *means.shape))
    first = np.ones_like(random)
    x = axis("conditions.hazard", np.arange(means.shape[1]) / 100, "hazard of change")
    y = axis("club.values_spread", np.arange(means.shape[0]) / 10, "spread of values")
    asked = Map("made-up", "A made-up map", x, y, city, outcome=outcome)
    values = np.stack([first, first + means + random - random.mean(axis=0)], axis=3)
    return read(Drawn(asked, ("opt-in", "consensus"), values, WORLDS, 1, 0.0))


NOTHING = np.zeros((4, 4))
SPLIT = [[-0.4, -0.2, 0.2, 0.4]] * 4


def test_where_there_is_nothing_little_is_told_apart():
    """Of a thousand cells without a difference, hardly one is called different: judged one by one fifty would be."""
    random = np.random.default_rng(2).normal(size=(WORLDS, 25, 40))
    x, y = axis("conditions.hazard", np.arange(40) / 100), axis("club.values_spread", np.arange(25) / 25)
    values = np.stack([np.zeros_like(random), random], axis=3)
    found = read(Drawn(Map("none", "none", x, y, city), ("a", "b"), values, WORLDS, 1, 0.0))
    assert sum(cell.difference.sign != 0 for cell in found.cells) <= 3


def test_nothing_is_said_as_nothing():
    found = made_up(NOTHING)
    assert caption(found) == "In none of 16 cells can opt-in and consensus be told apart in net value in 60 worlds."
    assert "In no quarter" in paragraph(found)
    assert "ahead, by" not in paragraph(found)


def test_a_split_is_said_as_a_split():
    found = made_up(SPLIT)
    text = paragraph(found)
    assert "opt-in has more net value in 8 and consensus in 8" in text
    assert "Opt-in leads most at hazard of change 0 and spread of values" in text
    assert "Consensus leads most at hazard of change 0.03" in text
    assert "moves toward consensus, by 0.8" in text
    assert "with both low opt-in is ahead, by 0.30" in text
    assert "with both high consensus is ahead, by 0.30" in text


@pytest.mark.parametrize(("sign", "ahead"), [(-1.0, "opt-in"), (1.0, "consensus")])
def test_the_one_that_is_ahead_everywhere_is_named(sign, ahead):
    found = made_up(NOTHING + 0.3 * sign)
    other = {"opt-in": "consensus", "consensus": "opt-in"}[ahead]
    text = paragraph(found)
    counts = {"opt-in": "in none and consensus in 16", "consensus": "in 16 and consensus in none"}[other]
    assert f"opt-in has more net value {counts}" in text
    assert f"{other} is ahead" not in text
    assert f"{other.capitalize()} leads" not in text
    assert "cannot be told apart" not in text
    assert "Along neither hazard of change nor spread of values does the difference move" in text


def test_less_is_better_where_less_is_better():
    found = made_up(NOTHING - 0.3, outcome="harms")
    assert len(found.won(1)) == 16
    assert "opt-in has less enactments that harm in none and consensus in 16" in caption(found)


def test_one_cell_leads_and_does_not_lead_most():
    alone = NOTHING.copy()
    alone[1, 2] = 0.5
    assert "Consensus leads at hazard of change 0.02 and spread of values 0.1, by 0.50" in caption(made_up(alone))


def test_what_is_read_comes_back_from_json():
    found = made_up(SPLIT)
    assert MapReading.model_validate_json(found.model_dump_json()) == found


def test_the_figure_leaves_blank_what_cannot_be_told_and_says_what_it_shows():
    only_left = np.array([[-0.4, 0.0]] * 3)
    found = made_up(only_left)
    picture = map_figure(found)
    svg = picture.inline("m")
    assert caption(found)[:40] in svg
    assert svg.count(">0.40<") + svg.count("0.40") >= 3
    cells = picture.figure.axes[0].patches
    blank = [one for one in cells if np.allclose(one.get_facecolor()[:3], (254 / 255,) * 3, atol=0.01)]
    assert (len(cells), len(blank)) == (6, 3)


def test_cells_as_a_table():
    from clever_coalitions.app.commands.map import cell_rows
    from clever_coalitions.scenarios.spreadsheets import csv_text

    rows = list(csv.DictReader(io.StringIO(csv_text(cell_rows(made_up(SPLIT))))))
    assert len(rows) == 16
    assert rows[0]["better"] == "opt-in"
    assert float(rows[0]["difference"]) == pytest.approx(-0.4, abs=1e-5)
    assert float(rows[0]["consensus"]) - float(rows[0]["opt-in"]) == pytest.approx(-0.4, abs=1e-5)
