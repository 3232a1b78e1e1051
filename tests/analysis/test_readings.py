"""Readings of studies: claims, maps, curves and factorials find what was put in, and nothing where there is nothing."""

import re
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.analysis.evidence.book import Book, Read
from clever_coalitions.analysis.evidence.chapters import chapters
from clever_coalitions.analysis.studies.claim_words import found_at
from clever_coalitions.analysis.studies.claims import (
    CONTRADICTED,
    DEPENDS,
    HOLDS,
    NOT_RUN,
    OPEN,
    PARTLY,
    PARTLY_NOT,
    ClaimAnswer,
    Told,
    claim_answers,
)
from clever_coalitions.analysis.studies.curves import curve_figure, curves
from clever_coalitions.analysis.studies.doses import bend, best_against, largest_step, rise
from clever_coalitions.analysis.studies.factorial import factorials
from clever_coalitions.analysis.studies.factorial import sentence as said_of_factorial
from clever_coalitions.analysis.studies.map_figure import map_figure
from clever_coalitions.analysis.studies.maps import maps, sentence
from clever_coalitions.analysis.studies.readings import pictures, sentences
from clever_coalitions.analysis.studies.regret import least_regret, regret
from clever_coalitions.analysis.studies.together import Pair, judged_together, times_of
from clever_coalitions.analysis.studies.words import differences_sentence
from clever_coalitions.experiments.estimates import LESS, MORE, SAME, paired_difference
from clever_coalitions.experiments.studies.format import ClaimPart

from .made_up import AXES, FULL, cells, study

BETTER = {"says": "Better.", "of": ["opt-in"], "than": ["consensus"]}
LISTEN = {"week.listen": {"values": [0.0, 0.1, 0.3, 1.0]}}
HILL = {0.0: 1.0, 0.1: 2.0, 0.3: 1.5, 1.0: 0.5}


def one_answer(value, claim, noise=0.1, **changes):
    asked = study(claims=[claim], **({"design": {"repetitions": 200}} | changes))
    return claim_answers(cells(asked, value, noise))[0]


def gain(size):
    return lambda place, choice, values: 1.0 + size * (choice == "opt-in")


# --- claims ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "expects", "verdict", "status"),
    [
        (0.3, "more", MORE, HOLDS),
        (0.3, "less", MORE, CONTRADICTED),
        (-0.3, "more", LESS, CONTRADICTED),
        (0.0, "more", SAME, CONTRADICTED),
        (0.0, "same", SAME, HOLDS),
        (0.0, "not more", SAME, HOLDS),
        (0.3, "not more", MORE, CONTRADICTED),
    ],
)
def test_a_contrast_has_the_verdict_of_its_number(size, expects, verdict, status):
    found = one_answer(gain(size), {**BETTER, "expects": expects})
    assert [told.difference.verdict for told in found.told] == [verdict]
    assert found.status == status


def test_what_only_some_achieve_is_said_to_be_of_the_worlds_with_both():
    """A third of the runs under one treatment settle nothing, and so have no durability."""
    asked = study(claims=[BETTER], design={"repetitions": 90}, outcomes=["durability", "trust"])
    made = cells(asked, gain(0.3), outcome="durability")
    place, column = asked.place_of("", "opt-in"), made.found.outcome_names.index("durability")
    made.found.outcomes[::3, place, column] = np.nan
    (found,) = claim_answers(made)
    where = " in 60 worlds"
    assert found_at(found, found.told[0]).endswith(f"]{where}")
    assert f" : {found.told[0].difference.losses} | more | holds |" in chapter(asked, made, found)
    said = differences_sentence(made.found, ["durability", "trust"])
    assert "within the same 90 worlds in which an outcome is defined under both, bars" in said
    assert "within the same 90 worlds, bars" in differences_sentence(made.found, ["trust"])
    table = regret(made.found, "durability")
    assert table["worlds"].tolist() == [60, 60]
    assert "best treatment of each of the 60 worlds that have it under all" in least_regret(table, "durability")


def chapter(asked, made, *answers):
    """Return a study as it is told in the evidence."""
    return " ".join(" ".join(chapters(Book({"forms": Read(asked, made, answers, 1, 1)}, (), 1), "")).split())


