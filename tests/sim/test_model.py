"""The model as a Mesa user meets it: agents, data collector, batches, pages."""

import copy
import gc
import inspect
import math
import pickle
import subprocess
import sys
import weakref

import mesa
import numpy as np
import pytest
from mesa.batchrunner import batch_run

from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel, Organization, simulate
from clever_coalitions.sim import model as door
from clever_coalitions.sim.entities import Stocks
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.run import series_columns
from clever_coalitions.sim.schedule import Change

pytestmark = pytest.mark.mesa

FORMS = ["opt-in", "consensus"]


@pytest.fixture
def model():
    """A model of the Syria case after 100 weeks."""
    model = CoalitionModel(load("syria"), seed=1)
    for _ in range(100):
        model.step()
    return model


def seeds_for_batch(seeds):
    """Return the two places where a batch can be told its seeds: newer versions of Mesa have one of their own."""
    if "rng" in inspect.signature(batch_run).parameters:
        return {}, {"rng": seeds}
    return {"seed": seeds}, {}


def run_batch(parameters, seeds, **settings):
    more, others = seeds_for_batch(seeds)
    return batch_run(CoalitionModel, {**parameters, **more}, display_progress=False, **settings, **others)


# --- stepping ---------------------------------------------------------------------------------------------------------


def test_a_run_ends_after_its_last_week():
    model = CoalitionModel(load("syria"), seed=1, weeks=3)
    assert (model.week, model.running) == (0.0, True)
    for week in (1.0, 2.0, 3.0):
        model.step()
        assert (model.week, model.running) == (week, week < 3.0)
    before = model.result().digest
    model.step()
    assert model.week == 3.0
    assert model.result().digest == before
    assert model.steps == 4


def test_outcomes_are_not_defined_before_the_first_week():
    outcomes = CoalitionModel(load("syria"), seed=1).outcomes()
    assert list(outcomes) == list(MEASURES)
    assert all(math.isnan(number) for number in outcomes.values())


def test_a_result_before_the_end_is_that_of_a_shorter_run():
    model = CoalitionModel(load("neutral"), seed=1)
    for _ in range(30):
        model.step()
    assert model.result().series.shape[0] == 30
    assert model.result().weeks == 30.0
    np.testing.assert_array_equal(model.result().series, simulate(load("neutral"), 1, weeks=30).series)


def test_mistakes_are_named():
    with pytest.raises(TypeError, match=r"'syria'.*load"):
        CoalitionModel("syria", seed=1)
    with pytest.raises(ValueError, match="a seed is a whole number"):
        CoalitionModel(load("syria"), seed=-1)
    with pytest.raises(TypeError, match=r"goverment.*did you mean 'governance'"):
        CoalitionModel(load("syria"), goverment="consensus")
    with pytest.raises(TypeError, match=r"joining.treshold.*did you mean 'joining.threshold'"):
        CoalitionModel(load("syria"), **{"joining.treshold": 0.2})
    with pytest.raises(ValueError, match=r"kinds.lawyer.count = 2.5: expected a whole number"):
        CoalitionModel(load("syria"), **{"kinds.lawyer.count": 2.5})
    with pytest.raises(LookupError, match="consensus"):
        CoalitionModel(load("syria"), governance="consensu")
    with pytest.raises(ValueError, match=r"'agents'.*everything, model, nothing"):
        CoalitionModel(load("syria"), collect="agents")
    with pytest.raises(LookupError, match="directive"):
        CoalitionModel(load("syria"), strategy="directiv")


# --- agents -----------------------------------------------------------------------------------------------------------


def test_agents_can_be_selected_grouped_and_summed_up(model):
    case, agents = model.case, model.agents
    assert len(agents) == case.organizations
    assert {kind: len(group) for kind, group in agents.groupby("kind")} == {
        kind.name: kind.count for kind in case.kinds
    }
    lawyers = agents.select(lambda agent: agent.kind == "lawyer")
    assert set(lawyers.get("kind")) == {"lawyer"}
    members = agents.select(lambda agent: agent.member)
    assert 0 < len(members) < len(agents)
    assert len(members) == model.result().column("members")[99]
    assert agents.agg("energy", np.mean) == pytest.approx(model.result().column("energy")[99])
    assert members.agg("trust", np.mean) == pytest.approx(model.result().column("trust")[99])
    low, high = agents.agg("capacity", [min, max])
    assert 0.0 < low < high
    assert agents.sort("capacity", ascending=False).get("capacity")[0] == high
    assert model.agent_types == [Organization]
    assert len(model.agents_by_type[Organization]) == len(agents)
    assert sorted(agents.get("unique_id")) == list(range(1, len(agents) + 1))


