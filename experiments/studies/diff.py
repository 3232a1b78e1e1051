"""Two stores side by side: the same runs under two versions of the code or of the numbers, and what moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ...scenarios.mistakes import Problem
from ...sim.measures import MEASURES
from ..intervals import mean_of
from .design import groups_of_worlds
from .frames import table_of
from .parts import DONE
from .store import Store
from .study import Study, StudyError

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Moved:
    """How an outcome moved from one store to another, in the runs that both have done.

    Attributes:
        runs: in which it is defined in both; ``moved``: in how many of them it is not the very same.
        appeared: runs in which it is defined in one of the two only.
        mean, low, high: of the second minus the first, with its 95 % interval over runs.
        largest: the largest absolute difference.
    """

    outcome: str
    treatment: str
    runs: int
    moved: int
    appeared: int
    mean: float
    low: float
    high: float
    largest: float


@dataclass(frozen=True)
class Difference:
    """Two stores side by side.

    Attributes:
        models: versions of the model.
        runs: done in both, of the same world and treatment; ``same_experiment``: how many of them are the same
            experiment, so that only the code can have moved them.
        only: runs that only the first, or only the second has.
        moved: what moved, by treatment and outcome, in the order of outcomes; empty where nothing did.
    """

    models: tuple[str, str]
    runs: int
    same_experiment: int
    only: tuple[int, int]
    moved: tuple[Moved, ...]


def difference(first: Store, second: Store) -> Difference:
    """Compare two stores run by run, by world and treatment.

    Raises:
        StudyError: no run is in both.
    """
    one, other = (_done(store) for store in (first, second))
    both = one.merge(other, on=["treatment", "world"], suffixes=("_1", "_2"))
    if both.empty:
        raise StudyError(str(second.folder), [Problem("", f"it has no run (world and treatment) of {first.folder}")])
    return Difference(
        models=(first.manifest["model"], second.manifest["model"]),
        runs=len(both),
        same_experiment=int((both["experiment_1"] == both["experiment_2"]).sum()),
        only=(len(one) - len(both), len(other) - len(both)),
        moved=tuple(_moves(second.study, both)),
    )


def _done(store: Store) -> pandas.DataFrame:
    """Return the runs of a store that came to their end, with their experiments."""
    table = table_of(store, "runs")
    if table.empty:
        raise StudyError(str(store.folder), [Problem("", "there are no runs in this store yet")])
    return table.loc[table["status"] == DONE, ["treatment", "world", "experiment", *MEASURES]]


def _moves(study: Study, both: pandas.DataFrame) -> list[Moved]:
    by_treatment = both.groupby("treatment", sort=False)
    found = [_move(study, name, str(treatment), rows) for name in MEASURES for treatment, rows in by_treatment]
    return [one for one in found if one.moved or one.appeared]


def _move(study: Study, outcome: str, treatment: str, rows: pandas.DataFrame) -> Moved:
    before = rows[f"{outcome}_1"].to_numpy(dtype=float)
    after = rows[f"{outcome}_2"].to_numpy(dtype=float)
    defined = np.isfinite(before) & np.isfinite(after)
    shift = (after - before)[defined]
    groups = groups_of_worlds(study, rows["world"].to_numpy(dtype=np.int64))
    low, high = mean_of(shift, groups.of(defined) if groups else None).interval()
    return Moved(
        outcome, treatment, len(shift), int(np.count_nonzero(shift)),
        int(np.count_nonzero(np.isfinite(before) != np.isfinite(after))),
        float(shift.mean()) if len(shift) else np.nan, low, high, float(np.abs(shift).max(initial=0.0)),
    )  # fmt: skip
