"""What is in the store of a study, how long its runs take, and how the work on it is, as pages are told: immutable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from ...experiments.comparison import Comparison
from ...experiments.studies import Study
from ...experiments.studies.compared import comparison_of
from ...experiments.studies.frames import table_of
from ...experiments.studies.manifest import read_manifest
from ...experiments.studies.stopping import budget, looks_seen
from ...experiments.studies.store import Store
from ...scenarios import ScenarioError
from ...sim.edition import model_edition
from ..errors import reason

if TYPE_CHECKING:
    import pandas

Doing = Literal["looking", "waiting", "queued", "running", "stopping"]


@dataclass(frozen=True, eq=False)
class Results:
    """What is in a store.

    Attributes:
        runs: a row a run, as ``frame`` returns them; found: the same as a comparison of the treatments.
        is_complete: whether nothing is missing, or the stopping rule has seen enough.
        spent: what a stopping rule says; empty where there is none.
    """

    runs: pandas.DataFrame = field(repr=False)
    found: Comparison = field(repr=False)
    is_complete: bool
    spent: str = ""

    @property
    def failed(self) -> int:
        """Number of runs that failed."""
        return len(self.found.failures)


@dataclass(frozen=True)
class WorkState:
    """How the work on a study is, for pages.

    Attributes:
        number: rises with every change.
        done, total: runs in the store, and runs that are needed (with a stopping rule, until it looks next).
        failed: runs of the store that failed.
        pace: runs a second; 0 where it is not known yet.  left: seconds, about; -1 where that is not known.
        trial: seconds of a run, measured on a few of them; 0 where it is not known yet.
        trouble: what stands in the way, in words; note: what was mended.  Empty where nothing is.
        is_foreign: whether the store is of another edition of the model: it can be looked at, not added to.
    """

    number: int = 0
    doing: Doing = "looking"
    done: int = 0
    total: int = 0
    failed: int = 0
    pace: float = 0.0
    left: float = -1.0
    trial: float = 0.0
    results: Results | None = None
    trouble: str = ""
    note: str = ""
    is_foreign: bool = False


SHORT_OF_MEMORY = "This server is short of memory, so results are not shown just now; they are kept all the same."


def damaged(reasons: Sequence[str]) -> str:
    """Return what is said of damaged parts."""
    return " ".join(f"{one}. The next run sets it aside and does its runs again." for one in reasons)


def said(error: Exception, folder: Path) -> str:
    """Return what went wrong with the work on a store, for people."""
    kept = "What was done before is whole, and goes on from there."
    if isinstance(error, ScenarioError):
        return str(error)
    if isinstance(error, OSError):
        return f"The results cannot be kept in {folder}: {reason(error)}. {kept}"
    if isinstance(error, MemoryError):
        return f"There is not enough memory for this study. {kept}"
    return f"{type(error).__name__}: {error}. {kept}"


# --- the store --------------------------------------------------------------------------------------------------------


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
