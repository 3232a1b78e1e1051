"""Who leads, over two numbers and over all that is not known: what was put in is found, and what is open said to be."""

import math
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.analysis.evidence.over_priors import of_sample, who_leads
from clever_coalitions.analysis.studies.cells import Counts
from clever_coalitions.analysis.studies.claims import CONTRADICTED, HOLDS, claim_answers
from clever_coalitions.analysis.studies.factorial import factorials
from clever_coalitions.analysis.studies.leaders import leads
from clever_coalitions.analysis.studies.map_figure import map_figure
from clever_coalitions.analysis.studies.maps import letters, maps, sentence
from clever_coalitions.analysis.studies.numbers import Influences, analyzed
from clever_coalitions.analysis.studies.priors import given_up, is_flipped, over
from clever_coalitions.analysis.studies.readings import pictures, sentences
from clever_coalitions.analysis.studies.together import Pair, at_least
from clever_coalitions.experiments.estimates import LESS, MORE, UNKNOWN
from clever_coalitions.experiments.intervals import mean_of, wilson
from clever_coalitions.experiments.studies import StudyError, study_of
from clever_coalitions.experiments.studies.design import points_of

from .made_up import AXES, FULL, cells, study

THREE = {"governance": ["opt-in", "consensus", "alone"]}
RANGES = {"conditions.hazard": {"low": 0.0, "high": 0.04}, "club.values_spread": {"low": 0.1, "high": 0.5}}
SAMPLE = {"kind": "latin-hypercube", "points": 80, "repetitions": 20, "seed": 3}


def worlds(*means, many=200, noise=0.1):
    random = np.random.default_rng(2)
    return random.normal(size=(many, 1)) + np.array(means) + noise * random.normal(size=(many, len(means)))


# --- in one place ----------------------------------------------------------------------------------------------------


def test_one_leads_alone_where_all_others_are_known_to_be_worse():
    (found,) = leads([worlds(1.0, 2.0, 0.0)], "net_value")
    assert (found.left, found.out, found.is_known, found.to_come) == ((1,), (0, 2), True, 0.0)
    assert found.margin == pytest.approx(1.0, abs=0.05)


def test_less_is_better_where_it_is():
    (found,) = leads([worlds(1.0, 2.0, 0.0)], "harm")
    assert found.left == (2,)


def test_several_lead_where_no_difference_among_them_matters():
    (found,) = leads([worlds(100.0, 100.0, 50.0)], "net_value")
    assert (set(found.left), found.out, found.is_known) == ({0, 1}, (2,), True)


def test_what_is_open_says_among_whom_and_how_many_worlds_would_tell():
    (found,) = leads([worlds(1.0, 1.02, -5.0, many=30, noise=0.4)], "net_value")
    assert (set(found.left), found.out, found.is_known) == ({0, 1}, (2,), False)
    assert 1.0 < found.to_come < math.inf
    assert who_leads(found, ("a", "b", "c")).startswith("not yet known, among ")


def test_in_one_place_a_false_known_to_be_worse_is_as_rare_as_one_in_twenty():
    """Ten are alike and ten far behind: however easy those are, they make none of the others easier (three errors)."""
    random, behind, many = np.random.default_rng(1), 0.7 * (np.arange(20) >= 10), 40
    noise = random.normal(size=(many, 100, 1)) + random.normal(size=(many, 100, 20))
    found = [leads([1.0 - behind + 0.7 * one], "net_value")[0] for one in noise]
    assert sum(min(one.out) < 10 for one in found) / many <= 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / many)
    assert np.mean([sum(place >= 10 for place in one.out) for one in found]) > 9.0


def test_of_many_places_those_of_which_something_is_said_hold_few_mistakes():
    """In nine of ten places all three are alike; in the others the last is behind, and that is found in most."""
    random, mistakes, right = np.random.default_rng(2), [], []
    for _ in range(40):
        behind = [(place % 10 == 0) * np.array([0.0, 0.0, 0.8]) for place in range(30)]
        found = leads([1.0 - one + random.normal(size=(60, 3)) for one in behind], "net_value")
        wrong = sum(bool(set(one.out) - ({2} if place % 10 == 0 else set())) for place, one in enumerate(found))
        mistakes.append(wrong / max(1, sum(bool(one.out) for one in found)))
        right.append(sum(2 in one.out for one in found[::10]))
    assert np.mean(right) > 2.0
    assert np.mean(mistakes) <= 0.05 + 3.0 * np.std(mistakes) / math.sqrt(40)


