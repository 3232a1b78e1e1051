"""Drawings of weeks, kept for a while: the same week of the same setting is the same string for everybody."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from ...sim.events import PIVOTED
from ..drawing.scene import scene_after
from ..drawing.scene_words import Places
from ..live.frames import Frame
from ..live.history import SHELF, History
from ..live.memory import MEMORY
from ..live.settings import Setting

BATCH = 8
"""Weeks that are drawn and sent at once."""

MOST_KEPT = 150
"""Drawings that are kept; each takes about 50 KiB."""

CHAIN = 8
"""Weeks through which the words of a scene keep their places, where they can."""

CLEAR, REMEMBERED = 12.0, 36.0
"""Weeks after a pivot until which the coalition before it is drawn as strongly as ever, and until which it fades."""


def drawn(setting: Setting, step: int, chosen: int, width: int) -> str:
    """Return the scene of a week."""
    return _drawn(setting, step, chosen, width)[0]


@lru_cache(maxsize=MOST_KEPT)
def _drawn(setting: Setting, step: int, chosen: int, width: int) -> tuple[str, Places]:
    """Return the scene of a week, and where its words stand: where they stood the week before, if they can.

    So that a week far from the start need not wait for all before it, words find new places every ``CHAIN`` weeks.
    """
    last = _drawn(setting, step - 1, chosen, width)[1] if step % CHAIN else {}
    history = SHELF.history(setting)
    row = chosen if 0 <= chosen < len(history.cast.kind) else None
    before = before_pivot(history, step)
    memory = memory_of(history.frames[step].week - before.week) if before else 1.0
    return scene_after(last, history.cast, history.frames[step], before, row, memory=memory, width=float(width))


MEMORY.keep_tidy(lambda is_short: _drawn.cache_clear() if is_short else None)


def batch(setting: Setting, first: int, count: int, chosen: int, width: int, steps: int) -> dict[str, str]:
    """Return the scenes of ``count`` weeks from ``first`` on, by steps; a run stays at its end."""
    last = SHELF.history(setting).steps
    wanted = range(max(0, first), min(first + count, steps + 1))
    return {str(step): drawn(setting, min(step, last), chosen, width) for step in wanted}


def before_pivot(history: History, step: int) -> Frame | None:
    """Return the last week before the latest pivot, if that is not long ago and there was a coalition."""
    events = history.result.events
    pivots = np.unique(events[(events[:, 1] == PIVOTED) & (events[:, 0] < step), 0]).astype(int)
    if not len(pivots):
        return None
    frame = history.frames[int(pivots[-1])]
    is_recent = history.frames[step].week - frame.week < REMEMBERED
    return frame if is_recent and frame.member.any() else None


def memory_of(weeks: float) -> float:
    """Return how strong a coalition of so many weeks ago is drawn, [0, 1]."""
    return min(max((REMEMBERED - weeks) / (REMEMBERED - CLEAR), 0.0), 1.0)
