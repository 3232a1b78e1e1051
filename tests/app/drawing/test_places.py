"""Marks stand where their organizations do, and move only when they do."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import invented, run

from clever_coalitions.app.drawing.places import FARTHEST, bent, radii_of
from clever_coalitions.app.drawing.setting import MARGIN, laid_out

WIDTH = 600.0


def true_places(cast, frame, setting):
    stage = setting.stage
    return np.stack([stage.x(frame.belief), stage.y(frame.value)], axis=1)


def away(a, b):
    return np.hypot(*(a - b).T)


@pytest.mark.parametrize("case", ["syria", "central_african_republic", "exponential"])
def test_what_is_not_a_position_moves_nobody(case):
    cast, frames = run(case)
    there = laid_out(cast, frames[60], WIDTH).points
    other = replace(frames[100], belief=frames[60].belief, value=frames[60].value)
    np.testing.assert_array_equal(laid_out(cast, other, WIDTH).points, there)


@given(st.integers(2, 60), st.integers(0, 10_000))
def test_nobody_stands_far_from_where_it_is_nor_outside(many, seed):
    cast, frame = invented(many, seed=seed)
    setting = laid_out(cast, frame, WIDTH)
    inside = (setting.points >= MARGIN - 1e-9) & (
        setting.points <= (WIDTH - MARGIN + 1e-9, setting.bottom - MARGIN + 1e-9)
    )
    assert inside.all()
    true = np.clip(true_places(cast, frame, setting), MARGIN, (WIDTH - MARGIN, setting.bottom - MARGIN))
    assert (away(setting.points, true) <= FARTHEST + 1e-6).all()


def test_who_has_room_stands_exactly_where_it_is_but_for_the_spiral():
    cast, frame = invented(3)
    frame = replace(frame, belief=np.array([-0.3, 0.0, 0.3]), value=np.zeros(3))
    setting = laid_out(cast, frame, WIDTH)
    assert (away(setting.points, true_places(cast, frame, setting)) <= 3.0).all()


@given(st.integers(2, 60))
def test_those_on_one_spot_are_told_apart(many):
    cast, frame = invented(many)
    frame = replace(frame, belief=np.full(many, 0.1), value=np.full(many, 0.05))
    points = laid_out(cast, frame, WIDTH).points
    distances = np.hypot(*(points[:, None] - points).T)[np.triu_indices(many, 1)]
    assert distances.min() > 1.0


def pixels_per_position(cast, frame, setting, row):
    """Return how far a mark moves for a step of one in belief, as long as it is inside the scale."""
    step = frame.belief.copy()
    step[row] += 1e-6
    moved = away(true_places(cast, frame, setting), true_places(cast, replace(frame, belief=step), setting))[row]
    return max(1.0, moved / 1e-6)


@pytest.mark.parametrize("case", ["syria", "central_african_republic", "exponential"])
def test_a_small_step_of_one_moves_all_marks_a_little(case):
    cast, frames = run(case)
    random = np.random.default_rng(5)
    for frame in frames[:: len(frames) // 10]:
        setting = laid_out(cast, frame, WIDTH)
        before = setting.points
        row = int(random.integers(len(cast.kind)))
        belief = frame.belief.copy()
        belief[row] += 0.5 / pixels_per_position(cast, frame, setting, row)
        after = laid_out(cast, replace(frame, belief=belief), WIDTH).points
        assert away(before, after).max() < 6.0


@given(st.floats(-50.0, 50.0), st.floats(-50.0, 50.0))
def test_the_scale_keeps_the_order_and_the_frame(a, b):
    first, second = bent(np.array([a, b]))
    assert abs(first) <= 1.0
    assert (first <= second) == (a <= b) or abs(first - second) < 1e-12


def test_larger_capacities_have_larger_areas():
    cast, _ = invented(40)
    radii = radii_of(cast, 12.0)
    assert radii.max() == 12.0
    large = radii > radii.min()
    np.testing.assert_allclose((radii[large] / 12.0) ** 2, cast.capacity[large] / cast.capacity.max(), rtol=1e-12)
