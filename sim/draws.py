"""Draws: what chance decides about a population and a coordinator before the first week.

Every trait is a keyed draw for the stable id of its organization, so that adding, removing or reordering organizations
changes nobody else, and so that all forms of governance meet the same population.
"""

from __future__ import annotations

import math

from .arithmetic import clip
from .briefing import STAFF_HOURS
from .chance import exponential, integer, normal, stream, uniform, word_of
from .compiling import kernel
from .stakes import OUTSIDE_HOURS, STAKE_HOURS
from .state import (
    FAMILY_OF,
    MEAN_OF,
    NONE,
    NOW,
    SEED,
    Floats,
    Ints,
    State,
    campaigns,
    coalitions,
    concerns,
    coordinators,
    issues,
    minds,
    organizations,
    plan,
    reports,
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
ACQUAINTANCE = stream("network.acquaintance")
BELIEF = stream("population.belief")
SKILL = stream("population.skill")
START_TRUST = stream("population.trust")
MAP = stream("population.map")
MAP_OF_VALUES = stream("population.map of values")
MAP_OF_CEILINGS = stream("population.map of ceilings")
CARE = stream("population.care")
ARRIVAL = stream("population.arrival")
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
MISJUDGED = stream("population.misjudged")

FACT_SPREAD = 0.25
"""Deviation of the fact at the start, positions."""

FLAWS = 0.25
"""Chance that a step of a theory of change starts out wrong, at usual error."""

STRENGTHS_OFF = 0.15
"""Deviation of a map's errors on strengths, at usual error."""

VALUES_OFF = 0.15
"""Deviation of a map's errors on values and on ceilings of ambition, at usual error."""

DESK_NOISE = 0.5
"""Deviation of what a coordinator sees of the fact from its desk, positions, at usual error."""

THRESHOLD_SPREAD = 0.5
"""Deviation of thresholds, as a share of their mean (Granovetter 1978; size assumed)."""

KINSHIP = 0.3
"""Share of the variance of values that a kind has in common."""

STAKE_SPREAD = 0.4
"""Spread of stakes (log-normal)."""

TRUST_SPREAD = 0.8
"""Half width of first trust around its mean, as a share of the way to the nearer end."""

RESTED = 0.9
"""Energy of everybody at the start."""

USUAL_PROFICIENCY = 0.4
"""Proficiency of everybody in everything where nobody is a specialist."""


@kernel
def draw_organizations(state: State, specialties: Floats, capacities: Floats, core: Floats) -> None:
    """Draw the traits and the first stocks of all organizations.

    Args:
        specialties: (N, K) 1 where one is at home in a strength.
        capacities: (N,) multiple of the usual capacity; core: (N,) chance to be a core partner.
    """
    people, stock, seed = organizations(state), stocks(state), state.clock[SEED]
    p = state.parameters
    for i in range(len(people.id)):
        me = people.id[i]
        z = normal(seed, CAPACITY, me, 0, 0)
        log = p.work.capacity_spread * z - 0.5 * p.work.capacity_spread * p.work.capacity_spread
        people.capacity[i] = p.work.capacity * capacities[i] * math.exp(log)
        ceiling = p.joining.ceiling_low + (1.0 - p.joining.ceiling_low) * uniform(seed, CEILING, me, 0, 0)
        people.ceiling[i] = clip(ceiling, 0.0, 1.0)
        people.noise[i] = p.sensing.noise
        people.outside[i] = OUTSIDE_HOURS * exponential(seed, OUTSIDE, me, 0, 0)
        people.threshold[i] = p.joining.threshold * (1.0 + THRESHOLD_SPREAD * normal(seed, THRESHOLD, me, 0, 0))
        people.core[i] = 1 if uniform(seed, CORE, me, 0, 0) < core[i] else 0
        stock.energy[i] = RESTED
        for k in range(state.proficiency.shape[1]):
            u = uniform(seed, SKILL, me, 0, k)
            special = 0.6 + 0.4 * u if specialties[i, k] > 0.0 else 0.4 * u * u
            usual = (1.0 - p.work.specialization) * USUAL_PROFICIENCY
            state.proficiency[i, k] = usual + p.work.specialization * special


@kernel
def draw_acquaintances(state: State) -> None:
    """Draw whom the coordinator of a case without a core knows: as many as anybody seeks ties, one at least.

    They are drawn among all of the case, those who arrive later, too; nobody else becomes one, whoever comes or goes.
    """
    people, seed = organizations(state), state.clock[SEED]
    for i in range(len(people.id)):
        if people.core[i] == 1:
            return
    for _ in range(max(1, int(state.parameters.club.ties))):
        nearest, least = NONE, math.inf
        for i in range(len(people.id)):
            luck = uniform(seed, ACQUAINTANCE, people.id[i], 0, 0)
            if people.acquainted[i] == 0 and luck < least:
                nearest, least = i, luck
        if nearest != NONE:
            people.acquainted[nearest] = 1


@kernel
def draw_concerns(state: State, k: int, opponents: Floats) -> None:
    """Draw what issue ``k`` is to all organizations: most care about a few; some are hurt by what would help.

    Args:
        opponents: (N,) 1 where one cares and is hurt, whatever chance says.
    """
    p, people, concern, seed = state.parameters, organizations(state), concerns(state), state.clock[SEED]
    own_spread = p.club.values_spread * math.sqrt(1.0 - KINSHIP)
    side = 1.0 if uniform(seed, LOSES, k, 0, 1) < 0.5 else -1.0
    for i in range(len(people.id)):
        me = people.id[i]
        log = STAKE_SPREAD * (normal(seed, STAKE, me, 0, k) - 0.5 * STAKE_SPREAD)
        cares = 1.0 if uniform(seed, CARE, me, 0, k) < p.joining.care else opponents[i]
        size = math.sqrt(people.capacity[i] / p.work.capacity)
        concern.stake[k, i] = STAKE_HOURS * math.exp(log) * size * cares
        concern.home[k, i] = state.kinds[MEAN_OF, people.kind[i]] + own_spread * normal(seed, HOME, me, 0, k)
        if cares > 0.0 and (opponents[i] > 0.0 or uniform(seed, LOSES, me, 0, 2 + k) < p.club.losers):
            concern.home[k, i] += side * LOSS * p.joining.interest_width
        concern.value[k, i] = concern.home[k, i]
        concern.belief[k, i] = issues(state).fact[k] + p.sensing.noise * normal(seed, BELIEF, me, 0, k)
        concern.voiced[k, i] = concern.belief[k, i]


@kernel
def draw_kinds(state: State, offsets: Floats) -> None:
    """Draw where each kind stands on the values axis: its offset in the case, and what its members share."""
    p = state.parameters
    for kind in range(state.kinds.shape[1]):
        entity = int(state.kinds[FAMILY_OF, kind]) << 32
        shared = p.club.values_spread * math.sqrt(KINSHIP) * normal(state.clock[SEED], KIN, entity, 0, 0)
        state.kinds[MEAN_OF, kind] = p.club.bias + offsets[kind] + shared


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
                people.weight[i] = people.capacity[i] / total if total > 0.0 else 0.0


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
def draw_issue(state: State, k: int, sequence: Ints) -> None:
    """Draw the state of issue ``k`` at the start; sequence: (n,) its obstacles, drawn as well where it is empty."""
    conditions, issue, seed = state.parameters.conditions, issues(state), state.clock[SEED]
    draw_sequence(state, k)
    for place in range(len(sequence)):
        state.queue[k, place] = sequence[place]
        issue.open[k] = place + 1.0
    issue.obstacle[k] = state.queue[k, 0]
    issue.ambition[k] = 1.0
    issue.arises[k] = 0.0
    if k > 0:
        issue.arises[k] = issue.arises[k - 1] + conditions.arrival * exponential(seed, ARRIVAL, k, 0, 0)
    spread = state.parameters.outcome.barrier_spread
    issue.barrier[k] = math.exp(spread * (normal(seed, BARRIER, k, 0, 0) - 0.5 * spread))
    issue.fact[k] = FACT_SPREAD * normal(seed, FIRST_FACT, k, 0, 0)
    issue.first_fact[k] = issue.fact[k]
    issue.stakes[k] = 1.0
    issue.followed[k] = 1.0
    issue.window[k] = 1.0 if conditions.window_share >= 1.0 else 0.0


@kernel
def draw_theories(state: State, h: int) -> None:
    """Draw what a coordinator believes about each theory of change."""
    entity, steps = state.badges[h], state.theory.shape[2]
    for obstacle in range(state.theory.shape[1]):
        for step in range(steps):
            needed = 1.0 if state.needed[obstacle, step] == 1 else 0.0
            luck = uniform(state.clock[SEED], FLAW, entity, 0, obstacle * steps + step)
            if state.needed[obstacle, step] >= 0:
                is_flawed = luck < FLAWS * state.parameters.synthesis.error
                state.theory[h, obstacle, step] = 1.0 - needed if is_flawed else needed


@kernel
def draw_campaign(state: State, c: int) -> None:
    """Draw what a coordinator who takes office believes of an issue; of what has fallen by then, see ``synthesis``."""
    p, campaign, seed = state.parameters, campaigns(state), state.clock[SEED]
    k, entity = int(coalitions(state).issue[c]), state.badges[int(coalitions(state).hub[c])]
    obstacles = state.suspicion.shape[1]
    assumed = int(issues(state).obstacle[k])
    prior = max(p.synthesis.prior, 1.0 / obstacles)
    if obstacles > 1 and uniform(seed, FIRST_GUESS, entity, k, 0) >= prior:
        other = integer(seed, FIRST_GUESS, entity, k, 1, obstacles - 1)
        assumed = other + 1 if other >= assumed else other
    campaign.assumed[c] = assumed
    for obstacle in range(obstacles):
        even = (1.0 - prior) / (obstacles - 1) if obstacles > 1 else 1.0
        state.suspicion[c, obstacle] = prior if obstacle == assumed and obstacles > 1 else even
    weeks = max(0.0, state.time[NOW] - issues(state).arises[k])
    campaign.variance[c] = FACT_SPREAD * FACT_SPREAD + p.conditions.drift * weeks
    campaign.misjudged[c] = p.synthesis.error * normal(seed, MISJUDGED, entity, k, 0)
    campaign.heard_at[c] = -1.0
    campaign.met_at[c] = -1.0
    h = int(coalitions(state).hub[c])
    own = int(coordinators(state).own[h])
    campaign.receiver[c] = concerns(state).home[k, own] if own >= 0 else coordinators(state).value[h]


@kernel
def draw_map(state: State, h: int) -> None:
    """Draw a coordinator's stakeholder map (strengths and ceilings, each with its error) and the first trust in it."""
    p, seed, voice, people = state.parameters, state.clock[SEED], standing(state), organizations(state)
    pair = word_of(state.badges[h])  # who is mapped keys the draw as an entity, by whom as a step
    for i in range(len(people.id)):
        me = people.id[i]
        for strength in range(state.proficiency.shape[1]):
            error = STRENGTHS_OFF * p.synthesis.error * normal(seed, MAP, me, pair, strength)
            state.map[h, i, strength] = clip(state.proficiency[i, strength] + error, 0.0, 1.0)
        error = VALUES_OFF * p.synthesis.error * normal(seed, MAP_OF_CEILINGS, me, pair, 0)
        voice.mapped_ceiling[h, i] = clip(people.ceiling[i] + error, 0.0, 1.0)
        u = uniform(seed, START_TRUST, me, pair, 0)
        voice.trust[h, i] = p.trust.start + (2.0 * u - 1.0) * TRUST_SPREAD * min(p.trust.start, 1.0 - p.trust.start)


@kernel
def draw_map_of_values(state: State, c: int) -> None:
    """Draw where the coordinator of a coalition believes organizations to stand on its issue."""
    badge, k = state.badges[int(coalitions(state).hub[c])], int(coalitions(state).issue[c])
    pair, error = word_of(badge), VALUES_OFF * state.parameters.synthesis.error
    for i in range(len(organizations(state).id)):
        z = normal(state.clock[SEED], MAP_OF_VALUES, organizations(state).id[i], pair, k)
        reports(state).mapped_value[c, i] = concerns(state).home[k, i] + error * z


@kernel
def appoint(state: State) -> None:
    """Put the coordinator of the case in office."""
    person, mind, role = coordinators(state), minds(state), state.parameters.coordinator
    person.staff[0] = role.staff
    person.value[0] = role.value
    person.noise[0] = DESK_NOISE * state.parameters.synthesis.error
    person.own[0] = NONE
    person.credit_kept[0] = role.credit_kept
    person.candour[0] = role.candour
    mind.energy[0] = RESTED
    mind.funding[0] = state.parameters.club.grant if role.staff > 0.0 else 0.0


@kernel
def leave_alone(state: State, returned: float) -> None:
    """Make every organization its own coordinator.

    Args:
        returned: share of what a coordinator would have cost a funder that goes to all, by capacity.
    """
    p, people, person, mind = state.parameters, organizations(state), coordinators(state), minds(state)
    total = 0.0
    for i in range(len(people.id)):
        total += people.capacity[i]
    grown = 1.0 + returned * p.coordinator.staff * p.club.grant * STAFF_HOURS / total if total > 0.0 else 1.0
    for h in range(len(people.id)):
        i = state.order[h]
        capacity = people.capacity[i] * grown
        office = capacity * p.coordinator.analyse
        people.capacity[i] = capacity - office
        person.staff[h] = office / STAFF_HOURS
        person.value[h] = concerns(state).home[0, i]
        person.noise[h] = people.noise[i]
        person.own[h] = i
        person.candour[h] = 1.0
        state.badges[h] = people.id[i]
        mind.energy[h] = 1.0
        mind.funding[h] = 1.0


@kernel
def found_coalitions(state: State) -> None:
    """Give every coalition its coordinator and its issue, with what that one believes, and nobody a seat yet."""
    coalition, seat, mind, open_issues = coalitions(state), seats(state), minds(state), len(issues(state).open)
    for h in range(len(mind.energy)):
        mind.skill[h] = 1.0
        mind.visible[h] = 1.0
        draw_theories(state, h)
        draw_map(state, h)
        own = int(coordinators(state).own[h])
        if own >= 0:
            standing(state).trust[h, own] = 1.0
    for c in range(len(coalition.hub)):
        coalition.hub[c] = c // open_issues
        coalition.issue[c] = c % open_issues
        coalition.asked_at[c] = -1.0
        coalition.served[c] = 1.0
        coalition.room[c] = seat.role.shape[1]
        draw_campaign(state, c)
        draw_map_of_values(state, c)
        for i in range(seat.role.shape[1]):
            seat.role[c, i] = NONE
    for which in range(2):
        for c in range(len(coalition.hub)):
            plan(state, which).obstacle[c] = NONE


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
def draw_turns(state: State) -> None:
    """Draw the numbers whose order is the order in which organizations decide."""
    people = organizations(state)
    for i in range(len(people.id)):
        people.turn[i] = uniform(state.clock[SEED], TURNS, people.id[i], 0, 0)