def test_agents_show_the_current_week(model):
    one = model.organizations[3]
    before = one.energy, one.belief
    model.step()
    assert (one.energy, one.belief) != before
    assert one.energy == model.views.stocks.energy[3] == model.state.stocks[Stocks._fields.index("energy"), 3]


def test_everything_an_organization_tells_is_plain_and_in_range(model):
    case = model.case
    steps = {step.name for obstacle in case.obstacles for step in obstacle.steps}
    for agent in model.agents:
        for share in ("ceiling", "energy", "trust", "threshold"):
            assert 0.0 <= getattr(agent, share) <= 1.0
        for number in ("capacity", "stake", "outside", "home", "value", "belief", "load", "hours", "meeting_hours"):
            assert type(getattr(agent, number)) is float
        assert type(agent.id) is int
        assert type(agent.core) is bool
        assert type(agent.member) is bool
        assert list(agent.strengths) == list(case.strengths)
        assert all(0.0 <= proficiency <= 1.0 for proficiency in agent.strengths.values())
        assert agent.role is None or (agent.member and agent.role in steps)
        assert (agent.hours == 0.0) or agent.member
    assert any(agent.role for agent in model.agents)


def test_ties_join_organizations_both_ways(model):
    for agent in model.agents:
        assert agent.ties
        for other, trust in agent.ties.items():
            assert 0.0 <= trust <= 1.0
            assert agent in other.ties
            assert other is not agent


def test_ids_are_stable_where_places_are_not(model):
    ids = {agent.id for agent in model.agents}
    assert len(ids) == len(model.agents)
    other = CoalitionModel(load("syria"), 9, "alone")  # kept in a name: agents hold no reference to what holds them
    assert ids == {agent.id for agent in other.agents}


def test_coordinators(model):
    (coordinator,) = model.coordinators
    assert coordinator.organization is None
    assert coordinator.obstacle in {obstacle.name for obstacle in model.case.obstacles}
    assert coordinator.hours == model.result().column("hub_hours")[99]
    assert coordinator.forecast == model.result().column("forecast")[99]
    assert 0.0 < sum(coordinator.allocation.values()) <= 1.0 + 1e-9
    alone = CoalitionModel(load("syria"), 1, "alone", weeks=5)
    alone.run_model()
    own = [coordinator.organization for coordinator in alone.coordinators]
    assert sorted(own, key=lambda one: one.id) == sorted(alone.organizations, key=lambda one: one.id)
    assert set(alone.agents.get("trust")) == {1.0}
    assert {agent.coalition for agent in alone.agents} <= {None, *range(40)}


def test_nobody_is_created_before_somebody_asks(monkeypatch):
    monkeypatch.setattr(door, "Organization", None)
    model = CoalitionModel(load("syria"), seed=1, weeks=5, collect="model")
    model.run_model()
    with pytest.raises(TypeError):
        model.agents  # noqa: B018


@pytest.mark.parametrize("form", ["opt-in", "alone"])
def test_a_model_is_forgotten_when_its_user_forgets_it(form):
    model = CoalitionModel(load("syria"), 1, form, weeks=3)
    model.run_model()
    model.fork()
    assert len(model.agents) == 40
    forgotten = weakref.ref(model)
    del model
    gc.collect()
    assert forgotten() is None


# --- verbs ----------------------------------------------------------------------------------------------------------


class Restless(Organization):
    """An organization of a user's own, with something of its own."""

    turns = 0

    def step(self):
        self.turns += 1
        self.energy = min(1.0, self.energy + 0.01)


