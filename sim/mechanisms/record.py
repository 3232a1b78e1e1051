"""Record: what is measured in a run, and how.

Outcomes are totals and weighted sums that ``measure`` turns into the numbers people see.  The primary outcome is fixed:
net value = sum over enactments that help of ambition x closeness, minus .5 x ambition for each that harms.
Series are one row a step, kept on demand.
"""

from __future__ import annotations

import math

from ..compiling import kernel
from ..coordinators.briefing import LISTEN, RENEW
from ..coordinators.office import believed_progress, mean_trust
from ..governance.rules import Rules
from ..state import (
    ACTIVE,
    CURRENT,
    DISSENT,
    FACT,
    FOLLOWED,
    HEEDED,
    NOW,
    OBSTACLE,
    RESISTANCE,
    STEP,
    STEP_WEEKS,
    SWITCHED_AT,
    WINDOW,
    State,
    coalitions,
    minds,
    organizations,
    plan,
    seats,
    standing,
    stocks,
)
from .outcome import worth

TALLIES = (
    "value",
    "successes",
    "harms",
    "first success",
    "plans",
    "new plans",
    "weeks to plan",
    "adopted ambition",
    "dilution in values",
    "dilution in fact",
    "pivots",
    "false pivots",
    "followed switches",
    "follow lag",
    "overlaps",
    "overlap",
    "joins",
    "leaves",
    "weeks",
    "campaign weeks",
    "member weeks",
    "heeded",
    "forecast error",
    "member hours",
    "meeting hours",
    "hub hours",
    "waiting",
    "trust",
    "energy",
    "hub energy",
    "funding",
    "burnt out",
    "outlived",
    "switches",
    "wasted",
    "effort",
)
"""Names of the sums in ``state.outcomes``, by position."""

(
    VALUE,
    SUCCESSES,
    HARMS,
    FIRST_SUCCESS,
    PLANS,
    NEW_PLANS,
    WEEKS_TO_PLAN,
    ADOPTED_AMBITION,
    DILUTION_VALUES,
    DILUTION_FACT,
    PIVOTS,
    FALSE_PIVOTS,
    FOLLOWED_SWITCHES,
    FOLLOW_LAG,
    OVERLAPS,
    OVERLAP,
    JOINS,
    LEAVES,
    WEEKS_PASSED,
    CAMPAIGN_WEEKS,
    MEMBER_WEEKS,
    HEEDED_WEEKS,
    FORECAST_ERROR,
    MEMBER_HOURS,
    MEETING_HOURS,
    HUB_HOURS,
    WAITING,
    TRUST,
    ENERGY,
    HUB_ENERGY,
    FUNDING,
    BURNT_OUT,
    OUTLIVED,
    SWITCHES,
    WASTED,
    EFFORT,
) = range(36)

SERIES = (
    "fact",
    "obstacle",
    "resistance",
    "window",
    "forecast",
    "deviation",
    "assumed",
    "confidence",
    "alarm",
    "plan_fact",
    "plan_value",
    "plan_ambition",
    "plan_obstacle",
    "members",
    "participation",
    "progress",
    "chance",
    "trust",
    "energy",
    "hub_energy",
    "hub_hours",
    "member_hours",
    "meeting_hours",
    "served",
    "funding",
    "dissent",
    "value",
    "talks",
)
"""Names of the first columns of ``state.series``; members by kind and progress by step of the current plan follow."""


@kernel
def tally(state: State, what: int, amount: float) -> None:
    """Add to one of the sums."""
    state.outcomes[what] += amount


@kernel
def overlap(state: State, c: int) -> float:
    """Return the Jaccard index of the members now and just before the last pivot; one where both are empty."""
    seat = seats(state)
    both = 0.0
    either = 0.0
    for i in range(seat.member.shape[1]):
        both += min(seat.member[c, i], seat.before[c, i])
        either += max(seat.member[c, i], seat.before[c, i])
    return both / either if either > 0.0 else 1.0


