"""F9: joining is a cascade.

Varied: how far the thresholds of safety in numbers lie apart, around the same mean of one half: from 0 (all alike)
to 1.
Measured: members, on average over the weeks with a plan; none where there never was one.
Rule: the size changes by more than one member from one end to the other at least, and more than half of the
whole range of mean sizes is crossed between two neighboring doses out of eleven.  The pair is chosen in one half of the
worlds and scored in the other.
"""

from __future__ import annotations

import numpy as np

from ...sim.state import Floats
from .city import city
from .lab import Lab, case
from .pattern import Part, Pattern

SPREADS = tuple(tenth / 10 for tenth in range(11))


def measure(lab: Lab) -> list[Part]:
    """Sweep the spread of thresholds."""
    cases = [
        case(f"{one}", city(), {"joining.threshold_low": 0.5 - one / 2, "joining.threshold_spread": one})
        for one in SPREADS
    ]
    members = np.nan_to_num(lab.outcome("members", cases))
    jump, spread = jumps(members)
    return [
        Part("members, from the smallest mean to the largest", "members", spread, above=1.0),
        Part("the largest step less half of the whole range", "members", jump - spread / 2, above=0.0),
    ]


def jumps(sizes: Floats) -> tuple[Floats, Floats]:
    """Return the largest step between neighbors, and the whole range, (worlds,) each.

    Where they are is chosen in one half of the worlds and scored in the other.

    Args:
        sizes: (worlds, doses).
    """
    half = len(sizes) // 2
    step, whole = np.empty(len(sizes)), np.empty(len(sizes))
    for here, there in ((slice(None, half), slice(half, None)), (slice(half, None), slice(None, half))):
        means = sizes[there].mean(axis=0)
        at = int(np.argmax(np.abs(np.diff(means))))
        sign = np.sign(means[at + 1] - means[at])
        step[here] = sign * (sizes[here, at + 1] - sizes[here, at])
        whole[here] = sizes[here, int(means.argmax())] - sizes[here, int(means.argmin())]
    return step, whole


PATTERN = Pattern(
    "F9",
    "Joining is a cascade: the final size jumps at a critical spread of thresholds",
    "Granovetter 1978",
    measure,
    runs=len(SPREADS),
    calibrates=True,
)
