"""F3: how many must agree.

Varied: the share of the table that must agree (half, two thirds, four fifths, all), and what an enacted plan that harms
costs (a quarter or twice what one that helps is worth).  The engine charges this cost to everybody, those who did not
agree among them; a cost that falls on them alone cannot be set yet.
Measured: net value at that cost.
Rule: in ten groups of worlds, the best share is, on average, higher where harm costs more.
"""

from __future__ import annotations

from .city import city
from .doses import best_doses
from .lab import Lab, case
from .pattern import Part, Pattern

SHARES = (0.5, 0.67, 0.8, 1.0)
CHEAP, DEAR = 0.25, 2.0


def measure(lab: Lab) -> list[Part]:
    """Sweep the share that must agree at two costs of harm."""
    cheap, dear = (
        lab.outcome(
            "net_value",
            [case(f"{share}", city(), {"outcome.harm": harm}, f"table+share:{share}+table") for share in SHARES],
        )
        for harm in (CHEAP, DEAR)
    )
    shift = best_doses(dear, SHARES) - best_doses(cheap, SHARES)
    return [
        Part("best share required, dear harm against cheap", "share", shift, above=0.0),
        Part("all against half where harm is cheap", "net value", cheap[:, -1] - cheap[:, 0]),
        Part("all against half where harm is dear", "net value", dear[:, -1] - dear[:, 0]),
    ]


PATTERN = Pattern(
    "F3",
    "The best required share rises with what a wrong decision costs those who did not agree",
    "Buchanan & Tullock 1962; Rae 1969",
    measure,
    runs=2 * len(SHARES),
    mark="the cost falls on everybody",
)
