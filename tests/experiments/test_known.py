"""Until it is known: declared margins, one primary contrast, levers in two lines, and an end that is no peeking."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions import compare, load
from clever_coalitions.experiments import vary
from clever_coalitions.experiments.compare import BLOCK
from clever_coalitions.experiments.estimates import SAME, UNKNOWN, difference_in, paired_difference
from clever_coalitions.experiments.levers import values_of
from clever_coalitions.scenarios import ScenarioError
from clever_coalitions.scenarios.loader import Source, built, source

SHORT = load("steady", {"weeks": 60})


def test_two_lines_give_a_tidy_frame():
    found = compare(SHORT, 60, governance=["opt-in", "consensus"]).differences()
    assert list(found.columns) == [
        "outcome", "variant", "mean", "low", "high", "wins", "ties", "losses", "matters", "adjusted", "verdict",
    ]  # fmt: skip
    assert found.iloc[0][["outcome", "variant"]].tolist() == ["net_value", "consensus"]
    assert (found["wins"] + found["ties"] + found["losses"]).max() == 60
    known = found.set_index("outcome").loc["weeks_to_plan"]
    assert (known["verdict"], known["adjusted"] < 0.001) == ("more", True)


def test_the_reference_is_the_one_that_is_named():
    usual = compare(SHORT, 12, governance=["opt-in", "consensus"])
    turned = compare(SHORT, 12, governance=["opt-in", "consensus"], against="consensus")
    assert turned.variants == ("consensus", "opt-in")
    mean = usual.differences("weeks_to_plan")["mean"].item()
    assert turned.differences("weeks_to_plan")["mean"].item() == pytest.approx(-mean)
    with pytest.raises(LookupError, match='did you mean "consensus"'):
        compare(SHORT, 2, governance=["opt-in", "consensus"], against="consensu")


def test_it_goes_on_until_it_is_known_wherever_it_runs():
    more = {"conditions.hazard": [0.0, 0.03]}
    one, other = (compare(load("steady", {"weeks": 60}), workers=many, budget=170, **more) for many in (1, 2))
    assert one.at_any_time
    assert one.done == other.done == one.asked
    assert one.done == 170 or difference_in(one, "net_value", 1).verdict != UNKNOWN
    assert one.done in (*range(BLOCK, 170, BLOCK), 170)
    assert np.array_equal(one.outcomes, other.outcomes, equal_nan=True)


def test_the_same_under_two_names_is_known_once_whoever_differs_would_have_been_met():
    coarse = replace(SHORT, matters={"net_value": 0.05})
    found = compare(coarse, change=[None, lambda case: case])
    assert difference_in(found, "net_value", 1).verdict == SAME
    assert BLOCK < found.done < 10 * BLOCK
    short = compare(SHORT, 8, change=[None, lambda case: case])
    assert set(short.differences(*short.outcome_names)["verdict"]) == {UNKNOWN}


def test_ranges_counts_lengths_and_functions_are_levers():
    def twice_as_long(case):
        return load("steady", {"weeks": 2 * case.weeks})

    names = [one.name for one in vary(SHORT, "coordinator.listen", "0:0.4:0.1")]
    assert names == [f"coordinator.listen={one}" for one in ("0", "0.1", "0.2", "0.3", "0.4")]
    kind = SHORT.kinds[0].name
    few, many = vary(SHORT, f"kinds.{kind}.count", [2, 5])
    assert many.scenario.organizations - few.scenario.organizations == 3
    daily, weekly = vary(SHORT, "step_days", "1,7")
    assert (daily.scenario.step_days, weekly.scenario.step_days) == (1.0, 7.0)
    as_is, longer = vary(SHORT, "length", [None, twice_as_long])
    assert (as_is.name, longer.name, longer.scenario.weeks) == ("as in the case", "twice_as_long", 120.0)
    found = compare(SHORT, 2, governance=["opt-in", "alone"], weeks=[10, 20])
    assert found.variants == ("opt-in, weeks=10", "opt-in, weeks=20", "alone, weeks=10", "alone, weeks=20")


def test_ranges_hold_both_ends_and_no_rounding():
    assert values_of("0:0.3:0.1") == [0, 0.1, 0.2, 0.3]
    assert values_of("1:4:2") == [1, 3]
    assert values_of("a:b,c") == ["a:b", "c"]
    assert values_of(np.array([1.0, 2.0])) == [1.0, 2.0]


@pytest.mark.parametrize(
    ("path", "values", "said"),
    [
        ("conditions.hazard", "0:1:0", "expected a range as first:last:step"),
        ("conditions.hazard", "0:1", "expected a range as first:last:step"),
        ("conditions.hazard", "1:0:0.1", "expected a range as first:last:step"),
        ("conditions.hazard", "0:1:0.0001", "at most 1,000 values"),
        ("kinds.nobody.count", [1], "kinds.nobody.count: unknown path; expected kinds.NAME.FIELD"),
        (f"kinds.{SHORT.kinds[0].name}.count", [-1], "expected a whole number from 0 to 1,000,000"),
        (f"kinds.{SHORT.kinds[0].name}.core", ["much"], "share that are core partners"),
        ("step_days", [9], "step_days = 9: expected a number from 0.1 to 7"),
        ("change", [lambda case: 3], "expected a function that takes a case and returns it changed, not int"),
    ],
)
def test_mistakes_in_levers(path, values, said):
    with pytest.raises(ScenarioError) as caught:
        vary(SHORT, path, values)
    assert said in str(caught.value)


def test_notebooks_show_the_differences():
    shown = compare(SHORT, 8, governance=["opt-in", "consensus"])._repr_html_()
    assert "differences to opt-in in 8 worlds" in shown
    assert "<table" in shown
    assert "not yet known" in shown


# --- what matters ---------------------------------------------------------------------------------------------------


def with_margins(**margins):
    steady = source("steady")
    return built(Source("steady", "steady.toml", {**steady.data, "matters": margins}))


def test_a_scenario_says_what_matters():
    random = np.random.default_rng(3)
    first = random.normal(1.0, 0.3, 400)
    other = first + random.normal(0.2, 0.2, 400)
    assert paired_difference(first, other, "higher").verdict == "more"
    assert paired_difference(first, other, "higher", matters=0.3).verdict == SAME
    usual = compare(SHORT, 30, governance=["opt-in", "consensus"])
    said = compare(with_margins(weeks_to_plan=1000.0), 30, governance=["opt-in", "consensus"], weeks=[60])
    assert (usual.differences("weeks_to_plan")["verdict"] == "more").all()
    assert said.differences("weeks_to_plan")[["matters", "verdict"]].to_numpy().tolist() == [[1000.0, SAME]]


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ({"net_valu": 0.1}, 'matters = "net_valu": unknown outcome'),
        ({"net_valu": 0.1}, 'did you mean "net_value"?'),
        ({"net_value": 0.0}, "matters.net_value = 0.0: expected a number above 0"),
        ({"net_value": "much"}, 'matters.net_value = "much": expected a number above 0'),
    ],
)
def test_mistakes_in_what_matters(margins, said):
    with pytest.raises(ScenarioError) as caught:
        with_margins(**margins)
    assert said in str(caught.value)


# --- many at once ---------------------------------------------------------------------------------------------------


def test_many_outcomes_without_any_difference_are_wrong_together_once_in_twenty():
    """Alone, nine outcomes would make one mistake in every third study."""
    from clever_coalitions.experiments.estimates import judged

    from ..analysis.test_estimates import made

    random, wrong, alone = np.random.default_rng(5), 0, 0
    names = ("net_value", "settled", "harm", "ambition", "members", "member_hours", "trust")
    for _ in range(200):
        found = judged(made({name: random.normal(size=(30, 2)) for name in names}))
        of = [found[name, 1] for name in names]
        wrong += any(one.is_told_apart for one in of[1:])
        alone += any(one.chance < 0.05 for one in of[1:])
    assert wrong / 200 <= 0.08 < 0.2 <= alone / 200
