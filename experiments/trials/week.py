"""The coordinator's week, when one use of it gets more or less: the others keep their proportions."""

from __future__ import annotations

from collections.abc import Mapping

from ...sim.arithmetic import GRAIN
from ...sim.briefing import USES
from ...sim.scenario import Scenario


def usual_share(scenario: Scenario, use: str) -> float:
    """Return the share of the week that the coordinator of a case gives to a use."""
    return float(getattr(scenario.parameters.coordinator, use))


def share_of_week(scenario: Scenario, use: str, share: float) -> dict[str, float]:
    """Return the week as ``{path: share}`` with ``share`` for ``use``; the other six keep their proportions."""
    return week_with(scenario, {use: share})


def share_on_top(scenario: Scenario, use: str, share: float) -> dict[str, float]:
    """Return the week in which the other six keep what they have without ``use``, which comes on top for free."""
    return share_of_week(scenario, use, 0.0) | {f"coordinator.{use}": share, "coordinator.overtime": share}


def week_with(scenario: Scenario, fixed: Mapping[str, float]) -> dict[str, float]:
    """Return the week as ``{path: share}`` with some uses fixed; the others share the rest in their usual proportions.

    Shares come in the grain of decisions, so that rounding in the model changes nothing; all together take as much of
    the week as they did before.
    """
    usual = {use: usual_share(scenario, use) for use in USES}
    free = [use for use in USES if use not in fixed and usual[use] > 0.0]
    rest = round(GRAIN * max(0.0, min(1.0, sum(usual.values())) - sum(fixed.values())))
    grains = _divided(rest, [usual[use] for use in free])
    shares = dict.fromkeys(USES, 0.0) | dict(fixed) | {u: g / GRAIN for u, g in zip(free, grains, strict=True)}
    return {f"coordinator.{use}": share for use, share in shares.items()}


def _divided(whole: int, weights: list[float]) -> list[int]:
    """Return whole parts of ``whole`` in proportion to weights (by largest remainders)."""
    exact = [whole * weight / sum(weights) for weight in weights]
    parts = [int(part + 1e-9) for part in exact]
    latest = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in latest[: whole - sum(parts)]:
        parts[place] += 1
    return parts
