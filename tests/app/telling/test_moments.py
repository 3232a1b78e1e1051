"""Moments: where time stops, in sentences that a person would say, with voices whose reasons are the model's."""

from dataclasses import replace

import pytest

from clever_coalitions.app.live.changes import WhatIf
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
    "overcome": log.OVERCOME,
    "won": log.SETTLED_HELPS,
    "harm": log.SETTLED_HARMS,
    "late": log.DEADLINE_PASSED,
    "found": log.ALARM_RANG,
    "worn": log.HUB_BURNT_OUT,
    "plan": log.PLAN_ADOPTED,
}


def told(setting):
    history = played(plan_of(setting))
    return history, moments_of(history.result, history.scenario)


@pytest.mark.parametrize("seed", range(1, 9))
@pytest.mark.parametrize("form", ["opt-in", "consensus", "mandated"])
def test_time_stops_at_every_turn_and_ending_and_only_where_something_happened(seed, form):
    history, moments = told(replace(SYRIA, seed=seed, governance=form))
    steps = {what: {int(row[0]) + 1 for row in history.result.events if row[1] == what} for what in HAPPENED.values()}
    weeks = [moment.week for moment in moments]
    assert weeks == sorted(weeks)
    assert moments[-1].kind == "end"
    for what in (log.PIVOTED, log.OVERCOME, log.SETTLED_HELPS, log.SETTLED_HARMS):
        assert steps[what] <= set(weeks)
    for moment in moments[:-1]:
        assert moment.week in steps[HAPPENED[moment.kind]]


@pytest.mark.parametrize("seed", range(1, 9))
def test_a_plan_is_told_of_where_there_was_none_and_a_revision_is_not(seed):
    history, moments = told(replace(SYRIA, seed=seed))
    against, expected = -1, []
    for step, what, _, who, *_ in history.result.events.tolist():
        if what == log.OVERCOME:
            against = -1
        elif what == log.PLAN_ADOPTED:
            expected += [int(step) + 1] if who != against else []
            against = who
    assert [moment.week for moment in moments if moment.kind in ("plan", "turn")] == expected


def test_what_is_overcome_is_not_yet_won_while_something_else_stands_in_the_way():
    found = {moment.kind: moment for seed in range(1, 30) for moment in told(replace(SYRIA, seed=seed))[1]}
    assert found["overcome"].says == "“need not shown” is overcome."
    assert found["overcome"].more.startswith("Nothing is won yet")
    assert "legal" not in found["overcome"].more
    assert found["won"].says == "“no legal ground” is overcome: nothing stands in the way any more, and it helps."


def test_several_issues_are_told_side_by_side_and_each_moment_says_which_one_it_is_about():
    history, moments = told(replace(SYRIA, numbers=(("conditions.issues", 3.0),)))
    assert [moment.week for moment in moments] == sorted(moment.week for moment in moments)
    for moment in moments[:-1]:
        assert moment.label.endswith(f" · issue {moment.issue + 1}")
    plans = {int(row[2]) for row in history.result.events if row[1] == log.PLAN_ADOPTED}
    assert {moment.issue for moment in moments if moment.kind == "plan"} == plans
    assert len(plans) > 1


def test_a_turn_names_the_obstacle_and_lets_those_who_move_speak():
    found = [
        (history, one) for history, moments in map(told, WORLDS) for one in moments if one.kind in ("plan", "turn")
    ]
    turns = [one for _, one in found if one.kind == "turn"]
    assert turns
    assert all(one.says.startswith("You turn: from now on against “") for one in turns)
    for history, one in found:
        before, after = (history.frames[week].member[0] for week in (one.week - 1, one.week))
        moved = {row for row in range(40) if before[row] != after[row]}
        assert set(one.who) == moved
        assert {row for row, _ in one.voices} <= moved
        assert bool(one.voices) == bool(moved)
        assert len(one.voices) <= 4


WORLDS = [replace(SYRIA, seed=seed) for seed in range(1, 40)]


def test_where_nobody_coordinates_only_what_is_overcome_stops_time():
    settings = [
        replace(SYRIA, seed=seed, governance=form) for seed in range(1, 12) for form in ("alone", "self-organized")
    ]
    kinds = {moment.kind for setting in settings for moment in told(setting)[1]}
    assert {"end"} < kinds <= {"overcome", "won", "harm", "end"}


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


def test_what_everybody_knows_is_not_said_to_be_said_by_nobody():
    """In the treaty it is public that a text comes before its entry into force."""
    found = [one for seed in range(1, 6) for one in told(Setting(Case("landmine_treaty"), seed=seed))[1]]
    more = {one.more for one in found if one.kind == "overcome"}
    assert more == {"Nothing is won yet: something else stands in the way now, and everybody knows what."}


def test_whoever_has_nothing_that_speaks_for_its_seat_speaks_of_a_word():
    event = Event(3, log.JOINED, 0, 5, 6.0, (0.0, 0.0, 0.0, -14.8, -0.4, -1.4, 0.0))
    assert voices.joining(event) == voices.SEATED
    assert voices.joining(event._replace(terms=(0.0, 0.1, 0.0, -14.8, -0.4, -1.4, 0.0))) == voices.JOINING["credit"]


def test_a_plan_after_nobody_coordinated_is_told_of_as_a_new_one():
    turns = [WhatIf(40, "governance", name="alone"), WhatIf(60, "governance", name="opt-in")]
    for seed in range(1, 6):
        history, moments = told(replace(SYRIA, seed=seed, changes=tuple(turns)))
        rows = history.result.events
        first = int(min(rows[(rows[:, 1] == log.PLAN_ADOPTED) & (rows[:, 0] >= 60), 0]))
        assert first + 1 in [moment.week for moment in moments if moment.kind == "plan"]
