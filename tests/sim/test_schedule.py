"""A schedule: what is different from which week on, through either door and in any form."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel, simulate
from clever_coalitions.sim.amending import STAFF
from clever_coalitions.sim.parameters import numbers
from clever_coalitions.sim.schedule import ONCE, Change

CASE = load("syria", {"weeks": 80})
TURN = 61


def stepped(*schedule, weeks=80, seed=5, **how):
    model = CoalitionModel(CASE, seed, schedule=schedule, **how)
    for _ in range(weeks):
        model.step()
    return model


def test_a_change_at_the_start_is_a_start():
    changed = simulate(CASE, 5, schedule=[Change(0, "consensus", "directive", (("joining.hour_price", 2.0),))])
    other = simulate(CASE.with_numbers({"joining.hour_price": 2.0}), 5, "consensus", "directive")
    assert changed.digest == other.digest


@pytest.mark.parametrize("how", [{"governance": "consensus"}, {"strategy": "directive"}, {"governance": "alone"}])
def test_a_change_is_a_fork_in_that_week(how):
    changed = simulate(CASE, 5, schedule=[Change(TURN, **how)])
    fork = stepped(weeks=TURN).fork(**how)
    fork.run_model()
    assert changed.digest == fork.result().digest != simulate(CASE, 5).digest


@pytest.mark.parametrize(
    "schedule",
    [
        [Change(TURN, numbers=(("joining.hour_price", 2.0),))],
        [Change(20, "alone"), Change(40, "consensus", "directive")],
        [Change(40, "alone"), Change(41, numbers=(("joining.hour_price", 2.0),)), Change(42, "opt-in")],
    ],
    ids=["number", "alone and back", "alone for two weeks"],
)
def test_both_doors_follow_a_schedule_alike(schedule):
    usual, changed = simulate(CASE, 5, events=True), simulate(CASE, 5, schedule=schedule, events=True)
    first = int(schedule[0].week)
    np.testing.assert_array_equal(changed.series[:first], usual.series[:first])
    assert changed.digest != usual.digest
    assert (changed.governance, changed.strategy) == (usual.governance, usual.strategy)
    model = stepped(*schedule, events=True)
    assert model.result().digest == changed.digest
    np.testing.assert_array_equal(model.events, changed.events)


def test_code_that_a_schedule_names_is_used_through_either_door():
    named = Change(40, strategy="clever_coalitions.sim.coordinators.directive:lead")
    model = stepped(named)
    assert model.result().digest == simulate(CASE, 5, schedule=[named]).digest
    assert model.result().digest == simulate(CASE, 5, schedule=[Change(40, strategy="directive")]).digest


def test_what_a_coalition_has_done_stays_done_when_it_ends():
    seed = next(seed for seed in range(20) if stepped(weeks=40, seed=seed).state.progress.max() > 0.2)
    before, after = stepped(weeks=40, seed=seed), stepped(Change(40, "alone"), weeks=41, seed=seed)
    assert after.state.progress.shape == before.state.progress.shape
    assert (after.state.progress[0] >= 0.9 * before.state.progress[0]).all()  # it wears off where nobody works


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (Change(80, "consensus"), "a change in week 80: this run has 80 weeks"),
        (Change(-1, "consensus"), "a change in week -1"),
        (Change(3, numbers=(("club.ties", 3.0),)), "club.ties is settled when a run begins"),
        (Change(3, numbers=(("work.capacity", 3.0),)), "work.capacity is settled when a run begins"),
        (Change(3, numbers=(("joining.hour_price", -3.0),)), "joining.hour_price = -3.0: expected"),
    ],
)
def test_a_change_that_cannot_be_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        simulate(CASE, 5, schedule=[change])


READ = """
import json
from clever_coalitions.scenarios import load
from clever_coalitions.sim.governance.forms import find_form
from clever_coalitions.sim.run import start
from clever_coalitions.sim.state import STEPS, view
from clever_coalitions.sim.week import WEEK, rules_of

read = set()


class Watched:
    def __init__(self, what, name=""):
        self.what, self.name = what, name

    def __getattr__(self, name):
        value = getattr(self.what, name)
        if not self.name:
            return Watched(value, name)
        read.add(f"{self.name}.{name}")
        return value


runs = (
    ("syria", "opt-in", 40), ("central_african_republic", "consensus", 20), ("climate_swarm", "consensus", 26),
    ("steady", "alone", 3),
)
for name, form, weeks in runs:
    for strategy in ("listen-and-lead", "directive"):
        case = load(name, {"decision.rounds": 2})
        state = view(case.parameters, start(case, 1, form, weeks=weeks))._replace(parameters=Watched(case.parameters))
        rules = rules_of(find_form(form), strategy)
        for _ in range(int(state.clock[STEPS])):
            for phase in WEEK.values():
                phase(state, rules)
print(json.dumps(sorted(read)))
"""


def test_the_numbers_that_are_settled_at_the_start_are_those_that_no_week_reads():
    said = subprocess.run(
        [sys.executable, "-c", READ], env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    read = set(json.loads(said.stdout))
    assert read & ONCE <= {"work.capacity"}  # the usual hours are a unit of the yardstick, too
    unread = {path for path, _, _ in numbers()} - read - ONCE
    assert unread <= {"conditions.urgency", STAFF}  # nothing was settled in these weeks; staff is told anew
