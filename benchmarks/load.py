"""Load a server with everybody at once, and write down how it fares: ``python -m benchmarks.load [--short] [--write]``.

A crowd comes and goes, others send half a request and wait, ask for thousands of pages, send files that nobody wants,
and run studies as large as a page takes; all at the same time.  Whoever loads shares the machine with the server.
"""

from __future__ import annotations

import argparse
import json
import math
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from websockets.exceptions import InvalidStatus

from clever_coalitions.app.live.link import Link, address
from clever_coalitions.app.live.settings import Case
from clever_coalitions.sim.parameters import numbers
from tests.servers import Server, serving_without_scripts
from tests.visiting import Page, asked

from .results import keep, milliseconds

MIB = 2**20


@dataclass(frozen=True)
class Load:
    """How much of everything.

    Attributes:
        visits: in all; at_once: pages open at once; stay: seconds that each stays.
        half_open: connections that send half a request; requests: for pages, files, and what there is not.
        upload: MiB; studies: visitors who each run one.
    """

    visits: int = 200
    at_once: int = 60
    stay: float = 12.0
    half_open: int = 200
    requests: int = 2_000
    upload: int = 300
    studies: int = 6


BUFFERS = 8
"""MiB that the system takes in for a connection, whether the server reads them or not."""

SHORT = Load(visits=6, at_once=6, stay=0.5, half_open=60, requests=100, upload=20, studies=1)
"""For every day."""

SLOWEST, MOST_MIB = 2.0, 600.0
"""Seconds within which every page is answered; memory of the server."""

ARRIVING = 0.15
"""Seconds between one visitor and the next at the beginning, as when a class is given an address."""

PATHS = ("/", "/explore", "/compare", "/experiment", "/readyz", "/static/assets/favicon.svg", "/nowhere", "/static/%00")

STUDY = """question = "How large a study does a page run? ({number})"
case = "syria"

[levers]
governance = ["opt-in", "consensus"]

[uncertainties]
{uncertainties}
[design]
kind = "{kind}"
points = {points}
"""

ENDLESS, RANGED = 1_048_576, 8
"""Points of a study that no page takes, and the numbers of the model that it varies."""

SLIGHT = 1e-6
"""Width of a range, in the unit of its number."""

RANGE = '"{path}" = {{ low = {low!r}, high = {high!r} }}\n'


