"""Where commands write: answers to standard output, progress and messages to standard error."""

from __future__ import annotations

import json
import math
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from ..telling.words import weeks

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from clever_coalitions.sim.run import Result

PATIENCE = 5.0
"""Seconds between two lines about the same thing, where there is no terminal to write over."""

NEWS = 2.0
"""Seconds between two lines on how far something is, there."""

RIGHT: dict[str, Any] = {"justify": "right"}
FOLDED: dict[str, Any] = {"overflow": "fold"}
BOLD: dict[str, Any] = {"style": "bold", "no_wrap": True}
WIDE: dict[str, Any] = {"ratio": 1}
"""How columns of a table look."""

WIDEST = 120
"""Columns beyond which lines of text are hard to read."""


def answer_console() -> Console:
    """Return the console of standard output; without color where it is no terminal."""
    return _console(stderr=False)


def message_console() -> Console:
    """Return the console of standard error."""
    return _console(stderr=True)


def _console(stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, emoji=False)
    if console.width > WIDEST:
        console.width = WIDEST
    return console


def say(console: Console, text: str, indent: str = "", style: str = "") -> None:
    """Print a paragraph filled to the width; ``indent`` stands before its lines but the first."""
    for line in textwrap.wrap(text, console.width, subsequent_indent=indent, break_on_hyphens=False):
        console.print(line, markup=False, style=style)


def print_heading(console: Console, result: Result) -> None:
    """Print under which form and strategy, in which world and for how long a run went."""
    said = f"governance {result.governance}, strategy {result.strategy}, seed {result.seed}, {weeks(result.weeks)}"
    console.print(f"{said}\n", style="dim", markup=False)


def print_notes(notes: Iterable[str], is_json: bool) -> None:
    """Print what else a reader should know, a paragraph each; beside JSON as messages."""
    console = message_console() if is_json else answer_console()
    for note in notes:
        say(console, note, style="dim")


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


def new_table(columns: Mapping[str, Mapping[str, Any]], title: str = "") -> Table:
    """Return a table to be filled and printed: each column by its name, with how it looks; ``title``: what it shows."""
    from rich import box
    from rich.table import Table

    made = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style=None if title else "dim",
        title=title or None, title_justify="left", title_style="bold", caption_justify="left", caption_style="dim",
    )  # fmt: skip
    for name, look in columns.items():
        made.add_column(name, **look)
    return made


@contextmanager
def progress_bar(total: int, what: str = "worlds") -> Iterator[Callable[[int, int], None]]:
    """Show how many worlds (or runs) are done and how long the rest may take, on standard error."""
    console = message_console()
    if not console.is_terminal:
        yield _lines(console, what)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("left:"), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done, asked: bar.update(task, completed=done, total=asked)


def _lines(console: Console, what: str) -> Callable[[int, int], None]:
    """Return a report of progress that prints a line now and then."""
    last, first = time.monotonic(), (0.0, 0)

    def report(done: int, asked: int) -> None:
        nonlocal last, first
        now = time.monotonic()
        if done and not first[1]:  # what comes before, such as compiling, says nothing of the pace
            first = (now, done)
        if now - last < NEWS or done in (0, asked):
            return
        last = now
        pace = (now - first[0]) / (done - first[1]) if done > first[1] else 0.0
        left = f", about {pace * (asked - done):.0f} s left" if pace else ""
        console.print(f"{done:,} of {asked:,} {what}{left}", markup=False)

    return report


@contextmanager
def status_line(text: str) -> Iterator[Callable[[str], None]]:
    """Show what is going on: moving on a terminal, where the text can be changed; as one line elsewhere."""
    console = message_console()
    if not console.is_terminal:
        console.print(text, markup=False)
        yield lambda text: None
        return
    with console.status(text) as spinner:
        yield lambda text: spinner.update(text)


def warm() -> None:
    """Compile the model where that has not been done yet, and tell people meanwhile what is happening."""
    from clever_coalitions.sim.warm import ensure_warm

    console = message_console()
    if not console.is_terminal:
        ensure_warm(_now_and_then(lambda line: console.print(line, markup=False, soft_wrap=True)))
        return
    with status_line("loading the model") as update:
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
