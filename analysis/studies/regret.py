"""What one may regret: what a treatment lacks to the best one in the same world, and how often it is good enough.

The one with the least of it on average is the one with the best mean, so it is named where that is told.

Literature: L. J. Savage, "The theory of statistical decision", Journal of the American Statistical Association 46
(1951) 55-67; H. A. Simon, "Rational choice and the structure of the environment", Psychological Review 63 (1956)
129-138.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.estimates import LESS, MORE
from ...sim.measures import LOWER, MEASURES
from ...sim.state import Floats
from ..words import name_of_outcome, number, worlds
from .together import Pair, judged_together

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison

NOBODY_LEAST = "No treatment is known to leave less to regret than every other."


def regret(found: Comparison, outcome: str, enough: float | None = None) -> pandas.DataFrame:
    """Return what each treatment lacks to the best one in the same world, and how often it is good enough.

    Columns: ``variant``, ``mean``, ``in_one_of_ten`` (its 90th percentile) and ``most`` of the regret, in the unit of
    the outcome; ``best``: share of worlds in which none is better; ``enough``: share in which the outcome reaches it,
    nan where none is said; ``leads``: whether every other one is known to have a worse mean; ``worlds``: on how many it
    rests.  Worlds in which a treatment has no value are left out.

    Args:
        enough: what is good enough: at least so much, or at most where less is better.
    """
    import pandas

    sign = -1.0 if MEASURES[outcome].better == LOWER else 1.0
    is_known = np.asarray(np.isfinite(found.outcome(outcome)).all(axis=1))
    values = sign * found.outcome(outcome)[is_known]
    lacks: Floats = values.max(axis=1, keepdims=True) - values if len(values) else values
    rows = [
        (
            name, float(one.mean()), float(np.quantile(one, 0.9)), float(one.max()), float(np.mean(one == 0.0)),
            math.nan if enough is None else float(np.mean(values[:, place] >= sign * enough)),
            _is_ahead(found, outcome, is_known, place), len(one),
        )
        for place, (name, one) in enumerate(zip(found.variants, lacks.T, strict=True))
        if len(one)
    ]  # fmt: skip
    columns = ["variant", "mean", "in_one_of_ten", "most", "best", "enough", "leads", "worlds"]
    return pandas.DataFrame(rows, columns=columns)


def _is_ahead(found: Comparison, outcome: str, which: np.ndarray, place: int) -> bool:
    """Return whether every other treatment is known to be worse in these worlds.

    All must be told, so no allowance is made for their number.
    """
    values, groups = found.outcome(outcome)[which], found.groups.of(which) if found.groups else None
    better = LESS if MEASURES[outcome].better == LOWER else MORE
    others = [
        Pair(values[:, other], values[:, place], outcome, groups, found.matters.get(outcome), found.at_any_time)
        for other in range(values.shape[1])
        if other != place
    ]
    return all(one.verdict == better for one in judged_together(others))


def least_regret(table: pandas.DataFrame, outcome: str) -> str:
    """Say which treatment leaves least to regret on average, where that is known."""
    if not table["leads"].any():
        return NOBODY_LEAST if len(table) else ""
    what = name_of_outcome(outcome).lower()
    one = table[table["leads"]].iloc[0]
    many = f"the {worlds(int(one['worlds']))} that have it under all"
    lacks = f"on average it lacks {number(float(one['mean']))} to the best treatment of each of {many}"
    return f"In {what}, {one['variant']} leaves least to regret: {lacks}."
