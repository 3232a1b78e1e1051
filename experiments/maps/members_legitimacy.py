"""Organizations x legitimacy: does a table win where few must agree and everybody's voice counts?

The more organizations there are, the longer a table talks and the more links it keeps up; the more decision-makers heed
who takes part, the more it costs to go ahead without some.
"""

from __future__ import annotations

from ..patterns.city import city
from .axis import axis
from .question import Map

MAP = Map(
    "members-legitimacy",
    "Number of organizations and the weight of participation",
    x=axis("members", (10, 15, 20, 30, 40, 60, 80)),
    y=axis("outcome.legitimacy", (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0), "weight of participation"),
    case=city,
)
