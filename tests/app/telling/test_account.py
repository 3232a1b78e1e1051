"""What kept an organization away is what the weeks of a run say of it."""

import re
from dataclasses import replace

import pytest

from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.telling.account import account, title_of
from clever_coalitions.app.telling.following import Whereabouts, play_and_follow
from clever_coalitions.experiments import Variant
from clever_coalitions.scenarios import load
from clever_coalitions.sim import events as log
from clever_coalitions.sim.mechanisms.network import is_in_sight
from clever_coalitions.sim.run import Run, simulate
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.terms import MANY

SYRIA = load("syria")
VARIANT = Variant("opt-in", SYRIA, "opt-in", "listen-and-lead")


def said(found, result=None, case=SYRIA, number=0):
    result = result or simulate(case, 1, weeks=len(found), events=True)
    return " ".join(account(number, replace(result, events=result.events[:0]), found, case))


@pytest.fixture(scope="module", params=["opt-in", "consensus"])
def followed(request):
    """Return each fourth organization of a run, followed."""
    one = replace(VARIANT, governance=request.param)
    return one, {number: play_and_follow(one, 7, number) for number in range(0, 40, 4)}


def test_who_is_followed_does_not_change_the_run(followed):
    one, everybody = followed
    digest = simulate(SYRIA, 7, one.governance).digest
    assert {result.digest for result, _ in everybody.values()} == {digest}


def test_each_week_has_one_reason_and_seats_are_those_of_the_frames(followed):
    one, everybody = followed
    frames = played(plan_of(Setting(Case("syria"), seed=7, governance=one.governance))).frames[1:]
    for number, (_, found) in everybody.items():
        assert [step.why == "seat" for step in found] == [frame.member[0, number] > 0 for frame in frames]
        for step, frame in zip(found, frames, strict=True):
            is_asked = frame.asked[0, number] > 0 and frame.plan_obstacle[0] >= 0
            assert (step.why in ("not called", "declined", "waiting", "slow")) <= is_asked
            assert (step.why == "declined") <= (sum(step.terms) < 0.0)
            assert (step.why in ("waiting", "slow")) <= (sum(step.terms) >= 0.0)


def test_who_is_known_to_nobody_is_out_of_sight():
    case = load("landmine_treaty", {"weeks": 30})
    run, one = Run(case, 2), Variant("", case, case.governance, case.strategy)
    found = {number: play_and_follow(one, 2, number)[1] for number in range(0, case.organizations, 20)}
    for step in range(30):
        state = run.advance(1).state
        known = [is_in_sight(state, number) for number in found]
        assert [steps[step].why != "unknown" for steps in found.values()] == known
    assert any(known)
    assert not all(known)


def test_seats_votes_and_walks_are_counted_as_they_happened(followed):
    one, everybody = followed
    for number, (result, found) in everybody.items():
        told = " ".join(account(number, result, found, SYRIA))
        rows = [row for row in result.events.tolist() if int(row[3]) == number]
        seats, walks = (sum(row[1] == what for row in rows) for what in (log.JOINED, log.WALKED_AWAY))
        assert ("never took a seat" in told) == (seats == 0)
        assert ("walked away from a draft" in told) == (walks > 0)
        assert "It voted" not in told or one.governance == "consensus"
    if one.governance == "consensus":
        assert any("It voted no" in " ".join(account(n, *pair, SYRIA)) for n, pair in everybody.items())


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("unknown", "For 3 weeks (first in week 0) nobody who takes part knew of it."),
        ("not asked", "no place in it was offered to it. No place was ever offered to it."),
        ("not called", "nobody had called it yet. Nobody ever called it."),
        ("waiting", "too few were in for it to dare"),
        ("slow", "had not answered yet"),
        ("alone", "nobody coordinated"),
        ("away", "it was not there"),
        ("no plan", "there was no plan to join"),
    ],
)
def test_what_kept_it_away_is_said_with_its_weeks(why, words):
    assert words in said([Whereabouts(why, (0.0,) * MANY)] * 3)


def test_what_never_happened_is_said_of_how_far_it_came():
    found = [Whereabouts("not asked")] * 5 + [Whereabouts("not called")] * 2
    assert "ever offered" not in said(found)
    assert "Nobody ever called it." in said(found)
    assert "ever called" not in said([*found, Whereabouts("seat")])
    assert "ever called" not in said([*found, Whereabouts("not called", pledged=(0,))])


