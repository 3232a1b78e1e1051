"""When obstacles that stand in the way one after the other are overcome, variant by variant, in words."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ...experiments.falls import Fall, falls_of
from .report_page import table

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

HEAD = "What is overcome: in how many worlds, and in which week"
NOTE = "The week is that in the median of these worlds; in the others, it is not overcome within the run."


def has_several_in_turn(comparison: Comparison) -> bool:
    """Return whether the case says which of several obstacles stands in the way after which, and weeks were kept."""
    return len(comparison.scenario.sequence) > 1 and comparison.overcome_at is not None


def rows_of_falls(comparison: Comparison) -> list[list[str]]:
    """Return the names of the obstacles, then a row a variant with its label; the first cell of the head is empty."""
    by_variant = [list(falls) for _, falls in groupby(falls_of(comparison), key=lambda fall: fall.variant)]
    rows = [[label, *map(_fall, falls)] for label, falls in zip(comparison.labels, by_variant, strict=True)]
    return [["", *(fall.obstacle for fall in by_variant[0])], *rows]


def falls_table(comparison: Comparison) -> str:
    """Return the same as a table in HTML."""
    heads, *rows = rows_of_falls(comparison)
    return table(heads, rows, NOTE)


def _fall(one: Fall) -> str:
    """Return ``12 of 50, week 93``, or ``0 of 50``."""
    return f"{one.overcome:,} of {one.worlds:,}" + (f", week {one.week:.0f}" if one.overcome else "")
