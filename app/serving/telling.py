"""The prologue on a server: the files that ``coalitions site`` writes, each made when somebody first asks for it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from .asgi import Application, Message, Receive, Send
from .policy import NAME, TOLD, written
from .smaller import squeezed

if TYPE_CHECKING:
    from starlette.responses import Response

BEFORE = "/prologue/"
"""Where the prologue was, when the sandbox was at ``/``."""

KINDS = {"html": "text/html", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}


class Telling:
    """Answers for the prologue at ``/``, sends links of before to where they lead now, and passes all else on.

    Args:
        application: what all else is passed on to.
        files: what makes each file, by its name; as all are made once, nobody can ask for much work.
    """

    def __init__(self, application: Application, files: dict[str, Callable[[], str]]) -> None:
        self.application, self.files = application, files
        self._made: dict[str, bytes] = {}
        self._turns = {name: asyncio.Lock() for name in files}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from starlette.responses import RedirectResponse

        is_look = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        name = scope.get("path", "").removeprefix("/") or "index.html"
        if is_look and (place := moved(scope)):
            await RedirectResponse(place, 308, {"cache-control": "no-cache"})(scope, receive, send)
        elif is_look and name in self.files:
            kind = f"{KINDS[name.rpartition('.')[2]]}; charset=utf-8"
            await squeezed(_file(await self.made(name), kind, scope), scope)(scope, receive, send)
        else:
            await self.application(scope, receive, send)

    async def made(self, name: str) -> bytes:
        """Return a file; made once, in a thread, and nobody who asks for another one waits for it."""
        async with self._turns[name]:
            if name not in self._made:
                self._made[name] = (await asyncio.to_thread(self.files[name])).encode()
        return self._made[name]


def moved(scope: Message) -> str:
    """Return where a link of before leads now; empty where it leads where it says."""
    path, query = scope["path"], scope["query_string"].decode("latin-1")
    if path == "/" and query.startswith("s="):
        return f"/explore?{query}"
    return "/" if path in (BEFORE, BEFORE.rstrip("/")) else ""


def _file(content: bytes, kind: str, scope: Message) -> Response:
    """Return the answer with a file; nothing of it where the browser has the same already."""
    from starlette.datastructures import Headers
    from starlette.responses import Response

    mark = f'W/"{hashlib.sha256(content).hexdigest()[:16]}"'
    is_known = Headers(scope=scope).get("if-none-match") == mark
    answer = Response(b"" if is_known else content, 304 if is_known else 200, media_type=kind)
    answer.headers["etag"], answer.headers["cache-control"] = mark, "no-cache"
    answer.raw_headers.append((NAME, written(TOLD)))
    return answer
