"""What a session tells while it works, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .design import groups_of
from .stopping import Look, look, looks

if TYPE_CHECKING:
    import pandas

    from .study import Study


@dataclass(frozen=True)
class Progress:
    """How far a study is.

    Attributes:
        done: runs in the store, failed ones included; ``failed``: those of them that failed.
        total: runs that are needed; with a stopping rule, until it looks next.
        computed: runs that this session did.
    """

    done: int
    total: int
    failed: int
    computed: int


@dataclass(frozen=True)
class Report:
    """What a session did.

    Attributes:
        computed: runs that were done now.
        done: runs of the study in the store, failed ones included; ``failed``: those of them that failed.
        total: runs of the study; with a stopping rule, up to where it stopped.
        interrupted: whether it was stopped before all was done.
        seconds: that it took.
        damaged: parts that were set aside; foreign: parts of another version that are left out.
        looks: what a stopping rule saw.
    """

    store: Path
    computed: int
    done: int
    failed: int
    total: int
    interrupted: bool
    seconds: float
    damaged: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()


def looks_seen(study: Study, runs: pandas.DataFrame) -> tuple[Look, ...]:
    """Return what the stopping rule of a study has seen so far; nothing where it has none.

    Args:
        runs: as ``frame`` returns them.
    """
    rule = study.stop
    seen: tuple[Look, ...] = ()
    if rule is None or runs.empty:
        return ()
    matters = study.matters.get(rule.outcome)
    by_world = runs[runs["treatment"].isin(rule.between)].groupby("world")["treatment"].nunique() == 2
    values = runs.pivot(index="world", columns="treatment", values=rule.outcome)
    for size in looks(rule):
        if not by_world.reindex(range(size), fill_value=False).all():
            break
        first, second = (values[name].reindex(range(size)).to_numpy(dtype=float) for name in rule.between)
        seen = (*seen, look(rule, size, first, second, groups_of(study, np.arange(size)), matters))
        if seen[-1].is_enough:
            break
    return seen
