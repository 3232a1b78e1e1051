"""SALib and the EMA Workbench on our model."""

import numpy as np
import pytest

from clever_coalitions.experiments.studies import StudyError, ema, run_study, salib, study_of
from clever_coalitions.experiments.studies.store import Store
from clever_coalitions.experiments.worlds import world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.run import simulate

from .small import data, small

TWO = {"conditions.hazard": {"low": 0.0, "high": 0.1}, "joining.hour_price": {"low": 0.5, "high": 4.0}}
DESIGN = {"kind": "monte-carlo", "points": 1, "repetitions": 3}


def mean(outcome, governance, **numbers):
    """Return what the adapters should: the mean over the first three worlds."""
    case = load("steady", {"weeks": 20, **{path.replace("__", "."): value for path, value in numbers.items()}})
    return np.mean([simulate(case, world_seed(1, number), governance).outcomes[outcome] for number in range(3)])


# --- SALib -----------------------------------------------------------------------------------------------------------


def test_a_problem_names_what_is_uncertain():
    assert salib.problem(small(uncertainties=TWO, design=DESIGN)) == {
        "num_vars": 2,
        "names": ["conditions.hazard", "joining.hour_price"],
        "bounds": [[0.0, 0.1], [0.5, 4.0]],
    }
    with pytest.raises(StudyError, match="expected some: SALib varies them"):
        salib.problem(small())


def test_evaluating_is_running():
    study = small(uncertainties=TWO, design=DESIGN)
    points = np.array([[0.01, 1.0], [0.05, 3.0]])
    found = salib.evaluate(study, points, "trust", treatment="consensus", minus="opt-in")
    for value, (hazard, price) in zip(found, points, strict=True):
        numbers = {"conditions__hazard": hazard, "joining__hour_price": price}
        assert value == pytest.approx(
            mean("trust", "consensus", **numbers) - mean("trust", "opt-in", **numbers), abs=1e-14
        )
    with pytest.raises(StudyError, match='did you mean "trust"'):
        salib.evaluate(study, points, "trst")


@pytest.mark.filterwarnings("ignore")
def test_a_study_with_a_design_of_salib_is_analyzed_by_it(tmp_path):
    from SALib.analyze import morris

    numbers = {**TWO, "coordinator.candour": {"low": 0.0, "high": 1.0}}
    design = {"kind": "morris", "points": 6, "repetitions": 2}
    study = small(uncertainties=numbers, design=design, set={"weeks": 30})
    run_study(study, tmp_path)
    points, values = salib.outcomes_of(Store.open(tmp_path), "energy", treatment="consensus")
    assert points.shape == (6 * 4, 3)
    assert np.isfinite(values).all()
    found = morris.analyze(salib.problem(study), points, values)
    assert found["mu_star"].shape == (3,)
    assert max(found["mu_star"]) > 0.0


# --- EMA Workbench ---------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")
def test_the_workbench_runs_our_model():
    from ema_workbench import CategoricalParameter, IntegerParameter, RealParameter, ScalarOutcome, perform_experiments

    uncertain = {**TWO, "club.ties": {"low": 2, "high": 6, "whole": True}, "club.core": {"values": [0.2, 0.4]}}
    study = small(uncertainties=uncertain, design=DESIGN, outcomes=["net_value", "harm", "members"])
    model = ema.model(study)
    assert [type(one) for one in model.uncertainties] == [
        RealParameter, RealParameter, IntegerParameter, CategoricalParameter,
    ]  # fmt: skip
    assert [one.kind for one in model.outcomes] == [ScalarOutcome.MAXIMIZE, ScalarOutcome.MINIMIZE, ScalarOutcome.INFO]
    experiments, outcomes = perform_experiments(model, scenarios=3, policies=2)
    assert len(experiments) == 6
    for row, experiment in experiments.iterrows():
        numbers = {
            "conditions__hazard": experiment["conditions_hazard"],
            "joining__hour_price": experiment["joining_hour_price"],
        }
        numbers |= {"club__ties": float(experiment["club_ties"]), "club__core": float(experiment["club_core"])}
        expected = mean("net_value", experiment["governance"], **numbers)
        assert outcomes["net_value"][row] == pytest.approx(expected, abs=1e-14)


@pytest.mark.filterwarnings("ignore")
def test_named_treatments_are_one_lever():
    named = {"invited": {"governance": "opt-in"}, "agreed": {"governance": "consensus", "coordinator.listen": 0.3}}
    study = small(levers={}, treatments=named, uncertainties=TWO, design=DESIGN)
    model = ema.model(study)
    (lever,) = model.levers
    assert lever.name == "treatment"
    found = model.function(treatment="agreed", conditions_hazard=0.02, joining_hour_price=2.0)
    numbers = {"coordinator__listen": 0.3, "conditions__hazard": 0.02, "joining__hour_price": 2.0}
    assert found["trust"] == pytest.approx(mean("trust", "consensus", **numbers), abs=1e-14)
    assert list(found) == list(MEASURES)


@pytest.mark.filterwarnings("ignore")
def test_a_distribution_stays_one():
    spread = {"conditions.hazard": {"low": 0.001, "high": 0.1, "distribution": "log-uniform"}}
    model = ema.model(study_of(data(uncertainties=spread, design=DESIGN), "spread"))
    (one,) = model.uncertainties
    assert one.dist.ppf(0.5) == pytest.approx(0.01)


def test_a_workbench_that_is_not_installed_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    with pytest.raises(StudyError, match=r"coalitions\[studies\]"):
        ema.model(small())
