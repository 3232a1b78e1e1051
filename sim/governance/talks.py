"""What talks are made of: drafts, rounds, preferences, deliberation and concession; rules of any form may use them.

Deliberation: two who talk and are not too far apart move toward each other (Deffuant et al. 2000). Limiting case:
1,000 uniform opinions end in about one, two and four to five large clusters for confidence .5, .25 and .1.
"""

from __future__ import annotations

import math

from ..arithmetic import clip, rounded, rounded_down
from ..chance import draw_on, integer, stream
from ..choices import PLAN_AMBITION, PLAN_FACT, PLAN_VALUE, chosen
from ..compiling import kernel
from ..events import PLAN_DRAFTED
from ..mechanisms.joining import TERMS
from ..mechanisms.offers import meeting_to_expect
from ..mechanisms.outcome import expected_hurt
from ..mechanisms.roles import seated
from ..mechanisms.seat import Promise, promised_chance, score_of_seat
from ..mechanisms.sensing import expertise
from ..mechanisms.work import hours_under
from ..mechanisms.yardstick import Proposal, prospect_of_table, rank_candidates
from ..noting import note
from ..state import (
    CURRENT,
    DRAFT,
    SEED,
    SHARE,
    STEP,
    VOTES_OF,
    Floats,
    State,
    campaigns,
    coalitions,
    concerns,
    coordinators,
    in_sight,
    in_turn,
    organizations,
    plan,
    seats,
    stocks,
)

TALK = stream("talks.encounter")

AT_TABLE = TERMS + 1
"""Row of state.scratch, beside those of the yardstick and that of a seat's terms."""

ENCOUNTERS = 8
"""Most conversations that one at the table begins in a round."""

CONFIDENCE = 0.5
"""Distance in values beyond which talk is lost (Deffuant et al. 2000; size assumed)."""


@kernel
def write_draft(state: State, c: int, fact: float, value: float, ambition: float, obstacle: int) -> None:
    """Write down the draft of coalition ``c``, rounded as decisions are, unless it was chosen elsewhere."""
    draft = plan(state, DRAFT)
    draft.fact[c] = rounded(chosen(state, PLAN_FACT, c, fact))
    draft.value[c] = rounded(chosen(state, PLAN_VALUE, c, value))
    draft.ambition[c] = rounded_down(clip(chosen(state, PLAN_AMBITION, c, ambition), 0.001, 1.0))
    draft.obstacle[c] = obstacle
    note(state, PLAN_DRAFTED, c, obstacle, draft.ambition[c])


@kernel
def mean_value(state: State, c: int) -> float:
    """Return the mean position of those at the table on the values axis; the coordinator's where nobody sits there."""
    k = int(coalitions(state).issue[c])
    seat = seats(state)
    total = 0.0
    many = seated(state, c)
    if many == 0:
        return coordinators(state).value[int(coalitions(state).hub[c])]
    for i in in_sight(state):
        if seat.pledged[c, i] > 0.0:
            total += concerns(state).value[k, i]
    return total / many


@kernel
def count_on_table(state: State, c: int) -> None:
    """Work out what the draft can count on: the hours and the voice of everybody at the table."""
    draft, h = plan(state, DRAFT), int(coalitions(state).hub[c])
    obstacle, value = int(draft.obstacle[c]), draft.value[c]
    rank_candidates(state, c, obstacle)
    hurt = expected_hurt(state, c, value, True)
    size = float(seated(state, c))
    proposal = Proposal(draft.fact[c], value, draft.ambition[c], obstacle, value, hurt, 0.0, size)
    prospect_of_table(state, c, h, proposal)


@kernel
def seat_worth(state: State, c: int, i: int, which: int, that: Promise) -> float:
    """Return what a seat under a plan that promises ``that`` is worth to one at the table, in hours a week, all in."""
    coalition, seat = coalitions(state), seats(state)
    h = int(coalition.hub[c])
    effort, heeded, size = coalition.expected[c], coalition.heeded[c], float(seated(state, c))
    binds = coalition.would_bind[c]
    if which == CURRENT:
        effort, heeded, size = coalition.relied[c], coalition.relied_heed[c], coalition.size[c]
        binds = coalition.binds[c]
    hours = hours_under(state, c, i, that.ambition, binds)
    working = max(0.0, hours - meeting_to_expect(state, c, size))
    mine = working * expertise(state, i, int(plan(state, which).obstacle[c]))
    return score_of_seat(
        state,
        c,
        h,
        i,
        that,
        promised_chance(state, that, effort, heeded),
        0.0,
        mine / max(effort, mine) if mine > 0.0 else 0.0,
        mine,
        hours,
        max(0.0, stocks(state).load[i] - seat.taken[c, i]),
        seat.member[c, i] > 0.0,
        state.scratch[TERMS],
    )


