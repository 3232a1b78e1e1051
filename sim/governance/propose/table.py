"""The table proposes: those who sit there draft the plan together, and move toward their dissenters.

Whoever belongs keeps the seat; the facilitator invites the best of the others, in the number that the yardstick likes
best, talks included. The plan stands for the middle of those at the table and bets on what the facilitator has gathered
for them, and from the first vote on what they pool. Being heard, conceding and deliberating is what it gains; rounds
that last longer the more sit there is the price.
"""

from __future__ import annotations

from ...briefing import AMBITION
from ...compiling import kernel
from ...mechanisms.decision import give_up_draft
from ...mechanisms.outcome import expected_hurt
from ...mechanisms.roles import round_weeks, seated
from ...mechanisms.yardstick import RANKED, Proposal, prospect_of_table, rank_candidates
from ...state import (
    DRAFT,
    NOW,
    SHARE,
    State,
    campaigns,
    coalitions,
    coordinators,
    organizations,
    plan,
    reports,
    seats,
    standing,
)
from ..talks import concede, count_on_table, mean_value, pivotal_ceiling, votes_needed, write_draft

LIKELY_ROUNDS = 2.0
"""Rounds that a table expects where nobody finds a plan too bold."""

SIZES = 4
AMBITIONS = 10


@kernel
def seat_the_best(state: State, c: int, size: int) -> None:
    """Seat those who belong and, in the order of their likely contributions, others up to ``size``."""
    seat = seats(state)
    seated = 0
    for i in range(seat.pledged.shape[1]):
        seat.pledged[c, i] = seat.member[c, i]
        seated += int(seat.pledged[c, i])
    for place in range(seat.pledged.shape[1]):
        i = int(state.scratch[RANKED, place])
        if seated < size and seat.pledged[c, i] == 0.0:
            seat.pledged[c, i] = 1.0
            seated += 1


@kernel
def best_ambition(state: State, c: int, h: int, size: int, value: float) -> tuple[float, float]:
    """Return J of the best plan of those who are seated, and its ambition."""
    obstacle, decision = int(plan(state, DRAFT).obstacle[c]), state.parameters.decision
    accepted = pivotal_ceiling(state, c, standing(state).mapped_ceiling[h], votes_needed(size, state.form[SHARE]))
    hurt = expected_hurt(state, c, value, True)
    fixed = state.decision[c, AMBITION]
    best, ambition = 0.0, 0.0
    for tenth in range(1, AMBITIONS + 1):
        tried = tenth / AMBITIONS if fixed < 0.0 else fixed
        rounds = LIKELY_ROUNDS if tried <= accepted else decision.rounds
        talks = rounds * round_weeks(state, c, size)
        proposal = Proposal(campaigns(state).forecast[c], value, tried, obstacle, value, hurt, talks, float(size))
        worth = prospect_of_table(state, c, h, proposal)
        if worth > best:
            best, ambition = worth, tried
    return best, ambition


@kernel
def choose_size(state: State, c: int, h: int) -> int:
    """Return the size of the table that promises most, talks included; zero where none is worth while."""
    room = int(min(float(len(organizations(state).id)), state.parameters.decision.seats))
    best, best_size = 0.0, 0
    for quarter in range(1, SIZES + 1):
        size = room * quarter // SIZES
        if size == 0:
            continue
        seat_the_best(state, c, size)
        worth, _ = best_ambition(state, c, h, seated(state, c), mapped_middle(state, c, h))
        if worth >= best and worth > 0.0:
            best, best_size = worth, size
    return best_size


@kernel
def mapped_middle(state: State, c: int, h: int) -> float:
    """Return where the map puts the middle of those at the table, before they have met."""
    seat = seats(state)
    total = 0.0
    count = 0.0
    for i in range(seat.pledged.shape[1]):
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
    rank_candidates(state, h, obstacle)
    size = choose_size(state, c, h)
    if size == 0:
        give_up_draft(state, c)
        return
    seat_the_best(state, c, size)
    size = seated(state, c)
    value = mean_value(state, c)
    campaigns(state).receiver[c] = value
    _, ambition = best_ambition(state, c, h, size, value)
    if ambition == 0.0:
        give_up_draft(state, c)
        return
    write_draft(state, c, campaigns(state).forecast[c], value, ambition, obstacle)
    count_on_table(state, c)
    weeks = round_weeks(state, c, size)
    coalition.ready_at[c] = state.time[NOW] + weeks
    coalition.negotiated[c] = weeks
