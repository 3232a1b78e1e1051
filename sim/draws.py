"""Draws: what chance decides about a population and a coordinator before the first week.

Every trait is a keyed draw for the stable id of its organization, so that adding, removing or reordering organizations
changes nobody else, and so that all forms of governance meet the same population.
"""

from __future__ import annotations

import math

from .arithmetic import clip
from .chance import exponential, integer, normal, stream, uniform
from .compiling import kernel
from .state import (
    NONE,
    SEED,
    Floats,
    Ints,
    State,
    coalitions,
    coordinators,
    issues,
    minds,
    organizations,
    seats,
    standing,
    stocks,
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
SEQUENCE = stream("population.sequence")
BARRIER = stream("population.barrier")
LOSES = stream("population.losers")

LOSS = 1.3
"""How far those whom an issue hurts stand off, in widths of interest."""

FIRST_FACT = stream("population.fact")
FIRST_GUESS = stream("population.guess")

USUAL_PROFICIENCY = 0.4
"""Proficiency of everybody in everything where nobody is a specialist."""


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
    side = 1.0 if uniform(seed, LOSES, 0, 0, 1) < 0.5 else -1.0
    for i in range(len(people.id)):
        me, kind = people.id[i], people.kind[i]
        z = normal(seed, CAPACITY, me, 0, 0)
        log = p.work.capacity_spread * z - 0.5 * p.work.capacity_spread * p.work.capacity_spread
        people.capacity[i] = p.work.capacity * capacities[kind] * math.exp(log)
        log = p.joining.stake_spread * normal(seed, STAKE, me, 0, 0)
        log -= 0.5 * p.joining.stake_spread * p.joining.stake_spread
        people.stake[i] = p.joining.stake * math.exp(log) * math.sqrt(people.capacity[i] / p.work.capacity)
        people.home[i] = state.kinds[1, kind] + own_spread * normal(seed, HOME, me, 0, 0)
        if uniform(seed, LOSES, me, 0, 0) < p.club.losers:
            people.home[i] += side * LOSS * p.joining.interest_width
        ceiling = p.joining.ceiling_low + p.joining.ceiling_spread * uniform(seed, CEILING, me, 0, 0)
        people.ceiling[i] = clip(ceiling, 0.0, 1.0)
        people.noise[i] = p.sensing.noise
        people.outside[i] = p.joining.outside * exponential(seed, OUTSIDE, me, 0, 0)
        people.threshold[i] = p.joining.threshold + p.joining.threshold_spread * normal(seed, THRESHOLD, me, 0, 0)
        people.core[i] = 1 if uniform(seed, CORE, me, 0, 0) < core[kind] else 0
        stock.value[i] = people.home[i]
        stock.belief[i] = issues(state).fact[0] + p.sensing.belief_spread * normal(seed, BELIEF, me, 0, 0)
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
        state.kinds[1, kind] = p.conditions.affected + p.club.bias + offsets[kind] + shared


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
def draw_sequence(state: State, k: int) -> None:
    """Draw what stands in the way of issue ``k``, and in which order: from one to ``stages`` different obstacles."""
    queue, many, seed = state.queue[k], len(state.hours), state.clock[SEED]
    for obstacle in range(many):
        queue[obstacle] = obstacle
    for place in range(many - 1):
        other = place + integer(seed, SEQUENCE, k, 0, 1 + place, many - place)
        queue[place], queue[other] = queue[other], queue[place]
    most = min(int(state.parameters.conditions.stages), many)
    issues(state).open[k] = 1.0 + integer(seed, SEQUENCE, k, 0, 0, most)


@kernel
def draw_issue(state: State, sequence: Ints) -> None:
    """Draw the state of the issue at the start; sequence: (n,) its obstacles, drawn as well where it is empty."""
    conditions = state.parameters.conditions
    draw_sequence(state, 0)
    for place in range(len(sequence)):
        state.queue[0, place] = sequence[place]
        issues(state).open[0] = place + 1.0
    issues(state).obstacle[0] = state.queue[0, 0]
    issues(state).ambition[0] = 1.0
    issues(state).fact[0] = conditions.fact_spread * normal(state.clock[SEED], FIRST_FACT, 0, 0, 0)
    spread = state.parameters.outcome.barrier_spread
    log = spread * normal(state.clock[SEED], BARRIER, 0, 0, 0) - 0.5 * spread * spread
    issues(state).barrier[0] = math.exp(log)
    issues(state).resistance[0] = conditions.resistance
    issues(state).stakes[0] = 1.0
    issues(state).followed[0] = 1.0
    issues(state).window[0] = 1.0 if conditions.window_closing == 0.0 and conditions.window_rate == math.inf else 0.0


@kernel
def draw_mind(state: State, h: int) -> None:
    """Draw what a coordinator believes at the start: about the obstacle, and about each theory of change."""
    p, mind, seed = state.parameters, minds(state), state.clock[SEED]
    entity = state.badges[h]
    obstacles = state.suspicion.shape[1]
    assumed = int(issues(state).obstacle[0])
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
    mind.funding[h] = p.club.grant if p.coordinator.staff > 0.0 else 0.0


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
    returned = 1.0 + p.coordinator.staff * p.club.grant * p.coordinator.staff_hours / total
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
