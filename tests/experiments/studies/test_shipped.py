"""The shipped studies that the evidence is made of: what they must be to mean what they say."""

import numpy as np
import pytest

from clever_coalitions.analysis.evidence.contents import CHAPTERS, MAPS, STUDIES
from clever_coalitions.analysis.studies.maps import is_map
from clever_coalitions.experiments import Variant, compare
from clever_coalitions.experiments.studies import load_study, names
from clever_coalitions.experiments.studies.cases import recipe_of
from clever_coalitions.experiments.studies.reading import SHIPPED

BOOKED = ("hub_hours", "value_per_1000_hours")
"""Outcomes in which hours on top are counted."""

INERT = {"listening": {"consultation.interview_hours": 0.0}, "information": {"diagnosis.threshold": 50.0}}
"""What else has to be off, beside benefit and price, for a lever to do nothing at all."""

CHANNELS = [one.removesuffix(", closed") for one in load_study("channels").choices[::2]]


def test_the_evidence_is_made_of_shipped_studies_each_of_them_once():
    assert set(STUDIES) <= set(names())
    assert len(set(STUDIES)) == len(STUDIES)


@pytest.mark.parametrize("name", CHAPTERS[MAPS])
def test_a_map_is_a_study_file_of_about_ten_lines(name):
    assert is_map(load_study(name))
    lines = (SHIPPED / f"{name}.toml").read_text("utf-8").split("[[claims]]")[0].splitlines()
    assert len([line for line in lines if line.strip()]) <= 12


@pytest.mark.parametrize("claim", load_study("principles").claims, ids=lambda one: one.says)
def test_a_claim_of_a_principle_is_carried_by_one_number(claim):
    study = load_study("principles")
    sides = [study.treatments[study.place_of("calm", *one)].settings for one in (claim.of, claim.than)]
    assert len(set(sides[0].items()) ^ set(sides[1].items())) == 1


def settings_of(name, choice):
    study = load_study(name)
    return study, study.treatments[study.place_of("turbulent", choice)].settings


@pytest.mark.parametrize("lever", CHANNELS)
def test_with_its_channel_closed_and_its_price_off_a_lever_does_nothing(lever):
    """Then whatever it does comes through the channel, or is its price."""
    sides = []
    for name in (lever, f"no {lever}"):
        study, closed = settings_of("channels", f"{name}, closed")
        free = settings_of("free_of_price", f"{name}, free")[1]
        both = {path: value for path, value in free.items() if path not in closed or not path.startswith("week.")}
        week = {} if any(path.startswith("free.") for path in free) else closed
        made = {**week, **both, **closed, **INERT.get(lever, {}), "weeks": 120}
        case = recipe_of(study)._cases[""].case(made).scenario
        sides.append(Variant(name, case, "opt-in", case.strategy))
    found = compare(sides, 6)
    assert not found.failures
    for outcome in set(found.outcome_names) - set(BOOKED):
        one, other = found.outcome(outcome).T
        assert np.allclose(one, other, rtol=1e-9, atol=1e-9, equal_nan=True), outcome


@pytest.mark.parametrize("lever", CHANNELS)
def test_as_it_is_each_of_these_levers_does_something(lever):
    study, closed = settings_of("channels", f"no {lever}, closed")
    off = {path: v for path, v in closed.items() if path not in settings_of("channels", f"{lever}, closed")[1]}
    off |= {"coordinator.own_weight": 1.0} if lever == "listening" else {}
    recipe = recipe_of(study)
    cases = [recipe._cases[""].case(one).scenario for one in ({}, off)]
    found = compare([Variant(str(p), one, "opt-in", one.strategy) for p, one in enumerate(cases)], 6)
    assert not np.array_equal(*found.outcome("net_value").T)
