"""Nobody proposes: each organization follows its own plan with its own hours.

The coalition of one that every claim for working together is compared with.
"""

from __future__ import annotations

from ...compiling import kernel
from ...mechanisms.decision import give_up_draft
from ...mechanisms.outcome import expected_hurt
from ...mechanisms.yardstick import Proposal, prospect_of_table, rank_candidates
from ...state import (
    DRAFT,
    State,
    campaigns,
    coalitions,
    concerns,
    coordinators,
    organizations,
    plan,
    seats,
)
from ..talks import write_draft

AMBITIONS = 10


@kernel
def propose(state: State, c: int) -> None:
    """Draft the best plan that an organization could follow alone, within its own ceiling."""
    k = int(coalitions(state).issue[c])
    coalition, seat = coalitions(state), seats(state)
    h = int(coalition.hub[c])
    me = int(coordinators(state).own[h])
    if me < 0 or coalition.round[c] > 0.0:
        give_up_draft(state, c)
        return
    seat.pledged[c, me] = 1.0
    seat.invited[c, me] = 1.0
    coalition.room[c] = 0.0
    obstacle, value = int(plan(state, DRAFT).obstacle[c]), concerns(state).value[k, me]
    rank_candidates(state, c, obstacle)
    hurt = expected_hurt(state, c, value, True)
    best, best_ambition = 0.0, 0.0
    for tenth in range(1, AMBITIONS + 1):
        ambition = min(tenth / AMBITIONS, organizations(state).ceiling[me])
        fact = campaigns(state).forecast[c]
        proposal = Proposal(fact, value, ambition, obstacle, value, hurt, 0.0, 1.0)
        worth = prospect_of_table(state, c, h, proposal)
        if worth > best:
            best, best_ambition = worth, ambition
    if best <= 0.0:
        give_up_draft(state, c)
        return
    write_draft(state, c, campaigns(state).forecast[c], value, best_ambition, obstacle)
