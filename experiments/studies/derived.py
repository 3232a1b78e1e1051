"""Paths that stand for several numbers of a case at once; a study takes them wherever it takes a number.

=======================  =============================================================================================
``organizations``        how many there are, in nearly the same proportions of kinds; at least one of each
``week.USE``             share of the coordinator's week for a use; the other uses keep their proportions
``effort.USE``           how many times its usual weight a use has in the week; the week stays as full as it was
=======================  =============================================================================================

Each is worked out on the case as it is with everything else that a study sets.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ...sim.arithmetic import GRAIN
from ...sim.briefing import USES
from ...sim.scenario import Scenario

ORGANIZATIONS = "organizations"
DERIVED = (ORGANIZATIONS, *(f"{group}.{use}" for group in ("week", "effort") for use in USES))
"""All of them."""


def expanded(case: Scenario, said: Mapping[str, Any]) -> dict[str, float]:
    """Return what derived paths stand for in a case, ``{path: value}``.

    Raises:
        ValueError: the case cannot have one of the values; the text says why.
    """
    for path, value in said.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0.0 <= value <= 1e6:
            raise ValueError(f"{path} = {value!r}: expected a number from 0")
    found: dict[str, float] = {}
    if ORGANIZATIONS in said:
        found |= _organizations(case, said[ORGANIZATIONS])
    return found | _week(case, said)


def _share(path: str, value: float) -> float:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{path} = {value:g}: expected a share from 0 to 1")
    return value


def _organizations(case: Scenario, asked: float) -> dict[str, float]:
    """Give each kind its share, rounded down, and one more to those whose share loses most by that."""
    total, kinds = round(asked), case.kinds
    if total < len(kinds):
        raise ValueError(f"{ORGANIZATIONS} = {asked:g}: expected at least {len(kinds)}, one of each kind")
    shares = [total * kind.count / case.organizations for kind in kinds]
    counts = [max(1, math.floor(share)) for share in shares]
    by_loss = sorted(range(len(kinds)), key=lambda k: counts[k] - shares[k])
    place = 0
    while sum(counts) < total:
        counts[by_loss[place % len(kinds)]] += 1
        place += 1
    while sum(counts) > total:  # those of which there is only a fraction were given one whole
        counts[counts.index(max(counts))] -= 1
    return {f"kinds.{kind.name}.count": float(count) for kind, count in zip(kinds, counts, strict=True)}


def _week(case: Scenario, said: Mapping[str, float]) -> dict[str, float]:
    """Return the coordinator's week, where a study moves a use of it.

    Shares come in the grain of decisions, so that rounding in the model changes nothing.
    """
    usual = {use: float(getattr(case.parameters.coordinator, use)) for use in USES}
    fixed = {use: _share(f"week.{use}", said[f"week.{use}"]) for use in USES if f"week.{use}" in said}
    weight = {use: usual[use] * said.get(f"effort.{use}", 1.0) for use in USES}
    if not fixed and weight == usual:
        return {}
    free = [use for use in USES if use not in fixed and weight[use] > 0.0]
    rest = round(GRAIN * max(0.0, min(1.0, sum(usual.values())) - sum(fixed.values())))
    grains = _divided(rest, [weight[use] for use in free])
    shares = dict.fromkeys(USES, 0.0) | fixed | {u: g / GRAIN for u, g in zip(free, grains, strict=True)}
    return {f"coordinator.{use}": share for use, share in shares.items()}


def _divided(whole: int, weights: list[float]) -> list[int]:
    """Return whole parts of ``whole`` in proportion to weights (by largest remainders)."""
    exact = [whole * weight / sum(weights) for weight in weights]
    parts = [int(part + 1e-9) for part in exact]
    latest = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in latest[: whole - sum(parts)]:
        parts[place] += 1
    return parts
