"""Intervals cover what they say they cover; shares, means and sentences follow from the worlds."""

import json
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from clever_coalitions.analysis.reports.figures import difference_figure
from clever_coalitions.analysis.reports.sentences import KEY, paragraph, sentence
from clever_coalitions.analysis.studies.together import Pair, judged_together
from clever_coalitions.analysis.words import PHRASES
from clever_coalitions.experiments import Comparison, Failure, Variant, compare, variants
from clever_coalitions.experiments.estimates import (
    FEWEST,
    MORE,
    SAME,
    UNKNOWN,
    as_json,
    difference_in,
    paired_difference,
)
from clever_coalitions.experiments.intervals import Groups, mean_of
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import MEASURES

CASE = load("syria")


def made(values, names=("opt-in", "consensus"), **more):
    """Return a comparison with (worlds, variants) of some outcomes; the others are nan."""
    worlds = len(next(iter(values.values())))
    outcomes = np.full((worlds, len(names), len(MEASURES)), np.nan)
    for outcome, numbers in values.items():
        outcomes[:, :, list(MEASURES).index(outcome)] = numbers
    compared = tuple(Variant(name, CASE, "opt-in", "absent") for name in names)
    facts = {"asked": worlds, "seed": 1, "seconds": 2.5, "columns": (), "series": None} | more
    return Comparison(
        compared=compared, worlds=np.arange(worlds), outcome_names=tuple(MEASURES), outcomes=outcomes, **facts
    )


def students(values):
    """Return Student's 95 % interval."""
    found = stats.ttest_1samp(values, 0.0).confidence_interval(0.95)
    return found.low, found.high


# --- coverage --------------------------------------------------------------------------------------------

TRIALS = 3000
CHANCE = 3.3 * math.sqrt(0.95 * 0.05 / TRIALS)
"""How far the coverage of a true 95 % interval strays in that many trials, once in a thousand times: 1.3 points."""

LEAST, MOST = 0.94 - CHANCE, 0.98 + CHANCE
"""What is claimed of the interval: 94 to 98 % for the distributions below."""


def zero_or(share, draw):
    """Return a sampler of numbers that are zero but for a share of them, drawn by ``draw``."""
    return lambda rng, shape: np.where(rng.random(shape) < share, draw(rng, shape), 0.0)


DIFFERENCES = {
    "normal": (lambda rng, shape: rng.normal(0.3, 1.0, shape), 0.3),
    "exponential": (lambda rng, shape: rng.exponential(1.0, shape), 1.0),
    "heavy tails": (lambda rng, shape: rng.standard_t(3, shape), 0.0),
    "a fifth exponential": (zero_or(0.2, lambda rng, shape: rng.exponential(1.0, shape)), 0.2),
    "a fifth exponential, down": (zero_or(0.2, lambda rng, shape: -rng.exponential(1.0, shape)), -0.2),
    "half gains and losses": (
        zero_or(0.5, lambda rng, shape: rng.exponential(1.5, shape) - rng.exponential(0.5, shape)),
        0.5,
    ),
    "a third, a win more or less": (
        zero_or(0.3, lambda rng, shape: np.where(rng.random(shape) < 0.7, 1.0, -0.5) * rng.uniform(0.5, 1.0, shape)),
        0.3 * 0.75 * (0.7 - 0.15),
    ),
    "wins, yes or no": (
        lambda rng, shape: (rng.random(shape) < 0.3).astype(float) - (rng.random(shape) < 0.1),
        0.2,
    ),
}


def coverage(samples, mean, method=lambda values: mean_of(values).interval()):
    ends = np.array([method(sample) for sample in samples])
    return np.mean((ends[:, 0] <= mean) & (mean <= ends[:, 1]))


@pytest.mark.parametrize("worlds", [20, 40, 200, 1000])
@pytest.mark.parametrize("name", DIFFERENCES)
def test_coverage_of_simulated_differences(name, worlds):
    draw, mean = DIFFERENCES[name]
    covered = coverage(draw(np.random.default_rng(20), (TRIALS, worlds)), mean)
    assert LEAST <= covered <= MOST, f"{covered:.1%}"


def test_students_interval_alone_would_not_do():
    draw, mean = DIFFERENCES["a fifth exponential"]
    assert coverage(draw(np.random.default_rng(20), (1000, 40)), mean, students) < 0.9


def hangs_on(values, rare):
    """Return the share of the variance that the most extreme values hold, ``rare`` being their share."""
    squares = np.sort((values - values.mean()) ** 2)[::-1]
    return squares[: int(rare * len(squares))].sum() / squares.sum()


