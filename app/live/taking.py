"""From a model to what the pages show of it: copies, so that nothing changes under them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ...sim.briefing import LISTEN, RENEW
from ...sim.governance.forms import find_form
from ...sim.state import ACTIVE, NONE, STEP, issues
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
    state, stocks = model.state, model.views.stocks
    coordinated = find_form(model.governance).is_coordinated
    coalition = _leader(model)
    has_plan = coordinated and model.views.coalitions.status[coalition] == ACTIVE
    plan, campaigns, step = model.views.plans, model.views.campaigns, int(state.clock[STEP])
    nobody = np.zeros(len(stocks.energy))
    return Frame(
        week=model.week,
        member=_kept((model.views.seats.member[0] if coordinated else nobody).astype(np.int64)),
        asked=_kept((model.views.seats.offered[0] if coordinated else nobody).astype(np.int64)),
        trust=_kept(model.views.standing.trust[0] if coordinated else nobody),
        energy=_kept(stocks.energy),
        load=_kept(stocks.load),
        belief=_kept(model.views.concerns.belief[0]),
        value=_kept(model.views.concerns.value[0]),
        obstacle=int(issues(state).obstacle[0]),
        plan_obstacle=int(plan.obstacle[coalition]) if has_plan else NONE,
        plan_fact=float(plan.fact[coalition]) if has_plan else math.nan,
        plan_value=float(plan.value[coalition]) if has_plan else math.nan,
        ambition=float(plan.ambition[coalition]) if has_plan else math.nan,
        fact=float(issues(state).fact[0]),
        affected=0.0,
        forecast=float(campaigns.forecast[0]) if coordinated else math.nan,
        doubt=float(campaigns.doubt[0]) if coordinated else math.nan,
        suspicion=_kept(state.suspicion[0]),
        assumed=int(campaigns.assumed[0]) if coordinated else NONE,
        window=issues(state).window[0] > 0.0,
        progress=_kept(state.progress[0]),
        theory=_kept(state.theory[coalition]),
        hours=float(campaigns.hours[0]) if coordinated else 0.0,
        uses=_kept(state.decision[0, LISTEN : RENEW + 1]),
        columns=model.columns if step else (),
        row=_kept(state.series[step - 1] if step else np.empty(0)),
        events=_kept(_events_of_week(model.events, step)),
    )


def _leader(model: CoalitionModel) -> int:
    """Return the coalition that is shown: the first one that follows a plan, else the first."""
    active = np.flatnonzero(model.views.coalitions.status == ACTIVE)
    return int(active[0]) if len(active) else 0


def _events_of_week(events: Floats, step: int) -> Floats:
    """Return the events of the step that ended; they lie in order."""
    return events[np.searchsorted(events[:, 0], step - 1) : np.searchsorted(events[:, 0], step)]


def _kept(values: Any) -> Any:
    """Return a copy that nobody can change."""
    copied = values.copy()
    copied.setflags(write=False)
    return copied
