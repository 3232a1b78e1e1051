"""Outcomes side by side, since forms trade one for another; and shares of worlds in which something came in time."""

from __future__ import annotations

import numpy as np

from ...sim.state import Floats
from ..studies.cells import Counts
from ..studies.priors import wilson
from ..words import name_of_outcome, number
from .book import Read
from .markdown import table, text

FEWEST_OUTCOMES = 8
"""Outcomes from which on a study is worth a table of them all."""


def side_by_side(read: Read) -> list[str]:
    """Return the means of all outcomes under each treatment, a table a place; nothing where few are asked."""
    study = read.study
    if study.uncertainties or len(study.outcomes) < FEWEST_OUTCOMES or not len(study.choices) > 2 or not read.runs:
        return []
    names = [name_of_outcome(one).lower() for one in study.outcomes]
    return [
        "\n\n".join([text(_head(place)), table([place or "treatment", *names], _rows(read, place))])
        for place in study.places
    ]


def _head(place: str) -> str:
    return f"All outcomes{f', {place}' if place else ''}, in the mean of the worlds in which each is defined:"


def _rows(read: Read, place: str) -> list[list[str]]:
    return [
        [choice, *(_mean(read.cells.by_world(outcome, place, choice)) for outcome in read.study.outcomes)]
        for choice in read.study.choices
    ]


def _mean(values: Floats) -> str:
    known = values[np.isfinite(values)]
    return number(float(known.mean())) if len(known) else "–"


def within(read: Read) -> str:
    """Return shares of worlds, with their intervals, where a claim is about what comes within some weeks."""
    asked = dict.fromkeys((one.claim.outcome or read.study.outcomes[0], one.claim.within) for one in read.answers)
    return "\n\n".join(_shares(read, outcome, limit) for outcome, limit in asked if limit is not None and read.runs)


def _shares(read: Read, outcome: str, limit: float) -> str:
    study = read.study
    head = f"Share of worlds with {name_of_outcome(outcome).lower()} of at most {limit:g}, and its 95 % interval:"
    rows = [[place or "everywhere", *(_share(read, outcome, limit, place, one) for one in study.choices)]
            for place in study.places]  # fmt: skip
    return "\n\n".join([text(head), table(["where", *study.choices], rows)])


def _share(read: Read, outcome: str, limit: float, place: str, choice: str) -> str:
    values = read.cells.by_world(outcome, place, choice, Counts(within=limit))
    values = values[np.isfinite(values)]
    if not len(values):
        return "–"
    share, low, high = wilson(int(values.sum()), len(values))
    return f"{share:.2f} [{low:.2f}, {high:.2f}]"
