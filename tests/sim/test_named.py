"""Organizations with names, and ties that are given: what is said of them holds, the rest is drawn as for anybody."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim import CoalitionModel, simulate
from clever_coalitions.sim.governance.forms import FORMS
from clever_coalitions.sim.named import NUMBERS
from clever_coalitions.sim.population import populate
from clever_coalitions.sim.scenario import Kind, Named, Obstacle, Scenario, Step, Tie
from clever_coalitions.sim.stakes import STAKE_HOURS
from clever_coalitions.sim.state import concerns, organizations, view

PLAIN = Scenario(
    name="town",
    title="A town",
    strengths=("law", "money"),
    kinds=(Kind("board", "boards", 6, ("law",)), Kind("fund", "funds", 4, ("money",))),
    obstacles=(Obstacle("no permit", (Step("ask", {"law": 1.0}, 60.0),), {"board": 0.5, "fund": 0.5}),),
    weeks=30.0,
)
KNOWN = Named(
    "Harbor trust", hours=(20, 20), value=(0.3, 0.3), belief=(-0.2, -0.2), ceiling=(0.7, 0.7), stake=(2, 2),
    proficiency=(("money", (0.9, 0.9)),), strengths=("law", "money"), core=True,
)  # fmt: skip


def with_named(*named, count=6, ties=None, **numbers):
    board, fund = PLAIN.kinds
    kinds = (replace(board, count=count, named=tuple(named)), fund)
    return replace(PLAIN, kinds=kinds, ties=ties).with_numbers(numbers)


def begin(scenario, seed=1, **form):
    return view(scenario.parameters, populate(scenario, seed, **form))


def traits(scenario, seed=1):
    """Return what is drawn of each organization, by name."""
    state = begin(scenario, seed)
    people, concern = organizations(state), concerns(state)
    return {
        name: (
            people.capacity[i], people.ceiling[i], people.threshold[i], people.core[i], *state.proficiency[i],
            concern.stake[0, i], concern.home[0, i], concern.belief[0, i],
        )
        for i, name in enumerate(scenario.names)
    }  # fmt: skip


def test_what_is_said_holds_in_every_world():
    for seed in (1, 2, 3):
        capacity, ceiling, _, core, _, money, stake, home, belief = traits(with_named(KNOWN), seed)["Harbor trust"]
        assert (capacity, ceiling, core, money, home, belief) == (20, 0.7, 1, 0.9, 0.3, -0.2)
        assert stake == pytest.approx(2 * STAKE_HOURS * np.sqrt(20 / PLAIN.parameters.work.capacity))


def test_what_is_not_said_is_drawn_and_moves_with_the_world():
    nothing = Named("Harbor trust")
    first, second = (np.array(traits(with_named(nothing), seed)["Harbor trust"]) for seed in (1, 2))
    assert np.isfinite(first).all()
    assert (first != second)[[0, 1, 2, 4, 5, 7, 8]].all()


def test_a_range_is_drawn_for_each_world_and_for_nobody_else():
    spans = {"hours": (10, 30), "value": (-0.5, 0.5), "belief": (0.1, 0.2), "ceiling": (0.4, 0.6), "stake": (1, 2)}
    assert set(spans) == set(NUMBERS)
    unsure, sure = Named("Unsure", **spans, proficiency=(("law", (0.2, 0.4)),)), Named("Sure", hours=(15, 15))
    worlds = [traits(with_named(unsure, sure), seed) for seed in range(200)]
    hours, law = (np.array([world["Unsure"][place] for world in worlds]) for place in (0, 4))
    assert 10 <= hours.min() < 12
    assert 28 < hours.max() <= 30
    assert abs(hours.mean() - 20) < 1.5
    assert 0.2 <= law.min() < 0.22
    assert 0.38 < law.max() <= 0.4
    assert abs(np.corrcoef(hours, law)[0, 1]) < 0.25
    others = traits(with_named(replace(unsure, hours=(15, 15)), sure), 7)
    assert all(worlds[7][name] == others[name] for name in others if name != "Unsure")
    assert worlds[7]["Unsure"][1:6] == others["Unsure"][1:6]


def test_one_more_or_another_order_changes_nobody_else():
    one, two, three = (Named(name) for name in ("Ash", "Birch", "Cedar"))
    before = traits(with_named(one, two, count=6))
    assert traits(with_named(two, one, count=6)) == before
    after = traits(with_named(three, two, one, count=7))
    assert all(after[name] == before[name] for name in before)


def test_names_are_of_those_who_have_one_and_then_of_a_kind():
    scenario = with_named(Named("Ash"), Named("Birch"), count=4)
    assert scenario.names == ("Ash", "Birch", "board 1", "board 2", "fund 1", "fund 2", "fund 3", "fund 4")
    assert scenario.rows["fund 2"] == 5


def test_opponents_care_and_are_hurt():
    width = PLAIN.parameters.joining.interest_width
    drawn = {
        who: traits(with_named(Named("Foe", opponent=who), **{"club.losers": 0.0}))["Foe"] for who in (True, False)
    }
    assert abs(drawn[True][7] - drawn[False][7]) == pytest.approx(1.3 * width)
    worlds = [
        traits(with_named(Named("Foe", opponent=True), **{"joining.care": 0.1}), seed)["Foe"] for seed in range(20)
    ]
    assert all(world[6] > 0 for world in worlds)


COMPELLED = ("bound-majority", "mandated")
"""Forms that seat the outvoted, or anybody."""


@pytest.mark.parametrize("governance", [n for n, f in FORMS.items() if f.is_coordinated and n not in COMPELLED])
def test_opponents_join_nobody_unless_they_must(governance):
    foes = [Named(f"Foe {n}", opponent=True, core=True, hours=(30, 30), stake=(3, 3)) for n in range(3)]
    scenario = with_named(*foes)
    for seed in (1, 2):
        model = CoalitionModel(scenario, seed, governance)
        while model.running:
            model.step()
            for foe in foes:
                assert not model.views.seats.member[0, scenario.rows[foe.name]], (governance, seed, model.steps)


def edges(scenario, seed=1):
    state = begin(scenario, seed)
    return {
        (scenario.names[i], scenario.names[state.tie_to[e]]): state.tie_trust[e]
        for i in range(scenario.organizations)
        for e in range(state.tie_start[i], state.tie_start[i + 1])
    }


def test_ties_that_are_given_are_the_ties():
    usual = PLAIN.parameters.trust.start
    ties = (Tie("Ash", "fund 2", (0.9, 0.9)), Tie("fund 1", "Ash"), Tie("fund 2", "fund 1", (0.2, 0.2)))
    both = (*ties, Tie("fund 1", "fund 2", (0.4, 0.4)))
    found = edges(with_named(Named("Ash"), ties=both))
    assert found == {
        ("Ash", "fund 2"): 0.9, ("fund 2", "Ash"): 0.9, ("Ash", "fund 1"): usual, ("fund 1", "Ash"): usual,
        ("fund 2", "fund 1"): 0.2, ("fund 1", "fund 2"): 0.4,
    }  # fmt: skip
    assert edges(with_named(ties=())) == {}
    weights = {
        edges(with_named(ties=(Tie("fund 1", "fund 2", (0.2, 0.4)),)), seed)["fund 1", "fund 2"] for seed in range(9)
    }
    assert len(weights) == 9
    assert 0.2 <= min(weights) <= max(weights) <= 0.4


def test_any_number_of_ties():
    names = [f"fund {n}" for n in range(1, 400)]
    ties = tuple(Tie(one, other) for one, other in pairwise(names))
    board, fund = PLAIN.kinds
    scenario = replace(PLAIN, kinds=(board, replace(fund, count=399)), ties=ties)
    assert len(edges(scenario)) == 2 * 398


@pytest.mark.parametrize("governance", ["opt-in", "consensus", "self-organized", "alone"])
def test_a_run_of_names_runs_under_every_kind_of_form(governance):
    ties = (Tie("Harbor trust", "fund 1", (0.9, 0.9)), Tie("board 1", "fund 2"))
    result = simulate(with_named(KNOWN, ties=ties), 1, governance)
    assert np.isfinite(result.outcomes["net_value"])


def test_an_organization_without_hours_gives_none():
    idle = with_named(Named("Idle", hours=(0, 0), core=True), count=1)
    assert begin(idle).traits[0, 0] == 0
    simulate(idle, 1)
    board, fund = idle.kinds
    nobody_has_any = replace(idle, kinds=(board, replace(fund, count=0)))
    for governance in FORMS:
        assert simulate(nobody_has_any, 1, governance).outcomes["net_value"] == 0.0


def test_the_names_of_a_case_are_part_of_it():
    from clever_coalitions.sim.identity import scenario_hash

    assert scenario_hash(with_named(Named("Ash"))) != scenario_hash(with_named(Named("Birch")))
    assert scenario_hash(with_named()) == scenario_hash(PLAIN)
    assert scenario_hash(with_named(ties=())) != scenario_hash(PLAIN)
    assert load("syria").names[0] == f"{load('syria').kinds[0].name} 1"
