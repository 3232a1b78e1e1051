"""Decision: when a plan is needed, what makes one plan better than another, and what adopting it does.

One yardstick for plans, the same for every form: expected worth per time, J = ambition x (expected help x closeness -
weight x expected harm) x horizon / (talks + work left / weekly hours + wait). Time is not free, or everybody would be
invited. Who is predicted to join is a probability from the map's uncertainty. How drafts are made and agreed on is
the business of ``governance/``; here is what all forms share.
"""

from __future__ import annotations

import math

from ..arithmetic import clip, likely, per_step
from ..chance import stream, uniform
from ..compiling import kernel
from ..coordinators.briefing import DISSOLVE, REVIEW_WEEKS
from ..events import CAMPAIGN_CALLED, CAMPAIGN_ENDED, PIVOTED, PLAN_ADOPTED, note
from ..governance.rules import Rules, agree, propose
from ..state import (
    ACTIVE,
    CURRENT,
    DRAFT,
    FACT,
    FOLLOWED,
    IDLE,
    NONE,
    NOW,
    OBSTACLE,
    RESISTANCE,
    SEED,
    STAKES,
    STEP,
    STEP_WEEKS,
    SWITCHED_AT,
    TALKING,
    State,
    coalitions,
    coordinators,
    minds,
    organizations,
    plan,
    seats,
    standing,
    stocks,
)
from .joining import carrying_weeks, is_worth_a_place, weeks_needed
from .outcome import barrier, interest, worth
from .record import (
    ADOPTED_AMBITION,
    DILUTION_FACT,
    DILUTION_VALUES,
    FALSE_PIVOTS,
    FOLLOW_LAG,
    FOLLOWED_SWITCHES,
    PIVOTS,
    PLANS,
    WEEKS_TO_PLAN,
    tally,
)
from .seat import (
    distance_term,
    hours_term,
    success_chance,
    told,
    trust_term,
    wall_term,
    work_left,
    work_total,
    yields_term,
)
from .sensing import mapped_expertise

CALL = stream("decision.call")

# rows of state.scratch during this phase
RANKED, SCORES, FITS, HURT = range(4)

BUCKETS = 64
"""Classes of contribution by which candidates are ranked, so that ranking takes linear time."""


# --- the yardstick --------------------------------------------------------------------------------------------


@kernel
def expected_help(state: State, variance: float, error: float) -> float:
    """Return the chance that a plan helps, for an estimate with this variance, ``error`` away from the plan's fact."""
    width = state.parameters.outcome.help_width
    total = width * width + variance
    return width / math.sqrt(total) * math.exp(-error * error / (2.0 * total))


@kernel
def yardstick(state: State, ambition: float, distance: float, variance: float, error: float, weeks: float) -> float:
    """Return J, the expected worth of a plan per horizon.

    Args:
        distance: from the values that the proposers hold to be those of the people affected.
        variance: of the estimate of the fact; error: of the plan's fact against it.
        weeks: until success is to be expected, talks included.
    """
    help_chance = expected_help(state, variance, error)
    outcome = state.parameters.outcome
    expected = help_chance * worth(outcome, ambition, distance) - (1.0 - help_chance) * outcome.harm * ambition
    if expected <= 0.0:
        return expected
    return expected * state.parameters.decision.horizon / max(weeks, 1.0)


# --- whom a plan can count on ------------------------------------------------------------------------------------


@kernel
def mapped_hours(state: State, h: int, i: int, ambition: float) -> float:
    """Return the hours a week that the coordinator expects of an organization under a plan of this ambition."""
    ceiling = standing(state).mapped_ceiling[h, i]
    free = state.parameters.work.availability
    return organizations(state).capacity[i] * free * min(ambition, ceiling) * stocks(state).energy[i]


