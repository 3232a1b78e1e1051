"""Moments: where time stops, in sentences that a person would say, with voices whose reasons are the model's."""

from dataclasses import replace

import pytest

from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.telling import voices
from clever_coalitions.app.telling.beats import Event
from clever_coalitions.app.telling.moments import moments_of
from clever_coalitions.sim import events as log
from clever_coalitions.sim.terms import TERMS

SYRIA = Setting(Case("syria"), seed=7)
HAPPENED = {
    "turn": log.PIVOTED,
    "won": log.WON_HELPS,
    "harm": log.WON_HARMS,
    "found": log.ALARM_RANG,
    "worn": log.HUB_BURNT_OUT,
    "plan": log.PLAN_ADOPTED,
}


def told(setting):
    history = played(plan_of(setting))
    return history, moments_of(history.result, history.scenario)


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("form", ["opt-in", "consensus"])
def test_time_stops_at_every_turn_win_and_harm_and_only_where_something_happened(seed, form):
    history, moments = told(replace(SYRIA, seed=seed, governance=form))
    steps = {what: {int(row[0]) + 1 for row in history.result.events if row[1] == what} for what in HAPPENED.values()}
    weeks = [moment.week for moment in moments]
    assert weeks == sorted(weeks)
    assert moments[-1].kind == "end"
    for what in (log.PIVOTED, log.WON_HELPS, log.WON_HARMS):
        assert steps[what] <= set(weeks)
    for moment in moments[:-1]:
        assert moment.week in steps[HAPPENED[moment.kind]]
    assert [moment.kind for moment in moments].count("plan") == 1


def test_a_turn_names_the_obstacle_and_lets_those_who_move_speak():
    history, moments = told(SYRIA)
    turn = next(moment for moment in moments if moment.kind == "turn")
    assert turn.says == "You turn: from now on against “no legal ground”."
    assert turn.more.startswith("8 lawyers take a seat")
    before, after = (history.frames[week].member for week in (turn.week - 1, turn.week))
    moved = {row for row in range(40) if before[row] != after[row]}
    assert set(turn.who) == moved
    assert {row for row, _ in turn.voices} <= moved
    assert 2 <= len(turn.voices) <= 4


def test_where_nobody_coordinates_only_what_is_enacted_stops_time():
    kinds = {m.kind for seed in range(1, 12) for m in told(replace(SYRIA, seed=seed, governance="alone"))[1]}
    assert kinds <= {"won", "harm", "end"}


def test_every_term_of_a_seat_has_a_voice_for_it_and_one_against_it():
    names = [term.name for term in TERMS]
    assert list(voices.JOINING) == list(voices.LEAVING) == names
    for place in range(len(TERMS)):
        terms = [0.1] * len(TERMS)
        terms[place] = 2.0
        event = Event(5, log.JOINED, 0, 3, 0.0, tuple(terms))
        assert voices.joining(event) == voices.JOINING[names[place]]
        event = event._replace(terms=tuple(-term for term in terms))
        assert voices.leaving(event) == voices.LEAVING[names[place]]


def test_who_would_have_stayed_says_that_there_is_no_seat_any_more():
    assert voices.leaving(Event(5, log.LEFT, 0, 3, 0.0, (1.0, -0.5, *[0.0] * 9))) == voices.LET_GO
