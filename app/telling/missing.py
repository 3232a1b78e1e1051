"""Who is missing: parties without which an obstacle cannot be overcome, and that are no members.

Told of one issue with a coordinator, by what the plan is against: who is needed for that, everybody at the table knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from clever_coalitions.sim import events as log

from ...analysis.words import listed
from .beats import Sentence, duration, stretches
from .words import Names

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

PATIENCE = 4.0
"""Weeks for which a plan does without somebody whom it takes before that is told."""

LONG = 26.0
"""Weeks without somebody from which on they are told at the end."""


class Lack(NamedTuple):
    """A step of a plan: what it is against, how many of which kinds that takes by then, and how many are missing."""

    step: int
    obstacle: int
    required: dict[str, int]
    missing: dict[str, int]


def lacks(result: Result, scenario: Scenario) -> Iterator[Lack]:
    """Yield every step in which there is a plan, but for those in which an obstacle falls."""
    known = list(cases(result, scenario))
    if scenario.issues > 1 or not any(obstacle.required for _, case in known for obstacle in case.obstacles):
        return
    fallen = set(result.events[result.events[:, 1] == log.OVERCOME, 0].astype(int).tolist())
    against, is_over = result.column("plan_obstacle"), result.column("obstacle") < 0.0
    for first, last, is_coordinated in stretches(result):
        for step in range(first, min(last, len(against))):
            if is_coordinated and against[step] >= 0.0 and not is_over[step] and step not in fallen:
                case = next(case for since, case in reversed(known) if since <= step)
                yield _lack(result, case, step, int(against[step]))


def cases(result: Result, scenario: Scenario) -> Iterator[tuple[int, Scenario]]:
    """Yield the case as it is from which step on."""
    yield 0, scenario
    for step, path, value in result.facts:
        scenario = scenario.with_facts({path: value})
        yield step, scenario


def _lack(result: Result, scenario: Scenario, step: int, obstacle: int) -> Lack:
    required = scenario.obstacles[obstacle].required
    missing = {kind: int(many - _members(result, scenario, step, kind)) for kind, many in required.items()}
    return Lack(step, obstacle, required, {kind: many for kind, many in missing.items() if many > 0})


def _members(result: Result, scenario: Scenario, step: int, kind: str) -> float:
    """Return how many members are of a kind, or were set apart of it."""
    parts = [one.name for one in scenario.kinds if kind in (one.name, one.part_of)]
    return float(sum(result.column(f"members: {part}")[step] for part in parts))


def news_of_lacks(result: Result, scenario: Scenario) -> dict[int, list[Sentence]]:
    """Return what is said of them, by steps: when a plan has done without somebody for a while, and when that ends."""
    told, plan, since, is_told = dict[int, list[Sentence]](), -1, 0, False
    for step, obstacle, required, missing in lacks(result, scenario):
        if obstacle != plan:
            plan, since, is_told = obstacle, step, False
        if not missing and is_told:
            told[step] = [Sentence(f"{_name(scenario, plan)} can be overcome now: all whom it takes are members")]
        if not missing:
            since, is_told = step + 1, False
        elif not is_told and (step - since) * result.step_weeks >= PATIENCE:
            told[step], is_told = [Sentence(_told(scenario, plan, required, missing), "bad")], True
    return told


def _name(scenario: Scenario, obstacle: int) -> str:
    return f"'{scenario.obstacles[obstacle].name}'"


def _told(scenario: Scenario, obstacle: int, required: dict[str, int], missing: dict[str, int]) -> str:
    names = Names(scenario)
    who = [names.some_of(kind, many, required[kind]) for kind, many in missing.items()]
    are = "is" if sum(missing.values()) == 1 else "are"
    return f"{_name(scenario, obstacle)} cannot be overcome while {listed(who)} {are} missing"


def nobody(result: Result, scenario: Scenario) -> list[str]:
    """Return in a sentence that there was no plan, or for how long nobody sat under one, where that was long."""
    led = [step for first, last, is_coordinated in stretches(result) if is_coordinated for step in range(first, last)]
    planned, members = result.column("plan_obstacle") >= 0.0, result.column("members")
    empty = sum(bool(planned[step] and members[step] == 0.0) for step in led)
    if len(led) * result.step_weeks >= LONG and not planned[led].any():
        why = ""
        if scenario.parameters.conditions.window_share == 0.0:
            why = "; who proposes reckons with no window, as none opens by chance (conditions.window_share)"
        elif scenario.parameters.outcome.rate == 0.0:
            why = "; who proposes reckons with no win (outcome.rate)"
        return [f"In {duration(result, len(led))} there was never a plan{why}."]
    if empty * result.step_weeks >= LONG:
        return [
            f"For {duration(result, empty)} there was a plan and nobody in it: --who NAME tells what keeps one away."
        ]
    return []


def in_vain(result: Result, scenario: Scenario) -> list[str]:
    """Return for how long plans did without somebody whom they took, in a sentence for each obstacle."""
    weeks, most = dict[int, int](), dict[int, dict[str, int]]()
    for _, obstacle, required, missing in lacks(result, scenario):
        for kind in missing:
            needed = most.setdefault(obstacle, {})
            needed[kind] = max(required[kind], needed.get(kind, 0))
        weeks[obstacle] = weeks.get(obstacle, 0) + bool(missing)
    long = [obstacle for obstacle in sorted(weeks) if weeks[obstacle] * result.step_weeks >= LONG]
    return [_in_vain(result, scenario, obstacle, weeks[obstacle], most[obstacle]) for obstacle in long]


def _in_vain(result: Result, scenario: Scenario, obstacle: int, steps: int, most: dict[str, int]) -> str:
    names = Names(scenario)
    who = listed([names.some_of(kind, many) for kind, many in most.items()])
    could_not = f"{_name(scenario, obstacle)} could not be overcome, because members were missing"
    return f"For {duration(result, steps)} {could_not}: it takes {who}."
