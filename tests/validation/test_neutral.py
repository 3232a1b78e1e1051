"""With every mechanism switched off, forms of governance have nothing left to differ in."""

import math

import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.run import simulate

SEEDS = range(20)
COORDINATED = tuple(name for name, form in FORMS.items() if form.is_coordinated and name != "opt-in")
"""All of them: whoever leads wants what everybody wants, nobody objects, and nobody needs to be bound."""
COMBINATIONS = (
    "table+each+hub",
    "table+each+table",
    "table+share:0.5+hub",
    "coordinator+each+table",
    "coordinator+each+hub+bound",
    "coordinator+share+table",
    "coordinator+share:0.5+hub",
    "leader+share+table",
    "table+decree+table+bound",
)


def same(a: float, b: float) -> bool:
    """Return whether two outcomes are equal; what is known in plenary, too, has other last bits."""
    return math.isclose(a, b, rel_tol=0.0, abs_tol=1e-6) or (math.isnan(a) and math.isnan(b))


@pytest.fixture(scope="module")
def neutral():
    return load("neutral")


@pytest.fixture(scope="module")
def opt_in(neutral):
    return [simulate(neutral, seed, "opt-in", series=False).outcomes for seed in SEEDS]


@pytest.mark.parametrize("governance", [*COORDINATED, *COMBINATIONS])
def test_all_forms_do_the_same(neutral, opt_in, governance):
    for seed in SEEDS:
        outcomes = simulate(neutral, seed, governance, series=False).outcomes
        differing = {name for name in outcomes if not same(outcomes[name], opt_in[seed][name])}
        assert not differing, f"seed {seed}"


def test_there_is_something_to_agree_on(opt_in):
    """The test above would pass in a world in which nothing ever happens."""
    assert all(outcomes["plans"] >= 1 and outcomes["members"] == 40 for outcomes in opt_in)
    assert sum(outcomes["settled"] for outcomes in opt_in) > 15
    assert len({outcomes["net_value"] for outcomes in opt_in}) > 3


@pytest.mark.parametrize("governance", [name for name, form in FORMS.items() if not form.is_coordinated])
def test_without_a_coordinator_it_is_another_world(neutral, governance):
    """Coalitions of one differ even here: that is what they are for."""
    for seed in SEEDS[:3]:
        assert simulate(neutral, seed, governance, series=False).outcomes["members"] != 40
