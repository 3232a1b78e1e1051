"""Visitors without a browser, who say on a socket what a page says, and anything else: for tests and for load."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

from websockets.sync.client import ClientConnection, connect

PATIENCE = 60.0


def asked(
    port: int, path: str, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body of an answer; the path goes out as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        said = {"Host": f"localhost:{port}", **(headers or {})}
        said |= {"Content-Length": str(len(body))} if body is not None else {}
        for name, value in said.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class Page:
    """A page as its browser holds it.

    Attributes:
        html: of the page; status: with which it was answered; seconds: that this took.
        parts: what is known of each part of the page, by its number.
    """

    def __init__(self, port: int, path: str = "/explore", cookie: str = "") -> None:
        self.port, self.path = port, path
        self.number, self.window, self.control = (str(uuid.uuid4()) for _ in range(3))
        began = time.monotonic()
        self.status, headers, body = asked(port, path, headers={"Cookie": cookie} if cookie else {})
        self.seconds = time.monotonic() - began
        self.html = body.decode()
        self.cookie = cookie or headers.get("set-cookie", "").split(";")[0]
        self.parts: dict[str, dict[str, Any]] = {}
        self.socket: ClientConnection | None = None

    @property
    def address(self) -> str:
        """Of its socket."""
        where = f"ws://127.0.0.1:{self.port}/jupyter/api/kernels/{self.number}/channels"
        return f"{where}?session_id={self.window}"

    def connect(self, **options: Any) -> Page:
        """Open its socket."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        opening: Any = connect(
            self.address,
            additional_headers=headers,
            origin=f"http://127.0.0.1:{self.port}",  # type: ignore[arg-type]
            open_timeout=PATIENCE,
            **{"max_size": None, **options},
        )
        self.socket = opening.__enter__()
        return self

    def open(self) -> Page:
        """Open its socket, and show the page."""
        self.connect()
        began = time.monotonic()
        self.say("kernel_info_request", {})
        self.say("comm_open", {"comm_id": self.control, "target_name": "solara.control", "data": {}})
        self.run()
        self.until(lambda message: said_on(message, self.control))
        self.seconds = time.monotonic() - began
        return self

    def run(self) -> None:
        """Ask for the page itself."""
        themes: dict[str, Any] = {"light": {}, "dark": {}}
        begun = {"path": self.path, "dark": False, "themes": themes, "appName": None}
        self.talk(self.control, {"method": "run", "args": begun})

    def say(self, kind: str, content: Any, **changes: Any) -> None:
        """Say something; ``changes`` are made to the message as a browser would send it."""
        head = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": self.window, "username": ""}
        head |= {"version": "5.2", "date": "2026-01-01T00:00:00.000Z"}
        message = {"header": head, "content": content, "channel": "shell"}
        assert self.socket is not None
        self.socket.send(json.dumps({**message, "metadata": {}, "parent_header": {}, "buffers": [], **changes}))

    def talk(self, part: str, data: Any, **changes: Any) -> None:
        """Say something to a part."""
        self.say("comm_msg", {"comm_id": part, "data": data}, **changes)

    def do(self, part: str, event: str, data: Any = None) -> None:
        """Say that something happened to a part."""
        self.talk(part, {"method": "custom", "content": {"event": event, "data": data}})

    def hear(self, seconds: float = PATIENCE) -> dict[str, Any]:
        """Return the next thing that the server says, and keep what it says of parts.

        Raises:
            TimeoutError: it says nothing.
        """
        assert self.socket is not None
        said = self.socket.recv(timeout=seconds)
        assert isinstance(said, str)
        message: dict[str, Any] = json.loads(said)
        content, kind = message.get("content", {}), message["header"]["msg_type"]
        if kind == "comm_open":
            self.parts[content["comm_id"]] = content["data"].get("state", {})
        elif kind == "comm_msg" and content["comm_id"] in self.parts and content["data"].get("method") == "update":
            self.parts[content["comm_id"]].update(content["data"]["state"])
        return message

    def until(self, is_so: Callable[[dict[str, Any]], bool], seconds: float = PATIENCE) -> dict[str, Any]:
        """Hear until something was said, and return it."""
        end = time.monotonic() + seconds
        while True:
            message = self.hear(max(0.01, end - time.monotonic()))
            if is_so(message):
                return message

    def settle(self, quiet: float = 0.4) -> Page:
        """Hear until nothing was said for a moment."""
        try:
            while True:
                self.hear(quiet)
        except TimeoutError:
            return self

    def find(self, *traits: str) -> str:
        """Return the number of the last part with these properties."""
        return [number for number, part in self.parts.items() if all(trait in part for trait in traits)][-1]

    def leave(self, says_so: bool = True) -> None:
        """Go, and say so as browsers do."""
        if self.socket is not None:
            self.socket.close()
        if says_so:
            path = f"/_solara/api/close/{self.number}?session_id={self.window}"
            asked(self.port, path, "POST", {"Cookie": self.cookie}, b"")


def said_on(message: dict[str, Any], channel: str) -> bool:
    """Return whether a message was said on a channel."""
    return message["header"]["msg_type"] == "comm_msg" and bool(message["content"]["comm_id"] == channel)
