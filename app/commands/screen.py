"""Where commands write: answers to standard output, progress and messages to standard error."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import typer

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

TICK = 0.2
"""Seconds between two looks at the clock."""

PATIENCE = 5.0
"""Seconds between two lines about the same thing, where there is no terminal to write over."""

WIDEST = 120
"""Columns beyond which lines of text are hard to read."""


def answers() -> Console:
    """Return the console of standard output; without color where it is no terminal."""
    return _console(stderr=False)


def messages() -> Console:
    """Return the console of standard error."""
    return _console(stderr=True)


def _console(stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, emoji=False)
    if console.width > WIDEST:
        console.width = WIDEST
    return console


def print_json(answer: Mapping[str, object]) -> None:
    """Print one object on standard output; what is not a finite number becomes null."""
    typer.echo(json.dumps(finite(answer), indent=2, allow_nan=False))


def finite(value: object) -> object:
    """Return ``value`` with every nan or infinity in it replaced by ``None``."""
    if isinstance(value, Mapping):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


@contextmanager
def status(text: str) -> Iterator[Callable[[str], None]]:
    """Show what is going on: moving on a terminal, where the text can be changed; as one line elsewhere."""
    console = messages()
    if not console.is_terminal:
        console.print(text, markup=False)
        yield lambda text: None
        return
    with console.status(text) as spinner:
        yield lambda text: spinner.update(text)


def warm() -> None:
    """Compile the model where that has not been done yet, and tell people meanwhile what is happening."""
    from clever_coalitions.sim.warm import ensure_warm

    console = messages()
    if not console.is_terminal:
        ensure_warm(_now_and_then(lambda line: console.print(line, markup=False, soft_wrap=True)))
        return
    with status("loading the model") as update:
        ensure_warm(update)


def _now_and_then(say: Callable[[str], None]) -> Callable[[str], None]:
    """Return ``say`` so that it leaves out what comes within seconds of what was said before."""
    last = -PATIENCE

    def sometimes(line: str) -> None:
        nonlocal last
        if time.monotonic() - last >= PATIENCE:
            last = time.monotonic()
            say(line)

    return sometimes


def patiently(work: Callable[[], T], what: str, seconds: float) -> T:
    """Return what ``work`` does, and say meanwhile how many of the expected seconds are left.

    It works in a thread, so that Ctrl-C is heard at once: the compiled loop does not listen.
    """
    from concurrent.futures import Future

    future: Future[T] = Future()

    def body() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    began = time.monotonic()
    threading.Thread(target=body, daemon=True).start()
    with status(f"{what}, about {seconds:.0f} s") as update:
        while not future.done():
            time.sleep(TICK)
            update(f"{what}, about {max(1.0, seconds - (time.monotonic() - began)):.0f} s left")
    return future.result()
