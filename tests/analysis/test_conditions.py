"""A box hidden in noise is found and judged on other points; a known survival curve; what one may regret."""

import math
from dataclasses import replace

import numpy as np
import pandas
import pytest

from clever_coalitions.analysis.studies.conditions import (
    _leaf,
    box_in,
    conditions,
    median_weeks,
    survival,
)
from clever_coalitions.analysis.studies.figures import survival_figure
from clever_coalitions.analysis.studies.numbers import FEW_SEEDS
from clever_coalitions.analysis.studies.regret import NOBODY_LEAST, least_regret, regret
from clever_coalitions.experiments import compare
from clever_coalitions.experiments.intervals import Groups
from clever_coalitions.experiments.studies import StudyError
from clever_coalitions.scenarios import load

from ..experiments.studies.small import small
from .test_estimates import made
from .test_sensitivity import made_runs, made_study

WHAT = ("net_value", "opt-in", "consensus")
NAMES = ["a", "b", "c", "d", "e"]


def hidden(random, many=1000, inside=0.9, outside=0.2):
    """Return points, whether it is so at each, and whether each lies in the box: a above .6, b below .5."""
    x = pandas.DataFrame(random.random((many, 5)), columns=NAMES)
    box = ((x["a"] > 0.6) & (x["b"] < 0.5)).to_numpy()
    return x, random.random(many) < np.where(box, inside, outside), box


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow), pytest.param(2, marks=pytest.mark.slow)])
def test_a_box_hidden_in_noise_is_found_within_a_tenth(seed):
    x, is_better, box = hidden(np.random.default_rng(seed))
    found = box_in(x, is_better, WHAT)
    ranges = {one.path: one for one in found.ranges}
    assert set(ranges) == {"a", "b"}
    assert ranges["a"].low == pytest.approx(0.6, abs=0.1)
    assert math.isnan(ranges["a"].high)
    assert ranges["b"].high == pytest.approx(0.5, abs=0.1)
    assert math.isnan(ranges["b"].low)
    assert found.low <= 0.9 <= found.high + 0.05
    assert found.base == pytest.approx(is_better.mean(), abs=0.06)
    assert found.points == 500
    assert (found.holds(x) == box).mean() > 0.9
    assert found.tree[0] > 0.7
    said = str(found)
    assert said.startswith("Consensus has the better net value than opt-in at 3")
    assert "a is at least 0." in said
    assert " % of all points, each judged by the mean of its few seeds. Where " in said
    assert "kept aside" in said


def test_the_same_points_give_the_same_tree_every_time():
    """Many splits of few points are equally good: which of them a tree takes is chance, and leads to another leaf."""
    random = np.random.default_rng(2)
    x = pandas.DataFrame(random.random((200, 15)), columns=list("abcdefghijklmno"))
    is_better = random.random(200) < np.where((x["a"] > 0.6) & (x["b"] < 0.5), 0.95, 0.1)
    halves = np.split(np.random.default_rng(3).permutation(200), 2)
    assert len({_leaf(x, is_better, *halves) for _ in range(5)}) == 1
    found = {box_in(x, is_better, WHAT).tree for _ in range(2)}
    assert len(found) == 1
    assert found.pop()[0] > 0.5


def test_of_noise_nothing_is_said():
    """Where a box is judged on the points that chose it, each of these would have one."""
    for seed in range(2):
        random = np.random.default_rng(seed)
        x = pandas.DataFrame(random.random((120, 2)), columns=NAMES[:2])
        found = box_in(x, random.random(120) < 0.5, WHAT)
        assert found.ranges == ()
        assert found.why in str(found)
        assert "% of " in str(found)


@pytest.mark.slow
def test_a_box_says_how_dense_it_is_on_other_points_not_on_its_own():
    said, true = [], []
    for seed in range(5):
        x, is_better, _ = hidden(np.random.default_rng(100 + seed), 600, 0.8, 0.3)
        found = box_in(x, is_better, WHAT)
        if found.ranges:
            inside = found.holds(x)
            box = ((x["a"] > 0.6) & (x["b"] < 0.5))[inside]
            said.append(found.density)
            true.append(np.where(box, 0.8, 0.3).mean())
    assert len(said) > 2
    assert np.mean(said) == pytest.approx(np.mean(true), abs=0.12)


