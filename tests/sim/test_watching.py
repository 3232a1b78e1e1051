"""Plug-ins from elsewhere are watched: bounds, decisions, what rules write, and what they may not touch."""

import itertools
import math
import sys
from pathlib import Path

import pytest

from clever_coalitions.scenarios import load, names
from clever_coalitions.sim import CoalitionModel, kernel, plugins, simulate, use_plugin
from clever_coalitions.sim.briefing import AMBITION, FOCUS, LISTEN, PIVOT_TO, PROMOTE, REVIEW_WEEKS, VOICES
from clever_coalitions.sim.compiling import is_compiling_enabled
from clever_coalitions.sim.coordinators.listen_and_lead import lead as usual
from clever_coalitions.sim.plugins import STRATEGIES
from clever_coalitions.sim.sentinel import BrokenRunError
from clever_coalitions.sim.state import STEP, coalitions, plan, seats
from clever_coalitions.sim.watching import PluginError

needs_compiler = pytest.mark.skipif(not is_compiling_enabled(), reason="NUMBA_DISABLE_JIT is set")
SYRIA = load("syria", {"weeks": 60})


@pytest.fixture(autouse=True, scope="module")
def rogues_are_used():
    before = dict(plugins._USED)
    use_plugin(Path(__file__).parents[1] / "rogue.py")
    yield
    plugins._USED.clear()
    plugins._USED.update(before)


def failure(error, **how):
    """Return what a run says that fails."""
    with pytest.raises(error) as caught:
        simulate(SYRIA, 1, **how)
    return str(caught.value)


def finish(model):
    while model.running:
        model.step()
    return model


# --- bounds -----------------------------------------------------------------------------------------------------------


@needs_compiler
@pytest.mark.parametrize("name", ["far", "far_by_a_helper"])
def test_a_strategy_that_writes_beyond_its_arrays_is_an_error_that_names_it(name):
    assert failure(IndexError, strategy=f"rogue:{name}") == f"rogue:{name}, week 0: index is out of bounds"


@needs_compiler
def test_bounds_are_checked_in_what_ships_when_a_plug_in_calls_it():
    said = failure(IndexError, governance="coordinator+rogue:adopting_elsewhere+hub")
    assert said.startswith("rogue:adopting_elsewhere, week ")
    assert said.endswith("index is out of bounds")


@needs_compiler
def test_what_ships_is_compiled_without_checks_for_ourselves():
    def options(function):
        return function.targetoptions.get("boundscheck", False)

    assert not options(usual)
    assert options(kernel(lambda x: x))


# --- a strategy's decision --------------------------------------------------------------------------------------------


def test_a_strategy_that_writes_nan_fails_with_its_name_week_field_and_value():
    assert failure(PluginError, strategy="rogue:nan") == "rogue:nan, week 5: listen = nan, expected 0 to 1"


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (LISTEN, math.inf, "listen = inf, expected 0 to 1"),
        (PROMOTE, -0.01, "promote = -0.01, expected 0 to 1"),
        (PROMOTE, 0.9, "the sum of the shares = 1.85, expected at most 1"),
        (VOICES, 1e7, "voices = 1e+07, expected 0 to 1e+06"),
        (FOCUS, 6.0, "focus = 6, expected 0 to 5"),
        (REVIEW_WEEKS, math.nan, "review_weeks = nan, expected 0 to 520"),
        (PIVOT_TO, 99.0, "pivot_to = 99, expected an obstacle, or -1"),
        (PIVOT_TO, 0.5, "pivot_to = 0.5, expected an obstacle, or -1"),
        (PIVOT_TO, -2.0, "pivot_to = -2, expected an obstacle, or -1"),
        (AMBITION, -0.5, "ambition = -0.5, expected 0 to 1, or -1"),
    ],
)
def test_every_value_of_a_decision_is_looked_at(place, value, said):
    def lead(briefing, decision):
        usual(briefing, decision)
        decision[place] = value

    model = CoalitionModel(SYRIA, strategy=lead)
    with pytest.raises(PluginError) as caught:
        model.step()
    assert str(caught.value).endswith(f"<locals>.lead, week 0: {said}")


def test_a_case_that_asks_for_more_than_a_week_may():
    def lead(briefing, decision):
        usual(briefing, decision)

    full = load("syria", {"weeks": 5, "coordinator.listen": 1.0})
    model = finish(CoalitionModel(full, seed=1, strategy=lead))
    assert model.result().digest == simulate(full, 1, strategy="listen-and-lead").digest


# --- what rules leave behind ------------------------------------------------------------------------------------------


def put(array, value, *place):
    array[place] = value


BROKEN = ": this run is broken, and none of its numbers counts"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s, c: put(coalitions(s).hub, 1.0, c), "coalitions.hub = 1, expected a coordinator"),
        (
            lambda s, c: put(coalitions(s).size, math.nan, c),
            "coalitions.size = nan, expected how many members it has",
        ),
        (lambda s, c: put(plan(s, 0).obstacle, 9.0, c), "plan.obstacle = 9, expected an obstacle, or -1"),
        (lambda s, c: put(plan(s, 1).obstacle, 0.5, c), "draft.obstacle = 0.5, expected an obstacle, or -1"),
        (lambda s, c: put(seats(s).role, 99.0, c, 1), "seats.role = 99, expected a step, or -1"),
        (lambda s, c: put(s.clock, 9999, STEP), "clock = 9999, expected a step of the run"),
        (lambda s, c: put(s.suspicion, 7.0, 0, 1), f"suspicion at 0, 1 is 7{BROKEN}"),
        (lambda s, c: put(coalitions(s).relied, math.nan, c), f"relied of coalition 0 (counted from 0) is nan{BROKEN}"),
    ],
)
def test_what_a_rule_leaves_behind_is_looked_at(change, said, monkeypatch):
    monkeypatch.setattr(sys.modules["rogue"], "change", change)
    model = CoalitionModel(SYRIA, 1, "coordinator+each+rogue:changing")
    with pytest.raises(BrokenRunError) as caught:
        finish(model)
    who, _, what = str(caught.value).partition(": ")
    assert (who.partition(", week ")[0], what) == ("rogue:changing", said)


# --- no false alarms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STRATEGIES.names())
def test_a_strategy_that_ships_raises_no_alarm_as_a_stranger(name):
    strange = f"rogue:lead_{name.replace('-', '_')}"
    assert simulate(SYRIA, 2, strategy=strange).digest == simulate(SYRIA, 2, strategy=name).digest


OPT_IN = "rogue:propose_coordinator+rogue:agree_each+rogue:meet_hub"
TABLE = "rogue:propose_table+rogue:agree_share+table"


@pytest.mark.parametrize(
    ("strange", "name"),
    [
        pytest.param(OPT_IN, "opt-in", marks=pytest.mark.slow),
        pytest.param(TABLE, "consensus", marks=pytest.mark.slow),
        pytest.param("nobody+rogue:agree_each+nobody", "alone", marks=pytest.mark.slow),
    ],
)
def test_a_rule_that_ships_raises_no_alarm_as_a_stranger(strange, name):
    assert simulate(SYRIA, 2, strange).digest == simulate(SYRIA, 2, name).digest


@pytest.mark.slow
@pytest.mark.parametrize("case", names())
def test_there_is_no_false_alarm_in_any_case(case):
    for seed, (strange, name) in itertools.product(range(6), ((TABLE, "consensus"), (OPT_IN, "opt-in"))):
        assert simulate(load(case), seed, strange).digest == simulate(load(case), seed, name).digest
