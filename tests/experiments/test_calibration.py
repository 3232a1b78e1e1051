"""Calibration: what it chose is what the model runs."""

from clever_coalitions.experiments.calibration.frozen import frozen_edition, record
from clever_coalitions.sim.edition import EDITION
from clever_coalitions.sim.parameters import numbers


def test_what_was_chosen_is_the_default():
    defaults = {path: default for path, default, _ in numbers()}
    chosen = record()["chosen"]["values"]
    assert {path: defaults[path] for path in chosen} == chosen


def test_no_number_of_a_rule_of_governance_was_varied():
    assert not [path for path in record()["chosen"]["values"] if path.startswith("decision.")]


def test_the_constants_are_those_of_this_edition():
    assert frozen_edition() == EDITION, (
        "results have moved since forms were compared: compare anew (docs/calibration.md, docs/evidence.md)"
    )
