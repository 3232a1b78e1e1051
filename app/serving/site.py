"""What the server has: its pages, the files they are made of, and a socket for each page; nothing else of Solara's."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from .asgi import Application, Message, Receive, Send, refuse
from .listening import Listening
from .policy import NAME, PAGE, written
from .smaller import squeezed
from .turns import Turns
from .visits import Visits

if TYPE_CHECKING:
    from starlette.responses import Response

COOKIE = "solara-session-id"
"""Where Solara looks for the secret of a browser, which is all that it knows of it."""

SECRET = re.compile(r"[A-Za-z0-9_-]{20,64}")
NUMBER = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
"""How pages number themselves, and their windows: at random."""

SOCKET = re.compile(rf"/jupyter/api/kernels/({NUMBER})/channels")
KERNEL = re.compile(rf"/jupyter/api/kernels/{NUMBER}")
LEFT = re.compile(rf"/_solara/api/close/({NUMBER})")

FILES = re.compile(
    r"/static/assets/[\w.-]+\.(?:css|png|svg)"
    r"|/jupyter/nbextensions/jupyter-vue(?:tify)?/nodeps\.js"
    r"|/draw/[a-z]+\.js"
    r"|/_solara/cdn/(?:@widgetti/solara-vuetify-app@[\d.]+/dist/(?:main8\.css|solara-vuetify-app8\.min\.js|\w+\.woff2?)"
    r"|requirejs@[\d.]+/require\.js)"
)
"""The files that pages ask for."""

READY = "/readyz"
"""What a page asks each second while it is cut off."""

DESCRIPTION = (
    "Convene a coalition of organizations, week by week, and see what becomes of it: "
    "an open laboratory for how coalitions form, decide, turn and last."
)
ABOUT = (
    f'<meta name="description" content="{DESCRIPTION}"><meta property="og:type" content="website">'
    f'<meta property="og:title" content="Clever Coalitions"><meta property="og:description" content="{DESCRIPTION}">'
)
"""What a link to a page says of it."""

FONTS = re.compile(r'<link [^>]*/dist/fonts\.css"[^>]*>')
"""A style of Solara's that has letters loaded which our pages do not write with."""

SCRIPT = re.compile(r"<script(?=[\s>])")


class Site:
    """An application that answers for what there is, and refuses all else.

    Args:
        files: answers for the files.
        made: returns a page by its path, None where there is none.
        talk: Solara's side of the socket of a page.
        visits: who is here; events: what pages may say.
        kernels: what Solara keeps for each page.
    """

    def __init__(
        self,
        files: Application,
        made: Callable[[str], str | None],
        talk: Application,
        kernels: Mapping[str, Any],
        events: frozenset[str],
    ) -> None:
        self.files, self.made, self.talk = files, made, talk
        self.kernels, self.events = kernels, events
        self.visits, self.turns = Visits(kernels), Turns()
        self._pages: dict[str, str] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "websocket":
            await self.socket(scope, receive, send)
        elif scope["type"] == "lifespan" or (FILES.fullmatch(scope["path"]) and scope["method"] in ("GET", "HEAD")):
            scope["headers"] = [pair for pair in scope.get("headers", ()) if pair[0] != b"range"]  # files are small
            await self.files(scope, receive, send)
        else:
            await self.plain(scope, receive, send)

    async def plain(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request for a page, and the few others that pages send."""
        path, method = scope["path"], scope["method"]
        left, wrong = LEFT.fullmatch(path), 0
        answer: Application = _answer(b"", "text/plain")
        if left:
            wrong = self.leave(scope, left[1]) if method == "POST" else 405
        elif method not in ("GET", "HEAD"):
            wrong = 405
        elif path == READY or KERNEL.fullmatch(path):
            answer = _answer(json.dumps({"status": "ok"}).encode(), "application/json")
        else:
            html, browser = self.page(path.rstrip("/")), browser_of(scope)
            wrong = self.visits.wrong(browser) if html else 404
            answer = squeezed(page_with(html or "", browser, is_secure=scope["scheme"] == "https"), scope)
        if wrong:
            await refuse(scope, receive, send, wrong)
        else:
            await answer(scope, receive, send)

    def page(self, path: str) -> str | None:
        """Return a page, which is the same for everybody."""
        if path not in self._pages and path.count("/") == 1 and (made := self.made(path)):
            self._pages[path] = FONTS.sub("", made.replace("<head>", f"<head>{ABOUT}", 1))
        return self._pages.get(path)

    def leave(self, scope: Message, number: str) -> int:
        """Let go of a page that was closed; return the status where it is somebody else's, else 0."""
        kernel = self.kernels.get(number)
        page = _asked(scope)
        if kernel is None or not page:
            return 404
        if kernel.session_id != browser_of(scope):
            return 403
        self.visits.let_go(number, page)
        return 0

    async def socket(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let a page talk with what is kept for it, in turn with others."""
        found, browser = SOCKET.fullmatch(scope["path"]), browser_of(scope)
        number = found[1] if found else ""
        wrong = 404 if not found or not _asked(scope) else self.visits.wrong(browser, number) if browser else 403
        if wrong:
            await refuse(scope, receive, send, wrong)
            return
        self.visits.come(browser, number)
        listening = Listening(receive, send, self.turns, self.events, lambda: self.kernels.get(number))
        try:
            await self.talk({**scope, "path_params": {"kernel_id": number}}, listening.receive, listening.send)
        finally:
            listening.end()
            self.visits.go(number)


def browser_of(scope: Message) -> str:
    """Return the secret of a browser; empty where it has none yet."""
    from starlette.requests import HTTPConnection

    said = HTTPConnection(scope).cookies.get(COOKIE, "")  # read as Solara reads them
    return said if SECRET.fullmatch(said) else ""


def _asked(scope: Message) -> str:
    """Return the number of a window of a page."""
    said = parse_qs(scope["query_string"].decode("latin-1")).get("session_id", [""])[0]
    return said if re.fullmatch(NUMBER, said) else ""


def _answer(content: bytes, kind: str) -> Response:
    from starlette.responses import Response

    return Response(content, media_type=kind, headers={"cache-control": "no-store"})


def page_with(html: str, browser: str, is_secure: bool = False) -> Response:
    """Return the answer with a page whose scripts, and no others, may run; a browser that is new gets a secret."""
    from starlette.responses import HTMLResponse

    nonce = secrets.token_urlsafe(16)
    answer = HTMLResponse(SCRIPT.sub(f'<script nonce="{nonce}"', html))
    answer.headers["cache-control"] = "no-store"
    answer.raw_headers.append((NAME, written(PAGE, nonce)))
    if not browser:
        answer.set_cookie(COOKIE, secrets.token_urlsafe(24), httponly=True, samesite="lax", secure=is_secure)
    return answer
