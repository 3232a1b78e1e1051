"""The sandbox: a small grid of ways to work together on one case.

Each cell of it is run in one world, to be watched, and in many, to be judged.  The world is the same in all cells: the
middle one of those in which the case as it comes is settled.  A cell has two files: what one may know while it is
played, and what is told without fog.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from ...experiments.estimates import LESS, MORE, SAME, paired_difference
from ...experiments.studies.derived import DERIVED, expanded
from ...scenarios import load
from ...sim.governance.forms import find_form
from ...sim.measures import HIGHER, PRIMARY
from ..live.settings import Case, Setting, plan_of
from ..record import truth_of
from .tale import Outcomes, Tale, Values, became_of, ends_of_worlds, middle_of

GRID = Path(__file__).with_name("sandbox.toml")

SERIES = ("progress", "member_hours")
"""Weekly series of a record that the table and the gap are drawn from."""

VERDICTS = {MORE: "more", LESS: "less", SAME: "same"}
"""Keys of texts for what is told of a cell against the case as it comes; what is not told apart is open."""

EVERY = 20
"""Cells from one line about how far it is to the next."""

Places = tuple[int, ...]


class Sandbox:
    """The grid, and what is run for it.

    Args:
        worlds: in which each cell is judged.
    """

    def __init__(self, worlds: int) -> None:
        said = tomllib.loads(GRID.read_text("utf-8"))
        self.case, self.levers, self.worlds = load(said["case"]), said["levers"], worlds

    @cached_property
    def usual(self) -> Places:
        """The case as it comes: the place of its own value on each lever."""
        return tuple(one["values"].index(self._own(one["path"])) for one in self.levers.values())

    def _own(self, path: str) -> Any:
        if path == "governance":
            return self.case.governance
        group, _, name = path.partition(".")
        return getattr(getattr(self.case.parameters, "coordinator" if path in DERIVED else group), name)

    def cells(self) -> list[Places]:
        """Return all cells; where nobody leads, what a leader has stays as it comes."""
        every = product(*(range(len(one["values"])) for one in self.levers.values()))
        return list(dict.fromkeys(map(self.led, every)))

    def led(self, cell: Places) -> Places:
        """Return the cell that stands for another one."""
        if self.is_led(cell):
            return cell
        ways = zip(cell, self.usual, self.levers.values(), strict=True)
        return tuple(own if one.get("is_led") else place for place, own, one in ways)

    def is_led(self, cell: Places) -> bool:
        """Return whether somebody leads."""
        return find_form(self._values(cell)["governance"]).is_coordinated

    def _values(self, cell: Places) -> dict[str, Any]:
        return {one["path"]: one["values"][place] for place, one in zip(cell, self.levers.values(), strict=True)}

    def setting(self, cell: Places, seed: int = 1) -> Setting:
        """Return what is run in a cell: the case with what differs from it."""
        moved = [place != own for place, own in zip(cell, self.usual, strict=True)]
        said = {
            path: value for (path, value), is_moved in zip(self._values(cell).items(), moved, strict=True) if is_moved
        }
        form = said.pop("governance", "")
        derived = {path: said.pop(path) for path in DERIVED if path in said}
        numbers = {**said, **expanded(self.case, derived)}
        return Setting(Case(self.case.name), tuple(sorted(numbers.items())), form, seed=seed)

    def runs(self, cell: Places) -> list[Outcomes]:
        """Return what came out of many worlds of a cell."""
        plan = plan_of(self.setting(cell))
        return ends_of_worlds(plan.scenario, plan.governance, plan.strategy, self.worlds)

    @cached_property
    def _usual_runs(self) -> list[Outcomes]:
        return self.runs(self.usual)

    @cached_property
    def seed(self) -> int:
        """The world that is watched."""
        return middle_of(became_of(self._usual_runs)["weeks"])

    def given(self) -> Values:
        """Return what a page is given to begin with."""
        return {
            "levers": {
                key: {"values": one["values"], "is_led": one.get("is_led", False)} for key, one in self.levers.items()
            },
            "led": [find_form(form).is_coordinated for form in self.levers["form"]["values"]],
            "usual": self.usual,
            "weeks": self.case.weeks,
            "seed": self.seed,
            "worlds": self.worlds,
        }

    def told(self, cell: Places) -> tuple[Values, Values]:
        """Return what may be known of a cell, and what is told without fog."""
        tale = Tale(self.setting(cell, self.seed))
        truth = {**truth_of(tale.history), "series": {}, "beats": []}
        return {"record": small(tale.record), "moments": tale.moments()}, {"truth": truth, **self.judged(cell)}

    def judged(self, cell: Places) -> Values:
        """Return what many worlds say of a cell, against the case as it comes."""
        runs = self.runs(cell) if cell != self.usual else self._usual_runs
        mine, usual = (np.array([one[PRIMARY] for one in some]) for some in (runs, self._usual_runs))
        found = paired_difference(usual, mine, HIGHER)
        verdict = VERDICTS.get(found.verdict, "open")
        return {**became_of(runs), "verdict": "usual" if cell == self.usual else verdict}


def sandbox_files(worlds: int, report: Callable[[str], None]) -> Iterator[tuple[str, Values]]:
    """Yield the data of the sandbox: their names, and what they hold."""
    sandbox = Sandbox(worlds)
    yield "sandbox", sandbox.given()
    cells = sandbox.cells()
    for count, cell in enumerate(cells):
        if count % EVERY == 0:
            report(f"the sandbox: cell {count + 1} of {len(cells)}, each in {worlds} worlds")
        known, end = sandbox.told(cell)
        yield f"cell-{name_of_cell(cell)}", known
        yield f"end-{name_of_cell(cell)}", end


def name_of_cell(cell: Places) -> str:
    """Return what a cell is called in the names of its files."""
    return "".join(map(str, cell))


def small(record: Values) -> Values:
    """Return what a table needs of a record: who sits, the plan, what is done; no sentence in any language."""
    issues = [{**issue, "belief": [], "value": []} for issue in record["issues"]]
    hubs = [{**hub, "trust": [], "uses": []} for hub in record["hubs"]]
    series = {name: record["series"][name] for name in SERIES}
    cast = {**record["cast"], "ties": []}
    told: Values = {"people": {}, "events": [], "beats": []}
    return {**record, **told, "cast": cast, "issues": issues, "hubs": hubs, "series": series}
