"""The shipped studies that the evidence is made of: what they must be to mean what they say."""

import pytest

from clever_coalitions.analysis.evidence.book import CHAPTERS, MAPS, PRIORS, STUDIES
from clever_coalitions.analysis.studies.maps import is_map
from clever_coalitions.experiments.studies import load_study, names
from clever_coalitions.experiments.studies.plan import plan
from clever_coalitions.experiments.studies.reading import SHIPPED
from clever_coalitions.experiments.variants import Variant
from clever_coalitions.scenarios import load
from clever_coalitions.sim.briefing import USES
from clever_coalitions.sim.parameters import numbers

CLOSED = {
    "synthesis.error": 0.0,
    "roles.briefing": 0.0,
    "work.convening": 0.0,
    "trust.gain": 0.0,
    "trust.loss": 0.0,
    "consultation.interview_hours": 0.0,
}
"""The channels of three uses of the coordinator's week, closed: nothing to match, to convene or to call, to earn."""

USES_CLOSED = ("match", "convene", "steward")

BOOKED = ("hub_hours", "value_per_1000_hours")
"""Outcomes in which hours are counted, whatever comes of them."""


def test_the_evidence_is_made_of_shipped_studies_each_of_them_once():
    assert set(STUDIES) <= set(names())
    assert len(set(STUDIES)) == len(STUDIES)


@pytest.mark.parametrize("name", names())
def test_every_shipped_study_plans(name):
    found = plan(load_study(name))
    assert found.runs > 0


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


def outcomes_with(changes):
    """Return the outcomes of a few worlds in which much changes."""
    case = load("exponential", {**changes, "weeks": 104})
    return [Variant("", case, "opt-in", case.strategy).run(seed).outcomes() for seed in range(4)]


def test_with_their_channels_closed_it_does_not_matter_for_which_use_the_hours_are():
    """So whatever a use does comes through a mechanism, and none is a bonus."""
    usual = load("exponential").parameters.coordinator
    whole = sum(getattr(usual, use) for use in USES_CLOSED)
    weeks = [{f"coordinator.{use}": whole if use == one else 0.0 for use in USES_CLOSED} for one in USES_CLOSED]
    first, *others = (outcomes_with({**CLOSED, **week}) for week in weeks)
    assert sum(one["settled"] + one["obstacles_overcome"] for one in first) > 0.0
    for other in others:
        for one, same in zip(first, other, strict=True):
            for outcome in one:
                assert same[outcome] == pytest.approx(one[outcome], rel=1e-9, abs=1e-9, nan_ok=True), outcome


@pytest.mark.parametrize("use", USES)
def test_as_it_is_each_use_of_the_week_does_something(use):
    sides = [outcomes_with(changes) for changes in ({}, {f"coordinator.{use}": 0.0})]
    assert any(one[name] != other[name] for one, other in zip(*sides, strict=True) for name in set(one) - set(BOOKED))


def test_no_free_number_is_left_out_of_the_priors():
    (name,) = CHAPTERS[PRIORS]
    ranges = {one.path: one.ends for one in load_study(name).uncertainties}
    left = {path for path, _, _ in numbers() if path not in ranges}
    assert left == {"conditions.deadline"}  # a fact of a case
    for path, _, number in numbers():
        if path in ranges:
            assert number.low <= ranges[path][0] < ranges[path][1] <= number.high
