"""``coalitions study diff``: the same runs in two stores, and which outcomes moved."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import screen
from .compare import LEFT
from .study import explained

if TYPE_CHECKING:
    from clever_coalitions.experiments.studies.diff import Difference


def answer(first: Path, second: Path, is_json: bool) -> None:
    """Compare two stores run by run, and print what moved.

    Raises:
        UserError: one of them is none, or they have no run in common.
    """
    from clever_coalitions.experiments.studies import Store
    from clever_coalitions.experiments.studies.diff import difference

    with explained():
        found = difference(Store.open(first), Store.open(second))
    if is_json:
        screen.print_json(asdict(found))
        return
    console = screen.answers()
    for line in (*_cause(found), *_extent(found, first, second)):
        console.print(line, markup=False, soft_wrap=True)
    if found.moved:
        console.print(_table(found))
    else:
        console.print("Nothing moved: every outcome of every run is the same to the last bit.")


def _cause(found: Difference) -> list[str]:
    code = "the same edition of the model" if len(set(found.models)) == 1 else "two editions of the model"
    if found.same_experiment == found.runs:
        return [f"{found.runs:,} runs in both, all of the same experiments, with {code}"]
    others = found.runs - found.same_experiment
    return [f"{found.runs:,} runs in both, with {code}; {others:,} of them differ in their case, numbers or seed"]


def _extent(found: Difference, first: Path, second: Path) -> list[str]:
    return [f"{many:,} runs only in {folder}" for many, folder in zip(found.only, (first, second), strict=True) if many]


def _table(found: Difference) -> Any:
    from rich import box
    from rich.table import Table

    from clever_coalitions.analysis.words import name_of_outcome, number, signed

    title = "What moved, second store minus first"
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), title=title, **LEFT)
    for name in ("outcome", "treatment"):
        table.add_column(name)
    for name in ("moved in", "mean [95%]", "largest"):
        table.add_column(name, justify="right")
    for one in found.moved:
        scale = max(abs(one.low), abs(one.high))
        mean = f"{signed(one.mean, scale)} [{signed(one.low, scale)}, {signed(one.high, scale)}]"
        defined = f" +{one.appeared}" if one.appeared else ""
        table.add_row(
            name_of_outcome(one.outcome), one.treatment, f"{one.moved:,} of {one.runs:,}{defined}", mean,
            number(one.largest),
        )  # fmt: skip
    if any(one.appeared for one in found.moved):
        table.caption = "+: runs in which it is defined in one of the two only."
    return table
