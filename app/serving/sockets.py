"""Connections: how many there are, how long they may wait, and how much of the server's time each may take.

Uvicorn waits for ever for the rest of a request, and for whoever does not read what it was sent.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Iterable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from ..limits import LIMITS

BURST = 1.0
"""Seconds of the server's time that a connection may take at once."""

FAREWELL = 0.3
"""Seconds that connections have for their last words when the server ends."""

SORRY = b"This server has more connections now than it takes. Ask again in a minute."

FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\nretry-after: 30\r\ncontent-type: text/plain\r\n"
    b"content-length: %d\r\n\r\n%b" % (len(SORRY), SORRY)
)


class Timed:
    """A connection, with what is known of its time.

    Attributes:
        since: when it began to do what it does now, as far as was noticed.
        taken: seconds of the server's time that were taken lately, beyond the share that it may take.
    """

    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    since = taken = heard = 0.0
    was: object = None

    def connection_made(self, transport: Any) -> None:
        """Begin."""
        super().connection_made(transport)  # type: ignore[misc]
        self.since = self.heard = self.loop.time()

    def data_received(self, data: bytes) -> None:
        """Take what was sent; end it where working that out takes more than its share of time."""
        began = time.thread_time()
        super().data_received(data)  # type: ignore[misc]
        now = self.loop.time()
        left = self.taken - (now - self.heard) * LIMITS.attention / 100.0
        self.taken, self.heard = max(0.0, left) + time.thread_time() - began, now
        if self.taken > BURST:
            self.transport.abort()

    def shutdown(self) -> None:
        """End it because the server ends: now, also where nobody reads."""
        super().shutdown()  # type: ignore[misc]
        self.loop.call_later(FAREWELL, self.transport.abort)

    def doing(self) -> tuple[object, float]:
        """Return what it does now, and for how many seconds it may go on with it."""
        raise NotImplementedError

    def check(self, now: float) -> None:
        """End it where it takes too long."""
        doing, seconds = self.doing()
        if doing != self.was:
            self.was, self.since = doing, now
        elif now - self.since > seconds:
            self.transport.abort()


class Connection(Timed, H11Protocol):
    """A connection over which requests come."""

    def connection_made(self, transport: Any) -> None:
        """Begin; where there are too many, the one that waits longest for a request is ended."""
        super().connection_made(transport)
        if len(self.connections) > LIMITS.connections and not make_room(self.connections, self):
            self.transport.write(FULL)
            self.transport.close()

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a request, or for the rest of one."""
        return not self.cycle or self.cycle.response_complete or self.conn.their_state is h11.SEND_BODY

    def doing(self) -> tuple[object, float]:
        """Return what it does now, and for how many seconds it may go on with it."""
        if self.transport.is_closing():
            return "closing", LIMITS.patience
        return (self.cycle, self.is_waiting), LIMITS.patience if self.is_waiting else LIMITS.sending


class Socket(Timed, WebSocketsSansIOProtocol):
    """A connection over which a page talks; uvicorn asks every now and then whether the page is still there."""

    def keepalive_timeout(self) -> None:
        """End it where the page has not said that it is there; wait where it is we who have not listened."""
        if self.read_paused and self.writable.is_set() and self.ping_timeout:
            self.pong_timer = self.loop.call_later(self.ping_timeout, self.keepalive_timeout)
        else:
            self.transport.abort()

    async def send(self, message: Any) -> None:
        """Say something; an answer that refuses to talk ends the handshake, which uvicorn would miss."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body":
            self.handshake_complete = True

    def doing(self) -> tuple[object, float]:
        """Return what it does now, and for how many seconds it may go on with it."""
        if self.handshake_complete and not self.transport.is_closing():
            return "talking", math.inf
        return "coming, or going", LIMITS.patience


KNOWN = ("Cancel %s running task(s)", "Invalid UTF-8 sequence received from client.")
"""What uvicorn calls errors of ours: that pages are open when the server ends, and that visitors send nonsense."""


def hush_known(record: logging.LogRecord) -> bool:
    """Return whether somebody should hear of it."""
    return not str(record.msg).startswith(KNOWN)


logging.getLogger("uvicorn.error").addFilter(hush_known)


def make_room(connections: Iterable[Any], newest: Connection) -> bool:
    """End the connection that waits longest for a request; return whether there was one."""
    others = [one for one in connections if isinstance(one, Connection) and one is not newest]
    waiting = [one for one in others if one.is_waiting and not one.transport.is_closing()]
    if not waiting:
        return False
    min(waiting, key=lambda one: one.since).transport.abort()
    return True


def check(connections: Iterable[Any]) -> None:
    """End the connections that take too long; to be called about once a second."""
    now = asyncio.get_running_loop().time()
    for one in list(connections):
        if isinstance(one, Timed):
            one.check(now)
