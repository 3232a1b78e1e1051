"""The memory of this server: how much there is, and what is let go of when it becomes short."""

from __future__ import annotations

import ctypes
import gc
import math
import os
import sys
import threading
from collections.abc import Callable

import psutil

from ..limits import LIMITS

MIB = 2**20

ARENAS = 2
"""Places at which the C library of Linux keeps freed memory; with its usual sixteen, as many are half empty."""

_M_ARENA_MAX = -8

SHORT = 0.9
"""The share of all memory from which on it is short."""


class Memory:
    """The memory of this process; whoever keeps something that can be made again says how to let go of it.

    Attributes:
        most: MiB beyond which it is full; a server sets this, since its process has no other purpose.
    """

    def __init__(self) -> None:
        self.most = math.inf
        self._process = psutil.Process()
        self._letting_go: list[Callable[[bool], object]] = []

    @property
    def used(self) -> float:
        """MiB that are used now."""
        return float(self._process.memory_info().rss) / MIB

    def is_short(self) -> bool:
        """Return whether nothing more should be begun, and studies should wait: the rest is for visitors."""
        return self.used > SHORT * self.most

    def is_full(self) -> bool:
        """Return whether nobody else may come."""
        return self.used > self.most

    def keep_tidy(self, let_go: Callable[[bool], object]) -> None:
        """Call ``let_go`` every few seconds, with whether memory is short."""
        self._letting_go.append(let_go)

    def tidy(self) -> None:
        """Give back to the system what is free; where memory is short, let go of all that can be made again first."""
        is_short = self.is_short()
        for let_go in self._letting_go:
            let_go(is_short)
        if is_short:
            gc.collect()
        _of_the_c_library("malloc_trim", 0)


def spare() -> None:
    """Let the C library keep less of what is freed, and let Arrow use it; before there are threads."""
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # its own would keep forty MiB
    _of_the_c_library("mallopt", _M_ARENA_MAX, ARENAS)


def _of_the_c_library(name: str, *arguments: int) -> None:
    """Call a function that only the GNU C library has."""
    function = getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None
    if function is not None:
        function(*arguments)


MEMORY = Memory()
"""That of this process."""


class Room:
    """A number of bytes, of which several take parts."""

    def __init__(self) -> None:
        self.taken = 0
        self._lock = threading.Lock()

    def take(self, size: int) -> bool:
        """Take bytes where there are as many left; return whether there were."""
        with self._lock:
            if size > 0 and self.taken + size > LIMITS.memory_of_worlds * MIB:
                return False
            self.taken += size
            return True


class Taken:
    """A part of a room; it is given back when nobody holds this any more."""

    def __init__(self, room: Room) -> None:
        self._room, self._size = room, 0

    def is_enough_for(self, size: int) -> bool:
        """Take as many bytes in all, or none where that is too much for one visitor, or for all; return whether so."""
        wanted = size if size <= LIMITS.memory_of_a_visitor * MIB and not MEMORY.is_short() else 0
        if not self._room.take(wanted - self._size):
            self._room.take(-self._size)
            wanted = 0
        self._size = wanted
        return wanted > 0

    def __del__(self) -> None:
        """Give it back."""
        self._room.take(-self._size)


WORLDS = Room()
"""For the weekly series of many worlds."""
