"""The turns of studies: a few run at once, and whoever has run for a while lets the next one work."""

from __future__ import annotations

import contextlib
import os
import threading
from collections import deque
from pathlib import Path

from ..limits import LIMITS
from .memory import MEMORY, MIB

TICK = 0.1
"""Seconds until somebody who waits notices that it was stopped."""


class StudyTurns:
    """Turns that are taken in the order in which they were asked for."""

    def __init__(self) -> None:
        self._waiting: deque[object] = deque()
        self._running = 0
        self._changed = threading.Condition()

    def __len__(self) -> int:
        return len(self._waiting) + self._running

    def is_awaited(self) -> bool:
        """Return whether somebody waits for a turn."""
        return bool(self._waiting)

    def wait(self, stop: threading.Event) -> bool:
        """Wait for a turn, and return whether it came before ``stop`` was set."""
        me, is_mine = object(), False
        with self._changed:
            self._waiting.append(me)
            while not (stop.is_set() or is_mine):
                is_mine = self._waiting[0] is me and self._running < LIMITS.studies_at_once and not MEMORY.is_short()
                if not is_mine:
                    self._changed.wait(TICK)
            self._waiting.remove(me)
            self._running += is_mine
            self._changed.notify_all()
        return is_mine

    def end(self) -> None:
        """Give a turn back."""
        with self._changed:
            self._running -= 1
            self._changed.notify_all()


def wrong_with(turns: StudyTurns, root: Path) -> str:
    """Return why no further study can be begun, in words; empty where one can."""
    if len(turns) >= LIMITS.studies_waiting:
        return f"{len(turns)} studies run here or wait for their turn: that is all this server takes. Try again later."
    size = size_of(root)
    if size > LIMITS.disk * MIB:
        return (
            f"The studies in {root} take {size / MIB:,.0f} MiB, more than this server may fill ({LIMITS.disk:,}). "
            "Whoever keeps it can remove some, or start it with another --limit disk=MIB."
        )
    return ""


def size_of(folder: Path) -> int:
    """Return the bytes of all files below a folder; files come and go meanwhile."""
    size = 0
    for path, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                size += os.lstat(os.path.join(path, name)).st_size
    return size
