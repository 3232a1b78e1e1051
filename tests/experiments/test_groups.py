"""Intervals hold the truth as often as they say, whatever hangs together among the worlds of a design."""

import math
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.experiments.intervals import Groups, mean_of
from clever_coalitions.experiments.studies.design import groups_of_worlds
from clever_coalitions.experiments.studies.format import Points

from .studies.small import small

STUDIES = 1000
TRUTH = 1.0


def drawn(random, points, seeds, spread):
    """Return (points, seeds) values: their mean, what a point adds, what a seed adds, and what is left."""
    point, seed, rest = (np.asarray(random.normal(0.0, one, size)) for one, size in zip(
        spread, ((points, 1), (1, seeds), (points, seeds)), strict=True,
    ))  # fmt: skip
    return TRUTH + point + seed + rest


def coverage(spread, points, seeds, groups_for):
    """Return how often an interval holds the truth, of so many made studies."""
    random = np.random.default_rng(5)
    point, seed = np.indices((points, seeds)).reshape(2, -1)
    held = 0
    for _ in range(STUDIES):
        low, high = mean_of(drawn(random, points, seeds, spread).ravel(), groups_for(point, seed)).interval()
        held += low <= TRUTH <= high
    return held / STUDIES


@pytest.mark.parametrize(
    "spread", [(1.0, 0.0, 1.0), (0.0, 1.0, 1.0), (1.0, 1.0, 0.2), (0.3, 0.3, 1.0)],
    ids=["points differ", "seeds differ", "both differ", "mostly noise"],
)  # fmt: skip
def test_points_of_a_sample_that_share_their_seeds(spread):
    held = coverage(spread, 24, 12, lambda point, seed: Groups(point, seed))
    assert 0.93 <= held <= 0.985  # no less than either part: a little wide where one is nothing


@pytest.mark.parametrize("spread", [(1.0, 0.0, 1.0), (1.0, 1.0, 0.2), (0.5, 1.0, 0.0)])
def test_blocks_of_points_that_share_their_seeds(spread):
    """Points of a block differ by design, alike in every block: that is no chance, and must not narrow an interval."""
    random, held = np.random.default_rng(8), 0
    block, seed, _ = np.indices((16, 10, 5)).reshape(3, -1)
    for _ in range(STUDIES):
        values = drawn(random, 16, 10, spread)[:, :, None] + np.linspace(-3.0, 3.0, 5)
        low, high = mean_of(values.ravel(), Groups(block, seed)).interval()
        held += low <= TRUTH <= high
    assert 0.93 <= held / STUDIES <= 0.985


def test_lines_of_a_list_that_name_one_seed_hang_together():
    listed = Points(columns=("sensing.noise",), rows=((0.2,), (0.4,), (0.6,), (0.8,)), seeds=(7, 7, 9, 9))
    study = replace(small(design={"repetitions": 2}), points=listed)
    found = groups_of_worlds(study, np.arange(8))
    assert found.drawn.tolist() == [0, 0, 2, 2, 1, 1, 3, 3]
    assert found.crossed is None


def test_repetitions_of_points_of_a_sample():
    assert 0.93 <= coverage((1.0, 0.0, 0.5), 24, 4, lambda point, seed: Groups(point)) <= 0.97


def test_points_that_are_given_and_share_their_seeds():
    random = np.random.default_rng(3)
    point, seed = np.indices((6, 12)).reshape(2, -1)
    offsets, held = np.linspace(-2.0, 2.0, 6)[:, None], 0
    for _ in range(STUDIES):
        values = drawn(random, 6, 12, (0.0, 1.0, 0.5)) + offsets
        low, high = mean_of(values.ravel(), Groups(np.zeros_like(point), seed)).interval()
        held += low <= TRUTH <= high
    assert 0.93 <= held / STUDIES <= 0.97


def test_worlds_taken_for_independent_hold_the_truth_far_too_seldom():
    """The fault that groups mend."""
    assert coverage((0.0, 1.0, 1.0), 24, 4, lambda point, seed: None) < 0.7
    assert coverage((1.0, 0.0, 0.5), 24, 4, lambda point, seed: None) < 0.8


def test_one_seed_for_all_has_no_interval_and_single_worlds_have_the_usual_one():
    values = np.random.default_rng(1).normal(0.0, 1.0, 20)
    assert all(map(math.isnan, mean_of(values, Groups(np.arange(20), np.zeros(20, dtype=int))).interval()))
    assert mean_of(values, Groups(np.arange(20))).interval() == pytest.approx(mean_of(values).interval())
    assert mean_of(values, None).interval() == mean_of(values).interval()


UNCERTAIN = {"sensing": {"noise": {"low": 0.1, "high": 0.7}}, "club": {"values_spread": {"low": 0.1, "high": 0.6}}}


@pytest.mark.parametrize(
    ("design", "drawn_groups", "seeds"),
    [
        ({"repetitions": 6}, None, None),
        ({"kind": "latin-hypercube", "points": 4}, 4, None),
        ({"kind": "latin-hypercube", "points": 4, "repetitions": 3}, 4, None),
        ({"kind": "latin-hypercube", "points": 4, "repetitions": 3, "seeds": "common"}, 4, 3),
        ({"kind": "morris", "points": 4, "repetitions": 3}, 4, 3),
        ({"kind": "saltelli", "points": 4, "repetitions": 3}, 4, 3),
        ({"kind": "saltelli", "points": 4, "repetitions": 3, "seeds": "own"}, 4, None),
        ({"kind": "full-factorial", "repetitions": 3}, 1, 3),
        ({"kind": "full-factorial", "repetitions": 3, "seeds": "own"}, None, None),
    ],
    ids=str,
)
def test_every_design_knows_what_is_independent(design, drawn_groups, seeds):
    from clever_coalitions.experiments.studies.design import Worlds

    study = small(design=design, **({"uncertainties": UNCERTAIN} if "kind" in design else {}))
    found = groups_of_worlds(study, np.arange(len(Worlds(study))))
    if drawn_groups is None:
        assert found is None
        return
    assert len(np.unique(found.drawn)) == drawn_groups
    assert (found.crossed is None) == (seeds is None)
    assert found.crossed is None or len(np.unique(found.crossed)) == seeds
