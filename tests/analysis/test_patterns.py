"""Verdicts: they hold, fail and stay open where they should."""

import dataclasses
import json
import math

import numpy as np
import pytest

from clever_coalitions.analysis.trials.patterns import agreed, expected, find, judge, together
from clever_coalitions.experiments.patterns import Lab, Part, Pattern

KEYS = ["id", "claim", "source", "expected", "observed", "tolerance", "pass"]


def effects(mean, worlds=200):
    noise = np.random.default_rng(1).normal(size=worlds)
    return mean + (noise - noise.mean()) / noise.std()


def part(mean, above=-math.inf, below=math.inf, worlds=200):
    return Part("an effect", "units", effects(mean, worlds), above, below)


def verdict(*given, **ranges):
    return judge(part(*given, **ranges)).verdict


def pattern(*parts, **options):
    return Pattern("F1", "a claim", "a source", lambda lab: list(parts), runs=1, **options)


@pytest.mark.parametrize(("mean", "said"), [(0.3, "holds"), (-0.3, "fails"), (0.05, "undecided"), (-0.05, "undecided")])
def test_a_sign_is_told_by_the_interval(mean, said):
    assert verdict(mean, above=0.0) == said
    assert verdict(-mean, below=0.0) == said


@pytest.mark.parametrize(("mean", "said"), [(0.0, "holds"), (1.0, "fails"), (-1.0, "fails"), (0.45, "undecided")])
def test_about_level_needs_the_whole_interval_inside(mean, said):
    assert verdict(mean, above=-0.5, below=0.5) == said


def test_few_worlds_decide_nothing():
    assert verdict(9.0, above=0.0, worlds=5) == "undecided"


def test_a_handful_of_effects_that_are_not_zero_tell_no_sign():
    few, enough = np.zeros(200), np.zeros(200)
    few[:5], enough[:100] = 1.0, 1.0
    assert judge(Part("", "", few, above=0.0)).verdict == "undecided"
    assert judge(Part("", "", enough, above=0.0)).verdict == "holds"
    assert judge(Part("", "", np.zeros(200), above=0.0)).verdict == "undecided"


def test_zeros_are_a_finding_where_level_is_what_is_claimed():
    assert judge(Part("", "", np.zeros(200), above=-0.1, below=0.1)).verdict == "holds"
    assert judge(Part("", "", np.zeros(200), above=0.5)).verdict == "fails"


def test_worlds_without_the_effect_are_left_out():
    holed = np.concatenate((effects(0.3), [math.nan]))
    assert judge(Part("", "", holed, above=0.0)).mean == pytest.approx(0.3)


def test_what_is_only_reported_has_no_verdict():
    assert verdict(1.0) == ""


@pytest.mark.parametrize(
    ("means", "said"),
    [((0.3, 0.3), "holds"), ((0.3, -0.3), "fails"), ((0.3, 0.0), "undecided"), ((-0.3, 0.0), "fails")],
)
def test_a_pattern_needs_all_its_parts(means, said):
    assert together([judge(part(mean, above=0.0)) for mean in means]) == said
    assert find(pattern(*(part(mean, above=0.0) for mean in means)), Lab(2)).verdict == said


def test_nothing_judged_is_undecided():
    assert together([judge(part(1.0))]) == "undecided"


def test_base_seeds_that_disagree_are_undecided():
    assert agreed(["holds", "holds"]) == "holds"
    assert agreed(["holds", "fails"]) == "undecided"
    assert agreed(["holds", "undecided"]) == "undecided"
    found = find(pattern(part(0.3, above=0.0)), Lab(2))
    assert dataclasses.replace(found, others={2: "fails"}).verdict == "undecided"
    assert dataclasses.replace(found, others={2: "fails"}).rows()[0]["pass"] is None


def test_what_is_not_built_is_listed():
    found = find(Pattern("F1", "a claim", "a source", None, waits_for="a form"), Lab(2))
    assert found.verdict == "not built yet"
    assert found.rows() == [dict.fromkeys(KEYS) | {"id": "F1", "claim": "a claim", "source": "a source"}]


def test_an_error_fails_its_pattern_alone():
    def broken(lab):
        raise ValueError("no such dose")

    found = find(Pattern("F1", "a claim", "a source", broken, runs=1), Lab(2))
    assert found.rows()[0]["pass"] is False
    assert "no such dose" in found.trouble


def test_rows_are_for_machines():
    rows = find(pattern(part(0.3, above=0.0), part(0.0), part(-0.3, -1.0, 0.0)), Lab(2)).rows()
    assert [list(row) for row in rows] == [KEYS] * 4
    assert [row["id"] for row in rows] == ["F1", "F1a", "F1b", "F1c"]
    assert [row["expected"] for row in rows] == ["2 parts hold", "above 0", None, "-1 to 0"]
    assert [row["pass"] for row in rows] == [True, True, None, True]
    assert rows[0]["observed"] == 2
    assert rows[1]["observed"] == pytest.approx(0.3)
    assert 0.13 < rows[1]["tolerance"] < 0.15
    json.dumps(rows, allow_nan=False)


def test_a_range_in_words():
    assert expected(part(0.0, below=0.02)) == "below 0.02"
    assert expected(part(0.0)) == ""
