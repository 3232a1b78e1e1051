"""Everyone at the table: the coordinator convenes them all, and pays for that what any convener pays."""

from __future__ import annotations

from ...compiling import kernel
from ...mechanisms.office import convene
from ...state import State


@kernel
def meet(state: State, c: int) -> None:
    """Let the coordinator convene with the hours that it has for that."""
    convene(state, c)
