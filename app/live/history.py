"""A run, all of it: every week as it was, its story and its outcome; never changed once it is there.

A run of forty organizations over four years takes a hundredth of a second, so a page keeps no engine between two looks:
it asks for the history of a setting, and the shelf gives the one that it has or plays it (again).  So any week can be
gone back to, and a what if is the history of another setting.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace

from ...sim.run import Result
from ...sim.scenario import Scenario
from .engine import elsewhere, week_by_week
from .frames import Cast, Frames
from .memory import MEMORY
from .settings import Plan, Setting, SettingError, plan_of
from .taking import cast_of, week_of

ROOM = 16 * 2**20
"""Bytes of histories that one server keeps at hand; what does not fit is played again when it is asked for."""

MOST_FAILED = 100
"""Settings that are remembered because code from elsewhere failed under them."""


@dataclass(frozen=True)
class History:
    """A finished run.

    Attributes:
        frames: of week 0, before anything happened, and of each week as it ended; so there are steps + 1 of them.
        result: as ``simulate`` returns it, with series and events.
    """

    plan: Plan
    cast: Cast
    frames: Frames = field(repr=False)
    result: Result = field(repr=False)

    @property
    def scenario(self) -> Scenario:
        """The case."""
        return self.plan.scenario

    @property
    def steps(self) -> int:
        """Number of steps."""
        return len(self.frames) - 1


def played(plan: Plan) -> History:
    """Play a run from its first week to its last."""
    weeks = week_by_week(plan)
    run = next(weeks)
    cast, taken = cast_of(run), [week_of(run), *map(week_of, weeks)]
    found = run.result()
    series, events = found.series.copy(), found.events.copy()  # as they are they would keep the whole run
    result = replace(found, series=series, events=events)
    return History(plan, cast, Frames.of(taken, result), result)


class Shelf:
    """Histories that were asked for lately, up to some bytes; several threads may ask."""

    def __init__(self, room: int = ROOM) -> None:
        self.room = room
        self._held: OrderedDict[Setting, History] = OrderedDict()
        self._failed: dict[Setting, str] = {}
        self._lock = threading.Lock()

    def history(self, setting: Setting) -> History:
        """Return the history of a setting.

        Raises:
            SettingError: the setting makes no sense.
        """
        with self._lock:
            if setting in self._held:
                self._held.move_to_end(setting)
                return self._held[setting]
        made = self._played(setting)
        with self._lock:
            self._held[setting] = made
            while len(self._held) > 1 and sum(one.frames.nbytes for one in self._held.values()) > self.room:
                self._held.popitem(last=False)
        return made

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            self._held.clear()
            self._failed.clear()

    def _played(self, setting: Setting) -> History:
        """Play a run; one that failed is not tried again, which might take as long again."""
        if setting in self._failed:
            raise SettingError(self._failed[setting])
        plan = plan_of(setting)
        try:
            return elsewhere(plan, played)
        except SettingError as error:
            self._failed[setting] = str(error)
            if len(self._failed) > MOST_FAILED:
                del self._failed[next(iter(self._failed))]
            raise


SHELF = Shelf()
"""Histories are immutable and follow from their settings alone: visitors may share them."""

MEMORY.keep_tidy(lambda is_short: SHELF.clear() if is_short else None)
