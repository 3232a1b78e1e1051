"""Measure the pages in a browser, and write it down: ``python -m benchmarks.pages [--minutes 30] [--write]``.

Server and browsers share the processors of one machine, as on a laptop.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Browser, CDPSession, Locator, Page

from clever_coalitions.app.game.stretches import begun
from clever_coalitions.app.live.link import Link, View, address
from clever_coalitions.app.live.settings import Case, Setting
from tests.browser.driving import Server, Visitor, chromium, serving, settle, visitor, watch_the_wire
from tests.browser.views import PAGES

from .results import keep, milliseconds

SCRIPT = Path(__file__).with_name("pages.js").read_text("utf-8")
"""Clocks that run in the page itself, so that driving it from outside costs nothing."""

PRESSED_AFTER = 20.0
"""Seconds after which files are as small as they get."""

RELEASES = 40
"""Times that a border of the coordinator's week, or the slider of a number, is dragged and let go."""

LAB = f"explore?s={address(Link(Setting(Case('syria')), step=52, view=View(lab=True)))}"
"""Where they are."""

GAMES = 5
"""Games of about eight decisions."""

DECIDE = """() => {
    const shown = document.querySelector('.gm-bill dd'), began = performance.now();
    window.taken = 0;
    new MutationObserver((_, watcher) => {
        watcher.disconnect();
        requestAnimationFrame(() => { window.taken = performance.now() - began; });
    }).observe(shown, { childList: true, characterData: true, subtree: true });
    const more = document.querySelector('.gm-figures input');
    more.value = Number(more.value) + 1; more.dispatchEvent(new Event('input'));
    document.querySelector('.gm-decide').requestSubmit();
}"""
"""Give one figure more to listening, and live on."""

PLAYED = 9.0
"""Seconds of play over which weeks are counted; four years last thirteen at the highest speed."""

PLAYERS, OTHERS, WATCHERS, PAUSE = 3, 17, 20, 10.0
"""Visitors at once: those who play, those who change something every ``PAUSE`` seconds, those who look at a page."""

CROWD = 60.0
"""Seconds that they are there."""


def come(browser: Browser, server: Server, query: str = PAGES["Explore"]) -> Visitor:
    """Let someone come to Explore, with our clocks in the page."""
    someone = visitor(browser, server.address)
    someone.context.add_init_script(SCRIPT)
    someone.open(query)
    settle(someone.page)
    return someone


def first_load(browser: Browser, server: Server) -> dict[str, Any]:
    """Open each page in a browser that knows none, and once more; return kilobytes on the wire, and files.

    Who comes before all others finds files as they come; they are pressed beside that.
    """
    earliest = visitor(browser, server.address)
    figures = {"before all others": {"first": loaded(earliest, PAGES["Explore"])}}
    time.sleep(PRESSED_AFTER)
    for name, path in {**PAGES, "Prologue": ""}.items():
        someone = visitor(browser, server.address)
        someone.context.unroute_all()  # which keeps browsers from keeping files
        figures[name.lower()] = {"first": loaded(someone, path), "again": loaded(someone, path)}
        someone.context.close()
    return figures


def loaded(someone: Visitor, path: str) -> dict[str, int]:
    """Open a page; return what came until nothing more did."""
    wire = watch_the_wire(someone.page)
    someone.open(path)
    someone.page.wait_for_load_state("networkidle")
    return {"kb": round(wire.bytes / 1000), "files": wire.files}


def release_to_update(browser: Browser, server: Server) -> dict[str, Any]:
    """Drag a border of the coordinator's week; return how long after the release the new run was drawn."""
    page = come(browser, server, LAB).page
    border = page.get_by_role("slider", name="find roles, share of the week")
    ways = (15 if turn % 2 else -15 for turn in range(RELEASES + 3))  # what one use loses the others gain: it moves
    return milliseconds([released(page, border, middle(border)[0] + way) for way in ways][3:])


def number_to_update(browser: Browser, server: Server) -> dict[str, Any]:
    """Drag the slider of a number; return how long after the release the new run was drawn."""
    page = come(browser, server, LAB).page
    page.get_by_text("Joining", exact=True).click()
    slider = page.get_by_role("slider", name=re.compile("^mean of what must be in", re.IGNORECASE))
    start = middle(slider)[0]
    return milliseconds([released(page, slider, start - 40 + 10 * (turn % 8)) for turn in range(RELEASES + 3)][3:])


def decision_to_next(browser: Browser, server: Server) -> dict[str, Any]:
    """Play games whose player wants no motion; return how long after each decision the next stop was drawn."""
    taken: list[float] = []
    for seed in range(GAMES):
        someone = visitor(browser, server.address, reduced_motion="reduce")
        page = someone.open(f"play?s={address(Link(begun(Setting(Case('syria'), seed=seed))))}")
        page.locator(".gm-decide").wait_for()
        settle(page)
        while page.locator(".gm-decide").count():
            page.evaluate(DECIDE)
            page.wait_for_function("window.taken > 0")
            taken.append(page.evaluate("window.taken"))
            settle(page)
        someone.context.close()
    return milliseconds(taken)


