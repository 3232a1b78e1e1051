"""Who does the work: threads here, or the workers of a Dask scheduler anywhere.

Both are executors of Python's own kind (``concurrent.futures``), so any other one, such as joblib's
``joblib.externals.loky.get_reusable_executor()``, does as well.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

from ...scenarios.mistakes import Problem
from .study import StudyError, installed

Task = TypeVar("Task")
Result = TypeVar("Result")

TICK = 0.1
"""Seconds until an interruption is noticed at the latest."""

CONNECTING = 10.0
"""Seconds of patience with a Dask scheduler."""

RETRIES = 10
"""How often a batch whose worker was lost is given to another one."""


@contextmanager
def threads(workers: int | None = None) -> Iterator[tuple[Executor, int]]:
    """Yield threads of this process, and how many; the compiled loop holds no lock of the interpreter."""
    many = workers or os.cpu_count() or 1
    executor = ThreadPoolExecutor(many)
    try:
        yield executor, many
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def dask(address: str) -> Iterator[tuple[Executor, int]]:
    """Yield the workers of a Dask scheduler, and how many threads they have.

    Raises:
        StudyError: ``distributed`` is not installed, there is no scheduler, it has no workers, or it is lost.
    """
    distributed = installed("distributed", "dask.distributed", "--dask")
    try:
        client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        reason = str(error) or type(error).__name__
        raise StudyError(f"--dask {address}", [Problem("", f"there is no Dask scheduler: {reason}")]) from None
    with _silent("distributed", "distributed.client", "tornado", "asyncio"), client:
        many = sum(client.nthreads().values())
        if not many:
            raise StudyError(f"--dask {address}", [Problem("", "this Dask scheduler has no workers")])
        try:
            yield client.get_executor(pure=False, retries=RETRIES), many
        except (CancelledError, distributed.comm.core.CommClosedError):
            said = "the connection to this scheduler was lost; what is done is in the store, the same command goes on"
            raise StudyError(f"--dask {address}", [Problem("", said)]) from None


@contextmanager
def _silent(*loggers: str) -> Iterator[None]:
    """Keep tracebacks of lost connections off the screen: what is lost is said in one message."""
    before = {name: logging.getLogger(name).level for name in loggers}
    try:
        for name in loggers:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def results(
    executor: Executor,
    ahead: int,
    function: Callable[[Task], Result],
    tasks: Iterator[Task],
    instead: Callable[[Task, Exception], Result],
) -> Iterator[Result]:
    """Yield results as they come, in any order; tasks are made as they are needed, ``ahead`` at a time.

    Args:
        instead: returns what stands for the result of a task that raised, or raises.
    """
    running: dict[Future[Result], Task] = {}
    try:
        while True:
            while len(running) < ahead and (task := next(tasks, None)) is not None:
                running[executor.submit(function, task)] = task
            if not running:
                return
            finished, _ = wait(running, TICK, FIRST_COMPLETED)
            for future in finished:
                yield _result(future, running.pop(future), instead)
    finally:
        for future in running:
            future.cancel()


def _result(future: Future[Result], task: Task, instead: Callable[[Task, Exception], Result]) -> Result:
    try:
        return future.result()
    except Exception as error:  # one of the executor's own: `function` keeps those of a run to itself
        return instead(task, error)
