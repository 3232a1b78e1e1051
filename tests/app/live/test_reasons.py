"""Why: the terms are those of the engine, and their sum decides."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.reasons import reasons
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.app.pages.lab import verdict
from clever_coalitions.app.telling.why import largest_first
from clever_coalitions.scenarios.loader import text_of_case
from clever_coalitions.sim import events as log
from clever_coalitions.sim.scenario import Amendment
from clever_coalitions.sim.terms import MANY, TERMS

SYRIA = played(plan_of(Setting(Case("syria"), seed=7)))


STEPS = [step for step in range(20, 208, 26) if SYRIA.frames[step].plan_obstacle[0] >= 0]


@pytest.fixture(scope="module")
def found():
    """Return why everybody has, or has no, seat in some weeks with a plan."""
    assert len(STEPS) > 3
    return {step: [reasons(SYRIA.plan, step, row) for row in range(40)] for step in STEPS}


def test_reasons_say_who_belongs_and_add_up(found):
    for step, everybody in found.items():
        assert [one.why == "seat" for one in everybody] == (SYRIA.frames[step].member[0] > 0).tolist()
        for one in everybody:
            sizes = [abs(hours) for _, hours in largest_first(one.terms)]
            assert sizes == sorted(sizes, reverse=True)
            assert sum(one.terms) == pytest.approx(one.worth)


def test_who_takes_a_seat_has_reasons_that_those_who_stay_out_have_not(found):
    """A member reconsiders only now and then, so some sit for a while who would not come again."""
    joined = {(int(row[0]), int(row[3])) for row in SYRIA.result.events if row[1] == log.JOINED}
    before = [reasons(SYRIA.plan, step, row) for step, row in sorted(joined)[:20]]
    assert would_come(before) > 2.0 * would_come([one for everybody in found.values() for one in everybody])
    inside = [one.worth for everybody in found.values() for one in everybody if one.why == "seat"]
    outside = [one.worth for everybody in found.values() for one in everybody if one.why != "seat"]
    assert sum(inside) / len(inside) > 0.0 > sum(outside) / len(outside)


def test_who_belongs_is_known_and_has_been_called_and_some_are_neither(found):
    everybody = [one for some in found.values() for one in some]
    assert {"seat", "not called"} < {one.why for one in everybody}
    assert all(np.isfinite(one.worth) and len(one.terms) == MANY for one in everybody)


def would_come(some):
    """Return the share of those who were called who find a seat worth it, and dare; members aside."""
    asked = [one for one in some if one.why in ("declined", "waiting", "slow")]
    return sum(one.why == "slow" for one in asked) / len(asked)


def test_without_a_plan_there_is_no_seat_to_explain():
    assert reasons(SYRIA.plan, 0, 0).terms == ()
    alone = plan_of(Setting(Case("syria"), governance="alone"))
    assert reasons(alone, 60, 0).terms == ()


def test_hours_are_those_of_the_week_where_a_case_changes_them():
    plan = plan_of(Setting(Case("city_schools")))
    name = plan.scenario.names[0]
    turns = (Amendment(20.0, numbers=((f"organizations.{name}.hours", 3.5),)),)
    plan = replace(plan, scenario=replace(plan.scenario, turns=turns))
    assert reasons(plan, 10, 0).capacity == played(plan).cast.capacity[0] != 3.5
    assert reasons(plan, 21, 0).capacity == 3.5


def test_where_there_are_several_issues_it_is_the_coalition_in_which_one_sits():
    history = played(plan_of(Setting(Case("syria"), (("conditions.issues", 3.0),), seed=7)))
    step = next(step for step, frame in enumerate(history.frames) if frame.member[1:].any() and step > 30)
    seats = history.frames[step].member
    for row in (seats.sum(axis=0) == 1).nonzero()[0].tolist():
        assert reasons(history.plan, step, row).issue == seats[:, row].argmax()


def test_terms_that_speak_for_a_seat_and_against_it_have_words_of_their_own():
    terms = [0.0] * len(TERMS)
    terms[4] = -1.0
    terms[1] = 2.0
    assert largest_first(terms) == [
        ("the credit to share", 2.0),
        ("the hours it takes", -1.0),
    ]


def test_whoever_has_not_come_yet_is_not_mistaken_for_another():
    late = '{ name = "Late", kind = "lawyer", arrives = 150 }, { name = "Early", kind = "lawyer" }'
    plan = plan_of(Setting(Case("mine", f"organizations = [{late}]\n{text_of_case('syria')}"), seed=7))
    late, early = (plan.scenario.rows[name] for name in ("Late", "Early"))
    assert reasons(plan, 100, late).why == "away"
    assert reasons(plan, 160, late).why != "away"
    frames = played(plan).frames
    others = [row for row in range(plan.scenario.organizations) if row not in (late, early)]
    for row in others[::5]:
        assert (reasons(plan, 100, row).why == "seat") == (frames[100].member[0, row] > 0)


@pytest.mark.parametrize("issues", [1.0, 3.0])
def test_whoever_sits_between_two_plans_belongs_and_there_are_no_terms_of_another_seat(issues):
    for seed in range(1, 30):
        history = played(plan_of(Setting(Case("syria"), (("conditions.issues", issues),), "consensus", seed=seed)))
        for step, frame in enumerate(history.frames):
            sits = frame.member.any(axis=0) & ~frame.member[frame.plan_obstacle >= 0].any(axis=0)
            if sits.any() and (issues == 1.0 or (frame.plan_obstacle >= 0).any()):
                found = reasons(history.plan, step, int(sits.argmax()))
                assert (found.why, found.terms) == ("seat", ())
                assert verdict(found) == "It belongs: members keep their seats while they have no plan."
                return
    raise AssertionError("nobody ever sat without a plan")
