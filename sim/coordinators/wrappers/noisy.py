"""Noisy: the week does not go as it was divided.

Each share is multiplied by a log-normal number with this standard deviation of its logarithm, drawn anew each week,
and all are scaled back to what they summed to: a trembling hand that loses no hours.
"""

from __future__ import annotations

import math

from ...briefing import LISTEN, RENEW, Briefing
from ...chance import normal, stream
from ...compiling import kernel
from ...state import Floats

USUAL, HIGHEST, UNIT = 0.5, 5.0, "standard deviation of the logarithm of a share"
"""Where a name says no number: two shares of three within a factor of 1.65 of what was meant."""

TREMBLE = stream("coordinators.noisy.tremble")


@kernel
def around(briefing: Briefing, decision: Floats, number: float, memory: Floats) -> None:
    """Disturb the shares of the week, and keep their sum."""
    before, after = 0.0, 0.0
    for use in range(LISTEN, RENEW + 1):
        before += decision[use]
        decision[use] *= math.exp(number * normal(int(briefing.luck), TREMBLE, 0, 0, use))
        after += decision[use]
    for use in range(LISTEN, RENEW + 1):
        decision[use] *= before / after if after > 0.0 else 0.0
