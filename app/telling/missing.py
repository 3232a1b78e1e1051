"""Who is missing: parties without which an obstacle cannot be overcome, and that are no members.

Told of one issue with a coordinator, by what the plan is against: who is needed for that, everybody at the table knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from clever_coalitions.sim import events as log

from ...analysis.words import listed
from .beats import Sentence, duration, issues_of, stretches
from .words import Names

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

PATIENCE = 4.0
"""Weeks for which a plan does without somebody whom it takes before that is told."""

LONG = 26.0
"""Weeks without somebody from which on they are told at the end."""


class Lack(NamedTuple):
    """A step of a plan: what it is against, and how many organizations of which kinds are missing for that."""

    step: int
    obstacle: int
    missing: dict[str, int]


def lacks(result: Result, scenario: Scenario) -> Iterator[Lack]:
    """Yield every step in which there is a plan, but for those in which an obstacle falls."""
    if issues_of(scenario) > 1 or not any(obstacle.required for obstacle in scenario.obstacles):
        return
    fallen = set(result.events[result.events[:, 1] == log.OVERCOME, 0].astype(int).tolist())
    against, is_over = result.column("plan_obstacle"), result.column("obstacle") < 0.0
    for first, last, is_coordinated in stretches(result):
        for step in range(first, min(last, len(against))):
            if is_coordinated and against[step] >= 0.0 and not is_over[step] and step not in fallen:
                yield Lack(step, int(against[step]), _missing(result, scenario, step, int(against[step])))


def _missing(result: Result, scenario: Scenario, step: int, obstacle: int) -> dict[str, int]:
    required = scenario.obstacles[obstacle].required
    missing = {kind: int(many - result.column(f"members: {kind}")[step]) for kind, many in required.items()}
    return {kind: many for kind, many in missing.items() if many > 0}


def news_of_lacks(result: Result, scenario: Scenario) -> dict[int, list[Sentence]]:
    """Return what is said of them, by steps: when a plan has done without somebody for a while, and when that ends."""
    told, plan, since, is_told = dict[int, list[Sentence]](), -1, 0, False
    for step, obstacle, missing in lacks(result, scenario):
        if obstacle != plan:
            plan, since, is_told = obstacle, step, False
        if not missing and is_told:
            told[step] = [Sentence(f"{_name(scenario, plan)} can be overcome now: all whom it takes are members")]
        if not missing:
            since, is_told = step + 1, False
        elif not is_told and (step - since) * result.step_weeks >= PATIENCE:
            told[step], is_told = [Sentence(_told(scenario, plan, missing), "bad")], True
    return told


def _name(scenario: Scenario, obstacle: int) -> str:
    return f"'{scenario.obstacles[obstacle].name}'"


def _told(scenario: Scenario, obstacle: int, missing: dict[str, int]) -> str:
    required, names = scenario.obstacles[obstacle].required, Names(scenario)
    who = [names.some_of(kind, many, required[kind]) for kind, many in missing.items()]
    are = "is" if sum(missing.values()) == 1 else "are"
    return f"{_name(scenario, obstacle)} cannot be overcome while {listed(who)} {are} missing"


def in_vain(result: Result, scenario: Scenario) -> list[str]:
    """Return for how long plans did without somebody whom they took, in a sentence for each obstacle."""
    weeks, kinds = dict[int, int](), dict[int, set[str]]()
    for _, obstacle, missing in lacks(result, scenario):
        if missing:
            weeks[obstacle] = weeks.get(obstacle, 0) + 1
            kinds.setdefault(obstacle, set()).update(missing)
    long = [obstacle for obstacle in sorted(weeks) if weeks[obstacle] * result.step_weeks >= LONG]
    return [_in_vain(result, scenario, obstacle, weeks[obstacle], kinds[obstacle]) for obstacle in long]


def _in_vain(result: Result, scenario: Scenario, obstacle: int, steps: int, kinds: set[str]) -> str:
    required, names = scenario.obstacles[obstacle].required, Names(scenario)
    who = listed([names.some_of(kind, required[kind]) for kind in required if kind in kinds])
    could_not = f"{_name(scenario, obstacle)} could not be overcome, because members were missing"
    return f"For {duration(result, steps)} {could_not}: it takes {who}."
