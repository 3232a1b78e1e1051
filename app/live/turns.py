"""Taking turns: a few places, given to whoever has waited longest.

The semaphores of Python let whoever has just left a place take it again before those who wait are awake: beside a study
of an hour, somebody's two hundred worlds would never begin.
"""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """So many places, for ``with``."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            mine = threading.Event()
            self._waiting.append(mine)
        mine.wait()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1