@kernel
def record_win(state: State, c: int) -> None:
    """Book what this week's win of coalition ``c`` is worth."""
    outcome, current = state.parameters.outcome, plan(state, CURRENT)
    won = coalitions(state).won[c]
    if won > 0.0:
        if state.outcomes[SUCCESSES] == 0.0:
            state.outcomes[FIRST_SUCCESS] = state.time[NOW]
        tally(state, SUCCESSES, 1.0)
        tally(
            state, VALUE, worth(outcome, current.ambition[c], current.value[c] - state.parameters.conditions.affected)
        )
    elif won < 0.0:
        tally(state, HARMS, 1.0)
        tally(state, VALUE, -outcome.harm * current.ambition[c])


@kernel
def record_following(state: State, c: int) -> None:
    """Book the weeks that it took until a plan worked against the obstacle of the last switch."""
    if state.issue[FOLLOWED] == 0.0 and plan(state, CURRENT).obstacle[c] == state.issue[OBSTACLE]:
        state.issue[FOLLOWED] = 1.0
        tally(state, FOLLOWED_SWITCHES, 1.0)
        tally(state, FOLLOW_LAG, state.time[NOW] - state.issue[SWITCHED_AT])


@kernel
def record_coalition(state: State, c: int) -> None:
    """Book the week of a coalition."""
    coalition, weeks = coalitions(state), state.time[STEP_WEEKS]
    record_win(state, c)
    if coalition.status[c] != ACTIVE:
        return
    record_following(state, c)
    tally(state, WASTED, coalition.wasted[c])
    tally(state, EFFORT, coalition.effort[c])
    if coalition.fulfilled[c] > 0.0 and coalition.won[c] == 0.0:
        tally(state, OUTLIVED, weeks)
    tally(state, CAMPAIGN_WEEKS, weeks)
    tally(state, MEMBER_WEEKS, weeks * coalition.size[c])
    tally(state, WAITING, weeks * (1.0 - coalition.served[c]))
    settled = coalition.changes[c] == 0.0 and coalition.size[c] > 0.0
    if coalition.turning[c] > 0.0 and settled and state.time[NOW] >= coalition.idle_until[c]:
        coalition.turning[c] = 0.0
        tally(state, OVERLAPS, 1.0)
        tally(state, OVERLAP, overlap(state, c))


@kernel
def record_organizations(state: State) -> None:
    """Book the hours, trust and energy of the organizations."""
    seat, stock, people, weeks = seats(state), stocks(state), organizations(state), state.time[STEP_WEEKS]
    n = len(people.id)
    trust = 0.0
    energy = 0.0
    for i in range(n):
        energy += stock.energy[i]
        trust += standing(state).trust[0, i]
        tally(state, MEMBER_HOURS, stock.spent[i] - stock.contributed[i])  # those are the coordinator's hours
        if stock.energy[i] < state.parameters.morale.burnout:
            tally(state, BURNT_OUT, weeks / n)
        for c in range(seat.hours.shape[0]):
            tally(state, MEMBER_HOURS, seat.hours[c, i])
            tally(state, MEETING_HOURS, seat.meeting[c, i])
    tally(state, TRUST, weeks * trust / n)
    tally(state, ENERGY, weeks * energy / n)


@kernel
def record_hubs(state: State) -> None:
    """Book the hours, the energy and the errors of the coordinators."""
    mind, weeks = minds(state), state.time[STEP_WEEKS]
    hubs = len(mind.energy)
    for h in range(hubs):
        for use in range(LISTEN, RENEW + 1):
            tally(state, HUB_HOURS, state.decision[h, use] * mind.hours[h] * weeks)
        tally(state, HUB_ENERGY, weeks * mind.energy[h] / hubs)
        tally(state, FUNDING, weeks * mind.funding[h] / hubs)
        tally(state, FORECAST_ERROR, weeks * abs(mind.forecast[h] - state.issue[FACT]) / hubs)


