"""Words that are given, tables that meet, calls and bills: what holds under forms that bind, and who pays for what."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions import load
from clever_coalitions.sim.briefing import REVIEW_WEEKS
from clever_coalitions.sim.events import LEFT, OVERCOME, PLAN_ADOPTED
from clever_coalitions.sim.run import Run, simulate
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import ACTIVE, IDLE, NOW, campaigns, coalitions, issues, seats

STEADY = load("steady", {"weeks": 104})


def weeks_of(case, seed, form):
    """Yield a run after each of its steps."""
    run = Run(case, seed, form, series=False, events=True)
    while run.left:
        yield run.advance(1)


def test_whoever_is_decreed_a_seat_and_not_called_yet_is_still_bound():
    waiting = seated = 0
    for seed in range(12):
        for run in weeks_of(STEADY, seed, "mandated"):
            seat = seats(run.state)
            is_uncalled = (seat.offered[0] > 0.0) & (seat.member[0] == 0.0) & (seat.called[0] == 0.0)
            if coalitions(run.state).status[0] == ACTIVE and coalitions(run.state).adopted_at[0] == run.state.time[NOW]:
                waiting += is_uncalled.sum()
                assert (seat.promised[0][is_uncalled] == 1.0).all()
            seated += int(((seat.member[0] > 0.0) & (seat.reluctant[0] > 0.0)).sum())
    assert waiting > 0
    assert seated > 0


@pytest.mark.parametrize("form", ["mandated", "bound-majority"])
def test_no_revision_of_a_plan_frees_those_who_are_bound(form):
    revised = 0
    for seed in range(15):
        events = Run(STEADY, seed, form, events=True).advance().events()
        for week in revisions(events):
            revised += 1
            assert not ((events[:, 1] == LEFT) & (events[:, 0] == week)).any()
    assert revised > 5


def revisions(events):
    """Yield the weeks in which a plan is adopted against what the plan before it was against, and still blocks."""
    against = None
    for week, what, _, obstacle in events[np.isin(events[:, 1], (PLAN_ADOPTED, OVERCOME)), :4].tolist():
        if what == PLAN_ADOPTED and obstacle == against:
            yield week
        against = obstacle if what == PLAN_ADOPTED else None


def test_a_plenary_is_of_all_members_and_costs_a_round_whatever_the_length_of_a_step():
    prices = {}
    for days in (7.0, 1.0):
        case = replace(STEADY, step_days=days)
        found = []
        for seed in range(4):
            since, talked = 0.0, True
            for run in weeks_of(case, seed, "consensus"):
                state, seat = run.state, seats(run.state)
                is_due = state.time[NOW] - since >= state.decision[0, REVIEW_WEEKS]
                if is_due and coalitions(state).status[0] == ACTIVE and coalitions(state).drafting[0] == talked == 0.0:
                    found.append(coalitions(state).facilitated[0])
                    assert ((seat.meeting[0] > 0.0) == (seat.member[0] > 0.0)).all()
                since, talked = campaigns(state).met_at[0], coalitions(state).drafting[0]
        prices[days] = np.unique(np.round(found, 9))
    assert np.array_equal(prices[7.0], prices[1.0])
    assert len(prices[7.0]) == 1


def test_campaigns_on_several_issues_are_called_each_in_its_own_week():
    case = load("steady", {"conditions.issues": 4, "weeks": 60})
    together = 0
    for seed in range(10):
        first = {}
        for run in weeks_of(case, seed, "opt-in"):
            for c in np.flatnonzero(coalitions(run.state).asked_at >= 0.0).tolist():
                first.setdefault(c, run.done)
        together += len(set(first.values())) == 1
    assert together < 5


def test_a_secretariat_is_in_the_bill():
    few, many = (simulate(load("steady", {"coordinator.staff": staff}), 1, "linked") for staff in (6, 12))
    assert many.outcomes["hub_hours"] > few.outcomes["hub_hours"] * 1.2


def test_nothing_is_forgotten_of_a_fact_before_its_issue_has_arisen():
    case = load("steady", {"conditions.issues": 4, "conditions.arrival": 39, "conditions.drift": 0.001})
    run = Run(case, 0, "opt-in", series=False)
    late = int(np.argmax(issues(run.state).arises))
    before = float(campaigns(run.state).variance[late])
    run.advance(int(issues(run.state).arises[late]) - 1)
    assert campaigns(run.state).variance[late] == before
    run.advance(3)
    assert campaigns(run.state).variance[late] != before


def test_seats_are_given_up_when_an_issue_ends_while_nobody_talks():
    kept = ended = 0
    for seed in range(10):
        first = Run(STEADY, seed, "consensus", series=False)
        while first.left and not (first.state.overcome_at >= 0.0).any():
            first.advance(1)
        if first.left > 40:
            hopeless = Change(
                first.done, numbers=(("decision.mandate", 50.0), ("decision.rounds", 2.0), ("decision.quorum", 1.0))
            )
            case = load("steady", {"weeks": 104, "conditions.deadline": first.done + 20})
            run = Run(case, seed, "consensus", schedule=[hopeless], series=False).advance(first.done + 19)
            kept += coalitions(run.state).status[0] == IDLE and coalitions(run.state).size[0] > 0.0
            run.advance(5)
            ended += issues(run.state).settled[0] < 0.0
            assert issues(run.state).settled[0] == 0.0 or not seats(run.state).member.any()
    assert min(kept, ended) > 0


def test_delegates_stray_on_each_issue_on_its_own():
    case = load("steady", {"weeks": 30, "conditions.issues": 2, "conditions.arrival": 0.0, "decision.mandate": 50})
    alike = apart = 0
    for seed in range(10):
        for run in weeks_of(case, seed, "consensus"):
            seat, table = seats(run.state), coalitions(run.state)
            if (table.round > 0.0).all() and table.round[0] == table.round[1] and (table.drafting > 0.0).all():
                both = (seat.pledged > 0.0).all(axis=0)
                alike += int((seat.objects[0] == seat.objects[1])[both].sum())
                apart += int((seat.objects[0] != seat.objects[1])[both].sum())
    assert min(alike, apart) > 20


@pytest.mark.parametrize("notice", [1.2, 2.0, 2.5])
@pytest.mark.parametrize("days", [7.0, 1.0])
def test_talks_cost_what_their_rounds_last_however_these_fall_into_steps(days, notice):
    case = load(
        "steady",
        {"decision.notice": notice, "decision.mandate": 50, "decision.quorum": 1, "weeks": 80, "step_days": days},
    )
    found = []
    for seed in range(12):
        hours, seated, rounds = 0.0, set(), [0.0]
        for run in weeks_of(case, seed, "consensus"):
            if coalitions(run.state).drafting[0] > 0.0:
                hours += seats(run.state).meeting[0].sum()
                seated.add(int((seats(run.state).pledged[0] > 0.0).sum()))
                rounds.append(coalitions(run.state).round[0])
            elif seated:
                break
        if len(seated) == 1 and rounds == sorted(rounds) and run.left:
            due = (rounds[-1] + 1.0) * seated.pop() ** 2 * case.parameters.decision.speaking
            found.append(hours / due)
    assert len(found) > 2
    assert found == pytest.approx([1.0] * len(found))
