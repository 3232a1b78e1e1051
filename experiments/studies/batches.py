"""Batches: the runs that one worker does at a time, and what comes back.

A batch and its results are small and travel between processes; what runs have in common is worked out where they run.
"""

from __future__ import annotations

import functools
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np

from ...sim.edition import model_edition
from ...sim.identity import flat
from ...sim.measures import MEASURES
from ...sim.parameters import Parameters
from ...sim.plugins import content_of, use_plugin, used_contents, used_plugins
from ...sim.run import outcomes_of, series_columns
from ...sim.state import EVENTS, Floats, Ints, State
from ..variants import Variant
from ..workshop import outside
from .cases import MOST_NUMBERED, StudyCase
from .design import World
from .format import KeepPart
from .keys import Key, Namer
from .study import Study, Treatment

ANYWHERE: AbstractContextManager[object] = nullcontext()

LONGEST_TRACE = 4000
"""Characters of a traceback that are kept: its end, which says what went wrong."""


MOST_NAMERS = 20_000
"""Cases whose names are kept at hand, since the points of a design come again with each repetition: some 10 MiB."""


class WrongModelError(RuntimeError):
    """A worker has another edition of the model, or of code from elsewhere, than the study."""


class Run(NamedTuple):
    """A run to be done: a world, the place of a treatment, and what names it."""

    world: World
    treatment: int
    key: Key


@dataclass(frozen=True)
class Batch:
    """Runs for one worker.

    Attributes:
        model: the edition of the model that the worker must have.
        plugins: the code from elsewhere that it may use, as whoever runs the study chose it.
        contents: what that is made of, by the names of its modules.
    """

    study: Study = field(repr=False)
    runs: Sequence[Run]
    model: str
    plugins: Sequence[str] = field(default_factory=used_plugins)
    contents: Mapping[str, str] = field(default_factory=used_contents)


@dataclass(frozen=True)
class Done:
    """What came of a batch.

    Attributes:
        runs: what was asked for, in the order of the rows.
        outcomes: (runs, outcomes) nan where one is not defined, and everywhere in a run that failed.
        governance, strategy: of each run.
        errors: ``{row: traceback}`` of the runs that failed.
        weeks: (rows, 2 + series): row of the run, week, series; ``events``: (rows, 6): row of the run, week, code,
            coalition, who, number.
        seconds: that the runs took.
    """

    runs: Sequence[Run]
    outcomes: Floats
    governance: list[str]
    strategy: list[str]
    errors: dict[int, str]
    weeks: Floats
    events: Floats
    seconds: float

    @classmethod
    def begun(cls, batch: Batch) -> Done:
        """Return the results of a batch of which no run is done."""
        many, outcomes = len(batch.runs), np.full((len(batch.runs), len(MEASURES)), np.nan)
        weeks, events = np.empty((0, 2 + len(batch.study.keep.weeks))), np.empty((0, 6))
        return cls(batch.runs, outcomes, [""] * many, [""] * many, {}, weeks, events, 0.0)


def runs_of(study: Study, worlds: Iterable[World]) -> Iterator[Run]:
    """Yield the runs of worlds: each world under every treatment, before the next world."""
    namers: dict[tuple[int, tuple[float, ...]], Namer] = {}
    flattened = functools.lru_cache(maxsize=MOST_NUMBERED)(flat)
    for world in worlds:
        for treatment, chosen in enumerate(study.treatments):
            at = (treatment, world.values)
            if at not in namers:
                if len(namers) >= MOST_NAMERS:
                    namers.clear()
                namers[at] = _namer(study, chosen, world.values, flattened)
            yield Run(world, treatment, namers[at].key(world.seed))


def columns_of(runs: Sequence[Run], study: Study) -> dict[str, Any]:
    """Return what runs are, a column each: their keys, worlds, and treatments."""
    values = np.array([run.world.values for run in runs], dtype=float).reshape(len(runs), len(study.paths))
    return {
        "key": [run.key.run for run in runs],
        "world": np.array([run.world.number for run in runs], dtype=np.int64),
        "point": np.array([run.world.point for run in runs], dtype=np.int64),
        "repetition": np.array([run.world.repetition for run in runs], dtype=np.int64),
        "seed": np.array([run.world.seed for run in runs], dtype=np.int64),
        "treatment": [study.treatments[run.treatment].name for run in runs],
        **{path: values[:, place] for place, path in enumerate(study.paths)},
    }


