"""What only the world knows of a run: sent to a page when its fog is lifted, and not before."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...sim import events as log
from ..live.history import History
from ..telling.moments import unannounced
from .building import HIDDEN, VERSION, has_table, series_of
from .packing import UNITS, deltas


def truth_of(history: History) -> dict[str, Any]:
    """Return the truth of a run, as the docstring of this package says."""
    frames, scenario = history.frames, history.scenario
    return {
        "version": VERSION,
        "units": UNITS,
        "issues": [
            {
                "obstacle": deltas([frame.obstacle for frame in frames], UNITS["obstacle"]),
                "fact": deltas([frame.fact for frame in frames], UNITS["fact"]),
                "affected": frames[0].affected,
            }
        ],
        "series": {name: series_of(history, name) for name in HIDDEN},
        "needed": [[step.needed for step in obstacle.steps] for obstacle in scenario.obstacles],
        "beats": [moment._asdict() for moment in unannounced(history.result, scenario)],
        "false": _false_turns(history) if has_table(history) else [],
    }


def _false_turns(history: History) -> list[int]:
    """Return the weeks of turns to an obstacle that did not stand in the way then."""
    events, obstacle = history.result.events, history.result.column("obstacle")
    turns = events[events[:, 1] == log.PIVOTED]
    wrong = turns[:, 3] != obstacle[turns[:, 0].astype(int)]
    return np.unique(turns[wrong, 0].astype(int) + 1).tolist()
