"""The sentinel ends a run in which a number is out of its range, in both doors, and says when, whose and which."""

import math

import numpy as np
import pytest

from clever_coalitions.experiments.studies import frame, run_study, study_of
from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel, sentinel, simulate, use_plugin
from clever_coalitions.sim.entities import Campaigns, Coalitions, Concerns, Issues, Minds, Plan, Seats, Standing, Stocks
from clever_coalitions.sim.sentinel import BrokenRunError
from clever_coalitions.sim.state import CURRENT, in_sight
from clever_coalitions.sim.week import WEEK

FAULTS = {
    "energy of organization 3": lambda state: set_(state.stocks, Stocks, "energy", 3, 1.5),
    "load of organization 0": lambda state: set_(state.stocks, Stocks, "load", 0, math.nan),
    "belief of organization 5": lambda state: set_(state.concerns[:, 0], Concerns, "belief", 5, math.inf),
    "trust of organization 2": lambda state: set_(state.standing[:, 0], Standing, "trust", 2, -0.1),
    "hours of organization 1": lambda state: set_(state.seats[:, 0], Seats, "hours", 1, -2e20),
    "relied of coalition 0": lambda state: set_(state.coalitions, Coalitions, "relied", 0, math.nan),
    "ambition of the plan of coalition 0": lambda state: set_(state.plans[CURRENT], Plan, "ambition", 0, 2.0),
    "funding of coordinator 0": lambda state: set_(state.minds, Minds, "funding", 0, 1.5),
    "forecast of coalition 0": lambda state: set_(state.campaigns, Campaigns, "forecast", 0, math.nan),
    "tie_trust at 0": lambda state: state.tie_trust.__setitem__(0, math.nan),
    "suspicion at 0, 1": lambda state: state.suspicion.__setitem__((0, 1), 7.0),
    "progress at 0, 0, 1": lambda state: state.progress.__setitem__((0, 0, 1), 1.1),
    "fact of issue 0": lambda state: set_(state.issues, Issues, "fact", 0, math.nan),
    "share of the week to match": lambda state: state.decision.__setitem__((0, 2), 3.0),
    "value": lambda state: state.outcomes.__setitem__(0, -math.inf),
}


def set_(block, entity, name, place, value):
    block[entity._fields.index(name), place] = value


def breaking(fault, week=4):
    """Return a week whose last phase breaks the state once."""

    def spoil(state, rules):
        if state.clock[0] == week + 1:
            fault(state)

    return {**WEEK, "spoil": spoil}


@pytest.mark.parametrize("name", FAULTS)
def test_whatever_is_out_of_its_range_is_named_with_its_week(name):
    model = CoalitionModel(load("steady"), 1, phases=breaking(FAULTS[name]), collect="nothing")
    for _ in range(4):
        model.step()
    with pytest.raises(BrokenRunError, match=rf"^week 4: .*{name}.* is "):
        model.step()


def out_of_sight(state):
    """Return the places in the living blocks of what is about those of whom nobody knows: none of it changes."""
    live, unseen = state.live, np.setdiff1d(np.arange(len(state.sight)), in_sight(state))
    found = np.zeros(len(live), dtype=bool)
    for block in (state.stocks, state.concerns, state.standing, state.reports, state.seats):
        first = (block.ctypes.data - live.ctypes.data) // live.itemsize
        found[first : first + block.size].reshape(block.shape)[..., unseen] = True
    first = (state.tie_trust.ctypes.data - live.ctypes.data) // live.itemsize
    for i in unseen:
        found[first + state.tie_start[i] : first + state.tie_start[i + 1]] = True
    return found


@pytest.mark.parametrize("response", [1.0, math.inf])
def test_no_number_that_lives_can_be_nan(response):
    """Whatever is added to the state between the first and the last living block is looked at."""
    model = CoalitionModel(load("steady", {"joining.response": response}), 1, collect="nothing")
    model.step()
    live, unseen = model.state.live, out_of_sight(model.state)
    assert unseen.any() == (response < math.inf)  # else everybody is in sight
    for place in np.flatnonzero(~unseen):
        before, live[place] = live[place], math.nan
        assert not sentinel.is_sound(model.state)
        live[place] = before
    assert sentinel.is_sound(model.state)


def test_what_lives_is_one_stretch_of_memory():
    state = CoalitionModel(load("steady"), 1).state
    first, last = state.stocks, state.outcomes
    assert state.live.ctypes.data == first.ctypes.data
    assert state.live.ctypes.data + state.live.nbytes == last.ctypes.data + last.nbytes


NAN_LEAD = """
from clever_coalitions.sim import kernel
from clever_coalitions.sim.coordinators.listen_and_lead import lead as usual

@kernel
def lead(briefing, decision):
    usual(briefing, decision)
    if briefing.now == 6.0:
        decision[8] = float("nan")
"""


@pytest.fixture(scope="module")
def broken_lead(tmp_path_factory):
    path = tmp_path_factory.mktemp("plugins") / "nan_lead.py"
    path.write_text(NAN_LEAD)
    return f"{use_plugin(path)}:lead"


def test_a_broken_run_is_a_failed_row_of_a_study(tmp_path, broken_lead):
    study = study_of(
        {"question": "?", "case": "steady", "set": {"weeks": 12},
         "levers": {"strategy": ["listen-and-lead", broken_lead]}, "design": {"repetitions": 3}}
    )  # fmt: skip
    assert run_study(study, tmp_path / "store").failed == 3
    table = frame(tmp_path / "store")
    failed = table[table["status"] == "failed"]
    assert set(failed["treatment"]) == {broken_lead}
    assert failed["error"].str.contains("nan_lead:lead, week 6: focus = nan, expected 0 to 5").all()
    assert table[table["status"] != "failed"]["net_value"].notna().all()


def test_both_doors_fail_alike(broken_lead):
    with pytest.raises(BrokenRunError) as at_once:
        simulate(load("steady"), 1, strategy=broken_lead)
    model = CoalitionModel(load("steady"), 1, strategy=broken_lead, collect="nothing")
    for _ in range(6):
        model.step()
    with pytest.raises(BrokenRunError) as stepped:
        model.step()
    assert str(at_once.value) == str(stepped.value)
    assert model.week == pytest.approx(6.0)  # nobody follows such a decision: the week is not over


def test_what_is_in_range_is_left_alone():
    values = np.array([0.0, 0.5, 1.0])
    assert sentinel.are_within(values, 0.0, 1.0)
    for bad in (math.nan, math.inf, -1e-12, 1.0 + 1e-12):
        assert not sentinel.are_within(np.append(values, bad), 0.0, 1.0)
