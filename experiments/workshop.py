"""A workshop: processes of their own in which code from elsewhere runs, one task each at a time.

Commands and servers open one where somebody names plug-ins. Whatever such code does there, crash, exit, or never come
back, costs the one run that asked for it; and Ctrl-C ends all at once. Numbers are the same as without. It is no
protection against those who mean harm: a process of the same user can do what that user can.

In Python nothing is opened, and everything runs where it is called.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar, cast

from ..sim.plugins import used_contents, used_in, using_only
from ..sim.strangers import CLOCK
from ..sim.tables import NotCompiledError
from ..sim.watching import PluginError

T = TypeVar("T")

IMPORTING = 120.0
"""Seconds that importing a plug-in may take,"""

PREPARING = 600.0
"""and whatever else is not a run: compiling it, for instance."""

MEMORY_SHARE = 0.5
"""Share of the memory of this machine that one process may take."""

PROCESSES = multiprocessing.get_context("spawn")


class LostError(RuntimeError):
    """A process that ran code from elsewhere was ended, or ended itself."""


class StoppedError(KeyboardInterrupt):
    """All work was stopped while somebody waited for this."""

    def __str__(self) -> str:
        return "all work was stopped"


class _ElsewhereError(Exception):
    """Where in another process an error comes from: its traceback."""


# --- for whoever has work to do ---------------------------------------------------------------------------------------

_open: Workshop | None = None


@contextmanager
def workshop(sources: Sequence[str], seconds: float | None = None) -> Iterator[None]:
    """Have code from elsewhere run in processes of its own meanwhile.

    Args:
        sources: of the code, as ``use_plugin`` takes them.
        seconds: that a run may take; by its size where not given.

    Raises:
        LookupError: one of them cannot be imported.
    """
    global _open
    before, _open = _open, Workshop(sources, seconds)
    try:
        _open.prove()
        yield
    finally:
        _open.close()
        _open = before


def outside(names: Sequence[object], function: Callable[..., T], *arguments: Any) -> T:
    """Return what a function returns; done in a workshop, if one is open and these names name code from elsewhere.

    Args:
        names: forms and strategies that take part.
        function: of a module; it and its arguments travel.

    Raises:
        LostError: the process was ended, or ended itself.
        StoppedError: all work was stopped.
        Exception: as the function.
    """
    found = used_in(*names)
    if _open is None or not found:
        return function(*arguments)
    return _open.do(found, function, *arguments)


def in_words(error: BaseException) -> str:
    """Return what is to be said of an error of code from elsewhere."""
    is_said = isinstance(error, LostError | PluginError | NotCompiledError | StoppedError)
    return str(error) if is_said else f"{type(error).__name__}: {error}"


def seconds() -> float | None:
    """Return the seconds that a run may take, where whoever opened the workshop said so."""
    return _open.seconds if _open else None


def stop() -> None:
    """End all work on code from elsewhere, at once and for good."""
    if _open:
        _open.close()


# --- the processes ----------------------------------------------------------------------------------------------------


class Workshop:
    """As many processes as are needed at once, up to one for each processor; each keeps its compiled code."""

    def __init__(self, sources: Sequence[str], seconds: float | None) -> None:
        self._sources, self.seconds = tuple(sources), seconds
        self._places = threading.BoundedSemaphore(os.cpu_count() or 1)
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._is_closed = False

    def prove(self) -> None:
        """Import the code in a first process, before anybody else does.

        Raises:
            LookupError: it cannot be imported, or ends whoever tries.
        """
        try:
            worker = self._taken()
        except LostError as error:
            raise LookupError(f"plug-in {', '.join(self._sources)}: cannot be imported (it {error})") from None
        self._idle.append(worker)

    def do(self, names: Sequence[str], function: Callable[..., T], *arguments: Any) -> T:
        """Return what a function returns, as ``outside``."""
        with self._places:
            worker: Worker | None = None
            try:
                worker = self._taken()
                if not worker.contents.items() <= used_contents().items():
                    raise LostError("is not what it was: its file was changed meanwhile; start again")
                is_done, answer = worker.do(function, arguments)
            except BaseException as error:
                self._end(worker)
                if isinstance(error, LostError):
                    self._check_open()
                    raise LostError(f"{', '.join(names)}: {error}") from None
                raise
            self._idle.append(worker)
        return cast(T, _result(is_done, answer))

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._is_closed = True
            workers = list(self._all)
        for worker in workers:
            worker.end()

    def _taken(self) -> Worker:
        """Return a process that has nothing to do."""
        with contextlib.suppress(IndexError):
            return self._idle.pop()
        worker = Worker(self._sources, self.seconds)
        with self._lock:
            self._all.add(worker)
        try:
            self._check_open()
            worker.contents = _result(*worker.answer(IMPORTING))
        except BaseException:
            self._end(worker)
            raise
        return worker

    def _end(self, worker: Worker | None) -> None:
        if worker:
            worker.end()
            with self._lock:
                self._all.discard(worker)

    def _check_open(self) -> None:
        if self._is_closed:
            raise StoppedError


def _result(is_done: bool, answer: Any) -> Any:
    """Return what a process answered, or raise it."""
    if is_done:
        return answer
    error, trace = answer
    raise error from _ElsewhereError(trace)


class Worker:
    """A process that does one task after another.

    Ctrl-C is none of its business, also not while it starts.

    Attributes:
        contents: of the code that it imported, as ``used_contents``.
    """

    contents: dict[str, str]

    def __init__(self, sources: Sequence[str], seconds: float | None) -> None:
        self._seconds = seconds
        self._connection, theirs = PROCESSES.Pipe()
        self._process = PROCESSES.Process(target=_work, args=(theirs, sources), daemon=True)
        with _deaf():
            self._process.start()
        theirs.close()

    def do(self, function: Callable[..., Any], arguments: Sequence[Any]) -> tuple[bool, Any]:
        """Do a task: return whether it was done, and what came of it or what it raised.

        Raises:
            LostError: the process ended, or had to be ended.
        """
        try:
            self._connection.send((function, arguments))
        except OSError:
            raise LostError(self._end_in_words()) from None
        return self.answer(PREPARING)

    def answer(self, seconds: float) -> tuple[bool, Any]:
        """Wait for an answer, so many seconds at most, beside those of the runs that it may do.

        Raises:
            LostError: the process ended, or had to be ended.
        """
        patience = _Patience(seconds, self._seconds)
        while True:
            left = patience.left()
            if left <= 0.0 or not wait([self._connection, self._process.sentinel], left):
                raise LostError(f"did not come back within {patience.limit:.3g} s, and was ended")
            try:
                kind, value = self._connection.recv() if self._connection.poll() else ("gone", None)
            except Exception:  # it ended in the middle of a word
                kind = "gone"
            if kind == "gone":
                raise LostError(self._end_in_words())
            if kind != "clock":
                return kind == "done", value
            patience.hear(value)

    def end(self) -> None:
        """End the process at once."""
        self._process.kill()
        self._process.join()

    def _end_in_words(self) -> str:
        self._process.join(1.0)
        status = self._process.exitcode
        if status is None:
            return "broke off"
        if status >= 0:
            return f"ended its process (exit status {status})"
        return f"ended its process ({signal.strsignal(-status) or f'signal {-status}'})"


class _Patience:
    """How long to wait for a process: so long for all the runs of a task, and so long for whatever else it does.

    Attributes:
        limit: seconds for what it does now.
    """

    def __init__(self, seconds: float, of_a_run: float | None) -> None:
        self.limit, self._of_a_run = seconds, of_a_run
        self._since, self._is_running, self._ran = time.monotonic(), False, 0.0

    def left(self) -> float:
        """Return the seconds that it still has."""
        return self.limit - (time.monotonic() - self._since) - (self._ran if self._is_running else 0.0)

    def hear(self, seconds: float | None) -> None:
        """Take in that a run begins, which should take no more than so many seconds, or that one ended."""
        now = time.monotonic()
        self._ran += now - self._since if self._is_running else 0.0
        self._since, self._is_running = now, seconds is not None
        self.limit = PREPARING if seconds is None else self._of_a_run or seconds


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that never hear Ctrl-C, where the system knows how."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# --- inside -----------------------------------------------------------------------------------------------------------


def _work(connection: Connection, sources: Sequence[str]) -> None:
    """Do what is asked for until nobody asks any more: what such a process does."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    with contextlib.suppress(OSError):
        os.dup2(2, 1)  # standard output is for answers
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(line_buffering=True)  # what is printed is there, however the process ends
    _limit_memory()
    CLOCK.tell = lambda seconds: connection.send(("clock", seconds))
    with contextlib.ExitStack() as stack:
        _tell(connection, _used, stack, sources)
        while True:
            try:
                function, arguments = connection.recv()
            except (EOFError, OSError):
                return
            _tell(connection, function, *arguments)


def _used(stack: contextlib.ExitStack, sources: Sequence[str]) -> dict[str, str]:
    """Use this code and no other from now on, and return what it is made of."""
    stack.enter_context(using_only(sources))
    return used_contents()


def _tell(connection: Connection, function: Callable[..., Any], *arguments: Any) -> None:
    """Send what a function returns or raises."""
    try:
        answer: tuple[str, Any] = ("done", function(*arguments))
    except BaseException as error:
        answer = ("raised", _sendable(error))
    connection.send(answer)


def _sendable(error: BaseException) -> tuple[Exception, str]:
    """Return an error as it can travel, and its traceback."""
    sent: Exception = RuntimeError(f"{type(error).__name__}: {error}")
    if isinstance(error, Exception):  # what is none would end whoever asked
        with contextlib.suppress(Exception):
            sent = pickle.loads(pickle.dumps(error))
    return sent, "".join(traceback.format_exception(error))


def _leave_with_parent() -> None:
    """End this process when the one is gone that it works for, even in the middle of an endless loop."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _limit_memory() -> None:
    """Have too large a demand refused, instead of taking the whole machine down; where the system knows how."""
    try:
        import resource

        most = int(MEMORY_SHARE * os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
    except (ImportError, OSError, ValueError):
        return