@kernel
def rank_candidates(state: State, h: int, obstacle: int) -> None:
    """Write into ``state.scratch[RANKED]`` all organizations, the largest contributions first (a counting sort)."""
    people, scratch = organizations(state), state.scratch
    n = len(people.id)
    best = 0.0
    for i in range(n):
        scratch[FITS, i] = mapped_expertise(state, h, i, obstacle)
        heed = state.audience[obstacle, people.kind[i]] * people.weight[i]
        scratch[SCORES, i] = mapped_hours(state, h, i, 1.0) * scratch[FITS, i] / (n * state.parameters.work.capacity)
        scratch[SCORES, i] += heed
        best = max(best, scratch[SCORES, i])
    starts = state.scratch[7]
    for bucket in range(BUCKETS):
        starts[bucket] = 0.0
    for i in range(n):
        starts[bucket_of(scratch[SCORES, i], best)] += 1.0
    place = 0.0
    for bucket in range(BUCKETS):
        count = starts[bucket]
        starts[bucket] = place
        place += count
    for i in range(n):
        bucket = bucket_of(scratch[SCORES, i], best)
        scratch[RANKED, int(starts[bucket])] = i
        starts[bucket] += 1.0


@kernel
def bucket_of(score: float, best: float) -> int:
    """Return the class of a contribution: 0 for the largest."""
    if best <= 0.0:
        return 0
    return int((1.0 - score / best) * (BUCKETS - 1))


@kernel
def expected_hurt(state: State, h: int, value: float) -> float:
    """Return the capacity share of the organizations that a plan at ``value`` would hurt, by the map."""
    people = organizations(state)
    width = state.parameters.joining.interest_width
    hurt = 0.0
    total = 0.0
    for i in range(len(people.id)):
        total += people.capacity[i]
        hurt += people.capacity[i] * max(0.0, -interest(standing(state).mapped_value[h, i] - value, width))
    return hurt / total


@kernel
def expected_score(
    state: State, h: int, i: int, value: float, ambition: float, effort: float, heed: float,
    chance: float, per_effort: float, per_heed: float, others: float, others_heed: float,
) -> float:  # fmt: skip
    """Return the score of a seat as the coordinator would guess it: what the map shows, and averages for the rest.

    Args:
        effort, heed: what the organization would bring; others, others_heed: what the rest would.
        chance: of success; per_effort, per_heed: by how much one unit of either raises it.
    """
    joining, stock = state.parameters.joining, stocks(state)
    distance = standing(state).mapped_value[h, i] - value
    care = interest(distance, joining.interest_width)
    raised = per_effort * effort + per_heed * heed
    passed_on = (1.0 - coordinators(state).credit_kept[h]) * minds(state).visible[h]
    share = effort / (others + effort) if effort > 0.0 else 0.0
    doubt = state.parameters.sensing.noise
    hours = mapped_hours(state, h, i, ambition)
    return (
        joining.stake * state.issue[STAKES] * ambition * care * raised / joining.tau
        + joining.credit * passed_on * ambition * chance * share / joining.tau
        + yields_term(state, distance, effort)
        + joining.safety * (others_heed - joining.threshold_low - 0.5 * joining.threshold_spread)
        + trust_term(state, standing(state).trust[h, i])
        + distance_term(joining.value_distance, distance, joining.interest_width)
        + distance_term(joining.fact_distance, doubt, joining.interest_width)
        + wall_term(joining.wall, ambition - standing(state).mapped_ceiling[h, i])
        + hours_term(state, stock.energy[i], stock.load[i], hours, False)
        - joining.outside
    )


