"""Many worlds for a page: run in a thread of their own, filling in as they come, to be stopped and gone on with."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Sequence

import solara

from ...experiments import Comparison
from ...experiments.compare import Comparing
from ..limits import LIMITS
from ..live.desk import Desk
from ..live.ensemble import ENDING, Ensemble
from ..live.settings import Setting, SettingError, plan_of
from . import vue

PATIENCE = 0.6
"""Seconds without another change after which worlds begin by themselves."""

LATE = "These worlds have had their time: others may want theirs. Go on, if nobody waits."

NO_BANDS = "There was no room for the weekly series of so many worlds, so bands week by week are left out."

PARTS = (0.125, 0.25, 0.5, 1.0)
"""Shares of the worlds after which what is done is shown."""


class Run:
    """Worlds under some sides, for one page of one visitor.

    Args:
        make: returns what runs them, when they begin.

    Attributes:
        comparison: what is done, as far as it was shown; progress: worlds (done, asked for).
        trouble: what went wrong, in words; empty where nothing did.
        made: what runs the worlds, once it has begun.
    """

    def __init__(self, make: Callable[[], Comparing], worlds: int, desk: Desk | None = None) -> None:
        self.asked, self._make, self._desk = worlds, make, desk or Desk()
        self.made: Comparing | None = None
        self.comparison: solara.Reactive[Comparison | None] = solara.reactive(None)
        self.progress: solara.Reactive[tuple[int, int]] = solara.reactive((0, worlds))
        self.is_running: solara.Reactive[bool] = solara.reactive(False)
        self.trouble: solara.Reactive[str] = solara.reactive("")
        self._stop = threading.Event()

    def start(self, patience: float = 0.0) -> None:
        """Begin, or go on where it was stopped.

        Args:
            patience: seconds to wait first: who moves one slider may move the next.
        """
        if self.is_running.peek():
            return
        if wrong := self._desk.wrong():
            self.trouble.value = wrong
            return
        self._stop = threading.Event()
        self.is_running.value = True
        # No daemon: that would be cut off in the middle of compiled code when the server ends.
        threading.Thread(target=self._work, args=(self._stop, patience)).start()

    def stop(self) -> None:
        """Stop soon; what is done stays."""
        self._stop.set()

    def _work(self, stop: threading.Event, patience: float) -> None:
        try:
            self.trouble.value = ""
            stop.wait(patience)
            until = time.monotonic() + LIMITS.seconds_of_worlds
            if self.made is None:
                self.made = self._make()
            for part in PARTS:
                if stop.is_set() or ENDING.is_set():
                    break
                many = max(2, round(part * self.asked))
                if many > self.made.done or part == 1.0:
                    found = self.made.advance(many, stop, lambda done, _: self._report(done, stop, until))
                    self.comparison.value = found
            if stop.is_set():
                self.comparison.value = self.made.comparison(self.asked)
            self.trouble.value = _failures(self.comparison.value) or (LATE if time.monotonic() > until else "")
        except (SettingError, MemoryError) as error:
            self.trouble.value = str(error) or "there is not enough memory for so many worlds"
        finally:
            self.progress.value = (self.made.done if self.made else 0, self.asked)
            self.is_running.value = False
            self._desk.done()

    def _report(self, done: int, stop: threading.Event, until: float) -> None:
        self.progress.value = (done, self.asked)
        if time.monotonic() > until:
            stop.set()


def _failures(found: Comparison | None) -> str:
    if found is None or not found.failures:
        return ""
    first = found.failures[0]
    return f"{len(found.failures)} runs failed; the first, {first.variant}, seed {first.seed}: {first.message}"


def ensemble_of(sides: Sequence[tuple[str, Setting]], seed: int = 1) -> Callable[[], Ensemble]:
    """Return what makes the worlds of named settings."""
    return lambda: Ensemble([(name, plan_of(setting)) for name, setting in sides], seed)


def use_worlds(sides: Sequence[tuple[str, Setting]], worlds: int, desk: Desk) -> Run | None:
    """Return a run of worlds that starts by itself, and stops when the page turns to something else."""
    make = (lambda: Run(ensemble_of(sides), worlds, desk)) if len(sides) > 1 else None
    return use_run(make, (tuple(sides), worlds))


def use_run(make: Callable[[], Run] | None, key: Hashable) -> Run | None:
    """Return a run of worlds for a key, as ``use_worlds``; nothing where none is to be made."""
    run = solara.use_memo(lambda: make() if make else None, [key])

    def begin() -> object:
        if run:
            run.start(PATIENCE)
        return run.stop if run else None

    solara.use_effect(begin, [run])
    return run


@solara.component
def WorldsCard(run: Run, said: Sequence[str], start: str = "") -> None:
    """Show how far the worlds are, a way to stop and to go on, and what they say.

    Args:
        start: what the button to begin is called, where worlds do not begin by themselves.
    """
    done, _ = run.progress.value
    is_running, found = run.is_running.value, run.comparison.value
    has_no_bands = isinstance(run.made, Ensemble) and found is not None and found.series is None
    vue.WorldsBar(
        done=done,
        asked=run.asked,
        is_running=is_running,
        said=[*said, *([NO_BANDS] if has_no_bands else [])],
        start=start if done == 0 else "",
        can_go_on=0 < done < run.asked and not is_running,
        trouble=run.trouble.value,
        event_stop=lambda _: run.stop(),
        event_on=lambda _: run.start(),
    )
