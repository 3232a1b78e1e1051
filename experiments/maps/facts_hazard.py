"""Share of the disagreement that is about facts x hazard: does it matter what people disagree about?

Disagreement about facts is error, which listening removes; disagreement about values is not, and must be lived with.
"""

from __future__ import annotations

from ..patterns.city import city
from .axis import axis
from .question import Map

MAP = Map(
    "facts-hazard",
    "Share of the disagreement that is about facts, and hazard of change",
    x=axis("conditions.hazard", (0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08), "hazard of change"),
    y=axis("facts", (0.0, 0.17, 0.33, 0.5, 0.67, 0.83, 1.0)),
    case=city,
)
