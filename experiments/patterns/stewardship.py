"""F10: what an idle core is good for.

Varied: the share of the coordinator's week for keeping in touch with the club (none or a fifth; the other uses keep
their proportions), where nothing changes and where another obstacle comes with a hazard of .04 a week.
Measured: net value.
Rule: keeping in touch pays where conditions change; it pays more there than where they do not; where nothing changes
it pays less than 2 % of the value without it.
"""

from __future__ import annotations

from .city import city, week_with
from .lab import Lab, case
from .pattern import Part, Pattern

SHARES = (0.0, 0.2)
HAZARDS = (0.0, 0.04)
NEGLIGIBLE = 0.02


def measure(lab: Lab) -> list[Part]:
    """Run with and without stewardship, in calm and in change."""
    cases = [
        case(f"{share} {hazard}", city(), {"conditions.hazard": hazard} | week_with("steward", share))
        for hazard in HAZARDS
        for share in SHARES
    ]
    value = lab.outcome("net_value", cases)
    calm, change = value[:, 1] - value[:, 0], value[:, 3] - value[:, 2]
    nothing = NEGLIGIBLE * float(value[:, 0].mean())
    return [
        Part("keeping in touch against not, where conditions change", "net value", change, above=0.0),
        Part("what it is worth in change against in calm", "net value", change - calm, above=0.0),
        Part("keeping in touch against not, where nothing changes", "net value", calm, below=nothing),
    ]


PATTERN = Pattern(
    "F10",
    "An idle core pays only where conditions change: the value of stewardship rises with the hazard",
    "derived from Mortensen 2017",
    measure,
    runs=4,
)
