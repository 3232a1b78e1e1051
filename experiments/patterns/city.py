"""The city: the whole model with every number at its default.

The organizations and theories of change of ``steady``, under the usual hazard and drift.  All patterns but that of the
syria case are looked for here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from ...scenarios import load
from ...sim.briefing import USES
from ...sim.parameters import Parameters
from ...sim.scenario import Scenario
from ..variants import Variant
from .lab import case

_usual = Parameters()


@contextmanager
def usual(parameters: Parameters) -> Iterator[None]:
    """Let the city have other numbers than the defaults for a while, as calibration tries them."""
    global _usual
    before, _usual = _usual, parameters
    city.cache_clear()
    try:
        yield
    finally:
        _usual = before
        city.cache_clear()


@cache
def city(weeks: float = 208.0) -> Scenario:
    """Return the city with runs of so many weeks."""
    return replace(load("steady"), name="city", weeks=weeks, parameters=_usual)


def sized(each: int, weeks: float = 208.0) -> Scenario:
    """Return the city with ``each`` organizations of every kind."""
    whole = city(weeks)
    return replace(whole, kinds=tuple(replace(kind, count=each) for kind in whole.kinds))


def week_with(use: str, share: float) -> dict[str, float]:
    """Return a coordinator's week with ``share`` of it for one use; the others keep their proportions."""
    shares_of = _usual.coordinator._asdict()
    others = sum(shares_of[name] for name in USES if name != use)
    shares = {name: shares_of[name] * (1.0 - share) / others for name in USES} | {use: share}
    return {f"coordinator.{name}": value for name, value in shares.items()}


def sweep(path: str, doses: Sequence[float], numbers: dict[str, float] | None = None, **options: str) -> list[Variant]:
    """Return the city at each dose of a parameter, other numbers replaced."""
    return [case(f"{path}={dose}", city(), {**(numbers or {}), path: dose}, **options) for dose in doses]


def sweep_use(
    use: str, doses: Sequence[float], numbers: dict[str, float] | None = None, weeks: float = 208.0
) -> list[Variant]:
    """Return the city at each share of the coordinator's week for one use."""
    return [case(f"{use}={dose}", city(weeks), {**(numbers or {}), **week_with(use, dose)}) for dose in doses]
