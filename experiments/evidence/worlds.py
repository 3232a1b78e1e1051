"""Tiny worlds in which one mechanism is on and the others are neutral, and ways to walk through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from ...sim.additions import with_additions
from ...sim.governance.forms import find_form
from ...sim.parameters import GROUPS, Parameters, neutral, with_values
from ...sim.run import start
from ...sim.scenario import Kind, Obstacle, Scenario, Step
from ...sim.state import BLOCKS, State, allocate, view
from ...sim.week import WEEK, phase_table, rules_of, run_steps

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
        parameters=with_values(Parameters(), _neutral(numbers or {}) | dict(numbers or {})),
    )


def _neutral(numbers: Mapping[str, float]) -> dict[str, float]:
    """Return the neutral values of what ships, and of the mechanisms from elsewhere that are named."""
    named = GROUPS.keys() | {path.partition(".")[0] for path in numbers}
    return {path: value for path, value in neutral().items() if path.partition(".")[0] in named}


def in_sequence(scenario: Scenario, many: int) -> Scenario:
    """Return a world with so many obstacles, one behind the other; each is as the first."""
    (first,) = scenario.obstacles
    obstacles = tuple(replace(first, name=f"{first.name} {number + 1}") for number in range(many))
    return replace(scenario, obstacles=obstacles, sequence=tuple(range(many)))


def begin(scenario: Scenario, seed: int = 1, governance: str = "opt-in", **options: Any) -> State:
    """Return the state of a run about to begin; options as in ``run.start``."""
    return view(scenario.parameters, start(scenario, seed, governance, **options))


def run_phases(state: State, names: tuple[str, ...], governance: str = "opt-in", steps: int = 1) -> None:
    """Run only the named phases of the week, those of mechanisms from elsewhere included."""
    week = with_additions(WEEK, state.parameters)
    table = phase_table({name: week[name] for name in names})
    run_steps(state, rules_of(find_form(governance), LISTEN_AND_LEAD), table, steps)


def tied_to_everybody(scenario: Scenario, seed: int = 1, governance: str = "opt-in") -> State:
    """Return a state in which each organization has a tie to each other one."""
    drawn = start(scenario, seed, governance)
    n = scenario.organizations
    source = view(scenario.parameters, drawn)
    state = view(scenario.parameters, allocate(drawn.sizes | {"E": n * (n - 1)}))
    for name in BLOCKS:
        if not name.startswith("tie_"):
            getattr(state, name)[...] = getattr(source, name)
    state.tie_start[:] = np.arange(n + 1) * (n - 1)
    state.tie_to[:] = [j for i in range(n) for j in range(n) if j != i]
    state.tie_trust[:] = scenario.parameters.trust.start
    return state
