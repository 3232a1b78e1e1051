"""The ear of a socket: what a page says, as far as pages of ours say such things, handed on in turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from .asgi import REFUSED, Message, Receive, Send
from .messages import Said, understood
from .turns import Turn, Turns

FIRST_WORD = 20.0
"""Seconds within which a page that has connected says something."""

MOST_OPENED = 200
"""Channels that a page opens over one connection: one, and a few when it comes back."""


class Listening:
    """The two ends of a socket as Solara gets them.

    Args:
        receive, send: the ends themselves.
        events: what the parts of pages may say; kernel: returns what Solara keeps for this page, None for nothing.
    """

    def __init__(
        self, receive: Receive, send: Send, turns: Turns, events: frozenset[str], kernel: Callable[[], Any]
    ) -> None:
        self._receive, self._send, self._turns = receive, send, turns
        self._events, self._kernel = events, kernel
        self._turn: Turn | None = None
        self._heard = self._opened = 0
        self._is_closed = False

    async def receive(self) -> Message:
        """Return the next thing that a page says which makes sense; where it says anything else, that it has gone."""
        self.end()
        while not self._is_closed:
            message = await self._next()
            if message["type"] != "websocket.receive":
                return message
            said = understood(message.get("text"), self._events)
            self._opened += said is not None and said.kind == "comm_open"
            if said is None or self._opened > MOST_OPENED:
                break
            if is_heard(said, self._kernel()):
                self._turn = await self._turns.begin()
                return {"type": "websocket.receive", "text": said.text}
        await self._close()
        return {"type": "websocket.disconnect", "code": REFUSED}

    async def _next(self) -> Message:
        """Return what comes next; a page that has nothing to say at all has gone."""
        self._heard += 1
        if self._heard != 2:  # the first is that it wants to connect
            return await self._receive()
        try:
            return await asyncio.wait_for(self._receive(), FIRST_WORD)
        except TimeoutError:
            await self._close()
            return {"type": "websocket.disconnect", "code": REFUSED}

    async def send(self, message: Message) -> None:
        """Say something to the page."""
        self._is_closed |= message["type"] == "websocket.close"
        await self._send(message)

    async def _close(self) -> None:
        if not self._is_closed:
            await self.send({"type": "websocket.close", "code": REFUSED})

    def end(self) -> None:
        """Give the turn back."""
        if self._turn:
            self._turn.end()
            self._turn = None


def is_heard(said: Said, kernel: Any) -> bool:
    """Return whether there is somebody to hear what is said; parts of a page may be gone when it speaks of them."""
    if said.kind != "comm_msg":
        return said.kind != "comm_close"  # parts are closed by the server
    if kernel is None or kernel.kernel is None:
        return False
    comm = kernel.kernel.comm_manager.comms.get(said.part)
    if comm is None:
        return False
    if said.target:
        return bool(comm.target_name == said.target)
    part = kernel.widgets.get(said.part)
    return part is not None and (not said.event or hasattr(part, f"vue_{said.event}"))
