"""From a model to what the pages show of it: copies, so that nothing changes under them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ...sim.briefing import LISTEN, RENEW
from ...sim.governance.forms import find_form
from ...sim.state import ACTIVE, NONE, STEP, concerns, organizations
from .frames import Cast, Frame

if TYPE_CHECKING:
    from ...sim.model import CoalitionModel
    from ...sim.state import Floats, Ints, State


def cast_of(model: CoalitionModel) -> Cast:
    """Return everybody of a run, also those who come later."""
    state = model.everybody()
    people = organizations(state)
    return Cast(
        scenario=model.case,
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


def frame_of(model: CoalitionModel) -> Frame:
    """Return the week of a model as it ended."""
    state, stocks, step = model.state, model.views.stocks, int(model.state.clock[STEP])
    issue, concern = model.views.issues, model.views.concerns
    led = find_form(model.governance).is_coordinated
    of_all = partial(_of_all, model.numbers, model.case.organizations)
    return Frame(
        week=model.week,
        there=of_all(np.ones(len(stocks.energy), dtype=np.int64)),
        trust=of_all(model.views.standing.trust[0] * led),
        energy=of_all(stocks.energy),
        load=of_all(stocks.load),
        belief=of_all(concern.belief),
        value=of_all(concern.value),
        **_coalitions(model, led, of_all),
        progress=_kept(state.progress),
        theory=_kept(state.theory[0]),
        obstacle=_kept(issue.obstacle.astype(np.int64)),
        fact=_kept(issue.fact),
        window=_kept((issue.window > 0.0).astype(np.int64)),
        columns=model.columns if step else (),
        row=_kept(state.series[step - 1] if step else np.empty(0)),
        events=_kept(_events_of_week(model.events, step)),
    )


def _coalitions(model: CoalitionModel, led: bool, of_all: Callable[[Any], Any]) -> dict[str, Any]:
    """Return what a frame holds of the coalition of each issue; where nobody coordinates, there is none."""
    views, state, many = model.views, model.state, len(model.views.issues.open)
    campaign, plan, first = views.campaigns, views.plans, slice(0, many)
    has_plan = (views.coalitions.status[first] == ACTIVE) & led

    def known(values: Floats, is_known: Any, otherwise: float) -> Any:
        found = np.where(is_known, values[first], otherwise)
        return _kept(found.astype(np.int64) if otherwise == NONE else found)

    return {
        "member": of_all((views.seats.member[first] * led).astype(np.int64)),
        "asked": of_all((views.seats.offered[first] * led).astype(np.int64)),
        "plan_obstacle": known(plan.obstacle, has_plan, NONE),
        "plan_fact": known(plan.fact, has_plan, math.nan),
        "plan_value": known(plan.value, has_plan, math.nan),
        "ambition": known(plan.ambition, has_plan, math.nan),
        "forecast": known(campaign.forecast, led, math.nan),
        "doubt": known(campaign.doubt, led, math.nan),
        "suspicion": _kept(state.suspicion[first]),
        "assumed": known(campaign.assumed, led, NONE),
        "hours": known(campaign.hours, led, 0.0),
        "uses": _kept(state.decision[first, LISTEN : RENEW + 1]),
    }


def _of_all(numbers: Ints, count: int, values: Any) -> Any:
    """Return what is said of everybody of the case, (..., N): 0 of those who are not there."""
    found = np.zeros((*values.shape[:-1], count), dtype=values.dtype)
    found[..., numbers] = values
    return _kept(found)


def _events_of_week(events: Floats, step: int) -> Floats:
    """Return the events of the step that ended; they lie in order."""
    return events[np.searchsorted(events[:, 0], step - 1) : np.searchsorted(events[:, 0], step)]


def _kept(values: Any) -> Any:
    """Return a copy that nobody can change."""
    copied = values.copy()
    copied.setflags(write=False)
    return copied
