"""Two doors, one engine: the same numbers bit for bit, in any process, and with the compiler off."""

import json
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import Choice, CoalitionModel, NotCompiledError, kernel, simulate
from clever_coalitions.sim import run as door
from clever_coalitions.sim.briefing import LISTEN, RENEW
from clever_coalitions.sim.chance import stream, uniform
from clever_coalitions.sim.choices import JOIN
from clever_coalitions.sim.coordinators.listen_and_lead import lead as listen_and_lead
from clever_coalitions.sim.state import SEED, STEP, stocks
from clever_coalitions.sim.week import WEEK

pytestmark = pytest.mark.mesa

FORMS = ("opt-in", "consensus", "qualified-majority", "alone", "table+each+hub")
CASES = ("syria", "central_african_republic", "exponential", "neutral")
UNRELATED = stream("an unrelated draw of a test")


def through_mesa(case, seed, *arguments, **settings):
    model = CoalitionModel(case, seed, *arguments, collect="nothing", **settings)
    model.run_model()
    return model


def assert_same(result, other):
    assert result.digest == other.digest
    np.testing.assert_array_equal(result.events, other.events)
    np.testing.assert_array_equal(list(result.outcomes.values()), list(other.outcomes.values()))
    assert list(result.outcomes) == list(other.outcomes)
    for name in ("scenario", "governance", "strategy", "seed", "weeks", "step_weeks", "columns"):
        assert getattr(result, name) == getattr(other, name)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("form", FORMS)
def test_both_doors_give_the_same_run(name, form):
    case = load(name)
    expected = simulate(case, 7, form, events=True)
    assert_same(through_mesa(case, 7, form, events=True).result(), expected)
    assert len(expected.events) > 0


@pytest.mark.parametrize("strategy", ["directive", "absent"])
def test_both_doors_agree_on_strategies_lengths_and_choices(strategy):
    settings = {"weeks": 60, "choices": [Choice(12, JOIN, 3, 1.0), Choice(4, JOIN, 0, 0.0)], "events": True}
    expected = simulate(load("syria"), 2, "opt-in", strategy, **settings)
    assert_same(through_mesa(load("syria"), 2, "opt-in", strategy, **settings).result(), expected)


def test_other_worlds_and_forms_give_other_digests():
    runs = {simulate(load("syria"), seed, form).digest for seed in (1, 2) for form in ("opt-in", "consensus")}
    assert len(runs) == 4


# --- processes and the compiler ---------------------------------------------------------------------------------------

RUNS = [
    (name, form, strategy)
    for name in ("syria", "central_african_republic")
    for form in ("opt-in", "qualified-majority", "alone")
    for strategy in ("listen-and-lead", "directive")
]


STEPS = 80


def small(case):
    return replace(case, kinds=tuple(replace(kind, count=min(kind.count, 2)) for kind in case.kinds))


def digests():
    """Return the digests of a few small runs through either door, by name."""
    found = {}
    for name, form, strategy in RUNS:
        case = small(load(name, {"joining.threshold": 0.0}))  # nobody waits for others, so that somebody joins
        weeks = STEPS * case.step_days / 7.0
        run = simulate(case, 5, form, strategy, weeks=weeks)
        assert run.outcomes["plans"] > 0.0, "too short to tell"
        found[f"{name} {form} {strategy}"] = run.digest
        if strategy == "directive":
            found[f"{name} {form}, Mesa"] = through_mesa(case, 5, form, strategy, weeks=weeks).result().digest
    return found


