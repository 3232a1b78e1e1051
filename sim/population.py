"""Population: from a case and a seed to organizations, ties and coordinators.

Every trait is a keyed draw for the stable id of its organization, so that adding, removing or reordering
organizations changes nobody else, and so that all forms of governance meet the same population.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .arithmetic import clip
from .chance import check_seed, entity_id, exponential, integer, normal, stream, uniform
from .compiling import kernel
from .mechanisms.conditions import TO_FACT, TO_OBSTACLE, TO_RESISTANCE, TO_STAKES, TO_WINDOW
from .mechanisms.record import SERIES, TALLIES
from .scenario import Scenario
from .state import (
    FACT,
    FOLLOWED,
    NONE,
    OBSTACLE,
    RESISTANCE,
    SEED,
    SHARE,
    STAKES,
    STEP_WEEKS,
    STEPS,
    WEEKS,
    WINDOW,
    Buffers,
    Floats,
    Ints,
    State,
    allocate,
    coalitions,
    coordinators,
    minds,
    organizations,
    seats,
    standing,
    stocks,
    view,
)

CAPACITY = stream("population.capacity")
STAKE = stream("population.stake")
HOME = stream("population.home")
KIN = stream("population.kin")
CEILING = stream("population.ceiling")
OUTSIDE = stream("population.outside")
THRESHOLD = stream("population.threshold")
CORE = stream("population.core")
BELIEF = stream("population.belief")
SKILL = stream("population.skill")
START_TRUST = stream("population.trust")
MAP = stream("population.map")
MAP_OF_VALUES = stream("population.map of values")
TIE = stream("population.tie")
TURNS = stream("population.turns")
FLAW = stream("population.flaw")
FIRST_FACT = stream("population.fact")
FIRST_GUESS = stream("population.guess")

USUAL_PROFICIENCY = 0.4
"""Proficiency of everybody in everything where nobody is a specialist."""

SCRIPTABLE = {
    "obstacle": TO_OBSTACLE,
    "window": TO_WINDOW,
    "resistance": TO_RESISTANCE,
    "fact": TO_FACT,
    "stakes": TO_STAKES,
}


class Choice(NamedTuple):
    """A decision made elsewhere: in which step, what (a code of ``choices.py``), who (row or index), and its value."""

    step: int
    decision: int
    who: int
    value: float


# --- drawing -------------------------------------------------------------------------------------------------------


@kernel
def draw_organizations(state: State, specialties: Floats, capacities: Floats, core: Floats) -> None:
    """Draw the traits and the first stocks of all organizations.

    Args:
        specialties: (G, K) 1 where a kind is at home in a strength.
        capacities: (G,) multiple of the usual capacity; core: (G,) share of core partners.
    """
    people, stock, seed = organizations(state), stocks(state), state.clock[SEED]
    p = state.parameters
    own_spread = p.club.values_spread * math.sqrt(1.0 - p.club.kinship)
    for i in range(len(people.id)):
        me, kind = people.id[i], people.kind[i]
        z = normal(seed, CAPACITY, me, 0, 0)
        log = p.work.capacity_spread * z - 0.5 * p.work.capacity_spread * p.work.capacity_spread
        people.capacity[i] = p.work.capacity * capacities[kind] * math.exp(log)
        log = p.joining.stake_spread * normal(seed, STAKE, me, 0, 0)
        log -= 0.5 * p.joining.stake_spread * p.joining.stake_spread
        people.stake[i] = p.joining.stake * math.exp(log) * math.sqrt(people.capacity[i] / p.work.capacity)
        people.home[i] = state.kinds[1, kind] + own_spread * normal(seed, HOME, me, 0, 0)
        ceiling = p.joining.ceiling_low + p.joining.ceiling_spread * uniform(seed, CEILING, me, 0, 0)
        people.ceiling[i] = clip(ceiling, 0.0, 1.0)
        people.noise[i] = p.sensing.noise
        people.outside[i] = p.joining.outside * exponential(seed, OUTSIDE, me, 0, 0)
        people.threshold[i] = p.joining.threshold_low + p.joining.threshold_spread * uniform(seed, THRESHOLD, me, 0, 0)
        people.core[i] = 1 if uniform(seed, CORE, me, 0, 0) < core[kind] else 0
        stock.value[i] = people.home[i]
        stock.belief[i] = state.issue[FACT] + p.sensing.belief_spread * normal(seed, BELIEF, me, 0, 0)
        stock.signal[i] = stock.belief[i]
        stock.energy[i] = p.morale.start
        for k in range(state.proficiency.shape[1]):
            u = uniform(seed, SKILL, me, 0, k)
            special = 0.6 + 0.4 * u if specialties[kind, k] > 0.0 else 0.4 * u * u
            usual = (1.0 - p.work.specialization) * USUAL_PROFICIENCY
            state.proficiency[i, k] = usual + p.work.specialization * special


@kernel
def draw_kinds(state: State, offsets: Floats) -> None:
    """Draw where each kind stands on the values axis: its offset in the case, and what its members share."""
    p = state.parameters
    for kind in range(state.kinds.shape[1]):
        entity = int(state.kinds[2, kind]) << 32
        shared = p.club.values_spread * math.sqrt(p.club.kinship) * normal(state.clock[SEED], KIN, entity, 0, 0)
        state.kinds[1, kind] = p.conditions.affected + offsets[kind] + shared


@kernel
def weigh_voices(state: State) -> None:
    """Give every organization its share of its kind's voice: its share of the kind's capacity."""
    people = organizations(state)
    for kind in range(state.kinds.shape[1]):
        total = 0.0
        for i in range(len(people.id)):
            if people.kind[i] == kind:
                total += people.capacity[i]
        for i in range(len(people.id)):
            if people.kind[i] == kind:
                people.weight[i] = people.capacity[i] / total


@kernel
def draw_issue(state: State, obstacle: int) -> None:
    """Draw the state of the issue at the start."""
    conditions = state.parameters.conditions
    state.issue[OBSTACLE] = obstacle
    state.issue[FACT] = conditions.fact_spread * normal(state.clock[SEED], FIRST_FACT, 0, 0, 0)
    state.issue[RESISTANCE] = conditions.resistance
    state.issue[STAKES] = 1.0
    state.issue[FOLLOWED] = 1.0
    state.issue[WINDOW] = 1.0 if conditions.window_closing == 0.0 and conditions.window_rate >= 1.0 else 0.0


@kernel
def draw_mind(state: State, h: int) -> None:
    """Draw what a coordinator believes at the start: about the obstacle, and about each theory of change."""
    p, mind, seed = state.parameters, minds(state), state.clock[SEED]
    entity = state.badges[h]
    obstacles = state.suspicion.shape[1]
    assumed = int(state.issue[OBSTACLE])
    prior = max(p.synthesis.prior, 1.0 / obstacles)
    if obstacles > 1 and uniform(seed, FIRST_GUESS, entity, 0, 0) >= prior:
        other = integer(seed, FIRST_GUESS, entity, 0, 1, obstacles - 1)
        assumed = other + 1 if other >= assumed else other
    mind.assumed[h] = assumed
    for obstacle in range(obstacles):
        even = (1.0 - prior) / (obstacles - 1) if obstacles > 1 else 1.0
        state.suspicion[h, obstacle] = prior if obstacle == assumed and obstacles > 1 else even
        for step in range(state.theory.shape[2]):
            needed = 1.0 if state.needed[obstacle, step] == 1 else 0.0
            flawed = uniform(seed, FLAW, entity, 0, obstacle * state.theory.shape[2] + step) < p.synthesis.flaws
            if state.needed[obstacle, step] >= 0:
                state.theory[h, obstacle, step] = 1.0 - needed if flawed else needed
    spread = p.conditions.fact_spread
    mind.variance[h] = spread * spread
    mind.noise[h] = 1.0
    mind.skill[h] = 1.0
    mind.visible[h] = 1.0
    mind.heard_at[h] = -1.0
    mind.funding[h] = min(1.0, p.club.grant)


@kernel
def draw_map(state: State, h: int) -> None:
    """Draw a coordinator's stakeholder map (strengths, values and ceilings, each with its error) and first trust."""
    p, seed, voice, people = state.parameters, state.clock[SEED], standing(state), organizations(state)
    pair = state.badges[h] + (state.badges[h] >> 32)  # who is mapped keys the draw as an entity, by whom as a step
    for i in range(len(people.id)):
        me = people.id[i]
        for k in range(state.proficiency.shape[1]):
            error = p.decision.reading * normal(seed, MAP, me, pair, k)
            state.map[h, i, k] = clip(state.proficiency[i, k] + error, 0.0, 1.0)
        voice.mapped_value[h, i] = people.home[i] + p.decision.values_reading * normal(seed, MAP_OF_VALUES, me, pair, 0)
        error = p.decision.values_reading * normal(seed, MAP_OF_VALUES, me, pair, 1)
        voice.mapped_ceiling[h, i] = clip(people.ceiling[i] + error, 0.0, 1.0)
        u = uniform(seed, START_TRUST, me, pair, 0)
        voice.trust[h, i] = clip(p.trust.start + p.trust.spread * (2.0 * u - 1.0), 0.0, 1.0)


