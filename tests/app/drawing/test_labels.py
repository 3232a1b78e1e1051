"""The words in the scene of a run keep clear of marks, outlines and each other."""

from itertools import combinations

import numpy as np
import pytest
from every import RUNS
from runs import run
from svgs import NAMESPACE, elements_of, flattened, marks_of, path_of, places_of_marks, read, words_in

from clever_coalitions.app.drawing.labels import FAR, Wish, drawn, placed
from clever_coalitions.app.drawing.scene import scene_after
from clever_coalitions.sim.events import PIVOTED

WEEKS = 24
"""Scenes that are looked at of each run."""


def scenes(case, governance, width):
    """Return scenes of weeks along a run, each with the coalition before its last pivot, if there was one."""
    cast, frames = run(case, governance)
    before, last = None, {}
    for step, frame in enumerate(frames):
        if PIVOTED in frame.events[:, 1] and frames[step - 1].member.any():
            before = frames[step - 1]
        if step % max(len(frames) // WEEKS, 1) == 0:
            svg, last = scene_after(last, cast, frame, before, 3 if step % 2 else None, width=width)
            yield svg


def boxes_of(svg):
    """Return the boxes of the labels, (n, 4): left, top, right, bottom."""
    said = {element.text for element in elements_of(svg, "label")}
    return np.array([(w.left, w.top, w.right, w.bottom) for w in words_in(svg) if w.said in said]).reshape(-1, 4)


def dots_of(svg):
    """Return what labels should keep clear of as dots, (n, 3) x, y and radius: marks, need and plan, outlines."""
    marks = marks_of(svg)
    radii = [max(float(circle.get("r")) for circle in mark.iter(f"{NAMESPACE}circle")) for mark in marks]
    dots = [np.column_stack([places_of_marks(svg), radii])]
    for group in read(svg).iter(f"{NAMESPACE}g"):
        if group.get("data-key") in ("need", "plan"):
            at = group.get("transform").removeprefix("translate(").removesuffix(")").split()
            dots.append(np.array([[float(at[0]), float(at[1]), 8.0]]))
    for name in ("coalition", "coalition-before"):
        if path_of(svg, name):
            line = np.concatenate(flattened(path_of(svg, name)))
            dots.append(np.column_stack([line, np.full(len(line), 0.9)]))
    return np.concatenate(dots)


def met(boxes, dots):
    """Return which boxes meet a dot, (n,)."""
    across = np.maximum(np.maximum(boxes[:, :1] - dots[:, 0], dots[:, 0] - boxes[:, 2:3]), 0.0)
    down = np.maximum(np.maximum(boxes[:, 1:2] - dots[:, 1], dots[:, 1] - boxes[:, 3:]), 0.0)
    return (across**2 + down**2 < dots[:, 2] ** 2).any(axis=1)


@pytest.mark.parametrize("width", [340.0, 390.0, 580.0, 650.0])
@pytest.mark.parametrize(("case", "governance"), RUNS)
def test_no_label_meets_a_mark_an_outline_or_another_label(case, governance, width):
    labels = 0
    for svg in scenes(case, governance, width):
        boxes = boxes_of(svg)
        assert not met(boxes, dots_of(svg)).any()
        for a, b in combinations(boxes, 2):
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]
        labels += len(boxes)
    assert labels > WEEKS


def test_a_label_that_stands_far_has_a_line_that_later_ones_keep_clear_of():
    wall = np.array([(x, y, 6.0, 30.0) for x in range(100, 220, 6) for y in range(80, 140, 6)], dtype=float)
    wish, other = (Wish("here", np.array([[150.0, 110.0]]), 12.0, key=key) for key in ("a", "b"))
    first, second = placed([wish, other], (0.0, 0.0, 400.0, 240.0), wall)
    assert not met(np.array([[*first.box[:2], first.box[0] + first.box[2], first.box[1] + first.box[3]]]), wall).any()
    assert "<path" in drawn(first)
    ends = np.array([float(n) for n in drawn(first).split('d="M')[1].split('"')[0].replace("L", " ").split()])
    assert np.hypot(*(ends[:2] - ends[2:])) >= FAR
    line = np.linspace(ends[:2], ends[2:], 30)
    box = np.array([[*second.box[:2], second.box[0] + second.box[2], second.box[1] + second.box[3]]])
    assert not met(box, np.column_stack([line, np.full(30, 0.5)])).any()


def test_a_label_moves_with_its_anchor_or_stays_as_long_as_it_can():
    frame, nothing = (0.0, 0.0, 400.0, 240.0), np.empty((0, 4))
    last = (170.0, 80.0, 150.0, 110.0)

    def corner(anchors, marks=nothing):
        return placed([Wish("here", np.array(anchors), 12.0, key="a", last=last)], frame, marks)[0].box[:2]

    assert corner([[150.0, 110.0]]) == (170.0, 80.0)
    assert corner([[155.0, 114.0]]) == (175.0, 84.0)
    assert corner([[155.0, 114.0]], np.array([[171.0, 103.0, 5.0, 30.0], [210.0, 103.0, 5.0, 30.0]])) == (170.0, 80.0)
    assert corner([[155.0, 114.0], [10.0, 10.0]]) == (170.0, 80.0)  # one of many
    assert corner([[150.0, 110.0]], np.array([[180.0, 85.0, 3.0, 30.0]])) != (170.0, 80.0)  # something else is there
    assert corner([[50.0, 110.0], [40.0, 10.0]]) != (170.0, 80.0)  # far away
