"""F7: the floor under the forecast.

Varied: the voices in a round (1, 8, 20 or all 40), and the share of a signal's error that a whole kind has in common
(none, or .6 of its variance).  Interviews cost no hours, so that more voices are free: what they cannot do is not for
want of time.
Measured: the error of the forecast.
Rule: from 1 voice to 8 it falls; with 40 voices it is higher where error is shared; where it is shared, 40 voices
instead of 20 lower it by less than .005 (2 % of the distance at which help becomes unlikely).
"""

from __future__ import annotations

from .city import sweep
from .lab import Lab
from .pattern import Part, Pattern

VOICES = (1, 8, 20, 40)
SHARED = 0.6
NO_HELP = 0.005


def measure(lab: Lab) -> list[Part]:
    """Sweep the voices with and without shared error."""
    free = {"consultation.interview_hours": 0.0}
    apart, together = (
        lab.outcome("forecast_error", sweep("coordinator.voices", VOICES, free | {"sensing.shared": shared}))
        for shared in (0.0, SHARED)
    )
    return [
        Part("error of 8 voices against 1, shared", "position", together[:, 1] - together[:, 0], below=0.0),
        Part("floor: error of 40 voices, shared against not", "position", together[:, 3] - apart[:, 3], above=0.0),
        Part("error of 40 voices against 20, shared", "position", together[:, 3] - together[:, 2], above=-NO_HELP),
    ]


PATTERN = Pattern(
    "F7",
    "The error of forecasts has a floor set by shared error; beyond it more voices do not help",
    "Kao & Couzin 2014",
    measure,
    runs=2 * len(VOICES),
    calibrates=True,
)