class Restful(CoalitionModel):
    """A model of a user's own, which names them."""

    organization_type = Restless

    def step(self):
        self.agents.shuffle_do("step")
        super().step()


def test_who_is_removed_is_gone_and_the_run_another_one():
    case = load("syria", {"weeks": 60})
    model = CoalitionModel(case, seed=3)
    for _ in range(20):
        model.step()
    one, other = model.organizations[4], model.organizations[20]
    before = other.energy, dict(other.ties)
    one.remove()
    assert len(model.agents) == len(model.organizations) == case.organizations - 1
    assert (other.energy, other.row, other.number, other.unique_id) == (before[0], 19, 20, 21)
    assert other.ties == {tied: trust for tied, trust in before[1].items() if tied is not one}
    with pytest.raises(AttributeError, match=r"relief agency 5> has left the world: it has no energy any more"):
        one.energy  # noqa: B018
    one.remove()  # once more changes nothing
    model.run_model()
    assert model.result().digest == simulate(case, 3, schedule=[Change(20, leaves=("relief agency 5",))]).digest
    assert model.result().digest != simulate(case, 3).digest
    people = model.datacollector.get_agent_vars_dataframe().reset_index()
    assert people.groupby("Step").size().tolist() == [40] * 20 + [39] * 40


@pytest.mark.parametrize(
    ("name", "value", "moved"),
    [("capacity", 40.0, "members"), ("energy", 0.1, "energy"), ("trust", 0.9, "trust"), ("value", 0.7, None),
     ("belief", 0.9, None), ("stake", 0.0, None), ("outside", 30.0, None), ("ceiling", 0.1, None),
     ("threshold", 2.0, None), ("core", True, None), ("strengths", {"evidence": 1.0}, None)],
)  # fmt: skip
def test_what_is_set_takes_effect_and_forks_take_it_along(name, value, moved):
    case = load("syria", {"weeks": 60})
    model, same = (CoalitionModel(case, seed=1) for _ in range(2))
    for one in (model, same):
        for _ in range(10):
            one.step()
    for one in model.agents:
        setattr(one, name, value)
    found = model.organizations[3]
    assert (getattr(found, name)["evidence"] if name == "strengths" else getattr(found, name)) == (
        1.0 if name == "strengths" else value
    )
    fork = model.fork()
    for one in (model, same, fork):
        one.run_model()
    assert model.result().digest == fork.result().digest != same.result().digest


def test_what_cannot_be_set_says_what_to_do_instead(model):
    one = model.organizations[0]
    for name, instead in (("member", "JOIN"), ("hours", "set capacity"), ("load", "set capacity"), ("ties", "remove")):
        with pytest.raises(AttributeError, match=rf"{name} of <Organization relief agency 1> cannot be set.*{instead}"):
            setattr(one, name, 1)
    with pytest.raises(AttributeError, match="'enregy'; did you mean 'energy'"):
        one.enregy = 0.5
    for name, value in (("energy", 1.5), ("trust", -0.1), ("capacity", math.nan), ("energy", True), ("energy", "a")):
        with pytest.raises(ValueError, match=f"{name} = .*: expected a number from 0"):
            setattr(one, name, value)
    with pytest.raises(ValueError, match="'evidenc'; did you mean 'evidence'"):
        one.strengths = {"evidenc": 0.5}
    with pytest.raises(AttributeError, match="nobody coordinates under alone"):
        CoalitionModel(model.case, 1, "alone").organizations[0].trust = 0.5
    (hub,) = model.coordinators
    hub.staff, hub.energy = 7.0, 0.25
    assert (hub.staff, model.views.minds.energy[0]) == (7.0, 0.25)


def test_verbs_that_would_do_nothing_say_so(model):
    for verb in (model.agents.do, model.agents.shuffle_do):
        with pytest.raises(TypeError, match=r"act in model.step\(\).*organization_type"):
            verb("step")
    with pytest.raises(TypeError, match="come with the case"):
        Organization.create_agents(model, 3)
    with pytest.raises(TypeError, match="come with the case"):
        Organization(model, 50, 50)
    with pytest.raises(ValueError, match="nobody would be left"):
        model.remove_all_agents()
    assert len(model.agents) == 40
    visitor = mesa.Agent(model)
    assert visitor in model.agents
    visitor.remove()
    assert visitor not in model.agents


