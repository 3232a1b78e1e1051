"""Search: what is varied, and how one candidate is chosen.

1. Candidates are a Latin hypercube over the ranges below, and the starting values themselves. What is varied are scales
   for which no source gives a number, none of them part of a rule to propose, to agree or to meet at a table.
2. Each runs the city under opt-in. Of those within all bands of ``plausible.py`` (or, where fewer are, of the nearest)
   the ``FINALISTS`` nearest to the starting values go on.
3. In the worlds of another base seed each finalist meets the patterns that calibration may look at: a part that holds
   counts 1, one that fails -1. The highest sum wins; of equals, the one nearest to the starting values.
4. The winner is rounded to two digits and looked at once more in the worlds of a third base seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from ...sim.parameters import Parameters, numbers, with_values
from ..patterns import Lab, Part, patterns
from ..patterns.city import usual
from .plausible import observed, outside

RANGES: dict[str, tuple[float, float]] = {
    "outcome.barrier": (0.2, 0.8),
    "outcome.legitimacy": (0.25, 1.0),
    "outcome.help_width": (0.15, 0.4),
    "conditions.window_rate": (0.03, 0.12),
    "work.capacity": (6.0, 20.0),
    "work.decay": (0.005, 0.03),
    "work.meeting_base": (0.4, 1.5),
    "work.meeting_link": (0.05, 0.3),
    "joining.stake": (1200.0, 6000.0),
    "joining.credit": (2000.0, 10000.0),
    "joining.yields": (0.8, 2.5),
    "joining.safety": (1.0, 8.0),
    "joining.hour_price": (0.1, 0.4),
    "roles.briefing": (1.5, 6.0),
    "roles.learning": (0.001, 0.02),
    "synthesis.judgement": (0.1, 0.5),
    "synthesis.mending": (0.002, 0.01),
    "consultation.share_back": (0.05, 0.4),
    "trust.heard": (0.005, 0.04),
    "trust.served": (0.003, 0.02),
    "trust.stewardship": (0.02, 0.1),
    "morale.drain": (0.04, 0.15),
    "morale.hub_drain": (0.02, 0.1),
    "morale.hub_recovery": (0.15, 0.5),
}
"""What is varied, on a scale of ratios."""

CANDIDATES = 2048
WORLDS = 60
FINALISTS = 24
SEEDS = (7001, 7002, 7003)
"""Base seeds: of the plausibility, of the patterns, and of the last look; no comparison of forms uses them."""

COMPARES_FORMS = ("hub against table",)
"""What the name of a part says where it compares ways of meeting: calibration must not look at it."""


@dataclass(frozen=True)
class Candidate:
    """Numbers that were tried.

    Attributes:
        values: ``{path: value}`` of what is varied; distance: from the starting values, as a root mean square of
            ratios of the ranges; seen: what the bands speak of; outside: how far outside them.
    """

    values: dict[str, float]
    distance: float
    seen: dict[str, float]
    outside: float


def start_values() -> dict[str, float]:
    """Return the starting values of what is varied."""
    return {path: default for path, default, _ in numbers() if path in RANGES}


def tried(values: dict[str, float]) -> Parameters:
    """Return all parameters with these values in the place of the starting ones."""
    return with_values(Parameters(), values)


def hypercube(count: int = CANDIDATES) -> Iterator[dict[str, float]]:
    """Yield the starting values, then so many candidates."""
    yield start_values()
    sample = qmc.LatinHypercube(len(RANGES), rng=np.random.default_rng(SEEDS[0])).random(count)
    for row in sample:
        yield {
            path: float(low * (high / low) ** place)
            for (path, (low, high)), place in zip(RANGES.items(), row, strict=True)
        }


def distance(values: dict[str, float]) -> float:
    """Return how far values are from the starting ones: 1 would be the whole range in each."""
    start = start_values()
    ratios = [math.log(values[path] / start[path]) / math.log(high / low) for path, (low, high) in RANGES.items()]
    return math.sqrt(sum(ratio * ratio for ratio in ratios) / len(ratios))


def look(values: dict[str, float], worlds: int = WORLDS, seed: int = SEEDS[0]) -> Candidate:
    """Run a candidate and see how plausible it is."""
    seen = observed(tried(values), worlds, seed)
    return Candidate(values, distance(values), seen, outside(seen))


def finalists(candidates: list[Candidate], count: int = FINALISTS) -> list[Candidate]:
    """Return the plausible candidates nearest to the starting values; where too few are plausible, the most so."""
    return sorted(candidates, key=lambda one: (one.outside, one.distance))[:count]


def allowed_parts(values: dict[str, float], worlds: int, seed: int, done: Callable[[], None]) -> dict[str, list[Part]]:
    """Return the parts of all patterns that calibration may look at, as they come out for a candidate, by pattern."""
    found: dict[str, list[Part]] = {}
    with usual(tried(values)):
        for pattern in patterns():
            if pattern.calibrates and pattern.measure is not None:
                parts = pattern.measure(Lab(worlds, seed))
                found[pattern.id] = [part for part in parts if not any(word in part.says for word in COMPARES_FORMS)]
                done()
    return found


def rounded(values: dict[str, float]) -> dict[str, float]:
    """Return values with two digits."""
    return {path: float(f"{value:.2g}") for path, value in values.items()}
