"""Who is there: organizations leave the world and come into it, and nobody else's chance moves."""

import copy
import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import Choice, CoalitionModel, simulate
from clever_coalitions.sim import events as log
from clever_coalitions.sim.choices import INVITE, JOIN
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.mechanisms.conditions import phase as conditions
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.scenario import Amendment, Named
from clever_coalitions.sim.schedule import Change
from clever_coalitions.sim.state import (
    CHOICES_FROM,
    CHOICES_TO,
    IN_SIGHT,
    NONE,
    campaigns,
    coalitions,
    coordinators,
    in_sight,
    in_turn,
    organizations,
    reports,
    resized,
    seats,
    stocks,
)
from clever_coalitions.sim.week import WEEK

pytestmark = pytest.mark.mesa

CASE = load("syria", {"weeks": 60})
NAMES = CASE.names
LEAVES = ("relief agency", "lawyer 2")
GONE = [number for number, name in enumerate(NAMES) if name.startswith("relief agency") or name == "lawyer 2"]
TWO = load("steady", {"weeks": 60, "conditions.issues": 2})


def is_sound(run):
    """Look for what points nowhere in the memory of a run."""
    state, n = run.state, len(run.numbers)
    people, many = organizations(state), coalitions(state).size
    assert set(in_sight(state)) == set(in_turn(state)) <= set(range(n))
    assert list(in_sight(state)) == sorted(set(in_sight(state)))
    assert state.tie_start[-1] == len(state.tie_to)
    assert set(state.tie_to) <= set(range(n))
    for c in range(len(many)):
        assert sorted(state.roster[c, : int(many[c])]) == list(np.flatnonzero(seats(state).member[c]))
    for h, own in enumerate(coordinators(state).own):
        assert own == NONE or state.badges[h] == people.id[int(own)]
    for kind in np.unique(people.kind):
        assert people.weight[people.kind == kind].sum() == pytest.approx(1.0)
    assert (stocks(state).seats == seats(state).member.sum(axis=0)).all()


@pytest.mark.parametrize("form", FORMS)
def test_who_leaves_is_gone_under_every_form(form):
    before, there = Run(CASE, 3, form, events=True).advance(30), Run(CASE, 3, form, events=True).advance(30)
    np.testing.assert_array_equal(before.state.series, there.state.series)
    there.move(leaves=GONE)
    assert not set(there.numbers) & set(GONE)
    is_sound(there)
    there.advance()
    is_sound(there)
    rows = there.events()
    assert rows[rows[:, 1] == log.GONE][:, 3].tolist() == GONE
    later = rows[(rows[:, 0] >= 30) & np.isin(rows[:, 1], [log.JOINED, log.LEFT, log.WALKED_AWAY, log.STOOD_ASIDE])]
    assert not set(later[:, 3]) & set(GONE)
    assert simulate(CASE, 3, form, schedule=[Change(30, leaves=LEAVES)]).digest == there.result().digest
    assert there.result().digest != before.advance().result().digest


@pytest.mark.parametrize("case", [CASE, TWO], ids=["one issue", "two issues"])
@pytest.mark.parametrize("form", ["opt-in", "consensus", "self-organized"])
def test_a_world_without_them_from_the_first_week_is_one_that_never_had_them(case, form):
    """Ids key all chance: a case of fewer differs in its ties, and in who shares a grant; here there is neither."""
    alone = case.with_numbers({"club.ties": 0, "club.grant": 0})
    last = alone.kinds[-1]
    fewer = alone.with_numbers({f"kinds.{last.name}.count": last.count - 2})
    gone = alone.names[-2:]
    found = simulate(alone, 5, form, schedule=[Change(0, leaves=gone)])
    np.testing.assert_allclose(found.series, simulate(fewer, 5, form).series, rtol=1e-9, atol=1e-12)


def test_nobody_who_stays_is_another_one():
    run = Run(CASE, 3).advance(30)
    before = {name: getattr(run.state, name).copy() for name in ("people", "stocks", "standing", "concerns", "map")}
    numbers = run.numbers
    run.move(leaves=GONE)
    stay = np.isin(numbers, run.numbers)
    for name, block in before.items():
        kept = block[:, stay] if name == "map" else block[..., stay]
        np.testing.assert_array_equal(getattr(run.state, name), kept)


