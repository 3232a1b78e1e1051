"""Acts: who has done for itself what an obstacle takes, and who never did.

Told of one issue, when the first has acted and whenever another quarter of those that it takes has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from clever_coalitions.sim import events as log

from ...analysis.words import listed
from .beats import Sentence, time_label
from .missing import cases
from .words import Names

if TYPE_CHECKING:
    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario

PARTS = 4
"""Of as many parts of those that it takes each is told of."""

MOST = 8
"""Of those who never acted, as many are named."""


class Act(NamedTuple):
    """One act: in which step, of whom, on which obstacle; how many have acted by then, and how many it takes."""

    step: int
    who: int
    obstacle: int
    many: int
    of: int


def acts_of(result: Result, scenario: Scenario) -> list[Act]:
    """Return the acts of a run that kept its events, in their order; none where there are several issues."""
    if scenario.issues > 1:
        return []
    found, known = list[Act](), list(cases(result, scenario))
    for step, _, _, who, obstacle in result.events[result.events[:, 1] == log.ACTED, : log.FIRST_TERM].astype(int):
        case = next(case for since, case in reversed(known) if since <= step)
        many = 1 + sum(one.obstacle == obstacle for one in found)
        of = sum(case.obstacles[obstacle].acts.values())
        found.append(Act(int(step), int(who), int(obstacle), many, of))
    return found


def news_of_acts(result: Result, scenario: Scenario) -> dict[int, list[Sentence]]:
    """Return what is said of them, by steps."""
    told, since, is_due = dict[int, list[Sentence]](), list[int](), False
    every = acts_of(result, scenario)
    for place, one in enumerate(every):
        since.append(one.who)
        is_due = is_due or one.many == 1 or _part(one.many, one.of) > _part(one.many - 1, one.of)
        if is_due and (place + 1 == len(every) or every[place + 1].step > one.step):
            told[one.step], since, is_due = [_news(one, since, scenario)], [], False
    return told


def _part(many: int, of: int) -> int:
    return PARTS * many // max(1, of)


def _news(last: Act, since: list[int], scenario: Scenario) -> Sentence:
    """Return who has acted since acts were told of last."""
    who = listed([said for said, _ in Names(scenario).by_kind(since)])
    have = "has" if len(since) == 1 else "have"
    name = scenario.obstacles[last.obstacle].name
    said = f"'{name}': {who} {have} acted, {last.many} of {last.of}"
    return Sentence(said, "good") if last.many >= last.of else Sentence(said)


def never_acted(result: Result, scenario: Scenario) -> list[str]:
    """Return how many acts there were, and who of those with a name that count did not act, in a sentence each."""
    acts = acts_of(result, scenario)
    return [_never(result, scenario, acts, last) for last in {one.obstacle: one for one in acts}.values()]


def _never(result: Result, scenario: Scenario, acts: list[Act], last: Act) -> str:
    obstacle = scenario.obstacles[last.obstacle]
    done = {one.who for one in acts if one.obstacle == last.obstacle}
    kinds = [kind for kind in scenario.kinds if {kind.name, kind.part_of} & obstacle.acts.keys()]
    away = [one.name for kind in kinds for one in kind.named if scenario.rows[one.name] not in done]
    others = f" Not among them: {listed(_some(away))}." if away else ""
    when = time_label(result, last.step)
    return f"'{obstacle.name}': {last.many} of {last.of} have acted, the last in {when}.{others}"


def _some(names: list[str]) -> list[str]:
    return names if len(names) <= MOST else [*names[: MOST - 1], f"{len(names) - MOST + 1} others"]
