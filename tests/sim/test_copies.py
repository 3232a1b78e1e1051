"""Whatever Python can copy, pickle or send is whole and independent, or refuses in a sentence."""

import copy
import pickle

import mesa
import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel, kernel, simulate
from clever_coalitions.sim.coordinators.directive import lead as directive
from clever_coalitions.sim.governance.forms import find_form
from clever_coalitions.sim.population import Choice
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import STEPS, organizations
from clever_coalitions.sim.week import WEEK, phase_table, rules_of, run_steps

pytestmark = pytest.mark.mesa

CASE = load("syria", {"weeks": 30})
HALF = 12


def plain_lead(briefing, decision):
    """Lead as ``directive`` does, in plain Python."""
    getattr(directive, "py_func", directive)(briefing, decision)


@kernel
def own_lead(briefing, decision):
    directive(briefing, decision)


def idle(state, rules):
    """Stand for a phase of one's own."""


class Taxed(CoalitionModel):
    """A model with an argument and things of its own, as Mesa's tutorials teach."""

    def __init__(self, case, seed=1, tax=0.5, **more):
        super().__init__(case, seed=seed, **more)
        self.tax = tax
        self.paid = [0.0]
        self.first = self.organizations[0]
        self.datacollector = mesa.DataCollector(model_reporters={"paid": total})

    def step(self):
        super().step()
        self.paid.append(self.tax * self.week)


def total(model):
    return sum(model.paid)


def pickled(model):
    return pickle.loads(pickle.dumps(model))


WAYS = {"deepcopy": copy.deepcopy, "copy": copy.copy, "pickle": pickled}
MODELS = {
    "as it is": {},
    "with events": {"events": True},
    "alone": {"governance": "alone"},
    "a plain strategy": {"strategy": plain_lead},
    "a kernel": {"strategy": own_lead},
    "a phase of one's own": {"phases": {**WEEK, "idle": idle}},
    "choices": {"choices": [Choice(20, 0, 0, 0.5)], "collect": "model"},
    "no series": {"series": False, "collect": "nothing"},
}


def half_way(make=CoalitionModel, **changes):
    model = make(CASE, seed=3, **changes)
    for _ in range(HALF):
        model.step()
    return model


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("changes", MODELS)
def test_a_copy_goes_on_alone_and_as_the_model_would(way, changes):
    model = half_way(**MODELS[changes])
    met = [one.energy for one in model.organizations]
    other = WAYS[way](model)
    before = model.snapshot()
    while other.running:
        other.step()
    assert (model.week, other.week) == (HALF, 30)
    np.testing.assert_array_equal(model.buffers.floats, before.floats)
    np.testing.assert_array_equal(model.buffers.ints, before.ints)
    assert [one.energy for one in model.organizations] == met
    while model.running:
        model.step()
    assert other.result().digest == model.result().digest
    assert other.outcomes() == pytest.approx(model.outcomes(), nan_ok=True, abs=0)
    np.testing.assert_array_equal(other.events, model.events)
    assert (other.steps, other.random.random()) == (model.steps, model.random.random())
    assert other.datacollector.get_model_vars_dataframe().equals(model.datacollector.get_model_vars_dataframe())


@pytest.mark.parametrize("way", WAYS)
def test_the_people_of_a_copy_are_its_own(way):
    model = half_way()
    assert len(model.agents) == CASE.organizations
    other = WAYS[way](model)
    assert all(one.model is other for one in other.agents)
    assert len(other.agents) == CASE.organizations
    assert [one.unique_id for one in other.agents] == [one.unique_id for one in model.agents]
    other.step()
    assert other.organizations[0].load == other.views.stocks.load[0]


@pytest.mark.parametrize("way", WAYS)
def test_a_subclass_is_copied_with_what_is_its_own(way):
    model = half_way(Taxed, tax=0.9)
    other = WAYS[way](model)
    other.step()
    assert (other.tax, len(other.paid), len(model.paid)) == (0.9, HALF + 2, HALF + 1)
    assert other.first.model is other
    assert other.first is other.organizations[0]


