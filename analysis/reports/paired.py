"""From the runs of a study to what they say: paired differences between its treatments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...sim.measures import MEASURES
from ..estimates import PairedDifference, paired_difference

if TYPE_CHECKING:
    import pandas


class Contrast(NamedTuple):
    """A treatment against the first one in one outcome."""

    outcome: str
    treatment: str
    difference: PairedDifference


def contrasts(runs: pandas.DataFrame, outcomes: Sequence[str], treatments: Sequence[str]) -> list[Contrast]:
    """Return every treatment but the first against the first, in the worlds that both have.

    Args:
        runs: as ``coalitions.experiments.studies.frame`` returns them.
        outcomes: names; treatments: names in their order.
    """
    found = []
    for outcome in outcomes:
        values = runs.pivot(index="world", columns="treatment", values=outcome)
        for treatment in treatments[1:]:
            if {treatments[0], treatment} <= set(values.columns):
                first = values[treatments[0]].to_numpy(dtype=float)
                other = values[treatment].to_numpy(dtype=float)
                better = MEASURES[outcome].better
                found.append(Contrast(outcome, treatment, paired_difference(first, other, better)))
    return found
