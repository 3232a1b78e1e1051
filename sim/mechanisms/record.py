"""Record: what is measured in a run, and how.

Outcomes are totals and weighted sums that ``measure`` turns into the numbers people see.  The primary outcome is fixed:
net value, what is expected of the plan with which an issue was settled, on the day when that was known.
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
    DRAFT,
    IN_SIGHT,
    NOW,
    STEP,
    STEP_WEEKS,
    Floats,
    State,
    campaigns,
    coalitions,
    coordinators,
    has_arisen,
    in_sight,
    issues,
    minds,
    organizations,
    plan,
    seats,
    standing,
    stocks,
)
from ..tallies import (
    ADOPTED_AMBITION,
    BURNT_OUT,
    CAMPAIGN_WEEKS,
    CLOSENESS,
    DILUTION_FACT,
    DILUTION_VALUES,
    DURABILITY,
    EFFORT,
    ENERGY,
    FALSE_PIVOTS,
    FOLLOW_LAG,
    FOLLOWED_SWITCHES,
    FORECAST_ERROR,
    FUNDING,
    HARM,
    HARMED,
    HEEDED_WEEKS,
    HELP,
    HELPED,
    HUB_ENERGY,
    HUB_HOURS,
    JOINS,
    LAST_STRETCH,
    LEAVES,
    MEETING_HOURS,
    MEMBER_HOURS,
    MEMBER_WEEKS,
    NEW_PLANS,
    OBSTACLES_OVERCOME,
    OUTLIVED,
    OVERLAP,
    OVERLAPS,
    PIVOTS,
    PLANS,
    SETTLED,
    SETTLED_AMBITION,
    SWITCHES,
    TRUST,
    VALUE,
    WAITING,
    WASTED,
    WEEKS_PASSED,
    WEEKS_TO_PLAN,
    WEEKS_TO_SETTLE,
)
from .morale import BURNT_OUT as BURNT_OUT_BELOW
from .office import believed_progress, mean_trust, use_hours
from .outcome import closeness, helps, hurt_by, lasting

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
    for i in in_sight(state):
        both += min(seat.member[c, i], seat.before[c, i])
        either += max(seat.member[c, i], seat.before[c, i])
    return both / either if either > 0.0 else 1.0


@kernel
def record_overlap(state: State, c: int) -> None:
    """Book, as a coalition is done with a plan, how many of its members were there at the end of the one before."""
    if coalitions(state).turned[c] > 0.0 and coalitions(state).size[c] > 0.0:
        tally(state, OVERLAPS, 1.0)
        tally(state, OVERLAP, overlap(state, c))


@kernel
def record_win(state: State, c: int) -> None:
    """Book this week's win of coalition ``c``: an obstacle overcome and, with the last one, what is achieved."""
    won, k = coalitions(state).won[c], int(coalitions(state).issue[c])
    if won == 0.0:
        return
    tally(state, OBSTACLES_OVERCOME, 1.0)
    if issues(state).settled[k] <= 0.0:
        return
    tally(state, SETTLED, 1.0)
    tally(state, WEEKS_TO_SETTLE, state.time[NOW] - issues(state).arises[k])
    tally(state, LAST_STRETCH, state.time[NOW] - max(issues(state).switched_at[k], issues(state).arises[k]))
    tally(state, HELPED if won > 0.0 else HARMED, 1.0)
    record_worth(state, c, k)


@kernel
def record_worth(state: State, c: int, k: int) -> None:
    """Book what is expected of the plan with which coalition ``c`` settled issue ``k``."""
    outcome, conditions, current = state.parameters.outcome, state.parameters.conditions, plan(state, CURRENT)
    ambition = issues(state).ambition[k]
    chance = helps(outcome, current.fact[c] - issues(state).fact[k])
    near = closeness(outcome, current.value[c])
    kept = lasting(outcome, hurt_by(state, c, current.value[c], True))
    worth = ambition * math.exp(-conditions.urgency * (state.time[NOW] - issues(state).arises[k]))
    tally(state, VALUE, worth * (chance * near * kept - (1.0 - chance) * outcome.harm))
    tally(state, HARM, worth * (1.0 - chance) * outcome.harm)
    tally(state, HELP, chance)
    tally(state, CLOSENESS, near)
    tally(state, DURABILITY, kept)
    tally(state, SETTLED_AMBITION, ambition)


@kernel
def record_following(state: State, c: int) -> None:
    """Book the weeks that it took until a plan worked against the obstacle of the last switch."""
    k = int(coalitions(state).issue[c])
    if issues(state).followed[k] == 0.0 and plan(state, CURRENT).obstacle[c] == issues(state).obstacle[k]:
        issues(state).followed[k] = 1.0
        tally(state, FOLLOWED_SWITCHES, 1.0)
        tally(state, FOLLOW_LAG, state.time[NOW] - issues(state).switched_at[k])