@kernel
def appoint(state: State) -> None:
    """Put the coordinator of the case in office."""
    person, mind, role = coordinators(state), minds(state), state.parameters.coordinator
    person.staff[0] = role.staff
    person.value[0] = state.parameters.conditions.affected + role.value
    person.noise[0] = state.parameters.synthesis.desk_noise
    person.own[0] = NONE
    person.own_weight[0] = role.own_weight
    person.credit_kept[0] = role.credit_kept
    person.candour[0] = role.candour
    draw_mind(state, 0)
    draw_map(state, 0)
    mind.energy[0] = state.parameters.morale.hub_start
    mind.receiver[0] = person.value[0]


@kernel
def leave_alone(state: State) -> None:
    """Make every organization its own coordinator; what a coordinator would have cost goes back to all by capacity."""
    p, people, person, mind, voice = (
        state.parameters, organizations(state), coordinators(state), minds(state), standing(state),
    )  # fmt: skip
    total = 0.0
    for i in range(len(people.id)):
        total += people.capacity[i]
    returned = 1.0 + p.coordinator.staff * p.coordinator.staff_hours * p.club.grant / total
    for i in range(len(people.id)):
        capacity = people.capacity[i] * returned
        office = capacity * p.coordinator.analyse
        people.capacity[i] = capacity - office
        person.staff[i] = office / p.coordinator.staff_hours if p.coordinator.staff_hours > 0.0 else 0.0
        person.value[i] = people.home[i]
        person.noise[i] = people.noise[i]
        person.own[i] = i
        person.own_weight[i] = 1.0
        person.candour[i] = 1.0
        state.badges[i] = people.id[i]
        draw_mind(state, i)
        draw_map(state, i)
        mind.energy[i] = 1.0
        mind.funding[i] = 1.0
        mind.receiver[i] = people.home[i]
        voice.trust[i, i] = 1.0