def test_where_nothing_is_achieved_nobody_leads():
    (found,) = leads([np.zeros((50, 3))], "net_value")
    assert found.is_empty
    assert who_leads(found, ("a", "b", "c")) == "nobody: nothing is achieved"


# --- maps ------------------------------------------------------------------------------------------------------------


def begun(made):
    """Return the same worlds, as of a study that would have more."""
    return replace(made, found=replace(made.found, at_any_time=True))


def thirds(place, choice, values):
    return 3.0 + (choice == {0.0: "opt-in", 0.02: "consensus", 0.04: "none"}[values[0]])


def test_a_map_of_three_says_who_leads_where(tmp_path):
    made = cells(study(levers=THREE, uncertainties=AXES, design=FULL), thirds)
    (found,) = maps(made)
    assert [one.left for one in found.cells if len(one.left) == 1] == [(0,), (1,)] * 3
    said = sentence(found)
    assert "Of 9 cells (net value, 200 worlds) it is known in 9 who leads: " in said
    assert "opt-in alone in 3" in said
    assert "consensus alone in 3" in said
    assert "several without a difference that matters in 3" in said
    assert said in sentences(made)
    text = map_figure(found).save(tmp_path / "map.svg").read_text("utf-8")
    assert text.count("O  opt-in") == 1
    assert text.count("O=C=A") == 3
    assert list(pictures(made)) == ["made_up"]


def test_who_leads_nowhere_is_said():
    made = cells(study(levers=THREE, uncertainties=AXES, design=FULL), lambda p, choice, v: 3.0 - (choice == "alone"))
    assert "Known to lead nowhere: alone." in sentence(maps(made)[0])


def test_who_asks_nobody_is_told_apart():
    four = {"governance": [*THREE["governance"], "mandated"]}
    asked = study(levers=four, uncertainties=AXES, design=FULL)
    made = cells(asked, lambda place, choice, values: {"mandated": 5.0, "opt-in": 4.0}.get(choice, 3.0))
    (found,) = maps(made)
    assert found.names == ("opt-in", "consensus", "alone")
    said = sentence(found)
    assert "opt-in alone in 9" in said
    assert "Among all, mandated would lead alone in 9." in said


def test_what_a_map_says_of_the_largest_lead_is_no_more_than_it_is():
    """In all cells one leads by the same; what is said of the cell where that is seen best holds in 95 %."""
    random, wrong = np.random.default_rng(1), 0
    for _ in range(40):
        shared = random.normal(0.0, 0.7, (100, 1))
        every = np.array([1.0 + np.array([0.0, 0.2]) + shared + random.normal(0.0, 0.7, (100, 2)) for _ in range(49)])
        wrong += max(at_least([Pair(one[:, 0], one[:, 1], "net_value") for one in every])) > 0.2
    assert wrong / 40 <= 0.05 + 3.0 * math.sqrt(0.05 * 0.95 / 40)


def test_while_a_study_runs_its_map_and_its_factorial_hold_at_any_time():
    """Of fewer than 50 worlds nothing can be said that does, and much that holds for this number of worlds."""
    axes = {path: {"values": [0.1, 0.2]} for path in RANGES}
    made = cells(study(uncertainties=axes, design={**FULL, "repetitions": 40}), lambda p, c, v: (c == "opt-in") * v[0])
    (whole,), (early,) = maps(made), maps(begun(made))
    assert (len(whole.known), len(early.known)) == (4, 0)
    assert max(early.at_least) < max(whole.at_least)
    (whole,), (early,) = (factorials(one, "net_value") for one in (made, begun(made)))
    assert whole.mains[0].difference.verdict == MORE
    assert {one.difference.verdict for one in early.mains + early.pairs} == {UNKNOWN}


def test_every_treatment_has_a_letter_of_its_own():
    names = ("opt-in", "consensus", "qualified-majority", "bound-majority", "lead-organization", "mandated", "alone")
    assert "".join(letters(names)) == "OCQBLMA"
    assert letters(("opt-in", "open")) == ["O", "P"]


