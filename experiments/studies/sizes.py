"""How large a design is, computed from what a study says: before any of it is made."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...scenarios.mistakes import Problem
from .format import MOST_POINTS
from .study import Study

MOST_NUMBERS = 50_000_000
"""Numbers in the points of a design; each takes eight bytes, and several times as many while it is made."""

GIB = 2**30


def kind_of(study: Study) -> str:
    """Return the kind of a design; seeds alone where the file names none."""
    return study.design.kind or "seeds"


def points_in(study: Study) -> int:
    """Return how many points a design has."""
    if study.points:
        return len(study.points.rows)
    width, kind = len(study.uncertainties), kind_of(study)
    if not width:
        return 1
    if kind == "full-factorial":
        return math.prod(len(one.grid()) for one in study.uncertainties)
    many = study.design.points or (study.stop.at_most if study.stop else 1)
    return many * {"saltelli": width + 2, "morris": width + 1}.get(kind, 1)  # as SALib makes them


def repetitions_in(study: Study) -> int:
    """Return the repetitions of each point; with a stopping rule, as many as it may take."""
    if study.stop and kind_of(study) == "seeds":
        return study.stop.at_most
    return study.design.repetitions


def mistakes_in_size(study: Study) -> Iterator[Problem]:
    """Yield what a design has too many of."""
    points, width = points_in(study), len(study.uncertainties)
    if points > MOST_POINTS:
        yield Problem("design", f"expected at most {MOST_POINTS:,} points, not {points:,} (of {width} numbers each)")
    elif points * width > MOST_NUMBERS:
        yield Problem(
            "design",
            f"expected at most {MOST_NUMBERS:,} numbers; {points:,} points of {width} numbers are {points * width:,} "
            f"({8 * points * width / GIB:.1f} GiB)",
        )
