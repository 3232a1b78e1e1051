"""Joining: who takes a seat, stays or goes, each for its own reasons (``seat.py``).

A call spreads from the core along the ties of members (``network.py``). Who is called answers the sooner, the more it
trusts; members reconsider now and then. Each believes what is promised as far as it trusts, and joins where the seat is
worth its hours and one gate is passed: the share of its ties that are in, the heed that members command, or trust x the
heed that is promised must reach its threshold (Granovetter 1978). Whoever goes breaks its word.

Limiting cases: 100 tied to each other, thresholds 0..99, no promise: all join; with one threshold moved from 1 to 2,
only one does. Normal thresholds of mean 25: the final size jumps at a spread of about 12.2.

Serves principle 4 (opt-in over consensus).
"""

from __future__ import annotations

from ..arithmetic import per_step
from ..chance import stream, uniform
from ..choices import JOIN, chosen
from ..compiling import kernel
from ..events import FIRST_TERM, JOINED, LEFT
from ..lots import draw_lots
from ..noting import note
from ..rules import Rules
from ..state import (
    ACTIVE,
    CURRENT,
    IN_SIGHT,
    NOW,
    SEED,
    STEP,
    STEP_WEEKS,
    Floats,
    State,
    coalitions,
    coordinators,
    in_sight,
    in_turn,
    organizations,
    plan,
    seats,
    standing,
    stocks,
)
from .call import spread_call
from .network import introduce
from .offers import meeting_to_expect, offer_places
from .participation import heed_of
from .roles import briefing_due
from .seat import Promise, promise, promised_chance, score_of_seat, share_of_ties
from .sensing import expertise
from .trust import after_event
from .work import hours_under, is_bound, release

TURN = stream("joining.turn")
ANSWER = stream("joining.answer")

RECONSIDERING = 0.3
"""How often a member reconsiders, against how fast one who trusts fully answers."""

# rows of state.scratch during this phase
HOURS, EFFORT, HEED, WAS, TERMS, LOTS = range(6)


# --- best responses ---------------------------------------------------------------------------------------------


@kernel
def prepare(state: State, c: int, h: int) -> None:
    """Remember who belongs, and work out what everybody who may sit in coalition ``c`` would bring."""
    seat, current, scratch = seats(state), plan(state, CURRENT), state.scratch
    obstacle = int(current.obstacle[c])
    meeting = meeting_to_expect(state, c, max(coalitions(state).size[c], coalitions(state).crowd[c]))
    for i in in_sight(state):
        scratch[WAS, i] = seat.member[c, i]
        if seat.member[c, i] == 0.0 and seat.offered[c, i] == 0.0:
            continue
        scratch[HOURS, i] = hours_under(state, c, i, current.ambition[c], coalitions(state).binds[c])
        scratch[EFFORT, i] = max(0.0, scratch[HOURS, i] - meeting) * expertise(state, i, obstacle)
        scratch[HEED, i] = heed_of(state, i, obstacle)


@kernel
def seat_those_who_promised(state: State, c: int, h: int) -> None:
    """Seat those who gave their word in the talks, or had to, once they are called; nobody who belongs is sent away.

    They pass the same gate as anybody: what each has seen promised is as good to it as what is in.
    """
    seat, heeded = seats(state), 0.0
    for i in in_sight(state):
        seat.offered[c, i] = max(seat.offered[c, i], seat.member[c, i])
        if seat.offered[c, i] == 0.0:
            release(state, c, i)
        heeded += seat.promised[c, i] * state.scratch[HEED, i]
    for i in in_sight(state):
        if seat.promised[c, i] == 0.0 or seat.member[c, i] > 0.0 or seat.called[c, i] == 0.0:
            continue
        if is_bound(state, c, i) or passes_gate(state, c, h, i, heeded):
            seat.member[c, i] = 1.0
        else:
            release(state, c, i)


@kernel
def passes_gate(state: State, c: int, h: int, i: int, heeded: float) -> bool:
    """Return whether enough are in, or are promised by somebody trusted enough, for organization ``i`` to move."""
    threshold = organizations(state).threshold[i]
    if coordinators(state).own[h] >= 0.0:
        return True
    if heeded >= threshold:
        return True
    if standing(state).trust[h, i] * coalitions(state).relied_heed[c] >= threshold:
        return True
    return share_of_ties(state, seats(state).member[c], i) >= threshold