def test_too_few_points_and_no_choice_say_so():
    x, is_better, _ = hidden(np.random.default_rng(1), 30)
    assert box_in(x, is_better, WHAT).why == "30 points are too few; expected 40"
    x, is_better, _ = hidden(np.random.default_rng(1), 60)
    none = box_in(x, np.ones(60, dtype=bool), WHAT)
    assert none.why == "it is the same at all points"
    assert str(none).endswith(
        "at 100 % of 60 points, each judged by the mean of its few seeds: it is the same at all points."
    )
    with pytest.raises(StudyError, match="expected two treatments"):
        conditions(small(), pandas.DataFrame(), "net_value")


def test_the_conditions_of_a_study_are_those_of_its_differences():
    study = made_study("latin-hypercube", 400, 2)
    runs = made_runs(study, lambda x: np.where(x[:, 1] > 0.5, 1.0, -1.0), (0.0, 0.0, 0.5))
    (one,) = conditions(study, runs, "net_value").ranges
    assert one.path == "sensing.noise"
    assert one.low == pytest.approx(0.35, abs=0.04)  # half way from .1 to .6
    harm = runs.rename(columns={"net_value": "harm"})
    (turned,) = conditions(study, harm, "harm").ranges
    assert turned.high == pytest.approx(0.35, abs=0.04)


@pytest.mark.parametrize("repetitions", [2, 3])
def test_where_all_points_share_few_seeds_no_conditions_are_told(repetitions):
    """Which half of a number is better is drawn with the seed: another seed would name another box."""
    study = made_study("latin-hypercube", 400, repetitions, seeds="common")
    runs = made_runs(study, lambda x: np.where(x[:, 1] > 0.5, 1.0, -1.0), (0.0, 0.0, 0.5))
    one = conditions(study, runs[runs["world"] < 800], "net_value")
    assert (one.ranges, one.why) == ((), FEW_SEEDS)
    assert "under which conditions is not known: all points share fewer than 3 seeds" in str(one)
    assert repetitions == 2 or conditions(study, runs, "net_value").ranges


def test_what_shared_seeds_do_with_a_number_is_no_condition():
    """Some are better for high values, others for low: by points alone, 4 of 6 studies with six seeds tell a box."""
    random, x = np.random.default_rng(2), pandas.DataFrame(np.random.default_rng(1).random((200, 2)), columns=NAMES[:2])
    told = {0.0: 0, 2.0: 0}
    for slope in told:
        for _ in range(6):
            slopes = slope + 3.0 * random.normal(size=(1, 6)) * (slope == 0.0)
            ahead = slopes * (x[["a"]].to_numpy() - 0.5) + 0.5 * random.normal(size=(200, 6))
            told[slope] += bool(box_in(x, ahead.mean(axis=1) > 0.0, WHAT, by_seed=ahead > 0.0).ranges)
    assert told[0.0] <= 1
    assert told[2.0] >= 5


# --- survival -------------------------------------------------------------------------------------------------------


def test_a_known_survival_curve_is_recovered_within_three_hundredths():
    """Exponential times with a mean of 100 weeks, watched for 208 of them: one in eight never saw it."""
    random = np.random.default_rng(4)
    weeks = random.exponential(100.0, (4000, 2))
    weeks[:, 1] *= 2.0
    found = made({"weeks_to_settle": np.minimum(weeks, 208.0)})
    curves = survival(found)
    for name, mean in (("opt-in", 100.0), ("consensus", 200.0)):
        curve = curves[curves["variant"] == name]
        seen = curve[curve["week"] < 208.0]
        assert (seen["waiting"] - np.exp(-seen["week"] / mean)).abs().max() < 0.03
        some = seen.iloc[50:]
        assert ((some["low"] <= some["waiting"]) & (some["waiting"] <= some["high"])).all()
    medians = median_weeks(curves)
    assert medians["opt-in"] == pytest.approx(100.0 * math.log(2.0), rel=0.06)
    assert medians["consensus"] == pytest.approx(200.0 * math.log(2.0), rel=0.06)


