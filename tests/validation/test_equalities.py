"""What must be equal, bit for bit or by no difference that matters, where what makes the difference is taken away."""

import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import simulate

UNTIED = {"club.ties": 0.0}
LATER = {"conditions.issues": 2.0, "conditions.arrival": 10_000.0}
"""A second issue that arises after the run is over, in nearly every world."""


# --- the null -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["steady", "syria", "exponential", "neutral"])
@pytest.mark.parametrize("seed", range(5))
def test_a_movement_of_those_who_know_nobody_is_everybody_alone(case, seed):
    untied = load(case).with_numbers(UNTIED)
    assert simulate(untied, seed, "self-organized").digest == simulate(untied, seed, "alone").digest


@pytest.mark.parametrize("seed", range(5))
def test_ties_make_a_movement_another_world(seed):
    """The test above would pass if ties did nothing."""
    assert simulate(load("steady"), seed, "self-organized").digest != simulate(load("steady"), seed, "alone").digest


# --- a portfolio ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "governance", ["opt-in", "consensus", "bound-majority", "lead-organization", "mandated", "self-organized", "alone"]
)
def test_a_portfolio_of_one_is_a_single_issue(governance):
    """Memory, seats and hours for two issues, of which one never arises: the same run, week by week."""
    one = load("steady", {"weeks": 104})
    for seed in range(1, 6):
        both = simulate(one.with_numbers(LATER), seed, governance)
        assert both.digest == simulate(one, seed, governance).digest


def test_a_second_issue_that_does_arise_changes_the_run():
    one = load("steady", {"weeks": 104})
    both = one.with_numbers({"conditions.issues": 2.0})
    assert simulate(both, 1, "opt-in").digest != simulate(one, 1, "opt-in").digest


# --- equal prices and everybody bound --------------------------------------------------------------------------

FORMS = ("coordinator+each+hub+bound", "table+share+table+bound")


def test_where_prices_are_equal_and_everybody_is_bound_roles_favor_no_form():
    """In the neutral case nothing else is left: the same worlds come out alike, and specialists make others of them."""
    neutral, found = load("neutral"), []
    for form in FORMS:
        for specialization in (0.0, 0.8):
            case = neutral.with_numbers({"work.specialization": specialization})
            found.append([simulate(case, seed, form, series=False).outcomes["net_value"] for seed in range(10)])
    assert found[:2] == found[2:]
    assert found[0] != found[1]
