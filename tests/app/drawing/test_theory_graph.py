"""The graph of a theory of change: every step a box, every waiting a line, none over another box."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import run
from svgs import NAMESPACE, collisions, outside, read, words_in

from clever_coalitions.app.drawing.theory_graph import obstacle_shown, theory_graph, theory_in_words
from clever_coalitions.app.drawing.theory_layout import laid_out
from clever_coalitions.app.telling.theory import OUTCOME, followers_of
from clever_coalitions.sim.scenario import Step


@st.composite
def theories(draws):
    steps = []
    for place in range(draws(st.integers(1, 9))):
        after = draws(st.lists(st.integers(0, place - 1), unique=True, max_size=3)) if place else []
        name = draws(st.sampled_from(["brief", "publish and brief", "work out what would protect people there"]))
        before = tuple(steps[p].name for p in after)
        steps.append(Step(f"{name} {place}", {"any": 1.0}, 10.0, before, needed=draws(st.booleans())))
    return steps


@given(theories(), st.sampled_from([340.0, 390.0, 600.0, 1000.0]))
def test_boxes_do_not_touch_and_stay_inside(steps, width):
    layout = laid_out(steps, width, 30.0)
    boxes = [layout.places[(step.name,)] for step in steps]
    for place, a in enumerate(boxes):
        assert a.x >= 3.9
        assert a.x + a.width <= width - 3.9
        assert a.y >= 30.0 - 1e-9
        assert a.y + a.height <= layout.bottom + 1e-6
        for b in boxes[:place]:
            apart = a.x >= b.x + b.width or b.x >= a.x + a.width or a.y >= b.y + b.height or b.y >= a.y + a.height
            assert apart


@given(theories(), st.sampled_from([390.0, 1000.0]))
def test_every_waiting_is_one_edge_through_free_places(steps, width):
    layout = laid_out(steps, width, 30.0)
    expected = {(name, f) for name, followers in followers_of(steps).items() for f in followers - {OUTCOME}}
    assert {(edge[0][0], edge[-1][0]) for edge in layout.edges} == expected
    assert len(layout.edges) == len(expected)
    boxes = [layout.places[(step.name,)] for step in steps]
    for edge in layout.edges:
        for way in edge[1:-1]:
            at = layout.places[way]
            x, y = at.x + at.width / 2.0, at.y + at.height / 2.0
            assert not any(b.x <= x <= b.x + b.width and b.y <= y <= b.y + b.height for b in boxes)


@given(theories(), st.sampled_from([390.0, 600.0, 1000.0]), st.data())
def test_a_theory_is_drawn_whole_and_readable(steps, width, data):
    cast, frames = run("syria")
    obstacle = replace(cast.scenario.obstacles[0], steps=tuple(steps))
    case = replace(cast.scenario, obstacles=(obstacle, *cast.scenario.obstacles[1:]))
    shares = np.array([data.draw(st.sampled_from([0.0, 0.01, 0.5, 0.89, 0.97, 1.0])) for _ in steps])
    seen = np.array([float(data.draw(st.booleans())) for _ in steps])
    frame = replace(frames[30], plan_obstacle=0, assumed=0, progress=shares[None], theory=seen[None])
    svg = theory_graph(replace(cast, scenario=case), frame, width=width)
    assert collisions(svg) == []
    assert outside(svg) == []
    titles = [title.text for title in read(svg).iter(f"{NAMESPACE}title")][1:]
    assert len(titles) == len(steps)
    for step, share, believed in zip(steps, shares, seen, strict=True):
        said = next(title for title in titles if title.startswith(f"{step.name}: "))
        assert ("done" in said) == (share >= 0.9)
        assert ("not seen yet" in said) == (step.needed and not believed)
        assert ("believed, not needed" in said) == (not step.needed and bool(believed))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.75, 0.99, 1.0])
def test_a_box_is_filled_as_far_as_the_step_is_done(share):
    cast, frames = run("syria")
    progress = np.zeros_like(frames[30].progress)
    progress[0, 0] = share
    svg = theory_graph(cast, replace(frames[30], progress=progress, plan_obstacle=0))
    fills = [path for path in read(svg).iter(f"{NAMESPACE}path") if path.get("fill-opacity")]
    assert len(fills) == 1
    xs = [float(x) for x in re.findall(r"H(-?[\d.]+)", fills[0].get("d"))]
    boxes = list(read(svg).iter(f"{NAMESPACE}rect"))
    left, wide = float(boxes[0].get("x")), float(boxes[0].get("width"))
    if share < 0.95:
        assert max(xs) == pytest.approx(left + share * wide, abs=0.1)


def test_it_says_whose_theory_it_is_and_how_sure_the_coordinator_is():
    cast, frames = run("syria")
    late = next(frame for frame in frames if frame.plan_obstacle == 0 and frame.obstacle == 1)
    said = theory_in_words(cast, late)
    assert "the plan is against 'need not shown'" in said.lower()
    assert f"{100 * late.suspicion[0]:.0f} % sure" in said
    assert "in truth 'no legal ground' stands in the way" in said
    assert "in truth: no legal ground" in [words.said for words in words_in(theory_graph(cast, late))]
    assert obstacle_shown(late) == 0
    alone = run("syria", "alone")[1][100]
    assert obstacle_shown(alone) == alone.obstacle == 1
