"""The coordinator's office: briefs the strategy, and applies what it decides.

Serves principle 3 (strategic coordinator).
"""

from __future__ import annotations

from ..arithmetic import clip, rounded
from ..briefing import (
    AMBITION,
    ANALYSE,
    CONVENE,
    CREDIT,
    DISSOLVE,
    HOLD,
    KEEP,
    LISTEN,
    OWN_WEIGHT,
    PIVOT_TO,
    PRESS,
    RENEW,
    REVIEW_WEEKS,
    STAFF_HOURS,
    VOICES,
    Briefing,
)
from ..chance import block, stream
from ..choices import chosen
from ..compiling import kernel
from ..rules import Rules, lead
from ..state import (
    ACTIVE,
    CURRENT,
    NOW,
    SEED,
    STEP,
    STEP_WEEKS,
    WEEKS,
    State,
    asks_for_hours,
    campaigns,
    coalitions,
    coordinators,
    issues,
    minds,
    plan,
    standing,
)
from .outcome import expected_help

LUCK = stream("office.luck")


@kernel
def believed_progress(state: State, c: int, h: int, obstacle: int) -> float:
    """Return the share of the theory of change, as the coordinator believes it, that is done (by hours)."""
    k = int(coalitions(state).issue[c])
    done = 0.0
    total = 0.0
    for step in range(state.hours.shape[1]):
        if state.theory[h, obstacle, step] > 0.0:
            done += state.hours[obstacle, step] * state.progress[k, obstacle, step]
            total += state.hours[obstacle, step]
    return done / total if total > 0.0 else 0.0


@kernel
def mean_trust(state: State, c: int, h: int) -> float:
    """Return the mean trust of a coalition's members in its coordinator; zero without members."""
    size = int(coalitions(state).size[c])
    total = 0.0
    for place in range(size):
        total += standing(state).trust[h, state.roster[c, place]]
    return total / size if size > 0 else 0.0


@kernel
def suspect(state: State, c: int) -> int:
    """Return the obstacle with the highest alarm."""
    best = 0
    for obstacle in range(state.alarm.shape[1]):
        if state.alarm[c, obstacle] > state.alarm[c, best]:
            best = obstacle
    return best


@kernel
def fallen(state: State, k: int) -> float:
    """Return how many obstacles of issue ``k`` were overcome so far."""
    many = 0.0
    for obstacle in range(state.overcome_at.shape[1]):
        if state.overcome_at[k, obstacle] >= 0.0:
            many += 1.0
    return many


@kernel
def luck(state: State, h: int, k: int) -> float:
    """Return the word from which a strategy draws this week: of its own, and it tells nothing of any other draw."""
    word, _, _, _ = block(state.clock[SEED], LUCK, state.badges[h] >> 32, state.badges[h], state.clock[STEP], k)
    return float(word)


@kernel
def brief(state: State, c: int) -> Briefing:
    """Return what the coordinator of coalition ``c`` knows this week of its issue."""
    h = int(coalitions(state).hub[c])
    k = int(coalitions(state).issue[c])
    campaign = campaigns(state)
    mind, coalition, current = minds(state), coalitions(state), plan(state, CURRENT)
    has_plan = coalition.status[c] == ACTIVE
    assumed, doubt = int(campaign.assumed[c]), campaign.doubt[c]
    other = suspect(state, c)
    return Briefing(
        state.parameters.coordinator,
        state.time[NOW],
        state.time[STEP_WEEKS],
        state.time[WEEKS],
        campaign.hours[c],
        mind.energy[h],
        mind.funding[h],
        campaign.forecast[c],
        campaign.doubt[c],
        campaign.assumed[c],
        state.suspicion[c, assumed],
        float(other),
        state.alarm[c, other],
        state.parameters.diagnosis.threshold,
        1.0 if has_plan else 0.0,
        current.fact[c],
        current.ambition[c],
        expected_help(state.parameters.outcome, doubt * doubt, current.fact[c] - campaign.forecast[c]),
        expected_help(state.parameters.outcome, doubt * doubt, 0.0),
        state.time[NOW] - coalition.adopted_at[c],
        believed_progress(state, c, h, assumed),
        fallen(state, k),
        coalition.size[c],
        1.0 - coalition.served[c],
        mean_trust(state, c, h),
        coalition.fulfilled[c],
        issues(state).window[k],
        float(state.alarm.shape[1]),
        luck(state, h, k),
        state.memory[c],
    )


