"""Yardstick: what makes one plan better than another, and whom a plan can count on; the same for every form.

Expected worth per time, J = ambition x (expected help x closeness - weight x expected harm) / (talks + work left /
weekly hours + wait for a window and a win). Time is not free, or everybody would be invited. Who will join is a
probability from the map's uncertainty: separate errors on strengths, on values and ceilings, and on motives, or noise
would turn into optimism. The opposition is what whoever proposes takes it for. What will be undone is reckoned with,
urgency is not.

Serves principle 4 (opt-in over consensus).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..arithmetic import likely, rounded
from ..compiling import kernel
from ..stakes import OUTSIDE_HOURS, STAKE_HOURS
from ..state import (
    CURRENT,
    IN_SIGHT,
    State,
    campaigns,
    coalitions,
    coordinators,
    in_sight,
    in_turn,
    issues,
    minds,
    plan,
    reports,
    seats,
    standing,
    stocks,
)
from .offers import (
    briefing_weeks,
    is_worth_a_place,
    mapped_hours,
    mapped_work,
    meeting_to_expect,
    newcomer_weeks,
    service_to_expect,
    weeks_needed,
)
from .outcome import barrier, believed_opposition, closeness, expected_help, expected_hurt, interest, lasting
from .participation import heed_of, is_required
from .roles import REBRIEFING
from .seat import (
    Promise,
    hours_term,
    promise,
    promised_chance,
    wall_term,
    work_left,
    work_total,
    yields_term,
)
from .sensing import mapped_expertise

# rows of state.scratch during this phase
RANKED, SCORES, FITS, STARTS = range(4)

LIKELY_SHARE = 0.3
"""Share of the organizations that are guessed to join before more is known."""

MOTIVES_OFF = 1.0
"""Hours a week by which the map is off on a motive to join, a deviation, at usual error."""

BUCKETS = 64
"""Classes of contribution by which candidates are ranked, so that ranking takes linear time."""


# --- the yardstick --------------------------------------------------------------------------------------------


@kernel
def yardstick(
    state: State, ambition: float, distance: float, hurt: float, variance: float, error: float, weeks: float
) -> float:
    """Return J, the expected worth of a plan per week.

    Args:
        distance: from the values that the proposers hold to be those of the people affected.
        hurt: capacity share of those whom the plan is expected to hurt: what they undo is not worth much.
        variance: of the estimate of the fact; error: of the plan's fact against it.
        weeks: until success is to be expected, talks included.
    """
    outcome = state.parameters.outcome
    help_chance = expected_help(outcome, variance, error)
    good = closeness(outcome, distance) * lasting(outcome, hurt)
    expected = ambition * (help_chance * good - (1.0 - help_chance) * outcome.harm)
    if expected <= 0.0:
        return expected
    return expected / max(weeks, 1.0)


@kernel
def is_worth_reopening(state: State, c: int, h: int) -> bool:
    """Return whether a plan that bets on what is known by now would be worth more than the plan that there is.

    The price is the time of talks, which took so long the last time, and of briefing everybody again.
    """
    campaign = campaigns(state)
    coalition, current = coalitions(state), plan(state, CURRENT)
    that = promise(state, c, CURRENT)
    weeks = weeks_needed(state, coalition.relied[c], coalition.relied_heed[c], that)
    if weeks == math.inf:
        return True
    distance, variance = current.value[c] - campaign.receiver[c], campaign.doubt[c] * campaign.doubt[c]
    hurt = expected_hurt(state, c, current.value[c], True)
    now = yardstick(state, current.ambition[c], distance, hurt, variance, current.fact[c] - campaign.forecast[c], weeks)
    price = coalition.negotiated[c] + coalition.size[c] * briefing_weeks(
        state, c, REBRIEFING * state.parameters.roles.briefing
    )
    nearest = rounded(campaign.forecast[c]) - campaign.forecast[c]  # plans are rounded
    return yardstick(state, current.ambition[c], distance, hurt, variance, nearest, weeks + price) > now


# --- whom a plan can count on ------------------------------------------------------------------------------------


@kernel
def rank_candidates(state: State, c: int, obstacle: int) -> None:
    """Write into ``state.scratch[RANKED]`` those in sight, the largest contributions first (a counting sort)."""
    scratch, h = state.scratch, int(coalitions(state).hub[c])
    n = state.clock[IN_SIGHT]
    best = 0.0
    for i in in_sight(state):
        scratch[FITS, i] = mapped_expertise(state, h, i, obstacle)
        heed = heed_of(state, i, obstacle)
        scratch[SCORES, i] = mapped_hours(state, c, i, 1.0) * scratch[FITS, i] / (n * state.parameters.work.capacity)
        scratch[SCORES, i] += heed + (1.0 if is_required(state, obstacle, i) else 0.0)
        best = max(best, scratch[SCORES, i])
    starts = scratch[STARTS]
    for bucket in range(BUCKETS):
        starts[bucket] = 0.0
    for i in in_sight(state):
        starts[bucket_of(scratch[SCORES, i], best)] += 1.0
    place = 0.0
    for bucket in range(BUCKETS):
        count = starts[bucket]
        starts[bucket] = place
        place += count
    for i in in_turn(state):
        bucket = bucket_of(scratch[SCORES, i], best)
        scratch[RANKED, int(starts[bucket])] = i
        starts[bucket] += 1.0


@kernel
def bucket_of(score: float, best: float) -> int:
    """Return the class of a contribution: 0 for the largest."""
    if best <= 0.0:
        return 0
    return int((1.0 - score / best) * (BUCKETS - 1))


class Proposal(NamedTuple):
    """A plan that is being weighed."""

    fact: float  # position it would bet on
    value: float  # position it would stand for
    ambition: float  # [0, 1]
    obstacle: int  # whose theory of change it would follow
    receiver: float  # position that the proposers hold to be that of the people affected
    hurt: float  # capacity share of those whom it would hurt
    talks: float  # weeks of talks to expect
    size: float  # members to expect


class Guess(NamedTuple):
    """What a candidate is guessed to expect of the others."""

    chance: float  # of success
    per_effort: float  # by how much a proficient hour a week raises it
    per_heed: float  # by how much heed raises it
    others: float  # proficient hours a week of the others
    heeded: float  # heed that the others command


@kernel
def way(state: State, c: int, h: int, that: Proposal) -> Promise:
    """Return what lies between a proposal and success."""
    return Promise(
        that.fact,
        that.value,
        that.ambition,
        work_left(state, c, h, that.obstacle),
        work_total(state, h, that.obstacle),
        barrier(state.parameters.outcome, that.ambition, believed_opposition(state, c), that.hurt),
        state.suspicion[c, that.obstacle],
        coordinators(state).candour[h],
    )


@kernel
def guess(state: State, promise: Promise, others: float, heeded: float) -> Guess:
    """Return what a candidate expects where others bring so much effort and heed."""
    chance = promised_chance(state, promise, others, heeded)
    per_effort = promised_chance(state, promise, others + 1.0, heeded) - chance
    per_heed = (promised_chance(state, promise, others, heeded + 0.01) - chance) / 0.01
    return Guess(chance, per_effort, per_heed, others, heeded)


@kernel
def expected_score(
    state: State, c: int, h: int, i: int, that: Proposal, effort: float, heed: float, expects: Guess
) -> float:
    """Return the score of a seat as the coordinator would guess it: what the map shows, and averages for the rest.

    Args:
        effort: proficient hours a week that the organization would bring; heed: of the audience.
    """
    joining, voice, k = state.parameters.joining, standing(state), int(coalitions(state).issue[c])
    distance = reports(state).mapped_value[c, i] - that.value
    care = interest(distance, joining.interest_width)
    raised = expects.per_effort * effort + expects.per_heed * heed
    passed_on = (1.0 - coordinators(state).credit_kept[h]) * minds(state).visible[h]
    share = effort / (expects.others + effort) if effort > 0.0 else 0.0
    elsewhere = max(0.0, stocks(state).load[i] - seats(state).taken[c, i])
    return (
        STAKE_HOURS * joining.care * issues(state).stakes[k] * that.ambition * care * raised / joining.tau
        + joining.credit * passed_on * that.ambition * expects.chance * share / joining.tau
        + yields_term(state, distance, effort)
        + wall_term(joining.wall, that.ambition - voice.mapped_ceiling[h, i])
        + hours_term(state, i, elsewhere, mapped_hours(state, c, i, that.ambition))
        - OUTSIDE_HOURS * joining.hour_price
    )


@kernel
def mapped_effort(state: State, c: int, i: int, that: Proposal, meeting: float) -> float:
    """Return the proficient hours a week that the coordinator expects of an organization; candidates must be ranked."""
    return mapped_work(state, c, i, that.ambition, meeting) * state.scratch[FITS, i]


@kernel
def worth_of(state: State, c: int, h: int, that: Proposal, effort: float, heeded: float, weeks: float) -> float:
    """Note what a proposal can count on, and return its J if it takes so many weeks."""
    campaign = campaigns(state)
    coalitions(state).expected[c] = effort
    coalitions(state).heeded[c] = heeded
    error, variance = that.fact - campaign.forecast[c], campaign.doubt[c] * campaign.doubt[c]
    return yardstick(state, that.ambition, that.value - that.receiver, that.hurt, variance, error, weeks)


@kernel
def prospect_of_table(state: State, c: int, h: int, that: Proposal) -> float:
    """Return J of a proposal that counts on those who are pledged, and on nobody else."""
    promise = way(state, c, h, that)
    meeting = meeting_to_expect(state, c, that.size)
    effort = 0.0
    heeded = 0.0
    for place in range(state.clock[IN_SIGHT]):
        i = int(state.scratch[RANKED, place])
        if seats(state).pledged[c, i] > 0.0:
            effort += mapped_effort(state, c, i, that, meeting)
            heeded += heed_of(state, i, that.obstacle)
    effort *= service_to_expect(state, c, that.size, 0.0)
    weeks = that.talks + weeks_needed(state, effort, heeded, promise)
    return worth_of(state, c, h, that, effort, heeded, weeks)


@kernel
def prospect_of_candidates(state: State, c: int, h: int, that: Proposal, is_final: bool) -> float:
    """Return J of a proposal that counts on whoever is offered a place, by the chance that it joins.

    A place is offered to whoever shortens the way by more than it costs to carry.  ``is_final``: write down who it is.
    """
    seat, coalition = seats(state), coalitions(state)
    promise = way(state, c, h, that)
    expects = guess(state, promise, coalition.expected[c], coalition.heeded[c])
    meeting, price = meeting_to_expect(state, c, that.size), newcomer_weeks(state, c)
    effort = 0.0
    heeded = 0.0
    briefings = 0.0
    offers = 0.0
    expected = 0.0
    reluctant = 0.0
    weeks = math.inf
    for place in range(state.clock[IN_SIGHT]):
        i = int(state.scratch[RANKED, place])
        mine, heed = mapped_effort(state, c, i, that, meeting), heed_of(state, i, that.obstacle)
        joins = 0.0
        sits = 0.0
        if mine > 0.0 and offers < coalition.room[c]:
            served = service_to_expect(state, c, expected + 1.0, reluctant + coalition.compels[c])
            shorter = weeks_needed(state, (effort + mine) * served, heeded + heed, promise)
            if is_worth_a_place(weeks, shorter, price) or is_required(state, that.obstacle, i):
                offers += 1.0
                score = expected_score(state, c, h, i, that, mine, heed, expects)
                joins = likely(score, MOTIVES_OFF * state.parameters.synthesis.error)
                sits = max(joins, coalition.compels[c])
        if is_final:
            seat.invited[c, i] = 1.0 if sits > 0.0 else 0.0
            seat.pledged[c, i] = 1.0 if sits >= 0.5 else 0.0
        if sits == 0.0:
            continue
        effort += sits * mine
        heeded += joins * heed
        expected += sits
        reluctant += sits - joins
        served = service_to_expect(state, c, expected, reluctant)
        weeks = weeks_needed(state, effort * served, heeded, promise)
        if seat.member[c, i] == 0.0:
            briefings += sits * price
    effort *= service_to_expect(state, c, expected, reluctant)
    return worth_of(state, c, h, that, effort, heeded, that.talks + weeks + briefings)


@kernel
def outlook(state: State, c: int, h: int, that: Proposal, is_final: bool) -> float:
    """Return J of a proposal for whoever is likely to join it, and where ``is_final`` write down who that is.

    What one organization does depends on what the others do: the first guess is that a usual share of them join, the
    second takes over what follows from it.
    """
    effort = 0.0
    for i in in_sight(state):
        effort += mapped_effort(state, c, i, that, 0.0)
    coalitions(state).expected[c] = effort * LIKELY_SHARE
    coalitions(state).heeded[c] = LIKELY_SHARE
    prospect_of_candidates(state, c, h, that, False)
    return prospect_of_candidates(state, c, h, that, is_final)
