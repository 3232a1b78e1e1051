"""A run: one case, one world, one form and strategy, from the first week to the last."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from .governance.forms import find_form
from .measures import measure
from .mechanisms.record import SERIES
from .plugins import use_named
from .population import Choice, populate, steps_in
from .scenario import Scenario
from .state import EVENTS, STEPS, Buffers, Floats, State, coalitions, view
from .week import phase_table, rules_of, run_watched

FIRST_EVENTS = 1024
"""Room for events in a first try; a run with more of them is repeated with enough room."""


@dataclass(frozen=True)
class Result:
    """What a run leaves behind.

    Attributes:
        weeks: length in weeks; step_weeks: length of a step.
        outcomes: ``{name: number}`` as in ``measures.MEASURES``; nan where not defined.
        series: (steps, columns) one row a step, empty unless asked for; ``columns`` names them.
        events: (events, 16) rows as in ``events.py``, empty unless asked for.
        digest: of every series; equal digests mean equal runs.
    """

    scenario: str
    governance: str
    strategy: str
    seed: int
    weeks: float
    step_weeks: float
    outcomes: dict[str, float]
    series: Floats = field(repr=False)
    columns: tuple[str, ...] = field(repr=False)
    events: Floats = field(repr=False)
    digest: str | None

    def column(self, name: str) -> Floats:
        """Return one series, (steps,)."""
        return self.series[:, self.columns.index(name)]


def series_columns(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the series of a case: then members by kind, then progress by step of the current plan."""
    most_steps = max(len(obstacle.steps) for obstacle in scenario.obstacles)
    kinds = tuple(f"members: {kind.name}" for kind in scenario.kinds)
    return (*SERIES, *kinds, *(f"step {s + 1}" for s in range(most_steps)))


def digest_of(series: Floats) -> str:
    """Return a short hash of series; -0.0 counts as 0.0 and every nan as the same."""
    clean = np.where(np.isnan(series), np.nan, series + 0.0)
    return hashlib.sha256(np.ascontiguousarray(clean).tobytes()).hexdigest()[:16]


def start(
    scenario: Scenario,
    seed: int,
    governance: str,
    *,
    weeks: float | None = None,
    choices: Sequence[Choice] = (),
    series: bool = False,
    events: int = 0,
) -> Buffers:
    """Return the memory of a run about to begin; arguments as in ``simulate``."""
    form = find_form(governance)
    return populate(
        scenario,
        seed,
        is_coordinated=form.is_coordinated,
        form=form.numbers(),
        weeks=weeks,
        series=series,
        events=events,
        choices=choices,
    )


def outcomes_of(state: State) -> dict[str, float]:
    """Return the outcomes of a run as it stands."""
    return measure(state.outcomes, float(coalitions(state).unsettled.sum()))


def simulate(
    scenario: Scenario,
    seed: int,
    governance: str | None = None,
    strategy: str | Callable[..., None] | None = None,
    *,
    weeks: float | None = None,
    choices: Sequence[Choice] = (),
    series: bool = True,
    events: bool = False,
) -> Result:
    """Run a case once through the compiled loop.

    Args:
        seed: of the world, in [0, 2**32).
        governance: name of a form or a combination of rules; that of the case where not given.
        strategy: name of a coordinator strategy, or its kernel; that of the case where not given. Code that does not
            ship is named ``module:function``, also in ``governance``, and imported: these two names are yours. Those
            in a case are not, and need ``use_plugin``.
        weeks: length, where it is not that of the case.
        choices: decisions made elsewhere that override those of the model.
        series: whether to keep the weekly series (needed for a digest); events: whether to keep the events.

    Raises:
        LookupError: there is no such form or strategy.
        ValueError: the seed is out of range.
        NotCompiledError: the strategy is a plain Python function.
    """
    use_named(governance, strategy)
    governance = governance or scenario.governance
    strategy = strategy or scenario.strategy
    rules = rules_of(find_form(governance), strategy)
    room = FIRST_EVENTS if events else 0
    while True:
        buffers = start(scenario, seed, governance, weeks=weeks, choices=choices, series=series, events=room)
        state = view(scenario.parameters, buffers)
        run_watched(state, rules, phase_table(), int(state.clock[STEPS]))
        if state.clock[EVENTS] <= room:
            break
        room = int(state.clock[EVENTS])
    steps = steps_in(scenario, weeks)
    return Result(
        scenario=scenario.name,
        governance=governance,
        strategy=strategy if isinstance(strategy, str) else strategy.__module__,
        seed=seed,
        weeks=steps * scenario.step_days / 7.0,
        step_weeks=scenario.step_days / 7.0,
        outcomes=outcomes_of(state),
        series=state.series,
        columns=series_columns(scenario),
        events=state.events[: int(state.clock[EVENTS])],
        digest=digest_of(state.series) if series else None,
    )
