"""A small world in which every mechanism is on, and ways to walk through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from clever_coalitions.experiments.evidence.worlds import LISTEN_AND_LEAD, begin
from clever_coalitions.sim.governance.forms import find_form
from clever_coalitions.sim.parameters import Parameters, with_values
from clever_coalitions.sim.scenario import Kind, Obstacle, Scenario, Scripted, Step
from clever_coalitions.sim.state import STEPS, State
from clever_coalitions.sim.week import WEEK, Phase, phase_table, rules_of, run_steps


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
    numbers = {"conditions.hazard": 0.03, "conditions.drift": 0.002, "conditions.window_share": 0.55}
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


def with_kinds(scenario: Scenario, *kinds: Kind) -> Scenario:
    """Return the case with other kinds."""
    return replace(scenario, kinds=kinds)