def _namer(
    study: Study, chosen: Treatment, values: tuple[float, ...], flattened: Callable[[Parameters], bytes]
) -> Namer:
    """Return what names the runs of a case; of one that cannot be made, by what it should have been made of."""
    try:
        return Namer(study.case_under(chosen, values), flattened=flattened)
    except ValueError:  # the run will fail, and say why
        return Namer(None, repr((study.fixed, chosen.settings, study.paths, values)))


def do(batch: Batch, place: AbstractContextManager[object] = ANYWHERE) -> Done:
    """Do the runs of a batch; one that fails is written down, and the others are none the worse for it.

    Args:
        place: entered for each run, so that batches and others can take turns.

    Raises:
        WrongModelError: this worker has another edition of the model, or of code from elsewhere.
    """
    if batch.model != model_edition():
        raise WrongModelError(f"the study is of {batch.model}, this worker has {model_edition()}")
    for source in batch.plugins:
        use_plugin(source)
    if others := [name for name, content in batch.contents.items() if content_of(name) != content]:
        raise WrongModelError(f"this worker has another version of {', '.join(others)} than the study")
    began = time.perf_counter()
    study, done = batch.study, Done.begun(batch)
    weeks, events = [done.weeks], [done.events]
    for row, run in enumerate(batch.runs):
        try:
            case = study.case_under(study.treatments[run.treatment], run.world.values)
            done.governance[row], done.strategy[row] = case.governance, case.strategy
            with place:
                kept = outside(_variant(case).plugins, observed, case, run.world.seed, study.keep)
            done.outcomes[row] = kept.outcomes
            weeks.append(_of_run(row, kept.weeks))
            events.append(_of_run(row, kept.events))
        except Exception:  # whatever it is, it is the finding of this run
            done.errors[row] = traceback.format_exc()[-LONGEST_TRACE:]
    seconds = time.perf_counter() - began
    return replace(done, weeks=np.concatenate(weeks), events=np.concatenate(events), seconds=seconds)


class Observed(NamedTuple):
    """What is kept of a run: outcomes, (weeks, 1 + series), (events, 5)."""

    outcomes: list[float]
    weeks: Floats
    events: Floats


def observed(case: StudyCase, seed: int, keep: KeepPart) -> Observed:
    """Run a case once and return what is kept of it."""
    state = finished(case, seed, keep)
    weeks = _weeks(state, case, keep) if keep.weeks else np.empty((0, 1))
    return Observed(measured(state), weeks, _events(state, case) if keep.events else np.empty((0, 5)))


def finished(case: StudyCase, seed: int, keep: KeepPart) -> State:
    """Run a case once and return its state at the end."""
    return _variant(case).run(seed, series=bool(keep.weeks), events=keep.events).state


def _variant(case: StudyCase) -> Variant:
    return Variant("", case.scenario, case.governance, case.strategy)


def measured(state: State) -> list[float]:
    """Return the outcomes of a finished run, in the order of ``MEASURES``."""
    return list(outcomes_of(state).values())


def _weeks(state: State, case: StudyCase, keep: KeepPart) -> Floats:
    """Return every so-manieth step of the series that are kept, and the last step; the first step is week 0."""
    columns = series_columns(case.scenario)
    many = len(state.series)
    steps: Ints = np.unique(np.append(np.arange(0, many, keep.every), many - 1))
    places = np.array([columns.index(name) for name in keep.weeks])
    return np.column_stack([steps * case.scenario.step_days / 7.0, state.series[steps][:, places]])


def _events(state: State, case: StudyCase) -> Floats:
    """Return what happened, without the terms of scores."""
    events = state.events[: int(state.clock[EVENTS]), :5].copy()
    events[:, 0] *= case.scenario.step_days / 7.0
    return events


def _of_run(row: int, table: Floats) -> Floats:
    """Return a table of one run with the row of the run before all."""
    return np.column_stack([np.full(len(table), float(row)), table])
