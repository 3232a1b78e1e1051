"""Answers made smaller on their way, for browsers that take that: pages by gzip, files by Brotli at its best."""

from __future__ import annotations

import asyncio
import gzip
import threading
from http import HTTPStatus

from .asgi import Application, Message, Receive, Send

ENCODINGS = ("br", "gzip")
"""How files are made smaller, the better way first."""

PIECE = 65_536
"""Bytes of a file that are sent at once."""


def squeezed(answer: Application, scope: Message) -> Application:
    """Return an answer that is compressed on its way, where a browser says that it takes that."""
    from starlette.middleware.gzip import GZipMiddleware

    return GZipMiddleware(answer, minimum_size=1_024) if _takes("gzip", scope) else answer


class Pressed:
    """Passes files on; what somebody was given before by Brotli, a sixth smaller, or by gzip, and with no work.

    Brotli at its best takes seconds for the largest file, and gzip a tenth of one each time.  Whoever asks first gets
    a file as it comes, and it is pressed beside that, one at a time; it is known by its mark, so that a file which
    changes is another one.  No answer is held whole: who reads none of it takes a piece of memory, not a file.

    Args:
        files: answers for the files.
    """

    def __init__(self, files: Application) -> None:
        self.files = files
        self._pressed: dict[str, dict[str, bytes]] = {}
        self._turn = threading.Lock()
        self._tasks: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_look = scope["type"] == "http" and scope["method"] == "GET"
        taken = [one for one in ENCODINGS if is_look and _takes(one, scope)]
        if not taken or not await self._sends_pressed(scope, receive, send, taken[0]):
            await self.files(scope, receive, send)

    async def _sends_pressed(self, scope: Message, receive: Receive, send: Send, encoding: str) -> bool:
        """Send a file as small as it gets; return whether it was there."""
        start = await self._start(scope, receive)
        pressed = self.pressed(scope, receive, start) if start["status"] == HTTPStatus.OK else {}
        if pressed:
            await _send_in_pieces(start, encoding, pressed[encoding], send)
        return bool(pressed)

    async def _start(self, scope: Message, receive: Receive) -> Message:
        """Return how the answer to a request begins, with its file unread and nothing compressed."""
        others = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        return (await _said(self.files, {**scope, "method": "HEAD", "headers": others}, receive))[0]

    def pressed(self, scope: Message, receive: Receive, start: Message) -> dict[str, bytes]:
        """Return a file as small as it gets, by how it was made so; nothing while it is being pressed, or if never."""
        from starlette.datastructures import Headers

        mark = f"{scope['path']} {Headers(raw=start['headers']).get('etag', '')}"
        if mark not in self._pressed:
            self._pressed[mark] = {}
            asked = {**scope, "headers": [(b"accept-encoding", b"gzip")]}  # as it is now: who answers writes into it
            task = asyncio.ensure_future(self._fetch(mark, asked, receive))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return self._pressed[mark]

    async def _fetch(self, mark: str, scope: Message, receive: Receive) -> None:
        """Ask for a file as whoever takes gzip does; where that makes it smaller, it is pressed."""
        from starlette.datastructures import Headers

        start, *parts = await _said(self.files, scope, receive)
        encoding = Headers(raw=start["headers"]).get("content-encoding", "")
        if encoding:
            came = b"".join(part.get("body", b"") for part in parts)
            threading.Thread(target=self._press, args=(mark, encoding, came), daemon=True).start()

    def _press(self, mark: str, encoding: str, came: bytes) -> None:
        import brotli

        with self._turn:
            content = gzip.decompress(came) if encoding == "gzip" else brotli.decompress(came)
            self._pressed[mark] = {"br": brotli.compress(content), "gzip": gzip.compress(content)}


async def _said(files: Application, scope: Message, receive: Receive) -> list[Message]:
    """Return all that is answered to a request."""
    said: list[Message] = []

    async def keep(message: Message) -> None:
        said.append(message)

    await files(scope, receive, keep)
    return said


async def _send_in_pieces(start: Message, encoding: str, body: bytes, send: Send) -> None:
    """Send a file piece by piece, each once the one before it is on its way."""
    from starlette.datastructures import MutableHeaders

    headers = MutableHeaders(scope=start)
    headers["content-encoding"], headers["content-length"] = encoding, str(len(body))
    headers["vary"] = "Accept-Encoding"
    await send(start)
    for place in range(0, len(body), PIECE):
        is_more = place + PIECE < len(body)
        await send({"type": "http.response.body", "body": body[place : place + PIECE], "more_body": is_more})


def _takes(encoding: str, scope: Message) -> bool:
    """Return whether a browser says that it takes an encoding, without a reservation."""
    from starlette.datastructures import Headers

    return encoding in (one.strip() for one in Headers(scope=scope).get("accept-encoding", "").split(","))
