"""Places, each with a case of its own perhaps, and claims: what they are, and how mistakes in them are explained."""

import numpy as np
import pytest

from clever_coalitions.experiments import Variant, compare
from clever_coalitions.experiments.studies import StudyError, frame, run_study, study_of
from clever_coalitions.experiments.studies.checks import points_meant
from clever_coalitions.experiments.studies.compared import by_place, comparison_of
from clever_coalitions.experiments.studies.reading import study_from
from clever_coalitions.scenarios import load

from .small import PAIR, data, small

PLACES = {"calm": {}, "fast": {"conditions": {"hazard": 0.05}}, "syria": {"case": "syria"}}
CLAIM = {"says": "It pays.", "of": ["opt-in"], "than": ["consensus"]}


def mistake(**changes):
    with pytest.raises(StudyError) as error:
        study_of(data(**changes), "small", label="small.toml")
    return str(error.value)


def test_every_treatment_runs_in_every_place():
    study = small(places=PLACES)
    assert study.places == ("calm", "fast", "syria")
    assert study.choices == tuple(PAIR)
    assert [one.name for one in study.treatments] == [f"{place}: {one}" for place in PLACES for one in PAIR]
    assert study.treatments[study.place_of("fast", "consensus")].settings == {
        "conditions.hazard": 0.05,
        "governance": "consensus",
    }


def test_without_levers_a_place_is_a_treatment():
    assert [one.name for one in small(levers={}, places=PLACES).treatments] == list(PLACES)


def test_a_place_with_a_case_of_its_own_is_that_case(tmp_path):
    run_study(small(places=PLACES), tmp_path / "store", workers=2)
    runs = frame(tmp_path / "store")
    assert set(runs["status"]) == {"done"}
    case = load("syria", {"weeks": 20})
    there = compare([Variant("x", case, "opt-in", case.strategy)], 20).outcome("net_value")[:, 0]
    assert np.array_equal(runs[runs["treatment"] == "syria: opt-in"]["net_value"], there)


def test_what_is_chosen_is_compared_within_its_place(tmp_path):
    study = small(places=PLACES)
    run_study(study, tmp_path / "store", workers=2)
    found = by_place(study, comparison_of(study, frame(tmp_path / "store")))
    assert [one.variants for one in found] == [tuple(f"{place}: {one}" for one in PAIR) for place in PLACES]
    assert all(one.outcomes.shape[1] == 2 for one in found)


def test_it_is_made_again_with_its_cases_and_claims():
    study = small(places=PLACES, claims=[CLAIM])
    again = study_from(study.as_data())
    assert again.digest == study.digest
    assert again.treatments == study.treatments
    assert again.cases["syria"].data == study.cases["syria"].data
    assert again.claims == study.claims


def test_points_of_a_claim_are_ranges():
    uncertain = {"conditions.hazard": {"values": [0.0, 0.05]}}
    at = {"conditions": {"hazard": [0.01, 0.08]}}
    study = small(uncertainties=uncertain, design={"kind": "full-factorial"}, claims=[{**CLAIM, "at": at}])
    assert points_meant(study.claims[0]) == {"conditions.hazard": (0.01, 0.08)}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"places": {"x": {"case": "stedy"}}}, 'places.x.case = "stedy"'),
        ({"places": {"x": {"case": 3}}}, "places.x.case = 3: expected a shipped scenario"),
        ({"places": {"x": {"joining": {"hour_pirce": 1}}}}, 'did you mean "joining.hour_price"'),
        ({"claims": [{**CLAIM, "of": ["opt-inn"]}]}, 'claims.1.of = "opt-inn": '),
        ({"claims": [{**CLAIM, "places": ["calm"]}]}, "claims.1.places"),
        ({"claims": [{**CLAIM, "outcome": "net_valu"}]}, 'did you mean "net_value"'),
        ({"claims": [{**CLAIM, "expects": "much"}]}, 'expected one of "more", "less", "same", "not more"'),
        ({"claims": [{"says": "It pays."}]}, "claims.1.of: this key is missing"),
        ({"claims": [{"says": "It pays.", "of": ["opt-in"]}]}, "claims.1.than: expected what to compare with"),
        ({"claims": [{**CLAIM, "level": 1.0}]}, "one of the three"),
        ({"claims": [{**CLAIM, "along": "conditions.hazard"}]}, "claims.1.along"),
        ({"claims": [{**CLAIM, "up_to": 0.5}]}, 'expected with asks = "small"'),
        ({"claims": [{**CLAIM, "principle": 11}]}, "from 0 to 10"),
    ],
)
def test_mistakes_are_explained(changes, said):
    assert said in mistake(**changes)
