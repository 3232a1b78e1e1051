"""The scene shows the week that it is given."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runs import invented, run
from svgs import NAMESPACE, elements_of, flattened, is_inside, marks_of, path_of, places_of_marks, read, words_in

from clever_coalitions.app.drawing.labels import Wish, placed
from clever_coalitions.app.drawing.marks import SHAPES, ring_path, shape_path
from clever_coalitions.app.drawing.scene import scene, scene_in_words
from clever_coalitions.app.drawing.svg import color_of_kind, color_of_obstacle


def overlap(a, b):
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


@st.composite
def wishes(draws):
    """Labels wanted anywhere in a frame, often on one spot, and marks in it."""
    random = np.random.default_rng(draws(st.integers(0, 2**32 - 1)))
    frame = (10.0, 5.0, draws(st.floats(150.0, 700.0)), draws(st.floats(60.0, 500.0)))
    crowd = draws(st.sampled_from([0.0, 30.0, 300.0]))
    found = []
    for place in range(draws(st.integers(1, 7))):
        middle = random.uniform((10.0, 5.0), (10.0 + frame[2], 5.0 + frame[3]))
        anchors = (found[0].anchors[0] if found and crowd == 0.0 else middle) + random.normal(0, crowd + 0.1, (3, 2))
        found.append(Wish("label " * draws(st.integers(1, 4)) + str(place), anchors, is_bold=bool(place % 2)))
    marks = np.column_stack([random.uniform(0.0, frame[2], (30, 2)), random.uniform(3.0, 15.0, 30), np.full(30, 30.0)])
    return found, frame, marks


@given(wishes())
def test_labels_never_touch_each_other_nor_leave_the_frame(given_wishes):
    found, frame, marks = given_wishes
    labels = placed(found, frame, marks)
    for place, label in enumerate(labels):
        left, top, width, height = label.box
        assert left >= frame[0] - 1e-6
        assert top >= frame[1] - 1e-6
        assert left + width <= frame[0] + frame[2] + 1e-6
        assert top + height <= frame[1] + frame[3] + 1e-6
        assert not any(overlap(label.box, other.box) for other in labels[:place])


def test_a_label_is_left_out_only_where_there_is_no_room():
    wish = Wish("a label", np.array([[100.0, 50.0]]))
    assert len(placed([wish] * 3, (0.0, 0.0, 300.0, 200.0), np.empty((0, 4)))) == 3
    assert placed([wish], (0.0, 0.0, 20.0, 10.0), np.empty((0, 4))) == []


@pytest.mark.parametrize("width", [340.0, 390.0, 600.0, 900.0])
@pytest.mark.parametrize("case", ["syria", "central_african_republic", "exponential"])
def test_all_labels_of_a_scene_find_a_place(case, width):
    cast, frames = run(case)
    for place in range(len(frames) // 3, len(frames), len(frames) // 12):
        frame = frames[place]
        svg = scene(cast, frame, frames[place // 2], 2, width=width)
        said = [element.text for element in elements_of(svg, "label")]
        wanted = (
            2 + (not math.isnan(frame.plan_fact)) + bool(frame.member.any()) + bool(frames[place // 2].member.any())
        )
        assert len(said) == wanted


@given(st.integers(1, 60), st.integers(0, 10_000), st.data())
def test_every_organization_is_there_once_and_says_who_it_is(many, seed, data):
    members = data.draw(st.sets(st.integers(0, many - 1)))
    cast, frame = invented(many, ties=many, members=sorted(members), seed=seed)
    svg = scene(cast, frame)
    marks = marks_of(svg)
    assert len(marks) == many
    for row, mark in enumerate(marks):
        said = mark.find(f"{NAMESPACE}title").text
        assert mark.get("role") == "button"
        assert mark.get("tabindex") == "0"
        assert (", member," in said) == (row in members)
        assert f"trust {100 * frame.trust[row]:.0f} %" in said


def test_the_outline_has_the_color_of_the_obstacle_and_the_old_one_is_dashed():
    cast, frames = run("syria")
    pivot = next(place for place, frame in enumerate(frames) if 11 in frame.events[:, 1])
    frame, before = frames[pivot + 15], frames[pivot - 1]
    svg = scene(cast, frame, before)
    now, old = elements_of(svg, "coalition")[0], elements_of(svg, "coalition-before")[0]
    assert now.get("stroke") == color_of_obstacle(1) == color_of_obstacle(frame.plan_obstacle)
    assert old.get("stroke-dasharray")
    polygons = flattened(path_of(svg, "coalition-before"))
    assert [is_inside(point, polygons) for point in places_of_marks(svg)] == (before.member > 0).tolist()
    assert f"coalition until week {before.week:.0f}" in [words.said for words in words_in(svg)]


def test_without_a_coalition_there_is_no_outline_and_no_plan():
    cast, frames = run("syria", "alone")
    svg = scene(cast, frames[100])
    assert path_of(svg, "coalition") is None
    assert "the plan" not in " ".join(words.said for words in words_in(svg))


def test_the_sentence_is_true():
    cast, frames = run("syria")
    frame = frames[100]
    said = scene_in_words(cast, frame)
    members = int(frame.member.sum())
    assert said.startswith(f"In week 100 {members} of 40 organizations belong to the coalition, ")
    counts = [int(n) for n in re.findall(r"(\d+) [a-z-]+ ?[a-z]*", said.split("coalition, ")[1].split(";")[0])]
    assert sum(counts) == members
    assert f"mean energy {100 * frame.energy.mean():.0f} %" in said
    assert "on day 70 " in scene_in_words(*_at("central_african_republic", 70)).lower()


def _at(case, step):
    cast, frames = run(case)
    return cast, frames[step]


def test_energy_fades_and_trust_closes_the_ring():
    cast, frame = invented(5)
    frame.energy[:] = [0.0, 0.25, 0.5, 0.75, 1.0]
    fades = [float(mark.findall(f"{NAMESPACE}path")[0].get("fill-opacity")) for mark in marks_of(scene(cast, frame))]
    assert fades == sorted(fades)
    assert fades[-1] == 1.0
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        x, y = (float(n) for n in ring_path(share, 10.0).split()[-2:])
        angle = math.atan2(x, -y) % (2.0 * math.pi)
        assert angle == pytest.approx(2.0 * math.pi * share, abs=0.02)


def test_kinds_differ_in_shape_and_in_color():
    assert len({shape_path(kind, 10.0) for kind in range(len(SHAPES))}) == len(SHAPES) == 8
    assert len({color_of_kind(kind) for kind in range(8)}) == 8


def test_the_selected_one_is_named_and_ringed():
    cast, frames = run("syria")
    plain, chosen = scene(cast, frames[50]), scene(cast, frames[50], selected=7)
    assert "relief agency 8" in [words.said for words in words_in(chosen)]
    assert len(list(read(chosen).iter(f"{NAMESPACE}circle"))) == len(list(read(plain).iter(f"{NAMESPACE}circle"))) + 1
