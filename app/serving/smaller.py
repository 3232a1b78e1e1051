"""Answers made smaller on their way, for browsers that take that: pages by gzip, files by Brotli at its best."""

from __future__ import annotations

import gzip
import hashlib
import threading

from .asgi import Application, Message, Receive, Send


def squeezed(answer: Application, scope: Message) -> Application:
    """Return an answer that is compressed on its way, where a browser says that it takes that."""
    from starlette.middleware.gzip import GZipMiddleware

    return GZipMiddleware(answer, minimum_size=1_024) if _takes("gzip", scope) else answer


class Pressed:
    """Passes files on; what somebody was given before, a sixth smaller.

    Brotli at its best takes seconds for the largest file.  Whoever asks first gets a file as it comes, and it is
    pressed beside that, one at a time; it is known by what came, so that a file which changes is another one.

    Args:
        files: answers for the files.
    """

    def __init__(self, files: Application) -> None:
        self.files = files
        self._pressed: dict[bytes, bytes] = {}
        self._turn = threading.Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or not _takes("br", scope):
            await self.files(scope, receive, send)
            return
        said: list[Message] = []

        async def keep(message: Message) -> None:
            said.append(message)

        await self.files(scope, receive, keep)
        for message in self.smaller(*said):
            await send(message)

    def smaller(self, start: Message, *parts: Message) -> tuple[Message, ...]:
        """Return what was said to a browser, pressed where it has been by now."""
        from starlette.datastructures import MutableHeaders

        headers, body = MutableHeaders(scope=start), b"".join(part.get("body", b"") for part in parts)
        encoding = headers.get("content-encoding", "")
        pressed = self.pressed(encoding, body) if encoding and body else b""
        if not pressed:
            return start, *parts
        headers["content-encoding"], headers["content-length"] = "br", str(len(pressed))
        return start, {"type": "http.response.body", "body": pressed}

    def pressed(self, encoding: str, body: bytes) -> bytes:
        """Return a file as small as it gets; nothing while it is being pressed."""
        came = gzip.decompress(body) if encoding == "gzip" else body  # gzip writes the time into it
        mark = hashlib.sha256(came).digest()
        pressed = self._pressed.get(mark)
        if pressed is None:
            self._pressed[mark] = b""
            threading.Thread(target=self._press, args=(mark, encoding, came), daemon=True).start()
        return pressed or b""

    def _press(self, mark: bytes, encoding: str, came: bytes) -> None:
        import brotli

        with self._turn:
            self._pressed[mark] = brotli.compress(brotli.decompress(came) if encoding == "br" else came)


def _takes(encoding: str, scope: Message) -> bool:
    """Return whether a browser says that it takes an encoding, without a reservation."""
    from starlette.datastructures import Headers

    return encoding in (one.strip() for one in Headers(scope=scope).get("accept-encoding", "").split(","))