@kernel
def found_coalitions(state: State) -> None:
    """Give every coalition its coordinator, and nobody a seat yet."""
    coalition, seat = coalitions(state), seats(state)
    for c in range(len(coalition.hub)):
        coalition.hub[c] = c
        coalition.asked_at[c] = -1.0
        coalition.served[c] = 1.0
        coalition.room[c] = seat.role.shape[1]
        for i in range(seat.role.shape[1]):
            seat.role[c, i] = NONE
    for which in range(2):
        for c in range(len(coalition.hub)):
            state.plans[which, 3, c] = NONE


@kernel
def draw_ties(seed: int, homophily: float, ids: Ints, kind: Ints, kind_start: Ints, by_id: Ints, pairs: Ints) -> None:
    """Draw whom each organization seeks out: in its own kind with the chance of homophily, else among all.

    Args:
        ids, kind: (N,) of the organizations; kind_start: (G + 1,) first row of a kind.
        by_id: (N,) rows in the order of ids.
        pairs: (N x ties, 2) written: row and row.
    """
    many = len(pairs) // len(ids)
    for i in range(len(ids)):
        first, last = kind_start[kind[i]], kind_start[kind[i] + 1]
        for draw in range(many):
            is_kin = uniform(seed, TIE, ids[i], 0, 2 * draw) < homophily
            low, high = (first, last) if is_kin else (0, len(ids))
            place = low + integer(seed, TIE, ids[i], 0, 2 * draw + 1, high - low)
            pairs[i * many + draw, 0] = i
            pairs[i * many + draw, 1] = place if is_kin else by_id[place]


