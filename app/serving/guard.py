"""Who may talk to the server, and what its answers carry: a policy by which browsers stay on this machine.

Browsers let any page of the web send requests to this machine, and let whoever owns a name point it here
(``rebinding``). Both say so: the second in the header Host, the first in the header Origin. So a request is answered
where its host is a name of ours, and a connection opened where its origin is the very page that it talks to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from . import LOOPBACK, NAMES_OF_LOOPBACK

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

POLICY = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval'",  # Vue compiles its templates in the browser
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}

HEADERS = (
    (b"content-security-policy", "; ".join(f"{key} {value}" for key, value in POLICY.items()).encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)

POLICY_VIOLATION = 1008
"""The WebSocket protocol's number for it."""

MISDIRECTED = 421
"""HTTP's number for a request that was sent to the wrong server."""

PLAIN = (b"content-type", b"text/plain; charset=utf-8")


STRANGER = b"This server does not go by that name. Start it with --host NAME, or --allow-host NAME."


class Hosts:
    """The names under which a server is asked for.

    Those of this machine to itself, the one that it listens at, and those that are given. Where it listens at all
    addresses, any address in numbers is one, too: to be asked for by its number nobody needs a name to point here.
    """

    def __init__(self, listening: str = LOOPBACK, given: Iterable[str] = ()) -> None:
        self.takes_numbers = _is_number(listening) and ipaddress.ip_address(listening).is_unspecified
        of_machine = (socket.gethostname(),) if self.takes_numbers else ()
        self.names = {name.lower() for name in (*NAMES_OF_LOOPBACK, listening, *of_machine, *given)}

    def __contains__(self, host: str) -> bool:
        """Return whether a header Host, or the place that an address names, is one of ours; its port may be any."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in self.names or (self.takes_numbers and _is_number(name))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Guarded:
    """A server application that keeps pages on this machine and other people's pages out."""

    def __init__(self, application: Application, hosts: Hosts) -> None:
        self.application, self.hosts = application, hosts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS]
            await send(message)

        if scope["type"] == "lifespan" or self.is_ours(scope):
            await self.application(scope, receive, send_with_headers)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        else:
            await send_with_headers({"type": "http.response.start", "status": MISDIRECTED, "headers": [PLAIN]})
            await send({"type": "http.response.body", "body": STRANGER})

    def is_ours(self, scope: Message) -> bool:
        """Return whether a request asks for this server by a name of ours and, where it says so, from a page of ours.

        What only looks is not asked where it comes from: a link from elsewhere may open a page.
        """
        hosts, origins = (_values(scope, name) for name in (b"host", b"origin"))
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return False
        return scope.get("method") in ("GET", "HEAD") or all(_place(origin) == hosts[0] for origin in origins)


def _values(scope: Message, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _place(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
