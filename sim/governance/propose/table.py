"""The table proposes: those who sit there draft the plan together, and move toward their dissenters.

Whoever belongs keeps the seat, and whoever has one by right takes it; the facilitator invites the best of those who
are likely to agree, for the ambition and in the number that the yardstick likes best, talks included. The plan stands
for the middle of those at the table and bets on what the facilitator has gathered for them, and from the first vote
on what they pool. Being heard, conceding and deliberating is what it gains; rounds that last longer the more sit
there is the price.
"""

from __future__ import annotations

from ...briefing import AMBITION
from ...compiling import kernel
from ...mechanisms.call import hours_to_invite, invite_to_table
from ...mechanisms.decision import give_up_draft
from ...mechanisms.office import convening_to_expect
from ...mechanisms.outcome import expected_hurt
from ...mechanisms.roles import round_weeks, seated
from ...mechanisms.yardstick import RANKED, Proposal, prospect_of_table, rank_candidates
from ...state import (
    DRAFT,
    IN_SIGHT,
    NOW,
    SHARE,
    State,
    campaigns,
    coalitions,
    coordinators,
    in_sight,
    organizations,
    plan,
    reports,
    seats,
    standing,
)
from ..talks import concede, count_on_table, has_vote, mean_value, votes_needed, write_draft

LIKELY_ROUNDS = 2.0
"""Rounds that a table expects where nobody finds a plan too bold."""

SIZES = 4
AMBITIONS = 10


@kernel
def is_likely_to_agree(state: State, h: int, i: int, position: float, ambition: float) -> bool:
    """Return whether a plan of this ambition, near ``position``, is nothing that an organization would block."""
    return bool(
        standing(state).mapped_ceiling[h, i] >= ambition and abs(position) < state.parameters.joining.interest_width
    )


@kernel
def seat_the_best(state: State, c: int, h: int, size: int, ambition: float) -> None:
    """Seat those who belong, or sit there by right, and the best of others who may agree, up to ``size``."""
    seat, value = seats(state), coordinators(state).value[h]
    seated = 0
    for i in in_sight(state):
        seat.pledged[c, i] = 1.0 if organizations(state).by_right[i] == 1 else seat.member[c, i]
        seated += int(seat.pledged[c, i])
    for place in range(state.clock[IN_SIGHT]):
        i = int(state.scratch[RANKED, place])
        if seated >= size or seat.pledged[c, i] > 0.0:
            continue
        if is_likely_to_agree(state, h, i, reports(state).mapped_value[c, i] - value, ambition):
            seat.pledged[c, i] = 1.0
            seated += 1


@kernel
def accepts(state: State, c: int, h: int, ambition: float) -> bool:
    """Return whether enough of those at the table for an agreement have, by the map, no lower ceiling."""
    seat, many, yes = seats(state), 0, 0
    for i in in_sight(state):
        if seat.pledged[c, i] > 0.0 and has_vote(state, i):
            many += 1
            yes += 1 if standing(state).mapped_ceiling[h, i] >= ambition else 0
    return bool(yes >= votes_needed(many, state.form[SHARE]))


@kernel
def invitation_weeks(state: State, c: int) -> float:
    """Return the weeks that it takes to call those who are seated, where anybody prepares talks."""
    hours, weekly = hours_to_invite(state, c), convening_to_expect(state, c) + state.parameters.work.self_organized
    return hours / weekly if weekly > 0.0 else 0.0


@kernel
def worth_of_table(state: State, c: int, h: int, value: float, ambition: float, hurt: float) -> float:
    """Return J of a plan of those who are seated, talks included."""
    many = seated(state, c)
    rounds = LIKELY_ROUNDS if accepts(state, c, h, ambition) else state.parameters.decision.rounds
    talks = rounds * round_weeks(state, c, many) + invitation_weeks(state, c)
    obstacle, fact = int(plan(state, DRAFT).obstacle[c]), campaigns(state).forecast[c]
    return prospect_of_table(state, c, h, Proposal(fact, value, ambition, obstacle, value, hurt, talks, float(many)))


@kernel
def best_ambition(state: State, c: int, h: int, value: float) -> float:
    """Return the ambition of the best plan of those who are seated; zero where none is worth while."""
    hurt, fixed = expected_hurt(state, c, value, True), state.decision[c, AMBITION]
    best, ambition = 0.0, 0.0
    for tenth in range(1, AMBITIONS + 1):
        tried = tenth / AMBITIONS if fixed < 0.0 else fixed
        worth = worth_of_table(state, c, h, value, tried, hurt)
        if worth > best:
            best, ambition = worth, tried
    return ambition


@kernel
def invite(state: State, c: int, h: int) -> int:
    """Seat the table that promises most, of some size and for some ambition; return its size, zero where none does."""
    room, fixed = int(coalitions(state).room[c]), state.decision[c, AMBITION]
    best, best_size, best_ambition = 0.0, 0, 0.0
    for quarter in range(1, SIZES + 1):
        size = room * quarter // SIZES
        if size == 0:
            continue
        for tenth in range(1, AMBITIONS + 1):
            ambition = tenth / AMBITIONS if fixed < 0.0 else fixed
            seat_the_best(state, c, h, size, ambition)
            value = mapped_middle(state, c, h)
            worth = worth_of_table(state, c, h, value, ambition, expected_hurt(state, c, value, True))
            if worth > best:
                best, best_size, best_ambition = worth, size, ambition
    seat_the_best(state, c, h, best_size, best_ambition)
    return seated(state, c) if best > 0.0 else 0


@kernel
def mapped_middle(state: State, c: int, h: int) -> float:
    """Return where the map puts the middle of those at the table, before they have met."""
    seat = seats(state)
    total = 0.0
    count = 0.0
    for i in in_sight(state):
        if seat.pledged[c, i] > 0.0:
            total += reports(state).mapped_value[c, i]
            count += 1.0
    return total / count if count > 0.0 else coordinators(state).value[h]


@kernel
def propose(state: State, c: int) -> None:
    """Invite and draft; in later rounds, move toward those who objected."""
    coalition = coalitions(state)
    h = int(coalition.hub[c])
    if coalition.round[c] > 0.0:
        concede(state, c)
        return
    obstacle = int(plan(state, DRAFT).obstacle[c])
    coalition.room[c] = min(state.parameters.decision.seats, float(len(organizations(state).id)))
    rank_candidates(state, c, obstacle)
    size = invite(state, c, h)
    if size == 0:
        give_up_draft(state, c)
        return
    value = mean_value(state, c)
    campaigns(state).receiver[c] = value
    ambition = best_ambition(state, c, h, value)
    if ambition == 0.0:
        give_up_draft(state, c)
        return
    write_draft(state, c, campaigns(state).forecast[c], value, ambition, obstacle)
    count_on_table(state, c)
    invite_to_table(state, c)
    weeks = round_weeks(state, c, size)
    coalition.ready_at[c] = state.time[NOW] + weeks
    coalition.negotiated[c] = weeks
