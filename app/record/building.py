"""The record of a run: what its coordinator, and everybody at the table, could know."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np

from ...sim import events as log
from ...sim.governance.forms import find_form
from ...sim.scenario import Obstacle
from ...sim.series import SERIES
from ..live.frames import shares_of_all
from ..live.history import History
from ..telling.beats import name_of_issue, without_flicker
from ..telling.log import log_of
from ..telling.moments import moments_of
from ..telling.story import rows_of
from .packing import UNITS, deltas, many_deltas, many_toggles, toggles

VERSION = 3

HIDDEN = ("fact", "obstacle", "barrier", "dissent", "participation", "chance")
"""Series that only the world knows."""

UNTOLD = (log.OBSTACLE_CHANGED, log.WINDOW_CLOSED)
"""Happenings that nobody is told of, or that say today how long something will last."""


def record_of(history: History, is_logged: bool = True) -> dict[str, Any]:
    """Return a run as a record; what is in it, and in which units, is in the docstring of this package.

    Args:
        is_logged: whether what happened is told in sentences, beside its moments.
    """
    scenario, plan = history.scenario, history.plan
    issues, is_led = range(scenario.issues), has_table(history)
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
        "people": {"energy": many_deltas(history.frames.said["energy"], UNITS["energy"])},
        "away": many_toggles(away) if (away := history.frames.said["there"] == 0).any() else [],
        "coalitions": [_coalition(history, issue) for issue in issues] if is_led else [],
        "hubs": [_hub(history)] if is_led else [],
        "issues": [_issue(history, issue) for issue in issues],
        "series": {name: series_of(history, name) for name in SERIES.names if name not in HIDDEN},
        **happened(history, is_logged),
    }


def so_far(history: History, step: int) -> dict[str, Any]:
    """Return the record of a run up to a week, as if it had not gone on: for a table, without log and goal space."""
    result = history.result
    frames = history.frames.until(step)
    past = replace(result, series=frames.series, events=frames.events)
    record = record_of(replace(history, frames=frames, result=past), is_logged=False)
    issues = [{**issue, "belief": [], "value": []} for issue in record["issues"]]
    beats = [beat for beat in record["beats"] if beat["kind"] != "end"]
    cast = {**record["cast"], "ties": []}
    return {**record, "cast": cast, "issues": issues, "beats": beats}


def lean(record: dict[str, Any]) -> dict[str, Any]:
    """Return what charts need of a record that another one is held against: no organizations, nothing told."""
    cast = {**record["cast"], "ties": []}
    issues = [{name: issue[name] for name in ("window", "ended")} for issue in record["issues"]]
    kept = {key: value for key, value in record.items() if key != "people"}
    return {**kept, "cast": cast, "issues": issues, "events": [], "beats": []}


def has_table(history: History) -> bool:
    """Return whether somebody coordinates in some week."""
    forms = (history.plan.governance, *(form for _, form in history.result.forms))
    return any(find_form(form).is_coordinated for form in forms)


def _cast(history: History) -> dict[str, Any]:
    cast, scenario, is_coordinated = history.cast, history.scenario, has_table(history)
    issues = scenario.issues
    names = [name_of_issue(issue) if issues > 1 else scenario.title for issue in range(issues)]
    return {
        "kinds": [{"name": kind.name, "plural": kind.plural} for kind in scenario.kinds],
        "names": list(scenario.names),
        "named": all(len(kind.named) == kind.count for kind in scenario.kinds),
        "kind": cast.kind.tolist(),
        "core": cast.core.tolist(),
        "capacity": np.round(cast.capacity, 1).tolist(),
        "ties": cast.ties.tolist(),
        "obstacles": [{"name": one.name, "steps": _steps(one)} for one in scenario.obstacles],
        "issues": [{"name": name, "obstacles": list(range(len(scenario.obstacles)))} for name in names],
        "hubs": [{"name": "the coordinator"}] if is_coordinated else [],
        "coalitions": [{"name": name, "hub": 0, "issue": k} for k, name in enumerate(names)] if is_coordinated else [],
    }


def _steps(obstacle: Obstacle) -> list[dict[str, Any]]:
    """Return the theory of change of an obstacle, each step with the places of those that come before it."""
    places = {step.name: place for place, step in enumerate(obstacle.steps)}
    return [
        {"name": step.name, "hours": step.hours, "after": [places[name] for name in step.after]}
        for step in obstacle.steps
    ]


def _coalition(history: History, issue: int) -> dict[str, Any]:
    def of(name: str) -> Any:
        return history.frames.said[name][:, issue]

    theory, member = history.frames.said["theory"] > 0, of("member") > 0
    plan = {"obstacle": "plan_obstacle", "ambition": "ambition", "fact": "plan_fact", "value": "plan_value"}
    return {
        "member": many_toggles(member),
        "asked": many_toggles((of("asked") > 0) & ~member),
        **{name: deltas(of(kept), UNITS[name]) for name, kept in plan.items()},
        **{name: deltas(of(name), UNITS[name]) for name in ("assumed", "hours", "forecast", "doubt")},
        "worked": deltas(of("worked"), UNITS["series"]),
        "suspicion": many_deltas(of("suspicion"), UNITS["suspicion"]),
        "progress": [many_deltas(row, UNITS["progress"]) for row in np.moveaxis(of("progress"), 1, 0)],
        "theory": [many_toggles(row) for row in np.moveaxis(theory, 1, 0)],
    }


def _hub(history: History) -> dict[str, Any]:
    hours, uses = history.frames.said["hours"], history.frames.said["uses"]
    return {
        "hours": deltas(hours.sum(axis=1), UNITS["hours"]),
        "uses": many_deltas(shares_of_all(uses, hours), UNITS["uses"]),
        "trust": many_deltas(history.frames.said["trust"], UNITS["trust"]),
    }


def _issue(history: History, issue: int) -> dict[str, Any]:
    return {
        "window": toggles(history.frames.said["window"][:, issue]),
        "ended": ended_of(history, issue),
        **{name: many_deltas(history.frames.said[name][:, issue], UNITS[name]) for name in ("belief", "value")},
    }


def ended_of(history: History, issue: int) -> list[Any] | None:
    """Return the week in which everybody knows that an issue has ended, and how; None where it has not."""
    ways = {log.SETTLED_HELPS: "helps", log.SETTLED_HARMS: "harms", log.DEADLINE_PASSED: "late"}
    rows = rows_of(history.result, history.scenario, issue)
    return next(([event.step + 1, ways[event.what]] for event in rows if event.what in ways), None)


def series_of(history: History, name: str) -> list[Any]:
    """Return a weekly series as deltas, a value for each frame: none before the first week."""
    return deltas([np.nan, *history.result.column(name)], UNITS["series"])


def happened(history: History, is_logged: bool) -> dict[str, Any]:
    """Return what happened, as far as it was known, in sentences, and where time stops."""
    events, scenario = without_flicker(history.result.events), history.scenario
    result = replace(history.result, events=events[~np.isin(events[:, 1], UNTOLD)])
    return {
        "events": [asdict(entry) for entry in log_of(result, scenario)] if is_logged else [],
        "beats": [moment._asdict() for moment in moments_of(result, scenario)],
    }
