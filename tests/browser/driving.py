"""A real server, a real browser and visitors who are watched: what tests, screenshots and benchmarks of pages share."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    Route,
    WebSocket,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
FINDER = ROOT / ".ci" / "chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
PATIENCE = 15_000
"""Milliseconds after which something that should appear will not."""

ERROR = 400
"""The first of the numbers by which a server says that something is wrong."""


class NoChromiumError(RuntimeError):
    """There is no browser to drive; the text says what to do."""


@contextmanager
def playwright() -> Iterator[Playwright]:
    """Start what drives browsers.

    Raises:
        NoChromiumError: it does not start.
    """
    manager = sync_playwright()
    try:
        driver = manager.start()
    except Exception as error:
        raise NoChromiumError(
            f"Playwright does not start ({error}). On Debian or Ubuntu:  sudo apt install libatomic1"
        ) from error
    try:
        yield driver
    finally:
        driver.stop()


def find_chromium() -> str:
    """Return the path of the machine's Chromium, else of the one that Playwright has installed.

    Raises:
        NoChromiumError: there is none.
    """
    said = subprocess.run(["bash", str(FINDER), "--find"], capture_output=True, text=True, check=False)
    if said.returncode == 0:
        return said.stdout.strip()
    with playwright() as driver:
        own = driver.chromium.executable_path
    if not Path(own).exists():
        raise NoChromiumError(said.stderr.strip())
    return own


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser without a screen."""
    path = find_chromium()
    with playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


GATHERED = 300
"""Milliseconds after which a page has sent what it gathers, such as the moves of a slider."""


class Server:
    """A server in a process of its own, as ``coalitions app`` starts it in a folder, which keeps what studies find."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.complaints = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed when the server is
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Where the pages are, without a slash at the end."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "coalitions.app.cli", "app", "--no-open", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            text=True,
        )
        assert self.process.stdout is not None
        if self.address not in self.process.stdout.readline():
            self.process.kill()
            self.process.communicate()
            raise RuntimeError(f"the server did not start: {self.said()}")

    def stop(self) -> int:
        """Interrupt it as Ctrl-C does, and return its exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)
        return self.process.returncode

    def said(self) -> str:
        """Return everything it has written to standard error."""
        self.complaints.seek(0)
        return self.complaints.read()


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for a while."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            server.start()
            yield server
        finally:
            if server.process is not None and server.process.poll() is None:
                server.stop()
            server.complaints.close()


def free_port() -> int:
    """Return a port that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@dataclass
class Visitor:
    """Someone with a browser of their own, who reaches no other machine.

    Attributes:
        page: what they look at.
        outside: addresses on other machines that the page asked for; all are refused.
        errors: what went wrong in the page: on its console, uncaught, or answered with an error.
    """

    context: BrowserContext
    page: Page
    address: str
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> Page:
        """Open a page of the app and wait until it is there."""
        self.page.goto(f"{self.address}/{path}")
        self.page.get_by_role("main").wait_for()
        return self.page

    def watch(self) -> None:
        """Begin to listen."""
        own = urlsplit(self.address).netloc

        def pass_or_refuse(route: Route) -> None:
            if urlsplit(route.request.url).netloc == own or route.request.url.startswith(("data:", "blob:")):
                route.continue_()
            else:
                self.outside.append(route.request.url)
                route.abort()

        def hear(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.errors.append(message.text)

        def check(socket: WebSocket) -> None:
            if urlsplit(socket.url).netloc != own:
                self.outside.append(socket.url)

        def note(answer: Response) -> None:
            if answer.status >= ERROR:
                self.errors.append(f"{answer.status} {answer.url}")

        self.context.route("**/*", pass_or_refuse)
        self.page.on("console", hear)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("websocket", check)
        self.page.on("response", note)


ANSWERED = f"""async () => {{
    await new Promise((done) => setTimeout(done, {GATHERED}));
    for (let round = 0; round < 2; round++) {{
        await solara.debug.kernel().requestKernelInfo();
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }}
}}"""


def settle(page: Page) -> None:
    """Wait until the server has answered everything that was done so far, and the page shows it.

    The server answers in the order in which it was asked, so a question of ours that is answered tells that all before
    it are.  Asked twice: what a page says in reply to an answer is answered, too.
    """
    page.evaluate(ANSWERED)


def visitor(browser: Browser, address: str, **options: Any) -> Visitor:
    """Let someone come: a fresh browser without cookies, wide and light unless told otherwise."""
    context = browser.new_context(**{"viewport": WIDE, "color_scheme": "light", **options})
    context.set_default_timeout(PATIENCE)
    someone = Visitor(context, context.new_page(), address)
    someone.watch()
    return someone