@pytest.mark.parametrize("way", ["fork", "deepcopy", "pickle"])
def test_subclasses_of_model_and_organizations_go_on_in_copies(way):
    model = Restful(load("syria", {"weeks": 30}), seed=3)
    for _ in range(6):
        model.step()
    ways = {"fork": CoalitionModel.fork, "deepcopy": copy.deepcopy, "pickle": lambda m: pickle.loads(pickle.dumps(m))}
    other = ways[way](model)
    assert {type(one) for one in other.agents} == {Restless}
    assert all(one.model is other for one in other.agents)
    for one in (model, other):
        one.run_model()
    assert set(model.agents.get("turns")) == set(other.agents.get("turns")) == {30}
    assert model.result().digest == other.result().digest != simulate(model.case, 3).digest


# --- collecting -------------------------------------------------------------------------------------------------------


def test_the_data_collector_holds_the_series_the_outcomes_and_the_organizations(model):
    rows = model.datacollector.get_model_vars_dataframe()
    result = model.result()
    assert len(rows) == 100
    assert list(rows["week"]) == list(range(1, 101))
    assert list(rows["seed"]) == [1] * 100
    np.testing.assert_array_equal(rows[list(series_columns(model.case))], result.series)
    last = rows.iloc[-1]
    np.testing.assert_array_equal([last[f"outcome.{name}"] for name in MEASURES], list(result.outcomes.values()))
    people = model.datacollector.get_agent_vars_dataframe()
    assert len(people) == 100 * 40
    now = people.xs(100, level="Step")
    assert list(now["energy"]) == model.agents.get("energy")
    assert now["member"].sum() == last["members"]


def test_a_collector_of_the_user_is_used_instead():
    model = CoalitionModel(load("syria"), seed=1, weeks=4)
    model.datacollector = mesa.DataCollector(
        model_reporters={"rested": lambda m: m.agents.agg("energy", max)}, agent_reporters={"belief": "belief"}
    )
    model.run_model()
    assert len(model.datacollector.get_model_vars_dataframe()) == 4
    assert len(model.datacollector.get_agent_vars_dataframe()) == 160


def test_without_series_the_collector_keeps_the_outcomes():
    model = CoalitionModel(load("syria"), seed=1, weeks=4, series=False, collect="model")
    model.run_model()
    rows = model.datacollector.get_model_vars_dataframe()
    assert list(rows) == ["seed", "week", *(f"outcome.{name}" for name in MEASURES)]
    assert model.result().digest is None


# --- batches ----------------------------------------------------------------------------------------------------------


def test_a_batch_gives_the_outcomes_of_headless_runs():
    case = load("syria")
    rows = run_batch({"case": case, "governance": FORMS, "collect": "model"}, [3, 8])
    assert len(rows) == 4
    assert {(row["governance"], row["seed"]) for row in rows} == {(form, seed) for form in FORMS for seed in (3, 8)}
    for row in rows:
        expected = simulate(case, row["seed"], row["governance"]).outcomes
        np.testing.assert_array_equal([row[f"outcome.{name}"] for name in MEASURES], list(expected.values()))
        assert row["week"] == 208.0


def test_a_batch_gives_the_organizations_of_the_same_week():
    case = load("syria")
    rows = run_batch({"case": [case], "weeks": 60}, [3])
    model = CoalitionModel(case, seed=3, weeks=60)
    model.run_model()
    assert [row["energy"] for row in rows] == [agent.energy for agent in model.organizations]
    assert [row["member"] for row in rows] == [agent.member for agent in model.organizations]
    assert {row["outcome.net_value"] for row in rows} == {model.outcomes()["net_value"]}


@pytest.mark.parametrize("processes", [1, 2])
def test_each_repetition_of_a_batch_is_another_world(processes):
    settings = {"rng": [None] * 3} if "rng" in inspect.signature(batch_run).parameters else {"iterations": 3}
    parameters = {"case": [load("syria", {"weeks": 20})], "collect": "model"}
    rows = batch_run(CoalitionModel, parameters, processes, display_progress=False, **settings)
    assert len({row["seed"] for row in rows}) == 3
    for row in rows:
        assert row["outcome.forecast_error"] == simulate(parameters["case"][0], row["seed"]).outcomes["forecast_error"]