@kernel
def move_together(values: Floats, i: int, j: int, confidence: float, step: float) -> bool:
    """Let two opinions move toward each other if they are within ``confidence``; return whether they were."""
    gap = values[j] - values[i]
    if abs(gap) >= confidence:
        return False
    values[i] += step * gap
    values[j] -= step * gap
    return True


@kernel
def deliberate(state: State, c: int) -> None:
    """Let those at the table talk in pairs; their values move for the length of the campaign."""
    decision, seat, k = state.parameters.decision, seats(state), int(coalitions(state).issue[c])
    at_table = state.scratch[AT_TABLE]
    many = 0
    for i in in_turn(state):
        if seat.pledged[c, i] > 0.0:
            at_table[many] = i
            many += 1
    if many < 2 or decision.deliberation == 0.0:
        return
    people, encounters = organizations(state), ENCOUNTERS
    for place in range(many):
        i = int(at_table[place])
        for encounter in range(min(encounters, many - 1)):
            draw = draw_on(k, int(coalitions(state).round[c]) * encounters + encounter)
            other = integer(state.clock[SEED], TALK, people.id[i], state.clock[STEP], draw, many - 1)
            j = int(at_table[other + 1 if other >= place else other])
            move_together(concerns(state).value[k], i, j, CONFIDENCE, decision.deliberation)


@kernel
def pivotal_ceiling(state: State, c: int, ceilings: Floats, needed: int) -> float:
    """Return the highest ambition that as many as ``needed`` of those at the table accept; ceilings: (N,) of all."""
    seat = seats(state)
    best = 0.0
    for i in in_sight(state):
        if seat.pledged[c, i] == 0.0 or ceilings[i] <= best:
            continue
        accept = 0
        for j in in_sight(state):
            if seat.pledged[c, j] > 0.0 and ceilings[j] >= ceilings[i] and has_vote(state, j):
                accept += 1
        if accept >= needed:
            best = ceilings[i]
    return best


@kernel
def has_vote(state: State, i: int) -> bool:
    """Return whether organization ``i`` votes where it sits; observers talk, and do not."""
    return bool(state.kinds[VOTES_OF, organizations(state).kind[i]] > 0.0)


@kernel
def voters(state: State, c: int) -> int:
    """Return how many of those at the table vote."""
    many = 0
    for i in in_sight(state):
        many += 1 if seats(state).pledged[c, i] > 0.0 and has_vote(state, i) else 0
    return many


@kernel
def votes_needed(many: int, share: float) -> int:
    """Return how many yes of ``many`` make the share."""
    return max(1, math.ceil(share * many - 1e-9))


@kernel
def concede(state: State, c: int) -> None:
    """Move the draft toward those who object: in values, in its fact and, if too bold for any of them, in ambition."""
    k = int(coalitions(state).issue[c])
    seat, draft = seats(state), plan(state, DRAFT)
    share = state.parameters.decision.concession
    many = voters(state, c)
    objecting = 0.0
    bold = 0.0
    value = 0.0
    fact = 0.0
    for i in in_sight(state):
        if seat.objects[c, i] > 0.0:
            objecting += 1.0
            bold += 1.0 if organizations(state).ceiling[i] < draft.ambition[c] else 0.0
            value += concerns(state).value[k, i]
            fact += concerns(state).belief[k, i]
    if objecting == 0.0:
        return
    weight = share * objecting / many
    ambition = draft.ambition[c]
    accepted = pivotal_ceiling(state, c, organizations(state).ceiling, votes_needed(many, state.form[SHARE]))
    if bold > 0.0 and accepted < ambition:
        ambition -= share * (ambition - accepted)
    campaigns(state).receiver[c] = mean_value(state, c)
    write_draft(
        state,
        c,
        draft.fact[c] + weight * (fact / objecting - draft.fact[c]),
        draft.value[c] + weight * (value / objecting - draft.value[c]),
        ambition,
        int(draft.obstacle[c]),
    )
    count_on_table(state, c)
