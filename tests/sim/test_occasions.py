"""Occasions: what is told twice in one week is told with two errors, and whoever sits twice lives one week."""

import numpy as np

from clever_coalitions.scenarios import load
from clever_coalitions.sim.mechanisms.consultation import begin_round
from clever_coalitions.sim.mechanisms.sensing import reading
from clever_coalitions.sim.mechanisms.synthesis import give_back, take_in
from clever_coalitions.sim.mechanisms.trust import experience
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.state import ACTIVE, campaigns, coalitions, concerns, reports, seats, standing

STEADY = load("steady")


def test_an_interview_and_a_round_at_a_table_are_two_readings():
    state = Run(STEADY, 1).advance(3).state
    told = [reading(state, i, 0, 0, 1.0, occasion) for i in range(5) for occasion in range(3)]
    assert len(set(told)) == 15


def test_two_forecasts_of_a_week_slip_apart():
    slips = []
    for occasion in (0, 0, 1):
        state = Run(STEADY, 1).advance(3).state
        take_in(state, 0, 4.0, 0.0, 12.0, 4.0, 0.0, occasion)
        slips.append(float(campaigns(state).estimate[0]))
    assert slips[0] == slips[1] != slips[2]


def test_a_forecast_goes_back_to_those_who_answered_in_its_round():
    state = Run(STEADY, 1).advance(3).state
    reports(state).heard[0] = 1.0
    begin_round(state, 0)
    assert not reports(state).answered[0].any()
    first, second = reports(state).chosen[0, :2].astype(int)
    reports(state).answered[0, first] = 1.0
    before = concerns(state).belief[0].copy()
    give_back(state, 0)
    assert np.flatnonzero(concerns(state).belief[0] != before).tolist() == [first]
    assert second != first


def sitting(many):
    """Return a state in which organization 0 sits in so many coalitions of one coordinator, and 1 in the first."""
    state = Run(load("steady", {"conditions.issues": 3}), 1).state
    coalition, seat = coalitions(state), seats(state)
    standing(state).trust[0] = 0.5
    for c in range(many):
        seat.member[c, :2] = 1.0, float(c == 0)
        coalition.status[c], coalition.served[c], coalition.size[c] = ACTIVE, 0.4, 2 if c == 0 else 1
        state.roster[c, :2] = 0, 1
    return state


def test_whoever_sits_in_several_coalitions_of_a_coordinator_lives_one_week():
    for many in (1, 2, 3):
        state = sitting(many)
        for c in range(many):
            experience(state, c, 0)
        once, often = standing(state).trust[0, 1], standing(state).trust[0, 0]
        assert once != 0.5
        assert abs(often - once) < 0.01 * abs(once - 0.5)
