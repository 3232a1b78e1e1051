"""What falls once so many have each acted for itself: who acts, what counts, and what is put to the vote."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions import CoalitionModel, load, simulate
from clever_coalitions.app.telling.acting import acts_of
from clever_coalitions.scenarios import ScenarioError
from clever_coalitions.sim.chance import WORD
from clever_coalitions.sim.events import ACTED, OVERCOME, PLAN_ADOPTED, PLAN_REFUSED
from clever_coalitions.sim.mechanisms import acts
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.state import coalitions, seats
from tests.scenarios.test_forums import SEEDS, forum

BY_ACTS = ('required = { "state" = 6, "Alba" = 1 }', 'acts = { "state" = 6 }')
ALONE = (
    ('sequence = ["no text", "not in force"]', 'sequence = ["not in force"]\npublic = true\nswitches = false'),
    BY_ACTS,
)
PATH = "obstacles.not in force.acts.state"
OF = ('"state" = 6 }', '"state" = 6, "Alba" = 1 }')


def done(case, seed, form="opt-in"):
    """Return the acts of a run as ``(week, who)``, and the weeks in which something falls."""
    events = simulate(case, seed, form, events=True).events
    acted = events[events[:, 1] == ACTED][:, [0, 3]].astype(int).tolist()
    return acted, events[events[:, 1] == OVERCOME][:, 0].tolist()


def test_it_falls_in_the_week_of_the_last_act_that_it_takes_and_nobody_acts_twice():
    fell = 0
    for seed in SEEDS:
        acts, fallen = done(forum(*ALONE), seed)
        assert len({who for _, who in acts}) == len(acts)
        if fallen:
            fell += 1
            assert (fallen[0], len(fallen)) == (acts[-1][0], 1)
            assert sum(week < fallen[0] for week, _ in acts) < 6 <= len(acts)
    assert fell > 3


def test_who_has_no_seat_acts_too_and_whom_the_plan_hurts_does_not():
    case, outside = forum(*ALONE, (", by_right = true", "")), 0
    for seed in SEEDS:
        result = simulate(case, seed, events=True)
        acts = result.events[result.events[:, 1] == ACTED].astype(int)
        assert case.rows["Power"] not in acts[:, 3]
        run = Run(case, seed)
        for week, who in acts[:, [0, 3]].tolist():
            run.advance(week + 1 - run.done)
            outside += seats(run.state).member[0, who] == 0.0
    assert outside > 3


def test_no_window_is_needed_and_none_is_spent():
    shut = forum(*ALONE, overrides={"conditions.window_share": 0.004})
    found = [simulate(shut, seed, events=True) for seed in SEEDS]
    closed = [
        one.column("window")[int(step)] == 0.0 for one in found for step in one.events[one.events[:, 1] == ACTED, 0]
    ]
    assert np.mean(closed) > 0.9


def test_only_those_count_who_are_named_their_parts_included():
    case = forum(*ALONE, OF)
    assert {kind.name: kind.part_of for kind in case.kinds} == {"state": "", "Alba": "state"}
    for seed in SEEDS:
        acts, fallen = done(case, seed)
        if fallen:
            assert case.rows["Alba"] in [who for _, who in acts]
    founders = replace(case, obstacles=tuple(replace(one, acts={"Alba": 1}) for one in case.obstacles))
    assert {who for seed in SEEDS for _, who in done(founders, seed)[0]} == {case.rows["Alba"]}


def test_how_many_it_takes_is_a_fact_that_can_be_set_and_change_on_a_day():
    assert forum(*ALONE, overrides={PATH: 2}).obstacles[1].acts == {"state": 2}
    assert forum(*ALONE).with_numbers({PATH: 0}).obstacles[1].acts == {}
    with pytest.raises(ScenarioError, match="expected at most 12: so many there are"):
        forum(*ALONE, overrides={PATH: 13})
    few = sum(len(done(forum(*ALONE, overrides={PATH: 2}), seed)[1]) for seed in SEEDS)
    many = sum(len(done(forum(*ALONE, overrides={PATH: 11}), seed)[1]) for seed in SEEDS)
    assert few > many
    run = Run(forum(*ALONE, events=[{"week": 9, "set": {PATH: 3}}]), 1).advance(10)
    assert run.state.acts[1].sum() == 3.0


def test_acts_outlive_seats_a_form_without_a_coordinator_and_whoever_else_leaves():
    case = forum(*ALONE, overrides={PATH: 12})
    seed = next(seed for seed in SEEDS if len(done(case, seed)[0]) > 3)
    week, first = done(case, seed)[0][0]
    leaving = next(name for name, row in case.rows.items() if row != first)
    run = Run(replace(case, turns=()), seed).advance(week + 1)
    assert run.state.acted[0, 1, first] == 1.0
    run.move(leaves=[case.rows[leaving]])
    run.hold("alone")
    assert run.advance(5).state.acted[0, 1, run.numbers.tolist().index(first)] == 1.0


@pytest.mark.parametrize("form", ["opt-in", "consensus", "self-organized"])
def test_both_doors_act_alike(form):
    case = forum(*ALONE)
    run = simulate(case, 2, form)
    model = CoalitionModel(case, seed=2, governance=form)
    while model.running:
        model.step()
    assert model.result().digest == run.digest


def test_acts_come_without_a_hub_too():
    assert sum(len(done(forum(*ALONE), seed, "self-organized")[0]) for seed in SEEDS) > 0


def test_acts_are_counted_against_what_it_takes_by_then():
    case = forum(*ALONE, events=[{"week": 60, "set": {PATH: 9}}])
    found = [one for seed in SEEDS for one in acts_of(simulate(case, seed, events=True), case)]
    assert {one.of for one in found if one.step < 60} == {6}
    assert {one.of for one in found if one.step >= 60} <= {9}


# --- a vote on what is on the table -----------------------------------------------------------------------------------


def talks(case, seed, form, until):
    """Return a run that has come to a week, and whether a draft was on the table there."""
    run = Run(case, seed, form, events=True).advance(until)
    return run, coalitions(run.state).drafting[0] > 0.0


def test_a_vote_ends_talks_in_its_week():
    held = 0
    for seed in SEEDS:
        plain, is_talking = talks(forum(), seed, "consensus", 12)
        run = talks(forum(events=[{"week": 12, "vote": True}]), seed, "consensus", 12)[0]
        if is_talking and coalitions(plain.advance(1).state).drafting[0] > 0.0:
            held += 1
            assert coalitions(run.advance(1).state).drafting[0] == 0.0
    assert held > 2


def test_a_majority_carries_what_a_blocker_stopped():
    carried = refused = 0
    for seed in SEEDS:
        for form in ("consensus", "qualified-majority"):
            case = forum(events=[{"week": 30, "vote": True, "governance": form}])
            events = Run(case, seed, "consensus", events=True).advance(31).events()
            last = {int(one) for one in events[events[:, 0] == 30][:, 1]}
            carried += form != "consensus" and PLAN_ADOPTED in last
            refused += form == "consensus" and PLAN_REFUSED in last
    assert carried > 3
    assert refused > 3


def test_where_nothing_is_on_the_table_a_vote_changes_nothing():
    for seed in SEEDS:
        case = forum(events=[{"week": 0, "vote": True}])
        assert simulate(case, seed).digest == simulate(forum(), seed).digest


@pytest.mark.parametrize(
    "event", [{"strategy": "absent"}, {"governance": "consensus", "anew": True}, {"window": 3}, {"set": {PATH: 3}}]
)
def test_a_vote_stands_alone_or_beside_a_form(event):
    with pytest.raises(ScenarioError, match=r"events.#1.vote = true: expected nothing beside it, or governance"):
        forum(*ALONE, events=[{"week": 4, "vote": True, **event}])


def test_no_two_coalitions_share_their_luck(monkeypatch):
    run, drawn = Run(load("landmine_treaty"), 1, "alone"), []
    monkeypatch.setattr(acts, "weekly_chance", lambda state, c: 0.5)
    monkeypatch.setattr(acts, "uniform", lambda seed, stream, who, step, draw: drawn.append(draw & WORD) or 0.9)
    for c in range(len(run.state.badges)):
        getattr(acts.act, "py_func", acts.act)(run.state, 0, c, int(np.argmax(run.state.acts.sum(axis=1))))
    assert len(set(drawn)) == len(run.state.badges) > 100
