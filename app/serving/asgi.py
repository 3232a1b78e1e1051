"""The interface between servers and applications (ASGI), as types, and the short answers that refuse something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]
Header = tuple[bytes, bytes]

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Clever Coalitions</title>
<body style="font: 1.1rem system-ui, sans-serif; margin: 4rem; color-scheme: light dark">
<h1>{title}</h1><p>{text}</p>
"""

HOME = '<a href="/">The first page</a> is where everything begins.'

REASONS = {
    403: ("That is somebody else’s.", HOME),
    404: ("There is no such page.", HOME),
    405: ("Nothing here takes that.", HOME),
    413: ("That is too much.", "Nothing here takes so large a request."),
    421: (
        "This server does not go by that name.",
        "Start it with <code>--host NAME</code>, or <code>--allow-host NAME</code>.",
    ),
    429: (
        "That is enough pages for one browser.",
        "This browser has opened as many pages as it may. Close one, and load this page again.",
    ),
    431: ("That is too much.", "Nothing here takes so long a request. Delete the cookies of this address."),
    503: (
        "This server is full.",
        "It has as many visitors, or as much to do, as it can take. Load this page again in a minute.",
    ),
}
"""What is said with each status."""

WAIT = 30
"""Seconds after which it makes sense to ask again."""

REFUSED = 1008
"""The number of the WebSocket protocol for what is against a policy."""


def said_with(status: int) -> str:
    """Return the short page that says why something is refused."""
    title, text = REASONS.get(status, REASONS[404])
    return PAGE.format(title=title, text=text)


async def refuse(scope: Message, receive: Receive, send: Send, status: int) -> None:
    """Answer a request, or an attempt to connect, with a short page that says why not."""
    from starlette.responses import HTMLResponse

    if scope["type"] == "websocket":
        await receive()
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": REFUSED})
            return
    headers = {"retry-after": str(WAIT)} if status in (429, 503) else {}
    headers |= {"connection": "close"} if status == 413 else {}  # or all of it would still come
    await HTMLResponse(said_with(status), status, headers)(scope, receive, send)