# --- over the priors -------------------------------------------------------------------------------------------------


def half(place, choice, values):
    """Return a world in which consensus is better below the middle of the first range, and opt-in above."""
    return 3.0 + (choice != "alone") + (choice == "consensus") * 40.0 * (0.02 - values[0])


def test_shares_over_a_sample_are_those_that_were_put_in():
    found = over(cells(study(levers=THREE, uncertainties=RANGES, design=SAMPLE), half))
    opt_in, consensus, alone = found.shares
    assert (found.points, found.empty) == (80, 0)
    assert opt_in.leads + opt_in.lags + opt_in.open == 80
    assert (alone.leads, alone.lags) == (0, 80)
    assert 0.2 < opt_in.at_least < 0.5 < opt_in.at_most < 0.8
    assert 0.2 < consensus.at_least < 0.5 < consensus.at_most < 0.8
    one, other = found.contrasts
    assert one.counts[MORE] + one.counts[LESS] > 60 > one.counts[UNKNOWN]
    assert [each.path for each in one.flips] == ["conditions.hazard"]
    assert (other.flips, other.counts[LESS]) == ((), 80)
    said = " ".join(of_sample(found))
    assert "2 numbers uncertain at once, 80 points with up to 20 worlds each" in " ".join(said.split())
    assert "`conditions.hazard`" in said


def test_a_number_turns_a_sign_where_that_is_known_of_both_ends():
    """By their estimates alone, 18 of 60 lines turn that do not: mean .55 of the rise, so above zero at either end."""
    asked = study(levers=THREE, uncertainties=RANGES, design={**SAMPLE, "points": 60})
    low, high = np.transpose([one.ends for one in asked.uncertainties])
    shares = (points_of(asked) - low) / (high - low)
    assert turned(asked, shares, 0.55) <= 3
    assert turned(asked, shares, 0.25) >= 30


def turned(asked, shares, mean):
    """Return in how many of 60 studies the first number turns the sign of what rises by one over it."""
    many = 0
    for seed in range(60):
        noise = np.random.default_rng(seed).normal(0.0, 0.4, (60, 1))
        values = mean + shares[:, :1] - 0.5 + noise
        read = analyzed(asked, points_of(asked), values, False, Influences("net_value", "", "", "rise", 0, ()))
        known = mean_of(values[:, 0])
        many += any(is_flipped((known.mean, *known.interval()), one) for one in read.told)
    return many


def test_points_at_which_nothing_is_achieved_are_counted_apart():
    asked = study(levers=THREE, uncertainties=RANGES, design=SAMPLE)
    made = cells(asked, lambda place, choice, values: 0.0, noise=0.0)
    made.found.outcomes[:] = 0.0
    found = over(made)
    assert (found.points, found.empty) == (80, 80)
    assert math.isnan(found.shares[0].at_least)


def test_a_share_is_known_between_two_bounds():
    """One is best by far at two in five points, and at the others behind by what few worlds do not tell."""

    def often(place, choice, values):
        is_ahead = values[0] < 0.4 * RANGES["conditions.hazard"]["high"]
        return 1.0 + (choice == "opt-in") * (0.6 if is_ahead else -0.15)

    levers = {"governance": ["opt-in", "consensus"]}
    found = over(cells(study(levers=levers, uncertainties=RANGES, design={**SAMPLE, "points": 150}), often, noise=0.4))
    opt_in = found.shares[0]
    assert opt_in.open > 30
    assert opt_in.at_least < 0.4 < opt_in.at_most
    said = " ".join(of_sample(found))
    assert f"at least {opt_in.at_least:.0%}, at most {opt_in.at_most:.0%}" in said


def test_points_that_share_their_seeds_are_no_sample():
    asked = study(levers=THREE, uncertainties=RANGES, design={**SAMPLE, "seeds": "common"})
    assert over(cells(asked, half)) is None


