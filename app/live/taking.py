"""From a run to what the pages show of it: copies, so that nothing changes under them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...sim.briefing import LISTEN, RENEW
from ...sim.governance.forms import find_form
from ...sim.state import ACTIVE, NONE, STEP_WEEKS, concerns, organizations
from ...sim.views import Views, opened
from .frames import Cast

if TYPE_CHECKING:
    from ...sim.run import Run
    from ...sim.state import Floats, Ints, State


FLAG = np.int8
"""What flags are kept as: there are a hundred of them a week."""


def cast_of(run: Run) -> Cast:
    """Return everybody of a run, also those who come later."""
    state = run.everybody()
    people = organizations(state)
    return Cast(
        scenario=run.scenario,
        kind=_kept(people.kind),
        core=_kept(people.core),
        capacity=_kept(people.capacity),
        home=_kept(concerns(state).home[0]),
        ties=_ties(state),
    )


def _ties(state: State) -> Ints:
    """Return each tie once, (T, 2), the first organization smaller."""
    start, to = state.tie_start, state.tie_to
    one = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return _kept(np.column_stack((one, to))[one < to])


def week_of(run: Run) -> dict[str, Any]:
    """Return what a frame says of the week of a run that has just ended, but for its series and events."""
    state, views, led = run.state, opened(run.state), find_form(run.governance).is_coordinated
    issue, concern, stocks = views.issues, views.concerns, views.stocks
    of_all = partial(_of_all, run.numbers, run.scenario.organizations)
    return {
        "week": run.done * state.time[STEP_WEEKS],
        "there": of_all(np.ones(len(stocks.energy), dtype=FLAG)),
        "trust": of_all(views.standing.trust[0] * led),
        "energy": of_all(stocks.energy),
        "load": of_all(stocks.load),
        "belief": of_all(concern.belief),
        "value": of_all(concern.value),
        **_coalitions(state, views, led, of_all),
        "progress": state.progress.copy(),
        "theory": state.theory[0] * led,
        "obstacle": issue.obstacle.astype(np.int64),
        "fact": issue.fact.copy(),
        "window": (issue.window > 0.0).astype(FLAG),
    }


def _coalitions(state: State, views: Views, led: bool, of_all: Callable[[Any], Any]) -> dict[str, Any]:
    """Return what a frame says of the coalition of each issue; where nobody coordinates, there is none."""
    first = slice(0, len(views.issues.open))
    campaign, plan = views.campaigns, views.plans
    has_plan = (views.coalitions.status[first] == ACTIVE) & led

    def known(values: Floats, is_known: Any, otherwise: float) -> Any:
        found = np.where(is_known, values[first], otherwise)
        return found.astype(np.int64) if otherwise == NONE else found

    return {
        "member": of_all((views.seats.member[first] * led).astype(FLAG)),
        "asked": of_all((views.seats.offered[first] * led).astype(FLAG)),
        "plan_obstacle": known(plan.obstacle, has_plan, NONE),
        "plan_fact": known(plan.fact, has_plan, math.nan),
        "plan_value": known(plan.value, has_plan, math.nan),
        "ambition": known(plan.ambition, has_plan, math.nan),
        "forecast": known(campaign.forecast, led, math.nan),
        "doubt": known(campaign.doubt, led, math.nan),
        "suspicion": state.suspicion[first] * led,
        "assumed": known(campaign.assumed, led, NONE),
        "alarm": known(np.maximum(state.alarm.max(axis=1), 0.0), led, 0.0),
        "hours": known(campaign.hours, led, 0.0),
        "worked": views.seats.hours[first].sum(axis=1) / state.time[STEP_WEEKS] * led,
        "uses": state.decision[first, LISTEN : RENEW + 1] * led,
    }


def _of_all(numbers: Ints, count: int, values: Any) -> Any:
    """Return what is said of everybody of the case, (..., N): 0 of those who are not there."""
    found = np.zeros((*values.shape[:-1], count), dtype=values.dtype)
    found[..., numbers] = values
    return found


def _kept(values: Any) -> Any:
    """Return a copy that nobody can change."""
    copied = values.copy()
    copied.setflags(write=False)
    return copied
