"""Runs of a plan: week by week to be watched, or at once for their numbers.

Those that code from elsewhere takes part in are done in processes of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ...experiments.workshop import StoppedError, in_words, outside
from ...sim.plugins import used_in
from ...sim.run import Run
from ..telling.following import run_for
from .settings import Plan, SettingError

T = TypeVar("T")


def week_by_week(plan: Plan) -> Iterator[Run]:
    """Yield a run before its first week and after each one."""
    run = run_for(plan.variant, plan.seed, events=True, plain=True)
    yield run
    while run.left:
        yield run.advance(1)


def run_of(plan: Plan) -> Run:
    """Return the run of a plan about to begin, which keeps no series and no events."""
    return run_for(plan.variant, plan.seed, series=False)


def elsewhere(plan: Plan, function: Callable[..., T], *arguments: Any) -> T:
    """Return what a function makes of a plan and what follows it; in another process, where code from elsewhere is in.

    Raises:
        SettingError: that code failed, or all work was stopped; the text says which.
        Exception: as the function.
    """
    names = used_in(*plan.variant.plugins)
    if not names:
        return function(plan, *arguments)
    try:
        return outside(names, function, plan, *arguments)
    except (Exception, StoppedError) as error:  # whatever it is
        raise SettingError(in_words(error)) from None
