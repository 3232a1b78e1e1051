"""Plug-ins from elsewhere at work: known by name where something fails, given their time, and open to Ctrl-C."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from typing import Any

from .sentinel import BrokenRunError, fault
from .state import NOW, State
from .tables import called
from .watching import PluginError

A_RUN = 20.0
"""Seconds that a run of code from elsewhere may take, however small it is,"""

A_STEP = 0.02
"""further seconds for each step, twenty times what a strategy in plain Python takes,"""

AN_ORGANIZATION = 2e-5
"""and for each organization in each step: twenty times what it takes."""

TICK = 0.2
"""Seconds until Ctrl-C is heard, at the latest."""

Run = Callable[..., None]

_NAMES: dict[Any, str] = {}


def met(table: Any, plugin: Callable[..., Any]) -> Any:
    """Return a table of a plug-in from elsewhere, whose name is known from now on."""
    _NAMES[_known_by(table[0])] = called(plugin)
    return table


def strangers(tables: Iterable[Any]) -> list[str]:
    """Return the names of the plug-ins from elsewhere in some tables."""
    entries = [_known_by(entry) for table in tables for entry in table] if _NAMES else []
    return [_NAMES[entry] for entry in entries if entry in _NAMES]


def _known_by(entry: Any) -> Any:
    return entry if callable(entry) else int(entry)


def seconds_for(organizations: int, steps: int) -> float:
    """Return the seconds that a run with code from elsewhere may take, unless somebody says otherwise."""
    return A_RUN + steps * (A_STEP + organizations * AN_ORGANIZATION)


# --- the clock --------------------------------------------------------------------------------------------------------


class _Clock:
    """Tells whoever can end this process when code from elsewhere begins to run, and when it is back.

    Attributes:
        tell: called with the seconds that it may take, and with None when it is back.
    """

    def __init__(self) -> None:
        self.tell: Callable[[float | None], None] | None = None
        self.is_running = False


CLOCK = _Clock()


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """Have code from elsewhere back within some seconds, where somebody can see to it; else this does nothing.

    Within another one it does nothing either.
    """
    if CLOCK.tell is None or CLOCK.is_running:
        yield
        return
    CLOCK.is_running = True
    CLOCK.tell(seconds)
    try:
        yield
    finally:
        CLOCK.is_running = False
        CLOCK.tell(None)


# --- who it was -------------------------------------------------------------------------------------------------------


@contextmanager
def attended(state: State, names: list[str], steps: int) -> Iterator[Callable[..., None]]:
    """Yield what runs compiled code with plug-ins of these names; an error in it says in which one, and when."""
    if not names:
        yield interruptibly
        return
    with timed(seconds_for(state.people.shape[1], steps)):
        try:
            yield interruptibly
        except Exception as error:
            error.args = (_in_words(error, names, state),)
            raise


def _in_words(error: Exception, names: list[str], state: State) -> str:
    """Return who it was, when, and what."""
    who, what = ", ".join(names), str(error) or type(error).__name__
    if isinstance(error, PluginError):
        who = error.plugin
    elif isinstance(error, BrokenRunError):
        what = fault(state)
    return f"{who}, week {state.time[NOW]:g}: {what}"


def interruptibly(work: Run, *arguments: Any) -> None:
    """Do some compiled work so that Ctrl-C is heard, which compiled code does not listen for.

    Then whoever waits is free; the work itself ends with the process, at the latest.
    """
    if threading.current_thread() is not threading.main_thread():
        work(*arguments)
        return
    outcome: Future[None] = Future()

    def body() -> None:
        try:
            work(*arguments)
        except BaseException as error:
            outcome.set_exception(error)
        else:
            outcome.set_result(None)

    threading.Thread(target=body, daemon=True).start()
    while not outcome.done():  # a signal just before the main thread falls asleep does not wake it
        wait([outcome], TICK)
    outcome.result()
