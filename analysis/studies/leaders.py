"""Who leads: of several treatments, those than which no other is known to be better.

All pairs of treatments, of all places where it is asked, are judged together, so that in a place one false "known to be
worse" is as rare as one in twenty (``together.py``).  It is known who leads where all pairs among those who may lead
are known: one alone, or several between which there is no difference that matters.

A form that asks nobody is told apart: to command is no choice that a coordinator has. So who leads is said among the
others first, and then among all.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...experiments.estimates import LESS, MORE, UNKNOWN, PairedDifference
from ...experiments.intervals import Groups
from ...sim.governance.forms import find_form
from ...sim.measures import LOWER, MEASURES
from ...sim.state import Floats
from .together import Pair, judged_by_place

if TYPE_CHECKING:
    from ...experiments.studies import Study


DECREE = "decree"
"""The rule of agreeing under which nobody is asked."""


class Lead(NamedTuple):
    """Who leads in one place.

    Attributes:
        left: those than which no other is known to be better, the best mean first.
        out: the others.
        is_known: whether no difference among ``left`` is open.
        to_come: about how many more worlds would tell; infinite where no number would, 0 where it is known.
        margin: by how much the mean of the first is better than that of the next of all.
        is_empty: whether nothing differs from zero under any treatment: nobody leads, since nothing is achieved.
    """

    left: tuple[int, ...]
    out: tuple[int, ...]
    is_known: bool
    to_come: float
    margin: float
    is_empty: bool = False

    @property
    def is_told(self) -> bool:
        """Whether somebody leads, and it is known who."""
        return self.is_known and not self.is_empty


def asking(study: Study) -> list[int]:
    """Return the choices of a study under which those who take part are asked."""
    forms = [one.settings.get("governance", "opt-in") for one in study.treatments[: len(study.choices)]]
    return [place for place, form in enumerate(forms) if find_form(str(form)).agree != DECREE]


Differences = dict[tuple[int, int], PairedDifference]
"""Differences of all pairs in one place, the second of a pair minus the first."""


def leads(places: Sequence[Floats], outcome: str, at_any_time: bool = False) -> list[Lead]:
    """Return who leads in each place, from (worlds, treatments) of the outcome there."""
    found = between_all(places, outcome, at_any_time)
    return [lead_of(values, known, outcome) for values, known in zip(places, found, strict=True)]


def between_all(
    places: Sequence[Floats], outcome: str, at_any_time: bool = False, groups: Groups | None = None
) -> list[Differences]:
    """Return the differences of all pairs in each place, judged together; arguments as of ``leads``.

    Args:
        groups: which worlds hang together, in every place.
    """
    pairs = [list(itertools.combinations(range(values.shape[1]), 2)) for values in places]
    judged = judged_by_place(
        [
            [Pair(values[:, one], values[:, other], outcome, groups, None, at_any_time) for one, other in some]
            for values, some in zip(places, pairs, strict=True)
        ]
    )
    return [dict(zip(some, found, strict=True)) for some, found in zip(pairs, judged, strict=True)]


def lead_of(values: Floats, known: Differences, outcome: str) -> Lead:
    """Return who leads in one place, given the differences of all pairs there."""
    sign = -1.0 if MEASURES[outcome].better == LOWER else 1.0
    means = sign * values.mean(axis=0)
    order = sorted(range(len(means)), key=lambda place: -means[place])
    out = {loser for pair, one in known.items() if (loser := _loser(pair, one, sign)) is not None}
    left = tuple(place for place in order if place not in out)
    open_ones = [one for pair, one in known.items() if not out & set(pair) and one.verdict == UNKNOWN]
    margin = float(means[order[0]] - means[order[1]])
    return Lead(
        left,
        tuple(sorted(out)),
        not open_ones,
        max((one.worlds_to_come for one in open_ones), default=0.0),
        margin,
        not values.any(),
    )


def _loser(pair: tuple[int, int], one: PairedDifference, sign: float) -> int | None:
    """Return which of two is known to be worse; None where neither is."""
    if one.verdict not in (MORE, LESS):
        return None
    return pair[0] if (one.verdict == MORE) == (sign > 0.0) else pair[1]
