"""From a store to a table: the runs of its study as they are planned, with what came of them.

What a store calls a world or a treatment is what it was called when it ran.  Tables are made from the study as it is
now, and find its runs by their keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ...sim.edition import model_edition
from ...sim.measures import MEASURES
from .batches import Run, columns_of, runs_of
from .design import Worlds
from .settings import NAMED
from .store import Store
from .study import Study

if TYPE_CHECKING:
    import pandas


def planned(study: Study, worlds: int | None = None) -> Iterator[Run]:
    """Yield the runs of a study in their order: worlds, and in each the treatments."""
    every = Worlds(study)
    many = len(every) if worlds is None else worlds
    own = replace(study)  # whose cases are let go when all is named
    return runs_of(own, (every[number] for number in range(many)))


def lacking(study: Study, folder: Path) -> int:
    """Return how many runs of a study its store lacks; all where there is none.

    Raises:
        StudyError: the store cannot be read.
    """
    known = Store.open(folder) if (folder / "manifest.json").exists() else None
    tried = known.done | known.failed if known else set()
    return sum(run.key.run not in tried for run in planned(study))


def frame(store: Store | str | Path, weeks: bool = False) -> pandas.DataFrame:
    """Return the runs of a store as a table, a row a run, in the order of worlds and treatments.

    Columns: ``world``, ``point``, ``repetition``, ``seed``, ``treatment``, a column for each uncertainty and each
    number that a treatment sets, ``governance``, ``strategy``, ``status``, every outcome, ``error``, ``key`` and
    ``experiment``.  Runs
    that are missing are left out; where two processes did the same run, it is there once.

    Args:
        store: a store, or its folder.
        weeks: return the weekly series instead: ``world``, ``treatment``, ``week``, and the series that were kept.

    Raises:
        StudyError: there is no store.
    """
    store = store if isinstance(store, Store) else Store.open(store)
    return table_of(store, "weeks" if weeks else "runs")


def table_of(store: Store, name: str, worlds: int | None = None) -> pandas.DataFrame:
    """Return a table of a store as a data frame: ``runs``, ``weeks`` or ``events``; of the first ``worlds`` alone."""
    import pandas  # only here: it takes longer to import than a hundred runs

    is_planned = store.manifest["model"] == model_edition()
    columns = _came_of() if name == "runs" and is_planned else None  # the plan says the rest
    found = [part.table.to_pandas() for part in store.parts(name, columns)]
    if not found:
        return pandas.DataFrame()
    table = pandas.concat(found if name == "runs" else _once(found), ignore_index=True)
    if is_planned:
        plan = _plan(store.study, worlds)
    else:
        runs = table if name == "runs" else pandas.concat([part.table.to_pandas() for part in store.parts()])
        plan = _plan_of_rows(store.study, runs)
    return _runs(plan, table) if name == "runs" else _rows(plan, table)


def _plan_of_rows(study: Study, runs: pandas.DataFrame) -> pandas.DataFrame:
    """Return what was asked for when it ran: another edition of the model may name the same runs otherwise."""
    paths = [path for path in study.paths if path in runs.columns]
    plan = runs[["world", "point", "repetition", "seed", "treatment", *paths, "key"]]
    plan = plan.drop_duplicates(["world", "treatment"], keep="last")
    places = {one.name: place for place, one in enumerate(study.treatments)}
    order = plan["treatment"].map(lambda name: places.get(name, len(places)))
    return plan.assign(order=order).sort_values(["world", "order"], kind="stable").drop(columns="order")


def _plan(study: Study, worlds: int | None) -> pandas.DataFrame:
    """Return what the study asks for, a row a run."""
    import pandas

    runs = list(planned(study, worlds))
    paths = dict.fromkeys(path for one in study.treatments for path in one.settings if path not in NAMED)
    chosen = {path: [study.treatments[run.treatment].settings.get(path) for run in runs] for path in paths}
    return pandas.DataFrame({**columns_of(runs, study), **chosen})


def _runs(plan: pandas.DataFrame, table: pandas.DataFrame) -> pandas.DataFrame:
    """Return what came of the runs of a plan; of several rows of a run one that is done, else the last that failed."""
    # A stable sort by status puts what is done first: "done" < "failed".
    best = table.iloc[::-1].sort_values("status", kind="stable").drop_duplicates("key")
    joined = plan.merge(best.reindex(columns=_came_of()), on="key")  # parts from before a plug-in lack its outcomes
    last = ["key", "experiment"]
    return joined[[*(name for name in joined.columns if name not in last), *last]]


def _came_of() -> list[str]:
    """Return the columns of what came of a run, outcomes of mechanisms from elsewhere included."""
    return ["key", "governance", "strategy", "status", *MEASURES, "error", "experiment"]


def _once(tables: Sequence[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
    """Yield rows of weeks or events without those of runs that stand in an earlier table."""
    seen: set[str] = set()
    for table in tables:
        keys = set(table["key"].unique())
        yield table[~table["key"].isin(seen)] if seen & keys else table
        seen |= keys


def _rows(plan: pandas.DataFrame, table: pandas.DataFrame) -> pandas.DataFrame:
    """Return the rows of weeks or events of the runs of a plan."""
    labels = plan[["key", "world", "treatment"]]
    return labels.merge(table.drop(columns=["world", "treatment"]), on="key", how="inner")
