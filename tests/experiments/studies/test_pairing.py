"""Pairing: worlds meet the same shocks under every treatment, and an unrelated draw does not break that."""

import numpy as np
import pytest

from clever_coalitions.experiments.estimates import difference_in
from clever_coalitions.experiments.studies import Store, frame, run_study
from clever_coalitions.experiments.studies.compared import comparison_of
from clever_coalitions.experiments.studies.diff import difference
from clever_coalitions.sim import run
from clever_coalitions.sim.chance import stream, uniform
from clever_coalitions.sim.compiling import kernel
from clever_coalitions.sim.state import SEED, STEP, issues, organizations
from clever_coalitions.sim.week import WEEK

from .small import small

UNRELATED = stream("test.unrelated.study")
STUDY = {"set": {"weeks": 60}, "design": {"repetitions": 150}}


@kernel
def draw_and_discard(state, rules):
    """Draw a number that nobody asked for, for everybody, as a phase."""
    total = 0.0
    for i in range(len(organizations(state).id)):
        total += uniform(state.clock[SEED], UNRELATED, organizations(state).id[i], state.clock[STEP], 0)
    if total < 0.0:  # never, but the compiler cannot know
        issues(state).fact[0] = total


@kernel
def stir(state, rules):
    """Move the fact by a draw of its own, as a phase."""
    issues(state).fact[0] += 0.02 * (uniform(state.clock[SEED], UNRELATED, 0, state.clock[STEP], 1) - 0.5)


def longer_week(phase):
    """Return a copy of the week with a phase inserted before the organizations sense."""
    week = {}
    for name, usual in WEEK.items():
        if name == "sensing":
            week["inserted"] = phase
        week[name] = usual
    return week


@pytest.fixture
def copy_of_the_model(monkeypatch):
    """Return what puts a copy of the model, with a phase inserted, in the place of the model."""

    def put(phase):
        monkeypatch.setattr(run, "WEEK", longer_week(phase))

    return put


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    folder = tmp_path_factory.mktemp("usual") / "store"
    run_study(small(**STUDY), folder)
    return folder


def reductions(folder, outcomes=("energy", "trust", "participation")):
    """Return by how much pairing reduces the variance of the difference, by outcome."""
    found = comparison_of(small(**STUDY), frame(folder))
    return {outcome: difference_in(found, outcome, 1).variance_reduction for outcome in outcomes}


def test_pairing_is_reported_and_worth_something(usual):
    found = reductions(usual)
    assert all(ratio > 1.2 for ratio in found.values()), found


def test_without_the_same_seeds_it_is_worth_nothing(usual):
    """The report can tell: with the worlds of one treatment shuffled, it says about one."""
    runs = frame(usual)
    other = runs["treatment"] == "consensus"
    runs.loc[other, "world"] = np.random.default_rng(1).permutation(runs.loc[other, "world"])
    one = difference_in(comparison_of(small(**STUDY), runs), "energy", 1)
    assert one.variance_reduction == pytest.approx(1.0, abs=0.25)
    assert reductions(usual)["energy"] > 1.4


def test_an_unrelated_draw_changes_no_run(usual, tmp_path, copy_of_the_model):
    copy_of_the_model(draw_and_discard)
    run_study(small(**STUDY), tmp_path)
    found = difference(Store.open(usual), Store.open(tmp_path))
    assert (found.runs, found.same_experiment, found.only) == (300, 300, (0, 0))
    assert found.moved == ()
    assert reductions(tmp_path) == reductions(usual)


def test_a_draw_that_matters_moves_runs_and_leaves_pairing_whole(usual, tmp_path, copy_of_the_model):
    copy_of_the_model(stir)
    run_study(small(**STUDY), tmp_path)
    found = difference(Store.open(usual), Store.open(tmp_path))
    assert {"forecast_error"} <= {one.outcome for one in found.moved}
    before, after = reductions(usual), reductions(tmp_path)
    assert all(after[name] > 1.2 for name in before)
