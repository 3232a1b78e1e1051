"""Through the hub: each member keeps one link, to the coordinator, which must find the hours to serve them all."""

from __future__ import annotations

from ...compiling import kernel
from ...coordinators.briefing import CONVENE
from ...coordinators.office import use_hours
from ...state import STEP_WEEKS, State, coalitions


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
    asked = state.parameters.work.service * size * state.time[STEP_WEEKS]
    available = coalition.spare[c] + use_hours(state, int(coalition.hub[c]), CONVENE)
    coalition.served[c] = min(1.0, available / asked) if asked > 0.0 else 1.0
    coalition.spare[c] = max(0.0, coalition.spare[c] - max(0.0, asked - (available - coalition.spare[c])))
