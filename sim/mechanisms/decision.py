"""Decision: when a plan is needed, who is asked, and what adopting it does.

How drafts are made and agreed on is the business of ``governance/``; how plans are compared, of ``yardstick.py``.
Here is what all forms share: the call for a campaign, the wait for a round of listening, reviews, adoption, pivots
and the end.

Serves principle 4 (opt-in over consensus) and principle 5 (core and network).
"""

from __future__ import annotations

import math

from ..arithmetic import clip, per_step
from ..briefing import DISSOLVE, LISTEN, REVIEW_WEEKS, VOICES
from ..chance import stream, uniform
from ..choices import INVITE, JOIN, PLAN_AMBITION, PLAN_FACT, PLAN_OBSTACLE, PLAN_VALUE, UNDECIDED, chosen
from ..compiling import kernel
from ..events import CAMPAIGN_CALLED, CAMPAIGN_ENDED, PIVOTED, PLAN_ADOPTED
from ..noting import note
from ..rules import Rules, agree, propose
from ..state import (
    ACTIVE,
    CURRENT,
    DRAFT,
    IDLE,
    NONE,
    NOW,
    SEED,
    STEP,
    STEP_WEEKS,
    TALKING,
    State,
    campaigns,
    coalitions,
    concerns,
    coordinators,
    in_sight,
    is_open,
    issues,
    organizations,
    plan,
    reports,
    seats,
    standing,
)
from .call import begin_call
from .network import core_partners
from .office import convening_to_expect
from .record import record_overlap, record_pivot
from .roles import REBRIEFING, briefing_due, many_at_table, preparing, round_weeks, sits, talking_hours
from .trust import after_event
from .work import release
from .yardstick import is_worth_reopening

CALL = stream("decision.call")

CALLING = 0.5
"""How fast a trusting core calls for a campaign, against how fast one answers an invitation."""

# --- from draft to plan ------------------------------------------------------------------------------------------


@kernel
def has_given_word(state: State, c: int, i: int) -> bool:
    """Return whether an organization gave its word for the plan that there is, or knows that it was given for it."""
    return bool(seats(state).promised[c, i] > 0.0 and seats(state).called[c, i] > 0.0)


@kernel
def turn_around(state: State, c: int) -> None:
    """Turn to another obstacle while the old one is still in the way: those who gave their word for it trust less."""
    k = int(coalitions(state).issue[c])
    voice, h = standing(state), int(coalitions(state).hub[c])
    for i in in_sight(state):
        if has_given_word(state, c, i):
            voice.trust[h, i] = after_event(state.parameters.trust, voice.trust[h, i], 0.0)
    leave_plan(state, c)
    record_pivot(state, c, k)
    note(state, PIVOTED, c, int(plan(state, DRAFT).obstacle[c]), plan(state, CURRENT).obstacle[c])


@kernel
def leave_plan(state: State, c: int) -> None:
    """Remember who belonged under the plan that is left; its steps are not those of the next one."""
    seat = seats(state)
    record_overlap(state, c)
    coalitions(state).turned[c] = 1.0
    for i in in_sight(state):
        seat.before[c, i] = seat.member[c, i]
        release(state, c, i)
        seat.role[c, i] = NONE
    begin_call(state, c)


@kernel
def has_won(state: State, c: int) -> bool:
    """Return whether the obstacle of the plan of coalition ``c`` was overcome since the plan was adopted."""
    coalition = coalitions(state)
    if coalition.status[c] != ACTIVE:
        return False
    fell = state.overcome_at[int(coalition.issue[c]), int(plan(state, CURRENT).obstacle[c])]
    return bool(fell >= coalition.adopted_at[c] and fell >= 0.0)


@kernel
def lay_down_plan(state: State, c: int) -> None:
    """Give up a plan against an obstacle that is overcome: members keep their seats, and talk about the next plan."""
    coalition = coalitions(state)
    leave_plan(state, c)
    plan(state, CURRENT).obstacle[c] = NONE
    coalition.status[c] = TALKING
    coalition.drafting[c] = 0.0
    coalition.asked_at[c] = state.time[NOW]
    coalition.review_at[c] = state.time[NOW]