@kernel
def hours_of(state: State, h: int) -> float:
    """Return H = staff x hours of one x energy x funding, in hours a week."""
    staff = coordinators(state).staff[h] * STAFF_HOURS
    return staff * minds(state).energy[h] * minds(state).funding[h]


@kernel
def split(state: State, c: int) -> float:
    """Return the share of its coordinator's hours that a coalition gets: all that ask for any share alike."""
    coalition, many = coalitions(state), 0
    for other in range(len(coalition.hub)):
        if coalition.hub[other] == coalition.hub[c] and asks_for_hours(state, other):
            many += 1
    return 1.0 / many if asks_for_hours(state, c) else 0.0


@kernel
def use_hours(state: State, c: int, use: int) -> float:
    """Return the hours of this step that the coordinator of a coalition gives it for one of seven uses."""
    return state.decision[c, use] * campaigns(state).hours[c] * state.time[STEP_WEEKS]


@kernel
def convening_to_expect(state: State, c: int) -> float:
    """Return the hours a week for which the coordinator of a coalition can convene it."""
    return state.decision[c, CONVENE] * campaigns(state).hours[c]


@kernel
def convene(state: State, c: int) -> None:
    """Use this week's hours for convening: talks that are going on come first, then calls."""
    coalition = coalitions(state)
    coalition.convened[c] = max(0.0, use_hours(state, c, CONVENE) - coalition.facilitated[c] - coalition.calling[c])


@kernel
def decide_alone(state: State, c: int) -> None:
    """Let an organization that is its own coordinator follow its own opinion; its office hours go to analysis."""
    decision, other = state.decision[c], suspect(state, c)
    decision[ANALYSE] = 1.0
    decision[OWN_WEIGHT] = 1.0
    decision[REVIEW_WEEKS] = state.parameters.coordinator.review_weeks
    decision[PIVOT_TO] = other if state.alarm[c, other] > state.parameters.diagnosis.threshold else KEEP
    decision[DISSOLVE] = coalitions(state).fulfilled[c]
    decision[AMBITION] = KEEP
    decision[PRESS] = 1.0


@kernel
def take_decision(state: State, rules: Rules, c: int) -> None:
    """Let the strategy decide, let choices made elsewhere override it, and keep the result within bounds."""
    h = int(coalitions(state).hub[c])
    campaigns(state).hours[c] = hours_of(state, h) * split(state, c)
    decision = state.decision[c]
    if coordinators(state).own[h] >= 0.0:
        decide_alone(state, c)
        return
    pressed, kept = decision[PRESS], decision[CREDIT]
    decision[PRESS], decision[CREDIT] = 1.0, KEEP  # of a strategy that says nothing of them
    lead(rules, brief(state, c), decision)
    decision[PRESS] = pressed if decision[PRESS] == HOLD else decision[PRESS]
    decision[CREDIT] = kept if decision[CREDIT] == HOLD else decision[CREDIT]
    shares = 0.0
    for use in range(LISTEN, RENEW + 1):
        decision[use] = rounded(clip(chosen(state, use, c, decision[use]), 0.0, 1.0))
        shares += decision[use]
    if shares > 1.0:
        for use in range(LISTEN, RENEW + 1):
            decision[use] /= shares
    for other in range(VOICES, CREDIT + 1):
        decision[other] = rounded(chosen(state, other, c, decision[other]))
    if decision[CREDIT] >= 0.0:
        coordinators(state).credit_kept[h] = decision[CREDIT]
    elif coalitions(state).issue[c] == 0.0:  # what is decided on any of several issues holds for the person
        coordinators(state).credit_kept[h] = state.parameters.coordinator.credit_kept