def test_ties_of_who_left_count_no_more_and_the_others_keep_their_trust():
    run = Run(CASE, 3).advance(30)

    def ties():
        start, numbers = run.state.tie_start, run.numbers
        one = np.repeat(numbers, np.diff(start))
        tied = zip(one.tolist(), numbers[run.state.tie_to].tolist(), strict=True)
        return dict(zip(tied, run.state.tie_trust.tolist(), strict=True))

    before = ties()
    run.move(leaves=GONE)
    assert ties() == {tie: trust for tie, trust in before.items() if not set(tie) & set(GONE)}


def test_seats_that_are_given_up_are_counted_as_left():
    run = Run(CASE, 3, "consensus").advance(30)
    seated = seats(run.state).member[:, GONE].sum()
    left = run.outcomes()["leaves"]
    run.move(leaves=GONE)
    assert seated > 0
    assert run.outcomes()["leaves"] == left + seated


def test_a_running_round_of_listening_goes_on_with_those_who_stay():
    slow = CASE.with_numbers({"consultation.interview_hours": 20})
    run = Run(slow, 3).advance(4)

    def asked():
        many = int(campaigns(run.state).asked[0])
        return run.numbers[reports(run.state).chosen[0, :many].astype(int)].tolist()

    before, heard = asked(), int(campaigns(run.state).heard[0])
    assert 1 < heard < len(before) - 1
    run.move(leaves=[before[0], before[-1]])
    assert asked() == before[1:-1]
    assert campaigns(run.state).heard[0] == heard - 1
    is_sound(run.advance())


# --- replay, forks, copies ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["opt-in", "alone"])
def test_an_exit_survives_forks_copies_and_other_processes(form):
    run = Run(CASE, 3, form, schedule=[Change(20, leaves=("lawyer",))], events=True).advance(30)
    ways = [run.fork(), copy.deepcopy(run), pickle.loads(pickle.dumps(run))]
    expected = run.advance().result()
    for other in ways:
        assert other.advance().result().digest == expected.digest
        np.testing.assert_array_equal(other.events(), expected.events)


def test_a_snapshot_from_before_still_has_everybody():
    model = CoalitionModel(CASE, 3)
    for _ in range(10):
        model.step()
    before = model.snapshot()
    model.organizations[4].remove()
    assert len(model.fork().agents) == 39
    again = model.fork(before)
    assert len(again.agents) == 40
    again.run_model()
    assert again.result().digest == simulate(CASE, 3).digest


@pytest.mark.parametrize("forms", [("opt-in", "self-organized"), ("alone", "consensus")])
def test_who_left_does_not_come_back_with_another_form(forms):
    run = Run(CASE, 3, forms[0], schedule=[Change(10, leaves=LEAVES), Change(30, forms[1])], events=True).advance()
    assert len(run.numbers) == 40 - len(GONE)
    is_sound(run)


def test_choices_are_about_the_same_organizations_as_before():
    last = len(NAMES) - 1
    choices = [Choice(40, INVITE, last, 1.0), Choice(40, JOIN, last, 1.0), Choice(40, INVITE, 3, 1.0)]
    run = Run(CASE, 3, schedule=[Change(20, leaves=LEAVES)], choices=choices).advance(41)
    at = run.state.choices[run.state.choices[:, 0] == 40]
    assert run.numbers[at[:, 2].astype(int)].tolist() == [last, last]
    run = Run(CASE, 3, schedule=[Change(20, leaves=LEAVES)]).advance(30)
    run.hold(choices=choices)
    at = run.state.choices[run.state.choices[:, 0] == 40]
    assert run.numbers[at[:, 2].astype(int)].tolist() == [last, last]


def test_choices_that_are_held_to_on_the_way_are_all_looked_through():
    early = [Choice(step, 0, 0, 0.5) for step in range(20)]
    late = [Choice(step, 0, 0, 0.9) for step in range(30, 40)]
    run = Run(CASE, 3, choices=early).advance(25)
    run.hold(choices=late)
    assert run.advance().result().digest == simulate(CASE, 3, choices=[*early, *late]).digest


def test_holding_to_the_same_choices_changes_nothing_while_somebody_is_away():
    run = Run(CASE.with_numbers({"club.core": 0}), 3, schedule=[Change(20, leaves=LEAVES)]).advance(30)
    held = run.fork()
    held.hold(choices=())
    assert list(in_sight(held.state)) == list(in_sight(run.state))
    assert held.advance().result().digest == run.advance().result().digest