@kernel
def overrule(state: State, c: int, h: int) -> None:
    """Lower the trust of those who were heard and find that the plan bets on something else."""
    voice, trust = standing(state), state.parameters.trust
    fact = plan(state, CURRENT).fact[c]
    for i in in_sight(state):
        if reports(state).heard[c, i] == 0.0:
            continue
        reports(state).heard[c, i] = 0.0
        if abs(reports(state).said[c, i] - fact) > organizations(state).noise[i]:
            voice.trust[h, i] = after_event(trust, voice.trust[h, i], 0.0)


@kernel
def adopt(state: State, c: int) -> None:
    """Make the draft of coalition ``c`` its plan."""
    coalition, current, draft = coalitions(state), plan(state, CURRENT), plan(state, DRAFT)
    h = int(coalition.hub[c])
    now = state.time[NOW]
    is_revision = coalition.status[c] == ACTIVE and draft.obstacle[c] == current.obstacle[c]
    coalition.is_booked[c], coalition.waited[c] = 0.0, -1.0 if is_revision else now - coalition.asked_at[c]
    if coalition.status[c] == ACTIVE and not is_revision:
        turn_around(state, c)
    elif is_revision:
        disappoint(state, c, h)
    current.fact[c] = draft.fact[c]
    current.value[c] = draft.value[c]
    current.ambition[c] = draft.ambition[c]
    current.obstacle[c] = draft.obstacle[c]
    brief_again(state, c)
    coalition.relied[c] = coalition.expected[c]
    coalition.relied_heed[c] = coalition.heeded[c]
    coalition.status[c] = ACTIVE
    coalition.drafting[c] = 0.0
    coalition.inviting[c] = 0.0
    coalition.adopted_at[c] = now
    coalition.binds[c] = coalition.would_bind[c]
    coalition.review_at[c] = now + review_weeks(state, c)
    overrule(state, c, h)
    coalition.asked_at[c] = -1.0
    note(state, PLAN_ADOPTED, c, int(current.obstacle[c]), current.ambition[c])


@kernel
def disappoint(state: State, c: int, h: int) -> None:
    """Lower the trust of those who gave their word for the plan that was, and to whom the new one is less their own."""
    voice, concern, k = standing(state), concerns(state), int(coalitions(state).issue[c])
    old, new = plan(state, CURRENT), plan(state, DRAFT)
    for i in in_sight(state):
        if not has_given_word(state, c, i):
            continue
        value, belief = concern.value[k, i], concern.belief[k, i]
        before = math.hypot(value - old.value[c], belief - old.fact[c])
        if math.hypot(value - new.value[c], belief - new.fact[c]) > before:
            voice.trust[h, i] = after_event(state.parameters.trust, voice.trust[h, i], 0.0)


@kernel
def brief_again(state: State, c: int) -> None:
    """Ask for the hours that it takes to brief members on a plan that is not the one they knew.

    Under a form that binds, a word that was given holds until the obstacle is overcome or given up.
    """
    seat, hours = seats(state), REBRIEFING * state.parameters.roles.briefing
    for i in in_sight(state):
        if coalitions(state).binds[c] * coalitions(state).would_bind[c] == 0.0:
            release(state, c, i)
        if seat.member[c, i] > 0.0:
            seat.briefing[c, i] = max(seat.briefing[c, i], briefing_due(state, c, i, hours))


@kernel
def review_weeks(state: State, c: int) -> float:
    """Return the weeks to the next review."""
    return state.decision[c, REVIEW_WEEKS]


@kernel
def give_up_draft(state: State, c: int) -> None:
    """End the talks without a plan, or without a change of it."""
    coalition = coalitions(state)
    coalition.drafting[c] = 0.0
    coalition.inviting[c] = 0.0
    if coalition.status[c] == TALKING:
        coalition.status[c] = IDLE
    elif plan(state, DRAFT).obstacle[c] == plan(state, CURRENT).obstacle[c]:
        coalition.asked_at[c] = -1.0
    coalition.review_at[c] = state.time[NOW] + review_weeks(state, c)


