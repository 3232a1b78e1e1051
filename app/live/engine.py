"""Runs whose form or strategy may turn on the way: week by week to be watched, or at once for their numbers.

Without turns the second is ``simulate``, number for number; with them, it is a model that is forked where they come.
Those that code from elsewhere takes part in are done in processes of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, TypeVar

from ...experiments.prepared import compiled
from ...experiments.workshop import StoppedError, in_words, outside
from ...sim.governance.forms import find_form
from ...sim.governance.rules import Rules
from ...sim.model import CoalitionModel
from ...sim.plugins import used_in
from ...sim.population import steps_in
from ...sim.run import FIRST_EVENTS, Result, digest_of, outcomes_of, series_columns, start
from ...sim.state import EVENTS, State, view
from ...sim.week import phase_table, run_watched
from .settings import Plan, SettingError

T = TypeVar("T")


def weeks_of(plan: Plan) -> Iterator[CoalitionModel]:
    """Yield a model before its first week and after each one; where the form turns, another model goes on."""
    model = CoalitionModel(
        plan.scenario,
        plan.seed,
        plan.governance,
        plan.strategy,
        choices=plan.choices,
        events=True,
        collect="nothing",
    )
    turns = {step: list(group) for step, group in groupby(plan.turns, key=lambda turn: turn.step)}
    yield model
    for step in range(steps_in(plan.scenario)):
        if step in turns:
            model = model.fork(**{turn.what: turn.name for turn in turns[step]})  # type: ignore[arg-type]
        model.step()
        yield model


class Stretch:
    """Some steps under one form and one strategy."""

    def __init__(self, steps: int, governance: str, strategy: str) -> None:
        self.steps = steps
        self.form, self.rules = _under(governance, strategy)


@lru_cache(maxsize=256)
def _under(governance: str, strategy: str) -> tuple[tuple[float, ...], Rules]:
    """Return the numbers of a form, and its rules with those of a strategy."""
    return find_form(governance).numbers(), compiled(governance, strategy)[0]


def stretches_of(plan: Plan) -> list[Stretch]:
    """Return the stretches of a run, in their order."""
    form, strategy, begun = plan.governance, plan.strategy, 0
    found = []
    for step, turns in groupby(plan.turns, key=lambda turn: turn.step):
        found.append(Stretch(step - begun, form, strategy))
        now = {turn.what: turn.name for turn in turns}
        form, strategy, begun = now.get("governance", form), now.get("strategy", strategy), step
    return [*found, Stretch(steps_in(plan.scenario) - begun, form, strategy)]


def run_through(state: State, stretches: Sequence[Stretch], phases: Any) -> None:
    """Run all stretches, one after another."""
    for stretch in stretches:
        state.form[:] = stretch.form
        run_watched(state, stretch.rules, phases, stretch.steps)


def elsewhere(plan: Plan, function: Callable[..., T], *arguments: Any) -> T:
    """Return what a function makes of a plan and what follows it; in another process, where code from elsewhere is in.

    Raises:
        SettingError: that code failed, or all work was stopped; the text says which.
        Exception: as the function.
    """
    names = used_in(plan.governance, plan.strategy, *(turn.name for turn in plan.turns))
    if not names:
        return function(plan, *arguments)
    try:
        return outside(names, function, plan, *arguments)
    except (Exception, StoppedError) as error:  # whatever it is
        raise SettingError(in_words(error)) from None


def run(plan: Plan, events: bool = False) -> Result:
    """Run once, and keep the series; the result is named after the form and strategy that it began with."""
    stretches, room = stretches_of(plan), FIRST_EVENTS if events else 0
    while True:
        buffers = start(plan.scenario, plan.seed, plan.governance, choices=plan.choices, series=True, events=room)
        state = view(plan.scenario.parameters, buffers)
        run_through(state, stretches, phase_table())
        if state.clock[EVENTS] <= room:
            break
        room = int(state.clock[EVENTS])
    return Result(
        scenario=plan.scenario.name,
        governance=plan.governance,
        strategy=plan.strategy,
        seed=plan.seed,
        weeks=steps_in(plan.scenario) * plan.scenario.step_days / 7.0,
        step_weeks=plan.scenario.step_days / 7.0,
        outcomes=outcomes_of(state),
        series=state.series,
        columns=series_columns(plan.scenario),
        events=state.events[: int(state.clock[EVENTS])],
        digest=digest_of(state.series),
    )