@kernel
def leader(state: State) -> int:
    """Return the coalition that the series speaks of: the first one with a plan, else the first."""
    coalition = coalitions(state)
    for c in range(len(coalition.status)):
        if coalition.status[c] == ACTIVE:
            return c
    return 0


@kernel
def record_series(state: State) -> None:
    """Write the row of this step."""
    row = state.series[state.clock[STEP]]
    c = leader(state)
    coalition, mind, seat, stock = coalitions(state), minds(state), seats(state), stocks(state)
    h = int(coalition.hub[c])
    current = plan(state, CURRENT)
    has_plan = coalition.status[c] == ACTIVE
    assumed = int(mind.assumed[h])
    weeks = state.time[STEP_WEEKS]
    members = 0.0
    hours = 0.0
    meetings = 0.0
    energy = 0.0
    kinds = row[len(SERIES) : len(SERIES) + state.kinds.shape[1]]
    for i in range(len(stock.energy)):
        energy += stock.energy[i]
        for any_c in range(len(coalition.status)):
            hours += seat.hours[any_c, i]
            meetings += seat.meeting[any_c, i]
            if seat.member[any_c, i] > 0.0:
                members += 1.0
                kinds[organizations(state).kind[i]] += 1.0
    chance = 1.0
    talks = 0.0
    for any_c in range(len(coalition.status)):
        chance *= 1.0 - coalition.chance[any_c]
        talks = max(talks, coalition.drafting[any_c])
    row[0] = state.issue[FACT]
    row[1] = state.issue[OBSTACLE]
    row[2] = state.issue[RESISTANCE]
    row[3] = state.issue[WINDOW]
    row[4] = mind.forecast[h]
    row[5] = mind.doubt[h]
    row[6] = mind.assumed[h]
    row[7] = state.suspicion[h, assumed]
    row[8] = 0.0
    for obstacle in range(state.alarm.shape[1]):
        row[8] = max(row[8], state.alarm[h, obstacle])
    row[9] = current.fact[c] if has_plan else math.nan
    row[10] = current.value[c] if has_plan else math.nan
    row[11] = current.ambition[c] if has_plan else math.nan
    row[12] = current.obstacle[c] if has_plan else math.nan
    row[13] = members
    row[14] = state.issue[HEEDED]
    row[15] = believed_progress(state, c, h, assumed)
    row[16] = 1.0 - chance
    row[17] = mean_trust(state, c, h)
    row[18] = energy / len(stock.energy)
    row[19] = mind.energy[h]
    row[20] = mind.hours[h]
    row[21] = hours / weeks
    row[22] = meetings / weeks
    row[23] = coalition.served[c]
    row[24] = mind.funding[h]
    row[25] = state.issue[DISSENT]
    row[26] = state.outcomes[VALUE]
    row[27] = talks
    steps = row[len(SERIES) + state.kinds.shape[1] :]
    if has_plan:
        for step in range(len(steps)):
            steps[step] = state.progress[c, int(current.obstacle[c]), step]


@kernel
def phase(state: State, rules: Rules) -> None:
    """Measure the week, and let time pass."""
    weeks = state.time[STEP_WEEKS]
    tally(state, WEEKS_PASSED, weeks)
    if state.issue[SWITCHED_AT] == state.time[NOW] and state.clock[STEP] > 0:
        tally(state, SWITCHES, 1.0)
    for c in range(len(coalitions(state).status)):
        record_coalition(state, c)
        tally(state, JOINS, coalitions(state).joined[c])
        tally(state, LEAVES, coalitions(state).changes[c] - coalitions(state).joined[c])
    tally(state, HEEDED_WEEKS, weeks * state.issue[HEEDED])
    record_organizations(state)
    record_hubs(state)
    if len(state.series) > 0:
        record_series(state)
    state.clock[STEP] += 1
