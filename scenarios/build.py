"""From a checked file to the scenario that the engine takes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any

from ..sim.named import NUMBERS
from ..sim.parameters import Parameters, neutral, usual_parameters, with_values
from ..sim.scenario import Amendment, Kind, Named, Obstacle, Scenario, Scripted, Span, Step, Tie
from .schema import TURNS, EventPart, KindPart, NamedPart, ObstaclePart, ScenarioFile, StepPart
from .theories import working_order


def scenario(name: str, file: ScenarioFile) -> Scenario:
    """Return the scenario that a checked file describes."""
    places = {obstacle.name: place for place, obstacle in enumerate(file.obstacles)}
    return Scenario(
        name=name,
        title=file.title,
        strengths=tuple(file.strengths),
        kinds=tuple(_kind(part, file.organizations) for part in file.kinds),
        obstacles=tuple(_obstacle(part) for part in file.obstacles),
        weeks=float(file.weeks),
        step_days=float(file.step_days),
        sequence=tuple(places[name] for name in file.sequence),
        public=file.public,
        script=tuple(sorted(_scripted(file.events, places), key=lambda event: event.week)),
        turns=tuple(_turn(part) for part in file.events if is_turn(part)),
        parameters=_parameters(file),
        governance=file.governance,
        strategy=file.strategy,
        prose={part: text.strip() for part, text in file.prose.model_dump().items() if text.strip()},
        matters=dict(file.matters),
        ties=None if file.ties is None else tuple(_tie(part) for part in file.ties),
        draws_others=file.other_ties == "drawn",
    )


def normalized(weights: dict[str, float]) -> dict[str, float]:
    """Return positive weights divided by their sum."""
    total = math.fsum(weights.values())
    return {name: weight / total for name, weight in weights.items()}


def _parameters(file: ScenarioFile) -> Parameters:
    values = neutral() if file.start_from == "neutral" else {}
    if not file.switches:
        values |= {"conditions.hazard": 0.0, "conditions.hazard_growth": 0.0}
    return with_values(usual_parameters(), values | file.numbers())


def _kind(part: KindPart, organizations: list[NamedPart]) -> Kind:
    return Kind(
        name=part.name,
        plural=part.plural or plural_of(part.name),
        count=part.count,
        strengths=tuple(part.strengths),
        capacity=float(part.capacity),
        value=float(part.value),
        core=None if part.core is None else float(part.core),
        by_right=part.by_right,
        votes=part.votes,
        part_of=part.part_of or "",
        named=tuple(sorted((_named(one) for one in organizations if one.kind == part.name), key=lambda one: one.name)),
    )


def plural_of(name: str) -> str:
    """Return what several of a kind are called where a case does not say: ministries, churches, funds."""
    if re.search("[^aeiou]y$", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if re.search("(s|x|z|ch|sh)$", name) else f"{name}s"


def _named(part: NamedPart) -> Named:
    return Named(
        name=part.name,
        proficiency=tuple((name, _span(said)) for name, said in sorted(part.proficiency.items())),
        strengths=None if part.strengths is None else tuple(part.strengths),
        core=None if part.core is None else part.core == "core",
        opponent=part.core == "opponent",
        by_right=part.by_right,
        arrives=float(part.arrives),
        **{name: said and _span(said) for name in NUMBERS for said in (getattr(part, name),)},
    )


def _span(said: list[float]) -> Span:
    return float(said[0]), float(said[-1])


def _tie(part: Any) -> Tie:
    return Tie(getattr(part, "from"), part.to, part.weight and _span(part.weight))


def _obstacle(part: ObstaclePart) -> Obstacle:
    steps = {step.name: step for step in part.steps}
    order = working_order({step.name: step.after for step in part.steps})
    return Obstacle(
        part.name,
        tuple(_step(steps[name]) for name in order),
        normalized(part.audience),
        dict(part.required),
        dict(part.acts),
    )


def _step(part: StepPart) -> Step:
    return Step(part.name, normalized(part.needs), float(part.hours), tuple(part.after), part.needed)


def is_turn(part: EventPart) -> bool:
    """Return whether an event changes the form, the strategy, numbers or who is there, and not the world."""
    return part.vote or any(what in TURNS for what in part.happenings())


def _turn(part: EventPart) -> Amendment:
    numbers = tuple(sorted((path, float(value)) for path, value in part.numbers().items()))
    leaves = (part.leaves,) if part.leaves else ()
    names = part.governance or "", part.strategy or ""
    return Amendment(float(part.week or 0), part.after or "", *names, part.anew, part.vote, numbers, leaves)


def _scripted(parts: list[EventPart], places: dict[str, int]) -> Iterator[Scripted]:
    for part in parts:
        if not is_turn(part):
            ((what, value),) = part.happenings().items()
            number = float(places[value] if isinstance(value, str) else value)
            yield Scripted(float(part.week or 0), what, number, part.after or "")
