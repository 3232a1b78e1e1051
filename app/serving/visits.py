"""Who is here: the pages that are open, and those whose connection was lost a moment ago."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from ..limits import LIMITS
from ..live.memory import MEMORY

MOST_SOCKETS = 3
"""Connections of one page at once: a new one may come before the end of the old one is noticed."""

PORTERS = 4
"""Pages that are closed at once: to close one waits for what it is doing."""


@dataclass
class Visit:
    """One page of one browser.

    Attributes:
        browser: its secret, from a cookie; sockets: connections that are open now; left: when the last one ended.
    """

    browser: str
    sockets: int = 0
    left: float = field(default_factory=time.monotonic)


class Visits:
    """The pages that are open; only for the thread that serves.

    Args:
        kernels: what Solara keeps for each page, by the page's number; what is in there is kept.
    """

    def __init__(self, kernels: Mapping[str, Any]) -> None:
        self._kernels = kernels
        self._visits: dict[str, Visit] = {}
        self._porter = ThreadPoolExecutor(PORTERS, "porter")
        self._leaving: set[str] = set()
        self._lock = threading.Lock()

    def wrong(self, browser: str, number: str = "") -> int:
        """Return the status with which somebody is refused who wants to come, or to come back to a page; 0 for none."""
        known = self._visits.get(number)
        if known and (known.sockets or number in self._kernels):
            return 403 if known.browser != browser else 429 if known.sockets >= MOST_SOCKETS else 0
        present = [one for one in self._visits.values() if one.sockets]
        if sum(one.browser == browser for one in present) >= LIMITS.visitors_of_a_browser:
            return 429
        return 503 if len(present) >= LIMITS.visitors or MEMORY.is_full() else 0

    def come(self, browser: str, number: str) -> None:
        """Note a connection of a page, and make room for it."""
        self._forget()
        self._visits.setdefault(number, Visit(browser)).sockets += 1
        absent = sorted((one.left, other) for other, one in self._visits.items() if not one.sockets)
        for _, other in absent[: max(0, len(self._visits) - LIMITS.visitors)]:
            self.let_go(other)

    def go(self, number: str) -> None:
        """Note that a connection of a page has ended."""
        visit = self._visits[number]
        visit.sockets -= 1
        visit.left = time.monotonic()

    def _forget(self) -> None:
        for number in [one for one, visit in self._visits.items() if not visit.sockets and one not in self._kernels]:
            del self._visits[number]

    def let_go(self, number: str, page: str = "") -> None:
        """Close what is kept for a page; all of it, or what one of its windows has closed."""
        with self._lock:
            if number in self._leaving:
                return
            self._leaving.add(number)
        self._porter.submit(self._close, number, page)  # it waits for whatever the page is doing

    def _close(self, number: str, page: str) -> None:
        try:
            kernel = self._kernels.get(number)
            if kernel is None or (page and page not in kernel.page_status):
                return
            if page:
                kernel.page_close(page)
            elif not kernel.closed_event.is_set():
                kernel.close(reason="cull")
        finally:
            with self._lock:
                self._leaving.discard(number)

    def end(self) -> None:
        """Close nothing any more."""
        self._porter.shutdown(wait=False, cancel_futures=True)