@pytest.mark.parametrize("form", ["opt-in", "alone"])
def test_what_is_chosen_for_later_is_chosen_also_where_somebody_leaves_about_whom_much_was(form):
    """Choices about those who are not there stand last: a run that counts through them must begin again."""
    last = len(NAMES) - 1
    early = [Choice(step, INVITE, last, 1.0) for step in range(20)]
    late = [Choice(step, JOIN, 3, 0.0) for step in range(25, 45)]
    run = Run(CASE, 3, form, schedule=[Change(20, leaves=NAMES[-1:])], choices=[*early, *late]).advance(21)
    assert [choice for choice in run.state.choices.tolist() if choice[0] < 100] == [list(map(float, c)) for c in late]
    for step in range(25, 45):
        run.advance(step + 1 - run.done)
        first, end = run.state.clock[CHOICES_FROM], run.state.clock[CHOICES_TO]
        assert run.state.choices[first:end, 0].tolist() == [step]


def test_room_for_events_is_made_where_many_leave_at_once():
    run = Run(CASE, 3, events=True).advance(30)
    run._open(resized(run.buffers, events=len(run.events()) + 3))
    rows = run.events().copy()
    run.move(leaves=GONE)
    np.testing.assert_array_equal(run.events()[: len(rows)], rows)
    assert len(run.events()) == len(rows) + len(GONE)


# --- coming ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["opt-in", "consensus", "self-organized"])
def test_who_comes_back_is_as_at_the_start_and_knows_the_fact_of_today(form):
    run = Run(CASE, 3, form, events=True).advance(20)
    run.move(leaves=GONE)
    run.advance(20)
    fact = run.state.issues[2].copy()
    run.move(comes=GONE)
    is_sound(run)
    there = np.isin(run.numbers, GONE)
    assert run.numbers.tolist() == list(range(40))
    np.testing.assert_array_equal(stocks(run.state).energy[there], 0.9)
    begun = Run(CASE, 3, form).state
    there &= np.isin(range(40), in_sight(run.state))  # of others nobody can know what they know
    assert there.any()
    shift = run.state.concerns[3][:, there] - begun.concerns[3][:, there]
    np.testing.assert_allclose(shift, np.broadcast_to((fact - begun.issues[2])[:, None], shift.shape))
    is_sound(run.advance())
    rows = run.events()
    assert rows[rows[:, 1] == log.CAME][:, 3].tolist() == GONE


def late(weeks):
    """Return a case with three organizations by name, of which two arrive in some weeks."""
    first = CASE.kinds[0]
    named = (Named("Aid"), Named("Bread", arrives=weeks[0]), Named("Care", arrives=weeks[1]))
    return replace(CASE, kinds=(replace(first, named=named), *CASE.kinds[1:]))


@pytest.mark.parametrize("form", ["opt-in", "consensus", "alone", "self-organized", "linked"])
def test_who_arrives_is_there_from_its_week_on_and_not_before(form):
    case = late((10.0, 30.0))
    run = Run(case, 3, form, events=True)
    assert [name for name in case.names if name not in {case.names[n] for n in run.numbers}] == ["Bread", "Care"]
    is_sound(run)
    run.advance(29)
    assert len(run.numbers) == 39
    is_sound(run)
    is_sound(run.advance())
    rows = run.events()
    came = rows[rows[:, 1] == log.CAME]
    assert [(step, case.names[int(who)]) for step, who in came[:, [0, 3]].tolist()] == [(10, "Bread"), (30, "Care")]
    moves = rows[np.isin(rows[:, 1], [log.JOINED, log.LEFT])]
    for name, week in (("Bread", 10), ("Care", 30)):
        assert (moves[moves[:, 3] == case.names.index(name)][:, 0] >= week).all()
    assert simulate(case, 3, form).digest == run.result().digest
    assert Run(case, 3, form).advance(20).fork().advance().result().digest == run.result().digest


def test_who_arrives_in_the_first_week_was_always_there():
    assert simulate(late((0.0, 0.2)), 3).digest == simulate(late((0.0, 0.0)), 3).digest