def test_a_batch_varies_numbers_by_their_paths():
    case = load("syria", {"weeks": 20})
    rows = run_batch({"case": case, "joining.threshold": [0.0, 0.6], "kinds.lawyer.count": 2, "collect": "model"}, [3])
    for row in rows:
        numbers = {"joining.threshold": row["joining.threshold"], "kinds.lawyer.count": 2}
        alike = simulate(load("syria", {"weeks": 20, **numbers}), 3).outcomes
        assert [row["outcome.member_hours"], row["outcome.trust"]] == [alike["member_hours"], alike["trust"]]


def test_a_batch_in_two_processes_gives_the_same():
    parameters = {"case": load("neutral"), "governance": FORMS, "weeks": 20, "collect": "model"}

    def net_values(rows):
        return sorted((row["governance"], row["seed"], row["outcome.energy"]) for row in rows)

    assert net_values(run_batch(parameters, [1], number_processes=2)) == net_values(run_batch(parameters, [1]))


# --- pages ------------------------------------------------------------------------------------------------------------


def test_the_model_is_what_pages_of_mesa_expect():
    """Arguments by name, none of them Mesa's own; a new model from the same arguments; ``running`` and a collector."""
    parameters = inspect.signature(CoalitionModel.__init__).parameters
    needed = [name for name, known in parameters.items() if known.default is inspect.Parameter.empty]
    assert needed == ["self", "case", "kwargs"]
    kinds = {known.kind for name, known in parameters.items() if name != "kwargs"}
    assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD}
    assert not {"scenario", "rng", "simulator"} & set(parameters)
    model = CoalitionModel(load("syria"), seed=1)
    assert model.datacollector.get_model_vars_dataframe().empty
    again = type(model)(case=model.case, seed=2, governance="consensus")
    again.step()
    assert again.running
    assert list(again.datacollector.get_model_vars_dataframe()["members"]) == [0.0]


@pytest.mark.filterwarnings("ignore")  # those of Mesa and Solara themselves
def test_a_page_steps_and_resets_the_model():
    solara = pytest.importorskip("solara")
    vuetify = pytest.importorskip("ipyvuetify")
    visualization = pytest.importorskip("mesa.visualization", exc_type=ImportError)
    shown = solara.reactive(CoalitionModel(load("syria"), seed=1, collect="model"))
    settings = {
        "case": shown.value.case,
        "seed": {"type": "SliderInt", "label": "World", "value": 2, "min": 1, "max": 50, "step": 1},
        "governance": {"type": "Select", "label": "Governance", "value": "consensus", "values": FORMS},
    }

    @solara.component
    def page():
        with solara.AppLayout():
            plot = visualization.make_plot_component(["members", "trust"])
            visualization.SolaraViz(shown, components=[plot], model_params=settings)

    _, rendered = solara.render(page(), handle_error=False)

    def click(label):
        next(button for button in rendered.find(vuetify.Btn).widgets if label in (button.children or [])).click()

    click("Step")
    assert (shown.value.week, shown.value.governance) == (1.0, "opt-in")
    click("Reset")
    assert (shown.value.week, shown.value.governance, shown.value.seed) == (0.0, "consensus", 2)
    click("Step")
    assert shown.value.week == 1.0
    rendered.close()


def test_headless_runs_never_import_mesa():
    code = (
        "import sys; from clever_coalitions.sim import simulate, kernel, Choice;"
        "from clever_coalitions.sim.warm import SMALLEST; "
        "simulate(SMALLEST, 1, weeks=2); assert 'mesa' not in sys.modules; "
        "from clever_coalitions.sim import CoalitionModel; assert 'mesa' in sys.modules;"
        "import clever_coalitions.sim as sim; "
        "assert 'Organization' in dir(sim); print(all(hasattr(sim, name) for name in sim.__all__))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "True", run.stderr
