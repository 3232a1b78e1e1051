"""The call: how those to whom a place is offered hear of it.

The core calls for a campaign and needs no call; others hear of their place when somebody tied to a member calls them
(without a core, the coordinator), one after the other, as the hours for convening allow. Those who are to sit at a
table are called before the first round of talks. With another plan all but members are called anew.

Price: a call takes as long as an interview, on both sides. Neutral: calls take no time.

Serves principle 5 (core and network) and principle 8 (transaction costs).
"""

from __future__ import annotations

import math

from ..briefing import CONVENE
from ..compiling import kernel
from ..state import State, coalitions, coordinators, in_sight, in_turn, organizations, seats, stocks
from .network import core_partners
from .office import use_hours


@kernel
def begin_call(state: State, c: int) -> None:
    """Begin to call for another plan: who belongs, sat in the talks, or is of the core that called, has heard of it.

    An organization on its own need not call itself.
    """
    people, seat = organizations(state), seats(state)
    talked = 1.0 if coalitions(state).negotiated[c] > 0.0 else 0.0
    is_alone = coordinators(state).own[int(coalitions(state).hub[c])] >= 0.0
    for i in in_sight(state):
        has_heard = seat.member[c, i] + talked * seat.pledged[c, i] > 0.0 or people.core[i] == 1
        seat.called[c, i] = 1.0 if has_heard or is_alone else 0.0


@kernel
def is_near(state: State, c: int, i: int) -> bool:
    """Return whether organization ``i`` is tied to a member."""
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        if seats(state).member[c, state.tie_to[edge]] > 0.0:
            return True
    return False


@kernel
def call(state: State, c: int, i: int) -> float:
    """Call organization ``i`` about coalition ``c``; return the hours of whoever calls."""
    hours = state.parameters.consultation.interview_hours
    seats(state).called[c, i] = 1.0
    if organizations(state).capacity[i] > 0.0:
        stocks(state).spent[i] += hours
    return hours


@kernel
def spread_call(state: State, c: int) -> None:
    """Call those near members to whom a place is offered, one after the other, as the hours for convening allow.

    Without a core the coordinator calls whomever it knows; where answers come at once, anybody. Talks that are going
    on come first. A call that is begun is paid for in the weeks that it takes.
    """
    coalition, seat = coalitions(state), seats(state)
    budget = max(0.0, use_hours(state, c, CONVENE) - coalition.facilitated[c])
    price = state.parameters.consultation.interview_hours
    is_open = core_partners(state) == 0 or state.parameters.joining.response == math.inf
    for i in in_turn(state):
        is_next = seat.offered[c, i] > seat.called[c, i] and (price == 0.0 or coalition.owed[c] < budget)
        if is_next and (is_open or is_near(state, c, i)):
            coalition.owed[c] += call(state, c, i)
    coalition.calling[c] = min(budget, coalition.owed[c])
    coalition.owed[c] -= coalition.calling[c]


@kernel
def hours_to_invite(state: State, c: int) -> float:
    """Return the convener's hours for calling those who are to sit at a table and have not heard of it."""
    seat, many = seats(state), 0.0
    for i in in_sight(state):
        many += 1.0 if seat.pledged[c, i] > seat.called[c, i] else 0.0
    return many * state.parameters.consultation.interview_hours


@kernel
def invite_to_table(state: State, c: int) -> None:
    """Call those who are to sit at a table; whoever convenes pays for that with the first round of talks."""
    coalitions(state).inviting[c] = hours_to_invite(state, c)
    for i in in_sight(state):
        if seats(state).pledged[c, i] > seats(state).called[c, i]:
            call(state, c, i)