@kernel
def draw_answers(state: State, c: int, h: int) -> None:
    """Draw who answers or reconsiders this week; whoever is its own coordinator draws when it comes to that."""
    if coordinators(state).own[h] < 0.0:
        draw_lots(state, ANSWER, int(coalitions(state).issue[c]), state.scratch[LOTS])


@kernel
def lot(state: State, c: int, h: int, i: int) -> float:
    """Return what organization ``i`` has drawn for this week."""
    if coordinators(state).own[h] < 0.0:
        return float(state.scratch[LOTS, i])
    who, k = organizations(state).id[i], int(coalitions(state).issue[c])
    return uniform(state.clock[SEED], ANSWER, who, state.clock[STEP], k)


@kernel
def is_to_decide(state: State, c: int, h: int, i: int, heeded: float, reconsidering: float) -> bool:
    """Return whether one with a place decides on it this week: a member that reconsiders, or an invitee.

    Args:
        heeded: the heed that members command; reconsidering: the chance that a member reconsiders this week.
    """
    is_member = seats(state).member[c, i] > 0.0
    if not is_member and seats(state).called[c, i] == 0.0:
        return False
    luck = lot(state, c, h, i)
    if is_member:
        is_new = coalitions(state).adopted_at[c] == state.time[NOW] or state.scratch[WAS, i] == 0.0
        return luck < reconsidering or (is_new and coalitions(state).binds[c] > 0.0)  # whoever stays gives its word
    answering = per_step(state.parameters.joining.response * standing(state).trust[h, i], state.time[STEP_WEEKS])
    return luck < answering and passes_gate(state, c, h, i, heeded)


@kernel
def score(state: State, c: int, h: int, i: int, that: Promise, effort: float, heeded: float, terms: Floats) -> float:
    """Return what a seat in coalition ``c`` is worth to organization ``i``.

    Args:
        effort: proficient hours a week of all members; heeded: the heed that they command.
        terms: written: the terms of the score.
    """
    seat, scratch = seats(state), state.scratch
    mine, heed = scratch[EFFORT, i], scratch[HEED, i]
    others, others_heed = effort, heeded
    if seat.member[c, i] > 0.0:
        others, others_heed = max(0.0, effort - mine), max(0.0, heeded - heed_inside(state, c, i))
    trust = standing(state).trust[h, i]
    others += trust * max(0.0, coalitions(state).relied[c] - others)
    others_heed += trust * max(0.0, coalitions(state).relied_heed[c] - others_heed)
    return score_of_seat(
        state,
        c,
        h,
        i,
        that,
        promised_chance(state, that, others + mine, others_heed + heed),
        promised_chance(state, that, others, others_heed),
        mine / (others + mine) if others + mine > 0.0 else 0.0,
        mine,
        scratch[HOURS, i],
        max(0.0, stocks(state).load[i] - seat.taken[c, i]),
        scratch[WAS, i] > 0.0,
        terms,
    )


@kernel
def decide_in_turn(state: State, c: int, h: int, that: Promise) -> None:
    """Let each of those who decide this week take, keep or leave its seat, in a keyed order."""
    seat, scratch = seats(state), state.scratch
    n = state.clock[IN_SIGHT]
    reconsidering = per_step(RECONSIDERING * state.parameters.joining.response, state.time[STEP_WEEKS])
    effort, heeded = brought(state, c)
    draw_answers(state, c, h)
    first = int(uniform(state.clock[SEED], TURN, 0, state.clock[STEP], int(coalitions(state).issue[c])) * n)
    for turn in range(first, first + n):
        i = state.order[turn if turn < n else turn - n]
        inside, heed = seat.member[c, i] > 0.0, heed_inside(state, c, i)
        if not inside and seat.offered[c, i] == 0.0:
            continue
        wants = inside
        if is_to_decide(state, c, h, i, heeded, reconsidering):
            is_willing = score(state, c, h, i, that, effort, heeded, scratch[TERMS]) >= 0.0
            wants = is_willing or is_bound(state, c, i)
            seat.promised[c, i] = max(seat.promised[c, i], 1.0 if wants and inside else 0.0)  # it gives its word anew
            seat.reluctant[c, i] = 1.0 if wants and not is_willing else 0.0
        wants = chosen(state, JOIN, i, 1.0 if wants else 0.0) > 0.0
        if wants != inside:
            seat.member[c, i] = 1.0 if wants else 0.0
            effort = max(0.0, effort + (1.0 if wants else -1.0) * scratch[EFFORT, i])
        heeded = max(0.0, heeded + heed_inside(state, c, i) - heed)