def test_coverage_on_the_engine():
    """Of many comparisons of 40 worlds, drawn from a pool, about 95 % have intervals that hold the mean of the pool.

    For all outcomes that are defined in every world, differ in at least a fifth of them, and do not hang on rare
    worlds: where one in forty holds most of the variance, forty cannot know it (see the head of estimates.py).
    """
    pool = compare(variants(CASE, "governance=opt-in,consensus"), worlds=600, seed=1)
    draws = np.random.default_rng(21).integers(0, pool.done, (TRIALS, 40))
    covered = {}
    for outcome in pool.outcome_names:
        first, other = pool.outcome(outcome).T
        difference = other - first
        if np.isfinite(difference).all() and np.mean(difference != 0.0) >= 0.2 and hangs_on(difference, 1 / 40) < 0.5:
            covered[outcome] = coverage(difference[draws], difference.mean())
    assert {"net_value", "value_per_1000_hours", "ambition", "members", "trust"} <= set(covered)
    assert all(LEAST <= share <= MOST for share in covered.values()), covered


# --- the interval ----------------------------------------------------------------------------------------


def test_students_interval_where_there_is_no_skew():
    values = np.array([-3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0]) + 10.0
    assert mean_of(values).interval() == pytest.approx(students(values))


def test_halls_interval_where_there_is():
    """The end in the long tail solves Hall's transformation for the quantile of t; the other is Student's."""
    values = np.array([0.0] * 15 + [1.0, 2.0, 2.0, 5.0, 9.0])
    n, mean, deviation = len(values), values.mean(), values.std(ddof=1)
    low, high = mean_of(values).interval()
    assert low == pytest.approx(students(values)[0])
    u, g = (mean - high) / deviation, stats.skew(values)
    transformed = u + g * u**2 / 3 + g**2 * u**3 / 27 + g / (6 * n)
    assert transformed * math.sqrt(n) == pytest.approx(stats.t.ppf(0.025, n - 1))
    assert high > students(values)[1]


samples = st.lists(st.floats(-100, 100), min_size=2, max_size=30).map(np.array)


@given(samples)
def test_never_narrower_than_students_and_mirrored_with_the_values(values):
    low, high = mean_of(values).interval()
    if math.isnan(low):
        assert len(values) < FEWEST or not values.any()
        assert values.std() == 0.0  # all the same, or apart by less than a square can hold
        return
    assert low <= values.mean() + 1e-9
    assert high >= values.mean() - 1e-9
    assert mean_of(-values).interval() == pytest.approx((-high, -low), rel=1e-6, abs=1e-9)
    if values.std() > 1e-6:
        expected = students(values)
        assert low <= expected[0] + 1e-6
        assert high >= expected[1] - 1e-6


def test_one_world_has_no_interval():
    found = paired_difference(np.array([1.0]), np.array([3.0]), "higher")
    assert (found.mean, found.p_better, found.worlds) == (2.0, 1.0, 1)
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert math.isnan(found.variance_reduction)
    assert not found.is_told_apart


def test_no_world_at_all():
    found = paired_difference(np.array([math.nan, 1.0]), np.array([1.0, math.nan]), "higher")
    assert found.worlds == 0
    assert all(math.isnan(x) for x in (found.mean, found.low, found.high, found.p_better, found.variance_reduction))


def test_nothing_but_ties_are_known_by_how_rare_others_are():
    """After n ties a share p of others is no surprise while 2 (1 - p)^n is not below one in twenty."""
    first = np.linspace(0.0, 0.9, 100)
    found = paired_difference(first, first, "higher", matters=0.05)
    assert (found.mean, found.p_better, found.differ, found.variance_reduction) == (0.0, 0.5, 0, math.inf)
    assert (found.low, found.high) == pytest.approx([sign * 0.9 * (1.0 - 0.025**0.01) for sign in (-1.0, 1.0)])
    assert found.verdict == SAME
    few = paired_difference(first[::2], first[::2], "higher", matters=0.05)
    assert few.verdict == UNKNOWN
    assert 5.0 < few.worlds_to_come < 50.0
    relative = paired_difference(first, first, "higher")  # 5 % of .45 is less than 3.6 % of .9
    assert (relative.matters, relative.verdict) == (pytest.approx(0.0225), UNKNOWN)