@kernel
def end_campaign(state: State, c: int) -> None:
    """Dissolve a coalition whose issue has ended.  The club remains."""
    k = int(coalitions(state).issue[c])
    coalition, seat = coalitions(state), seats(state)
    note(state, CAMPAIGN_ENDED, c, NONE, coalition.size[c])
    if coalition.status[c] == ACTIVE:
        record_overlap(state, c)
    for i in in_sight(state):
        if seat.member[c, i] > 0.0 or seat.pledged[c, i] > 0.0 or coordinators(state).own[int(coalition.hub[c])] < 0.0:
            concerns(state).value[k, i] = concerns(state).home[k, i]
        seat.member[c, i] = 0.0
        release(state, c, i)
        seat.offered[c, i] = 0.0
        seat.pledged[c, i] = 0.0
        seat.role[c, i] = NONE
    plan(state, CURRENT).obstacle[c] = NONE
    coalition.size[c] = 0.0
    coalition.status[c] = IDLE
    coalition.drafting[c] = 0.0
    coalition.turned[c] = 0.0
    coalition.asked_at[c] = -1.0
    coalition.review_at[c] = state.time[NOW]


# --- the week -----------------------------------------------------------------------------------------------------


@kernel
def is_called(state: State, c: int, h: int) -> bool:
    """Return whether the core calls for a campaign this week: the more it trusts the coordinator, the sooner.

    Where there is no core, the network calls.
    """
    if coordinators(state).own[h] >= 0.0:
        return True
    people, core, k = organizations(state), core_partners(state), int(coalitions(state).issue[c])
    trust = 0.0
    callers = 0.0
    for i in in_sight(state):
        if people.core[i] == 1 or core == 0:
            callers += 1.0
            trust += standing(state).trust[h, i]
    chance = CALLING * state.parameters.joining.response * trust / callers
    return uniform(state.clock[SEED], CALL, state.badges[h], state.clock[STEP], k) < per_step(
        chance, state.time[STEP_WEEKS]
    )


@kernel
def open_draft(state: State, c: int) -> None:
    """Begin to look for a plan."""
    coalition = coalitions(state)
    coalition.drafting[c] = 1.0
    coalition.round[c] = 0.0
    coalition.negotiated[c] = 0.0
    coalition.inviting[c] = 0.0
    coalition.ready_at[c] = state.time[NOW]
    if coalition.asked_at[c] < 0.0:
        coalition.asked_at[c] = state.time[NOW]
    for i in in_sight(state):
        seats(state).invited[c, i] = 0.0
    plan(state, DRAFT).obstacle[c] = campaigns(state).assumed[c]
    if coalition.status[c] != ACTIVE:
        begin_call(state, c)


@kernel
def has_listened(state: State, c: int, h: int) -> bool:
    """Return whether a coordinator that listens has heard a round since the campaign was called."""
    is_listening = state.decision[c, VOICES] >= 1.0 and state.decision[c, LISTEN] > 0.0
    if not is_listening or coordinators(state).own[h] >= 0.0:
        return True
    return campaigns(state).heard_at[c] >= coalitions(state).asked_at[c]


@kernel
def call_or_review(state: State, rules: Rules, c: int) -> None:
    """Open a draft where a campaign is called, or where the plan no longer fits what is known."""
    coalition, current = coalitions(state), plan(state, CURRENT)
    h = int(coalition.hub[c])
    if coalition.status[c] == IDLE:
        if state.time[NOW] < coalition.review_at[c] or not is_called(state, c, h):
            return
        coalition.status[c] = TALKING
        if coalition.asked_at[c] < 0.0:
            coalition.asked_at[c] = state.time[NOW]
        note(state, CAMPAIGN_CALLED, c, NONE, 0.0)
    if coalition.status[c] == TALKING:
        if not has_listened(state, c, h):
            return
    else:
        assumed = campaigns(state).assumed[c]
        has_turned = assumed != current.obstacle[c] and assumed != plan(state, DRAFT).obstacle[c]  # not tried yet
        if not (has_turned or state.time[NOW] >= coalition.review_at[c]):
            return
        if assumed == current.obstacle[c] and not is_worth_reopening(state, c, h):
            coalition.offering[c] = 1.0
            coalition.asked_at[c] = -1.0
            coalition.review_at[c] = state.time[NOW] + review_weeks(state, c)
            return
    open_draft(state, c)
    propose(rules, state, c)


