"""What one visitor has asked for and is not done: a few pieces of work, and no more until one of them is."""

from __future__ import annotations

import threading

from ..limits import LIMITS
from .memory import MEMORY

SHORT = "This server is short of memory just now. Try again in a minute."


BUSY = "You have begun {many} things that are not done yet. Stop one of them, or wait for it."


class Desk:
    """Counts the work of one visitor."""

    def __init__(self) -> None:
        self._begun = 0
        self._lock = threading.Lock()

    def wrong(self) -> str:
        """Take a place for one more piece of work; where there is none, return why, in words."""
        if MEMORY.is_short():
            return SHORT
        with self._lock:
            if self._begun >= LIMITS.queue_of_a_visitor:
                return BUSY.format(many=LIMITS.queue_of_a_visitor)
            self._begun += 1
        return ""

    def done(self) -> None:
        """Give a place back."""
        with self._lock:
            self._begun -= 1