@kernel
def is_idea(state: State, c: int) -> bool:
    """Return whether a plan is one of somebody on its own who does not follow it: an idea, and no campaign."""
    return bool(coordinators(state).own[int(coalitions(state).hub[c])] >= 0.0 and coalitions(state).size[c] == 0.0)


@kernel
def record_pivot(state: State, c: int, k: int) -> None:
    """Book that a coalition turns to another obstacle."""
    if is_idea(state, c):
        return
    tally(state, PIVOTS, 1.0)
    if plan(state, DRAFT).obstacle[c] != issues(state).obstacle[k]:
        tally(state, FALSE_PIVOTS, 1.0)


@kernel
def record_plan(state: State, c: int) -> None:
    """Book a plan in its first week, or that in which whoever is on its own begins to follow it."""
    coalition, current, k = coalitions(state), plan(state, CURRENT), int(coalitions(state).issue[c])
    if coalition.is_booked[c] > 0.0:
        return
    coalition.is_booked[c] = 1.0
    tally(state, PLANS, 1.0)
    if coalition.waited[c] >= 0.0:
        tally(state, NEW_PLANS, 1.0)
        tally(state, WEEKS_TO_PLAN, coalition.waited[c])
    tally(state, ADOPTED_AMBITION, current.ambition[c])
    tally(state, DILUTION_FACT, abs(current.fact[c] - issues(state).fact[k]))
    tally(state, DILUTION_VALUES, abs(current.value[c]))


@kernel
def is_settled_now(state: State, k: int) -> bool:
    """Return whether issue ``k`` was settled in this step."""
    for obstacle in range(state.overcome_at.shape[1]):
        if state.overcome_at[k, obstacle] == state.time[NOW]:
            return bool(issues(state).settled[k] > 0.0)
    return False


@kernel
def record_coalition(state: State, c: int) -> None:
    """Book the week of a coalition."""
    coalition, weeks = coalitions(state), state.time[STEP_WEEKS]
    record_win(state, c)
    if coalition.status[c] != ACTIVE or is_idea(state, c):
        return
    record_plan(state, c)
    record_following(state, c)
    tally(state, WASTED, coalition.wasted[c])
    tally(state, EFFORT, coalition.effort[c])
    if coalition.fulfilled[c] > 0.0 and not is_settled_now(state, int(coalition.issue[c])):
        tally(state, OUTLIVED, weeks)
    tally(state, CAMPAIGN_WEEKS, weeks)
    tally(state, MEMBER_WEEKS, weeks * coalition.size[c])
    tally(state, WAITING, weeks * (1.0 - coalition.served[c]))


@kernel
def record_organizations(state: State) -> None:
    """Book the hours, trust and energy of the organizations; where nobody is in sight yet, there is none."""
    seat, stock, weeks = seats(state), stocks(state), state.time[STEP_WEEKS]
    n = max(1, state.clock[IN_SIGHT])
    trust = 0.0
    energy = 0.0
    for i in in_sight(state):
        energy += stock.energy[i]
        trust += standing(state).trust[0, i]
        tally(state, MEMBER_HOURS, stock.spent[i] - stock.contributed[i])  # those are the coordinator's hours
        if stock.energy[i] < BURNT_OUT_BELOW:
            tally(state, BURNT_OUT, weeks / n)
        for c in range(seat.hours.shape[0]):
            tally(state, MEMBER_HOURS, seat.hours[c, i])
            tally(state, MEETING_HOURS, seat.meeting[c, i])
    tally(state, TRUST, weeks * trust / n)
    tally(state, ENERGY, weeks * energy / n)


@kernel
def many_arisen(state: State) -> float:
    """Return how many issues have arisen by now, ended ones included; one at least."""
    many = 0.0
    for k in range(len(issues(state).open)):
        if has_arisen(state, k):
            many += 1.0
    return max(1.0, many)


@kernel
def record_hubs(state: State) -> None:
    """Book the hours, the energy and the errors of the coordinators."""
    campaign, mind, weeks = campaigns(state), minds(state), state.time[STEP_WEEKS]
    hubs, arisen = len(mind.energy), many_arisen(state)
    for h in range(hubs):
        tally(state, HUB_ENERGY, weeks * mind.energy[h] / hubs)
        tally(state, FUNDING, weeks * mind.funding[h] / hubs)
    for c in range(len(campaign.hours)):
        for use in range(LISTEN, RENEW + 1):
            tally(state, HUB_HOURS, use_hours(state, c, use))
        k = int(coalitions(state).issue[c])
        if has_arisen(state, k):
            error = abs(campaign.forecast[c] - issues(state).fact[k])
            tally(state, FORECAST_ERROR, weeks * error / (arisen * hubs))


@kernel
def leader(state: State) -> int:
    """Return the coalition that the series speaks of: the first one with a plan, else the first."""
    coalition = coalitions(state)
    for c in range(len(coalition.status)):
        if coalition.status[c] == ACTIVE:
            return c
    return 0


