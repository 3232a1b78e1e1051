"""What a map says: the difference in each cell, told apart from none or not, and how it moves along the axes.

Cells are judged together (``effects.adjusted``, ``"cells"``): of those that are called different, one in twenty is a
mistake in the long run, however many cells there are.  The quarters of the map are four claims (``"claims"``), and
so are the two trends.  Cells share their worlds, so they are not independent; Benjamini and Hochberg's way allows for
cells that move together, as neighbors do (Benjamini & Yekutieli 2001).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...experiments.maps import Axis, Drawn
from ...sim.measures import LOWER, MEASURES
from ...sim.state import Floats
from ..effects import Effect, Number, Record, adjusted, effect

QUARTERS = ((0, 0), (1, 0), (0, 1), (1, 1))
"""The quarters of a map as (x, y): 0 where an axis is low, 1 where it is high."""


class AxisRead(Record):
    """An axis as it was: its name, what it is called, what it is, its unit and the values of its cells."""

    name: str
    label: str
    says: str
    unit: str
    values: list[float]


class Cell(Record):
    """One cell: where it lies, the mean of each variant, and second minus first."""

    x: float
    y: float
    means: tuple[Number, Number]
    difference: Effect


class Quarter(Record):
    """A quarter of a map: whether x and y are high there, and second minus first, the mean of its cells."""

    x: int
    y: int
    difference: Effect


class MapReading(Record):
    """What a map says.

    Attributes:
        variants: names of the two; differences are second minus first.
        cells: row by row from the lowest of both axes.
        along_x, along_y: how the difference changes from the lowest to the highest value, along a straight line.
        worlds: in which every cell is complete.
    """

    name: str
    title: str
    case: str
    outcome: str
    variants: tuple[str, str]
    x: AxisRead
    y: AxisRead
    cells: list[Cell]
    quarters: list[Quarter]
    along_x: Effect
    along_y: Effect
    worlds: int
    seed: int

    def winner(self, difference: Effect) -> int | None:
        """Return the place of the variant that does better, as ``winner`` below."""
        return winner(difference, self.outcome)

    def won(self, variant: int) -> list[Cell]:
        """Return the cells in which a variant does better."""
        return [cell for cell in self.cells if self.winner(cell.difference) == variant]


def winner(difference: Effect, outcome: str) -> int | None:
    """Return the place of the variant that does better (has more, where neither is better); None where it is open."""
    if difference.sign == 0:
        return None
    return int((difference.sign > 0) != (MEASURES[outcome].better == LOWER))


def read(drawn: Drawn) -> MapReading:
    """Return what a map says."""
    asked = drawn.map
    first, second = drawn.values[..., 0], drawn.values[..., 1]
    difference = second - first  # (worlds, y, x)
    along_x, along_y = adjusted(
        [
            effect(_rise(np.nanmean(difference, axis=1) if drawn.worlds else difference[:, 0], asked.x.values)),
            effect(_rise(np.nanmean(difference, axis=2) if drawn.worlds else difference[:, :, 0], asked.y.values)),
        ],
        "claims",
    )
    return MapReading(
        name=asked.name,
        title=asked.title,
        case=asked.case().name,
        outcome=asked.outcome,
        variants=drawn.variants,
        x=_axis(asked.x),
        y=_axis(asked.y),
        cells=_cells(asked.x.values, asked.y.values, first, second),
        quarters=_quarters(difference),
        along_x=along_x,
        along_y=along_y,
        worlds=drawn.worlds,
        seed=drawn.seed,
    )


def _axis(one: Axis) -> AxisRead:
    return AxisRead(name=one.name, label=one.label, says=one.says, unit=one.unit, values=list(one.values))


def _cells(xs: Sequence[float], ys: Sequence[float], first: Floats, second: Floats) -> list[Cell]:
    places = [(row, column) for row in range(len(ys)) for column in range(len(xs))]
    found = adjusted([effect(second[:, row, column] - first[:, row, column]) for row, column in places], "cells")
    return [
        Cell(
            x=xs[column],
            y=ys[row],
            means=(_mean(first[:, row, column]), _mean(second[:, row, column])),
            difference=one,
        )
        for (row, column), one in zip(places, found, strict=True)
    ]


def _quarters(difference: Floats) -> list[Quarter]:
    """Return the quarters; of an odd number of cells along an axis, the middle ones belong to none."""
    rows, columns = difference.shape[1] // 2, difference.shape[2] // 2
    low_or_high = {0: slice(None, rows), 1: slice(-rows, None)}, {0: slice(None, columns), 1: slice(-columns, None)}
    parts = [difference[:, low_or_high[0][y], low_or_high[1][x]] for x, y in QUARTERS]
    found = adjusted([effect(part.mean(axis=(1, 2))) for part in parts], "claims")
    return [Quarter(x=x, y=y, difference=one) for (x, y), one in zip(QUARTERS, found, strict=True)]


def _rise(difference: Floats, at: Sequence[float]) -> Floats:
    """Return how much a straight line through each world's differences, (worlds, cells), rises over the axis."""
    distance = np.asarray(at) - np.mean(at)
    slope = difference @ distance / (distance @ distance)
    return np.asarray(slope * (at[-1] - at[0]))


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