@pytest.mark.parametrize("at_any_time", [False, True])
def test_what_matters_is_a_share_of_a_mean_that_is_not_known_itself(at_any_time):
    """Taken as known, 34 % (at any time: 32 %) say that what is 1.1 times what matters does not matter."""
    random, wrong = np.random.default_rng(1), 0
    for _ in range(200):
        first = np.where(random.random(100) < 0.1, random.lognormal(0.0, 1.0, 100), 0.0)
        mean = 0.1 * math.exp(0.5)
        other = first + 1.1 * 0.05 / (1.0 - 1.1 * 0.05) * mean + random.normal(0.0, 0.001, 100)
        wrong += paired_difference(first, other, "higher", at_any_time=at_any_time).verdict == SAME
    assert wrong <= 10  # one in twenty


def test_a_share_of_a_mean_that_is_well_known_matters_as_if_it_were_said():
    """Where worlds differ little in the outcome itself, its mean is known: nothing is lost."""
    random = np.random.default_rng(1)
    first = random.normal(1.0, 0.3, 100)
    other = first + random.normal(0.0, 0.15, 100)
    found = paired_difference(first, other, "higher")
    assert found.verdict == SAME
    said = paired_difference(first, other, "higher", matters=found.matters)
    assert found.chance_same == pytest.approx(said.chance_same, rel=0.5)


@pytest.mark.parametrize("at_any_time", [False, True])
def test_what_nobody_ever_saw_is_not_yet_known(at_any_time):
    nothing = paired_difference(np.zeros(4000), np.zeros(4000), "higher", at_any_time=at_any_time)
    assert (nothing.verdict, nothing.worlds_to_come) == (UNKNOWN, math.inf)
    assert math.isnan(nothing.low)
    assert math.isnan(nothing.high)
    rare = np.zeros(400)
    rare[:2] = 1.0
    found = paired_difference(rare, rare, "higher", at_any_time=at_any_time)
    assert found.verdict == UNKNOWN
    assert found.low < -found.matters < 0.0 < found.matters < found.high


def test_the_same_difference_in_all_worlds_is_one():
    still = paired_difference(np.zeros(10), np.full(10, 0.1), "higher")
    assert math.isnan(still.variance_reduction)
    assert (still.low, still.high) == pytest.approx((0.1 - 0.2 * (1.0 - 0.025**0.1), 0.1))
    assert still.verdict == MORE
    assert paired_difference(np.zeros(5), np.full(5, 0.1), "higher").verdict == UNKNOWN


