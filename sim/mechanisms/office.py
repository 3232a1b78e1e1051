"""The coordinator's office: briefs the strategy, and applies what it decides.

Serves principle 3 (strategic coordinator).
"""

from __future__ import annotations

from ..arithmetic import clip, rounded
from ..briefing import (
    AMBITION,
    ANALYSE,
    CONVENE,
    DISSOLVE,
    KEEP,
    LISTEN,
    OWN_WEIGHT,
    PIVOT_TO,
    RENEW,
    REVIEW_WEEKS,
    VOICES,
    Briefing,
)
from ..choices import chosen
from ..compiling import kernel
from ..rules import Rules, lead
from ..state import (
    ACTIVE,
    CURRENT,
    NOW,
    STEP_WEEKS,
    WEEKS,
    State,
    coalitions,
    coordinators,
    issues,
    minds,
    plan,
    standing,
)


@kernel
def believed_progress(state: State, c: int, h: int, obstacle: int) -> float:
    """Return the share of the theory of change, as the coordinator believes it, that is done (by hours)."""
    done = 0.0
    total = 0.0
    for step in range(state.hours.shape[1]):
        if state.theory[h, obstacle, step] > 0.0:
            done += state.hours[obstacle, step] * state.progress[c, obstacle, step]
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
def suspect(state: State, h: int) -> int:
    """Return the obstacle with the highest alarm."""
    best = 0
    for obstacle in range(state.alarm.shape[1]):
        if state.alarm[h, obstacle] > state.alarm[h, best]:
            best = obstacle
    return best


@kernel
def brief(state: State, h: int) -> Briefing:
    """Return what coordinator ``h`` knows this week; its coalition has the same index."""
    c = h
    mind, coalition, current = minds(state), coalitions(state), plan(state, CURRENT)
    has_plan = coalition.status[c] == ACTIVE
    assumed = int(mind.assumed[h])
    other = suspect(state, h)
    return Briefing(
        state.parameters.coordinator,
        state.time[NOW],
        state.time[WEEKS],
        mind.hours[h],
        mind.energy[h],
        mind.funding[h],
        mind.forecast[h],
        mind.doubt[h],
        mind.assumed[h],
        state.suspicion[h, assumed],
        float(other),
        state.alarm[h, other],
        state.parameters.diagnosis.threshold,
        1.0 if has_plan else 0.0,
        current.fact[c],
        current.ambition[c],
        state.time[NOW] - coalition.adopted_at[c],
        believed_progress(state, c, h, assumed),
        coalition.size[c],
        1.0 - coalition.served[c],
        mean_trust(state, c, h),
        coalition.fulfilled[c],
        issues(state).window[0],
        float(state.alarm.shape[1]),
        state.memory[h],
    )


@kernel
def hours_of(state: State, h: int) -> float:
    """Return H = staff x hours of one x energy x funding, in hours a week."""
    staff = coordinators(state).staff[h] * state.parameters.coordinator.staff_hours
    return staff * minds(state).energy[h] * minds(state).funding[h]


@kernel
def use_hours(state: State, h: int, use: int) -> float:
    """Return the hours of this step that coordinator ``h`` gives to one of its seven uses."""
    return state.decision[h, use] * minds(state).hours[h] * state.time[STEP_WEEKS]


@kernel
def convening_to_expect(state: State, h: int) -> float:
    """Return the hours a week for which coordinator ``h`` can convene."""
    return state.decision[h, CONVENE] * minds(state).hours[h]


@kernel
def convene(state: State, c: int) -> None:
    """Use this week's hours for convening: talks that are going on come first."""
    coalition, h = coalitions(state), int(coalitions(state).hub[c])
    coalition.convened[c] = max(0.0, use_hours(state, h, CONVENE) - coalition.facilitated[c])


@kernel
def decide_alone(state: State, h: int) -> None:
    """Let an organization that is its own coordinator follow its own opinion; its office hours go to analysis."""
    decision, other = state.decision[h], suspect(state, h)
    decision[ANALYSE] = 1.0
    decision[OWN_WEIGHT] = 1.0
    decision[REVIEW_WEEKS] = state.parameters.coordinator.review_weeks
    decision[PIVOT_TO] = other if state.alarm[h, other] > state.parameters.diagnosis.threshold else KEEP
    decision[DISSOLVE] = coalitions(state).fulfilled[h]
    decision[AMBITION] = KEEP


@kernel
def take_decision(state: State, rules: Rules, h: int) -> None:
    """Let the strategy decide, let choices made elsewhere override it, and keep the result within bounds."""
    minds(state).hours[h] = hours_of(state, h)
    decision = state.decision[h]
    if coordinators(state).own[h] >= 0.0:
        decide_alone(state, h)
        return
    lead(rules, brief(state, h), decision)
    shares = 0.0
    for use in range(LISTEN, RENEW + 1):
        decision[use] = rounded(clip(chosen(state, use, h, decision[use]), 0.0, 1.0))
        shares += decision[use]
    most = 1.0 + state.parameters.coordinator.overtime
    if shares > most:
        for use in range(LISTEN, RENEW + 1):
            decision[use] *= most / shares
    for other in range(VOICES, AMBITION + 1):
        decision[other] = rounded(chosen(state, other, h, decision[other]))
