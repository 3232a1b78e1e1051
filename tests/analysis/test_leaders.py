"""Who leads, over two numbers and over all that is not known: what was put in is found, and what is open said to be."""

import math

import numpy as np
import pytest

from clever_coalitions.analysis.evidence.over_priors import of_sample, who_leads
from clever_coalitions.analysis.studies.cells import Counts
from clever_coalitions.analysis.studies.claims import CONTRADICTED, HOLDS, claim_answers
from clever_coalitions.analysis.studies.leaders import leads
from clever_coalitions.analysis.studies.map_figure import map_figure
from clever_coalitions.analysis.studies.maps import letters, maps, sentence
from clever_coalitions.analysis.studies.priors import given_up, over, wilson
from clever_coalitions.analysis.studies.readings import pictures, sentences
from clever_coalitions.experiments.estimates import LESS, MORE, UNKNOWN
from clever_coalitions.experiments.studies import StudyError, study_of

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


def test_where_nothing_is_achieved_nobody_leads():
    (found,) = leads([np.zeros((50, 3))], "net_value")
    assert found.is_empty
    assert who_leads(found, ("a", "b", "c")) == "nobody: nothing is achieved"


# --- maps ------------------------------------------------------------------------------------------------------------


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
    assert opt_in.low < 0.5 < opt_in.high
    assert consensus.low < 0.5 < consensus.high
    one, other = found.contrasts
    assert one.counts[MORE] + one.counts[LESS] > 60 > one.counts[UNKNOWN]
    assert [each.path for each in one.flips] == ["conditions.hazard"]
    assert (other.flips, other.counts[LESS]) == ((), 80)
    said = " ".join(of_sample(found))
    assert "2 numbers uncertain at once, 80 points with up to 20 worlds each" in " ".join(said.split())
    assert "`conditions.hazard`" in said


def test_points_at_which_nothing_is_achieved_are_counted_apart():
    asked = study(levers=THREE, uncertainties=RANGES, design=SAMPLE)
    made = cells(asked, lambda place, choice, values: 0.0, noise=0.0)
    made.found.outcomes[:] = 0.0
    found = over(made)
    assert (found.points, found.empty) == (80, 80)
    assert math.isnan(found.shares[0].share)


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