@kernel
def prospect(
    state: State, c: int, h: int, fact: float, value: float, ambition: float, obstacle: int,
    receiver: float, talks: float, hurt: float, is_seated: bool, is_final: bool,
) -> float:  # fmt: skip
    """Return J of a plan, and whom it can count on.

    Candidates must have been ranked for this obstacle.  ``is_seated``: count on those who are pledged and on nobody
    else; otherwise on whoever shortens the way by more than a briefing costs, by the chance that it joins.
    ``is_final``: write down who is offered a place and who is counted on.

    Args:
        receiver: position that the proposers hold to be that of the people affected.
        talks: weeks of talks to expect.
        hurt: capacity share of those whom the plan would hurt.
    """
    people, seat, coalition, scratch = organizations(state), seats(state), coalitions(state), state.scratch
    parameters = state.parameters
    left, total = work_left(state, c, h, obstacle), work_total(state, h, obstacle)
    wall = barrier(parameters.outcome, ambition, state.issue[RESISTANCE], hurt)
    belief, candour = state.suspicion[h, obstacle], coordinators(state).candour[h]
    others, others_heed = coalition.expected[c], coalition.heeded[c]
    chance = told(candour, belief * success_chance(state, others, others_heed, left, total, wall))
    per_effort = told(candour, belief * success_chance(state, others + 1.0, others_heed, left, total, wall)) - chance
    raised = told(candour, belief * success_chance(state, others, others_heed + 0.01, left, total, wall)) - chance
    spread = parameters.decision.guess
    effort = 0.0
    heeded = 0.0
    briefings = 0.0
    offers = 0.0
    weeks = weeks_needed(state, effort, heeded, left, wall)
    for place in range(len(people.id)):
        i = int(scratch[RANKED, place])
        mine = mapped_hours(state, h, i, ambition) * scratch[FITS, i]
        heed = state.audience[obstacle, people.kind[i]] * people.weight[i]
        joins = 1.0
        if is_seated:
            if seat.pledged[c, i] == 0.0:
                continue
        else:
            offered = False
            if offers < coalition.room[c]:
                shorter = weeks_needed(state, effort + mine, heeded + heed, left, wall)
                offered = mine > 0.0 and is_worth_a_place(state, h, weeks, shorter)
            if offered:
                score = expected_score(
                    state, h, i, value, ambition, mine, heed, chance, per_effort, 100.0 * raised, others, others_heed
                )
                joins = likely(score, spread)
            else:
                joins = 0.0
            if is_final:
                seat.offered[c, i] = 1.0 if offered else 0.0
                seat.pledged[c, i] = 1.0 if joins >= 0.5 else 0.0
            if not offered:
                continue
            offers += 1.0
            if seat.member[c, i] == 0.0 and joins > 0.0:
                briefings += joins * carrying_weeks(state, h, 0.0)
        effort += joins * mine
        heeded += joins * heed
        weeks = weeks_needed(state, effort, heeded, left, wall)
    coalition.expected[c] = effort
    coalition.heeded[c] = heeded
    return yardstick(
        state, ambition, value - receiver, minds(state).variance[h], fact - minds(state).forecast[h],
        talks + weeks + briefings,
    )  # fmt: skip


@kernel
def outlook(
    state: State,
    c: int,
    h: int,
    fact: float,
    value: float,
    ambition: float,
    obstacle: int,
    receiver: float,
    hurt: float,
    is_final: bool,
) -> float:
    """Return J of a plan for whoever is likely to join it, and where ``is_final`` write down who that is.

    What one organization does depends on what the others do: the first guess is that a third join, the second takes
    over what follows from it.
    """
    people, coalition = organizations(state), coalitions(state)
    effort = 0.0
    for i in range(len(people.id)):
        effort += mapped_hours(state, h, i, ambition) * state.scratch[FITS, i]
    coalition.expected[c] = effort / 3.0
    coalition.heeded[c] = 1.0 / 3.0
    prospect(state, c, h, fact, value, ambition, obstacle, receiver, 0.0, hurt, False, False)
    return prospect(state, c, h, fact, value, ambition, obstacle, receiver, 0.0, hurt, False, is_final)


# --- from draft to plan ------------------------------------------------------------------------------------------


@kernel
def turn_around(state: State, c: int) -> None:
    """Pay for a pivot: progress is lost, weeks are idle, and who belonged before is remembered."""
    diagnosis, coalition, seat = state.parameters.diagnosis, coalitions(state), seats(state)
    for obstacle in range(state.progress.shape[1]):
        for step in range(state.progress.shape[2]):
            state.progress[c, obstacle, step] *= 1.0 - diagnosis.pivot_loss
    coalition.idle_until[c] = state.time[NOW] + diagnosis.pivot_weeks
    coalition.turning[c] = 1.0
    for i in range(seat.member.shape[1]):
        seat.before[c, i] = seat.member[c, i]
    tally(state, PIVOTS, 1.0)
    if plan(state, DRAFT).obstacle[c] != state.issue[OBSTACLE]:
        tally(state, FALSE_PIVOTS, 1.0)
    note(state, PIVOTED, c, int(plan(state, DRAFT).obstacle[c]), plan(state, CURRENT).obstacle[c])


