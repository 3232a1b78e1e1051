"""Solara's server with our settings: nothing leaves the machine, visitors share nothing, Ctrl-C ends it."""

from __future__ import annotations

import asyncio
import errno
import gc
import importlib.util
import os
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ..errors import UserError
from ..limits import LIMITS
from ..live.memory import MEMORY, spare
from . import LOOPBACK
from .guard import Guarded, Hosts
from .offline import FOLDER_SETTING, check_installed, folder

if TYPE_CHECKING:
    from types import FrameType

    from .asgi import Application, Message, Receive, Send

PAGES = "clever_coalitions.app.pages.main"
"""The module whose ``routes`` are served."""

LAST_PORT = 65535

SETTINGS = {
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_CHECK_HOOKS": "off",  # a check for those who write components; tests make it
    "SOLARA_SESSION_HTTP_ONLY": "true",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_THEME_TITLE": "Clever Coalitions",
    "SOLARA_THEME_LOADER": "plain",
    # After a restart of the server a page starts again from its address, which holds all that matters.
    "SOLARA_STATE_AUTO_REMOUNT": "true",
    "SOLARA_THEME_FORCE_REFRESH": "true",
}
"""Solara's own settings, as its environment variables; those that are set already win."""

TICKS = 10
"""Ticks of uvicorn, each a tenth of a second, from one look at connections and memory to the next."""

TIDY = 5
"""Seconds after which freed memory is given back."""

GRACE = 1
"""Seconds that open pages have to close when the server ends; they would wait for ever."""


def serve(
    host: str,
    port: int,
    is_opening: bool = True,
    studies: Path | None = None,
    names: Sequence[str] = (),
) -> None:
    """Serve the pages until Ctrl-C.

    Args:
        host: address to listen at; 0.0.0.0 lets other machines in.
        port: to listen at.
        is_opening: open the first page in a browser.
        studies: folder of the stores of studies; that of the command line where not given.
        names: further names under which the server may be asked for.

    Raises:
        UserError: something is missing, or the port is taken.
        KeyboardInterrupt: it was interrupted.
    """
    check_extra()
    check_installed()
    spare()
    MEMORY.most = LIMITS.memory
    with listen(host, port) as listener:
        warm()
        address = f"http://{host_in_browser(host)}:{port}"

        def ready() -> None:
            gc.freeze()  # what is loaded now stays: searching it for garbage takes a sixth of a second, in mid-answer
            typer.echo(f"Clever Coalitions is at {address} (Ctrl-C ends it)")
            sys.stdout.flush()
            if is_opening:
                threading.Thread(target=open_page, args=(address,), daemon=True).start()

        served = application(Hosts(host, names))
        with keeping(studies):
            run(served, listener, ready)


@contextmanager
def keeping(studies: Path | None) -> Iterator[None]:
    """Keep studies in a folder; at the end, stop the work on them and on all worlds."""
    from clever_coalitions.app.live.ensemble import ENDING
    from clever_coalitions.app.live.studies import STUDIES
    from clever_coalitions.experiments.workshop import stop

    if studies is not None:
        STUDIES.root = studies
    ENDING.clear()
    try:
        yield
    finally:
        ENDING.set()
        stop()
        STUDIES.close()


def check_extra() -> None:
    """Raise ``UserError`` where the libraries of the app are not installed."""
    if importlib.util.find_spec("solara") is None:
        raise UserError("the app's libraries are not installed. Install them:  pip install 'clever-coalitions[app]'")


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; taken before anything slow begins, so that a mistake is known at once.

    Raises:
        UserError: the port is taken, or the address is not of this machine.
    """
    try:
        return socket.create_server((host, port), family=family(host))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UserError(
                f"port {port} is taken: another program listens there, perhaps this app in another window. "
                f"The next free one:  coalitions app --port {next_free(host, port)}"
            ) from None
        if error.errno == errno.EACCES:
            raise UserError(f"port {port} needs more rights than yours; those from 1024 up do not") from None
        raise UserError(f"cannot listen at {host}, port {port}: {error.strerror or error}") from None


def family(host: str) -> socket.AddressFamily:
    """Return the kind of an address."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def host_in_browser(host: str) -> str:
    """Return the name under which a browser on this machine reaches an address."""
    if host in (LOOPBACK, "0.0.0.0", "::", "::1"):
        return "localhost"
    return f"[{host}]" if ":" in host else host


