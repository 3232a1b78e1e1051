"""Why: the terms are those of the engine, and their sum decides."""

import pytest

from clever_coalitions.app.live.history import played
from clever_coalitions.app.live.reasons import largest_first, reasons
from clever_coalitions.app.live.settings import Case, Setting, plan_of
from clever_coalitions.sim.terms import TERMS

SYRIA = played(plan_of(Setting(Case("syria"), seed=7)))


@pytest.mark.parametrize("step", [40, 68, 150])
def test_members_find_their_seat_worth_it_and_the_frame_says_who_they_are(step):
    member = SYRIA.frames[step].member[0]
    assert member.any()
    for row in range(0, 40, 3):
        found = reasons(SYRIA.plan, step, row)
        assert found.is_member == bool(member[row])
        assert found.is_offered or not found.is_member
        sizes = [abs(term.hours) for term in found.terms]
        assert sizes == sorted(sizes, reverse=True)
        assert sum(term.hours for term in found.terms) == pytest.approx(found.worth, abs=0.05 * len(TERMS))
        if found.is_member:
            assert found.worth >= 0.0


def test_without_a_plan_there_is_no_seat_to_explain():
    assert reasons(SYRIA.plan, 0, 0).terms == ()
    alone = plan_of(Setting(Case("syria"), governance="alone"))
    assert reasons(alone, 60, 0).terms == ()


def test_terms_that_speak_for_a_seat_and_against_it_have_words_of_their_own():
    terms = [0.0] * len(TERMS)
    terms[4] = -1.0
    terms[1] = 2.0
    assert [(reason.words, reason.hours) for reason in largest_first(terms)] == [
        ("the credit to share", 2.0),
        ("its distrust of the coordinator", -1.0),
    ]
