"""A real server in a process of its own: what tests and benchmarks share."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from clever_coalitions.app.serving.offline import FOLDER_SETTING, PACKAGES


class Server:
    """A server in a process of its own, as ``coalitions app`` starts it in a folder, which keeps what studies find.

    Args:
        options: further words of the command; environment: further variables.
    """

    def __init__(self, folder: Path, options: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> None:
        self.port, self.folder = free_port(), folder
        self.options, self.environment = options, {**os.environ, **(environment or {})}
        self.complaints = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed when the server is
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        """Where the pages are, without a slash at the end."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "clever_coalitions.app.cli", "app", "--no-open", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, *self.options],
            cwd=self.folder,
            env=self.environment,
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

    @property
    def memory(self) -> float:
        """Its memory in MiB."""
        assert self.process is not None
        return float(psutil.Process(self.process.pid).memory_info().rss) / 2**20

    def said(self) -> str:
        """Return everything it has written to standard error."""
        self.complaints.seek(0)
        return self.complaints.read()


@contextmanager
def serving(options: Sequence[str] = (), environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Run a server for a while; as ``Server``."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), options, environment)
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


@contextmanager
def serving_without_scripts(*options: str) -> Iterator[Server]:
    """Run a server whose pages lack the scripts that browsers need; limits and other options as words."""
    with tempfile.TemporaryDirectory() as cdn:
        for package in PACKAGES:
            (Path(cdn) / package.spec).mkdir(parents=True)
        with serving(options, {FOLDER_SETTING: cdn}) as server:
            yield server
