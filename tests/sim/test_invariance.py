"""Keyed randomness in whole runs: what happens to one entity depends on nothing that it has nothing to do with."""

from dataclasses import replace

import numpy as np
import pytest

from clever_coalitions.sim.chance import stream, uniform
from clever_coalitions.sim.compiling import kernel
from clever_coalitions.sim.governance.forms import FORMS, find_form
from clever_coalitions.sim.plugins import STRATEGIES
from clever_coalitions.sim.run import digest_of, simulate
from clever_coalitions.sim.scenario import Kind
from clever_coalitions.sim.state import (
    SEED,
    STEP,
    concerns,
    coordinators,
    in_sight,
    issues,
    organizations,
    reports,
    standing,
)
from clever_coalitions.sim.week import WEEK

from ..validation.worlds import begin, village, walk, with_kinds

SEEDS = (1, 2, 3)
UNTOLD = village().with_numbers({"coordinator.listen": 0.0, "outcome.rate": 0.0})
"""A village in which nobody is asked, nor told what came of it, and nothing is won: each believes what it sees."""
UNRELATED = stream("test.unrelated")


@kernel
def nothing(state, rules):
    """Do nothing, as a phase."""


@kernel
def draw_and_discard(state, rules):
    """Draw a number that nobody asked for, for everybody, as a phase."""
    total = 0.0
    for i in range(len(organizations(state).id)):
        total += uniform(state.clock[SEED], UNRELATED, organizations(state).id[i], state.clock[STEP], 0)
    if total < 0.0:  # never, but the compiler cannot know
        issues(state).fact[0] = total


def week_with(phase, before):
    """Return the week with a phase inserted."""
    week = {}
    for name, usual in WEEK.items():
        if name == before:
            week["inserted"] = phase
        week[name] = usual
    return week


def shocks(scenario, seed, governance="opt-in", **options):
    """Return what happens to an issue week by week: to its fact and to what everybody sees of it, by id, while it is
    open, to the window and to what blocks it until something is won.
    """
    facts, fronts, sights = [], [], {}
    is_won = False
    for state in walk(scenario, seed, governance, **options):
        is_won = is_won or bool((state.overcome_at >= 0.0).any())
        if not is_won:
            fronts.append((issues(state).window[0], issues(state).obstacle[0]))
        if issues(state).settled[0] != 0.0:
            break
        facts.append(issues(state).fact[0])
        if len(facts) == 1:  # of those who come into sight later nobody knows what they believe before
            sights = {int(organizations(state).id[i]): [] for i in in_sight(state)}
        for who, belief in zip(organizations(state).id, concerns(state).belief[0], strict=True):
            if who in sights:
                sights[int(who)].append(belief)
    return facts, fronts, sights


def assert_same_shocks(one, other, are_talking=False):
    """Assert that two runs meet the same; where people talk with their ties, they do not believe what they see."""
    for those, these in zip(one[:2], other[:2], strict=True):
        together = min(len(those), len(these))
        assert together > 5
        assert those[:together] == these[:together]
    sights, weeks = one[2], min(len(one[0]), len(other[0]))
    known = sights.keys() & other[2].keys()
    assert len(known) >= 8
    if not are_talking:
        assert all(other[2][who][:weeks] == sights[who][:weeks] for who in known)


def reordered(scenario):
    return with_kinds(scenario, *scenario.kinds[::-1])


def enlarged(scenario):
    return with_kinds(scenario, *(replace(kind, count=kind.count + 1) for kind in scenario.kinds))


def joined_by_strangers(scenario):
    return with_kinds(scenario, Kind("stranger", "strangers", 4, ("word",)), *scenario.kinds)


OTHER_POPULATIONS = (reordered, enlarged, joined_by_strangers)


# --- shocks -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=SEEDS)
def seed(request):
    return request.param


@pytest.fixture(scope="module")
def usual(seed):
    return shocks(UNTOLD, seed)


def test_there_are_shocks(usual):
    facts, fronts, sights = usual
    assert len(set(facts)) == len(facts)
    assert {window for window, _ in fronts} == {0.0, 1.0}
    assert {obstacle for _, obstacle in fronts} == {0.0, 1.0}
    assert len(sights) >= 8


@pytest.mark.parametrize("governance", [*FORMS, "table+each+hub", "coordinator+share:0.6+table"])
def test_the_form_changes_no_shock(usual, seed, governance):
    talk = find_form(governance).meet in ("ties", "links")
    assert_same_shocks(usual, shocks(UNTOLD, seed, governance), talk)


