"""What answers the question of a study, and what its report says and leaves out, from runs that are made up."""

import re

import pytest

from clever_coalitions.analysis.studies.answer import answers
from clever_coalitions.analysis.studies.cells import Cells
from clever_coalitions.analysis.studies.figures import study_figures
from clever_coalitions.analysis.studies.report import study_report

from .made_up import cells, runs_of, study

PLACES = {"places": {"calm": {}, "stormy": {}}}
SEEDS = {"design": {"repetitions": 200}}
CURVE = {
    "levers": {},
    "uncertainties": {"week.listen": {"values": [0.0, 0.2, 0.4]}},
    "design": {"kind": "full-factorial", "repetitions": 200, "seed": 3},
}
OPT_IN_MORE = {"says": "Opt-in achieves more.", "of": ["opt-in"], "than": ["consensus"]}
ALL_SAY_THIS = [OPT_IN_MORE, *({**OPT_IN_MORE, "says": f"It does, {n}."} for n in range(3))]


def two(place, choice, values):
    return 0.5 if choice == "opt-in" else 0.2


def rising(place, choice, values):
    return values[0] * (1.0 if place == "calm" else 2.0)


def answer_of(value, **asked):
    made = study(**asked)
    return answers(Cells.of(made, runs := runs_of(made, value)), runs, False)


def test_claims_are_answered_one_by_one_or_the_first_and_a_count():
    one = answer_of(two, **SEEDS, claims=ALL_SAY_THIS[:1])
    assert re.fullmatch(r"Opt-in achieves more\. Holds: more, \+0\.3\d* \[.*\]\.", one[0])
    assert [said.split(" Holds")[0] for said in answer_of(two, **SEEDS, claims=ALL_SAY_THIS[:2])] == [
        "Opt-in achieves more.",
        "It does, 0.",
    ]
    assert answer_of(two, **SEEDS, claims=ALL_SAY_THIS)[1:] == ["Of 3 claims beside: 3 hold."]


def test_a_curve_answers_with_its_curve_and_without_claims_so():
    (said,) = answer_of(rising, **CURVE)
    assert said.startswith("Net value along week.listen")


def test_places_without_claims_are_told_apart_also_where_nothing_is_compared():
    calm, stormy = answer_of(two, **SEEDS, **PLACES)
    assert calm.startswith("Calm: opt-in achieves")
    assert stormy.startswith("Stormy: opt-in achieves")
    calm, stormy = answer_of(two, **SEEDS, **PLACES, levers={})
    assert calm.startswith("Calm: net value is")
    assert stormy.startswith("Stormy: net value is")


@pytest.mark.parametrize("asked", [CURVE, SEEDS | {"levers": {}}], ids=["along a number", "as it is"])
def test_places_are_no_treatments_that_one_could_choose(asked):
    """What one may regret, and what a number does to a difference, is asked of treatments."""
    made = study(**asked, **PLACES)
    found = cells(made, rising if "uncertainties" in asked else two).found
    page = study_report(made, found, runs_of(made, two if not made.uncertainties else rising), "again", is_full=True)
    assert "regret" not in page
    assert "minus calm" not in page
    assert "treatments (" not in page
    assert "in each of 2 places (calm and stormy)" in page


def test_what_one_may_regret_is_told_place_by_place():
    made = study(**SEEDS, **PLACES)
    runs = runs_of(made, two)
    page = study_report(made, Cells.of(made, runs).found, runs, "again", is_full=True)
    for place in PLACES["places"]:
        assert f"{place}: opt-in leaves least to regret" in page


def test_each_figure_of_a_study_has_a_title_of_its_own():
    """By which a page finds it."""
    made = study(**SEEDS, **PLACES)
    runs = runs_of(made, two)
    titles = [one.title for one in study_figures(made, Cells.of(made, runs).found, runs)]
    assert len(set(titles)) == len(titles) == 2


def test_a_report_lists_what_came_of_each_claim():
    made, plain = study(**SEEDS, claims=ALL_SAY_THIS), study(**SEEDS)
    runs = runs_of(made, two)
    page, without = (study_report(one, Cells.of(one, runs).found, runs, "again") for one in (made, plain))
    assert page.count("It does,") == 3
    assert "Benjamini" in page
    assert "Benjamini" not in without
