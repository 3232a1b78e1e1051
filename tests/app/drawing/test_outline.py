"""The outline holds the members and nobody else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import run
from svgs import flattened, is_inside, path_of, places_of_marks

from clever_coalitions.app.drawing.corridors import corridors
from clever_coalitions.app.drawing.outline import TELL, outline, outline_path
from clever_coalitions.app.drawing.scene import scene

WIDTH, HEIGHT = 600.0, 450.0


@st.composite
def crowds(draws):
    """Points in a frame, in clusters or alone, none closer than ``TELL`` to another; who belongs; and radii."""
    many = draws(st.integers(1, 60))
    random = np.random.default_rng(draws(st.integers(0, 2**32 - 1)))
    centers = random.uniform(60.0, (WIDTH - 60.0, HEIGHT - 60.0), (draws(st.integers(1, 6)), 2))
    spread = draws(st.sampled_from([15.0, 40.0, 90.0]))
    wished = random.normal(centers[random.integers(len(centers), size=6 * many)], spread)
    points = np.clip(wished, 32.0, (WIDTH - 32.0, HEIGHT - 32.0))
    is_close = np.hypot(*(points[:, None] - points).T) < TELL
    kept: list[int] = []
    for place in range(len(points)):
        if len(kept) < many and not is_close[place, kept].any():
            kept.append(place)
    points = points[kept]
    share = draws(st.sampled_from([0.1, 0.3, 0.6, 1.0]))
    member = (random.random(len(points)) < share).astype(np.int64)
    return points, member, random.uniform(4.0, 12.0, len(points))


@given(crowds())
def test_every_member_is_inside_and_nobody_else(crowd):
    points, member, radii = crowd
    lines = outline(points, radii, member, WIDTH, HEIGHT)
    polygons = flattened(outline_path(lines))
    assert [is_inside(point, polygons) for point in points] == (member > 0).tolist()
    for line in lines:  # it does not leave the frame by more than a step of its grid
        assert (line >= 0.0).all()
        assert (line <= (WIDTH + 4.0, HEIGHT + 4.0)).all()


@pytest.mark.parametrize("case", ["syria", "central_african_republic", "steady", "exponential"])
@pytest.mark.parametrize("governance", ["opt-in", "consensus"])
@pytest.mark.parametrize("width", [390.0, 600.0])
def test_real_coalitions_are_wrapped_in_every_week_that_is_drawn(case, governance, width):
    cast, frames = run(case, governance)
    wrapped = 0
    for frame in frames[:: max(len(frames) // 30, 1)]:
        svg = scene(cast, frame, width=width)
        path = path_of(svg, "coalition")
        polygons = flattened(path) if path else []
        found = [is_inside(point, polygons) for point in places_of_marks(svg)]
        assert found == (frame.member > 0).tolist(), frame.week
        wrapped += any(found)
    assert wrapped > 5


def test_members_in_the_open_are_in_one_piece():
    points = np.array([[100.0, 100.0], [500.0, 350.0], [480.0, 90.0]])
    assert len(outline(points, np.full(3, 10.0), np.ones(3, np.int64), WIDTH, HEIGHT)) == 1


def test_a_corridor_goes_around_somebody_who_stands_in_its_way():
    inside, outside = np.array([[100.0, 200.0], [400.0, 200.0]]), np.array([[250.0, 200.0], [250.0, 215.0]])
    way = corridors(inside, outside, WIDTH, HEIGHT)
    away = np.hypot(*(way[:, None, :2] - outside).T)
    assert away.min() > 15.0
    assert way[:, 2].sum() > 300.0


def test_nobody_has_no_outline():
    assert outline(np.array([[10.0, 10.0]]), np.array([5.0]), np.zeros(1, np.int64), WIDTH, HEIGHT) == []
