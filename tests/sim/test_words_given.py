"""Words that are given: by whom, for which plan, and what is asked of those who gave none."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions import load
from clever_coalitions.sim.briefing import CONVENE
from clever_coalitions.sim.events import OVERCOME, PIVOTED
from clever_coalitions.sim.governance.agree.share import seat_members
from clever_coalitions.sim.mechanisms import decision
from clever_coalitions.sim.mechanisms.roles import preparing, round_weeks, talking_hours
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import (
    ACTIVE,
    CURRENT,
    DRAFT,
    NOW,
    STEP_WEEKS,
    campaigns,
    coalitions,
    organizations,
    plan,
    seats,
)

STEADY = load("steady", {"weeks": 104})
UNSURE = load("steady", {"weeks": 104, "conditions.drift": 0.004})


def weeks_of(case, seed, form, strategy="listen-and-lead", **options):
    """Yield a run after each of its steps."""
    run = Run(case, seed, form, strategy, series=False, **options)
    while run.left:
        yield run.advance(1)


def is_new(run):
    """Return whether a plan was adopted in the last step."""
    return coalitions(run.state).status[0] == ACTIVE and coalitions(run.state).adopted_at[0] == run.state.time[NOW]


def is_revised(run, before):
    """Return whether the plan that was adopted in the last step is against what the one before it was against."""
    events = run.events()
    last = events[events[:, 0] == run.done - 1]
    return before == ACTIVE and is_new(run) and not np.isin(last[:, 1], (OVERCOME, PIVOTED)).any()


def revisions(case, form, seeds=12):
    """Yield a run in each week in which a plan was revised, and those who belonged before.

    From the week before on nobody decides on a seat.
    """
    for seed in range(seeds):
        before, inside = 0.0, None
        for run in weeks_of(case, seed, form, events=True):
            if is_revised(run, before):
                quiet = Change(run.done - 1, numbers=(("joining.response", 0.0),))
                yield Run(case, seed, form, schedule=[quiet], series=False).advance(run.done), inside
                break
            before, inside = coalitions(run.state).status[0], seats(run.state).member[0] > 0.0


# --- who is bound ------------------------------------------------------------------------------------------------


def test_a_plan_that_is_adopted_under_a_form_that_does_not_bind_binds_nobody():
    reluctant = adopted = 0
    for seed in range(8):
        for run in weeks_of(UNSURE, seed, "mandated", schedule=[Change(40, governance="opt-in")]):
            coalition, seat = coalitions(run.state), seats(run.state)
            if run.done <= 40:
                reluctant += seat.reluctant[0].sum()
            elif coalition.status[0] == ACTIVE and coalition.adopted_at[0] >= 40.0:
                adopted += 1
                assert coalition.binds[0] == coalition.compels[0] == coalition.reluctant[0] == 0.0
                assert not seat.reluctant[0].any()
    assert min(reluctant, adopted) > 5


def at_table(case, form):
    """Return a run in which a table of several talks about a first plan."""
    for seed in range(10):
        for run in weeks_of(case, seed, form, "absent"):
            if coalitions(run.state).drafting[0] > 0.0 and (seats(run.state).pledged[0] > 0.0).sum() > 4:
                return run
    raise AssertionError("nobody talks")


def watched(case, *names):
    """Return a case in which these kinds do not vote."""
    return replace(case, kinds=tuple(replace(kind, votes=kind.name not in names) for kind in case.kinds))


def test_those_who_have_no_vote_are_not_bound_by_one():
    case = watched(STEADY, "business", "public agency", "community group")
    state = at_table(case, "bound-majority").state
    votes = np.array([kind.votes for kind in case.kinds])[organizations(state).kind]
    seat = seats(state)
    sat = seat.pledged[0] > 0.0
    seat_members(state, 0)
    assert (sat & votes).any()
    assert (sat & ~votes).any()
    assert np.array_equal(seat.promised[0] > 0.0, sat & votes)
    assert (seat.offered[0][sat] == 1.0).all()


def test_no_observer_is_kept_at_a_table_against_its_will():
    case = watched(STEADY, "business", "public agency", "community group")
    bound = observers = 0
    for seed in range(8):
        for run in weeks_of(case, seed, "bound-majority"):
            if is_new(run):
                state, seat = run.state, seats(run.state)
                votes = np.array([kind.votes for kind in case.kinds])[organizations(state).kind]
                bound += seat.reluctant[0][votes].sum()
                observers += seat.member[0][~votes].sum()
                assert not seat.reluctant[0][~votes].any()
                break
    assert min(bound, observers) > 0


# --- who has given its word --------------------------------------------------------------------------------------


def waiting_in(run):
    """Return who has been decreed a seat and has not heard of it."""
    return (seats(run.state).promised[0] > 0.0) & (seats(run.state).called[0] == 0.0)


def decreed(case):
    """Yield runs in which somebody waits for a decreed seat that does not bind; from there on nobody decides."""
    form = "coordinator+decree+hub"
    for seed in range(10):
        for run in weeks_of(case, seed, form):
            if waiting_in(run).any() and not is_new(run):
                quiet = Change(run.done, numbers=(("joining.response", 0.0),))
                yield Run(case, seed, form, schedule=[quiet], series=False).advance(run.done)
                break


def test_whoever_is_decreed_a_seat_that_does_not_bind_takes_it_when_called():
    seated = 0
    for run in decreed(STEADY.with_numbers({"joining.threshold": 0.0})):
        for _ in range(8):
            waited = waiting_in(run)
            called = waited & (seats(run.advance(1).state).called[0] > 0.0)
            if is_new(run) or coalitions(run.state).status[0] != ACTIVE:
                break
            seated += called.sum()
            assert (seats(run.state).member[0][called] == 1.0).all()
    assert seated > 3


@pytest.mark.parametrize("threshold", [0.0, 9.0])
def test_whoever_is_called_later_passes_the_gate_or_is_released_and_breaks_no_word(threshold):
    run = next(decreed(STEADY))
    state, seat, i = run.state, seats(run.state), int(np.flatnonzero(waiting_in(run))[0])
    ties = state.tie_to == i
    knows = np.repeat(np.arange(len(seat.called[0])), np.diff(state.tie_start))[ties]
    seat.member[0, knows], seat.called[0, knows], seat.called[0, i] = 1.0, 1.0, 1.0
    organizations(state).threshold[i] = threshold
    before = state.tie_trust[ties].copy()
    seat = seats(run.advance(1).state)
    assert seat.member[0, knows].all()
    assert seat.member[0, i] == seat.promised[0, i] == float(threshold == 0.0)
    assert run.state.tie_trust[ties] == pytest.approx(before, rel=0.05)


def test_whoever_voted_no_and_has_not_decided_since_has_given_no_word():
    refused = agreed = 0
    for run, inside in revisions(UNSURE.with_numbers({"decision.mandate": 5.0}), "qualified-majority"):
        seat = seats(run.state)
        objects = (seat.objects[0] > 0.0) & inside & (seat.member[0] > 0.0)
        assert is_new(run)
        assert not seat.promised[0][objects].any()
        refused, agreed = refused + objects.sum(), agreed + seat.promised[0].sum()
    assert min(refused, agreed) > 3


def test_nobody_has_given_its_word_for_another_plan_before_it_decides_on_that():
    stayed = 0
    for run, inside in revisions(UNSURE, "opt-in"):
        assert is_new(run)
        assert not seats(run.state).promised[0].any()
        stayed += (seats(run.state).member[0][inside] > 0.0).sum()
    assert stayed > 5


def test_whoever_reconsiders_and_stays_gives_its_word_anew():
    some = 0
    for seed in range(8):
        before = 0.0
        for run in weeks_of(UNSURE, seed, "opt-in", events=True):
            seat = seats(run.state)
            if is_revised(run, before):
                some += 0.0 < seat.promised[0].sum() < seat.member[0].sum()
            before = coalitions(run.state).status[0]
            assert (seat.promised[0] <= seat.member[0]).all()
    assert some > 2


# --- tables ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("convening", [0.0, 0.02, 0.9])
def test_what_the_convener_has_no_hours_to_prepare_those_at_the_table_prepare(convening):
    state = at_table(STEADY, "consensus").state
    state.decision[0, CONVENE], campaigns(state).hours[0] = convening, 100.0
    coalitions(state).inviting[0] = 0.0
    seat, coalition, part = seats(state), coalitions(state), state.time[STEP_WEEKS] / 4.0
    seat.meeting[0] = coalition.facilitated[0] = 0.0
    organizations(state).capacity[:] = 100.0
    many = int((seat.pledged[0] > 0.0).sum())
    prepared = preparing(state, 0) * part / round_weeks(state, 0, many)
    decision.sit_at_table(state, 0, part)
    spoken = many * talking_hours(state, 0, many) * part
    by_convener = coalition.facilitated[0]
    assert by_convener == pytest.approx(min(prepared, convening * 100.0 * part))
    assert seat.meeting[0].sum() == pytest.approx(spoken + prepared - by_convener)


@pytest.mark.parametrize("is_worth_it", [True, False])
def test_talks_that_turn_back_to_the_plan_that_stands_go_on_only_where_that_is_worth_while(monkeypatch, is_worth_it):
    for run in weeks_of(STEADY, 3, "opt-in"):
        if coalitions(run.state).status[0] == ACTIVE and coalitions(run.state).size[0] > 1.0:
            break
    state, coalition, proposed = run.state, coalitions(run.state), []
    current, draft = plan(state, CURRENT), plan(state, DRAFT)
    campaigns(state).assumed[0] = current.obstacle[0]
    draft.obstacle[0] = (current.obstacle[0] + 1.0) % len(state.hours)
    coalition.drafting[0], coalition.asked_at[0] = 1.0, 2.0
    current.fact[0] = np.round(campaigns(state).forecast[0], 3)
    coalition.relied[0] *= not is_worth_it  # a plan that counts on no work is worth any other
    monkeypatch.setattr(decision, "propose", lambda rules, state, c: proposed.append(c))
    getattr(decision.discuss_anew, "py_func", decision.discuss_anew)(state, None, 0)
    assert proposed == [0] * is_worth_it
    assert coalition.drafting[0] == float(is_worth_it)
    assert coalition.status[0] == ACTIVE
    assert draft.obstacle[0] == current.obstacle[0]
    assert (coalition.asked_at[0] >= 0.0) == is_worth_it
