"""Hours and time: nothing is lost between the weeks and the sums, and the length of a step changes no rate."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.briefing import LISTEN, STAFF_HOURS
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.mechanisms.consultation import voices_in_step
from clever_coalitions.sim.run import outcomes_of, simulate
from clever_coalitions.sim.state import STEP_WEEKS, campaigns, coalitions, minds, seats, stocks
from clever_coalitions.sim.tallies import TALLIES

from ..validation.worlds import village, walk

# --- conservation -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step_days", [7.0, 1.0])
@pytest.mark.parametrize("governance", FORMS)
def test_hours_recorded_are_hours_given(governance, step_days):
    """Work, meetings, and what interviews took; and the coordinator's own, contributions included."""
    given = meetings = hub = 0.0
    for state in walk(village(step_days, weeks=30.0), 2, governance):
        meetings += seats(state).meeting.sum()
        given += (
            seats(state).hours.sum()
            + seats(state).meeting.sum()
            + (stocks(state).spent - stocks(state).contributed).sum()
        )
        hub += (state.decision[:, :7].sum(axis=1) * campaigns(state).hours).sum() * state.time[STEP_WEEKS]
    outcomes = outcomes_of(state)
    assert given > 100.0
    assert outcomes["member_hours"] == pytest.approx(given, rel=1e-9)
    assert outcomes["meeting_share"] * outcomes["member_hours"] == pytest.approx(meetings, rel=1e-9, abs=1e-9)
    if governance == "linked":  # the secretariat's, for as long as anybody acts
        role, club = state.parameters.coordinator, state.parameters.club
        most = role.staff * STAFF_HOURS * club.grant * (role.listen + role.convene) * 30.0
        assert 0.1 * most < outcomes["hub_hours"] - hub <= most * (1.0 + 1e-9)
    else:
        assert outcomes["hub_hours"] == pytest.approx(hub, rel=1e-9)


@pytest.mark.parametrize("step_days", [7.0, 1.0])
@pytest.mark.parametrize("governance", FORMS)
def test_hours_are_the_sum_of_their_series(governance, step_days):
    """With interviews and contributions free, work and meetings are all there is."""
    free = {"consultation.interview_hours": 0.0, "club.grant": 1.0}
    result = simulate(village(step_days, weeks=30.0).with_numbers(free), 2, governance)
    total = (result.column("member_hours") + result.column("meeting_hours")).sum() * step_days / 7.0
    assert result.outcomes["member_hours"] == pytest.approx(total, rel=1e-9)


def test_sums_belong_to_their_names():
    """A tally that is moved without its name would be booked under another one."""
    *_, last = walk(village(), 2)
    sums = dict(zip(TALLIES.names, last.outcomes, strict=True))
    assert sums["weeks"] == pytest.approx(60.0)
    assert 0.0 < sums["trust"] < sums["weeks"]
    assert 0.0 < sums["energy"] < sums["weeks"]
    assert sums["campaign weeks"] <= sums["weeks"]
    assert sums["joins"] >= sums["leaves"]
    assert sums["helped"] + sums["harmed"] == sums["settled"] <= sums["obstacles overcome"] <= sums["plans"]


# --- what nobody pays for does not happen -------------------------------------------------------------------


def test_no_listening_hours_no_interviews():
    """Interviews cost the coordinator's hours: without any, nobody is heard."""
    heard = [campaigns(state).heard.sum() for state in walk(village().with_numbers({"coordinator.listen": 0.0}), 2)]
    assert sum(heard) == 0.0
    assert sum(campaigns(state).heard.sum() for state in walk(village(), 2)) > 0.0


def test_who_is_not_briefed_does_not_work():
    for state in walk(village(), 2, "consensus"):
        seat = seats(state)
        assert (seat.hours[seat.briefing * seat.member > 0.0] == 0.0).all()


def test_talks_take_hours_from_work():
    """Longer talks at a table cost hours of meeting and, beyond due notice, weeks."""
    few, many = (
        [simulate(load("steady").with_numbers({"decision.speaking": hours}), seed, "consensus") for seed in range(30)]
        for hours in (0.05, 2.0)
    )
    for name in ("meeting_share", "weeks_to_plan"):
        assert np.nanmean([r.outcomes[name] for r in many]) > np.nanmean([r.outcomes[name] for r in few])


