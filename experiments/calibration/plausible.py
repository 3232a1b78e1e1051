"""Plausible: the bands in which a default campaign has to lie, and how far a candidate is outside them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...sim.parameters import Parameters
from ...sim.state import Floats
from ..compare import compare
from ..comparison import Comparison
from ..patterns.city import city, usual
from ..patterns.lab import case


class Band(NamedTuple):
    """Where a quantity of a default campaign has to lie.

    Attributes:
        says: what the quantity is, in words.
    """

    says: str
    low: float
    high: float


BANDS = {
    "weeks": Band("weeks to the first success, in worlds with one", 20.0, 80.0),
    "success": Band("share of worlds with a success within four years", 0.3, 0.8),
    "members": Band("share of the organizations that belong, while there is a plan", 0.3, 0.6),
    "meetings": Band("share of joint hours spent in meetings", 0.05, 0.25),
    "trust": Band("mean trust in the coordinator", 0.2, 0.9),
    "energy": Band("mean energy of members", 0.2, 0.9),
    "hub_energy": Band("mean energy of the coordinator", 0.2, 0.9),
}
"""Lengths, success, size and meetings as practice suggests; trust and energy away from their limits."""


def observed(parameters: Parameters, worlds: int, seed: int) -> dict[str, float]:
    """Run the city under opt-in with these numbers, and return what the bands speak of."""
    with usual(parameters):
        return _measures(compare([case("opt-in", city(), governance="opt-in")], worlds, seed))


def _measures(found: Comparison) -> dict[str, float]:
    def of(name: str) -> Floats:
        return found.outcome(name)[:, 0]

    won = of("success") > 0
    return {
        "weeks": float(of("weeks_to_success")[won].mean()) if won.any() else float(found.scenario.weeks),
        "success": float(won.mean()),
        "members": float(np.nan_to_num(of("members")).mean()) / found.scenario.organizations,
        "meetings": float(np.nan_to_num(of("meeting_share")).mean()),
        "trust": float(of("trust").mean()),
        "energy": float(of("energy").mean()),
        "hub_energy": float(of("hub_energy").mean()),
    }


def outside(seen: dict[str, float]) -> float:
    """Return how far outside the bands all quantities are together, each in widths of its band; 0 is plausible."""
    return sum(
        max(0.0, band.low - seen[name], seen[name] - band.high) / (band.high - band.low) for name, band in BANDS.items()
    )