@kernel
def draw_turns(state: State, turns: Floats) -> None:
    """Draw the numbers whose order is the order in which organizations decide; turns: (N,) written."""
    people = organizations(state)
    for i in range(len(people.id)):
        turns[i] = uniform(state.clock[SEED], TURNS, people.id[i], 0, 0)


# --- putting it together ---------------------------------------------------------------------------------------------


def steps_in(scenario: Scenario, weeks: float | None = None) -> int:
    """Return the number of steps of a run of ``weeks`` (of the case, where not given)."""
    return max(1, round((scenario.weeks if weeks is None else weeks) * 7.0 / scenario.step_days))


@functools.lru_cache(maxsize=16)
def _ids(kinds: tuple[tuple[str, int], ...]) -> tuple[Ints, Ints]:
    ids = [np.arange(count, dtype=np.int64) + entity_id(name, 0) for name, count in kinds]
    counts = [count for _, count in kinds]
    return np.concatenate(ids), np.repeat(np.arange(len(kinds)), counts)


def _ids_and_kinds(scenario: Scenario) -> tuple[Ints, Ints]:
    """Return the stable ids of the organizations and the indices of their kinds, (N,) each.

    An id says the kind and the number in it, whatever the order of the kinds.
    """
    return _ids(tuple((kind.name, kind.count) for kind in scenario.kinds))


def _sizes(scenario: Scenario, bodies: int, ties: int, rows: int, events: int, choices: int) -> dict[str, int]:
    n, obstacles = scenario.organizations, len(scenario.obstacles)
    most_steps = max(len(obstacle.steps) for obstacle in scenario.obstacles)
    kinds = len(scenario.kinds)
    return {
        "N": n, "N+1": n + 1, "M": max(n, 64), "C": bodies, "H": bodies, "K": len(scenario.strengths),
        "R": obstacles, "1+R": 1 + obstacles, "S": most_steps, "G": kinds, "E": ties,
        "scripted": len(scenario.script), "choices": choices, "outcomes": len(TALLIES),
        "rows": rows, "columns": len(SERIES) + kinds + most_steps, "events": events,
    }  # fmt: skip


def _write_case(state: State, scenario: Scenario) -> None:
    """Write into the state what the case fixes."""
    kinds = {kind.name: g for g, kind in enumerate(scenario.kinds)}
    strengths = {name: k for k, name in enumerate(scenario.strengths)}
    state.needed[:] = NONE
    for r, obstacle in enumerate(scenario.obstacles):
        places = {step.name: s for s, step in enumerate(obstacle.steps)}
        for name, weight in obstacle.audience.items():
            state.audience[r, kinds[name]] = weight
        for s, step in enumerate(obstacle.steps):
            state.hours[r, s] = step.hours
            state.needed[r, s] = int(step.needed)
            state.before[r, s] = sum(1 << places[name] for name in step.after)
            for name, weight in step.needs.items():
                state.needs[r, s, strengths[name]] = weight
        true = state.hours[r] * (state.needed[r] == 1)
        state.profile[r] = true @ state.needs[r] / true.sum()
    for row, event in enumerate(scenario.script):
        state.script[row] = round(event.week * 7.0 / scenario.step_days), SCRIPTABLE[event.what], event.value
    state.kinds[0] = [kind.count for kind in scenario.kinds]
    state.kinds[2] = [entity_id(kind.name, 0) >> 32 for kind in scenario.kinds]
    state.people[0], state.people[1] = _ids_and_kinds(scenario)


