"""Roles: who does what.

Members who are briefed go, one after the other, where the coordinator thinks they fit best, weighed by what still has
to be done; only steps whose predecessors are done are open. Whoever comes aboard must be briefed first, and briefs
queue for the coordinator's matching hours. What is left of these hours sharpens the map. Neutral: no briefing, true
map.

Limiting case: for 20 x 20 fits drawn from U(0, 1) the rule reaches over .93 of the exact assignment, for 20 x 10 over
.98; all the same where everybody is alike.

Serves principle 7 (roles).
"""

from __future__ import annotations

from ..arithmetic import saturating
from ..briefing import MATCH
from ..compiling import kernel
from ..rules import Rules, meet
from ..state import ACTIVE, CURRENT, NONE, STEP_WEEKS, Floats, State, coalitions, in_sight, plan, seats
from .office import convening_to_expect, use_hours
from .participation import crowd
from .work import ENOUGH, hours_under, service

SELF_BRIEFING = 0.25
"""Hours a week of briefing that a newcomer makes up for by finding out."""

REBRIEFING = 0.4
"""What it takes to brief a member on a changed plan, of what it takes to brief a newcomer."""

LEARNING = 0.0013
"""Share of the map's errors on members' strengths that an hour of matching removes."""

TALKS = 4.0
"""Hours a week that a table meets to decide."""

PREPARING = 1.5
"""Weeks of convening one member that preparing a round of talks takes."""

# rows of state.scratch during this phase: hours that each step needs; hours, step and row of each who can work
NEED, FREE, ROLE, WORKER = range(4)

NO_TALKS = 1e6
"""Weeks of a round that nobody prepares."""


@kernel
def assign(fits: Floats, hours: Floats, need: Floats, roles: Floats, many: int) -> None:
    """Send each of ``many`` workers to a role; the scarcer side chooses.

    Args:
        fits: (workers, roles) in [0, 1].
        hours: (workers,) hours that each will give.
        need: (roles,) hours that each role still needs; changed: what remains after all were sent.
        roles: (workers,) written: index of the role, or NONE where nothing is needed.
        many: how many of the workers there are.
    """
    offered = 0.0
    for worker in range(many):
        offered += hours[worker]
        roles[worker] = NONE
    asked = 0.0
    for role in range(len(need)):
        asked += need[role]
    if offered > asked:
        for role in range(len(need)):
            choose_workers(fits, hours, need, roles, many, role)
    for worker in range(many):
        if roles[worker] == NONE:
            choose_role(fits, hours, need, roles, worker)


@kernel
def choose_workers(fits: Floats, hours: Floats, need: Floats, roles: Floats, many: int, role: int) -> None:
    """Fill a role with the best of those who are free, until its need is met."""
    while need[role] > 0.0:
        best = NONE
        for worker in range(many):
            if roles[worker] == NONE and (best == NONE or fits[worker, role] > fits[best, role]):
                best = worker
        if best == NONE:
            return
        roles[best] = role
        need[role] = max(0.0, need[role] - hours[best])


@kernel
def choose_role(fits: Floats, hours: Floats, need: Floats, roles: Floats, worker: int) -> None:
    """Send a worker where fit x remaining need is highest."""
    best = NONE
    best_gain = 0.0
    for role in range(len(need)):
        gain = fits[worker, role] * need[role]
        if gain > best_gain:
            best_gain = gain
            best = role
    roles[worker] = best
    if best >= 0:
        need[best] = max(0.0, need[best] - hours[worker])


@kernel
def is_open(state: State, c: int, h: int, obstacle: int, step: int) -> bool:
    """Return whether a step is believed in, not complete, and free to begin."""
    k = int(coalitions(state).issue[c])
    if state.theory[h, obstacle, step] == 0.0 or state.progress[k, obstacle, step] >= 1.0:
        return False
    before = state.before[obstacle, step]
    for other in range(state.hours.shape[1]):
        is_before = (before >> other) & 1 == 1 and state.theory[h, obstacle, other] > 0.0
        if is_before and state.progress[k, obstacle, other] < ENOUGH:
            return False
    return True


@kernel
def seated(state: State, c: int) -> int:
    """Return how many the draft counts on."""
    seat = seats(state)
    many = 0
    for i in in_sight(state):
        if seat.pledged[c, i] > 0.0:
            many += 1
    return many


@kernel
def sits(state: State, c: int, i: int) -> bool:
    """Return whether organization ``i`` is at the table: where a draft is talked over, if that counts on it."""
    seat = seats(state)
    return bool((seat.pledged[c, i] if coalitions(state).drafting[c] > 0.0 else seat.member[c, i]) > 0.0)


@kernel
def many_at_table(state: State, c: int) -> int:
    """Return how many are at the table."""
    many = 0
    for i in in_sight(state):
        many += 1 if sits(state, c, i) else 0
    return many