@kernel
def discuss_anew(state: State, rules: Rules, c: int) -> None:
    """Drop what is discussed, since it is overtaken; talk about the plan that there is only where that is worth it."""
    assumed, current = campaigns(state).assumed[c], plan(state, CURRENT)
    is_back = coalitions(state).status[c] == ACTIVE and assumed == current.obstacle[c]
    if is_back and not is_worth_reopening(state, c, int(coalitions(state).hub[c])):
        plan(state, DRAFT).obstacle[c] = assumed
        give_up_draft(state, c)
        return
    open_draft(state, c)
    propose(rules, state, c)


@kernel
def impose(state: State, c: int, obstacle: int) -> None:
    """Follow what was decided elsewhere: adopt a plan against ``obstacle``, if there is one, and offer the places."""
    seat, draft, h = seats(state), plan(state, DRAFT), int(coalitions(state).hub[c])
    coalitions(state).offering[c] = 0.0
    if obstacle >= 0:
        open_draft(state, c)
        draft.obstacle[c] = obstacle
        draft.fact[c] = chosen(state, PLAN_FACT, c, campaigns(state).forecast[c])
        draft.value[c] = chosen(state, PLAN_VALUE, c, coordinators(state).value[h])
        draft.ambition[c] = chosen(state, PLAN_AMBITION, c, 0.5)
    for i in in_sight(state):
        seat.offered[c, i] = chosen(state, INVITE, i, seat.offered[c, i])
        seat.pledged[c, i] = chosen(state, JOIN, i, seat.pledged[c, i]) * seat.offered[c, i]
    if obstacle >= 0:
        adopt(state, c)


@kernel
def sit_at_table(state: State, c: int, weeks: float) -> None:
    """Charge ``weeks`` of talks to those at the table, as far as they have hours, and to the convener.

    What the convener has no hours to prepare they prepare themselves.
    """
    people, seat, many = organizations(state), seats(state), many_at_table(state, c)
    if many == 0 or weeks <= 0.0:
        return
    length = round_weeks(state, c, many)
    prepared = preparing(state, c) * weeks / length if length > 0.0 else 0.0
    by_convener = min(prepared, convening_to_expect(state, c) * weeks)
    coalitions(state).facilitated[c] += by_convener
    hours = talking_hours(state, c, many) * weeks + (prepared - by_convener) / many
    for i in in_sight(state):
        if sits(state, c, i):
            seat.meeting[c, i] = min(seat.meeting[c, i] + hours, people.capacity[i] * state.time[STEP_WEEKS])


@kernel
def phase(state: State, rules: Rules) -> None:
    """End what is fulfilled, call for what is needed, and let the form of governance decide."""
    coalition, seat = coalitions(state), seats(state)
    for c in range(len(coalition.status)):
        coalition.facilitated[c] = 0.0
        for i in in_sight(state):
            seat.meeting[c, i] = 0.0
        k = int(coalition.issue[c])
        if issues(state).settled[k] != 0.0:
            coalition.fulfilled[c] = 1.0
            if state.decision[c, DISSOLVE] > 0.0 and (coalition.status[c] != IDLE or coalition.size[c] > 0.0):
                end_campaign(state, c)
            continue
        if not is_open(state, k):
            continue
        if has_won(state, c):
            lay_down_plan(state, c)
        imposed = chosen(state, PLAN_OBSTACLE, c, UNDECIDED)
        if imposed > UNDECIDED:
            impose(state, c, int(imposed))
            continue
        if coalition.drafting[c] == 0.0:
            call_or_review(state, rules, c)
        if coalition.drafting[c] > 0.0 and plan(state, DRAFT).obstacle[c] != campaigns(state).assumed[c]:
            discuss_anew(state, rules, c)
        patience = int(state.parameters.decision.rounds) + 50
        while coalition.drafting[c] > 0.0 and coalition.ready_at[c] <= state.time[NOW] and patience > 0:
            patience -= 1
            held = coalition.round[c]
            agree(rules, state, c)
            if coalition.drafting[c] > 0.0 and coalition.round[c] > held:
                propose(rules, state, c)
        if coalition.drafting[c] > 0.0:
            sit_at_table(state, c, clip(coalition.ready_at[c] - state.time[NOW], 0.0, state.time[STEP_WEEKS]))