@kernel
def brought(state: State, c: int) -> tuple[float, float]:
    """Return the proficient hours a week of all members, and the heed that they command."""
    effort = 0.0
    heeded = 0.0
    for i in in_sight(state):
        if seats(state).member[c, i] > 0.0:
            effort += state.scratch[EFFORT, i]
            heeded += heed_inside(state, c, i)
    return effort, heeded


@kernel
def heed_inside(state: State, c: int, i: int) -> float:
    """Return the heed that organization ``i`` lends to coalition ``c``: none from outside, none against its will."""
    lends = seats(state).member[c, i] * (1.0 - seats(state).reluctant[c, i])
    return lends * state.scratch[HEED, i]


@kernel
def call_the_roll(state: State, c: int) -> None:
    """Write the roster of coalition ``c`` from its seats, in the keyed order."""
    seat = seats(state)
    size = 0
    coalitions(state).reluctant[c] = 0.0
    for i in in_turn(state):
        if seat.member[c, i] > 0.0:
            state.roster[c, size] = i
            coalitions(state).reluctant[c] += seat.reluctant[c, i]
            size += 1
    coalitions(state).size[c] = size


@kernel
def count_seats(state: State) -> None:
    """Count the coalitions that each organization sits in: its hours are shared among them."""
    seat, stock = seats(state), stocks(state)
    for i in in_sight(state):
        stock.seats[i] = 0.0
        for c in range(seat.member.shape[0]):
            stock.seats[i] += seat.member[c, i]


@kernel
def note_move(state: State, c: int, h: int, i: int, what: int) -> None:
    """Write down that a seat was taken or left, with the terms of its score as they now stand."""
    row = note(state, what, c, i, coalitions(state).size[c])
    if row >= 0:
        effort, heeded = brought(state, c)
        score(state, c, h, i, promise(state, c, CURRENT), effort, heeded, state.events[row, FIRST_TERM:])


@kernel
def break_word(state: State, c: int, i: int) -> None:
    """Lower the trust that those who stay have in one who gave its word and goes."""
    release(state, c, i)
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        j = state.tie_to[edge]
        if seats(state).member[c, j] == 0.0:
            continue
        for back in range(state.tie_start[j], state.tie_start[j + 1]):
            if state.tie_to[back] == i:
                state.tie_trust[back] = after_event(state.parameters.trust, state.tie_trust[back], 0.0)


@kernel
def come_and_go(state: State, c: int, h: int) -> None:
    """Settle what follows from taking and leaving seats: briefings due, work left undone, the events."""
    seat, coalition = seats(state), coalitions(state)
    changes = 0.0
    joined = 0.0
    for i in in_sight(state):
        was = state.scratch[WAS, i] > 0.0
        if seat.member[c, i] == 0.0 and seat.promised[c, i] > 0.0 and seat.called[c, i] > 0.0:
            break_word(state, c, i)
        if (seat.member[c, i] > 0.0) == was:
            continue
        seat.promised[c, i] = seat.member[c, i]
        stocks(state).seats[i] += 1.0 if seat.member[c, i] > 0.0 else -1.0
        changes += 1.0
        if was:
            note_move(state, c, h, i, LEFT)
        else:
            joined += 1.0
            note_move(state, c, h, i, JOINED)
            seat.briefing[c, i] = briefing_due(state, c, i, state.parameters.roles.briefing)
    coalition.changes[c] = changes
    coalition.joined[c] = joined
    for place in range(int(coalition.size[c])):
        if state.scratch[WAS, state.roster[c, place]] == 0.0:
            introduce(state, state.roster[c, place])


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let organizations take, keep or leave their seats."""
    coalition = coalitions(state)
    count_seats(state)
    for c in range(len(coalition.status)):
        coalition.changes[c] = 0.0
        coalition.joined[c] = 0.0
        if coalition.status[c] != ACTIVE:
            continue
        h = int(coalition.hub[c])
        that = promise(state, c, CURRENT)
        is_new = coalition.adopted_at[c] == state.time[NOW]
        if coalition.offering[c] > 0.0:
            offer_places(state, c, h, that)
            coalition.offering[c] = 0.0
        prepare(state, c, h)
        spread_call(state, c)
        if is_new or coordinators(state).own[h] < 0.0:
            seat_those_who_promised(state, c, h)
        decide_in_turn(state, c, h, that)
        call_the_roll(state, c)
        come_and_go(state, c, h)