def test_ties_in_groups_are_as_many_as_groups():
    values, points = np.tile([0.5, 1.0], 100), np.arange(200)
    alone = paired_difference(values, values, "higher", matters=0.05)
    together = paired_difference(values, values, "higher", Groups(points // 10), 0.05)
    crossed = paired_difference(values, values, "higher", Groups(points // 10, points % 10), 0.05)
    assert (alone.verdict, together.verdict, crossed.verdict) == (SAME, UNKNOWN, UNKNOWN)
    few = [paired_difference(values, values, "higher", Groups(points // n, points % n), 0.05) for n in (1, 2, 5)]
    assert [(one.verdict, math.isnan(one.high)) for one in few] == [(UNKNOWN, True)] * 3
    fixed = paired_difference(values, values, "higher", Groups(0 * points, points), 0.05)
    assert (fixed.low, fixed.high) == (alone.low, alone.high)
    assert (together.high, crossed.high) == pytest.approx([1.0 - 0.025 ** (1.0 / n) for n in (20, 10)])


@pytest.mark.parametrize("at_any_time", [False, True])
def test_an_interval_leaves_out_zero_where_a_difference_is_told_from_zero_and_nowhere_else(at_any_time):
    """Alone, 95 % intervals left out zero beside "not yet known" in one of five of these, which are judged by tens."""
    random, told, contradicted = np.random.default_rng(4), 0, 0
    for many in (5, 30, 60, 200):
        for size in np.linspace(0.0, 4.5, 10):
            differences = [random.normal(size / math.sqrt(many), 1.0, many) for _ in range(10)]
            pairs = [Pair(np.zeros(many), one, "net_value", None, 0.01, at_any_time) for one in differences]
            for one, values in zip(judged_together(pairs), differences, strict=True):
                assert one.is_told_apart == (one.low > 0.0 or one.high < 0.0)
                low, _ = mean_of(values).interval(at_any_time=at_any_time)
                told, contradicted = told + one.is_told_apart, contradicted + ((low > 0.0) != one.is_told_apart)
    assert told > 20
    assert contradicted > 20


def test_of_intervals_of_what_is_called_different_one_in_twenty_misses():
    """Of twenty differences seven in ten are none. What stands out does so by luck, too: alone, one in eight misses."""
    random, missed = np.random.default_rng(3), []
    for _ in range(150):
        true = np.where(random.random(20) < 0.7, 0.0, random.normal(0.0, 1.5, 20) / math.sqrt(60.0))
        pairs = [Pair(np.zeros(60), random.normal(one, 1.0, 60), "net_value", None, 1e-9) for one in true]
        called = [(one, mean) for one, mean in zip(judged_together(pairs), true, strict=True) if one.is_told_apart]
        ends = [(one.interval, one.known.interval(), mean) for one, mean in called]
        missed.append(np.mean([[not low <= mean <= high for low, high in both] for *both, mean in ends] or [[0, 0]], 0))
    together, alone = np.mean(missed, axis=0)
    chance = 2.6 * np.std(missed, axis=0) / math.sqrt(len(missed))
    assert together <= 0.05 + chance[0]
    assert alone > 0.05 + chance[1]


def test_variants_that_are_judged_together_have_intervals_that_agree_with_what_is_said():
    """With the means of a comparison of nine variants, from none to what is told: Holm's rule, one level for each."""
    random = np.random.default_rng(7)
    values = random.normal(0.0, 1.0, (100, 1)) + random.normal(np.linspace(0.0, 0.5, 10), 1.0, (100, 10))
    comparison = made({"net_value": values}, names=[f"variant {place}" for place in range(10)])
    found = [difference_in(comparison, "net_value", place) for place in range(1, 10)]
    assert [one.is_told_apart for one in found] == [one.low > 0.0 or one.high < 0.0 for one in found]
    assert {one.verdict for one in found} == {MORE, UNKNOWN}


# --- shares and ratios -----------------------------------------------------------------------------------


def test_ties_count_half():
    first, other = np.zeros(4), np.array([1.0, 0.0, 0.0, -1.0])
    assert paired_difference(first, other, "higher").p_better == 0.5
    first, other = np.zeros(4), np.array([1.0, 2.0, 0.0, -1.0])
    assert paired_difference(first, other, "higher").p_better == 0.625
    assert paired_difference(first, other, "lower").p_better == 0.375


def test_no_share_where_neither_direction_is_better():
    assert math.isnan(paired_difference(np.zeros(4), np.arange(4.0), "neither").p_better)


def test_variance_reduction():
    rng = np.random.default_rng(3)
    world = rng.normal(size=500)
    first, other = world + 0.5 * rng.normal(size=500), world + 0.5 * rng.normal(size=500)
    expected = (first.var(ddof=1) + other.var(ddof=1)) / (other - first).var(ddof=1)
    found = paired_difference(first, other, "higher").variance_reduction
    assert found == pytest.approx(expected)
    assert 4.0 < found < 6.0  # (1.25 + 1.25) / 0.5 = 5 in the long run


def test_undefined_worlds_are_left_out_pair_by_pair():
    values = np.array([[1.0, math.nan], [2.0, 5.0], [math.nan, 7.0], [4.0, 5.0]])
    found = made({"overlap": values})
    assert found.means("overlap") == [pytest.approx(7 / 3), pytest.approx(17 / 3)]
    assert difference_in(found, "overlap", 1).mean == 2.0
    assert difference_in(found, "overlap", 1).worlds == 2


def test_differences_are_to_the_first_variant():
    values = np.array([[1.0, 2.0, 4.0], [1.0, 2.0, 4.5]])
    found = made({"net_value": values}, ("a", "b", "c"))
    assert found.means("net_value") == [1.0, 2.0, 4.25]
    assert [difference_in(found, "net_value", place).mean for place in (1, 2)] == [1.0, 3.25]


# --- JSON ------------------------------------------------------------------------------------------------


def test_json_has_the_shape_that_is_promised():
    rng = np.random.default_rng(1)
    found = as_json(made({"net_value": rng.normal(size=(9, 2)), "plans": rng.normal(size=(9, 2))}))
    assert list(found) == [
        "scenario", "worlds", "seed", "asked", "at_any_time", "variants", "outcomes", "obstacles", "seconds",
    ]  # fmt: skip
    assert (found["scenario"], found["worlds"], found["seed"], found["seconds"]) == ("syria", 9, 1, 2.5)
    assert found["variants"] == ["opt-in", "consensus"]
    assert list(found["outcomes"]) == list(MEASURES)
    for name, one in found["outcomes"].items():
        assert list(one) == ["better", "means", "difference", "variance_reduction"]
        assert one["better"] == MEASURES[name].better
        assert list(one["means"]) == ["opt-in", "consensus"]
        assert list(one["difference"]) == list(one["variance_reduction"]) == ["consensus"]
        assert list(one["difference"]["consensus"]) == [
            "mean", "low", "high", "p_better", "wins", "ties", "losses", "matters", "adjusted", "verdict",
        ]  # fmt: skip
    assert found["outcomes"]["plans"]["difference"]["consensus"]["p_better"] is None
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_json_of_what_is_not_defined():
    found = as_json(made({"net_value": np.array([[1.0, 1.0], [2.0, 2.0]])}))
    assert found["outcomes"]["net_value"]["variance_reduction"] == {"consensus": None}  # infinite
    assert found["outcomes"]["help"]["means"] == {"opt-in": None, "consensus": None}
    nothing = {"mean": None, "low": None, "high": None, "p_better": None, "wins": 0, "ties": 0, "losses": 0}
    known = {"matters": 0.0, "adjusted": 1.0, "verdict": "not yet known"}
    assert found["outcomes"]["help"]["difference"] == {"consensus": nothing | known}
    json.dumps(found, allow_nan=False)


def test_json_of_one_world():
    found = as_json(made({"net_value": np.array([[1.0, 2.0]])}))["outcomes"]["net_value"]["difference"]
    one = {"mean": 1.0, "low": None, "high": None, "p_better": 1.0, "wins": 1, "ties": 0, "losses": 0}
    assert {key: found["consensus"][key] for key in one} == one
    assert found["consensus"]["verdict"] == "not yet known"


# --- words -----------------------------------------------------------------------------------------------


def shifted(outcome, by, worlds=100, spread=1.0, **more):
    """Return a comparison in which consensus has ``by`` more of an outcome than opt-in, give or take."""
    noise = np.linspace(-spread, spread, worlds)
    return made({outcome: np.stack([np.zeros(worlds), by + noise], axis=1)}, **more)


def test_the_sentence_speaks_of_the_better_one():
    assert sentence(shifted("net_value", -0.5), "net_value") == (
        "opt-in achieves 0.50 more net value than consensus [0.38, 0.62]; better in 75 of 100 worlds"
    )
    assert sentence(shifted("net_value", 0.5), "net_value") == (
        "consensus achieves 0.50 more net value than opt-in [0.38, 0.62]; better in 75 of 100 worlds"
    )
    assert sentence(shifted("weeks_to_plan", -2.0), "weeks_to_plan") == (
        "consensus takes 2.00 fewer weeks to agree on a plan than opt-in [1.84, 2.16]; better in 100 of 100 worlds"
    )


def test_who_settles_more_often_is_not_said_to_settle_an_issue_sooner():
    """Of ten worlds three settle an issue, and six: each in as many weeks, the others wait until the run ends."""
    random, often = np.random.default_rng(1), np.array([0.3, 0.6])
    weeks = np.where(random.random((300, 1)) < often, random.uniform(0.0, 208.0, (300, 1)), 208.0)
    said = sentence(made({"weeks_to_settle": weeks}), "weeks_to_settle")
    assert re.match(r"consensus waits \d+ fewer weeks of the run for an issue to be settled than opt-in", said)


def test_the_sentence_speaks_of_the_one_with_more_where_neither_is_better():
    assert sentence(shifted("members", -2.0), "members") == "opt-in has 2.00 more members than consensus [1.84, 2.16]"


def test_the_sentence_says_in_how_few_worlds_an_outcome_is_defined_under_both():
    found = shifted("durability", 0.5)
    found.outcomes[10:, 0, found.outcome_names.index("durability")] = np.nan
    assert sentence(found, "durability").endswith("] in the 10 worlds with both; better in 10 of 10 worlds")
    open_yet = shifted("durability", 0.05)
    open_yet.outcomes[::2, 0, found.outcome_names.index("durability")] = np.nan
    assert "not yet known in 50 worlds with both whether" in sentence(open_yet, "durability")


def test_the_sentence_where_nothing_can_be_told():
    said = sentence(shifted("net_value", 0.05, worlds=200), "net_value")
    assert said == (
        "Net value: not yet known in 200 worlds whether consensus and opt-in differ [−0.03, 0.13]; "
        "to go on until it is known may take about 600 worlds"
    )
    early = shifted("net_value", 0.05, worlds=8, at_any_time=True)
    assert sentence(early, "net_value") == "Net value: 8 worlds are too few to tell consensus and opt-in apart"
    assert "one world is too few" in sentence(made({"trust": np.array([[0.1, 0.2]])}), "trust")
    assert "the same in all 9 worlds" in sentence(made({"trust": np.ones((9, 2))}), "trust")
    assert "no world in which it is defined" in sentence(made({"trust": np.ones((9, 2))}), "overlap")


@pytest.mark.parametrize(
    ("shift", "noise", "verdict"),
    [(1.0, 0.1, "more"), (-1.0, 0.1, "less"), (0.01, 0.05, "no difference that matters"), (0.05, 2.0, "not yet known")],
)
def test_one_effect_has_one_verdict_wherever_it_is_told(shift, noise, verdict):
    """In the estimate, as JSON, in a sentence, in the paragraph and in what a picture says."""
    values = np.full((80, 2), 10.0) + np.random.default_rng(7).normal(0.0, noise, (80, 2))
    values[:, 1] += shift
    comparison = made({"net_value": values})
    found = difference_in(comparison, "net_value", 1)
    assert (
        found.verdict == as_json(comparison)["outcomes"]["net_value"]["difference"]["consensus"]["verdict"] == verdict
    )
    assert found.is_told_apart == (verdict in ("more", "less"))
    assert found.matters == pytest.approx(0.05 * values.mean(axis=0).max())
    assert f"): {verdict}." in difference_figure(comparison).sentence
    for said in (sentence(comparison, "net_value"), paragraph(comparison)):
        assert ("net value than" in said) == found.is_told_apart, said
        assert found.is_told_apart or verdict in said, said
    if verdict == "not yet known":
        more = found.worlds * (1.0 + found.worlds_to_come / found.worlds)
        assert more > 2 * found.worlds
    else:
        assert found.worlds_to_come == 0.0


def test_wins_ties_and_losses_follow_the_better_direction():
    first, other = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 2.0, 5.0])
    found = paired_difference(first, other, "higher")
    assert (found.wins, found.ties, found.losses) == (2, 1, 1)
    assert paired_difference(first, other, "lower").wins == 1


def test_few_worlds_that_differ_tell_nothing_apart():
    """Student's interval of five equal wins in 100 worlds leaves out zero; a coin falls so once in sixteen times."""
    values = np.zeros((100, 2))
    values[: FEWEST - 1, 1] = 1.0
    found = made({"net_value": values})
    assert students(values[:, 1])[0] > 0.0 > difference_in(found, "net_value", 1).low
    assert "not yet known whether consensus and opt-in differ: they differ in 5 of 100 worlds" in sentence(
        found, "net_value"
    )
    values[:FEWEST, 1] = 1.0
    assert sentence(made({"net_value": values}), "net_value").startswith("consensus achieves 0.06")


def test_nearly_all_worlds_are_not_all():
    values = np.zeros((400, 2))
    values[:, 1] = 1.0
    values[0, 1] = -1.0
    assert sentence(made({"net_value": values}), "net_value").endswith("better in more than 99 of 100 worlds")


def test_the_paragraph():
    rng = np.random.default_rng(4)
    worlds = rng.normal(size=(50, 1))
    numbers = {outcome: worlds + rng.normal(0.0, 0.1, (50, 2)) for outcome in ("net_value", *KEY)}
    numbers["net_value"][:, 1] += 1.0
    numbers["trust"][:, 1] -= 1.0
    failures = (Failure(3, 1, "opt-in", "RuntimeError: x"), Failure(3, 1, "consensus", "RuntimeError: x"))
    said = paragraph(made(numbers, asked=60, interrupted=True, failures=failures))
    assert said.startswith("In 50 worlds of syria, consensus achieves ")
    assert "opt-in enjoys " in said
    assert "Not yet known: " in said
    assert "times as many worlds" in said
    assert "It was interrupted after 50 of 60 worlds." in said
    assert "Runs failed in 1 world, which is left out." in said


def test_a_paragraph_for_each_variant_but_the_first():
    values = np.random.default_rng(5).normal(size=(20, 3))
    assert len(paragraph(made({"net_value": values}, ("a", "b", "c"))).split("\n\n")) == 2
    assert "nothing to compare" in paragraph(made({"net_value": values[:, :1]}, ("a",)))
    assert "no world" in paragraph(made({"net_value": np.empty((0, 2))}))


def test_there_are_words_for_every_outcome():
    assert set(PHRASES) == set(MEASURES)