def digests_elsewhere(**environment):
    """Return the same from a new process."""
    code = (
        "import importlib.util, json, sys\n"
        f"spec = importlib.util.spec_from_file_location('elsewhere', {__file__!r})\n"
        "module = importlib.util.module_from_spec(spec)\n"
        "sys.modules['elsewhere'] = module\n"
        "spec.loader.exec_module(module)\n"
        "print(json.dumps(module.digests()))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def test_another_process_gives_the_same_digests():
    assert digests_elsewhere() == digests()


def test_the_interpreter_gives_the_same_digests_as_the_compiler():
    assert digests_elsewhere(NUMBA_DISABLE_JIT="1") == digests()


# --- plain Python among the compiled ----------------------------------------------------------------------------------


def plain_listen_and_lead(briefing, decision):
    """Decide as the shipped strategy does, without the compiler."""
    getattr(listen_and_lead, "py_func", listen_and_lead)(briefing, decision)


@pytest.mark.parametrize("form", ["opt-in", "consensus", "alone"])
def test_a_plain_strategy_gives_the_run_of_its_kernel(form):
    expected = simulate(load("syria"), 3, form, events=True)
    found = through_mesa(load("syria"), 3, form, plain_listen_and_lead, events=True).result()
    assert found.digest == expected.digest
    np.testing.assert_array_equal(found.events, expected.events)


def test_a_plain_strategy_sees_its_briefing_and_keeps_its_memory():
    seen = []

    def learner(briefing, decision):
        plain_listen_and_lead(briefing, decision)
        briefing.memory[0] += 1.0
        seen.append((briefing.now, briefing.memory[0], briefing.person.review_weeks, briefing.hours))
        decision[LISTEN : RENEW + 1] = 0.0
        decision[LISTEN] = 0.75

    model = through_mesa(load("syria"), 3, strategy=learner, weeks=10)
    assert [now for now, *_ in seen] == [0.0, *range(10)]  # before the first week, then once a week
    assert [count for _, count, *_ in seen] == list(range(1, 12))
    assert {weeks for *_, weeks, _ in seen} == {model.case.parameters.coordinator.review_weeks}
    assert all(hours > 0.0 for *_, hours in seen)
    assert model.coordinators[0].allocation["listen"] == 0.75
    assert model.coordinators[0].allocation["analyse"] == 0.0


def test_choices_override_a_plain_strategy():
    choices = [Choice(step, LISTEN, 0, 0.5) for step in range(10)]
    model = through_mesa(load("syria"), 3, strategy=plain_listen_and_lead, weeks=10, choices=choices)
    allocation = model.coordinators[0].allocation
    assert allocation["listen"] == pytest.approx(0.5 / 1.35)  # the week has but one hundred per cent


def test_an_error_in_a_plain_strategy_reaches_the_caller():
    def broken(briefing, decision):
        raise ArithmeticError("no idea")

    model = CoalitionModel(load("syria"), 3, strategy=broken)
    with pytest.raises(ArithmeticError, match="no idea"):
        model.step()


def test_plain_rules_give_the_run_of_their_kernels(tmp_path, monkeypatch):
    (tmp_path / "plain_rules.py").write_text(
        "from clever_coalitions.sim.governance.propose.coordinator import propose as proposed\n"
        "from clever_coalitions.sim.governance.meet.hub import meet as met\n"
        "asked = set()\n"
        "def propose(state, c):\n    asked.add('propose')\n    proposed(state, c)\n"
        "def meet(state, c):\n    asked.add('meet')\n    met(state, c)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    rules = "plain_rules:propose+each+plain_rules:meet"
    expected = simulate(load("syria"), 3, "coordinator+each+hub").digest
    assert through_mesa(load("syria"), 3, rules).result().digest == expected
    assert through_mesa(load("syria"), 3, rules, plain_listen_and_lead).result().digest == expected
    assert sys.modules["plain_rules"].asked == {"propose", "meet"}
    with pytest.raises(NotCompiledError, match=r"plain_rules:propose"):
        simulate(load("syria"), 3, rules)


def test_the_headless_door_says_that_it_needs_a_kernel():
    with pytest.raises(NotCompiledError, match=r"plain_listen_and_lead.*decorate it.*CoalitionModel"):
        simulate(load("syria"), 3, strategy=plain_listen_and_lead)


@kernel
def hears_nobody(briefing, decision):
    listen_and_lead(briefing, decision)
    decision[LISTEN] = 0.0


def test_a_kernel_of_the_user_works_in_both_doors():
    expected = simulate(load("syria"), 3, strategy=hears_nobody)
    assert_same(through_mesa(load("syria"), 3, strategy=hears_nobody).result(), expected)
    assert expected.digest != simulate(load("syria"), 3).digest


# --- phases -----------------------------------------------------------------------------------------------------------


@kernel
def unrelated(state, rules):
    uniform(state.clock[SEED], UNRELATED, 0, state.clock[STEP], 0)


def with_phase(phase):
    """Return the week with a phase in its middle."""
    names = list(WEEK)
    middle = len(names) // 2
    return {**{name: WEEK[name] for name in names[:middle]}, "new": phase, **WEEK}


def test_a_phase_with_an_unrelated_draw_changes_nothing():
    found = through_mesa(load("syria"), 3, phases=with_phase(unrelated)).result()
    assert found.digest == simulate(load("syria"), 3).digest


def test_a_plain_phase_can_watch_and_change_the_week():
    def watch(state, rules):
        weeks.append(int(state.clock[STEP]))

    def feed(state, rules):
        stocks(state).energy[:] = 1.0  # everybody is rested

    weeks = []
    watched = through_mesa(load("syria"), 3, phases=with_phase(watch)).result()
    assert weeks == list(range(208))
    assert watched.digest == simulate(load("syria"), 3).digest
    fed = through_mesa(load("syria"), 3, phases=with_phase(feed)).result()
    assert fed.outcomes["energy"] > watched.outcomes["energy"]


def test_a_phase_can_be_left_out():
    without = {name: phase for name, phase in WEEK.items() if name != "joining"}
    assert sum(through_mesa(load("syria"), seed).result().outcomes["joins"] for seed in range(3)) > 0.0
    assert sum(through_mesa(load("syria"), seed, phases=without).result().outcomes["joins"] for seed in range(3)) == 0.0


def test_a_week_that_never_ends_is_refused():
    without = {name: phase for name, phase in WEEK.items() if name != "record"}
    with pytest.raises(ValueError, match="record"):
        through_mesa(load("syria"), 3, phases=without)


# --- what if ----------------------------------------------------------------------------------------------------------


def stepped(model, weeks):
    for _ in range(weeks):
        model.step()
    return model


@pytest.mark.parametrize("form", ["opt-in", "consensus", "alone"])
def test_a_fork_goes_on_as_the_original_does(form):
    expected = simulate(load("syria"), 4, form, events=True)
    model = stepped(CoalitionModel(load("syria"), 4, form, events=True), 70)
    fork = model.fork()
    assert fork.week == 70.0
    model.run_model()
    fork.run_model()
    assert_same(model.result(), expected)
    assert_same(fork.result(), expected)


def test_a_fork_starts_from_a_snapshot_and_leaves_it_alone():
    model = stepped(CoalitionModel(load("syria"), 4), 50)
    snapshot = model.snapshot()
    model.run_model()
    first = model.fork(snapshot)
    assert first.week == 50.0
    first.run_model()
    second = model.fork(snapshot, strategy=plain_listen_and_lead)
    second.run_model()
    assert first.result().digest == second.result().digest == model.result().digest


def test_a_change_in_a_fork_is_as_if_it_had_been_planned():
    choices = [Choice(40, JOIN, row, 0.0) for row in range(40)]
    model = stepped(CoalitionModel(load("syria"), 4), 30)
    fork = model.fork(choices=choices)
    fork.run_model()
    assert fork.result().digest == simulate(load("syria"), 4, choices=choices).digest
    assert fork.result().digest != simulate(load("syria"), 4).digest


def test_a_fork_before_the_first_week_can_have_any_other_form():
    fork = CoalitionModel(load("syria"), 4, "consensus").fork(governance="qualified-majority")
    fork.run_model()
    assert_same(fork.result(), simulate(load("syria"), 4, "qualified-majority"))


def test_a_fork_can_gain_and_lose_a_coordinator():
    model = CoalitionModel(load("syria", {"weeks": 20}), 4, "opt-in")
    for _ in range(8):
        model.step()
    alone = model.fork(governance="alone")
    assert len(alone.coordinators) == alone.case.organizations
    np.testing.assert_array_equal(alone.views.stocks.energy, model.views.stocks.energy)
    alone.step()
    back = alone.fork(governance="consensus")
    back.run_model()
    assert len(back.coordinators) == 1
    assert back.week == 20.0
    assert len(back.result().series) == 20


def test_events_are_complete_however_little_room_they_have(monkeypatch):
    expected = simulate(load("syria"), 4, events=True)
    monkeypatch.setattr(door, "FIRST_EVENTS", 1)
    assert_same(through_mesa(load("syria"), 4, events=True).result(), expected)