def test_the_interval_of_a_curve_holds_the_truth_as_often_as_it_says():
    random, held = np.random.default_rng(6), 0
    for _ in range(200):
        weeks = random.exponential(100.0, (60, 2))
        curve = survival(made({"weeks_to_settle": np.minimum(weeks, 208.0)}))
        at = curve[(curve["variant"] == "opt-in") & (curve["week"] <= 80.0)].iloc[-1]
        held += at["low"] <= math.exp(-0.8) <= at["high"]
    assert 180 <= held <= 199


def test_a_curve_does_not_know_that_nobody_has_seen_it_yet():
    """Where none of 40 has yet, 9 % may: a band without any width up to the first success is wrong."""
    random, held = np.random.default_rng(6), 0
    for _ in range(60):
        weeks = random.exponential(400.0, (40, 2))
        curve = survival(made({"weeks_to_settle": np.minimum(weeks, 208.0)}))
        at = curve[(curve["variant"] == "opt-in") & (curve["week"] <= 10.0)].iloc[-1]
        held += at["low"] <= math.exp(-0.025) <= at["high"]
    assert held >= 55  # before: 35
    never = survival(made({"weeks_to_settle": np.full((40, 2), 208.0)}))
    assert never["waiting"].tolist() == never["high"].tolist() == [1.0, 1.0]
    assert never["low"].tolist() == pytest.approx([0.025 ** (1.0 / 40)] * 2)


def test_runs_that_are_missing_do_not_wait():
    """Half of the runs under one treatment are not done yet, or failed: they are not worlds that never saw it."""
    weeks = np.minimum(np.random.default_rng(1).exponential(60.0, (100, 2)), 208.0)
    whole = survival(made({"weeks_to_settle": weeks[:50]}))
    weeks[50:, 1] = np.nan
    part = survival(made({"weeks_to_settle": weeks}))
    left, half = (curve[curve["variant"] == "consensus"].to_numpy().tolist() for curve in (part, whole))
    assert left == half
    undefined = made({"weeks_to_settle": weeks, "net_value": np.zeros((100, 2))})
    assert survival(undefined).groupby("variant")["waiting"].last()["consensus"] > 0.5


def test_a_median_and_its_interval_are_told():
    """The interval holds the true median in 19 of 20 studies; while a study runs, it is wider."""
    random, held = np.random.default_rng(3), 0
    for _ in range(60):
        curve = survival(made({"weeks_to_settle": np.minimum(random.exponential(100.0, (60, 2)), 208.0)}))
        early, late = (median_weeks(curve, share) for share in ("low", "high"))
        held += sum(early[name] <= 100.0 * math.log(2.0) <= late[name] for name in early)
    assert held >= 106  # of 120
    weeks = np.minimum(random.exponential(100.0, (60, 2)), 208.0)
    done, running = (survival(made({"weeks_to_settle": weeks}, at_any_time=early)) for early in (False, True))
    assert ((running["high"] - running["low"]) >= (done["high"] - done["low"])).all()
    said = survival_figure(made({"weeks_to_settle": weeks, "settled": np.ones((60, 2))}), done, "").sentence
    median, early, late = (median_weeks(done, share)["opt-in"] for share in ("waiting", "low", "high"))
    assert f"weeks until half have that: {median:.0f} [{early:.0f}, {late:.0f}] under opt-in" in said
    assert "of several" not in said


