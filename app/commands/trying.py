"""What the commands share that put the model on trial: progress, interruptions, and where what they wrote lies."""

from __future__ import annotations

import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import typer

from ..errors import INTERRUPTED
from . import screen

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.experiments.patterns import Lab

T = TypeVar("T")
Report = Callable[[str, int], None]
"""Called with what is running and how many runs were done since the last call."""

PATIENCE = 10.0
"""Seconds between two lines of progress, where there is no terminal to write over."""


class Trial(Protocol):
    """What every request says about the worlds that are run."""

    @property
    def worlds(self) -> int:
        """How many."""

    @property
    def seed(self) -> int:
        """The base seed."""

    @property
    def workers(self) -> int | None:
        """Threads; one for each processor where not given."""


def lab(request: Trial, report: Report, what: str, worlds: int = 0) -> Lab:
    """Return where the worlds of a request are run (or so many ``worlds``), which reports under the name ``what``."""
    from clever_coalitions.experiments.patterns import Lab

    return Lab(worlds or request.worlds, request.seed, request.workers, partial(report, what))


@contextmanager
def progress(total: int) -> Iterator[Report]:
    """Show what is running and how long the rest may take, on standard error."""
    began = last = time.monotonic()
    done = 0
    console = screen.messages()
    with screen.status(f"about {total:,} runs of the model") as update:

        def report(what: str, runs: int) -> None:
            nonlocal done, last
            done += runs
            now = time.monotonic()
            if not done or (not console.is_terminal and now - last < PATIENCE):
                return
            last = now
            left = max(0.0, (now - began) * (total - done) / done)
            text = f"{what}: {done:,} of {total:,} runs, about {left:.0f} s left"
            update(text) if console.is_terminal else console.print(text, markup=False)

        yield report


def gather(total: int, work: Callable[[Report], Iterator[T]]) -> list[T]:
    """Return what ``work`` yields, with progress over ``total`` runs; an interruption leaves what came until then."""
    from clever_coalitions.experiments.patterns import InterruptionError

    found: list[T] = []
    with suppress(InterruptionError, KeyboardInterrupt), progress(total) as report:
        for one in work(report):
            found.append(one)
    return found


def check_complete(done: int, asked: int, what: str) -> None:
    """Say where fewer were done than asked for, and end with the number for that.

    Raises:
        typer.Exit: 130, where it was interrupted.
    """
    if done < asked:
        typer.echo(f"interrupted: {done} of {asked} {what} are done", err=True)
        raise typer.Exit(INTERRUPTED)


def whole(found: list[T], asked: int) -> list[T]:
    """Return what was gathered, where nothing is missing.

    Raises:
        InterruptionError: something is.
    """
    from clever_coalitions.experiments.patterns import InterruptionError

    if len(found) < asked:
        raise InterruptionError
    return found


def print_prose(console: Console, text: str) -> None:
    """Print a paragraph in lines that fit."""
    for line in textwrap.wrap(text, console.width, break_on_hyphens=False):
        console.print(line, markup=False)


def say_written(paths: Sequence[Path], is_json: bool) -> None:
    """Say where files lie: beside the answer, or on standard error where the answer is for machines."""
    console = screen.messages() if is_json else screen.answers()
    for path in paths:
        console.print(f"Written: {path}", markup=False, soft_wrap=True)