def known_by_number(run):
    """Return the numbers of those in sight in a run."""
    return set(run.numbers[in_sight(run.state)].tolist())


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_coordinator_without_a_core_knows_the_same_few_whoever_goes_and_comes_back(seed):
    run = Run(CASE.with_numbers({"club.core": 0.0}), seed)
    first = known_by_number(run)
    friend, *strangers = min(first), *sorted(set(range(40)) - first)[:3]
    assert len(first) == CASE.parameters.club.ties
    for moves, known in (
        ({"leaves": strangers}, first),
        ({"comes": strangers}, first),
        ({"leaves": [friend]}, first - {friend}),
        ({"comes": [friend]}, first),
    ):
        run.move(**moves)
        assert known_by_number(run) == known


def test_somebody_is_there_when_a_run_begins():
    first, *others = CASE.kinds
    only = replace(first, count=1, named=(Named("Aid", arrives=5.0),))
    lonely = replace(CASE, kinds=(only, *(replace(kind, count=0) for kind in others)))
    with pytest.raises(ValueError, match="nobody is there when the run begins"):
        Run(lonely, 3)


# --- mistakes -------------------------------------------------------------------------------------------------------


def test_the_last_one_cannot_leave():
    run = Run(CASE, 3).advance(5)
    with pytest.raises(ValueError, match="nobody would be left"):
        run.move(leaves=range(40))
    assert len(run.numbers) == 40


def test_nobody_leaves_in_the_middle_of_a_week():
    def meddle(state, rules):
        model.organizations[0].remove()

    model = CoalitionModel(CASE, 3, phases={**WEEK, "conditions": conditions, "meddle": meddle})
    with pytest.raises(RuntimeError, match="a week is under way"):
        model.step()


def test_a_name_that_there_is_not_is_named():
    with pytest.raises(LookupError, match=r"lawyr.*did you mean 'lawyer'"):
        Run(CASE, 3, schedule=[Change(5, leaves=("lawyr",))])


def test_a_turn_of_a_case_takes_them_out_once_something_has_happened():
    case = replace(
        CASE, turns=(Amendment(after="window", leaves=("lawyer",)), Amendment(week=40, leaves=("relief agency 1",)))
    )
    run = Run(case, 3, events=True).advance()
    rows = run.events()
    opened = rows[rows[:, 1] == log.WINDOW_OPENED][0, 0]
    gone = rows[rows[:, 1] == log.GONE]
    assert {NAMES[int(who)] for who in gone[gone[:, 0] == opened + 1][:, 3]} == {n for n in NAMES if n[:6] == "lawyer"}
    assert gone[gone[:, 0] == 40][:, 3].tolist() == [NAMES.index("relief agency 1")]


def test_whoever_would_rather_go_and_does_is_counted_no_more():
    run = Run(load("steady"), 3, "mandated").advance(9)
    assert coalitions(run.state).reluctant[0] > 1.0
    run.move(leaves=run.numbers[seats(run.state).reluctant[0] > 0.0][:1])
    assert coalitions(run.state).reluctant[0] == seats(run.state).reluctant[0].sum() > 0.0


@pytest.mark.parametrize("weeks", [(0.0, 0.0), (10.0, 30.0)])
def test_where_everybody_is_on_its_own_events_name_the_coalition_of_the_organization(weeks):
    """Whoever sits there is whose coalition it is, whether somebody comes later or all are there from the start."""
    case = late(weeks).with_numbers({"conditions.issues": 2.0})
    rows = Run(case, 3, "self-organized", events=True).advance().events()
    joined = rows[rows[:, 1] == log.JOINED].astype(int)
    assert len(joined) > 20
    assert joined[:, 2].tolist() == (2 * joined[:, 3] + joined[:, 2] % 2).tolist()


FIRST_NOBODY = """title = "Two, of whom one comes later"
weeks = 40
strengths = ["any"]
kinds = [{ name = "house", count = 2, strengths = ["any"] }]
organizations = [{ name = "A", kind = "house" }, { name = "B", kind = "house", arrives = 30 }]

[[obstacles]]
name = "wall"
audience = { house = 1.0 }
steps = [{ name = "work", needs = { any = 1.0 }, hours = 200 }]

[club]
ties = 1
core = 0.3
"""


def test_a_run_in_which_nobody_is_in_sight_at_first_goes_on(tmp_path):
    (tmp_path / "later.toml").write_text(FIRST_NOBODY)
    case = load(tmp_path / "later.toml")
    assert any(Run(case, seed).advance(1).state.clock[IN_SIGHT] == 0 for seed in range(1, 21))
    assert all(math.isfinite(simulate(case, seed).outcomes["trust"]) for seed in range(1, 21))