def test_a_table_of_a_study_under_way_has_intervals_that_hold_at_any_time():
    asked = study(design={"repetitions": 100}, claims=[{**BETTER, "within": 1.2}])
    made = cells(asked, gain(0.3))
    running = replace(made, found=replace(made.found, at_any_time=True))
    for one, other in zip(ends(asked, made), ends(asked, running), strict=True):
        assert other[1] - other[0] > 1.3 * (one[1] - one[0])


def test_where_no_world_is_within_how_rare_one_may_be_is_told():
    asked = study(design={"repetitions": 100}, claims=[{**BETTER, "within": -9.0}])
    made = cells(asked, gain(0.3))
    said = chapter(asked, made, *claim_answers(made))
    assert "| everywhere | 0.00 [0.00, 0.04] | 0.00 [0.00, 0.04] |" in said


def ends(asked, made):
    """Return the ends of all intervals in the tables of means and of shares of worlds."""
    rows = re.findall(r"\| everywhere \|.*?\| [a-z]*", chapter(asked, made, *claim_answers(made)))
    found = [tuple(map(float, one)) for row in rows for one in re.findall(r"\[([\d.]+), ([\d.]+)\]", row)]
    assert len(found) >= 2
    return found


def test_what_chance_hides_is_not_yet_known():
    found = one_answer(gain(0.05), BETTER, noise=1.0)
    assert found.status == OPEN
    assert found.told[0].difference.worlds_to_come > 0


@pytest.mark.parametrize(
    ("signs", "status"),
    [((1, 1), HOLDS), ((1, 0), PARTLY), ((1, -1), DEPENDS), ((1, 0, -1), DEPENDS), ((0, -1), PARTLY_NOT),
     ((-1, -1), CONTRADICTED), ((0, 0), OPEN), ((), NOT_RUN)],
)  # fmt: skip
def test_what_several_places_say_together(signs, status):
    assert ClaimAnswer(study(), ClaimPart(says="?"), tuple(Told("", None, sign) for sign in signs)).status == status


def test_places_are_told_apart():
    asked = study(places={"here": {}, "there": {}}, claims=[BETTER], design={"repetitions": 200})
    found = claim_answers(cells(asked, lambda place, choice, values: 2.0 + (choice == "opt-in") * (place == "here")))[0]
    assert [(told.place, told.difference.verdict) for told in found.told] == [("here", MORE), ("there", SAME)]
    assert found.status == DEPENDS


def test_a_claim_may_speak_of_some_points_only():
    claim = {**BETTER, "at": {"conditions": {"hazard": 0.04}}}
    value = lambda place, choice, values: 2.0 + (choice == "opt-in") * (values[0] > 0.03)  # noqa: E731
    found = one_answer(value, claim, uncertainties=AXES, design=FULL)
    assert found.told[0].difference.mean == pytest.approx(1.0, abs=0.05)
    assert found.told[0].difference.worlds == 200


def test_how_a_difference_moves_is_one_number():
    claim = {**BETTER, "along": "conditions.hazard"}
    value = lambda place, choice, values: 2.0 + (choice == "opt-in") * 10 * values[0]  # noqa: E731
    found = one_answer(value, claim, uncertainties=AXES, design=FULL)
    assert found.told[0].difference.mean == pytest.approx(0.4, abs=0.05)
    assert found.status == HOLDS


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ({"asks": "inside"}, HOLDS),
        ({"asks": "small", "up_to": 0.1}, HOLDS),
        ({"asks": "small", "up_to": 0.05}, CONTRADICTED),
        ({"asks": "rise"}, CONTRADICTED),
        ({"asks": "jump"}, HOLDS),
    ],
)
def test_the_shape_of_a_curve_is_found(claim, status):
    said = {"says": "?", "along": "week.listen", **claim}
    value = lambda place, choice, values: HILL[values[0]]  # noqa: E731
    found = one_answer(value, said, levers={}, uncertainties=LISTEN, design=FULL)
    assert found.status == status
    assert found.best.get("", 0.1) == 0.1


def test_where_all_doses_are_alike_the_best_one_is_no_better():
    said = {"says": "?", "along": "week.listen", "asks": "inside"}
    found = one_answer(lambda *_: 1.0, said, noise=1.0, levers={}, uncertainties=LISTEN, design=FULL)
    assert found.status in (OPEN, CONTRADICTED)
    assert abs(found.told[0].difference.mean) < 0.2


def test_of_many_claims_without_a_difference_hardly_one_is_called_different():
    random = np.random.default_rng(1)
    pairs = [Pair(random.normal(size=100), random.normal(size=100), "net_value") for _ in range(400)]
    assert sum(one.verdict in (MORE, LESS) for one in judged_together(pairs)) <= 2


