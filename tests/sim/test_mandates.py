"""Words that are given, tables that meet, calls and bills: what holds under forms that bind, and who pays for what."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions import load
from clever_coalitions.sim.briefing import PRESS, REVIEW_WEEKS
from clever_coalitions.sim.choices import PLAN_OBSTACLE
from clever_coalitions.sim.events import LEFT, OVERCOME, PLAN_ADOPTED, PLAN_DRAFTED, WALKED_AWAY
from clever_coalitions.sim.mechanisms import offers
from clever_coalitions.sim.mechanisms.seat import promise
from clever_coalitions.sim.population import Choice
from clever_coalitions.sim.run import Run, simulate
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import ACTIVE, CURRENT, DRAFT, IDLE, NOW, campaigns, coalitions, issues, plan, seats

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
    for seed in range(20):
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


def test_of_those_who_walk_away_from_the_talks_on_a_plan_none_is_bound_by_it_unasked():
    case, walked, left = load("turbulent", {"weeks": 104}), 0, 0
    for seed in range(30):
        for run in weeks_of(case, seed, "bound-majority"):
            if coalitions(run.state).adopted_at[0] == run.state.time[NOW]:
                who, gone = (happened(run, what) for what in (WALKED_AWAY, LEFT))
                walked, left = walked + len(who), left + len(np.intersect1d(who, gone))
                assert not seats(run.state).reluctant[0, np.setdiff1d(who, gone)].any()
    assert min(walked, left) > 10


def happened(run, what):
    """Return to which organizations something happened in the last step."""
    events = run.events()
    return events[(events[:, 0] == run.done - 1) & (events[:, 1] == what)][:, 3].astype(int)


@pytest.mark.parametrize("form", ["coordinator+share+hub", "leader+share:0.67+table"])
def test_a_blueprint_is_drafted_once_and_read_before_anybody_tells_what_it_knows(form):
    drafts = 0
    for seed in range(8):
        for run in weeks_of(STEADY, seed, form):
            many, coalition = len(happened(run, PLAN_DRAFTED)), coalitions(run.state)
            assert many <= 1
            if many and coalition.drafting[0] > 0.0 and coalition.round[0] == 0.0:
                drafts += 1
                assert campaigns(run.state).met_at[0] < run.state.time[NOW]
    assert drafts > 8


def test_no_round_after_the_first_lasts_as_long_as_calling_those_who_come():
    lasted = []
    for seed in range(6):
        run, before = Run(STEADY, seed, "consensus", "absent", series=False), (0.0, 0.0)
        while run.left:
            coalition = coalitions(run.advance(1).state)
            now = (coalition.round[0], coalition.ready_at[0])
            if now[0] == before[0] + 1.0 and coalition.drafting[0] > 0.0:
                lasted.append(now[1] - before[1])
            before = now
    assert lasted
    assert max(lasted) == pytest.approx(STEADY.parameters.decision.notice)


def test_weeks_in_which_a_coalition_waits_count_as_weeks_with_members():
    waiting = 0
    for seed in range(12):
        for run in weeks_of(load("steady"), seed, "consensus"):
            state = run.state
            is_waiting = state.decision[0, PRESS] == 0.0 and coalitions(state).status[0] == ACTIVE
            if is_waiting and ((seats(state).member[0] > 0.0) & (seats(state).reluctant[0] == 0.0)).any():
                waiting += 1
                assert issues(state).heeded[0] > 0.0
                assert coalitions(state).chance[0] == 0.0
    assert waiting > 20


def test_a_failed_change_of_a_plan_leaves_no_date_behind():
    failed = 0
    for seed in range(24):
        was_talking = False
        for run in weeks_of(STEADY, seed, "qualified-majority"):
            coalition, now = coalitions(run.state), run.state.time[NOW]
            is_same = plan(run.state, DRAFT).obstacle[0] == plan(run.state, CURRENT).obstacle[0]
            is_active = coalition.status[0] == ACTIVE
            if was_talking and is_active and is_same and coalition.drafting[0] == 0.0 and coalition.adopted_at[0] < now:
                failed += 1
                assert coalition.asked_at[0] < 0.0
            was_talking = is_active and coalition.drafting[0] > 0.0
    assert failed > 2


def test_what_a_table_was_told_of_what_falls_in_that_week_is_not_held_against_the_next():
    told = fallen = 0
    for seed in range(20):
        for run in weeks_of(STEADY, seed, "consensus"):
            told += run.state.evidence.any()
            if (run.state.overcome_at[0] == run.state.time[NOW]).any():
                fallen += 1
                assert not run.state.evidence.any()
    assert min(told, fallen) > 5


@pytest.mark.parametrize("form", ["mandated", "bound-majority", "opt-in"])
def test_a_plan_that_was_decided_elsewhere_binds_as_the_form_says(form):
    run = Run(STEADY, 1, form, choices=[Choice(0, PLAN_OBSTACLE, 0, 1.0)]).advance(1)
    assert coalitions(run.state).status[0] == ACTIVE
    assert coalitions(run.state).binds[0] == (form != "opt-in")


def test_seats_are_given_up_in_the_week_of_a_deadline():
    case, seated = load("steady", {"weeks": 60, "conditions.deadline": 40}), 0
    for seed in range(4):
        run = Run(case, seed, "opt-in", series=False).advance(40)
        seated += issues(run.state).settled[0] == 0.0 and seats(run.state).member.any()
        run.advance(1)
        assert issues(run.state).settled[0] != 0.0
        assert not seats(run.state).member.any()
    assert seated > 1


def test_nobody_keeps_an_invitation_to_a_plan_that_another_table_drafts():
    invited = 0
    for seed in range(4):
        run = Run(STEADY, seed, "opt-in", events=True).advance(30)
        invited += seats(run.state).invited[0].any()
        run.hold("consensus")
        for _ in range(60):
            run.advance(1)
            if len(happened(run, PLAN_DRAFTED)) > 0:
                assert not seats(run.state).invited[0].any()
    assert invited > 1


@pytest.mark.parametrize("form", ["table+decree+table+bound", "mandated", "bound-majority", "opt-in"])
def test_whoever_drafts_a_decree_counts_on_being_obeyed(form):
    run = Run(STEADY, 1, form, series=False)
    while run.left and coalitions(run.state).status[0] != ACTIVE:
        run.advance(1)
    assert coalitions(run.state).compels[0] == (form in ("table+decree+table+bound", "mandated"))


@pytest.mark.parametrize("is_heeded", [False, True])
def test_places_are_offered_without_counting_on_the_heed_of_those_who_would_rather_go(monkeypatch, is_heeded):
    run, counted = Run(STEADY, 3, "mandated", series=False), []
    while not coalitions(run.state).reluctant[0]:
        run.advance(1)
    seats(run.state).reluctant[0] = seats(run.state).member[0] * (not is_heeded)
    monkeypatch.setattr(offers, "weeks_needed", lambda state, effort, heeded, that: counted.append(heeded) or 1.0)
    getattr(offers.offer_places, "py_func", offers.offer_places)(run.state, 0, 0, promise(run.state, 0, CURRENT))
    assert (counted[0] > 0.0) == is_heeded
