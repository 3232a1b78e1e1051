"""Search: what is varied, and how one candidate is chosen.

1. Candidates run the city under opt-in; differential evolution (Storn & Price 1997), from a Latin hypercube over the
   ranges below, looks for those within all bands of ``plausible.py`` and near the starting values. What is varied are
   scales for which no source gives a number, none of them part of a rule to propose, to agree or to meet at a table.
2. Of all candidates tried that are plausible (or, where fewer are, of the most plausible) the ``FINALISTS`` nearest to
   the starting values go on.
3. In the worlds of another base seed each finalist meets the patterns that calibration may look at: a part that holds
   counts 1, one that fails -1. The highest sum wins; of equals, the one nearest to the starting values.
4. The winner is rounded to two digits and looked at once more in the worlds of a third base seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.optimize import differential_evolution

from ...sim.parameters import Parameters, with_values
from ...sim.state import Floats
from ..patterns import Lab, Part, patterns
from ..patterns.city import usual
from .plausible import observed, outside


class Range(NamedTuple):
    """A starting value, plausible before anything was run, and the range around it."""

    start: float
    low: float
    high: float


RANGES = {
    "outcome.barrier": Range(0.4, 0.2, 0.8),
    "outcome.legitimacy": Range(0.5, 0.25, 1.0),
    "outcome.help_width": Range(0.25, 0.15, 0.4),
    "conditions.window_rate": Range(0.06, 0.03, 0.12),
    "work.capacity": Range(8.0, 6.0, 25.0),
    "work.decay": Range(0.01, 0.005, 0.03),
    "work.meeting_base": Range(0.7, 0.4, 1.5),
    "work.meeting_link": Range(0.1, 0.05, 0.3),
    "joining.stake": Range(2500.0, 1200.0, 6000.0),
    "joining.credit": Range(4000.0, 2000.0, 10000.0),
    "joining.yields": Range(1.3, 0.8, 2.5),
    "joining.safety": Range(2.0, 1.0, 8.0),
    "joining.hour_price": Range(0.25, 0.1, 0.4),
    "roles.briefing": Range(3.0, 1.5, 6.0),
    "roles.learning": Range(0.002, 0.001, 0.02),
    "synthesis.judgement": Range(0.15, 0.1, 0.5),
    "synthesis.mending": Range(0.004, 0.002, 0.01),
    "consultation.share_back": Range(0.1, 0.05, 0.4),
    "trust.heard": Range(0.01, 0.005, 0.04),
    "trust.served": Range(0.006, 0.003, 0.02),
    "trust.stewardship": Range(0.03, 0.02, 0.1),
    "morale.drain": Range(0.05, 0.04, 0.15),
    "morale.hub_drain": Range(0.03, 0.02, 0.1),
    "morale.hub_recovery": Range(0.4, 0.15, 0.5),
}
"""What is varied, on a scale of ratios."""

GENERATIONS = 30
MEMBERS_OF_A_GENERATION = 2
"""Of differential evolution; the second for each number that is varied."""
OUTSIDE_MATTERS = 10.0
"""What the search minimizes is this times the widths outside the bands, plus the distance from the starting values."""
WORLDS = 60
FINALISTS = 12
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
    return {path: one.start for path, one in RANGES.items()}


def tried(values: dict[str, float]) -> Parameters:
    """Return all parameters with these values in the place of the starting ones."""
    return with_values(Parameters(), values)


def search(generations: int = GENERATIONS, tell: Callable[[Candidate], None] = lambda one: None) -> list[Candidate]:
    """Return every candidate that differential evolution tried, the starting values first."""
    candidates = [look(start_values())]

    def objective(place: Floats) -> float:
        one = look(at(place))
        candidates.append(one)
        tell(one)
        return OUTSIDE_MATTERS * one.outside + one.distance

    differential_evolution(
        objective,
        [(0.0, 1.0)] * len(RANGES),
        init="latinhypercube",
        popsize=MEMBERS_OF_A_GENERATION,
        maxiter=generations,
        polish=False,
        rng=np.random.default_rng(SEEDS[0]),
    )
    return candidates


def at(place: Floats) -> dict[str, float]:
    """Return the values at a place in the unit cube of the ranges, (varied,)."""
    shares = dict(zip(RANGES, place, strict=True))
    return {path: float(one.low * (one.high / one.low) ** shares[path]) for path, one in RANGES.items()}


def distance(values: dict[str, float]) -> float:
    """Return how far values are from the starting ones: 1 would be the whole range in each."""
    ratios = [math.log(values[path] / one.start) / math.log(one.high / one.low) for path, one in RANGES.items()]
    return math.sqrt(sum(ratio * ratio for ratio in ratios) / len(ratios))


def look(values: dict[str, float], worlds: int = WORLDS, seed: int = SEEDS[0]) -> Candidate:
    """Run a candidate and see how plausible it is."""
    seen = observed(tried(values), worlds, seed)
    return Candidate(values, distance(values), seen, outside(seen))


def finalists(candidates: list[Candidate], count: int = FINALISTS) -> list[Candidate]:
    """Return the plausible candidates nearest to the starting values; where too few are plausible, the most so."""
    return sorted(candidates, key=lambda one: (one.outside, one.distance))[:count]


def allowed_parts(values: dict[str, float], worlds: int, seed: int) -> dict[str, list[Part]]:
    """Return the parts of all patterns that calibration may look at, as they come out for a candidate, by pattern."""
    found: dict[str, list[Part]] = {}
    with usual(tried(values)):
        for pattern in patterns():
            if pattern.calibrates and pattern.measure is not None:
                parts = pattern.measure(Lab(worlds, seed))
                found[pattern.id] = [part for part in parts if not any(word in part.says for word in COMPARES_FORMS)]
    return found


def rounded(values: dict[str, float]) -> dict[str, float]:
    """Return values with two digits."""
    return {path: float(f"{value:.2g}") for path, value in values.items()}
