"""What a number moves: paired worlds with it and without, in every shipped case that could show it."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import cache
from typing import NamedTuple

import numpy as np

from ...scenarios import load
from ...sim.edition import EDITION
from ...sim.measures import SHIPPED
from ...sim.parameters import Number, numbers
from ...sim.run import Run
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..worlds import world_seed

SEED = 1
"""Base seed of all worlds of an audit."""

SCREENED, MEASURED, SAMPLED = 30, 400, 40
"""Worlds in which moves are looked for; then those, others, in which the largest is measured; the first of these, by
which a record can be checked quickly."""

CLEAR = 1.0
"""Move in few worlds at which no further case is tried,"""

TRIED, SURE = 6, 0.4
"""and settings of a number that are measured at most, and the move at which no further one is."""

ENOUGH = 0.2
"""Share of the worlds in which an outcome must be defined and, as the case is, be other than its commonest value."""

NAMES = tuple(SHIPPED)

THREE_ISSUES = "steady, three issues"
CASES: dict[str, Callable[[], Scenario]] = {
    "steady": lambda: load("steady"),
    "syria": lambda: load("syria"),
    "exponential": lambda: load("exponential"),
    "central_african_republic": lambda: load("central_african_republic"),
    THREE_ISSUES: lambda: load("steady", {"conditions.issues": 3, "conditions.arrival": 26}),
    "fragmented": lambda: load("fragmented"),
}
"""Shipped cases, and one of them with a portfolio."""

TABLES = ("decision", "club.losers", "outcome.dissent", "outcome.undoing", "joining.threshold")
MOVEMENTS = ("club.ties", "work.self_organized", "sensing.follow")
MANDATES = ("work.oversight",)
"""Numbers that tables, movements or decrees use more than a coordinator does, beside whom they are tried as well."""

FOR_MOVEMENTS = ("steady", "syria")
"""Cases of these; others take them long, and show no more."""


class Trial(NamedTuple):
    """A number set to one of its values, in a case under a form."""

    number: str
    setting: str  # "neutral", "low" or "high"
    value: float
    scenario: str
    form: str


class Move(NamedTuple):
    """What a setting moves an outcome by.

    Attributes:
        move: mean paired difference in standard deviations of the outcome between worlds; error: its standard error.
        sample: the same in the first ``SAMPLED`` of the worlds.
        edition: of the model in which it was found.
    """

    where: Trial
    outcome: str
    move: float
    error: float
    worlds: int
    sample: float = math.nan
    edition: int = EDITION

    @property
    def surely(self) -> float:
        """What the size of the move is at least, as far as its error goes."""
        return abs(self.move) - 2.0 * self.error


def forms_tried(path: str, name: str) -> tuple[str, ...]:
    """Return the forms under which a number is tried in a case."""
    is_tables = any(path.startswith(one) for one in TABLES)
    is_movements = path in MOVEMENTS and name in FOR_MOVEMENTS
    tables, movements = ("consensus", "qualified-majority"), ("self-organized",)
    others = {tables: is_tables, movements: is_movements, ("mandated",): path in MANDATES}
    return ("opt-in", *(form for forms, is_tried in others.items() if is_tried for form in forms))


@cache
def audited_case(name: str) -> Scenario:
    """Return a case of the audit."""
    return CASES[name]()


def value_in(scenario: Scenario, path: str) -> float:
    """Return the number at ``path`` as a case has it."""
    group, _, name = path.partition(".")
    return float(getattr(getattr(scenario.parameters, group), name))


def values_of(number: Number) -> dict[str, float]:
    """Return the values that a number is set to: its neutral one, where it has one, and the ends of its prior."""
    values = {} if number.neutral is None else {"neutral": number.neutral}
    low, high = number.prior
    return values | {
        name: float(value) for name, value in (("low", low), ("high", high)) if value not in values.values()
    }


def settings_of(path: str, name: str) -> Iterator[Trial]:
    """Yield every setting of a number that differs from what a case has."""
    number = {known: one for known, _, one in numbers()}[path]
    for form in forms_tried(path, name):
        for setting, value in values_of(number).items():
            if value != value_in(audited_case(name), path):
                yield Trial(path, setting, value, name, form)


def outcomes(scenario: Scenario, form: str, first: int, worlds: int) -> Floats:
    """Return the outcomes of some worlds, (worlds, outcomes), in the order of ``NAMES``."""
    rows = np.full((worlds, len(NAMES)), math.nan)
    for world in range(worlds):
        found = Run(scenario, world_seed(SEED, first + world), form, series=False).advance().outcomes()
        rows[world] = [found[name] for name in NAMES]
    return rows


@cache
def outcomes_before(name: str, form: str, first: int, worlds: int) -> Floats:
    """Return the outcomes of a case as it is."""
    return outcomes(audited_case(name), form, first, worlds)


def standardized(before: Floats, after: Floats) -> tuple[float, float]:
    """Return the move between two columns of paired worlds, and its standard error; nan where nothing can be said."""
    known = before[np.isfinite(before)]
    both = np.isfinite(before) & np.isfinite(after)
    if both.sum() < max(2.0, ENOUGH * len(before)) or len(known) < 2:
        return math.nan, math.nan
    commonest = np.unique(known, return_counts=True)[1].max()
    deviation = float(known.std(ddof=1))
    if commonest > (1.0 - ENOUGH) * len(before) or deviation == 0.0:
        return math.nan, math.nan
    apart = after[both] - before[both]
    return float(apart.mean()) / deviation, float(apart.std(ddof=1)) / math.sqrt(len(apart)) / deviation


def moves(where: Trial, first: int, worlds: int) -> list[Move]:
    """Return what a setting moves every outcome by that can say so."""
    before = outcomes_before(where.scenario, where.form, first, worlds)
    changed = audited_case(where.scenario).with_numbers({where.number: where.value})
    after = outcomes(changed, where.form, first, worlds)
    found = []
    for column, name in enumerate(NAMES):
        move, error = standardized(before[:, column], after[:, column])
        sample = standardized(before[:SAMPLED, column], after[:SAMPLED, column])[0]
        if not math.isnan(move):
            found.append(Move(where, name, move, error, worlds, sample))
    return found


def screened(path: str) -> list[Move]:
    """Return the moves of a number in few worlds, the surest first; no further case is tried where one is clear."""
    found: list[Move] = []
    for name in CASES:
        found += [one for where in settings_of(path, name) for one in moves(where, MEASURED, SCREENED)]
        found.sort(key=lambda one: -one.surely)
        if found and found[0].surely >= CLEAR:
            break
    return found


def measured(candidate: Move) -> Move | None:
    """Return the move of a candidate in the worlds that count; none where its outcome says nothing there."""
    found = (one for one in moves(candidate.where, 0, MEASURED) if one.outcome == candidate.outcome)
    return next(found, None)


def largest_move(path: str) -> Move | None:
    """Return the move of a number in the setting that looked best in few worlds; the next ones where that is small."""
    tried: dict[Trial, Move] = {}
    for one in screened(path):
        tried.setdefault(one.where, one)
    found: list[Move] = []
    for candidate in list(tried.values())[:TRIED]:
        if move := measured(candidate):
            found.append(move)
            if move.surely >= SURE:
                return move
    return max(found, key=lambda one: one.surely, default=None)


def audit(paths: Sequence[str], workers: int | None = None) -> Iterator[tuple[str, Move | None]]:
    """Yield each number with its largest move, as they are found; ``workers``: threads, or one for each processor."""
    pool = ThreadPoolExecutor(workers or os.cpu_count())
    try:
        work = {pool.submit(largest_move, path): path for path in paths}
        for future in as_completed(work):
            yield work[future], future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