def test_an_organization_takes_its_model_along():
    one = half_way().organizations[4]
    other = pickled(one)
    other.model.step()
    assert (one.model.week, other.model.week) == (HALF, HALF + 1)
    assert other is other.model.organizations[4]


def test_a_model_that_was_stopped_stays_so():
    model = half_way()
    model.running = False
    assert not pickled(model).running


def test_a_fork_of_a_subclass_goes_on_with_what_is_its_own():
    model = half_way(Taxed, tax=0.9)
    fork = model.fork()
    assert isinstance(fork, Taxed)
    assert (fork.tax, fork.paid) == (0.9, model.paid)
    assert fork.first.model is fork
    assert (fork.week, fork.steps, len(fork.agents)) == (HALF, 0, CASE.organizations)
    fork.run_model()
    assert len(fork.paid) == 31
    assert len(model.paid) == HALF + 1
    assert fork.result().digest == simulate(CASE, 3).digest


def test_a_fork_of_a_fork_is_that_of_the_model():
    fork = half_way(Taxed, tax=0.9).fork().fork(strategy="directive")
    fork.run_model()
    plain = half_way().fork(strategy="directive")
    plain.run_model()
    assert fork.result().digest == plain.result().digest


# --- states, rules, results -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_a_state_is_copied_with_its_memory(way):
    state = half_way().state
    other = WAYS[way](state)
    assert other.address != state.address
    assert (organizations(other).capacity == organizations(state).capacity).all()
    before = state.stocks.copy()
    run_steps(other, rules_of(find_form(CASE.governance), CASE.strategy), phase_table(), 3)
    np.testing.assert_array_equal(state.stocks, before)
    assert not np.array_equal(other.stocks, before)


def test_rules_are_not_sent_and_say_why():
    rules = rules_of(find_form("opt-in"), "directive")
    assert copy.deepcopy(rules) is copy.copy(rules) is rules
    with pytest.raises(TypeError, match="send the names of form and strategy"):
        pickle.dumps(rules)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("strategy", ["directive", own_lead])
def test_a_run_goes_on_elsewhere_as_it_would_here(way, strategy):
    made = Run(CASE, 3, "opt-in", strategy, schedule=[Change(20, "consensus", strategy)]).advance(12)
    other = WAYS[way](made)
    np.testing.assert_array_equal(other.advance().state.series, made.advance().state.series)
    assert other.result().digest == made.result().digest


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "what", [CASE, simulate(CASE, 3, events=True), Choice(1, 2, 3, 4.0)], ids=lambda w: type(w).__name__
)
def test_what_is_data_is_copied_as_data(way, what):
    other = WAYS[way](what)
    assert repr(other) == repr(what)
    if hasattr(what, "series") and way != "copy":
        assert not np.shares_memory(other.series, what.series)
        np.testing.assert_array_equal(other.series, what.series)


def weeks_and_digest(model):
    while model.running:
        model.step()
    return model.week, model.result().digest


def outcome_of(made):
    import numpy as np

    return float(np.nansum(made.advance().state.series))


def test_a_model_is_stepped_in_another_process():
    """In one that knows nothing: what joblib, Dask and multiprocessing do."""
    from joblib import Parallel, delayed

    weeks_and_digest.__module__ = outcome_of.__module__ = "__main__"  # the other process does not find tests
    model, made = half_way(), Run(CASE, 3, "opt-in", "directive")
    found, sum_there = Parallel(2, backend="loky")([delayed(weeks_and_digest)(model), delayed(outcome_of)(made)])
    assert found == (30, simulate(CASE, 3).digest)
    assert sum_there == outcome_of(made)
    assert model.week == HALF
    assert int(model.state.clock[STEPS]) == 30