@kernel
def overrule(state: State, c: int, h: int) -> None:
    """Lower the trust of those who were heard and find that the plan bets on something else."""
    voice, trust = standing(state), state.parameters.trust
    fact = plan(state, CURRENT).fact[c]
    for i in range(voice.trust.shape[1]):
        if voice.heard[h, i] == 0.0:
            continue
        voice.heard[h, i] = 0.0
        if abs(voice.said[h, i] - fact) > organizations(state).noise[i]:
            voice.trust[h, i] -= trust.overruled * voice.trust[h, i]


@kernel
def adopt(state: State, c: int) -> None:
    """Make the draft of coalition ``c`` its plan."""
    coalition, current, draft = coalitions(state), plan(state, CURRENT), plan(state, DRAFT)
    h = int(coalition.hub[c])
    now = state.time[NOW]
    if coalition.status[c] == ACTIVE and draft.obstacle[c] != current.obstacle[c]:
        turn_around(state, c)
    current.fact[c] = draft.fact[c]
    current.value[c] = draft.value[c]
    current.ambition[c] = draft.ambition[c]
    current.obstacle[c] = draft.obstacle[c]
    coalition.status[c] = ACTIVE
    coalition.drafting[c] = 0.0
    coalition.adopted_at[c] = now
    coalition.review_at[c] = now + review_weeks(state, h)
    overrule(state, c, h)
    tally(state, PLANS, 1.0)
    tally(state, WEEKS_TO_PLAN, now - coalition.asked_at[c])
    coalition.asked_at[c] = -1.0
    tally(state, ADOPTED_AMBITION, current.ambition[c])
    tally(state, DILUTION_FACT, abs(current.fact[c] - state.issue[FACT]))
    tally(state, DILUTION_VALUES, abs(current.value[c] - state.parameters.conditions.affected))
    if current.obstacle[c] == state.issue[OBSTACLE] and state.issue[FOLLOWED] == 0.0:
        state.issue[FOLLOWED] = 1.0
        tally(state, FOLLOWED_SWITCHES, 1.0)
        tally(state, FOLLOW_LAG, now - state.issue[SWITCHED_AT])
    note(state, PLAN_ADOPTED, c, int(current.obstacle[c]), current.ambition[c])


@kernel
def review_weeks(state: State, h: int) -> float:
    """Return the weeks to the next review; somebody who is on its own looks every week."""
    return state.decision[h, REVIEW_WEEKS]


@kernel
def give_up_draft(state: State, c: int) -> None:
    """End the talks without a plan, or without a change of it."""
    coalition = coalitions(state)
    coalition.drafting[c] = 0.0
    if coalition.status[c] == TALKING:
        coalition.status[c] = IDLE
    coalition.review_at[c] = state.time[NOW] + review_weeks(state, int(coalition.hub[c]))


@kernel
def end_campaign(state: State, c: int) -> None:
    """Dissolve a coalition whose purpose is achieved.  The club remains, and so does whatever blocks the outcome."""
    coalition, seat, stock, people = coalitions(state), seats(state), stocks(state), organizations(state)
    note(state, CAMPAIGN_ENDED, c, NONE, coalition.size[c])
    for i in range(len(people.id)):
        if seat.member[c, i] > 0.0 or seat.pledged[c, i] > 0.0 or len(coalition.status) == 1:
            stock.value[i] = people.home[i]
        seat.member[c, i] = 0.0
        seat.offered[c, i] = 0.0
        seat.pledged[c, i] = 0.0
        seat.role[c, i] = NONE
    for obstacle in range(state.progress.shape[1]):
        for step in range(state.progress.shape[2]):
            state.progress[c, obstacle, step] = 0.0
    plan(state, CURRENT).obstacle[c] = NONE
    coalition.size[c] = 0.0
    coalition.status[c] = IDLE
    coalition.drafting[c] = 0.0
    coalition.fulfilled[c] = 0.0
    coalition.turning[c] = 0.0


# --- the week -----------------------------------------------------------------------------------------------------


