"""Many worlds for a page: run in a thread of their own, filling in as they come, to be stopped and gone on with."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import solara

from ...experiments import Comparison
from ..live.ensemble import ENDING, Ensemble, Side
from ..live.settings import Setting, SettingError, plan_of
from . import vue

PATIENCE = 0.6
"""Seconds without another change after which worlds begin by themselves."""

PARTS = (0.125, 0.25, 0.5, 1.0)
"""Shares of the worlds after which what is done is shown."""


class Run:
    """Worlds under some sides, for one page of one visitor.

    Attributes:
        comparison: what is done, as far as it was shown; progress: worlds (done, asked for).
        trouble: what went wrong, in words; empty where nothing did.
    """

    def __init__(self, sides: Sequence[tuple[str, Setting]], worlds: int, seed: int = 1, series: bool = True) -> None:
        self.asked = worlds
        self.comparison: solara.Reactive[Comparison | None] = solara.reactive(None)
        self.progress: solara.Reactive[tuple[int, int]] = solara.reactive((0, worlds))
        self.is_running: solara.Reactive[bool] = solara.reactive(False)
        self.trouble: solara.Reactive[str] = solara.reactive("")
        self._sides, self._seed, self._series = sides, seed, series
        self._ensemble: Ensemble | None = None
        self._stop = threading.Event()

    def start(self, patience: float = 0.0) -> None:
        """Begin, or go on where it was stopped.

        Args:
            patience: seconds to wait first: who moves one slider may move the next.
        """
        if self.is_running.peek():
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
            stop.wait(patience)
            if self._ensemble is None:
                sides = [Side(name, plan_of(setting)) for name, setting in self._sides]
                self._ensemble = Ensemble(sides, self._seed, self._series)
            for part in PARTS:
                if stop.is_set() or ENDING.is_set():
                    break
                until = max(2, round(part * self.asked))
                if until > self._ensemble.done or part == 1.0:
                    found = self._ensemble.advance(until, stop, lambda done, _: self._report(done))
                    self.comparison.value = found
            if stop.is_set():
                self.comparison.value = self._ensemble.comparison(self.asked)
            self.trouble.value = _failures(self.comparison.value)
        except (SettingError, MemoryError) as error:
            self.trouble.value = str(error) or "there is not enough memory for so many worlds"
        finally:
            self._report(self._ensemble.done if self._ensemble else 0)
            self.is_running.value = False

    def _report(self, done: int) -> None:
        self.progress.value = (done, self.asked)


def _failures(found: Comparison | None) -> str:
    if found is None or not found.failures:
        return ""
    first = found.failures[0]
    return f"{len(found.failures)} runs failed; the first, {first.variant}, seed {first.seed}: {first.message}"


def use_worlds(sides: Sequence[tuple[str, Setting]], worlds: int, seed: int = 1) -> Run | None:
    """Return a run of worlds that starts by itself, and stops when the page turns to something else."""
    run = solara.use_memo(lambda: Run(sides, worlds, seed) if len(sides) > 1 else None, [(tuple(sides), worlds, seed)])

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
    is_running = run.is_running.value
    vue.WorldsBar(
        done=done,
        asked=run.asked,
        is_running=is_running,
        said=list(said),
        start=start if done == 0 else "",
        can_go_on=0 < done < run.asked and not is_running,
        trouble=run.trouble.value,
        event_stop=lambda _: run.stop(),
        event_on=lambda _: run.start(),
    )
