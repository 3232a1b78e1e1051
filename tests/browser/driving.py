"""A real server, a real browser and visitors who are watched: what tests, screenshots and benchmarks of pages share."""

from __future__ import annotations

import subprocess
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

from ..servers import Server, serving

__all__ = ["Server", "serving"]

ROOT = Path(__file__).parents[2]
FINDER = ROOT / ".ci" / "chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
PATIENCE = 45_000
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

    def open(self, path: str = "explore") -> Page:
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


@dataclass
class Wire:
    """What came to a page over the network: bytes as they were sent, and files; what its browser kept is none of it."""

    bytes: int = 0
    files: int = 0


def watch_the_wire(page: Page) -> Wire:
    """Count from now on."""
    tools, wire = page.context.new_cdp_session(page), Wire()
    tools.send("Network.enable")

    def came(what: dict[str, Any]) -> None:
        wire.bytes += int(what["encodedDataLength"])
        wire.files += what["encodedDataLength"] > 0

    tools.on("Network.loadingFinished", came)
    return wire


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
