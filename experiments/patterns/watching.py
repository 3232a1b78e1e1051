"""Watching a run week by week, where outcomes and series do not tell enough."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ...sim.run import Run, outcomes_of
from ...sim.scenario import Scenario, Scripted
from ...sim.state import ACTIVE, CURRENT, NOW, STEPS, Floats, State, coalitions, plan, seats


def watch(scenario: Scenario, seed: int, governance: str, look: Callable[[State, int], None]) -> None:
    """Run a case and call ``look(state, week)`` after every week."""
    run = Run(scenario, seed, governance, series=False)
    for week in range(run.left):
        look(run.advance(1).state, week)


@dataclass
class Diary:
    """What is written down of a run, week by week.

    Attributes:
        members: (organizations,) 1 where it belongs, a week; obstacles: of the plan, -1 without one; settled: whether
            nobody came or went; outcomes: at the end.
    """

    members: list[Floats] = field(default_factory=list)
    obstacles: list[float] = field(default_factory=list)
    settled: list[bool] = field(default_factory=list)
    outcomes: dict[str, float] = field(default_factory=dict)

    def write(self, state: State, week: int) -> None:
        """Write down a week; what ``watch`` calls."""
        coalition = coalitions(state)
        has_plan = coalition.status[0] == ACTIVE
        self.members.append(seats(state).member[0].copy())
        self.obstacles.append(float(plan(state, CURRENT).obstacle[0]) if has_plan else -1.0)
        is_idle = state.time[NOW] < coalition.idle_until[0]
        self.settled.append(bool(has_plan and coalition.changes[0] == 0.0 and coalition.size[0] > 0.0 and not is_idle))
        if week + 1 == int(state.clock[STEPS]):
            self.outcomes = outcomes_of(state)


def diary(scenario: Scenario, seed: int, governance: str) -> Diary:
    """Return what is written down of a run."""
    kept = Diary()
    watch(scenario, seed, governance, kept.write)
    return kept


def change_of_obstacle(scenario: Scenario) -> Scripted | None:
    """Return the scripted change of obstacle of a case, if it has one."""
    return next((event for event in scenario.script if event.what == "obstacle"), None)


def overlap(kept: Diary, new: float, first: int) -> float:
    """Return the Jaccard index between the old coalition and the one with a plan against obstacle ``new``.

    It is nan where there was no plan against the new obstacle, or its coalition never settled.

    Args:
        first: week from which the new obstacle is there; a plan made before, by mistake, counts from its beginning.
    """
    members, obstacles, settled = np.array(kept.members), kept.obstacles, kept.settled
    turned = next((week for week in range(first, len(obstacles)) if obstacles[week] == new), None)
    if turned is None:
        return math.nan
    while turned > 0 and obstacles[turned - 1] == new:
        turned -= 1
    old = next((members[week] for week in range(turned - 1, -1, -1) if members[week].any()), None)
    start = max(turned, first)
    fresh = next((members[w] for w in range(start, len(settled)) if settled[w] and obstacles[w] == new), None)
    if old is None or fresh is None:
        return math.nan
    return float(np.minimum(old, fresh).sum() / np.maximum(old, fresh).sum())
