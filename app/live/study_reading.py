"""What is in the store of a study, and how long its runs take."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from ...experiments.studies import Study
from ...experiments.studies.batches import Batch, do
from ...experiments.studies.cases import recipe_of
from ...experiments.studies.compared import comparison_of
from ...experiments.studies.frames import planned, table_of
from ...experiments.studies.manifest import read_manifest
from ...experiments.studies.stopping import budget, looks_seen
from ...experiments.studies.store import Store
from ...sim.edition import model_edition
from .ensemble import PLACES
from .study_state import Results

TRIAL = 0.4
"""Seconds of trying how long runs take."""

MOST_COLD = 6
"""Runs that are done before that, so that their code is at hand."""


class Found(NamedTuple):
    """What was found in a store; ``damaged``: what is said of each damaged part."""

    results: Results
    is_foreign: bool
    damaged: tuple[str, ...]


def found_in(folder: Path, study: Study) -> Found | None:
    """Return what a store holds of a study; None where there is none yet.

    Raises:
        StudyError: it cannot be read.
        DamagedPartError: a part was damaged while we looked.
        OSError: the disk cannot be read.
    """
    if not (folder / "manifest.json").exists():
        return None
    store = Store(folder, read_manifest(folder), study)
    store.refresh()
    return Found(_results(store), store.manifest["model"] != model_edition(), tuple(store.damaged))


def _results(store: Store) -> Results:
    study = store.study
    runs = table_of(store, "runs")
    found = comparison_of(study, runs)
    seen = looks_seen(study, runs)
    enough = bool(seen and (seen[-1].is_enough or seen[-1].worlds >= found.asked))
    is_complete = enough if study.stop else len(runs) == found.asked * len(study.treatments)
    return Results(runs, found, is_complete, budget(study, seen) if seen else "")


def parts_in(folder: Path) -> int:
    """Return how many parts of runs a store has."""
    try:
        return sum(1 for _ in (folder / "runs").iterdir())
    except OSError:
        return 0


def seconds_of_a_run(study: Study) -> float:
    """Return the seconds of a run, measured on as many as can be done in a moment; they are not kept.

    Raises:
        RuntimeError: one failed; its text says why.
    """
    recipe, began = recipe_of(study), 0.0
    cold = min(len(study.treatments), MOST_COLD)  # machine code is loaded before the clock starts
    for many, run in enumerate(planned(study), 1 - cold):
        done = do(Batch(recipe, [run], model_edition()), PLACES)
        if done.errors:
            raise RuntimeError(done.errors[0].strip().splitlines()[-1])
        if many == 0:
            began = time.perf_counter()
        elif many > 0 and time.perf_counter() - began > TRIAL:
            break
    return (time.perf_counter() - began) / max(1, many)
