"""From a model to what the pages show of it: copies, so that nothing changes under them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ...sim.briefing import LISTEN, RENEW
from ...sim.governance.forms import find_form
from ...sim.state import ACTIVE, NONE, STEP
from .frames import Cast, Frame

if TYPE_CHECKING:
    from ...sim.model import CoalitionModel
    from ...sim.state import Floats, Ints


def cast_of(model: CoalitionModel) -> Cast:
    """Return who is there in a run."""
    people = model.views.organizations
    return Cast(
        scenario=model.case,
        kind=_kept(people.kind),
        core=_kept(people.core),
        capacity=_kept(people.capacity),
        home=_kept(model.views.concerns.home[0]),
        ties=_ties(model),
    )


def _ties(model: CoalitionModel) -> Ints:
    """Return each tie once, (T, 2), the first organization smaller."""
    start, to = model.state.tie_start, model.state.tie_to
    one = np.repeat(np.arange(len(start) - 1), np.diff(start))
    return _kept(np.column_stack((one, to))[one < to])


def frame_of(model: CoalitionModel) -> Frame:
    """Return the week of a model as it ended."""
    state, stocks, step = model.state, model.views.stocks, int(model.state.clock[STEP])
    issue, concerns = model.views.issues, model.views.concerns
    led = find_form(model.governance).is_coordinated
    return Frame(
        week=model.week,
        trust=_kept(model.views.standing.trust[0] if led else np.zeros(len(stocks.energy))),
        energy=_kept(stocks.energy),
        load=_kept(stocks.load),
        belief=_kept(concerns.belief),
        value=_kept(concerns.value),
        **_coalitions(model, led),
        progress=_kept(state.progress),
        theory=_kept(state.theory[0]),
        obstacle=_kept(issue.obstacle.astype(np.int64)),
        fact=_kept(issue.fact),
        window=_kept((issue.window > 0.0).astype(np.int64)),
        columns=model.columns if step else (),
        row=_kept(state.series[step - 1] if step else np.empty(0)),
        events=_kept(_events_of_week(model.events, step)),
    )


def _coalitions(model: CoalitionModel, led: bool) -> dict[str, Any]:
    """Return what a frame holds of the coalition of each issue; where nobody coordinates, there is none."""
    views, state, many = model.views, model.state, len(model.views.issues.open)
    campaign, plan, first = views.campaigns, views.plans, slice(0, many)
    has_plan = (views.coalitions.status[first] == ACTIVE) & led

    def known(values: Floats, is_known: Any, otherwise: float) -> Any:
        found = np.where(is_known, values[first], otherwise)
        return _kept(found.astype(np.int64) if otherwise == NONE else found)

    return {
        "member": _kept((views.seats.member[first] * led).astype(np.int64)),
        "asked": _kept((views.seats.offered[first] * led).astype(np.int64)),
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


def _events_of_week(events: Floats, step: int) -> Floats:
    """Return the events of the step that ended; they lie in order."""
    return events[np.searchsorted(events[:, 0], step - 1) : np.searchsorted(events[:, 0], step)]


def _kept(values: Any) -> Any:
    """Return a copy that nobody can change."""
    copied = values.copy()
    copied.setflags(write=False)
    return copied