# --- the length of a step -----------------------------------------------------------------------------------

WORLDS = 40
RATES = {
    # outcome: how far daily steps may be from weekly ones, as a ratio
    "trust": 1.1,
    "energy": 1.1,
    "hub_energy": 1.1,
    "funding": 1.1,
    "members": 1.5,
    "participation": 1.5,
    "member_hours": 1.5,
    "hub_hours": 1.1,
    "ambition": 1.25,
    "forecast_error": 1.5,
    "meeting_share": 2.0,
    "pivots": 2.0,
    "plans": 2.0,
}


@pytest.fixture(scope="module")
def by_step():
    """Return the mean outcomes of one case with weekly and with daily steps."""
    case = replace(load("exponential"), weeks=52.0)
    means = {}
    for days in (7.0, 1.0):
        runs = [
            simulate(replace(case, step_days=days), seed, "opt-in", series=False).outcomes for seed in range(WORLDS)
        ]
        means[days] = {name: np.nanmean([run[name] for run in runs]) for name in RATES}
    return means


@pytest.mark.parametrize("name", RATES)
def test_daily_steps_give_much_the_same(by_step, name):
    ratio = by_step[1.0][name] / by_step[7.0][name]
    assert 1 / RATES[name] < ratio < RATES[name]


def test_windows_and_switches_do_not_depend_on_the_step():
    """Time in a window and switches of obstacle, over 60 years: within 4 standard errors of what the rates say."""
    numbers = {
        "conditions.hazard": 0.05,
        "conditions.window_share": 1 / 3,
        "outcome.rate": 0.0,
    }
    shares, switches = [], []
    for days in (7.0, 1.0):
        result = simulate(village(days, weeks=3000.0).with_numbers(numbers), 1, "opt-in")
        shares.append(result.column("window")[int(100 * 7 / days) :].mean())
        switches.append(int((np.diff(result.column("obstacle")) != 0.0).sum()))
    assert shares == pytest.approx([1 / 3, 1 / 3], abs=4 * np.sqrt(2 / 9 * 2 / 0.25 / 3000))
    assert switches == pytest.approx([150, 150], abs=4 * np.sqrt(150))


def test_a_coalition_of_nobody_wins_nothing():
    case = village().with_numbers({"joining.hour_price": 10.0})
    for seed in range(5):
        for state in walk(case, seed):
            empty = coalitions(state).size == 0.0
            assert (coalitions(state).chance[empty] == 0.0).all()
            assert (coalitions(state).won[empty] == 0.0).all()


# --- a week of more than its hours ---------------------------------------------------------------------------


def week_of(numbers):
    """Return the hours of each use and the coordinator's energy after a year of a week with these shares."""
    *_, last = walk(village(weeks=52.0).with_numbers(numbers), 2)
    return last.decision[0, :7].copy(), float(minds(last).energy[0])


def test_a_use_that_does_not_fit_takes_from_the_others_rest_included():
    none = dict.fromkeys((f"coordinator.{use}" for use in ("listen", "analyse", "convene", "steward", "promote")), 0.0)
    none |= {"coordinator.renew": 0.3, "coordinator.match": 0.7}
    without, energy = week_of(none)
    within, tired = week_of({**none, "coordinator.steward": 0.5})
    assert without.sum() == pytest.approx(1.0)
    assert within.sum() == pytest.approx(1.0, abs=2e-3)
    assert within[2] == pytest.approx(without[2] / 1.5)
    assert tired < energy


@pytest.mark.parametrize(("share", "voices"), [(0.0, 8), (0.08, 8), (0.16, 16), (0.3, 24)])
def test_rounds_that_fit_into_a_step_are_one_larger_round(share, voices):
    numbers = {"consultation.interview_hours": 1.0}
    *_, state = walk(village(weeks=2.0).with_numbers(numbers), 2)
    state.decision[0, LISTEN] = share
    campaigns(state).hours[0] = 100.0
    assert voices_in_step(state, 0) == voices
