"""What a study will take: counts, and time and disk estimated from three pilot runs."""

from __future__ import annotations

import itertools
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from ...sim.edition import model_edition
from .batches import Batch, Done, do
from .design import Worlds
from .frames import lacking, planned
from .parts import parquet, tables_of
from .runner import MOST_RUNS, SECONDS
from .stopping import looks
from .study import Study

PILOTS = 3


@dataclass(frozen=True)
class Plan:
    """What a study will take.

    Attributes:
        worlds, treatments, runs: how many there are; ``points`` of the design, and ``repetitions`` of each.
        least_worlds: with a stopping rule, after how many worlds it looks first; then ``worlds`` are the bound.
        missing: runs that a store lacks; all where there is no store.
        pilot_seconds: that each pilot run took.
        seconds: that the missing runs will take with so many ``workers``, about.
        bytes: of disk that they will take, about.
    """

    worlds: int
    points: int
    repetitions: int
    treatments: int
    runs: int
    least_worlds: int
    missing: int
    workers: int
    pilot_seconds: tuple[float, ...]
    seconds: float
    bytes: int


def plan(study: Study, workers: int | None = None, store: Path | None = None) -> Plan:
    """Plan a study: count its runs, and do three of them to know what they take.

    Raises:
        StudyError: the store is one, and cannot be read.
        RuntimeError: a pilot run failed.
    """
    worlds, treatments = Worlds(study), len(study.treatments)
    runs = len(worlds) * treatments
    missing = lacking(study, store) if store else runs
    pilots, size = _pilots(study)
    many = workers or os.cpu_count() or 1
    pace = statistics.median(pilots)
    a_batch = max(1, min(MOST_RUNS, int(SECONDS / pace)))
    parts = -(-missing // a_batch)
    return Plan(
        worlds=len(worlds),
        points=worlds.points,
        repetitions=worlds.repetitions,
        treatments=treatments,
        runs=runs,
        least_worlds=looks(study.stop)[0] if study.stop else len(worlds),
        missing=missing,
        workers=many,
        pilot_seconds=pilots,
        seconds=pace * missing / min(many, max(1, missing)),
        bytes=round(size[0] * parts + size[1] * missing),
    )


def _pilots(study: Study) -> tuple[tuple[float, ...], tuple[float, float]]:
    """Return the seconds of three runs, and the bytes of a part and of a run in it."""
    first = list(itertools.islice(planned(study), PILOTS))
    together = do(Batch(study, first, model_edition()))  # machine code is loaded before the clock starts
    seconds, alone = [], []
    for run in (first * PILOTS)[:PILOTS]:
        began = time.perf_counter()
        alone.append(do(Batch(study, [run], model_edition())))
        seconds.append(time.perf_counter() - began)
    for result in alone:
        if result.errors:
            raise RuntimeError(f"a pilot run failed: {result.errors[0].strip().splitlines()[-1]}")
    one, several = (_sizes(study, result) for result in (alone[0], together))
    a_run = (several["others"] - one["others"]) / max(1, len(first) - 1) + one["numbers"]
    return tuple(seconds), (one["runs"] + one["others"] - a_run, a_run)


def _sizes(study: Study, done: Done) -> dict[str, float]:
    """Return the bytes of the tables of a batch: ``runs``, the ``others``, and of the ``numbers`` of one run.

    Numbers of runs hardly compress, so they count as they are in memory.
    """
    tables = tables_of(done, study)
    sizes = {name: len(parquet(table, {})) for name, table in tables.items()}
    numbers = tables["runs"].nbytes / tables["runs"].num_rows
    return {"runs": sizes.pop("runs"), "others": sum(sizes.values()), "numbers": numbers}