def test_a_family_counts_as_many_times_as_it_has_members_for_each_that_is_called():
    assert times_of([0.0001, 0.001, 0.02, 0.03, 0.2, 0.9]) == pytest.approx(6 / 4)
    assert times_of([0.5, 0.9]) == 2.0
    assert times_of([0.04]) == 1.0


# --- along doses -----------------------------------------------------------------------------------------------------


def test_a_line_rises_and_a_square_bends():
    at = np.array([0.0, 1.0, 2.0])
    assert rise(np.array([[0.0, 3.0, 6.0]]), at) == pytest.approx([6.0])
    assert bend(np.array([[0.0, 3.0, 6.0]]), at) == pytest.approx([0.0])
    assert bend(np.array([[0.0, 1.0, 4.0]]), at) == pytest.approx([2.0])


def test_the_best_dose_is_scored_where_it_was_not_chosen():
    noise = np.random.default_rng(4).normal(size=(4000, 20))
    one, other = best_against(noise, range(10), range(10, 20))
    assert one.shape == other.shape == (2000,)
    assert abs(one.mean() - other.mean()) < 0.05
    hill = noise + np.arange(20)
    assert [side.mean() for side in best_against(hill, range(10), range(10, 20))] == pytest.approx([9, 19], abs=0.1)
    low = best_against(hill, range(10), range(10, 20), is_lower=True)
    assert [side.mean() for side in low] == pytest.approx([0, 10], abs=0.1)


@pytest.mark.parametrize("asks", ["inside", "small", "jump"])
def test_of_the_first_world_of_a_study_no_claim_is_known(asks):
    """A page draws what a claim says while worlds come in; at first there is nothing to choose in."""
    claim = {"says": "?", "along": "week.listen", "asks": asks} | ({"up_to": 0.1} if asks == "small" else {})
    asked = study(claims=[claim], levers={}, uncertainties=LISTEN, design={**FULL, "repetitions": 1})
    assert claim_answers(cells(asked, lambda place, choice, values: HILL[values[0]]))[0].status == OPEN


def test_where_an_outcome_is_not_defined_nothing_is_picked_and_nothing_said():
    values = np.full((20, 4), np.nan)
    values[10:] = np.arange(4.0)
    assert np.isnan(largest_step(values)[0]).all()
    assert [side.tolist() for side in best_against(values, [0, 1], [2, 3])] == [[1.0] * 10, [2.0] * 10]
    assert np.isnan(best_against(np.full((20, 4), np.nan), [0, 1], [2, 3])).all()


@pytest.mark.parametrize("means", [[1.0] * 7, [1.0, 0.8, 0.8, 1.0, 0.8, 0.8, 0.8]], ids=["all alike", "two alike"])
def test_the_best_of_two_sides_that_are_alike_is_hardly_ever_called_better_or_worse(means):
    random, told = np.random.default_rng(1), []
    for _ in range(studies := 300):
        values = np.array(means) + random.normal(0.0, 0.7, (100, 1)) + random.normal(0.0, 0.7, (100, 7))
        told.append(paired_difference(*best_against(values, [0, 6], range(1, 6)), "higher").verdict)
    assert sum(one in (MORE, LESS) for one in told) <= 0.05 * studies + 3.0 * (0.05 * studies) ** 0.5


def test_the_largest_step_is_found():
    values = np.tile([0.0, 0.1, 3.0, 3.2], (10, 1))
    step, whole = largest_step(values)
    assert step == pytest.approx([2.9] * 5)
    assert whole == pytest.approx([3.2] * 5)


# --- maps ------------------------------------------------------------------------------------------------------------


def split(place, choice, values):
    return 3.0 + (choice == "opt-in") * {0.0: -0.5, 0.02: 0.0, 0.04: 0.5}[values[0]]


def test_a_map_of_two_says_who_leads_where(tmp_path):
    (found,) = maps(cells(study(uncertainties=AXES, design=FULL), split))
    said = sentence(found)
    assert "Of 9 cells (net value, 200 worlds) it is known in 9 who leads: " in said
    assert all(f"{name} alone in 3" in said for name in ("opt-in", "consensus"))
    assert "several without a difference that matters in 3" in said
    assert "Opt-in is known to lead by most at conditions.hazard 0.04" in said
    assert "Consensus is known to lead by most at conditions.hazard 0 and" in said
    assert "by at least 0.4" in said
    assert map_figure(found).save(tmp_path / "map.svg").read_text("utf-8").count("Opt-in is known to lead") >= 1


