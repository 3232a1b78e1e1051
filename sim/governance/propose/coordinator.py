"""The coordinator proposes: a blueprint for those whom it expects to join.

It tries positions between its own values and the middle of those who could contribute, and ambitions from .1 to 1, each
for whoever the map predicts to join, and keeps what the yardstick likes best.  Its map may be wrong and its values are
its own: that is the price.
"""

from __future__ import annotations

import math

from ...briefing import AMBITION
from ...choices import INVITE, chosen
from ...compiling import kernel
from ...mechanisms.decision import give_up_draft
from ...mechanisms.offers import mapped_hours
from ...mechanisms.outcome import expected_hurt
from ...mechanisms.yardstick import (
    FITS,
    LIKELY_SHARE,
    Proposal,
    outlook,
    prospect_of_candidates,
    rank_candidates,
)
from ...state import (
    ACTIVE,
    CURRENT,
    DRAFT,
    State,
    campaigns,
    coalitions,
    coordinators,
    in_sight,
    organizations,
    plan,
    reports,
    seats,
)
from ..talks import concede, write_draft

POSITIONS = 4
AMBITIONS = 10


@kernel
def middle(state: State, c: int, h: int) -> float:
    """Return the mean position of the organizations, by what each could contribute, as the map shows it."""
    total = 0.0
    weighted = 0.0
    for i in in_sight(state):
        weight = mapped_hours(state, c, i, 1.0) * state.scratch[FITS, i]
        total += weight
        weighted += weight * reports(state).mapped_value[c, i]
    return weighted / total if total > 0.0 else coordinators(state).value[h]


@kernel
def blueprint(state: State, c: int, obstacle: int, value: float, ambition: float) -> Proposal:
    """Return a blueprint that bets on the forecast."""
    campaign = campaigns(state)
    size = max(coalitions(state).size[c], len(organizations(state).id) * LIKELY_SHARE)
    hurt = expected_hurt(state, c, value, True)
    return Proposal(campaign.forecast[c], value, ambition, obstacle, campaign.receiver[c], hurt, 0.0, size)


@kernel
def as_ambitious(that: Proposal, ambition: float) -> Proposal:
    """Return the same proposal with another ambition."""
    return Proposal(that.fact, that.value, ambition, that.obstacle, that.receiver, that.hurt, that.talks, that.size)


@kernel
def climb(state: State, c: int, h: int, that: Proposal, best: float) -> tuple[float, float]:
    """Return the best J of a proposal of which one is known, and the ambition that makes it: looking down, else up."""
    ambition = that.ambition
    if best < 0.0 or state.decision[c, AMBITION] >= 0.0:  # what is expected to harm does so at any ambition
        return best, ambition
    start = int(AMBITIONS * ambition + 0.5)
    for way in (-1, 1):
        tenth = start + way
        while 1 <= tenth <= AMBITIONS:
            worth = prospect_of_candidates(state, c, h, as_ambitious(that, tenth / AMBITIONS), False)
            if worth < best or (worth == best and best > 0.0):
                break
            best, ambition = worth, tenth / AMBITIONS
            tenth += way
        if ambition != that.ambition:
            break
    return best, ambition


@kernel
def first_ambition(state: State, c: int) -> float:
    """Return the ambition from which a search begins: what the strategy says, that of the plan there is, or half."""
    if state.decision[c, AMBITION] >= 0.0:
        return state.decision[c, AMBITION]
    if coalitions(state).status[c] != ACTIVE:
        return 0.5
    return max(1.0, math.floor(AMBITIONS * plan(state, CURRENT).ambition[c] + 0.5)) / AMBITIONS


@kernel
def search(state: State, c: int, h: int, obstacle: int) -> bool:
    """Write the best blueprint into the draft, with whom it counts on; return whether any is worth while.

    J has one peak over ambition: a position that is better at the best ambition so far is climbed from there.
    """
    own, center = campaigns(state).receiver[c], middle(state, c, h)
    best, best_value, best_ambition = 0.0, own, first_ambition(state, c)
    for position in range(POSITIONS):
        value = own + (center - own) * position / (POSITIONS - 1)
        that = blueprint(state, c, obstacle, value, best_ambition)
        worth = outlook(state, c, h, that, False) if position == 0 else prospect_of_candidates(state, c, h, that, False)
        if best > 0.0 and worth <= best:
            continue
        worth, ambition = climb(state, c, h, that, worth)
        if worth > best:
            best, best_value, best_ambition = worth, value, ambition
    if best <= 0.0:
        return False
    write_draft(state, c, campaigns(state).forecast[c], best_value, best_ambition, obstacle)
    draft = plan(state, DRAFT)
    outlook(state, c, h, blueprint(state, c, obstacle, draft.value[c], draft.ambition[c]), True)
    return True


@kernel
def propose_at(state: State, c: int, own: float) -> None:
    """Draft the blueprint of a proposer who stands at ``own``; where it was refused, concede to those who refused."""
    coalition, seat = coalitions(state), seats(state)
    h = int(coalition.hub[c])
    if coalition.round[c] > 0.0:
        concede(state, c)
        return
    campaigns(state).receiver[c] = own
    coalition.room[c] = len(organizations(state).id)
    obstacle = int(plan(state, DRAFT).obstacle[c])
    rank_candidates(state, c, obstacle)
    if not search(state, c, h, obstacle):
        give_up_draft(state, c)
        return
    for i in in_sight(state):
        seat.invited[c, i] = chosen(state, INVITE, i, seat.invited[c, i])
        seat.pledged[c, i] = min(seat.pledged[c, i], seat.invited[c, i])


@kernel
def propose(state: State, c: int) -> None:
    """Let the coordinator draft the blueprint."""
    propose_at(state, c, coordinators(state).value[int(coalitions(state).hub[c])])
