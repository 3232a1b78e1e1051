"""Counting: nothing counts twice, nor more often since a step is short, or since several sit at a table."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions import load
from clever_coalitions.sim.events import PIVOTED, PLAN_ADOPTED
from clever_coalitions.sim.mechanisms.conditions import WINDOW_CLOSING, move_window, opening
from clever_coalitions.sim.mechanisms.joining import HOURS, WAS, come_and_go, prepare
from clever_coalitions.sim.mechanisms.morale import SMALL_WIN, cheer
from clever_coalitions.sim.mechanisms.offers import mapped_hours
from clever_coalitions.sim.mechanisms.work import clear, give_hours
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.state import (
    ACTIVE,
    CURRENT,
    NOW,
    STEP,
    STEP_WEEKS,
    campaigns,
    coalitions,
    in_sight,
    is_week_over,
    issues,
    minds,
    organizations,
    plan,
    seats,
    standing,
    stocks,
)

STEADY = load("steady", {"weeks": 52})
BUSY = load("steady", {"weeks": 52, "conditions.issues": 3})
AMBITION = 0.9


def working(form="opt-in", case=STEADY, many=1):
    """Return a run in which so many coalitions with members have a plan; of more than one, where there is a hub."""
    least = 1.0 if form == "self-organized" else 2.0
    for seed in range(20):
        run = Run(case, seed, form, series=False)
        while run.left:
            coalition = coalitions(run.advance(1).state)
            if ((coalition.status == ACTIVE) & (coalition.size >= least)).sum() >= many:
                return run
    raise AssertionError("nobody works")


# --- weeks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "steps"), [(1.0, 7), (3.5, 2), (7.0, 1), (10.0, 1), (14.0, 1)])
def test_a_week_is_over_once_in_seven_days_however_many_steps_it_has(days, steps):
    state, over = Run(replace(STEADY, step_days=days), 1, series=False).state, []
    for step in range(520):
        state.time[NOW] = step * state.time[STEP_WEEKS]
        over.append(bool(is_week_over(state)))
    assert over == [step % steps == steps - 1 for step in range(520)]


def test_alarms_move_once_a_week_and_what_is_seen_gathers_until_then():
    run = Run(replace(STEADY.with_numbers({"outcome.rate": 0.0}), step_days=1.0), 1, series=False)
    moved, gathered = [], 0.0
    for step in range(84):
        before, seen = run.state.alarm.copy(), run.state.evidence.copy()
        run.advance(1)
        if step % 7 == 6:
            assert not run.state.evidence.any()
        else:
            gathered += np.abs(run.state.evidence - seen).sum()
            assert np.abs(run.state.evidence).sum() > 0.0
        moved += [step] if not np.array_equal(run.state.alarm, before) else []
    assert gathered > 0.0
    assert len(moved) > 5
    assert all(step % 7 == 6 for step in moved)


@pytest.mark.parametrize("days", [1.0, 7.0])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.8, 0.95])
def test_windows_are_open_for_their_share_of_the_time(share, days):
    case = replace(STEADY.with_numbers({"conditions.window_share": share}), step_days=days)
    state, open_steps, steps = Run(case, 1, series=False).state, 0.0, 10_000
    for step in range(steps):
        state.clock[STEP], state.time[NOW] = step, step * state.time[STEP_WEEKS]
        move_window(state, 0)
        open_steps += issues(state).window[0]
    alike = np.exp(-(WINDOW_CLOSING + opening(share)) * days / 7.0)
    error = np.sqrt(share * (1.0 - share) / steps * (1.0 + alike) / (1.0 - alike))
    assert open_steps / steps == pytest.approx(share, abs=3.5 * error)


# --- before an issue arises --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["opt-in", "consensus", "self-organized"])
def test_nothing_is_forgotten_of_obstacles_and_nobody_is_heard_before_an_issue_arises(form):
    numbers = {"weeks": 60, "conditions.issues": 3, "conditions.arrival": 30, "consultation.interview_hours": 0.0}
    run = Run(load("steady", numbers), 0, form, series=False)
    late = np.flatnonzero(coalitions(run.state).issue == np.argmax(issues(run.state).arises))
    before, weeks = run.state.suspicion[late].copy(), int(issues(run.state).arises.max())
    assert weeks > 10
    for _ in range(min(weeks, 30)):
        state = run.advance(1).state
        assert np.array_equal(state.suspicion[late], before)
        assert not campaigns(state).asked[late].any()
        assert not campaigns(state).voices[late].any()
    assert form == "self-organized" or campaigns(run.state).voices[0] > 0.0


# --- hours -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["opt-in", "mandated"])
def test_a_hub_counts_on_the_hours_of_nobody_twice(form):
    state = working(form, BUSY, 3).advance(4).state
    seat, sits = seats(state), stocks(state).seats
    assert np.array_equal(sits, seat.member.sum(axis=0))
    assert (sits > 1.0).any()
    asked = AMBITION if form == "mandated" else np.minimum(AMBITION, standing(state).mapped_ceiling[0])
    has = organizations(state).capacity * asked * stocks(state).energy
    for i in np.flatnonzero(sits > 0.0).tolist():
        counted = sum(mapped_hours(state, c, i, AMBITION) for c in range(3) if seat.member[c, i] > 0.0)
        assert counted == pytest.approx(has[i])
        for c in np.flatnonzero(seat.member[:, i] == 0.0).tolist():
            assert mapped_hours(state, c, i, AMBITION) == pytest.approx(has[i] / (sits[i] + 1.0))


@pytest.mark.parametrize("binds", [0.0, 1.0])
def test_members_reckon_with_all_that_a_plan_asks_of_them(binds):
    state = working().state
    coalitions(state).binds[0], plan(state, CURRENT).ambition[0] = binds, AMBITION
    prepare(state, 0, 0)
    inside, ceiling = seats(state).member[0] > 0.0, organizations(state).ceiling
    assert (ceiling[inside] < AMBITION).any()
    asked = AMBITION if binds else np.minimum(AMBITION, ceiling)
    has = organizations(state).capacity * asked * stocks(state).energy
    np.testing.assert_allclose(state.scratch[HOURS, : len(inside)][inside], has[inside])


def test_a_seat_taken_or_left_counts_at_once_for_the_next_coalition():
    state = working("opt-in", BUSY, 2).state
    seat, there = seats(state), in_sight(state)
    state.scratch[WAS, : seat.member.shape[1]] = seat.member[0]
    seat.offered[0, there] = 1.0
    prepare(state, 0, 0)
    seat.member[0, there] = 1.0 - seat.member[0, there]
    come_and_go(state, 0, 0)
    assert np.array_equal(stocks(state).seats, seat.member.sum(axis=0))


def test_talks_at_a_table_without_a_seat_there_are_counted():
    talked = 0.0
    for seed in range(3):
        run = Run(BUSY, seed, "consensus", series=False)
        for _ in range(30):
            state = run.advance(1).state
            outside = (seats(state).meeting * (1.0 - seats(state).member)).sum(axis=0)
            np.testing.assert_allclose(stocks(state).talked, outside)
            talked += (stocks(state).talked * stocks(state).seats).sum()
    assert talked > 0.0


def test_talks_at_a_table_without_a_seat_there_take_hours_from_work():
    state = working().advance(12).state
    seat, given = seats(state), []
    stocks(state).spent[:] = 0.0
    for hours in (0.0, 0.5):
        clear(state, 0)
        seat.meeting[:] = 0.0
        stocks(state).talked[:] = hours
        give_hours(state, 0)
        given.append(seat.hours[0] + seat.meeting[0])
    works = (seat.role[0] >= 0.0) & (seat.member[0] > 0.0) & (given[0] > 0.5)
    assert works.any()
    np.testing.assert_allclose((given[0] - given[1])[works], 0.5 / stocks(state).seats[works])


# --- plans -------------------------------------------------------------------------------------------------------


def turned(before, state):
    """Return which coalitions with members turned to another obstacle in the last step, while the old one stood."""
    status, size, since, against = before
    fell = state.overcome_at[0, against.astype(int)]
    is_new = (status == ACTIVE) & (coalitions(state).adopted_at == state.time[NOW])
    stands = (fell < since) | (fell < 0.0)
    return is_new & (size > 0.0) & stands & (plan(state, CURRENT).obstacle != against)


@pytest.mark.parametrize("form", ["opt-in", "consensus", "mandated"])
def test_plans_and_pivots_of_a_coordinator_are_all_that_it_makes(form):
    counted = np.zeros(2)
    for seed in range(4):
        run = Run(
            load("steady", {"weeks": 80, "conditions.hazard": 0.05}), seed, form, series=False, events=True
        ).advance()
        found, what = run.outcomes(), run.events()[:, 1]
        assert (found["plans"], found["pivots"]) == ((what == PLAN_ADOPTED).sum(), (what == PIVOTED).sum())
        counted += found["plans"], found["pivots"]
    assert (counted > 0.0).all()


@pytest.mark.parametrize("form", ["self-organized", "alone"])
def test_plans_and_pivots_on_ones_own_are_those_that_are_followed(form):
    case, counted, noted = load("steady", {"weeks": 80, "conditions.hazard": 0.05}), np.zeros(2), np.zeros(2)
    for seed in range(4):
        run, followed, pivots = Run(case, seed, form, series=False, events=True), set(), 0
        while run.left:
            coalition = coalitions(run.state)
            one = (coalition.status, coalition.size, coalition.adopted_at, plan(run.state, CURRENT).obstacle)
            before = [part.copy() for part in one]
            coalition = coalitions(run.advance(1).state)
            pivots += turned(before, run.state).sum()
            works = np.flatnonzero((coalition.status == ACTIVE) & (coalition.size > 0.0))
            followed |= {(int(c), float(coalition.adopted_at[c])) for c in works}
        found, what = run.outcomes(), run.events()[:, 1]
        assert (found["plans"], found["pivots"]) == (len(followed), pivots)
        assert np.isnan(found["members"]) or found["members"] >= 1.0
        counted += found["plans"], found["pivots"]
        noted += (what == PLAN_ADOPTED).sum(), (what == PIVOTED).sum()
    assert (counted > 0.0).all()
    assert (counted < noted).all()


# --- morale ------------------------------------------------------------------------------------------------------


def test_a_win_lifts_all_who_press_the_same_point_and_nobody_else():
    state = working("self-organized", many=3).state
    c, same, other = np.flatnonzero((coalitions(state).status == ACTIVE) & (coalitions(state).size > 0.0))[:3].tolist()
    current = plan(state, CURRENT)
    current.fact[:], current.value[:] = 0.0, 5.0
    current.value[[c, same]], current.value[other] = 0.0, 1.0
    stocks(state).energy[:] = minds(state).energy[:] = 0.5
    coalitions(state).small_wins[:] = coalitions(state).won[:] = 0.0
    cheer(state, c)
    assert (stocks(state).energy == 0.5).all()
    coalitions(state).small_wins[c] = 1.0
    cheer(state, c)
    for one, energy in ((c, 0.5 + SMALL_WIN * 0.5), (same, 0.5 + SMALL_WIN * 0.5), (other, 0.5)):
        assert stocks(state).energy[state.roster[one, 0]] == pytest.approx(energy)
        assert minds(state).energy[int(coalitions(state).hub[one])] == pytest.approx(energy)