def _ties(scenario: Scenario, seed: int) -> tuple[Ints, Ints]:
    """Return the ties of the population as compressed sparse rows: (N + 1,) and (E,)."""
    club = scenario.parameters.club
    ids, kind = _ids_and_kinds(scenario)
    n, many = len(ids), int(club.ties)
    pairs = np.empty((n * many, 2), dtype=np.int64)
    counts = [kind.count for kind in scenario.kinds]
    kind_start = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    draw_ties(seed, club.homophily, ids, kind, kind_start, np.argsort(ids).astype(np.int64), pairs)
    one, other = pairs[pairs[:, 0] != pairs[:, 1]].T
    both = np.unique(np.concatenate((one * n + other, other * n + one)))
    start = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(both // n, minlength=n), out=start[1:])
    return start, both % n


def populate(
    scenario: Scenario,
    seed: int,
    *,
    is_coordinated: bool = True,
    share: float = 1.0,
    weeks: float | None = None,
    series: bool = False,
    events: int = 0,
    choices: Sequence[Choice] = (),
) -> Buffers:
    """Return the memory of a new run.

    Args:
        seed: of the world, in [0, 2**32).
        is_coordinated: whether there is a coordinator; otherwise every organization is on its own.
        share: that must agree, for forms that vote.
        weeks: length of the run, where it is not that of the case.
        series: whether to keep a row a step; events: how many events to keep.
        choices: decisions made elsewhere.

    Raises:
        ValueError: ``seed`` is out of range.
    """
    steps = steps_in(scenario, weeks)
    bodies = 1 if is_coordinated else scenario.organizations
    start, to = _ties(scenario, check_seed(seed))
    buffers = allocate(_sizes(scenario, bodies, len(to), steps if series else 0, events, len(choices)))
    state = view(scenario.parameters, buffers)
    _begin(state, scenario, seed)
    state.tie_start[:], state.tie_to[:] = start, to
    state.tie_trust[:] = scenario.parameters.trust.tie_start
    state.clock[STEPS] = steps
    state.time[STEP_WEEKS] = scenario.step_days / 7.0
    state.time[WEEKS] = steps * state.time[STEP_WEEKS]
    state.form[SHARE] = share
    for row, choice in enumerate(sorted(choices)):
        state.choices[row] = choice
    if is_coordinated:
        appoint(state)
    else:
        leave_alone(state)
    found_coalitions(state)
    return buffers


def _begin(state: State, scenario: Scenario, seed: int) -> None:
    """Write the case, and draw the issue and the organizations."""
    club = scenario.parameters.club
    specialties = np.array([[float(name in kind.strengths) for name in scenario.strengths] for kind in scenario.kinds])
    core = np.array([club.core if kind.core is None else kind.core for kind in scenario.kinds], dtype=float)
    turns = np.empty(scenario.organizations)
    state.clock[SEED] = seed
    _write_case(state, scenario)
    draw_issue(state, scenario.begins_with)
    draw_kinds(state, np.array([kind.value for kind in scenario.kinds], dtype=float))
    draw_organizations(state, specialties, np.array([kind.capacity for kind in scenario.kinds], dtype=float), core)
    weigh_voices(state)
    draw_turns(state, turns)
    state.order[:] = np.argsort(turns, kind="stable")
