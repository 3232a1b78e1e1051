"""A share must agree: those whom the draft counts on vote on it, round after round.

A share of one is consensus; after the last round those who still object may stand aside if enough agree: they no longer
block, and keep their seats to take or leave, so that the rest can go on. With a smaller share the outvoted keep their
seats; unless the form binds them they give less or leave as they see fit. Before each vote the table pools what it
knows, and whoever finds a seat not worth its hours walks away and blocks nothing. What a "no" means: no agreement at
all or, where a plan is being changed, the plan that there is; so a table of free riders can agree.

Limiting cases: a majority of 11 voters who are each right with chance .6 is right with .7535 (Condorcet); with
acceptance .9 each, ten need 2.868 rounds to a unanimous yes.
"""

from __future__ import annotations

from ...arithmetic import rounded
from ...chance import draw_on, normal, stream
from ...choices import PLAN_FACT, chosen
from ...compiling import kernel
from ...events import OBJECTED, PLAN_REFUSED, STOOD_ASIDE, WALKED_AWAY
from ...mechanisms.call import invite_to_table
from ...mechanisms.decision import adopt, give_up_draft, sit_at_table
from ...mechanisms.roles import round_weeks, seated
from ...mechanisms.seat import HABIT, Promise, agreed_chance, promise, worth_of_success
from ...mechanisms.synthesis import pool
from ...mechanisms.work import is_bound
from ...noting import note
from ...state import (
    ACTIVE,
    BINDS,
    CURRENT,
    DRAFT,
    NOW,
    SEED,
    SHARE,
    STEP,
    State,
    campaigns,
    coalitions,
    concerns,
    in_sight,
    in_turn,
    organizations,
    plan,
    seats,
)
from ..talks import count_on_table, deliberate, has_vote, seat_worth, voters, votes_needed

MANDATE = stream("share.mandate")


@kernel
def passes(yes: int, many: int, share: float) -> bool:
    """Return whether so many yes carry the draft."""
    return many > 0 and yes >= votes_needed(many, share)


@kernel
def walks_away(state: State, c: int, i: int, draft: Promise, chance: float) -> bool:
    """Return whether one who would not be hurt by an agreement finds a seat under it not worth its hours."""
    if worth_of_success(state, c, i, draft, chance) < 0.0:
        return False
    return seat_worth(state, c, i, DRAFT, draft) < -HABIT


@kernel
def walk_away(state: State, c: int) -> None:
    """Let those go for whom a seat under the draft is not worth their hours: they take no part, and block nothing."""
    seat, draft = seats(state), promise(state, c, DRAFT)
    chance = agreed_chance(state, c, DRAFT, draft)
    for i in in_turn(state):
        if seat.pledged[c, i] > 0.0 and walks_away(state, c, i, draft, chance):
            seat.pledged[c, i] = 0.0
            note(state, WALKED_AWAY, c, i, coalitions(state).round[c])


@kernel
def vote(state: State, c: int) -> int:
    """Let everybody at the table vote, mark those who object, and return the number of yes.

    A delegate may stray from its mandate; one with nothing at stake has none to stray from.
    """
    seat, coalition, people = seats(state), coalitions(state), organizations(state)
    concern, k = concerns(state), int(coalition.issue[c])
    other = CURRENT if coalition.status[c] == ACTIVE else DRAFT  # without a plan there is none to compare with
    draft, current = promise(state, c, DRAFT), promise(state, c, other)
    chance, chance_now = agreed_chance(state, c, DRAFT, draft), agreed_chance(state, c, other, current)
    yes = 0
    for i in in_sight(state):
        seat.objects[c, i] = 0.0
        if seat.pledged[c, i] == 0.0 or not has_vote(state, i):
            continue
        otherwise = 0.0
        if coalition.status[c] == ACTIVE:
            otherwise = max(0.0, worth_of_success(state, c, i, current, chance_now))
        draw = draw_on(k, int(coalition.round[c]))
        z = normal(state.clock[SEED], MANDATE, people.id[i], state.clock[STEP], draw)
        stray = state.parameters.decision.mandate * z if concern.stake[k, i] > 0.0 else 0.0
        if worth_of_success(state, c, i, draft, chance) + stray >= otherwise:
            yes += 1
        else:
            seat.objects[c, i] = 1.0
    return yes


