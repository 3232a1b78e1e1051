"""Decision: when a plan is needed, what makes one plan better than another, and what adopting it does.

One yardstick for plans, the same for every form: expected worth per time, J = ambition x (expected help x closeness -
weight x expected harm) / (talks + work left / weekly hours + wait). Time is not free, or everybody would be
invited. Who is predicted to join is a probability from the map's uncertainty. How drafts are made and agreed on is
the business of ``governance/``; here is what all forms share.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from ..arithmetic import clip, likely, per_step
from ..chance import stream, uniform
from ..compiling import kernel
from ..coordinators.briefing import DISSOLVE, LISTEN, REVIEW_WEEKS, VOICES
from ..events import CAMPAIGN_CALLED, CAMPAIGN_ENDED, PIVOTED, PLAN_ADOPTED, note
from ..governance.rules import Rules, agree, propose
from ..state import (
    ACTIVE,
    CURRENT,
    DRAFT,
    FACT,
    IDLE,
    NONE,
    NOW,
    OBSTACLE,
    RESISTANCE,
    SEED,
    STAKES,
    STEP,
    STEP_WEEKS,
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
from .joining import carrying_weeks, is_worth_a_place, mapped_hours, weeks_needed
from .outcome import barrier, interest, worth
from .record import (
    ADOPTED_AMBITION,
    DILUTION_FACT,
    DILUTION_VALUES,
    FALSE_PIVOTS,
    NEW_PLANS,
    PIVOTS,
    PLANS,
    WEEKS_TO_PLAN,
    tally,
)
from .seat import (
    Promise,
    distance_term,
    hours_term,
    promised_chance,
    trust_term,
    wall_term,
    work_left,
    work_total,
    yields_term,
)
from .sensing import mapped_expertise
from .work import meeting_hours

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
    """Return J, the expected worth of a plan per week.

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
    return expected / max(weeks, 1.0)


# --- whom a plan can count on ------------------------------------------------------------------------------------


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
    for turn in range(n):
        i = state.order[turn]
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


class Proposal(NamedTuple):
    """A plan that is being weighed."""

    fact: float  # position it would bet on
    value: float  # position it would stand for
    ambition: float  # [0, 1]
    obstacle: int  # whose theory of change it would follow
    receiver: float  # position that the proposers hold to be that of the people affected
    hurt: float  # capacity share of those whom it would hurt
    talks: float  # weeks of talks to expect
    links: float  # links that each member would keep up


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
        barrier(state.parameters.outcome, that.ambition, state.issue[RESISTANCE], that.hurt),
        state.suspicion[h, that.obstacle],
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
def expected_score(state: State, h: int, i: int, that: Proposal, effort: float, heed: float, expects: Guess) -> float:
    """Return the score of a seat as the coordinator would guess it: what the map shows, and averages for the rest.

    Args:
        effort: proficient hours a week that the organization would bring; heed: of the audience.
    """
    joining, voice = state.parameters.joining, standing(state)
    distance = voice.mapped_value[h, i] - that.value
    care = interest(distance, joining.interest_width)
    raised = expects.per_effort * effort + expects.per_heed * heed
    passed_on = (1.0 - coordinators(state).credit_kept[h]) * minds(state).visible[h]
    share = effort / (expects.others + effort) if effort > 0.0 else 0.0
    return (
        joining.stake * state.issue[STAKES] * that.ambition * care * raised / joining.tau
        + joining.credit * passed_on * that.ambition * expects.chance * share / joining.tau
        + yields_term(state, distance, effort)
        + joining.safety * (expects.heeded - joining.threshold_low - 0.5 * joining.threshold_spread)
        + trust_term(state, voice.trust[h, i])
        + distance_term(joining.value_distance, distance, joining.interest_width)
        + distance_term(joining.fact_distance, state.parameters.sensing.noise, joining.interest_width)
        + wall_term(joining.wall, that.ambition - voice.mapped_ceiling[h, i])
        + hours_term(state, i, 0.0, mapped_hours(state, h, i, that.ambition), False)
        - joining.outside
    )


@kernel
def mapped_effort(state: State, h: int, i: int, that: Proposal, meeting: float) -> float:
    """Return the proficient hours a week that the coordinator expects of an organization; candidates must be ranked."""
    return max(0.0, mapped_hours(state, h, i, that.ambition) - meeting) * state.scratch[FITS, i]


@kernel
def heed_of(state: State, i: int, obstacle: int) -> float:
    """Return the share of an audience's heed that one organization commands."""
    people = organizations(state)
    return state.audience[obstacle, people.kind[i]] * people.weight[i]


@kernel
def worth_of(state: State, c: int, h: int, that: Proposal, effort: float, heeded: float, weeks: float) -> float:
    """Note what a proposal can count on, and return its J if it takes so many weeks."""
    coalitions(state).expected[c] = effort
    coalitions(state).heeded[c] = heeded
    mind = minds(state)
    error = that.fact - mind.forecast[h]
    return yardstick(state, that.ambition, that.value - that.receiver, mind.variance[h], error, weeks)