@kernel
def is_called(state: State, c: int, h: int) -> bool:
    """Return whether the core calls for a campaign this week: the more it trusts the coordinator, the sooner."""
    if coordinators(state).own[h] >= 0.0:
        return True
    people = organizations(state)
    trust = 0.0
    core = 0.0
    for i in range(len(people.id)):
        if people.core[i] == 1:
            core += 1.0
            trust += standing(state).trust[h, i]
    chance = state.parameters.club.activation * (trust / core if core > 0.0 else 0.0)
    return uniform(state.clock[SEED], CALL, state.badges[h], state.clock[STEP], 0) < per_step(
        chance, state.time[STEP_WEEKS]
    )


@kernel
def open_draft(state: State, c: int) -> None:
    """Begin to look for a plan."""
    coalition = coalitions(state)
    coalition.drafting[c] = 1.0
    coalition.round[c] = 0.0
    coalition.negotiated[c] = 0.0
    coalition.ready_at[c] = state.time[NOW]
    if coalition.asked_at[c] < 0.0:
        coalition.asked_at[c] = state.time[NOW]
    plan(state, DRAFT).obstacle[c] = minds(state).assumed[int(coalition.hub[c])]


@kernel
def call_or_review(state: State, rules: Rules, c: int) -> None:
    """Open a draft where a campaign is called, or where the plan no longer fits what is known."""
    coalition, current = coalitions(state), plan(state, CURRENT)
    h = int(coalition.hub[c])
    if coalition.status[c] == IDLE:
        if state.time[NOW] < coalition.review_at[c] or not is_called(state, c, h):
            return
        coalition.status[c] = TALKING
        coalition.called_at[c] = state.time[NOW]
        note(state, CAMPAIGN_CALLED, c, NONE, 0.0)
    else:
        has_turned = minds(state).assumed[h] != current.obstacle[c]
        if coalition.status[c] != ACTIVE or not (has_turned or state.time[NOW] >= coalition.review_at[c]):
            return
        has_moved = abs(minds(state).forecast[h] - current.fact[c]) > state.parameters.decision.revise
        if not (has_turned or has_moved):
            coalition.offering[c] = 1.0
            coalition.review_at[c] = state.time[NOW] + review_weeks(state, h)
            return
    open_draft(state, c)
    propose(rules, state, c)


@kernel
def sit_at_table(state: State, c: int, weeks: float) -> None:
    """Charge those whom the draft counts on the hours of ``weeks`` of talks, as far as they have them this step."""
    people, seat = organizations(state), seats(state)
    for i in range(len(people.id)):
        if seat.pledged[c, i] > 0.0:
            hours = seat.meeting[c, i] + state.parameters.decision.talks * weeks
            seat.meeting[c, i] = min(hours, people.capacity[i] * state.time[STEP_WEEKS])


@kernel
def phase(state: State, rules: Rules) -> None:
    """End what is fulfilled, call for what is needed, and let the form of governance decide."""
    coalition, seat = coalitions(state), seats(state)
    for c in range(len(coalition.status)):
        for i in range(seat.meeting.shape[1]):
            seat.meeting[c, i] = 0.0
        h = int(coalition.hub[c])
        if coalition.fulfilled[c] > 0.0:
            if state.decision[h, DISSOLVE] == 0.0:
                continue
            end_campaign(state, c)
        if coalition.drafting[c] == 0.0:
            call_or_review(state, rules, c)
        if coalition.drafting[c] > 0.0 and plan(state, DRAFT).obstacle[c] != minds(state).assumed[h]:
            open_draft(state, c)  # what is discussed has been overtaken
            propose(rules, state, c)
        patience = int(state.parameters.decision.rounds) + 50
        while coalition.drafting[c] > 0.0 and coalition.ready_at[c] <= state.time[NOW] and patience > 0:
            patience -= 1
            agree(rules, state, c)
            if coalition.drafting[c] > 0.0:
                propose(rules, state, c)
        if coalition.drafting[c] > 0.0:
            sit_at_table(state, c, clip(coalition.ready_at[c] - state.time[NOW], 0.0, state.time[STEP_WEEKS]))
