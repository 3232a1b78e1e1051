"""Lots: a random number for each organization in sight, all drawn in one pass.

Drawn so, a number costs a tenth of what one costs that is drawn by itself: processors make several at once. Where few
of many are in sight, the others draw nothing.
"""

from __future__ import annotations

from .chance import uniform, uniforms
from .compiling import kernel
from .state import SEED, STEP, Floats, State, are_many_in_sight, in_sight, organizations


@kernel
def draw_lots(state: State, stream: int, draw: int, lots: Floats) -> None:
    """Write into ``lots``, (N,) or longer, the uniform number of this step of each organization in sight."""
    who, seed, step = organizations(state).id, state.clock[SEED], state.clock[STEP]
    if are_many_in_sight(state):
        uniforms(seed, stream, who, step, draw, lots)
        return
    for i in in_sight(state):
        lots[i] = uniform(seed, stream, who[i], step, draw)
