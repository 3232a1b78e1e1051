"""Through the hub: the coordinator convenes, and members meet nobody else about the plan."""

from __future__ import annotations

from ...compiling import kernel
from ...mechanisms.office import convene
from ...state import State


@kernel
def meet(state: State, c: int) -> None:
    """Let the coordinator convene with the hours that it has for that."""
    convene(state, c)
