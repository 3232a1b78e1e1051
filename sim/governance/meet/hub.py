"""Through the hub: each member keeps one link, to the coordinator, which must find the hours to serve them all."""

from __future__ import annotations

from ...briefing import CONVENE
from ...compiling import kernel
from ...mechanisms.office import use_hours
from ...state import STEP_WEEKS, State, coalitions, minds
from ..forms import Expected

EXPECTED = Expected(own_links=1.0, links_each=0.0, serves=1.0)


@kernel
def links(participants: float) -> float:
    """Return the links between so many participants, the hub being one of them."""
    return max(0.0, participants - 1.0)


@kernel
def meet(state: State, c: int) -> None:
    """Link every member to the hub; serve as many as its hours for roles and meetings allow."""
    coalition = coalitions(state)
    size = coalition.size[c]
    coalition.links[c] = links(size + 1.0)
    coalition.member_links[c] = coalition.links[c] / size if size > 0.0 else 0.0
    weeks, h = state.time[STEP_WEEKS], int(coalition.hub[c])
    asked = state.parameters.work.service * size * weeks
    spare, convening = coalition.spare[c], use_hours(state, h, CONVENE)
    coalition.served[c] = min(1.0, (spare + convening) / asked) if asked > 0.0 else 1.0
    from_spare = min(spare, asked)
    coalition.spare[c] = spare - from_spare
    minds(state).convening[h] = max(0.0, convening - (asked - from_spare)) / weeks