@kernel
def preparing(state: State, c: int) -> float:
    """Return the hours of whoever convenes for a round of talks, with calling those who are to come to the first."""
    return PREPARING * state.parameters.work.convening + coalitions(state).inviting[c]


@kernel
def round_weeks(state: State, c: int, many: int) -> float:
    """Return the weeks of a round of talks: as long as due notice, speaking and preparing take.

    Speaking takes members x time to speak / hours that they meet a week; preparing the hours of whoever convenes, and
    what the members can organize themselves.
    """
    decision, work = state.parameters.decision, state.parameters.work
    length = max(decision.notice, many * decision.speaking / TALKS)
    hours = preparing(state, c)
    if hours == 0.0:
        return length
    weekly = convening_to_expect(state, c) + work.self_organized
    return max(length, hours / weekly) if weekly > 0.0 else NO_TALKS


@kernel
def talking_hours(state: State, c: int, many: int) -> float:
    """Return the hours a week that each of so many spends in talks."""
    length = round_weeks(state, c, many)
    return many * state.parameters.decision.speaking / length if length > 0.0 else 0.0


@kernel
def briefing_due(state: State, c: int, i: int, hours: float) -> float:
    """Return what is due of so many hours of briefing; who sat through the talks on the plan knows it already."""
    talked = 0.0
    if seats(state).pledged[c, i] > 0.0 and coalitions(state).negotiated[c] > 0.0:
        talked = (coalitions(state).round[c] + 1.0) * seated(state, c) * state.parameters.decision.speaking
    return max(0.0, hours - talked)


@kernel
def brief_newcomers(state: State, c: int, h: int) -> float:
    """Brief those who came aboard, in the order of the roster, and return the matching hours left.

    Nobody needs a coordinator to find things out in the end; it only takes much longer.
    """
    seat = seats(state)
    left = use_hours(state, c, MATCH)
    found_out = SELF_BRIEFING * state.time[STEP_WEEKS]
    for place in range(int(coalitions(state).size[c])):
        i = state.roster[c, place]
        seat.briefing[c, i] = max(0.0, seat.briefing[c, i] - found_out)
        used = min(left, seat.briefing[c, i])
        seat.briefing[c, i] -= used
        left -= used
    return left


@kernel
def sharpen_map(state: State, c: int, h: int, hours: float) -> None:
    """Let the map of the members' strengths come closer to the truth."""
    size = int(coalitions(state).size[c])
    if size == 0:
        return
    share = saturating(LEARNING * hours, 1.0)
    for place in range(size):
        i = state.roster[c, place]
        for strength in range(state.map.shape[2]):
            state.map[h, i, strength] += share * (state.proficiency[i, strength] - state.map[h, i, strength])


@kernel
def find_roles(state: State, c: int, h: int) -> None:
    """Send the briefed members of coalition ``c`` to the open steps of its plan."""
    seat, current = seats(state), plan(state, CURRENT)
    obstacle, k = int(current.obstacle[c]), int(coalitions(state).issue[c])
    need, hours, roles = state.scratch[NEED], state.scratch[FREE], state.scratch[ROLE]
    steps, binds = state.hours.shape[1], coalitions(state).binds[c]
    for step in range(steps):
        left = state.hours[obstacle, step] * (1.0 - state.progress[k, obstacle, step])
        need[step] = left if is_open(state, c, h, obstacle, step) else 0.0
    many = 0
    for place in range(int(coalitions(state).size[c])):
        i = state.roster[c, place]
        seat.role[c, i] = NONE
        if seat.briefing[c, i] > 0.0:
            continue
        for step in range(steps):
            fit = 0.0
            for strength in range(state.map.shape[2]):
                fit += state.needs[obstacle, step, strength] * state.map[h, i, strength]
            state.fits[many, step] = fit
        hours[many] = hours_under(state, c, i, current.ambition[c], binds) * state.time[STEP_WEEKS]
        state.scratch[WORKER, many] = i
        many += 1
    assign(state.fits, hours, need[:steps], roles, many)
    for worker in range(many):
        seat.role[c, int(state.scratch[WORKER, worker])] = roles[worker]


@kernel
def phase(state: State, rules: Rules) -> None:
    """Meet as the form says, brief newcomers, and find a role for everybody else."""
    coalition = coalitions(state)
    for c in range(len(coalition.status)):
        h = int(coalition.hub[c])
        coalition.convened[c] = 0.0
        coalition.served[c] = 1.0
        if coalition.status[c] != ACTIVE or coalition.fulfilled[c] > 0.0:
            continue
        sharpen_map(state, c, h, brief_newcomers(state, c, h))
        meet(rules, state, c)
        weeks = state.time[STEP_WEEKS]
        coalition.crowd[c] = crowd(state, c)
        coalition.served[c] = service(state.parameters.work, coalition.convened[c] / weeks, coalition.crowd[c])
        find_roles(state, c, h)
