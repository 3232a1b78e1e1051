"""From a checked file to the scenario that the engine takes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..sim.parameters import Parameters, neutral, usual_parameters, with_values
from ..sim.scenario import Amendment, Kind, Obstacle, Scenario, Scripted, Step
from .schema import TURNS, EventPart, KindPart, ObstaclePart, ScenarioFile, StepPart
from .theories import working_order


def scenario(name: str, file: ScenarioFile) -> Scenario:
    """Return the scenario that a checked file describes."""
    places = {obstacle.name: place for place, obstacle in enumerate(file.obstacles)}
    return Scenario(
        name=name,
        title=file.title,
        strengths=tuple(file.strengths),
        kinds=tuple(_kind(part) for part in file.kinds),
        obstacles=tuple(_obstacle(part) for part in file.obstacles),
        weeks=float(file.weeks),
        step_days=float(file.step_days),
        sequence=tuple(places[name] for name in file.sequence),
        script=tuple(sorted(_scripted(file.events, places), key=lambda event: event.week)),
        turns=tuple(_turn(part) for part in file.events if is_turn(part)),
        parameters=_parameters(file),
        governance=file.governance,
        strategy=file.strategy,
        prose={part: text.strip() for part, text in file.prose.model_dump().items() if text.strip()},
        matters=dict(file.matters),
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


def _kind(part: KindPart) -> Kind:
    return Kind(
        name=part.name,
        plural=part.plural or f"{part.name}s",
        count=part.count,
        strengths=tuple(part.strengths),
        capacity=float(part.capacity),
        value=float(part.value),
        core=None if part.core is None else float(part.core),
    )


def _obstacle(part: ObstaclePart) -> Obstacle:
    steps = {step.name: step for step in part.steps}
    order = working_order({step.name: step.after for step in part.steps})
    return Obstacle(
        part.name, tuple(_step(steps[name]) for name in order), normalized(part.audience), dict(part.required)
    )


def _step(part: StepPart) -> Step:
    return Step(part.name, normalized(part.needs), float(part.hours), tuple(part.after), part.needed)


def is_turn(part: EventPart) -> bool:
    """Return whether an event changes the form, the strategy or numbers, and not the world."""
    return any(what in TURNS for what in part.happenings())


def _turn(part: EventPart) -> Amendment:
    week = None if part.week is None else float(part.week)
    numbers = tuple(sorted((path, float(value)) for path, value in part.numbers().items()))
    return Amendment(week, part.after or "", part.governance or "", part.strategy or "", numbers)


def _scripted(parts: list[EventPart], places: dict[str, int]) -> Iterator[Scripted]:
    for part in parts:
        if part.week is not None and not is_turn(part):
            ((what, value),) = part.happenings().items()
            yield Scripted(float(part.week), what, float(places[value] if isinstance(value, str) else value))