@kernel
def prospect_of_table(state: State, c: int, h: int, that: Proposal) -> float:
    """Return J of a proposal that counts on those who are pledged, and on nobody else."""
    promise = way(state, c, h, that)
    meeting = meeting_hours(state, c, h, that.links)
    effort = 0.0
    heeded = 0.0
    for place in range(seats(state).pledged.shape[1]):
        i = int(state.scratch[RANKED, place])
        if seats(state).pledged[c, i] > 0.0:
            effort += mapped_effort(state, h, i, that, meeting)
            heeded += heed_of(state, i, that.obstacle)
    weeks = that.talks + weeks_needed(state, effort, heeded, promise.left, promise.wall)
    return worth_of(state, c, h, that, effort, heeded, weeks)


@kernel
def prospect_of_candidates(state: State, c: int, h: int, that: Proposal, is_final: bool) -> float:
    """Return J of a proposal that counts on whoever is offered a place, by the chance that it joins.

    A place is offered to whoever shortens the way by more than it costs to carry.  ``is_final``: write down who it is.
    """
    seat, coalition = seats(state), coalitions(state)
    promise = way(state, c, h, that)
    expects = guess(state, promise, coalition.expected[c], coalition.heeded[c])
    meeting = meeting_hours(state, c, h, that.links)
    effort = 0.0
    heeded = 0.0
    briefings = 0.0
    offers = 0.0
    weeks = math.inf
    for place in range(seat.invited.shape[1]):
        i = int(state.scratch[RANKED, place])
        mine, heed = mapped_effort(state, h, i, that, meeting), heed_of(state, i, that.obstacle)
        joins = 0.0
        if mine > 0.0 and offers < coalition.room[c]:
            shorter = weeks_needed(state, effort + mine, heeded + heed, promise.left, promise.wall)
            if is_worth_a_place(state, h, weeks, shorter):
                offers += 1.0
                score = expected_score(state, h, i, that, mine, heed, expects)
                joins = likely(score, state.parameters.decision.guess)
        if is_final:
            seat.invited[c, i] = 1.0 if joins > 0.0 else 0.0
            seat.pledged[c, i] = 1.0 if joins >= 0.5 else 0.0
        if joins == 0.0:
            continue
        effort += joins * mine
        heeded += joins * heed
        weeks = weeks_needed(state, effort, heeded, promise.left, promise.wall)
        if seat.member[c, i] == 0.0:
            briefings += joins * carrying_weeks(state, h, 0.0)
    return worth_of(state, c, h, that, effort, heeded, that.talks + weeks + briefings)


@kernel
def outlook(state: State, c: int, h: int, that: Proposal, is_final: bool) -> float:
    """Return J of a proposal for whoever is likely to join it, and where ``is_final`` write down who that is.

    What one organization does depends on what the others do: the first guess is that a third join, the second takes
    over what follows from it.
    """
    effort = 0.0
    for i in range(len(organizations(state).id)):
        effort += mapped_effort(state, h, i, that, 0.0)
    coalitions(state).expected[c] = effort / 3.0
    coalitions(state).heeded[c] = 1.0 / 3.0
    prospect_of_candidates(state, c, h, that, False)
    return prospect_of_candidates(state, c, h, that, is_final)


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
    is_revision = coalition.status[c] == ACTIVE and draft.obstacle[c] == current.obstacle[c]
    if coalition.status[c] == ACTIVE and not is_revision:
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
    if not is_revision:
        tally(state, NEW_PLANS, 1.0)
        tally(state, WEEKS_TO_PLAN, now - coalition.asked_at[c])
    coalition.asked_at[c] = -1.0
    tally(state, ADOPTED_AMBITION, current.ambition[c])
    tally(state, DILUTION_FACT, abs(current.fact[c] - state.issue[FACT]))
    tally(state, DILUTION_VALUES, abs(current.value[c] - state.parameters.conditions.affected))
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
            state.reached[c, obstacle, step] = 0.0
    plan(state, CURRENT).obstacle[c] = NONE
    coalition.size[c] = 0.0
    coalition.status[c] = IDLE
    coalition.drafting[c] = 0.0
    coalition.fulfilled[c] = 0.0
    coalition.turning[c] = 0.0
    coalition.asked_at[c] = -1.0


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
def has_listened(state: State, c: int, h: int) -> bool:
    """Return whether a coordinator that listens has heard a round since the campaign was called."""
    is_listening = state.decision[h, VOICES] >= 1.0 and state.decision[h, LISTEN] > 0.0
    if not is_listening or coordinators(state).own[h] >= 0.0:
        return True
    return minds(state).heard_at[h] >= coalitions(state).asked_at[c]


@kernel
def call_or_review(state: State, rules: Rules, c: int) -> None:
    """Open a draft where a campaign is called, or where the plan no longer fits what is known."""
    coalition, current = coalitions(state), plan(state, CURRENT)
    h = int(coalition.hub[c])
    if coalition.status[c] == IDLE:
        if state.time[NOW] < coalition.review_at[c] or not is_called(state, c, h):
            return
        coalition.status[c] = TALKING
        coalition.asked_at[c] = state.time[NOW]
        note(state, CAMPAIGN_CALLED, c, NONE, 0.0)
    if coalition.status[c] == TALKING:
        if not has_listened(state, c, h):
            return
    else:
        has_turned = minds(state).assumed[h] != current.obstacle[c]
        if not (has_turned or state.time[NOW] >= coalition.review_at[c]):
            return
        has_moved = abs(minds(state).forecast[h] - current.fact[c]) > state.parameters.decision.revise
        if not (has_turned or has_moved):
            coalition.offering[c] = 1.0
            coalition.asked_at[c] = -1.0
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
