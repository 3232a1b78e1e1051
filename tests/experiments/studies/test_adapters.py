"""SALib and the EMA Workbench on our model."""

from pathlib import Path

import numpy as np
import pytest

from clever_coalitions.experiments.studies import StudyError, ema, run_study, salib, study_of
from clever_coalitions.experiments.studies.store import Store
from clever_coalitions.experiments.worlds import world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.run import simulate

from .small import PAIR, data, small

SCENARIOS = Path(__file__).parents[3] / "scenarios"
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
    with pytest.raises(StudyError, match='did you mean "opt-in"'):
        salib.evaluate(study, points, "trust", treatment="optin")


KINDS = {
    "conditions.hazard": {"low": 0.0, "high": 0.1},
    "kinds.community group.count": {"low": 2, "high": 5, "whole": True},
    "club.core": {"values": [0.2, 0.4, 0.9]},
    "joining.hour_price": {"low": 0.5, "high": 2.0, "distribution": "log-uniform"},
}


def test_salib_samples_each_kind_of_number():
    """Whole numbers have equal shares, lists and distributions their quantiles; all of them make runs."""
    from SALib.sample import latin

    study = small(uncertainties=KINDS, design=DESIGN)
    problem = salib.problem(study)
    assert problem["bounds"] == [[0.0, 0.1], [1.5, 5.5], [0.0, 1.0], [0.0, 1.0]]
    found = salib.values_at(study, latin.sample(problem, 400, seed=1))
    numbers, many = np.unique(found[:, 1], return_counts=True)
    assert (numbers.tolist(), many.tolist()) == ([2, 3, 4, 5], [100] * 4)
    assert np.unique(found[:, 2], return_counts=True)[0].tolist() == [0.2, 0.4, 0.9]
    assert np.median(found[:, 3]) == pytest.approx(1.0, rel=0.01)
    point = np.array([[0.02, 3.4, 0.5, 0.5]])
    numbers = {"conditions.hazard": 0.02, "kinds.community group.count": 3, "club.core": 0.4, "joining.hour_price": 1.0}
    assert salib.evaluate(study, point, "trust")[0] == pytest.approx(mean("trust", "opt-in", **numbers), abs=1e-12)


@pytest.mark.filterwarnings("ignore")
def test_numbers_are_varied_in_groups_and_several_outcomes_come_of_one_run(monkeypatch):
    from SALib.analyze import morris
    from SALib.sample import morris as sampler

    study = small(uncertainties={**TWO, "joining.credit": {"low": 0.0, "high": 4.0}}, design=DESIGN)
    problem = salib.problem(study, groups=True)
    assert problem["groups"] == ["conditions", "joining", "joining"]
    points = sampler.sample(problem, 3, seed=1)
    runs, asked = [], salib.Function.means
    monkeypatch.setattr(salib.Function, "means", lambda self, settings: runs.append(1) or asked(self, settings))
    values = salib.evaluate(study, points, ["trust", "members"])
    assert values.shape == (len(points), 2)
    assert len(runs) == len(points)
    np.testing.assert_array_equal(values[:, 1], salib.evaluate(study, points, "members"))
    assert list(morris.analyze(problem, points, values[:, 1])["names"]) == ["conditions", "joining"]


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
def test_names_in_the_workbench_never_collide(tmp_path):
    """Two kinds that are alike but for a sign, as spreadsheets write them: both are varied, and so is a lever."""
    case = (SCENARIOS / "steady.toml").read_text("utf-8").replace('"community group"', '"fund-private"')
    (tmp_path / "two.toml").write_text(case.replace('"research institute"', '"fund private"'), "utf-8")
    count = {"low": 1, "high": 9, "whole": True}
    kinds = {f"kinds.{name}.count": count for name in ("fund-private", "fund private")}
    levers = {"governance": ["opt-in", "consensus"], "kinds.fund private.capacity": [0.5, 1.0]}
    study = small(case=str(tmp_path / "two.toml"), uncertainties=kinds, levers=levers, design=DESIGN)
    model = ema.model(study)
    names = [one.name for one in (*model.uncertainties, *model.levers)]
    assert len(set(names)) == len(names) == 4
    few, many = ({names[0]: 2, names[1]: other, "governance": "opt-in", names[3]: 1.0} for other in (1, 9))
    assert model.function(**few) != model.function(**many)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("levers", "free"),
    [({}, 0), ({"governance": ["consensus"]}, 0), ({"governance": PAIR, "coordinator.listen": [0.2]}, 1)],
    ids=["none", "one of one value", "one and one of one value"],
)
def test_what_has_one_value_is_a_constant(levers, free):
    from ema_workbench import perform_experiments

    study = small(levers=levers, uncertainties={**TWO, "club.core": {"values": [0.3]}}, design=DESIGN)
    model = ema.model(study)
    assert (len(model.levers), len(model.uncertainties)) == (free, 2)
    experiments, outcomes = perform_experiments(model, scenarios=2, policies=ema.policies(study) if free else 0)
    assert len(experiments) == 2 * max(1, 2 * free)
    row = experiments.iloc[-1]
    numbers = {"conditions.hazard": row["conditions_hazard"], "joining.hour_price": row["joining_hour_price"]}
    numbers |= {"club.core": 0.3, **({"coordinator.listen": 0.2} if free else {})}
    form = row["governance"] if free else levers.get("governance", ["opt-in"])[0]
    assert outcomes["trust"][-1] == pytest.approx(mean("trust", form, **numbers), abs=1e-12)


@pytest.mark.filterwarnings("ignore")
def test_policies_are_the_treatments():
    named = {"invited": {"governance": "opt-in", "coordinator.listen": 0.4}, "agreed": {"governance": "consensus"}}
    study = small(levers={}, treatments=named, uncertainties=TWO, design=DESIGN)
    assert [(one.name, dict(one)) for one in ema.policies(study)] == [(name, {"treatment": name}) for name in named]
    given = {"conditions_hazard": 0.02, "joining_hour_price": 2.0}
    found = ema.model(study).function(treatment="agreed", **given)
    numbers = {"conditions.hazard": 0.02, "joining.hour_price": 2.0}
    assert found["trust"] == pytest.approx(mean("trust", "consensus", **numbers), abs=1e-12)
    levers = {"governance": PAIR, "coordinator.listen": [0.1, 0.2]}
    study = small(levers=levers, uncertainties=TWO, design=DESIGN)
    assert [dict(one) for one in ema.policies(study)] == [
        {"governance": form, "coordinator_listen": hours} for form in PAIR for hours in (0.1, 0.2)
    ]


@pytest.mark.filterwarnings("ignore")
def test_whole_numbers_stay_whole_whatever_their_distribution():
    many = {"low": 2, "high": 8, "whole": True, "distribution": "triangular", "mode": 3.0}
    counts = {"club.ties": many, "kinds.community group.count": {"values": [2, 5]}}
    model = ema.model(small(uncertainties=counts, design=DESIGN))
    ties, residents = model.uncertainties
    assert (ties.lower_bound, ties.upper_bound) == (2, 8)
    shares = ties.dist.pmf(np.arange(2, 9))
    assert shares.sum() == pytest.approx(1.0)
    assert np.argmax(shares) == 1
    assert [type(one.value) for one in residents.categories] == [int, int]


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
