"""Who is in sight, and who is called: what a network costs, and what nobody knows of."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel, simulate
from clever_coalitions.sim.briefing import CONVENE
from clever_coalitions.sim.chance import uniform
from clever_coalitions.sim.choices import INVITE, JOIN
from clever_coalitions.sim.governance.propose.leader import leader
from clever_coalitions.sim.lots import draw_lots
from clever_coalitions.sim.mechanisms.call import begin_call, call, hours_to_invite, invite_to_table, spread_call
from clever_coalitions.sim.mechanisms.consultation import interview
from clever_coalitions.sim.mechanisms.diagnosis import raise_alarms
from clever_coalitions.sim.mechanisms.network import come_into_sight, introduce, is_in_sight, look_beyond_anew
from clever_coalitions.sim.mechanisms.offers import newcomer_weeks
from clever_coalitions.sim.mechanisms.outcome import hurt_by
from clever_coalitions.sim.mechanisms.roles import preparing
from clever_coalitions.sim.population import Choice
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import (
    IN_SIGHT,
    SEED,
    campaigns,
    coalitions,
    concerns,
    in_sight,
    in_turn,
    issues,
    organizations,
    reports,
    seats,
    standing,
    stocks,
)

SYRIA = load("syria")


def tied(state, i):
    return state.tie_to[state.tie_start[i] : state.tie_start[i + 1]].tolist()


def wide(many, core=12):
    """Return Syria with ``core`` core partners in a network of ``many``."""
    share = (many - core) / SYRIA.organizations
    partners = replace(SYRIA.kinds[0], name="partners", count=core, core=1.0)
    network = (replace(kind, count=max(1, round(kind.count * share)), core=0.0) for kind in SYRIA.kinds)
    return replace(SYRIA, kinds=(partners, *network))


def unseen(state):
    return np.setdiff1d(np.arange(len(state.sight)), in_sight(state))


# --- who is in sight --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_core_is_in_sight_with_those_whom_it_knows(seed):
    state = Run(wide(200), seed).state
    core = np.flatnonzero(organizations(state).core)
    assert set(in_sight(state)) == {*core, *(j for i in core for j in tied(state, i))}
    assert len(in_sight(state)) < 200


@pytest.mark.parametrize("form", ["self-organized", "linked", "alone"])
def test_where_nobody_coordinates_everybody_knows_of_it(form):
    assert len(in_sight(Run(SYRIA, 1, form).state)) == 40


def test_where_answers_come_at_once_everybody_is_in_sight():
    assert len(in_sight(Run(load("syria", {"joining.response": float("inf")}), 1).state)) == 40


@pytest.mark.parametrize("ties", [1, 4])
def test_without_a_core_a_coordinator_knows_as_many_as_anybody_seeks_and_calls_them_itself(ties):
    case = load("syria", {"club.core": 0.0, "club.ties": ties})
    first = [Run(case, seed).state for seed in range(20)]
    assert {len(in_sight(state)) for state in first} == {ties}
    assert len({tuple(in_sight(state)) for state in first}) > 10
    later = [Run(case, seed).advance().state for seed in range(20)]
    assert max(len(in_sight(state)) for state in later) > ties
    assert any(seats(state).called.any() for state in later)


def growth(seed):
    """Return how many come into sight in a world; whoever has a seat is known with all whom it knows, and for good."""
    run = Run(SYRIA, seed)
    first = before = set(in_sight(run.state))
    while run.left:
        run.advance(1)
        now = set(in_sight(run.state))
        assert before <= now
        for i in np.flatnonzero(seats(run.state).member[0]):
            assert set(tied(run.state, i)) <= now
        before = now
    return len(before - first)


def test_whoever_takes_a_seat_brings_whom_it_knows_and_sight_is_never_lost():
    assert sum(growth(seed) for seed in range(1, 6)) > 0


def test_both_lists_hold_the_same_in_their_orders():
    state = Run(wide(200), 4).advance(60).state
    assert in_sight(state).tolist() == sorted(set(in_turn(state)))
    assert np.all(np.diff(organizations(state).turn[in_turn(state)]) > 0)


def test_nothing_changes_about_those_out_of_sight():
    run = Run(wide(200), 1)
    begun = {name: getattr(run.state, name).copy() for name in ("stocks", "concerns", "standing", "reports", "seats")}
    run.advance(100)
    out = unseen(run.state)
    assert len(out) > 50
    for name, block in begun.items():
        np.testing.assert_array_equal(getattr(run.state, name)[..., out], block[..., out])


def test_who_comes_into_sight_knows_the_facts_of_that_day():
    run = Run(wide(200), 1).advance(100)
    state, i = run.state, int(unseen(run.state)[0])
    before = concerns(state).belief[0, i]
    come_into_sight(state, i)
    assert is_in_sight(state, i)
    moved = issues(state).fact[0] - issues(state).first_fact[0]
    assert concerns(state).belief[0, i] == pytest.approx(before + moved)
    come_into_sight(state, i)  # once is enough
    assert concerns(state).belief[0, i] == concerns(state).voiced[0, i] == pytest.approx(before + moved)


def test_introducing_one_brings_all_whom_it_knows():
    state = Run(wide(200), 1).state
    i = next(int(i) for i in unseen(state) if tied(state, i))
    introduce(state, i)
    assert set(tied(state, i)) <= set(in_sight(state))


@pytest.mark.parametrize("decision", [INVITE, JOIN])
def test_whom_a_person_asks_is_in_sight_and_whom_it_does_not_is_not(decision):
    out = unseen(Run(wide(200), 1).state)
    asked, not_asked = int(out[0]), int(out[1])
    choices = [Choice(0, decision, asked, 1.0), Choice(0, decision, not_asked, 0.0)]
    state = Run(wide(200), 1, choices=choices).advance(1).state
    assert is_in_sight(state, asked)
    assert not is_in_sight(state, not_asked)


@pytest.mark.parametrize("value", [-0.6, 0.0, 0.8])
def test_a_plan_hurts_those_out_of_sight_no_less(value):
    run = Run(wide(200), 1).advance(30)
    part = hurt_by(run.state, 0, value, True)
    for i in unseen(run.state):
        come_into_sight(run.state, int(i))
    assert part == pytest.approx(hurt_by(run.state, 0, value, True))
    assert part > 0.0 or value == 0.0


def hurt_in_full(state, value):
    """Return what a plan does to everybody, with nothing kept from before."""
    look_beyond_anew(state)
    return hurt_by(state, 0, value, True)


@pytest.mark.parametrize("change", ["value", "number", "leaving"])
def test_what_a_plan_does_to_those_out_of_sight_follows_every_change(change):
    model = CoalitionModel(wide(200), 1, collect="nothing")
    for _ in range(30):
        model.step()
    before, out = hurt_by(model.state, 0, 0.0, True), [int(i) for i in unseen(model.state)]
    if change == "value":
        for i in out:
            model.organizations[i].value = 1.5
        assert hurt_by(model.state, 0, 0.0, True) > before
        assert hurt_by(model.state, 0, 0.0, True) == hurt_in_full(model.state, 0.0)
        return
    turn = {"joining.interest_width": 0.2} if change == "number" else {}
    gone = tuple(wide(200).names[i] for i in out[:60]) if change == "leaving" else ()
    run = Run(wide(200), 1, schedule=[Change(30, numbers=tuple(turn.items()), leaves=gone)]).advance(30)
    hurt_by(run.state, 0, 0.0, True)
    run.advance(1)
    now = hurt_by(run.state, 0, 0.0, True)
    assert now == hurt_in_full(run.state, 0.0) != before


@pytest.mark.slow
def test_a_network_costs_what_those_in_sight_cost():
    """A week in a network of 10,000 takes at most twice as long as in one of 100; the best of five, one after other."""
    from time import process_time

    took = {100: [], 10_000: []}
    for _ in range(5):
        for many, times in took.items():
            run = Run(wide(many), 1, series=False).advance(4)
            begun = process_time()
            run.advance(200)
            times.append(process_time() - begun)
    assert min(took[10_000]) < 2 * min(took[100])


# --- the call ---------------------------------------------------------------------------------------------------------


def offering(scenario=SYRIA, seed=1):
    """Return a world in which places are offered to all in sight, one of whom is a member; nobody has been called."""
    state = Run(scenario, seed).advance(1).state
    seat = seats(state)
    seat.member[:], seat.called[:] = 0.0, 0.0
    seat.offered[0, in_sight(state)] = 1.0
    member = int(np.argmax(organizations(state).core))
    seat.member[0, member] = seat.called[0, member] = 1.0
    coalitions(state).owed[:] = 0.0
    stocks(state).spent[:] = 0.0
    coalitions(state).facilitated[:] = 0.0
    return state, member


def test_those_near_a_member_are_called_at_the_price_of_an_interview_on_both_sides():
    state, member = offering()
    campaigns(state).hours[0], state.decision[0, CONVENE] = 1000.0, 1.0
    spread_call(state, 0)
    called = np.flatnonzero(seats(state).called[0])
    assert set(called) == {member, *tied(state, member)} & set(in_sight(state))
    price = state.parameters.consultation.interview_hours
    newly = called[called != member]
    np.testing.assert_array_equal(stocks(state).spent[newly], price)
    assert coalitions(state).calling[0] == price * len(newly) == stocks(state).spent.sum()
    assert coalitions(state).owed[0] == 0.0


def test_calls_take_no_more_hours_than_there_are_and_what_is_begun_is_paid_for_later():
    state, _ = offering()
    campaigns(state).hours[0], state.decision[0, CONVENE] = 2.0, 1.0
    spread_call(state, 0)
    assert stocks(state).spent.sum() == 3.0  # two calls of one and a half hours are begun
    assert (coalitions(state).calling[0], coalitions(state).owed[0]) == (2.0, 1.0)
    spread_call(state, 0)
    assert stocks(state).spent.sum() == 4.5
    assert (coalitions(state).calling[0], coalitions(state).owed[0]) == (2.0, 0.5)


def test_whoever_convenes_nobody_calls_nobody_and_free_calls_need_no_hours():
    state, member = offering()
    state.decision[0, CONVENE] = 0.0
    spread_call(state, 0)
    assert seats(state).called.sum() == 1.0
    free, member = offering(load("syria", {"consultation.interview_hours": 0.0}))
    free.decision[0, CONVENE] = 0.0
    spread_call(free, 0)
    assert set(tied(free, member)) <= set(np.flatnonzero(seats(free).called[0]))


def test_talks_come_before_calls_and_calls_before_members():
    state, _ = offering()
    campaigns(state).hours[0], state.decision[0, CONVENE] = 10.0, 1.0
    coalitions(state).facilitated[0] = 8.0
    spread_call(state, 0)
    assert coalitions(state).calling[0] == 2.0
    run = Run(SYRIA, 1)
    while run.left and coalitions(run.state).calling[0] == 0.0:
        run.advance(1)
    found, hours = coalitions(run.state), run.state.decision[0, CONVENE] * campaigns(run.state).hours[0]
    assert found.convened[0] == pytest.approx(hours - found.facilitated[0] - found.calling[0])


def test_the_core_needs_no_call():
    state, _ = offering()
    begin_call(state, 0)
    core = organizations(state).core == 1
    assert np.all(seats(state).called[0, in_sight(state)] == core[in_sight(state)])


def test_those_who_are_to_sit_at_a_table_are_called_in_person():
    state, _ = offering()
    seat = seats(state)
    seat.pledged[:] = 0.0
    seat.pledged[0, in_sight(state)[:5]] = 1.0
    seat.called[:] = 0.0
    price = state.parameters.consultation.interview_hours
    assert hours_to_invite(state, 0) == 5 * price
    before = preparing(state, 0) - coalitions(state).inviting[0]
    invite_to_table(state, 0)
    assert hours_to_invite(state, 0) == 0.0
    assert preparing(state, 0) == before + 5 * price
    assert stocks(state).spent.sum() == 5 * price


def test_a_proposer_reckons_with_the_call():
    dear, free = (Run(load("syria", {"consultation.interview_hours": n}), 1).advance(1).state for n in (3.0, 0.0))
    weekly = dear.decision[0, CONVENE] * campaigns(dear).hours[0]
    assert newcomer_weeks(dear, 0) - newcomer_weeks(free, 0) == pytest.approx(3.0 / weekly)


def test_who_has_no_hours_answers_nobody():
    state, _ = offering()
    i = int(in_sight(state)[0])
    organizations(state).capacity[i] = 0.0
    standing(state).trust[0, i] = 1.0
    reports(state).heard[:] = 0.0
    interview(state, 0, i)
    call(state, 0, i)
    assert stocks(state).spent[i] == 0.0
    assert reports(state).heard[0, i] == 0.0


def test_calls_decide_who_comes_and_when():
    """Dearer calls keep members away, and cost those who come their convening."""
    cheap, dear = (
        [simulate(load("syria", {"consultation.interview_hours": n}), seed, series=False) for seed in range(40)]
        for n in (0.75, 12.0)
    )
    members = [np.nanmean([one.outcomes["members"] for one in runs]) for runs in (cheap, dear)]
    assert members[1] < 0.95 * members[0]


# --- what else was free -----------------------------------------------------------------------------------------------


def test_what_is_overcome_rings_only_once_evidence_has_made_up_for_the_odds():
    state = Run(SYRIA, 1).advance(1).state
    assumed = int(campaigns(state).assumed[0])
    other = 1 - assumed
    state.evidence[0, other], state.evidence[0, assumed] = 3.0, 0.0
    state.alarm[0, other] = 0.0
    raise_alarms(state, 0)
    assert state.alarm[0, other] == 3.0
    state.overcome_at[0, other] = 0.0
    state.alarm[0, other] = -8.0
    raise_alarms(state, 0)
    assert state.alarm[0, other] == -5.0
    state.evidence[0, other] = -9.0
    raise_alarms(state, 0)
    assert state.alarm[0, other] == -8.0


@pytest.mark.parametrize("weeks", [10**400, float("inf"), float("nan"), 0, -1, "x"])
def test_no_run_is_longer_or_shorter_than_can_be(weeks):
    with pytest.raises(ValueError, match="weeks = "):
        simulate(SYRIA, 1, weeks=weeks)


@pytest.mark.parametrize("many", [1, 3, 40])
def test_a_lot_is_the_number_of_who_draws_it_however_many_are_in_sight(many):
    state = Run(load("steady"), 5).state
    state.clock[IN_SIGHT] = many
    lots = np.full(40, -1.0)
    draw_lots(state, 77, 2, lots)
    for i in in_sight(state):
        assert lots[i] == uniform(int(state.clock[SEED]), 77, int(organizations(state).id[i]), 0, 2)
    assert (lots == -1.0).sum() == (40 - many if many < 10 else 0), "where few are in sight, the others draw nothing"


def test_without_a_core_the_largest_of_those_who_are_known_leads():
    case, unknown = load("steady", {"club.core": 0.0}), 0
    for seed in range(40):
        state = Run(case, seed, "lead-organization").state
        known, hours = in_sight(state), organizations(state).capacity
        assert leader(state) == known[np.argmax(hours[known])]
        unknown += hours[0] > hours[known].max()
    assert unknown > 0


def test_an_office_without_staff_costs_the_core_nothing():
    state = Run(load("steady", {"coordinator.staff": 0.0}), 1).advance(10).state
    assert organizations(state).core.any()
    assert not stocks(state).contributed.any()