def test_what_spoke_against_a_seat_is_told_strongest_first_and_then_what_for_it():
    terms = [Whereabouts("declined", (1.0, 0.0, 0.0, -1.0, -4.0, 0.0, 0.0)),
             Whereabouts("declined", (1.0, 0.0, 0.0, -2.0, -2.0, 0.0, 0.0))]  # fmt: skip
    assert said(terms).endswith(
        "For 2 weeks (first in week 0) it was asked and stayed away: a seat was not worth its hours. Against it spoke "
        "the hours it takes (-3.0 h a week) and more ambition than it accepts (-1.5 h a week); for it the difference "
        "its seat makes (+1.0)."
    )


def test_a_vote_counts_where_it_sat_in_the_talks():
    result = simulate(SYRIA, 7, "consensus", events=True)
    steps = {int(row[0]) for row in result.events if row[1] in (log.PLAN_REFUSED, log.PLAN_ADOPTED)}
    found = [Whereabouts("no plan", (), (0,), (0,) if step == min(steps) else ()) for step in range(len(result.series))]
    assert f"It voted no in 1 of the {len(steps)} votes in which it took part." in account(0, result, found, SYRIA)
    assert "voted" not in " ".join(account(0, replace(result, governance="opt-in"), found, SYRIA))


def test_a_no_on_one_issue_is_none_on_another():
    """Whoever objected last stays marked until the next vote of that table; others vote meanwhile."""
    case = load("syria", {"conditions.issues": 3})
    one, some = replace(VARIANT, scenario=case, governance="consensus"), 0
    for number in range(0, 40, 4):
        result, found = play_and_follow(one, 7, number)
        rows = result.events
        said_no = {(row[0], row[2]) for row in rows if row[1] == log.OBJECTED and row[3] == number}
        adopted = [(int(row[0]), int(row[2])) for row in rows if row[1] == log.PLAN_ADOPTED]
        said_no |= {(step, issue) for step, issue in adopted if issue in found[step].objects}
        told = re.search(r"It voted no in (\d+) of", " ".join(account(number, result, found, case)))
        assert (int(told[1]) if told else 0) == len(said_no)
        some += len(said_no)
    assert some


def test_an_opponent_is_called_one():
    people = [{"name": "Ministry", "kind": "lawyer", "core": "opponent"}, {"name": "Chambers A", "kind": "lawyer"}]
    case = load("syria", organizations=people)
    found = [Whereabouts("waiting", (0.0,) * MANY)]
    told = [said(found, None, case, case.rows[name]) for name in ("Ministry", "Chambers A")]
    assert [one.startswith("It is an opponent") for one in told] == [True, False]
    assert ["and follows nobody" in one for one in told] == [True, False]
    assert title_of(case.rows["Ministry"], case) == "Ministry (lawyer)"


def test_whoever_works_alone_takes_no_seat_and_a_week_is_named_once():
    turned = replace(VARIANT, schedule=(Change(60, "alone"),))
    several = replace(VARIANT, scenario=load("steady", {"conditions.issues": 3, "weeks": 60}))
    weeks = 0
    for variant in (turned, several):
        for number in range(0, variant.scenario.organizations, 3):
            result, found = play_and_follow(variant, 1, number)
            told = " ".join(account(number, result, found, variant.scenario))
            seat = [
                int(week) for week in re.findall(r"week (\d+)", "".join(re.findall("It took a seat in (.*?);", told)))
            ]
            work = re.findall(r"week (\d+)", "".join(re.findall("set to work on its own in (.*?);", told)))
            assert len(set(seat)) == len(seat)
            assert all(found[week].why != "alone" for week in seat)
            assert all(found[int(week)].why == "alone" for week in work)
            weeks += len(work)
    assert weeks > 10


def test_whoever_leaves_the_world_or_is_left_alone_is_followed_too():
    gone = replace(VARIANT, schedule=(Change(20, leaves=("lawyer 1",)), Change(30, "alone"), Change(40, "opt-in")))
    lawyer, other = SYRIA.rows["lawyer 1"], SYRIA.rows["lawyer 2"]
    _, found = play_and_follow(gone, 7, lawyer)
    assert {step.why for step in found[20:]} == {"away"}
    assert "away" not in {step.why for step in found[:20]}
    _, found = play_and_follow(gone, 7, other)
    assert [step for step, one in enumerate(found) if one.why == "alone"] == list(range(30, 40))
