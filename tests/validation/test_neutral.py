"""With every mechanism switched off, forms of governance have nothing left to differ in."""

import math

import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import simulate

SEEDS = range(20)
COMBINATIONS = (
    "consensus",
    "qualified-majority",
    "table+each+hub",
    "table+each+table",
    "table+share:0.5+hub",
    "coordinator+each+table",
    "coordinator+share+table",
    "coordinator+share:0.5+hub",
)


def same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


@pytest.fixture(scope="module")
def neutral():
    return load("neutral")


@pytest.fixture(scope="module")
def opt_in(neutral):
    return [simulate(neutral, seed, "opt-in", series=False).outcomes for seed in SEEDS]


@pytest.mark.parametrize("governance", COMBINATIONS)
def test_all_forms_do_the_same(neutral, opt_in, governance):
    for seed in SEEDS:
        outcomes = simulate(neutral, seed, governance, series=False).outcomes
        differing = {name for name in outcomes if not same(outcomes[name], opt_in[seed][name])}
        assert not differing, f"seed {seed}"


def test_there_is_something_to_agree_on(opt_in):
    """The test above would pass in a world in which nothing ever happens."""
    assert all(outcomes["successes"] > 1 and outcomes["members"] == 40 for outcomes in opt_in)
    assert len({outcomes["net_value"] for outcomes in opt_in}) > 3


def test_alone_is_another_world(neutral, opt_in):
    """A coalition of one differs even here: that is what it is for."""
    alone = [simulate(neutral, seed, "alone", series=False).outcomes for seed in SEEDS[:3]]
    assert all(outcomes["members"] == 1 for outcomes in alone)
