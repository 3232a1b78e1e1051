"""F1: how much to listen, and to how many.

Varied: the share of the coordinator's week spent listening (the other uses keep their proportions), from none to all;
then the number of voices in a round, from 2 to 40, with a fact that drifts slowly (half the usual variance a week) or
fast (ten times the usual).
Measured: net value for the share; the error of the forecast for the voices, as in the limiting case L17.
Rule: the best share inside beats both edges, chosen in one half of the worlds and scored in the other; in ten groups
of worlds the best number of voices is, on average, smaller under fast drift.  How the best share moves is reported.
"""

from __future__ import annotations

import numpy as np

from .city import sweep, sweep_use
from .doses import best_doses, inverted_u
from .lab import Lab
from .pattern import Part, Pattern

SHARES = (0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.65, 1.0)
VOICES = (2, 4, 8, 16, 28, 40)
SLOW, FAST = 0.0002, 0.004


def measure(lab: Lab) -> list[Part]:
    """Sweep the share of listening and the voices of a round."""
    value = lab.outcome("net_value", sweep_use("listen", SHARES))
    drifts = [{"conditions.drift": drift} for drift in (SLOW, FAST)]
    errors = [lab.outcome("forecast_error", sweep("coordinator.voices", VOICES, drift)) for drift in drifts]
    slow, fast = (np.log2(best_doses(-error, VOICES)) for error in errors)
    shares = [best_doses(lab.outcome("net_value", sweep_use("listen", SHARES, drift)), SHARES) for drift in drifts]
    return [
        *inverted_u(value, SHARES, "share listening", "net value"),
        Part("best number of voices, fast drift against slow", "doublings", fast - slow, below=0.0),
        Part("best share listening, fast drift against slow", "share", shares[1] - shares[0]),
    ]


PATTERN = Pattern(
    "F1",
    "Value is an inverted U in the share of the week spent listening; the faster the fact drifts, the fewer voices a "
    "round should hear",
    "derived; Siggelkow & Rivkin 2005",
    measure,
    runs=3 * len(SHARES) + 2 * len(VOICES),
    calibrates=True,
)
