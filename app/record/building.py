"""The record of a run: what its coordinator, and everybody at the table, could know."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from ...sim import events as log
from ...sim.governance.forms import find_form
from ...sim.run import Result
from ...sim.series import SERIES
from ..live.history import History
from ..telling.log import log_of
from ..telling.moments import moments_of
from .packing import UNITS, deltas, many_deltas, many_toggles, toggles

VERSION = 1

HIDDEN = ("fact", "obstacle", "resistance", "dissent", "participation", "chance")
"""Series that only the world knows."""

UNTOLD = (log.OBSTACLE_CHANGED, log.WINDOW_CLOSED)
"""Happenings that nobody is told of, or that say today how long something will last."""


def record_of(history: History) -> dict[str, Any]:
    """Return a run as a record; what is in it, and in which units, is in the docstring of this package."""
    scenario, plan = history.scenario, history.plan
    return {
        "version": VERSION,
        "case": {"name": scenario.name, "title": scenario.title},
        "form": plan.governance,
        "strategy": str(plan.strategy),
        "seed": plan.seed,
        "days": scenario.step_days,
        "steps": history.steps,
        "cast": _cast(history),
        "units": UNITS,
        "people": {name: _people(history, name) for name in ("energy", "belief", "value")},
        "coalitions": [_coalition(history)] if has_table(history) else [],
        "hubs": [_hub(history)] if has_table(history) else [],
        "issues": [{"window": toggles([frame.window for frame in history.frames])}],
        "series": {name: series_of(history, name) for name in SERIES.names if name not in HIDDEN},
        **told(history),
    }


def lean(record: dict[str, Any]) -> dict[str, Any]:
    """Return what charts need of a record that another one is held against: no organizations, nothing told."""
    cast = {**record["cast"], "ties": []}
    return {**{key: value for key, value in record.items() if key != "people"}, "cast": cast, "events": [], "beats": []}


def has_table(history: History) -> bool:
    """Return whether somebody coordinates in some week."""
    forms = (history.plan.governance, *(form for _, form in history.result.forms))
    return any(find_form(form).is_coordinated for form in forms)


def _cast(history: History) -> dict[str, Any]:
    cast, scenario, is_coordinated = history.cast, history.scenario, has_table(history)
    return {
        "kinds": [{"name": kind.name, "plural": kind.plural} for kind in scenario.kinds],
        "kind": cast.kind.tolist(),
        "core": cast.core.tolist(),
        "capacity": np.round(cast.capacity, 1).tolist(),
        "ties": cast.ties.tolist(),
        "obstacles": [
            {
                "name": obstacle.name,
                "steps": [
                    {"name": step.name, "after": [_place(obstacle.steps, name) for name in step.after]}
                    for step in obstacle.steps
                ],
            }
            for obstacle in scenario.obstacles
        ],
        "issues": [{"name": scenario.title, "obstacles": list(range(len(scenario.obstacles)))}],
        "hubs": [{"name": "the coordinator"}] if is_coordinated else [],
        "coalitions": [{"name": "the coalition", "hub": 0, "issue": 0}] if is_coordinated else [],
    }


def _place(steps: tuple[Any, ...], name: str) -> int:
    return next(place for place, step in enumerate(steps) if step.name == name)


def _people(history: History, name: str) -> list[Any]:
    return many_deltas([getattr(frame, name) for frame in history.frames], UNITS[name])


def _one(history: History, name: str, unit: str) -> list[Any]:
    return deltas([getattr(frame, name) for frame in history.frames], UNITS[unit])


def _coalition(history: History) -> dict[str, Any]:
    frames = history.frames
    member = np.array([frame.member for frame in frames]) > 0
    asked = np.array([frame.asked for frame in frames]) > 0
    progress, theory = (np.array([getattr(frame, name) for frame in frames]) for name in ("progress", "theory"))
    rows = range(progress.shape[1])
    return {
        "member": many_toggles(member),
        "asked": many_toggles(asked & ~member),
        "obstacle": _one(history, "plan_obstacle", "obstacle"),
        "ambition": _one(history, "ambition", "ambition"),
        "fact": _one(history, "plan_fact", "fact"),
        "value": _one(history, "plan_value", "value"),
        "progress": [many_deltas(progress[:, row], UNITS["progress"]) for row in rows],
        "theory": [many_toggles(theory[:, row] > 0) for row in rows],
    }


def _hub(history: History) -> dict[str, Any]:
    frames = history.frames
    return {
        **{name: _one(history, name, name) for name in ("assumed", "hours", "forecast", "doubt")},
        "uses": many_deltas([frame.uses for frame in frames], UNITS["uses"]),
        "suspicion": many_deltas([frame.suspicion for frame in frames], UNITS["suspicion"]),
        "trust": many_deltas([frame.trust for frame in frames], UNITS["trust"]),
    }


def series_of(history: History, name: str) -> list[Any]:
    """Return a weekly series as deltas, a value for each frame: none before the first week."""
    return deltas([np.nan, *history.result.column(name)], UNITS["series"])


def known(result: Result) -> Result:
    """Return a run without what nobody was told."""
    return replace(result, events=result.events[~np.isin(result.events[:, 1], UNTOLD)])


def told(history: History) -> dict[str, Any]:
    """Return what happened, as far as it was known, in sentences, and where time stops."""
    result, scenario = known(history.result), history.scenario
    return {
        "events": [asdict(entry) for entry in log_of(result, scenario)],
        "beats": [moment._asdict() for moment in moments_of(result, scenario)],
    }
