"""What the numbers of a week are called: ambition, certainty, the uses of the coordinator's week, and time."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ...sim.scenario import Scenario
from ...sim.state import Ints
from ..live.frames import Cast
from ..telling.words import listed

USES = ("listen", "analyze", "find roles", "convene", "keep in touch", "promote", "rest and learn")
"""What people call the seven uses of the coordinator's hours, in their order."""

AMBITIONS = ((0.25, "cautious"), (0.5, "modest"), (0.75, "bold"), (math.inf, "far-reaching"))


def ambition_in_words(ambition: float) -> str:
    """Return how much a plan dares, in a word; nothing without a plan."""
    return "" if math.isnan(ambition) else next(word for most, word in AMBITIONS if ambition < most)


def percent(share: float) -> str:
    """Return a share as ``61 %``; a dash where there is none."""
    return f"{100.0 * share:.0f} %" if math.isfinite(share) else "–"


def is_in_days(scenario: Scenario) -> bool:
    """Return whether the steps of a case are days."""
    return scenario.step_days == 1.0


def time_in_words(scenario: Scenario, week: float) -> str:
    """Return ``week 61``, or ``day 40`` where a case steps in days."""
    return f"day {round(7.0 * week)}" if is_in_days(scenario) else f"week {week:.4g}"


def members_in_words(cast: Cast, member: Ints) -> str:
    """Return ``9 lawyers and 2 media outlets``, the most numerous first; ``nobody`` where there are none."""
    counts = np.bincount(cast.kind[member > 0], minlength=len(cast.scenario.kinds)).tolist()
    order = sorted((kind for kind, count in enumerate(counts) if count), key=lambda kind: -counts[kind])
    kinds = cast.scenario.kinds
    said = [f"{counts[kind]} {kinds[kind].name if counts[kind] == 1 else kinds[kind].plural}" for kind in order]
    return listed(said) or "nobody"


def sentence(parts: Sequence[str]) -> str:
    """Return parts as one sentence: joined by semicolons, with a capital and a full stop."""
    said = "; ".join(part for part in parts if part)
    return f"{said[:1].upper()}{said[1:]}." if said else ""
