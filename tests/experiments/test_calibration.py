"""Calibration: what it may look at, how it chooses, and that what it chose is what the model runs."""

import numpy as np
import pytest

from clever_coalitions.analysis.trials.calibration import best, calibrate, page
from clever_coalitions.experiments.calibration import search
from clever_coalitions.experiments.calibration.frozen import frozen_edition, record
from clever_coalitions.experiments.calibration.plausible import BANDS, outside
from clever_coalitions.experiments.calibration.search import (
    COMPARES_FORMS,
    RANGES,
    SEEDS,
    Candidate,
    at,
    distance,
    finalists,
    look,
    rounded,
    start_values,
    tried,
)
from clever_coalitions.experiments.patterns import patterns
from clever_coalitions.experiments.patterns.city import city, usual
from clever_coalitions.sim.edition import EDITION
from clever_coalitions.sim.parameters import Parameters, numbers

MIDDLE = {name: (band.low + band.high) / 2 for name, band in BANDS.items()}
MAY_BE_LOOKED_AT = {"F1", "F5", "F6", "F7", "F8", "F9", "F12"}


def test_only_patterns_that_compare_no_forms_are_looked_at():
    assert {pattern.id for pattern in patterns() if pattern.calibrates} == MAY_BE_LOOKED_AT
    says = [part["says"] for one in record()["patterns"] for part in one["parts"]]
    assert {one["id"] for one in record()["patterns"]} == MAY_BE_LOOKED_AT
    assert not [one for one in says if any(word in one for word in COMPARES_FORMS)]


def test_no_number_of_a_rule_of_governance_is_varied():
    assert not [path for path in RANGES if path.startswith("decision.")]


def test_a_band_counts_in_its_own_width():
    assert outside(MIDDLE) == 0.0
    band = BANDS["success"]
    assert outside({**MIDDLE, "success": band.high + 0.5 * (band.high - band.low)}) == pytest.approx(0.5)
    assert outside({**MIDDLE, "success": band.low - 0.5 * (band.high - band.low)}) == pytest.approx(0.5)


def test_candidates_lie_in_their_ranges_and_the_start_among_them():
    count = len(RANGES)
    assert at(np.zeros(count)) == pytest.approx({path: one.low for path, one in RANGES.items()})
    assert at(np.ones(count)) == pytest.approx({path: one.high for path, one in RANGES.items()})
    assert all(one.low <= one.start <= one.high for one in RANGES.values())
    assert distance(start_values()) == 0.0
    assert 0.0 < distance(at(np.ones(count))) <= 1.0


def test_every_range_is_within_that_of_its_parameter():
    known = {path: number for path, _, number in numbers()}
    assert not [path for path, one in RANGES.items() if not known[path].low <= one.low < one.high <= known[path].high]


def test_the_plausible_go_on_and_of_these_the_nearest():
    far, near, wrong = (
        Candidate({}, distance_, MIDDLE, outside_) for distance_, outside_ in ((0.4, 0.0), (0.2, 0.0), (0.0, 0.1))
    )
    assert finalists([far, wrong, near], 2) == [near, far]
    assert best([near, far], [3, 3]) == 0
    assert best([near, far], [3, 4]) == 1


def test_the_city_has_other_numbers_only_for_a_while():
    with usual(tried({"work.capacity": 11.0})):
        assert city().parameters.work.capacity == 11.0
        assert city(26.0).parameters.work.capacity == 11.0
    assert city().parameters == Parameters()


@pytest.mark.parametrize("worlds", [2, pytest.param(40, marks=pytest.mark.slow)])
def test_it_runs_to_its_end(monkeypatch, worlds):
    told = []
    monkeypatch.setattr(search, "look", lambda values: look(values, worlds))
    found = calibrate(generations=0, worlds=worlds, count=1, tell=told.append, last_look=worlds)
    assert found["tried"] == len(RANGES) * 2 + 1
    assert set(found["chosen"]["values"]) == set(RANGES)
    assert found["chosen"]["values"] == rounded(found["chosen"]["values"])
    assert told
    assert f"{found['tried']:,} candidates" in page({**found, "edition": 99})


# --- what came of it ------------------------------------------------------------------------------------------


def test_what_was_chosen_is_the_default():
    defaults = {path: default for path, default, _ in numbers()}
    chosen = record()["chosen"]["values"]
    assert {path: defaults[path] for path in chosen} == chosen


def test_the_constants_are_those_of_this_edition():
    assert frozen_edition() == EDITION, (
        "results have moved since forms were compared: calibrate and compare anew (docs/calibration.md)"
    )


def test_no_comparison_of_forms_uses_the_seeds_of_calibration():
    assert len(set(SEEDS)) == len(SEEDS)
    assert min(SEEDS) > 1000
