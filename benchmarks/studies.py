"""What a study costs beside the runs themselves: pairing, storing, progress and its report, in time and memory."""

from __future__ import annotations

import itertools
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from clever_coalitions.experiments.studies import Progress, Store, Study, frame, run_study, study_of
from clever_coalitions.experiments.studies.batches import Done, Run
from clever_coalitions.experiments.studies.frames import planned
from clever_coalitions.experiments.variants import variants
from clever_coalitions.experiments.worlds import world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.measures import MEASURES
from clever_coalitions.sim.state import Floats

WORKERS = 2
FORMS = ("opt-in", "consensus")
ROUNDS = 10
"""Turns that the bare loop and the study take, so that both meet the same machine."""


def paired(worlds: int, seed: int, weeks: float = 208.0) -> Study:
    """Return a study of ``steady`` under two forms."""
    return study_of(
        {
            "question": "What does a study cost?",
            "case": "steady",
            "set": {"weeks": weeks},
            "levers": {"governance": list(FORMS)},
            "design": {"repetitions": worlds, "seed": seed},
        },
        "cost",
    )


def bare(worlds: int, seed: int) -> None:
    """Run the same worlds under the same forms with as many threads, and keep nothing."""
    ready = variants(load("steady"), f"governance={','.join(FORMS)}")

    def work(first: int) -> None:
        for world in range(first, worlds, WORKERS):
            for one in ready:
                one.run(world_seed(seed, world))

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, range(WORKERS)))


def stored(worlds: int, seed: int) -> None:
    """Run the study."""
    with tempfile.TemporaryDirectory() as folder:
        run_study(paired(worlds, seed), Path(folder) / "store", workers=WORKERS, progress=lambda state: None)


def overhead(runs: int = 20_000) -> dict[str, float]:
    """Return what a study adds to the bare loop, an organization-week and as a share, and the times of a run."""
    worlds = runs // len(FORMS) // ROUNDS
    spent = {bare: [0.0, 0.0], stored: [0.0, 0.0]}
    bare(10, 0), stored(10, 0)  # machine code is loaded before the clock starts
    for turn in range(1, ROUNDS + 1):
        for action in (bare, stored) if turn % 2 else (stored, bare):
            began, worked = time.perf_counter(), time.process_time()
            action(worlds, turn)
            spent[action][0] += time.perf_counter() - began
            spent[action][1] += time.process_time() - worked
    many = worlds * len(FORMS) * ROUNDS
    case = load("steady")
    organization_weeks = case.organizations * case.weeks * many
    return {
        "runs": many,
        "bare_ms_a_run": round(1e3 * spent[bare][0] / many, 4),
        "study_ms_a_run": round(1e3 * spent[stored][0] / many, 4),
        "added_us_an_organization_week": round(1e6 * (spent[stored][0] - spent[bare][0]) / organization_weeks, 4),
        "added_cpu_us_an_organization_week": round(1e6 * (spent[stored][1] - spent[bare][1]) / organization_weeks, 4),
        "added_cpu_share": round(spent[stored][1] / spent[bare][1] - 1.0, 3),
    }


def memory(runs: int = 100_000, weeks: float = 26.0) -> dict[str, float]:
    """Return the peak memory of a process, in MiB, when it has done 1,000 runs of a study, 10,000, and so on."""
    code = f"from benchmarks.studies import print_memory; print_memory({runs}, {weeks})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return {count: float(mebibytes) for count, mebibytes in (line.split() for line in done.stdout.splitlines())}


def print_memory(runs: int, weeks: float) -> None:
    """Run a study and print the peak memory at each power of ten of runs, and at the end."""
    marks = [10**power for power in range(3, 10) if 10**power < runs] + [runs]

    def report(state: Progress) -> None:
        while marks and state.computed >= marks[0]:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(marks.pop(0), round(peak), flush=True)

    with tempfile.TemporaryDirectory() as folder:
        run_study(paired(runs // 2, 1, weeks), Path(folder) / "store", workers=WORKERS, progress=report)


FEW = 100
"""Worlds that are run for a store of many."""


def over_priors(points: int) -> Study:
    """Return a study of ``steady`` under two forms with all free numbers uncertain: as many numbers as there can be."""
    small = {
        "organizations": {"low": 12, "high": 48, "whole": True},
        "conditions": {"issues": {"low": 1, "high": 2, "whole": True}},
    }
    return study_of(
        {
            "question": "What does a report cost?",
            "case": "steady",
            "outcomes": ["net_value", "settled"],
            "uncertainties": {"all": "priors", **small},
            "levers": {"governance": list(FORMS)},
            "design": {"kind": "latin-hypercube", "points": points, "seed": 1},
        },
        "over_priors",
    )


def make_up(folder: Path, points: int) -> Path:
    """Fill a store without doing its runs: with the outcomes of a few, again and again; return where it is.

    Net value under the second form also follows three of the numbers, so that there is something to find.
    """
    run_study(over_priors(FEW), folder / "few", workers=WORKERS)
    drawn = frame(folder / "few")[list(MEASURES)].to_numpy(dtype=float).reshape(FEW, len(FORMS), -1)
    study = over_priors(points)
    store, every = Store.for_writing(folder / "store", study), planned(study)
    while runs := list(itertools.islice(every, 250)):
        outcomes, forms = _drawn_again(study, runs, drawn), [FORMS[run.treatment] for run in runs]
        store.write(Done(runs, outcomes, forms, [""] * len(runs), {}, np.empty((0, 2)), np.empty((0, 6)), 1.0))
    store.close("done")
    return store.folder


def _drawn_again(study: Study, runs: list[Run], drawn: Floats) -> Floats:
    worlds, forms = (np.array(one) for one in zip(*((run.world.number, run.treatment) for run in runs), strict=True))
    outcomes, ends = drawn[worlds % FEW, forms].copy(), np.array([one.ends for one in study.uncertainties]).T
    shares = (np.array([run.world.values for run in runs]) - ends[0]) / np.diff(ends, axis=0)
    outcomes[:, list(MEASURES).index("net_value")] += forms * (shares[:, 0] - shares[:, 1] + (shares[:, 2] > 0.7))
    return outcomes


def report(runs: int = 100_000) -> dict[str, float]:
    """Return what the report of a store of so many runs takes: seconds, processor seconds, and peak memory in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "clever_coalitions", "study", "report"]
        store, began = make_up(Path(folder), runs // len(FORMS)), time.perf_counter()
        subprocess.run([*command, str(store)], check=True, capture_output=True)
        seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "runs": runs,
        "numbers": len(over_priors(FEW).uncertainties),
        "seconds": round(seconds, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "mib": round(used.ru_maxrss / 1024),
    }