def middle(handle: Locator) -> tuple[float, float]:
    """Return where the middle of a handle is, in pixels of the window."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def released(page: Page, handle: Locator, to: float) -> float:
    """Drag a handle to a pixel that differs from where it is; return the milliseconds from its release on."""
    x, y = middle(handle)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to, y, steps=4)
    page.evaluate("bench.begin('pointerup')")
    page.mouse.up()
    taken: float = page.evaluate("bench.drawn()")
    settle(page)
    return taken


def playing(browser: Browser, server: Server) -> dict[str, Any]:
    """Play at the highest speed; return weeks a second, how long a week stayed at most, and if the scene vanished."""
    page = come(browser, server).page
    page.get_by_role("combobox", name="Speed").select_option("16")
    page.evaluate("bench.count()")
    page.get_by_role("button", name="Play").click()
    page.wait_for_timeout(1000 * PLAYED)
    counted: dict[str, float] = page.evaluate("bench.counted()")
    return {name: round(value, 2) for name, value in counted.items()}


def soak(browser: Browser, server: Server, minutes: float) -> dict[str, Any]:
    """Play world after world; return the memory of the server and of the page, in MiB, along the way."""
    someone = come(browser, server)
    page = someone.page
    page.get_by_role("combobox", name="Speed").select_option("8")
    tools = someone.context.new_cdp_session(page)
    assert server.process is not None
    process = psutil.Process(server.process.pid)
    rows = []
    began = time.monotonic()
    weeks = 0
    while True:
        passed = (time.monotonic() - began) / 60
        server_mib = int(process.memory_info().rss / 2**20)
        rows.append({"minute": round(passed, 2), "server": server_mib, "page": heap(tools)})
        print(
            f"  after {passed:5.1f} minutes: server {rows[-1]['server']} MiB, page {rows[-1]['page']} MiB", flush=True
        )
        if passed >= minutes:
            break
        page.evaluate("bench.count()")
        play_on(page, 1000 * 60 * min(1.0, minutes / 4))
        weeks += page.evaluate("bench.counted().weeks")
    some = rows[:: max(1, len(rows) // 6)]
    return {"minutes": minutes, "weeks": weeks, "mib": some, **growth(rows)}


def play_on(page: Page, duration: float) -> None:
    """Play for so many milliseconds; where a world ends, go on with another one."""
    end = time.monotonic() + duration / 1000
    while time.monotonic() < end:
        play = page.get_by_role("button", name="Play", exact=True)
        if play.count():
            page.get_by_role("button", name="Another world").click()
            settle(page)
            page.get_by_role("button", name="To the start").click()
            play.click()
        page.wait_for_timeout(500)


def heap(tools: CDPSession) -> float:
    """Return what a page's scripts hold, in MiB, after their garbage was collected."""
    tools.send("HeapProfiler.collectGarbage")
    return round(tools.send("Runtime.getHeapUsage")["usedSize"] / 2**20, 1)


def growth(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """Return MiB a minute over the second half of what was measured, by least squares."""
    half = rows[len(rows) // 2 :]
    if len(half) < 3:
        return {}
    minutes = [row["minute"] for row in half]
    return {
        f"{who}_mib_a_minute": round(statistics.linear_regression(minutes, [row[who] for row in half]).slope, 3)
        for who in ("server", "page")
    }


def crowd(browser: Browser, server: Server) -> dict[str, Any]:
    """Let forty come at once; return how long each change took until it was drawn, and how fast the players played."""
    players = [come(browser, server) for _ in range(PLAYERS)]
    others = [come(browser, server) for _ in range(OTHERS)]
    for _ in range(WATCHERS):
        come(browser, server)
    for someone in players:
        someone.page.evaluate("bench.count()")
        someone.page.get_by_role("button", name="Play", exact=True).click()
    for turn, someone in enumerate(others):
        someone.page.evaluate(f"bench.repeat('Another world', {1000 * PAUSE}, {1000 * PAUSE * turn / OTHERS})")
    end = time.monotonic() + CROWD
    while time.monotonic() < end:
        for someone in players:
            play_on(someone.page, 0)
            if someone.page.get_by_role("button", name="Play", exact=True).count():
                someone.page.get_by_role("button", name="Play", exact=True).click()
        time.sleep(1)
    times = [time for someone in others for time in someone.page.evaluate("bench.times")]
    speeds = [someone.page.evaluate("bench.counted().weeks_a_second") for someone in players]
    return {"interaction_ms": milliseconds(times), "weeks_a_second": [round(speed, 1) for speed in speeds]}


def measure(minutes: float, only: str) -> dict[str, Any]:
    """Run the benchmarks of the pages."""
    parts: dict[str, Callable[[Browser, Server], dict[str, Any]]] = {
        "first_load": first_load,
        "release_to_update_ms": release_to_update,
        "number_to_update_ms": number_to_update,
        "decision_to_next_ms": decision_to_next,
        "playing": playing,
        "forty_visitors": crowd,
        "memory": lambda browser, server: soak(browser, server, minutes),
    }
    figures = {}
    with chromium() as browser:
        for name, part in parts.items():
            if only in name:
                with serving() as server:  # each on a fresh server
                    figures[name] = part(browser, server)
                    for context in browser.contexts:
                        context.close()
                    print(f"{name}: {json.dumps(figures[name])}", flush=True)
    return figures


def main() -> None:
    """Measure, and with ``--write`` keep the figures beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="of play, over which memory is watched")
    parser.add_argument("--only", default="", metavar="PART", help="only what has this in its name")
    parser.add_argument("--write", action="store_true", help="keep the figures in benchmarks/results.json")
    arguments = parser.parse_args()
    figures = measure(arguments.minutes, arguments.only)
    if arguments.write:
        keep(figures, "pages")


if __name__ == "__main__":
    main()