@dataclass
class Seen:
    """What was seen; several threads write here.

    Attributes:
        seconds: that things took, by what they were; counts: how often something happened.
        here: pages that are open now.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    here: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, what: str, seconds: float) -> None:
        """Note how long something took."""
        with self._lock:
            self.seconds.setdefault(what, []).append(seconds)

    def count(self, what: str, many: int = 1) -> None:
        """Count something."""
        with self._lock:
            self.counts[what] += many

    def come(self, more: int) -> None:
        """Note that a page was opened, or closed."""
        with self._lock:
            self.here += more
            self.counts["open at once"] = max(self.counts["open at once"], self.here)


# --- those who come ---------------------------------------------------------------------------------------------------


def visit(port: int, seen: Seen, number: int, load: Load) -> None:
    """Come, look at another world, stay a while, and go; every second one without a word."""
    page = Page(port)
    seen.took("page", page.seconds)
    seen.count(f"visits answered with {page.status}")
    if page.status != 200:
        return
    seen.come(1)
    try:
        try:
            page.open()
        except InvalidStatus as error:
            seen.count(f"visits whose socket was answered with {error.response.status_code}")
            return
        seen.took("first drawing", page.seconds)
        page.settle(0.2)
        began = time.monotonic()
        page.do(page.find("cases", "seed"), "event_pick", {"turn": 1, "what": {"seed": 1000 + number}})
        page.until(lambda said: f'"seed": {1000 + number}' in json.dumps(said))
        seen.took("another world", time.monotonic() - began)
        end = time.monotonic() + load.stay
        while time.monotonic() < end:
            page.settle(0.5)
            time.sleep(0.2)
        page.leave(says_so=number % 2 == 0)
    finally:
        seen.come(-1)


def crowd(port: int, seen: Seen, load: Load) -> None:
    """Let all visitors come: the first ones one after another, each later one when somebody has left."""
    with ThreadPoolExecutor(load.at_once) as pool:
        came = []
        for number in range(load.visits):
            came.append(pool.submit(visit, port, seen, number, load))
            time.sleep(ARRIVING if number < load.at_once else 0.0)
        for one in came:
            one.result()


# --- those who are in the way -----------------------------------------------------------------------------------------


def half_open(port: int, seen: Seen, load: Load) -> None:
    """Open connections, send half a request on each, and wait until they are ended."""
    began, waiting = time.monotonic(), []
    for _ in range(load.half_open):
        one = socket.create_connection(("127.0.0.1", port), timeout=60)
        one.sendall(b"GET / HTTP/1.1\r\nHost: loc")
        waiting.append(one)
    for one in waiting:
        with one:
            try:
                ended = one.recv(1) == b""
            except ConnectionResetError:
                ended = True
        seen.count("half-open connections ended", ended)
        seen.took("half-open connection", time.monotonic() - began)


def requests(port: int, seen: Seen, load: Load) -> None:
    """Ask for pages, files, and what there is not."""
    for number in range(load.requests):
        path = PATHS[number % len(PATHS)]
        began = time.monotonic()
        status, _, _ = asked(port, path)
        seen.took("request", time.monotonic() - began)
        right = 404 if path in PATHS[-2:] else 200
        seen.count("requests answered as they should" if status == right else f"requests answered with {status}")


def upload(port: int, seen: Seen, load: Load) -> None:
    """Send a large body, twice: one whose size is said first, and as what a page says; note how much was taken."""
    head = f"POST / HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Length: {load.upload * MIB}\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as one:
        seen.count("MiB of an upload that were taken", sent(one, head, load.upload) // MIB)
    page = Page(port).open()
    assert page.socket is not None
    frame = b"\x81\xff" + (load.upload * MIB).to_bytes(8, "big") + b"\x00" * 4
    seen.count("MiB of a message that were taken", sent(page.socket.socket, frame, load.upload) // MIB)
    page.leave()


def sent(one: socket.socket, head: bytes, size: int) -> int:
    """Send a head and then so many MiB; return how many bytes were taken before the connection was ended."""
    taken = 0
    try:
        one.sendall(head)
        for _ in range(16 * size):
            one.sendall(b"x" * (MIB // 16))
            taken += MIB // 16
    except OSError:
        pass
    return taken


def study(port: int, seen: Seen, text: str, stop: threading.Event) -> None:
    """Open a study of one's own and run it until all others are done."""
    page = Page(port, f"/experiment?s={address(Link(study=Case('large', text)))}").open().settle()
    running = [number for number, part in page.parts.items() if "doing" in part]
    if not running:
        seen.count("studies refused as too large", f"points, not {ENDLESS * (len(ranged()) + 2):,}" in str(page.parts))
    else:
        page.do(running[-1], "event_on")
        while not stop.is_set():
            page.settle(0.5)
        seen.count(f"studies {page.parts[running[-1]]['doing']}")
        seen.count("runs of studies done", page.parts[running[-1]]["done"])
        page.do(running[-1], "event_stop")
        page.until(lambda _: page.parts[running[-1]]["doing"] == "waiting")
    page.leave()


def large_study(number: int) -> str:
    """Return the text of a study that is about as large as a page takes: 65,536 runs."""
    ranges = RANGE.format(path="trust.start", low=0.2, high=0.8)
    return STUDY.format(number=number, uncertainties=ranges, kind="sobol", points=32_768)


def endless_study() -> str:
    """Return the text of a study whose design alone would take some GiB."""
    ranges = "".join(RANGE.format(path=path, low=float(low), high=low + SLIGHT) for path, low in ranged().items())
    return STUDY.format(number=0, uncertainties=ranges, kind="saltelli", points=ENDLESS)


