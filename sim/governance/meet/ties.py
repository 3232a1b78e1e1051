"""Along ties: nobody convenes; who acts on an issue talks with those whom it knows, and their beliefs come together.

DeGroot (1974): a belief moves to the mean of its own and those of its ties, weighed by trust. Limiting case: where all
always listen, beliefs settle at the mean of those at the start, weighed by the left eigenvector of the weights.
"""

from __future__ import annotations

from ...compiling import kernel
from ...state import STEP_WEEKS, State, campaigns, coalitions, concerns, coordinators
from .nobody import meet as meet_nobody


@kernel
def listened(state: State, k: int, i: int, own: float) -> float:
    """Return the mean of what organization ``i`` believes and its ties tell of the fact of issue ``k``, by trust."""
    weight, total = own, own * concerns(state).belief[k, i]
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        weight += state.tie_trust[edge]
        total += state.tie_trust[edge] * concerns(state).voiced[k, state.tie_to[edge]]
    return total / weight if weight > 0.0 else concerns(state).belief[k, i]


@kernel
def meet(state: State, c: int) -> None:
    """Let nobody convene, and let one who is on its own listen to its ties."""
    meet_nobody(state, c)
    me, k = int(coordinators(state).own[int(coalitions(state).hub[c])]), int(coalitions(state).issue[c])
    if me >= 0:
        ties = float(state.tie_start[me + 1] - state.tie_start[me])
        campaigns(state).voices[c] = max(campaigns(state).voices[c], ties)
        step = min(1.0, state.time[STEP_WEEKS])
        belief = concerns(state).belief
        belief[k, me] += step * (listened(state, k, me, 1.0) - belief[k, me])
