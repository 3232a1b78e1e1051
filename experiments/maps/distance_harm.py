"""The coordinator's distance from those affected x harm of error: when is one who decides a danger?

Under opt-in a coordinator's own values steer the plan and bend what it is told; at a table many correct them.  The more
an enacted mistake costs, the more that should matter.
"""

from __future__ import annotations

from ..patterns.city import city
from .axis import axis
from .question import Map

MAP = Map(
    "distance-harm",
    "The coordinator's distance from those affected and the harm of error",
    x=axis("coordinator.value", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), "coordinator's distance"),
    y=axis("outcome.harm", (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0), "harm of error"),
    case=city,
)