@kernel
def note_refusal(state: State, c: int, objecting: int) -> None:
    """Write down that the draft was refused, and by whom."""
    for i in in_sight(state):
        if seats(state).objects[c, i] > 0.0:
            note(state, OBJECTED, c, i, coalitions(state).round[c])
    note(state, PLAN_REFUSED, c, int(plan(state, DRAFT).obstacle[c]), float(objecting))


@kernel
def stand_aside(state: State, c: int) -> None:
    """Let those who still object stop blocking: the draft does not count on them, but their seats are theirs."""
    seat = seats(state)
    for i in in_sight(state):
        if seat.objects[c, i] > 0.0:
            seat.pledged[c, i] = 0.0
            note(state, STOOD_ASIDE, c, i, coalitions(state).round[c])


@kernel
def seat_members(state: State, c: int) -> None:
    """Offer a place to those at the table and to nobody else, and adopt the draft; a yes, or a lost vote, counts."""
    seat = seats(state)
    for i in in_sight(state):
        seat.offered[c, i] = max(seat.pledged[c, i], seat.objects[c, i])
    adopt(state, c)
    for i in in_sight(state):
        is_free = not has_vote(state, i) or (state.form[BINDS] == 0.0 and seat.objects[c, i] > 0.0)
        is_kept = is_bound(state, c, i) and seat.member[c, i] > 0.0
        seat.promised[c, i] = 1.0 if is_kept else (0.0 if is_free else seat.pledged[c, i])


@kernel
def seat_by_right(state: State, c: int) -> None:
    """Let those vote who sit at every table, whoever made the draft."""
    for i in in_sight(state):
        if organizations(state).by_right[i] == 1:
            seats(state).pledged[c, i] = 1.0


@kernel
def bet_on_the_pool(state: State, c: int) -> None:
    """Let the draft bet on what those at the table hold the fact to be, now that they have told each other."""
    plan(state, DRAFT).fact[c] = rounded(chosen(state, PLAN_FACT, c, campaigns(state).forecast[c]))


@kernel
def hand_out(state: State, c: int) -> bool:
    """Hand a blueprint from elsewhere to whoever is to vote on it, calling them; return whether reading takes time."""
    invite_to_table(state, c)
    length = round_weeks(state, c, seated(state, c))
    coalitions(state).negotiated[c] = length
    coalitions(state).ready_at[c] = state.time[NOW] + length
    return length > 0.0


@kernel
def agree(state: State, c: int) -> None:
    """Hold a vote; where it fails, another round of talks follows, and at last dissenters may stand aside."""
    coalition, decision = coalitions(state), state.parameters.decision
    if coalition.round[c] == 0.0:
        seat_by_right(state, c)
        if coalition.negotiated[c] == 0.0 and hand_out(state, c):
            return
    pool(state, c)
    if coalition.round[c] == 0.0:
        bet_on_the_pool(state, c)
    walk_away(state, c)
    count_on_table(state, c)
    voting, share = voters(state, c), state.form[SHARE]
    if voting == 0:
        give_up_draft(state, c)
        return
    yes = vote(state, c)
    if passes(yes, voting, share):
        seat_members(state, c)
        return
    note_refusal(state, c, voting - yes)
    coalition.round[c] += 1.0
    coalition.inviting[c] = 0.0
    if coalition.round[c] >= decision.rounds:
        if share >= 1.0 and passes(yes, voting, decision.quorum):
            stand_aside(state, c)
            count_on_table(state, c)
            seat_members(state, c)
        else:
            give_up_draft(state, c)
        return
    deliberate(state, c)
    length = round_weeks(state, c, seated(state, c))
    sit_at_table(state, c, min(length, state.time[NOW] - coalition.ready_at[c]))  # talks go on before the step ends
    coalition.negotiated[c] += length
    coalition.ready_at[c] += length
