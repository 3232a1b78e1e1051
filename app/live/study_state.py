"""How the work on a study is, as pages are told: immutable, so that nothing changes under them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ...experiments.comparison import Comparison
from ...scenarios import ScenarioError
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
class State:
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