def next_free(host: str, port: int) -> int:
    """Return the next port that is free; any free one where there is none."""
    for candidate in range(port + 1, LAST_PORT + 1):
        try:
            with socket.create_server((host, candidate), family=family(host)):
                return candidate
        except OSError:
            continue
    return 0


def warm() -> None:
    """Compile what is missing before the first visitor comes, in another process: it takes a gibibyte for good."""
    from clever_coalitions.sim import warm
    from clever_coalitions.sim.compiling import CACHE_DIRECTORY

    if not warm.is_warm() and CACHE_DIRECTORY is not None:
        subprocess.run([sys.executable, "-E", "-P", "-m", warm.__name__], check=False)
    warm.ensure_warm(lambda line: typer.echo(line, err=True))


def set_up() -> None:
    """Tell Solara our settings, which it reads when it is imported; IPython looks for no other environment."""
    os.environ.pop("VIRTUAL_ENV", None)  # it would add the libraries there to ours, and run what they want at the start
    settings = {**SETTINGS, "SOLARA_KERNEL_CULL_TIMEOUT": f"{LIMITS.absence}s", FOLDER_SETTING: str(folder())}
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    os.environ["SOLARA_APP"] = PAGES


def application(hosts: Hosts) -> Application:
    """Return our pages on Solara, guarded; this imports Solara, which takes a second or two."""
    set_up()
    from ..site.pages import files as files_that_tell
    from .lazily import pass_over_what_is_half_there
    from .states import answer_each_its_own
    from .telling import Telling

    answer_each_its_own()
    pass_over_what_is_half_there()
    return Guarded(Telling(site(), files_that_tell(links={"play": "/play", "app": "/explore"})), hosts)


def site() -> Application:
    """Return Solara's side: pages, their files, and a socket for each page."""
    from solara.server import kernel_context, server, starlette
    from starlette.websockets import WebSocket

    from ..pages.vue import events
    from .files import files
    from .site import Site
    from .smaller import Pressed

    async def talk(scope: Message, receive: Receive, send: Send) -> None:
        await starlette.kernel_connection(WebSocket(scope, receive, send))

    return Site(Pressed(files()), server.read_root, talk, kernel_context.contexts, events())


def run(application: Application, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Run the server until it is told to end."""
    import uvicorn

    from .sockets import Connection, Socket, check

    class Announced(uvicorn.Server):
        tidying: asyncio.Future[None] | None = None

        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            if not self.should_exit:  # another Ctrl-C would break off what ends anyway, and show a traceback
                super().handle_exit(sig, frame)

        async def on_tick(self, counter: int) -> bool:
            if counter % TICKS == 0:
                check(self.server_state.connections)
            if counter % (TICKS * TIDY) == 0 and (not self.tidying or self.tidying.done()):
                self.tidying = asyncio.ensure_future(asyncio.to_thread(MEMORY.tidy))
            return await super().on_tick(counter)

    config = uvicorn.Config(
        application,
        http=Connection,
        ws=Socket,
        ws_max_size=LIMITS.message,
        ws_ping_interval=LIMITS.silence,
        ws_ping_timeout=LIMITS.silence,
        h11_max_incomplete_event_size=LIMITS.head,
        timeout_keep_alive=LIMITS.patience,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
        log_level="error",
        access_log=False,
    )
    Announced(config).run([listener])


def open_page(address: str) -> None:
    """Open a page in the browser, where there is a screen to show it on."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    webbrowser.open(address)