def ranged() -> dict[str, float]:
    """Return where the ranges of the first numbers of the model with a finite default begin."""
    found = {path: min(value, number.high - SLIGHT) for path, value, number in numbers()}
    return dict([(path, low) for path, low in found.items() if math.isfinite(low)][:RANGED])


# --- all of them ------------------------------------------------------------------------------------------------------


def watch(server: Server, seen: Seen, stop: threading.Event) -> None:
    """Note the memory of a server, and ask for a page every now and then, as somebody would who is not of the crowd."""
    while not stop.wait(0.2):
        seen.took("MiB", server.memory)
        began = time.monotonic()
        status, _, _ = asked(server.port, "/")
        seen.took("page", time.monotonic() - began)
        seen.count(f"pages answered with {status}")


def loaded(server: Server, load: Load) -> dict[str, Any]:
    """Load a server; return what was seen."""
    seen, stop, port = Seen(), threading.Event(), server.port
    before, began = server.memory, time.monotonic()
    texts = [endless_study(), *(large_study(number) for number in range(load.studies))]
    with ThreadPoolExecutor(len(texts) + 5) as pool:
        until_the_end = [pool.submit(study, port, seen, text, stop) for text in texts]
        until_the_end.append(pool.submit(watch, server, seen, stop))
        parts: list[Future[None]] = [pool.submit(one, port, seen, load) for one in (crowd, half_open, requests, upload)]
        try:
            for part in parts:
                part.result()
        finally:
            stop.set()
        for part in until_the_end:
            part.result()
    return figures_of(seen, before, server.memory, time.monotonic() - began)


def figures_of(seen: Seen, before: float, after: float, seconds: float) -> dict[str, Any]:
    """Return what was seen as it is kept."""
    memory = {"before": round(before), "most": round(max(seen.seconds.pop("MiB"))), "after": round(after)}
    times = {f"{what}_ms": milliseconds([1000 * one for one in some]) for what, some in sorted(seen.seconds.items())}
    return {"seconds": round(seconds), "mib": memory, **times, "counts": dict(sorted(seen.counts.items()))}


def missed(figures: dict[str, Any], load: Load) -> list[str]:
    """Return what should have been otherwise, in sentences."""
    counts, slowest, mib = figures["counts"], figures["page_ms"]["worst"], figures["mib"]["most"]
    wanted = {
        f"visits answered with 200: {load.visits}": counts.get("visits answered with 200") == load.visits,
        f"half-open connections ended: {load.half_open}": counts["half-open connections ended"] == load.half_open,
        f"requests as they should: {load.requests}": counts["requests answered as they should"] == load.requests,
        "one study is too large": counts.get("studies refused as too large") == 1,
        f"of an upload, no more than {BUFFERS} MiB are taken": counts["MiB of an upload that were taken"] <= BUFFERS,
        f"of a message, no more than {BUFFERS} MiB are taken": counts["MiB of a message that were taken"] <= BUFFERS,
        f"every page within {SLOWEST:g} s, not {slowest} ms": slowest <= 1000 * SLOWEST,
        f"server under {MOST_MIB:g} MiB, not {mib}": mib < MOST_MIB,
    }
    return [wish for wish, came_true in wanted.items() if not came_true]


def main(words: Sequence[str] | None = None) -> int:
    """Load a server, and with ``--write`` keep the figures beside this file; 1 where something should be otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a little of everything")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results.json")
    arguments = parser.parse_args(words)
    load = SHORT if arguments.short else Load()
    with serving_without_scripts() as server:
        figures = loaded(server, load)
    print(json.dumps(figures, indent=2))
    if arguments.write:
        keep(figures, "load")
    wrong = missed(figures, load)
    for wish in wrong:
        print(f"missed: {wish}", file=sys.stderr)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
