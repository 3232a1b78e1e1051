"""How the forms turn: medians over worlds that never get there, and words that fit whichever way the numbers fall."""

import math

import numpy as np
import pytest

from clever_coalitions.analysis.trials.turning_figure import turning_figure
from clever_coalitions.analysis.trials.turning_reading import (
    TurningReading,
    cells,
    in_weeks,
    median,
    paragraph,
    read,
    share,
)
from clever_coalitions.experiments.forms_on_trial.turning import CASES, FORMS, NOTHING, REAL, SAME, Turned

WORLDS = 100


def made_up(low=0.8, reached=1.0, same=0.8, pivots=0.05):
    """Return a reading in which opt-in turns in a share of worlds, with little overlap in a share of all, and so on."""
    made = []
    for case in CASES:
        for form in FORMS:
            values = np.zeros((WORLDS, 5))
            lags = np.where(np.arange(WORLDS) < reached * WORLDS, 5.0 + np.arange(WORLDS) % 7, math.inf)
            indices = np.where(np.arange(WORLDS) < low * WORLDS, 0.05, 0.6)
            if case == SAME:
                indices = same + 0.01 * np.sin(np.arange(WORLDS))
            is_turning = case != NOTHING and form != "alone"
            values[:, 0] = lags if is_turning else math.nan
            values[:, 1] = np.where(np.isfinite(lags), indices, math.nan) if is_turning else math.nan
            values[:, 2] = np.arange(WORLDS) < pivots * WORLDS
            values[:, 4] = np.sin(np.arange(WORLDS)) + (form == "opt-in")
            made.append(Turned(case, form, values))
    return read(made, seed=1)


# --- statistics ------------------------------------------------------------------------------------------------------


def test_the_median_counts_worlds_that_never_get_there():
    assert median(np.array([1.0, 2.0, math.inf])).middle == 2.0
    assert median(np.array([1.0, math.inf, math.inf])).middle is None
    assert in_weeks(median(np.array([1.0] * 45 + [math.inf] * 55))) == "never [1, never]"
    assert in_weeks(median(np.array([1.0] * 10 + [math.inf] * 90))) == "never"


def test_the_interval_of_a_median_holds_it_in_95_of_100_cases():
    random = np.random.default_rng(1)
    found = [median(random.exponential(size=41)) for _ in range(1000)]
    inside = np.mean([one.low <= math.log(2) <= one.high for one in found])
    assert 0.945 < inside < 0.985


def test_a_few_worlds_say_nothing_of_a_median():
    found = median(np.array([1.0, 2.0, 3.0]))
    assert (found.low, found.high) == (None, None)


def test_a_share_has_wilsons_interval():
    found = share(np.array([True] * 8 + [False] * 2))
    assert (found.low, found.high) == pytest.approx((0.4901625, 0.9433178), abs=1e-6)


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said", "unsaid"),
    [
        ({"low": 0.8}, "(index below 0.1) in most worlds under opt-in", "fewer than half"),
        ({"low": 0.2}, "in fewer than half of all worlds under opt-in", "in most worlds"),
        ({"low": 0.5}, "it is open in how many under opt-in", "in most worlds"),
        ({"low": 0.8, "reached": 0.3}, "in fewer than half of all worlds under opt-in", "in most worlds"),
        ({"reached": 1.0}, "in the median of all worlds it comes after 8 weeks [7, 9]", "never"),
        ({"reached": 0.3}, "in the median of all worlds it comes never;", "after 8 weeks"),
        ({"same": 0.8}, "opt-in keeps most of its members", "loses"),
        ({"same": 0.2}, "opt-in loses most of its members too", "keeps most"),
        ({"same": 0.5}, "open whether most are kept", "keeps most"),
        ({"pivots": 0.05}, "pivots are rare under opt-in", "often"),
        ({"pivots": 0.6}, "opt-in pivots often all the same", "rare"),
        ({"pivots": 0.2}, "it is open whether pivots are rare", "often"),
    ],
)
def test_words_follow_the_numbers(changes, said, unsaid):
    text = paragraph(made_up(**changes))
    assert said in text
    assert unsaid not in text


def test_the_others_are_set_against_opt_in():
    reading = made_up()
    assert reading.of(REAL, "opt-in").against is None
    assert reading.of(REAL, "consensus").against.sign == -1


def test_alone_has_a_value_and_nothing_else():
    found = made_up().of(REAL, "alone")
    assert (found.reached, found.lag, found.overlap, found.is_low) == (None,) * 4
    assert cells(found)[:4] == ("",) * 4


def test_what_is_read_comes_back_from_json():
    found = made_up(reached=0.3)
    again = TurningReading.model_validate_json(found.model_dump_json())
    assert again.model_dump_json() == found.model_dump_json()
    assert paragraph(again) == paragraph(found)


@pytest.mark.parametrize("reached", [1.0, 0.3, 0.0])
def test_the_figure_is_drawn_whoever_gets_there(reached):
    assert len(turning_figure(made_up(reached=reached)).figure.axes) == 3