@kernel
def write_issue(state: State, row: Floats, k: int) -> None:
    """Write what an issue is like."""
    issue = issues(state)
    row[series.FACT] = issue.fact[k]
    row[series.OBSTACLE] = issue.obstacle[k]
    row[series.BARRIER] = issue.barrier[k]
    row[series.WINDOW] = issue.window[k]
    row[series.PARTICIPATION] = issue.heeded[k]
    row[series.DISSENT] = issue.dissent[k]
    row[series.VALUE] = state.outcomes[VALUE]


@kernel
def write_office(state: State, row: Floats, c: int) -> None:
    """Write what the coordinator of a coalition knows, and how it is."""
    campaign, mind, h = campaigns(state), minds(state), int(coalitions(state).hub[c])
    assumed = int(campaign.assumed[c])
    row[series.FORECAST] = campaign.forecast[c]
    row[series.DEVIATION] = campaign.doubt[c]
    row[series.ASSUMED] = campaign.assumed[c]
    row[series.CONFIDENCE] = state.suspicion[c, assumed]
    row[series.ALARM] = 0.0
    for obstacle in range(state.alarm.shape[1]):
        row[series.ALARM] = max(row[series.ALARM], state.alarm[c, obstacle])
    row[series.PROGRESS] = believed_progress(state, c, h, assumed)
    row[series.TRUST] = mean_trust(state, c, h)
    row[series.HUB_ENERGY] = mind.energy[h]
    row[series.HUB_HOURS] = campaign.hours[c]
    row[series.FUNDING] = mind.funding[h]


@kernel
def write_plan(state: State, row: Floats, c: int) -> None:
    """Write what a coalition has agreed to do, and how far it has come; nan without a plan."""
    current, coalition = plan(state, CURRENT), coalitions(state)
    has_plan = coalition.status[c] == ACTIVE
    row[series.PLAN_FACT] = current.fact[c] if has_plan else math.nan
    row[series.PLAN_VALUE] = current.value[c] if has_plan else math.nan
    row[series.PLAN_AMBITION] = current.ambition[c] if has_plan else math.nan
    row[series.PLAN_OBSTACLE] = current.obstacle[c] if has_plan else math.nan
    row[series.SERVED] = coalition.served[c]
    steps = row[COLUMNS + state.kinds.shape[1] :]
    if has_plan:
        for step in range(state.hours.shape[1]):
            steps[step] = state.progress[int(coalition.issue[c]), int(current.obstacle[c]), step]


@kernel
def write_organizations(state: State, row: Floats) -> None:
    """Write what organizations do and how they are: all seats count."""
    seat, stock, weeks = seats(state), stocks(state), state.time[STEP_WEEKS]
    members, hours, meetings, energy = 0.0, 0.0, 0.0, 0.0
    kinds = row[COLUMNS : COLUMNS + state.kinds.shape[1]]
    for i in in_sight(state):
        energy += stock.energy[i]
        for c in range(seat.member.shape[0]):
            hours += seat.hours[c, i]
            meetings += seat.meeting[c, i]
            if seat.member[c, i] > 0.0:
                members += 1.0
                kinds[organizations(state).kind[i]] += 1.0
    row[series.MEMBERS] = members
    row[series.ENERGY] = energy / max(1, state.clock[IN_SIGHT])
    row[series.MEMBER_HOURS] = hours / weeks
    row[series.MEETING_HOURS] = meetings / weeks


@kernel
def write_chances(state: State, row: Floats) -> None:
    """Write the chance of a win of any coalition, and whether any talks."""
    coalition, chance, talks = coalitions(state), 1.0, 0.0
    for c in range(len(coalition.status)):
        chance *= 1.0 - coalition.chance[c]
        talks = max(talks, coalition.drafting[c])
    row[series.CHANCE] = 1.0 - chance
    row[series.TALKS] = talks


@kernel
def record_series(state: State) -> None:
    """Write the row of this step."""
    row, c = state.series[state.clock[STEP]], leader(state)
    write_issue(state, row, int(coalitions(state).issue[c]))
    write_office(state, row, c)
    write_plan(state, row, c)
    write_organizations(state, row)
    write_chances(state, row)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Measure the week, and let time pass."""
    weeks = state.time[STEP_WEEKS]
    tally(state, WEEKS_PASSED, weeks)
    arisen = many_arisen(state)
    for k in range(len(issues(state).open)):
        if issues(state).switched_at[k] == state.time[NOW] and state.clock[STEP] > 0:
            tally(state, SWITCHES, 1.0)
        tally(state, HEEDED_WEEKS, weeks * issues(state).heeded[k] / arisen)
    for c in range(len(coalitions(state).status)):
        record_coalition(state, c)
        tally(state, JOINS, coalitions(state).joined[c])
        tally(state, LEAVES, coalitions(state).changes[c] - coalitions(state).joined[c])
    record_organizations(state)
    record_hubs(state)
    if len(state.series) > 0:
        record_series(state)
    state.clock[STEP] += 1
