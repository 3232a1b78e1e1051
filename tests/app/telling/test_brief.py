"""A long story is told briefly, and nothing that matters is lost."""

import re
from itertools import pairwise

import pytest

from clever_coalitions.app.telling.brief import LONG_STORY
from clever_coalitions.app.telling.story import tell
from clever_coalitions.app.telling.why import reasons
from clever_coalitions.app.telling.words import Names, course
from clever_coalitions.scenarios import load
from clever_coalitions.sim.events import JOINED, LEFT, PLAN_REFUSED, STEP_UNDERSTOOD
from clever_coalitions.sim.run import simulate

TREATY = load("landmine_treaty")
TURNS = ("turn", "good", "bad")


@pytest.fixture(scope="module", params=[1, 2])
def run(request):
    return simulate(TREATY, request.param, events=True)


@pytest.fixture(scope="module")
def whole(run):
    return tell(run, TREATY, with_prospects=True)


@pytest.fixture(scope="module")
def brief(run):
    return tell(run, TREATY, with_prospects=True, is_brief=True)


def lines_of(beats):
    """Return how many lines of a terminal beats take."""
    return sum(1 + len(beat.text) // 64 for beat in beats)


def said_in(beats):
    return "; ".join(beat.text for beat in beats)


def test_a_long_story_becomes_short(whole, brief):
    assert len(whole) >= LONG_STORY
    assert len(brief) < LONG_STORY / 2
    assert lines_of(brief) < 0.6 * lines_of(whole)
    assert [beat.first for beat in brief] == sorted(beat.first for beat in brief)
    told = [beat for beat in brief if beat.events]
    assert all(beat.last < later.first for beat, later in pairwise(told))


def test_every_turn_is_told_as_in_the_whole_story(whole, brief):
    turns = [beat.text for beat in whole if any(one.tone in TURNS for one in beat.sentences)]
    assert turns
    assert [beat.text for beat in brief if any(one.tone in TURNS for one in beat.sentences)] == turns


def test_what_is_done_and_understood_is_told_with_its_week(run, whole, brief):
    steps = re.findall(r"'[^']*' (?:is done|turns out)|'[^']*' are done", said_in(whole))
    assert steps
    assert re.findall(r"'[^']*' (?:is done|turns out)|'[^']*' are done", said_in(brief)) == steps
    for row in run.events[run.events[:, 1] == STEP_UNDERSTOOD]:
        assert f"week {int(row[0])}" in said_in(brief)


def test_revisions_are_told_as_one(whole, brief):
    once = said_in(whole).count("the plan is revised")
    told = re.findall(r"the plan is revised(?: (\d+) times)?", said_in(brief))
    assert sum(int(times or 1) for times in told) == once
    assert len(told) < once


def test_refusals_are_counted(run, brief):
    told = re.findall(r"is refused(?: (\d+) times)?|of those at the table object", said_in(brief))
    assert sum(int(times or 1) for times in told) == (run.events[:, 1] == PLAN_REFUSED).sum()


def test_whoever_moved_is_told_of_and_why(run, brief):
    names = Names(TREATY)
    for what, beats in ((JOINED, "joined"), (LEFT, "left")):
        moved = {int(row[3]) for row in run.events[run.events[:, 1] == what]}
        assert {event.who for beat in brief for event in getattr(beat, beats)} == moved
    told = [beat for beat in brief if beat.is_routine and beat.joined]
    assert told
    assert all(reasons(beat, names) for beat in told)


def test_a_short_story_stays_as_it_is():
    case = load("steady")
    result = simulate(case, 2, events=True)
    assert tell(result, case, is_brief=True) == tell(result, case)


@pytest.mark.parametrize(
    ("ambitions", "said"),
    [
        ((0.4, 0.4), "stays 0.40"),
        ((0.4, 0.401), "stays 0.40"),
        ((0.8, 0.6, 0.5), "goes from 0.80 to 0.50"),
        ((0.4, 0.3, 0.4), "goes from 0.40 over 0.30 to 0.40"),
        ((0.3, 0.2, 0.6, 0.4), "goes from 0.30 over 0.20 over 0.60 to 0.40"),
    ],
)
def test_the_course_of_ambition_says_its_extremes(ambitions, said):
    assert course(*ambitions) == said
