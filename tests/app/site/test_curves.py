"""Lessons: what a curve says is what its runs say, and its words claim no more than is told apart."""

import re
from itertools import pairwise

import numpy as np
import pytest

from clever_coalitions.app.site.curves import (
    SEED,
    SHAPES,
    agreement,
    curve,
    doses_of,
    lessons,
    lessons_drawn,
    likeness,
    shape_of,
)
from clever_coalitions.app.site.pages import LANGUAGES, words
from clever_coalitions.experiments.worlds import world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import simulate


def test_there_is_a_lesson_for_each_of_the_ten_principles_and_a_text_for_each_lesson():
    assert [one["principle"] for one in lessons().values()] == list(range(1, 11))
    for language in LANGUAGES:
        said = words(language)
        assert list(said["lessons"]) == list(lessons())
        for key, one in lessons().items():
            text = said["lessons"][key]
            assert set(text) - {"doses"} == {"title", "situation", "question", "along", "claim"}
            assert 20 <= len(text["situation"].split()) <= 50, (language, key)
            assert ("doses" in text) == isinstance(one["doses"][0], str)
            assert len(text.get("doses", one["doses"])) == len(one["doses"])
            assert ("pair" in one) != ("expects" in one)
            assert set(one.get("expects", ())) <= set(said["lesson"]["shape"])
            assert all(0 <= place < len(one["doses"]) for place in one.get("pair", ()))


@pytest.mark.parametrize("key", lessons())
def test_every_lesson_runs_at_all_its_doses_here_and_elsewhere(key):
    one = lessons()[key]
    for case in (one["case"], one["elsewhere"]):
        assert len(doses_of(load(case), one["path"], one["doses"])) == len(one["doses"])


def test_a_curve_is_what_its_runs_say():
    found = curve("steady", "week.listen", [0.0, 0.2], 6)
    for place, variant in enumerate(doses_of(load("steady"), "week.listen", [0.0, 0.2])):
        runs = [simulate(variant.scenario, world_seed(SEED, world)).outcomes for world in range(6)]
        assert found["means"][place] == pytest.approx(np.mean([one["net_value"] for one in runs]), abs=1e-4)
        assert found["hours"][place] == pytest.approx(
            np.mean([one["member_hours"] + one["hub_hours"] for one in runs]), abs=1
        )
    assert found["low"][0] == found["high"][0] == found["means"][0]
    assert found["low"][1] <= found["means"][1] <= found["high"][1]
    assert found["worlds"] == 6


CURVE = ("means", "low", "high", "best", "shape", "verdict", "hours", "worlds")


@pytest.mark.parametrize(
    ("expects", "shape", "verdict", "said"),
    [
        (["inside"], "inside", "", "yes"),
        (["inside"], "rises", "", "no"),
        (["inside"], "unknown", "", "open"),
        (["inside"], "helps", "", "open"),
        (["falls"], "helps", "", "no"),
        (["rises", "inside"], "hurts", "", "open"),
        (["falls"], "flat", "", "open"),
        ([], "falls", "more", "yes"),
        ([], "falls", "less", "no"),
        ([], "falls", "not yet known", "open"),
    ],
)
def test_a_principle_is_agreed_with_only_where_that_is_told(expects, shape, verdict, said):
    assert agreement(expects, {"shape": shape, "verdict": verdict}) == said


def test_of_a_pair_it_is_told_which_is_better():
    found = curve("steady", "week.listen", [0.1, 1.0], 30, (0, 1))
    assert found["verdict"] == "more"
    assert curve("steady", "week.listen", [0.1, 1.0], 30, (1, 0))["verdict"] == "less"


RNG = np.random.default_rng(3)
NOISE = RNG.normal(0.0, 0.02, (200, 5))


@pytest.mark.parametrize(
    ("means", "shape"),
    [
        ([0.1, 0.3, 0.4, 0.3, 0.1], "inside"),
        ([0.1, 0.2, 0.3, 0.4, 0.5], "rises"),
        ([0.5, 0.4, 0.3, 0.2, 0.1], "falls"),
        ([0.5, 0.5, 0.5, 0.5, 0.5], "flat"),
        ([0.5, 0.4, 0.2, 0.4, 0.5], "unknown"),
    ],
)
def test_the_shape_of_a_curve_is_what_is_told_apart(means, shape):
    assert shape_of(np.array(means) + NOISE) == shape


@pytest.mark.parametrize("seed", range(3))
def test_an_end_of_which_nothing_is_known_is_told_as_such(seed):
    """The best amount is in between, and the last is lower by hardly more than chance brings: no principle is wrong."""
    random = np.random.default_rng(seed)
    shared = random.normal(0.0, 0.7, (200, 1))
    told = [
        shape_of(np.array([0.3, 0.6, 0.8, 1.0, 0.95, 0.85]) + shared + random.normal(0.0, 0.7, (200, 6)))
        for _ in range(60)
    ]
    assert sum(agreement(["inside"], {"shape": one, "verdict": ""}) == "no" for one in told) <= 6
    assert sum(one == "helps" for one in told) > 20
    assert sum(likeness(one, other) == "other" for one, other in pairwise(told)) <= 6


def test_what_is_not_told_apart_is_not_known_and_many_doses_do_not_make_it_known():
    wrong = 0
    for turn in range(200):
        values = np.random.default_rng(turn).normal(0.0, 1.0, (60, 6)) + 0.0
        wrong += shape_of(values) not in ("unknown", "flat")
    assert wrong <= 20  # at most about one in twenty is called something that it is not


def test_all_lessons_are_made_with_what_the_page_needs():
    made = lessons_drawn(2)
    assert list(made) == list(lessons())
    for one in made.values():
        for where in ("here", "there"):
            assert set(one[where]) == {*CURVE}
            assert len(one[where]["means"]) == len(one["doses"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_a_shape_needs_is_there(language):
    said = words(language)["lesson"]
    assert set(said["shape"]) == {*SHAPES.values(), "flat", "unknown"}
    for shape, ends in {"inside": {"first", "last"}, "rises": {"first"}, "falls": {"last"}}.items():
        assert set(re.findall(r"{(\w+)}", said["shape"][shape])) == {"best", *ends}
