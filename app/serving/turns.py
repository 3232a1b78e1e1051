"""Turns: a few answers to pages are worked on at once, in the order in which they were asked for.

Python runs one thread at a time: where sixty work at once, each waits for all others at every step, and so does the
thread that serves. Whoever works for long, or waits for a slow line, has had its turn: others need not wait for it.
"""

from __future__ import annotations

import asyncio

from ..limits import LIMITS

LONG = 1.0
"""Seconds after which a turn is over, whether or not its work is done."""


class Turns:
    """Turns that are taken in one event loop."""

    def __init__(self) -> None:
        self._free: asyncio.Semaphore | None = None

    async def begin(self) -> Turn:
        """Wait for a turn."""
        if self._free is None:
            self._free = asyncio.Semaphore(LIMITS.turns)
        await self._free.acquire()
        return Turn(self._free)


class Turn:
    """One of them."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free: asyncio.Semaphore | None = free
        self._over = asyncio.get_running_loop().call_later(LONG, self.end)

    def end(self) -> None:
        """Let the next one begin; where that was done already, nothing happens."""
        if self._free is not None:
            self._over.cancel()
            self._free.release()
            self._free = None
