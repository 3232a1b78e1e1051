"""Everyone at the table: each member keeps a link to each other, and nobody waits for a hub."""

from __future__ import annotations

from ...compiling import kernel
from ...state import State, coalitions
from ..forms import Expected

EXPECTED = Expected(own_links=0.0, links_each=1.0, serves=0.0)


@kernel
def links(participants: float) -> float:
    """Return the links between so many participants."""
    return 0.5 * participants * max(0.0, participants - 1.0)


@kernel
def meet(state: State, c: int) -> None:
    """Link every member to every other."""
    coalition = coalitions(state)
    size = coalition.size[c]
    coalition.links[c] = links(size)
    coalition.member_links[c] = 2.0 * coalition.links[c] / size if size > 0.0 else 0.0
    coalition.served[c] = 1.0
