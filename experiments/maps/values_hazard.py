"""Spread of values x hazard: is a coalition by choice better where people differ, and where things change?

The article prefers opt-in because consensus dilutes, which takes people who want different things, and because
coalitions must turn, which takes a world that turns.
"""

from __future__ import annotations

from ..patterns.city import city
from .axis import axis
from .question import Map

MAP = Map(
    "values-hazard",
    "Spread of values and hazard of change",
    x=axis("conditions.hazard", (0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08), "hazard of change"),
    y=axis("club.values_spread", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6), "spread of values"),
    case=city,
)
