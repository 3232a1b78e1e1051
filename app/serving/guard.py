"""Who may talk to the server, and about what: everything else is refused before anybody looks at it.

Browsers let any page of the web send requests to this machine, and let whoever owns a name point it here
(``rebinding``). Both say so: the second in the header Host, the first in the header Origin. So a request is answered
where its host is a name of ours, and a connection opened where its origin is the very page that it talks to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from ..limits import LIMITS
from . import LOOPBACK, NAMES_OF_LOOPBACK
from .asgi import Application, Message, Receive, Send, refuse
from .policy import with_policy

PLAIN = re.compile(r"(/[A-Za-z0-9@_-][A-Za-z0-9@._-]*)*/?")
"""Paths of ours: a few plain names, none of which begins with a dot."""

LONGEST_PATH = 200


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
    """A server application that keeps pages on this machine, and other people's pages and odd requests out."""

    def __init__(self, application: Application, hosts: Hosts) -> None:
        self.application, self.hosts = application, hosts

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"].endswith("response.start"):
                message["headers"] = with_policy(list(message.get("headers", ())))
            await send(message)

        wrong = 0 if scope["type"] == "lifespan" else self.wrong(scope)
        if wrong:
            await refuse(scope, receive, send_with_headers, wrong)
        else:
            await self.application(scope, receive, send_with_headers)

    def wrong(self, scope: Message) -> int:
        """Return the status with which a request is refused by its first lines; 0 for none."""
        if not self.is_ours(scope):
            return 421
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LIMITS.head:
            return 431
        if _values(scope, b"transfer-encoding") or any(_is_much(said) for said in _values(scope, b"content-length")):
            return 413  # a body that does not say how large it is counts as too large
        if len(scope["path"]) > LONGEST_PATH or not PLAIN.fullmatch(scope["path"]) or b"%" in scope["raw_path"]:
            return 404
        return 0

    def is_ours(self, scope: Message) -> bool:
        """Return whether a request asks for this server by a name of ours and, where it says so, from a page of ours.

        What only looks is not asked where it comes from: a link from elsewhere may open a page.
        """
        hosts, origins = (_values(scope, name) for name in (b"host", b"origin"))
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return False
        return scope.get("method") in ("GET", "HEAD") or all(_place(origin) == hosts[0] for origin in origins)


def _is_much(length: str) -> bool:
    return not length.isdecimal() or int(length[:20]) > LIMITS.body


def _values(scope: Message, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _place(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