def test_cells_lie_where_their_values_are():
    (found,) = maps(cells(study(uncertainties=AXES, design=FULL), split))
    consensus, opt_in = ((found.names.index(name),) for name in ("consensus", "opt-in"))
    assert [one.left for one in found.cells[::3]] == [consensus] * 3
    assert [len(one.left) for one in found.cells[1::3]] == [2] * 3
    assert [(one.left, round(one.margin, 1)) for one in found.cells[2::3]] == [(opt_in, 0.5)] * 3
    (turned,) = maps(
        cells(study(uncertainties=dict(reversed(AXES.items())), design=FULL), lambda p, c, v: split(p, c, v[::-1]))
    )
    assert [one.left for one in turned.cells[:3]] == [consensus] * 3
    assert [one.left for one in turned.cells[6:]] == [opt_in] * 3


def test_two_are_compared_where_one_of_them_asks_nobody():
    levers = {"governance": ["opt-in", "mandated"]}
    made = cells(study(levers=levers, uncertainties=AXES, design=FULL), lambda p, choice, v: 3.0 + (choice == "opt-in"))
    (found,) = maps(made)
    assert found.names == ("opt-in", "mandated")
    assert {one.left for one in found.cells} == {(0,)}


def test_a_study_of_something_else_is_no_map():
    assert maps(cells(study(design={"repetitions": 20}), gain(1.0))) == []
    one_axis = {"conditions.hazard": AXES["conditions.hazard"]}
    assert maps(cells(study(uncertainties=one_axis, design={**FULL, "repetitions": 20}), gain(1.0))) == []


# --- curves and factorials -------------------------------------------------------------------------------------------


def test_a_curve_says_where_it_is_highest(tmp_path):
    asked = study(levers={}, uncertainties=LISTEN, design=FULL, places={"here": {}, "there": {}})
    found = cells(asked, lambda place, choice, values: HILL[values[0]] + (place == "there"))
    here, there = curves(found, "net_value")
    assert here.means == pytest.approx(list(HILL.values()), abs=0.3)
    assert (there.means - here.means).mean() == pytest.approx(1.0, abs=0.05)
    assert "the highest mean" in curve_figure(found, "net_value").sentence
    assert list(pictures(found)) == ["made_up"]


RULES = {
    "governance": [
        f"{p}+{a}+{m}" for p in ("table", "coordinator") for a in ("share", "each") for m in ("table", "hub")
    ]
}


def test_a_factorial_finds_what_each_part_brings_and_what_two_bring_together():
    def value(place, choice, values):
        propose, agree, meet = choice.split("+")
        return 5.0 + (agree == "each") + 2.0 * (propose == "coordinator") * (meet == "hub")

    (found,) = factorials(cells(study(levers=RULES, design={"repetitions": 200}), value), "net_value")
    assert [one.difference.mean for one in found.mains] == pytest.approx([1.0, 1.0, 1.0], abs=0.05)
    assert [one.difference.mean for one in found.pairs] == pytest.approx([0.0, 1.0, 0.0], abs=0.05)
    assert [one.difference.verdict for one in found.pairs] == [SAME, MORE, SAME]
    assert "Worth more together: propose: coordinator rather than table and meet: hub rather" in said_of_factorial(
        found
    )


def test_numbers_and_forms_are_parts_too():
    two = {"synthesis.error": {"values": [0.33, 0.11]}, "club.core": {"values": [0.0, 0.3]}}
    found = factorials(cells(study(uncertainties=two, design=FULL), lambda p, c, v: 3.0 + (v[0] == 0.11)), "net_value")
    names = [one.names[0].split(":")[0] for one in found[0].mains]
    assert names == ["governance", "synthesis.error", "club.core"]
    assert [one.difference.verdict for one in found[0].mains] == [SAME, MORE, SAME]


def test_half_of_the_combinations_are_no_factorial():
    half = {"governance": RULES["governance"][:4] + RULES["governance"][5:]}
    assert factorials(cells(study(levers=half, design={"repetitions": 20}), gain(0.0)), "net_value") == []


def test_a_plain_study_has_no_reading_by_form():
    found = cells(study(design={"repetitions": 20}), gain(1.0))
    assert pictures(found) == {}
    assert sentences(found) == []
