"""Joining: who takes a seat, stays or goes, each for its own reasons.

A seat is worth, in hours a week, stake x ambition x interest x the difference that the seat makes to the chance of success
(the alternative is the coalition without me: free riding is real, Olson 1965), a share of the credit, the use of joint
work, safety in numbers (Granovetter 1978) and trust; less distance from the plan in values and in facts, ambition beyond
one's ceiling, hours, and what else one could do.  Best responses follow each other in a keyed order until nobody moves, so
joining can cascade.  A place is offered where one more shortens the way by more than it costs to brief and carry it.

Limiting case: with nothing but safety in numbers, 100 members tied to each other and thresholds 0..99, all join; with one
threshold moved from 1 to 2, only one does.
"""

from __future__ import annotations

import math

from ..chance import stream, uniform
from ..choices import INVITE, JOIN, chosen
from ..compiling import kernel
from ..coordinators.briefing import CONVENE, MATCH
from ..events import FIRST_TERM, JOINED, LEFT, note
from ..governance.rules import Rules
from ..state import (
    ACTIVE,
    CURRENT,
    NOW,
    RESISTANCE,
    SEED,
    STAKES,
    STEP,
    Floats,
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
from .outcome import barrier, contest, dissent_outside, interest, open_share, strength
from .sensing import expertise, mapped_expertise
from .work import hours_available, meeting_hours

TURN = stream("joining.turn")

# rows of state.scratch during this phase
FIXED, EFFORT, HEED, WAS = range(4)


# --- what a plan promises -----------------------------------------------------------------------------------


@kernel
def work_left(state: State, c: int, h: int, obstacle: int) -> float:
    """Return the proficient hours still to do in the theory of change as the coordinator believes it."""
    left = 0.0
    for step in range(state.hours.shape[1]):
        if state.theory[h, obstacle, step] > 0.0:
            left += state.hours[obstacle, step] * max(0.0, 1.0 - state.progress[c, obstacle, step])
    return left


@kernel
def work_total(state: State, h: int, obstacle: int) -> float:
    """Return the proficient hours of the whole theory of change as the coordinator believes it."""
    total = 0.0
    for step in range(state.hours.shape[1]):
        if state.theory[h, obstacle, step] > 0.0:
            total += state.hours[obstacle, step]
    return total


@kernel
def success_chance(state: State, effort: float, heeded: float, left: float, total: float, wall: float) -> float:
    """Return P: the chance that a campaign succeeds within the weeks that members look ahead.

    Args:
        effort: C, proficient hours a week of the members.
        heeded: W, participation that the audience heeds, [0, 1].
        left: proficient hours still to do; ``total``: of all.
        wall: B, the barrier, in units of strength.
    """
    if effort <= 0.0 or total <= 0.0:
        return 0.0
    tau = state.parameters.joining.tau
    quality = 1.0 - (left / total) * math.exp(-effort * tau / total)
    weekly = contest(state.parameters.outcome, strength(state.parameters.outcome, quality, heeded), wall)
    return 1.0 - math.exp(-open_share(state.parameters.conditions) * tau * weekly)


@kernel
def told(candour: float, chance: float) -> float:
    """Return the chance as it is told: as it is, or with less candour made to look surer."""
    return chance + (1.0 - candour) * chance * (1.0 - chance)


# --- the terms of a seat, in hours a week ---------------------------------------------------------------------


@kernel
def difference_term(state: State, i: int, ambition: float, care: float, with_me: float, without_me: float) -> float:
    """Return what the own seat adds to the chance of the outcome, times what the outcome is worth to it."""
    stake = organizations(state).stake[i] * state.issue[STAKES]
    return stake * ambition * care * (with_me - without_me) / state.parameters.joining.tau


@kernel
def credit_term(state: State, h: int, ambition: float, chance: float, share: float) -> float:
    """Return the public credit to expect: what the coordinator passes on, by one's share of the work."""
    passed_on = (1.0 - coordinators(state).credit_kept[h]) * minds(state).visible[h]
    return state.parameters.joining.credit * passed_on * ambition * chance * share / state.parameters.joining.tau


@kernel
def fixed_terms(
    state: State, h: int, i: int, fact: float, value: float, ambition: float, effort: float, hours: float, seated: bool
) -> float:
    """Return the sum of the terms that do not depend on who else is in."""
    joining, people, stock = state.parameters.joining, organizations(state), stocks(state)
    return (
        yields_term(state, stock.value[i] - value, effort)
        + trust_term(state, standing(state).trust[h, i])
        + distance_term(joining.value_distance, stock.value[i] - value, joining.interest_width)
        + distance_term(joining.fact_distance, stock.belief[i] - fact, joining.interest_width)
        + wall_term(joining.wall, ambition - people.ceiling[i])
        + hours_term(state, stock.energy[i], stock.load[i], hours, seated)
        - people.outside[i]
        + (joining.hysteresis if seated else 0.0)
    )


@kernel
def yields_term(state: State, distance: float, effort: float) -> float:
    """Return the use of joint work to a member, as far as it shares the purpose."""
    return (
        state.parameters.joining.yields * effort * max(0.0, interest(distance, state.parameters.joining.interest_width))
    )


@kernel
def trust_term(state: State, trust: float) -> float:
    """Return what trust in the coordinator adds, around one half."""
    return state.parameters.joining.trust * (trust - 0.5)


@kernel
def distance_term(price: float, distance: float, width: float) -> float:
    """Return the cost of standing for a plan that far away."""
    return -price * distance * distance / (width * width)


@kernel
def wall_term(wall: float, beyond: float) -> float:
    """Return the cost of ambition beyond one's ceiling; an infinite wall is a hard ceiling."""
    return -wall * beyond * beyond if beyond > 0.0 else 0.0


@kernel
def hours_term(state: State, energy: float, load: float, hours: float, seated: bool) -> float:
    """Return the price of the hours that a seat asks for, dearer for the tired and the busy."""
    joining = state.parameters.joining
    entry = 0.0 if seated else joining.entry_hours / joining.tau
    return -joining.hour_price * (1.5 - energy) * (1.0 + load) * (hours + entry)


@kernel
def share_of_ties(state: State, inside: Floats, i: int) -> float:
    """Return the share of an organization's ties, by trust, that are ``inside`` (N,); without ties it feels safe alone."""
    trusted = 0.0
    total = 0.0
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        total += state.tie_trust[edge]
        trusted += state.tie_trust[edge] * inside[state.tie_to[edge]]
    return trusted / total if total > 0.0 else 1.0


@kernel
def safety_term(state: State, inside: Floats, i: int) -> float:
    """Return the worth of safety in numbers, against one's threshold; ``inside`` (N,) marks who belongs."""
    safety = state.parameters.joining.safety
    if safety == 0.0:
        return 0.0
    return safety * (share_of_ties(state, inside, i) - organizations(state).threshold[i])


# --- best responses ---------------------------------------------------------------------------------------------


@kernel
def prepare(state: State, c: int, h: int) -> None:
    """Work out, for everybody who may sit in coalition ``c``, what does not depend on who else is in."""
    people, seat, current, scratch = organizations(state), seats(state), plan(state, CURRENT), state.scratch
    obstacle = int(current.obstacle[c])
    meeting = meeting_hours(state, c, h, coalitions(state).member_links[c])
    for i in range(len(people.id)):
        scratch[WAS, i] = seat.member[c, i]
        if seat.member[c, i] == 0.0 and seat.offered[c, i] == 0.0:
            continue
        given = hours_available(state, i, current.ambition[c])
        effort = max(0.0, given - meeting) * expertise(state, i, obstacle)
        scratch[EFFORT, i] = effort
        scratch[HEED, i] = state.audience[obstacle, people.kind[i]] * people.weight[i]
        scratch[FIXED, i] = fixed_terms(
            state, h, i, current.fact[c], current.value[c], current.ambition[c],
            effort, given, seat.member[c, i] > 0.0,
        )  # fmt: skip


@kernel
def start_from_pledges(state: State, c: int) -> None:
    """On the day of a new plan, start from those whom it counts on; who has no place in it goes."""
    seat = seats(state)
    for i in range(seat.member.shape[1]):
        stays = seat.offered[c, i] > 0.0 and (seat.pledged[c, i] > 0.0 or seat.member[c, i] > 0.0)
        seat.member[c, i] = 1.0 if stays else 0.0


@kernel
def best_responses(state: State, c: int, h: int, wall: float) -> bool:
    """Let each in turn take or leave its seat until nobody moves; return whether it settled."""
    people, seat, scratch = organizations(state), seats(state), state.scratch
    current = plan(state, CURRENT)
    n = len(people.id)
    obstacle = int(current.obstacle[c])
    left, total = work_left(state, c, h, obstacle), work_total(state, h, obstacle)
    belief, candour = state.suspicion[h, obstacle], coordinators(state).candour[h]
    effort = 0.0
    heeded = 0.0
    for i in range(n):
        if seat.member[c, i] > 0.0:
            effort += scratch[EFFORT, i]
            heeded += scratch[HEED, i]
    first = int(uniform(state.clock[SEED], TURN, 0, state.clock[STEP], c) * n)
    for _ in range(int(state.parameters.joining.sweeps)):
        moved = False
        for turn in range(n):
            i = state.order[(first + turn) % n]
            inside = seat.member[c, i] > 0.0
            if not inside and seat.offered[c, i] == 0.0:
                continue
            mine, heed = scratch[EFFORT, i], scratch[HEED, i]
            others = max(0.0, effort - mine) if inside else effort
            others_heed = max(0.0, heeded - heed) if inside else heeded
            with_me = told(
                candour, belief * success_chance(state, others + mine, others_heed + heed, left, total, wall)
            )
            without_me = told(candour, belief * success_chance(state, others, others_heed, left, total, wall))
            care = interest(stocks(state).value[i] - current.value[c], state.parameters.joining.interest_width)
            share = mine / (others + mine) if others + mine > 0.0 else 0.0
            score = (
                scratch[FIXED, i]
                + difference_term(state, i, current.ambition[c], care, with_me, without_me)
                + credit_term(state, h, current.ambition[c], with_me, share)
                + safety_term(state, seat.member[c], i)
            )
            wants = chosen(state, JOIN, i, 1.0 if score >= 0.0 else 0.0) > 0.0
            if wants != inside:
                moved = True
                seat.member[c, i] = 1.0 if wants else 0.0
                effort = others + (mine if wants else 0.0)
                heeded = others_heed + (heed if wants else 0.0)
        if not moved:
            return True
    return False


@kernel
def call_the_roll(state: State, c: int) -> None:
    """Write the roster of coalition ``c`` from its seats."""
    seat = seats(state)
    size = 0
    for i in range(seat.member.shape[1]):
        if seat.member[c, i] > 0.0:
            state.roster[c, size] = i
            size += 1
    coalitions(state).size[c] = size


@kernel
def note_move(state: State, c: int, h: int, i: int, what: int) -> None:
    """Write down that a seat was taken or left, with the terms of its score as they now stand."""
    row = note(state, what, c, i, coalitions(state).size[c])
    if row < 0:
        return
    joining, people, stock, current = (
        state.parameters.joining,
        organizations(state),
        stocks(state),
        plan(state, CURRENT),
    )
    obstacle = int(current.obstacle[c])
    effort = 0.0
    heeded = 0.0
    for j in range(len(people.id)):
        if seats(state).member[c, j] > 0.0 and j != i:
            effort += state.scratch[EFFORT, j]
            heeded += state.scratch[HEED, j]
    mine, heed = state.scratch[EFFORT, i], state.scratch[HEED, i]
    left, total = work_left(state, c, h, obstacle), work_total(state, h, obstacle)
    dissent = dissent_outside(state, c, current.value[c])
    wall = barrier(state.parameters.outcome, current.ambition[c], state.issue[RESISTANCE], dissent)
    belief, candour = state.suspicion[h, obstacle], coordinators(state).candour[h]
    with_me = told(candour, belief * success_chance(state, effort + mine, heeded + heed, left, total, wall))
    without_me = told(candour, belief * success_chance(state, effort, heeded, left, total, wall))
    care = interest(stock.value[i] - current.value[c], joining.interest_width)
    seated = state.scratch[WAS, i] > 0.0
    given = hours_available(state, i, current.ambition[c])
    terms = state.events[row, FIRST_TERM:]
    terms[0] = difference_term(state, i, current.ambition[c], care, with_me, without_me)
    terms[1] = credit_term(
        state, h, current.ambition[c], with_me, mine / (effort + mine) if effort + mine > 0.0 else 0.0
    )
    terms[2] = yields_term(state, stock.value[i] - current.value[c], mine)
    terms[3] = safety_term(state, seats(state).member[c], i)
    terms[4] = trust_term(state, standing(state).trust[h, i])
    terms[5] = distance_term(joining.value_distance, stock.value[i] - current.value[c], joining.interest_width)
    terms[6] = distance_term(joining.fact_distance, stock.belief[i] - current.fact[c], joining.interest_width)
    terms[7] = wall_term(joining.wall, current.ambition[c] - people.ceiling[i])
    terms[8] = hours_term(state, stock.energy[i], stock.load[i], given, seated)
    terms[9] = -people.outside[i]
    terms[10] = joining.hysteresis if seated else 0.0


@kernel
def disappoint(state: State, c: int, i: int) -> None:
    """Lower the trust that those who stay have in one who walks out on them."""
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        j = state.tie_to[edge]
        if seats(state).member[c, j] == 0.0:
            continue
        for back in range(state.tie_start[j], state.tie_start[j + 1]):
            if state.tie_to[back] == i:
                state.tie_trust[back] -= state.parameters.trust.left * state.tie_trust[back]


@kernel
def come_and_go(state: State, c: int, h: int) -> None:
    """Settle what follows from taking and leaving seats: briefings due, work left undone, the events."""
    seat, stock, coalition = seats(state), stocks(state), coalitions(state)
    trust = state.parameters.trust
    changes = 0.0
    joined = 0.0
    for i in range(seat.member.shape[1]):
        was = state.scratch[WAS, i] > 0.0
        if (seat.member[c, i] > 0.0) == was:
            continue
        changes += 1.0
        if was:
            note_move(state, c, h, i, LEFT)
            if seat.offered[c, i] > 0.0:
                disappoint(state, c, i)
            else:  # it was let go
                standing(state).trust[h, i] -= trust.left * standing(state).trust[h, i]
        else:
            joined += 1.0
            note_move(state, c, h, i, JOINED)
            seat.briefing[c, i] = state.parameters.roles.briefing
            seat.since[c, i] = state.clock[STEP]
            stock.spent[i] += state.parameters.joining.entry_hours
    coalition.changes[c] = changes
    coalition.joined[c] = joined


# --- offers -------------------------------------------------------------------------------------------------------


@kernel
def weeks_needed(state: State, effort: float, heeded: float, left: float, wall: float) -> float:
    """Return the weeks to do what is left, then to wait for a window and a win; infinite where nobody works."""
    if effort <= 0.0 or heeded <= 0.0:
        return math.inf
    weekly = contest(state.parameters.outcome, strength(state.parameters.outcome, 1.0, heeded), wall)
    chance = open_share(state.parameters.conditions) * weekly
    if chance <= 0.0:
        return math.inf
    return left / effort + 1.0 / chance


@kernel
def carrying_weeks(state: State, h: int, weeks: float) -> float:
    """Return by how many weeks carrying one more delays the rest: the share of the coordinator's time that it takes.

    A newcomer takes hours for its briefing and, for the ``weeks`` that the way is long, hours to be served, out of those
    that the coordinator has for roles and meetings.
    """
    roles = state.parameters.roles
    hours = roles.briefing + state.parameters.work.service * weeks
    weekly = (state.decision[h, MATCH] + state.decision[h, CONVENE]) * minds(state).hours[h]
    if hours == 0.0:
        return 0.0
    weekly = max(weekly, roles.self_briefing)
    return hours / weekly if weekly > 0.0 else math.inf


@kernel
def is_worth_a_place(state: State, h: int, before: float, after: float) -> bool:
    """Return whether one more shortens the way from ``before`` to ``after`` weeks by more than it costs to carry."""
    if before == math.inf:
        return True
    return before - after > carrying_weeks(state, h, after)


@kernel
def offer_places(state: State, c: int, h: int, wall: float) -> None:
    """Offer further places, at a review, to those who would shorten the way by more than their briefing costs."""
    people, seat, current, coalition = organizations(state), seats(state), plan(state, CURRENT), coalitions(state)
    obstacle = int(current.obstacle[c])
    left = work_left(state, c, h, obstacle)
    effort = 0.0
    heeded = 0.0
    taken = 0.0
    for i in range(len(people.id)):
        if seat.offered[c, i] > 0.0:
            taken += 1.0
        if seat.member[c, i] > 0.0:
            effort += hours_available(state, i, current.ambition[c]) * mapped_expertise(state, h, i, obstacle)
            heeded += state.audience[obstacle, people.kind[i]] * people.weight[i]
    before = weeks_needed(state, effort, heeded, left, wall)
    for i in range(len(people.id)):
        if seat.offered[c, i] > 0.0 or taken >= coalition.room[c]:
            continue
        mine = hours_available(state, i, current.ambition[c]) * mapped_expertise(state, h, i, obstacle)
        heed = state.audience[obstacle, people.kind[i]] * people.weight[i]
        after = weeks_needed(state, effort + mine, heeded + heed, left, wall)
        if chosen(state, INVITE, i, 1.0 if is_worth_a_place(state, h, before, after) else 0.0) > 0.0:
            seat.offered[c, i] = 1.0
            taken += 1.0


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let organizations take, keep or leave their seats."""
    coalition, current = coalitions(state), plan(state, CURRENT)
    for c in range(len(coalition.status)):
        coalition.changes[c] = 0.0
        coalition.joined[c] = 0.0
        if coalition.status[c] != ACTIVE:
            continue
        h = int(coalition.hub[c])
        dissent = dissent_outside(state, c, current.value[c])
        wall = barrier(state.parameters.outcome, current.ambition[c], state.issue[RESISTANCE], dissent)
        is_new = coalition.adopted_at[c] == state.time[NOW]
        if coalition.offering[c] > 0.0:
            offer_places(state, c, h, wall)
            coalition.offering[c] = 0.0
        prepare(state, c, h)
        if is_new:
            start_from_pledges(state, c)
        if not best_responses(state, c, h, wall):
            coalition.unsettled[c] += 1.0
        call_the_roll(state, c)
        come_and_go(state, c, h)