def test_a_curve_of_worlds_that_hang_together_is_known_by_its_groups():
    """Six copies of each world say as much as one: the interval is that of the sixth part, and six times fewer."""
    weeks = np.minimum(np.random.default_rng(7).exponential(100.0, (60, 2)), 208.0)
    once = made({"weeks_to_settle": weeks})
    copied = made({"weeks_to_settle": np.repeat(weeks, 6, axis=0)})
    alone, copies = survival(once), survival(replace(copied, groups=Groups(np.repeat(np.arange(60), 6))))
    assert copies["waiting"].tolist() == pytest.approx(alone["waiting"].tolist())
    both = alone["low"].notna() & copies["low"].notna() & (alone["week"] > 0.0)
    assert both.sum() > 60
    for end in ("low", "high"):
        assert (alone[end] - copies[end])[both].abs().max() < 0.02
    naive = survival(copied)
    wider = ((copies["high"] - copies["low"]) / (naive["high"] - naive["low"]))[both]
    assert wider.median() == pytest.approx(6**0.5, rel=0.1)


def test_worlds_of_the_engine_without_a_success_are_still_waiting():
    found = compare(load("central_african_republic"), worlds=40, workers=1, governance=["opt-in", "consensus"])
    last = survival(found).groupby("variant", sort=False)["waiting"].last()
    never = 1.0 - found.outcome("settled").mean(axis=0)
    assert never.min() > 0.0
    assert last.to_numpy() == pytest.approx(never)


def test_who_never_sees_it_waits_for_ever():
    found = made({"weeks_to_settle": np.column_stack([np.full(20, 208.0), np.arange(1.0, 21.0)])})
    medians = median_weeks(survival(found))
    assert medians == {"opt-in": math.inf, "consensus": 10.0}


# --- regret ---------------------------------------------------------------------------------------------------------


def test_regret_is_what_a_treatment_lacks_to_the_best_in_the_same_world():
    values = np.array([[1.0, 3.0], [2.0, 2.0], [4.0, 1.0], [np.nan, 1.0]])
    table = regret(made({"net_value": values}), "net_value", enough=2.0)
    assert table["mean"].tolist() == pytest.approx([2.0 / 3.0, 1.0])
    assert table["most"].tolist() == [2.0, 3.0]
    assert table["best"].tolist() == pytest.approx([2.0 / 3.0, 2.0 / 3.0])
    assert table["enough"].tolist() == pytest.approx([2.0 / 3.0, 2.0 / 3.0])
    assert table["leads"].tolist() == [False, False]
    less = regret(made({"harm": values}), "harm", enough=1.0)
    assert less["mean"].tolist() == pytest.approx([1.0, 2.0 / 3.0])
    assert less["enough"].tolist() == pytest.approx([1.0 / 3.0, 1.0 / 3.0])


@pytest.mark.parametrize("outcome", ["net_value", "harm"])
def test_who_leaves_least_to_regret_is_named_where_it_is_known_and_only_there(outcome):
    """Of two that are equal one lacks less in any study; the one that is better by half a deviation is named mostly."""
    random, named = np.random.default_rng(8), {0.0: 0, 0.5: 0}
    for ahead in named:
        for _ in range(60):
            values = random.normal([1.0, 1.0 + (ahead if outcome == "net_value" else -ahead)], 1.0, (100, 2))
            named[ahead] += "consensus leaves least" in least_regret(regret(made({outcome: values}), outcome), outcome)
    assert named[0.0] <= 4  # half of one in twenty
    assert named[0.5] >= 50
    said = least_regret(regret(made({outcome: np.ones((20, 2))}), outcome), outcome)
    assert said == NOBODY_LEAST
    assert least_regret(regret(made({outcome: np.full((20, 2), np.nan)}), outcome), outcome) == ""


def test_what_leaves_least_to_regret_is_judged_by_what_is_independent():
    """A hundred copies of three worlds say as much as three."""
    values = np.repeat([[1.0, 1.5], [2.0, 2.2], [3.0, 3.4]], 100, axis=0)
    found = made({"net_value": values})
    assert regret(found, "net_value")["leads"].tolist() == [False, True]
    grouped = replace(found, groups=Groups(np.repeat(np.arange(3), 100)))
    assert not regret(grouped, "net_value")["leads"].any()
