"""Tiny worlds in which one mechanism is on and the others are neutral, and ways to walk through them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from coalitions.sim.governance.forms import find_form
from coalitions.sim.parameters import Parameters, neutral, with_values
from coalitions.sim.run import start
from coalitions.sim.scenario import Kind, Obstacle, Scenario, Scripted, Step
from coalitions.sim.state import STEPS, State, allocate, seats, view
from coalitions.sim.week import WEEK, Phase, phase_table, rules_of, run_steps

LISTEN_AND_LEAD = "listen-and-lead"


def alike(members: int, numbers: Mapping[str, float] | None = None, weeks: float = 52.0) -> Scenario:
    """Return a neutral world of one kind, one obstacle and one step, in which ``numbers`` switch things on."""
    return Scenario(
        name="alike",
        title="Everybody alike",
        strengths=("skill",),
        kinds=(Kind("organization", "organizations", members, ("skill",), core=1.0),),
        obstacles=(Obstacle("obstacle", (Step("work", {"skill": 1.0}, 100.0),), {"organization": 1.0}),),
        weeks=weeks,
        parameters=with_values(Parameters(), neutral() | dict(numbers or {})),
    )


def village(step_days: float = 7.0, weeks: float = 60.0) -> Scenario:
    """Return a small world of three kinds and two obstacles in which every mechanism is at its default."""
    kinds = (
        Kind("farmer", "farmers", 5, ("field",)),
        Kind("teacher", "teachers", 4, ("word",), core=0.5),
        Kind("nurse", "nurses", 3, ("care", "word"), capacity=1.5),
    )
    drought = Obstacle(
        "drought",
        (Step("dig", {"field": 1.0}, 60.0), Step("teach", {"word": 0.6, "field": 0.4}, 50.0, after=("dig",))),
        {"farmer": 0.6, "teacher": 0.2, "nurse": 0.2},
    )
    fever = Obstacle(
        "fever",
        (
            Step("visit", {"care": 0.7, "word": 0.3}, 60.0),
            Step("print", {"word": 1.0}, 30.0, needed=False),
            Step("heal", {"care": 1.0}, 50.0, after=("visit",)),
        ),
        {"nurse": 0.7, "teacher": 0.3},
    )
    numbers = {"conditions.hazard": 0.03, "conditions.drift": 0.002, "conditions.window_rate": 0.2}
    return Scenario(
        name="village",
        title="A village",
        strengths=("field", "word", "care"),
        kinds=kinds,
        obstacles=(drought, fever),
        weeks=weeks,
        step_days=step_days,
        script=(Scripted(10.0, "window", 2.0), Scripted(20.0, "fact", 0.3), Scripted(30.0, "obstacle", 1.0)),
        parameters=with_values(Parameters(), numbers),
    )


def begin(scenario: Scenario, seed: int = 1, governance: str = "opt-in", **options: object) -> State:
    """Return the state of a run about to begin."""
    return view(scenario.parameters, start(scenario, seed, governance, **options))  # type: ignore[arg-type]


def run_phases(state: State, names: tuple[str, ...], governance: str = "opt-in", steps: int = 1) -> None:
    """Run only the named phases of the week."""
    table = phase_table({name: WEEK[name] for name in names})
    run_steps(state, rules_of(find_form(governance), LISTEN_AND_LEAD), table, steps)


def walk(
    scenario: Scenario,
    seed: int = 1,
    governance: str = "opt-in",
    strategy: str = LISTEN_AND_LEAD,
    *,
    week: Mapping[str, Phase] = WEEK,
    **options: object,
) -> Iterator[State]:
    """Yield the state (always the same object) after every step of a run."""
    state = begin(scenario, seed, governance, **options)
    rules, table = rules_of(find_form(governance), strategy), phase_table(week)
    for _ in range(int(state.clock[STEPS])):
        run_steps(state, rules, table, 1)
        yield state


def tied_to_everybody(scenario: Scenario, seed: int = 1) -> State:
    """Return a state in which each organization has a tie to each other one."""
    drawn = start(scenario, seed, "opt-in")
    n = scenario.organizations
    source = view(scenario.parameters, drawn)
    state = view(scenario.parameters, allocate(drawn.sizes | {"E": n * (n - 1)}))
    for name in State._fields[1:]:
        if not name.startswith("tie_"):
            getattr(state, name)[...] = getattr(source, name)
    state.tie_start[:] = np.arange(n + 1) * (n - 1)
    state.tie_to[:] = [j for i in range(n) for j in range(n) if j != i]
    state.tie_trust[:] = scenario.parameters.trust.tie_start
    return state


def everybody_is_offered_a_place(state: State) -> None:
    """Offer a place to all, and empty all seats."""
    seats(state).offered[:] = 1.0
    seats(state).member[:] = 0.0


def with_kinds(scenario: Scenario, *kinds: Kind) -> Scenario:
    """Return the case with other kinds."""
    return replace(scenario, kinds=kinds)
