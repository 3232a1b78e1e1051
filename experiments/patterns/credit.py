"""F12: how much credit to keep.

Varied: the share of the visibility that the coordinator keeps, where the club does not fund it (no contributions, and a
grant of .3 of its cost: without any grant there would be no campaign to be seen in) and where it does (all of it).
Measured: net value.
Rule: unfunded, the best share inside beats none and all; funded, keeping none beats the best share of .2 or more.  Both
are chosen in one half of the worlds and scored in the other.
"""

from __future__ import annotations

from ...sim.parameters import Parameters
from .city import sweep
from .doses import cross_chosen, inverted_u
from .lab import Lab
from .pattern import Part, Pattern

KEPT = (0.0, 0.05, 0.1, 0.2, 0.35, 0.6, 1.0)
MUCH = 3
"""Place of the first dose that is not near zero."""

STAFF = Parameters().coordinator.staff
UNFUNDED = {"club.grant": 0.3 * STAFF, "club.contribution": 0.0}  # a grant is counted in people that it pays
FUNDED = {"club.grant": STAFF, "club.contribution": 0.0}


def measure(lab: Lab) -> list[Part]:
    """Sweep the credit kept with and without funding."""
    unfunded, funded = (
        lab.outcome("net_value", sweep("coordinator.credit_kept", KEPT, funds)) for funds in (UNFUNDED, FUNDED)
    )
    much = cross_chosen(funded, range(MUCH, len(KEPT)))
    return [
        *inverted_u(unfunded, KEPT, "credit kept, unfunded,", "net value"),
        Part("funded: none kept against the best of .2 or more", "net value", funded[:, 0] - much, above=0.0),
    ]


PATTERN = Pattern(
    "F12",
    "The best share of credit kept is inside when the club does not fund the coordinator, and near zero when it does",
    "derived",
    measure,
    runs=2 * len(KEPT),
    calibrates=True,
)