def test_while_a_study_runs_all_that_is_said_of_who_leads_holds_at_any_time():
    design = {**SAMPLE, "points": 20, "repetitions": 60}
    made = cells(study(levers=THREE, uncertainties=RANGES, design=design), half, noise=0.7)
    one, other = over(made), over(begun(made))
    assert one.points == other.points == 20
    assert sum(each.open for each in one.shares) < sum(each.open for each in other.shares)
    assert one.contrasts[0].counts[UNKNOWN] < other.contrasts[0].counts[UNKNOWN]
    assert other.contrasts[1].high - other.contrasts[1].low > 1.2 * (one.contrasts[1].high - one.contrasts[1].low)
    assert other.shares[0].given_up[2] > one.shares[0].given_up[2]


def test_other_studies_are_no_samples():
    assert over(cells(study(levers=THREE, uncertainties=AXES, design=FULL), thirds)) is None
    assert over(cells(study(levers=THREE, uncertainties=RANGES, design={**SAMPLE, "repetitions": 1}), half)) is None


def test_what_is_given_up_is_the_lead_of_the_best_and_luck_in_picking_is_none():
    chance = np.random.default_rng(7)
    leads = [chance.normal([0.0, 5.0, 3.0], 0.1, (20, 3)) for _ in range(50)]
    assert given_up(leads).mean(axis=0) == pytest.approx([5.0, 0.0, 2.0], abs=0.05)
    turns = [chance.normal([4.0, 0.0, 0.0] if turn % 2 else [0.0, 4.0, 0.0], 0.1, (20, 3)) for turn in range(50)]
    assert given_up(turns).mean(axis=0) == pytest.approx([2.0, 2.0, 4.0], abs=0.05)
    alike = [chance.normal(0.0, 1.0, (20, 3)) for _ in range(4_000)]
    lost = given_up(alike)
    assert np.abs(lost.mean(axis=0)).max() < 4.0 * lost.std() / math.sqrt(len(alike))
    picked = np.array([values.mean(axis=0).max() - values.mean(axis=0)[0] for values in alike])
    assert picked.mean() > 20.0 * picked.std() / math.sqrt(len(alike))  # what a pick in the same worlds would say


def test_an_interval_of_a_share_is_wilsons():
    assert wilson(5, 10) == pytest.approx((0.5, 0.2366, 0.7634), abs=1e-4)  # Newcombe 1998, method 3
    assert wilson(0, 10)[1:] == pytest.approx((0.0, 0.2775), abs=1e-4)
    assert all(map(math.isnan, wilson(0, 0)))


def test_all_stands_for_the_priors_and_what_is_said_by_name_is_stronger():
    said = {"all": "priors", "conditions.hazard": {"low": 0.0, "high": 0.01}}
    ends = {one.path: one.ends for one in study(uncertainties=said, design=SAMPLE).uncertainties}
    assert ends["conditions.hazard"] == (0.0, 0.01)
    assert len(ends) > 70
    with pytest.raises(StudyError, match=r'uncertainties\.all = "some": expected "priors"'):
        study(uncertainties={"all": "some"}, design=SAMPLE)


# --- within some weeks -----------------------------------------------------------------------------------------------


def test_a_share_of_worlds_within_some_weeks_counts_what_is_not_defined_as_not_within():
    claim = {"says": "In time.", "of": ["opt-in"], "within": 10.0, "level": 0.5, "outcome": "weeks_for_last"}
    asked = study(claims=[claim], design={"repetitions": 200})
    made = cells(asked, lambda place, choice, values: 5.0, noise=0.0, outcome="weeks_for_last")
    made.found.outcomes[:, :, made.found.outcome_names.index("weeks_for_last")] = 5.0
    assert claim_answers(made)[0].status == HOLDS
    made.found.outcomes[20:, :, made.found.outcome_names.index("weeks_for_last")] = np.nan
    assert claim_answers(made)[0].status == CONTRADICTED
    assert made.by_world("weeks_for_last", "", "opt-in", Counts(within=10.0)).mean() == pytest.approx(0.1)


def test_within_and_otherwise_exclude_each_other():
    claim = {"says": "?", "of": ["opt-in"], "within": 10.0, "otherwise": 3.0, "level": 0.5}
    with pytest.raises(StudyError, match=r"claims\.1\.otherwise"):
        study_of(
            {"question": "?", "case": "steady", "claims": [claim], "levers": THREE, "design": {"repetitions": 2}}, "x"
        )
