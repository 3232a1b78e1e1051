"""Many worlds: the same settings under other seeds, with those weekly series that pages show."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import replace

from ...experiments.compare import Comparing
from ...experiments.variants import Variant
from ...sim.run import series_columns
from .memory import WORLDS, Taken
from .settings import Plan

WORKERS = max(1, (os.cpu_count() or 1) - 1)
"""Worlds that one server runs at the same time, whoever asked for them: pages want to be drawn meanwhile."""

PLACES = threading.BoundedSemaphore(WORKERS)
"""One for each of them; taken for a world, or for a run of a study."""

ENDING = threading.Event()
"""Set when the server ends: then nobody waits for worlds any more."""

SHOWN = ("plan_obstacle", "members", "progress", "chance", "trust", "energy")
"""The weekly series that pages and their files show, beside the members by kind."""


class Ensemble(Comparing):
    """Worlds that are run under each of some sides, a few at a time, until there are as many as wanted.

    Args:
        sides: names and plans to compare, whatever their seeds; differences are to the first.  Cases differ in numbers
            only.
        seed: base seed of the worlds.
    """

    def __init__(self, sides: Sequence[tuple[str, Plan]], seed: int = 1) -> None:
        columns = {shown_columns(plan) for _, plan in sides}
        super().__init__(
            [_variant(name, plan) for name, plan in sides],
            seed,
            columns.pop() if len(columns) == 1 else (),
            WORKERS,
            PLACES,
            Taken(WORLDS).is_enough_for,
            ENDING.is_set,
            at_any_time=True,
        )


def shown_columns(plan: Plan) -> tuple[str, ...]:
    """Return which weekly series of a case pages show."""
    members = {f"members: {kind.name}" for kind in plan.scenario.kinds}
    return tuple(name for name in series_columns(plan.scenario) if name in SHOWN or name in members)


def _variant(name: str, plan: Plan) -> Variant:
    scenario = replace(plan.scenario, governance=plan.governance, strategy=plan.strategy)
    return replace(plan.variant, name=name, scenario=scenario)