@pytest.mark.parametrize("strategy", STRATEGIES.names())
def test_the_strategy_changes_no_shock(usual, seed, strategy):
    is_told = strategy == "random"  # it listens in some weeks, and whoever is asked is told
    assert_same_shocks(usual, shocks(UNTOLD, seed, strategy=strategy), is_told)


@pytest.mark.parametrize("other", OTHER_POPULATIONS)
@pytest.mark.parametrize("governance", ["opt-in", "consensus", "alone"])
def test_the_population_changes_no_shock(usual, seed, other, governance):
    assert_same_shocks(usual, shocks(other(UNTOLD), seed, governance))


def test_another_seed_changes_them():
    first, second = shocks(UNTOLD, 1), shocks(UNTOLD, 2)
    assert first[0] != second[0]
    assert all(first[2][who] != second[2][who] for who in first[2])


# --- inserted phases ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["conditions", "joining", "record"])
@pytest.mark.parametrize("phase", [nothing, draw_and_discard])
def test_a_phase_that_does_nothing_changes_nothing(phase, before):
    *_, plain = walk(village(), 4, series=True)
    *_, longer = walk(village(), 4, week=week_with(phase, before), series=True)
    assert np.array_equal(longer.series, plain.series, equal_nan=True)
    assert digest_of(longer.series) == digest_of(plain.series)


# --- traits -------------------------------------------------------------------------------------------------

TRAITS = ("capacity", "ceiling", "noise", "outside", "threshold", "core")
CONCERNS = ("stake", "home", "value", "belief")


def traits(state):
    """Return what each organization is, and where it starts, by its id."""
    people = organizations(state)
    return {
        int(who): (
            *(float(getattr(people, name)[i]) for name in TRAITS),
            *(float(getattr(concerns(state), name)[0, i]) for name in CONCERNS),
            *state.proficiency[i],
        )
        for i, who in enumerate(people.id)
    }


def view_of_the_hub(state):
    """Return the map and the first trust of the first coordinator, by the id of those whom they are about."""
    people, stand = organizations(state), standing(state)
    return {
        int(who): (*state.map[0, i], reports(state).mapped_value[0, i], stand.mapped_ceiling[0, i], stand.trust[0, i])
        for i, who in enumerate(people.id)
    }


@pytest.mark.parametrize("other", OTHER_POPULATIONS)
@pytest.mark.parametrize("look", [traits, view_of_the_hub])
def test_others_change_nobody_s_traits(seed, other, look):
    before, after = look(begin(village(), seed)), look(begin(other(village()), seed))
    known = before.keys() & after.keys()
    assert len(known) == 12
    assert all(after[who] == before[who] for who in known)


def test_the_order_of_kinds_changes_no_ties(seed):
    def ties(scenario):
        state = begin(scenario, seed)
        ids = organizations(state).id
        return {
            (int(ids[i]), int(ids[j]))
            for i in range(len(ids))
            for j in state.tie_to[state.tie_start[i] : state.tie_start[i + 1]]
        }

    before = ties(village())
    assert len(before) > 24
    assert ties(reordered(village())) == before


def own_minds(scenario, seed):
    """Return what organizations on their own believe at the start, by id: theories, obstacles, and maps by id."""
    state = begin(scenario, seed, "alone")
    ids = [int(who) for who in organizations(state).id]
    return {
        ids[int(own)]: (
            state.theory[h].tolist(),
            state.suspicion[h].tolist(),
            sorted((ids[j], state.map[h, j].tolist()) for j in range(len(ids))),
        )
        for h, own in enumerate(coordinators(state).own)
    }


def test_the_order_of_kinds_changes_nobody_s_mind_where_all_are_alone(seed):
    assert own_minds(reordered(village()), seed) == own_minds(village(), seed)


@pytest.mark.parametrize("governance", ["opt-in", "consensus", "alone"])
def test_the_order_of_kinds_does_not_matter(governance):
    """Sums in another order differ in their last bits; a run must not differ in more than that."""
    for seed in SEEDS:
        before = simulate(village(), seed, governance, weeks=30)
        after = simulate(reordered(village()), seed, governance, weeks=30)
        for name in ("members", "energy", "member_hours", "meeting_hours", "chance", "value"):
            assert after.column(name) == pytest.approx(before.column(name), rel=1e-6, abs=1e-9, nan_ok=True), name
