"""What only the world knows of a run: sent to a page when its fog is lifted, and not before."""

from __future__ import annotations

from typing import Any

from ...sim import events as log
from ...sim.additions import own_columns
from ..live.history import History
from ..telling.moments import unannounced
from ..telling.story import rows_of
from .building import HIDDEN, VERSION, has_table, series_of
from .packing import UNITS, deltas


def truth_of(history: History) -> dict[str, Any]:
    """Return the truth of a run, as the docstring of this package says."""
    scenario = history.scenario
    own = own_columns(scenario.parameters)
    return {
        "version": VERSION,
        "units": UNITS,
        "issues": [_issue(history, issue) for issue in range(scenario.issues)],
        "series": {name: series_of(history, name) for name in (*HIDDEN, *own)},
        "own": list(own),
        "needed": [[step.needed for step in obstacle.steps] for obstacle in scenario.obstacles],
        "beats": [moment._asdict() for moment in unannounced(history.result, scenario)],
    }


def _issue(history: History, issue: int) -> dict[str, Any]:
    return {
        **{name: deltas(history.frames.said[name][:, issue], UNITS[name]) for name in ("obstacle", "fact")},
        "affected": 0.0,
        "false": _false_turns(history, issue) if has_table(history) else [],
    }


def _false_turns(history: History, issue: int) -> list[int]:
    """Return the weeks of turns to an obstacle that did not stand in the way then."""
    rows = rows_of(history.result, history.scenario, issue)
    there, found = int(history.frames[0].obstacle[issue]), list[int]()
    for event in rows:
        if event.what == log.OBSTACLE_CHANGED:
            there = event.who
        elif event.what == log.PIVOTED and event.who != there:
            found.append(event.step + 1)
    return sorted(set(found))
