"""Record: what is measured in a run, and how.

Outcomes are totals and weighted sums that ``measure`` turns into the numbers people see.  The primary outcome is fixed:
net value = sum over enactments that help of ambition x closeness, minus .5 x ambition for each that harms.
Series are one row a step, kept on demand.

Serves none of the ten principles: it is what all of them are tried in.
"""

from __future__ import annotations

import math

from .. import series
from ..briefing import LISTEN, RENEW
from ..compiling import kernel
from ..rules import Rules
from ..series import SERIES
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
from ..tallies import (
    BURNT_OUT,
    CAMPAIGN_WEEKS,
    EFFORT,
    ENERGY,
    FIRST_SUCCESS,
    FOLLOW_LAG,
    FOLLOWED_SWITCHES,
    FORECAST_ERROR,
    FUNDING,
    HARMS,
    HEEDED_WEEKS,
    HUB_ENERGY,
    HUB_HOURS,
    JOINS,
    LEAVES,
    MEETING_HOURS,
    MEMBER_HOURS,
    MEMBER_WEEKS,
    OUTLIVED,
    OVERLAP,
    OVERLAPS,
    SUCCESSES,
    SWITCHES,
    TRUST,
    VALUE,
    WAITING,
    WASTED,
    WEEKS_PASSED,
)
from .office import believed_progress, mean_trust
from .outcome import worth

COLUMNS = len(SERIES)


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
    kinds = row[COLUMNS : COLUMNS + state.kinds.shape[1]]
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
    row[series.FACT] = state.issue[FACT]
    row[series.OBSTACLE] = state.issue[OBSTACLE]
    row[series.RESISTANCE] = state.issue[RESISTANCE]
    row[series.WINDOW] = state.issue[WINDOW]
    row[series.FORECAST] = mind.forecast[h]
    row[series.DEVIATION] = mind.doubt[h]
    row[series.ASSUMED] = mind.assumed[h]
    row[series.CONFIDENCE] = state.suspicion[h, assumed]
    row[series.ALARM] = 0.0
    for obstacle in range(state.alarm.shape[1]):
        row[series.ALARM] = max(row[series.ALARM], state.alarm[h, obstacle])
    row[series.PLAN_FACT] = current.fact[c] if has_plan else math.nan
    row[series.PLAN_VALUE] = current.value[c] if has_plan else math.nan
    row[series.PLAN_AMBITION] = current.ambition[c] if has_plan else math.nan
    row[series.PLAN_OBSTACLE] = current.obstacle[c] if has_plan else math.nan
    row[series.MEMBERS] = members
    row[series.PARTICIPATION] = state.issue[HEEDED]
    row[series.PROGRESS] = believed_progress(state, c, h, assumed)
    row[series.CHANCE] = 1.0 - chance
    row[series.TRUST] = mean_trust(state, c, h)
    row[series.ENERGY] = energy / len(stock.energy)
    row[series.HUB_ENERGY] = mind.energy[h]
    row[series.HUB_HOURS] = mind.hours[h]
    row[series.MEMBER_HOURS] = hours / weeks
    row[series.MEETING_HOURS] = meetings / weeks
    row[series.SERVED] = coalition.served[c]
    row[series.FUNDING] = mind.funding[h]
    row[series.DISSENT] = state.issue[DISSENT]
    row[series.VALUE] = state.outcomes[VALUE]
    row[series.TALKS] = talks
    steps = row[COLUMNS + state.kinds.shape[1] :]
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
