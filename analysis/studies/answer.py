"""The question of a study, answered: by its claims, else by what its figures show, else by how treatments differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...experiments.studies.compared import by_place
from ..words import capital, listed
from . import readings
from .claim_words import counted, found
from .claims import ClaimAnswer, claim_answers
from .conditions import conditions
from .tournament import tournament_of, tournament_verdict
from .words import study_answers

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study
    from .cells import Cells

MOST_SHOWN = 4
"""Sentences about figures, or places."""


def answers(cells: Cells, runs: pandas.DataFrame, is_full: bool) -> list[str]:
    """Return what answers a study, a sentence each.

    Args:
        runs: as ``clever_coalitions.experiments.studies.frame`` returns them.
        is_full: whether to say, too, what else is known: the conditions under which the answer is another one.
    """
    study, found = cells.study, cells.found
    said = _first(cells)
    if is_full and asks_conditions(study):
        return [*said, str(conditions(study, runs, study.outcomes[0], 1))]
    return [*said, beside(study, found)] if is_full and not study.claims and len(study.places) == 1 else said


def asks_conditions(study: Study) -> bool:
    """Return whether it can be asked where the second treatment is better than the first."""
    return bool(study.uncertainties) and len(study.choices) > 1 and len(study.places) == 1


def _first(cells: Cells) -> list[str]:
    """Return what its figures show, and what came of its claims; of a study with neither, how treatments differ."""
    if not cells.found.done:
        return by_differences(cells.study, cells.found)
    if played := tournament_of(cells):
        return [tournament_verdict(played)]
    said = readings.sentences(cells)[:MOST_SHOWN] + by_claims(claim_answers(cells))
    return said or by_differences(cells.study, cells.found)


def by_claims(claims: list[ClaimAnswer]) -> list[str]:
    """Return what came of the first claim, and of the other one, or how many of the others hold."""
    said = [f"{one.claim.says} {capital(one.status)}: {found(one)}." for one in claims]
    return said if len(said) < 3 else [said[0], f"Of {len(said) - 1} claims beside: {counted(claims[1:])}."]


def by_differences(study: Study, found: Comparison) -> list[str]:
    """Return how treatments differ: of several places, the first two in each of them."""
    if len(study.places) == 1:
        return study_answers(found, study.outcomes)
    said = [_in_place(here, study.outcomes) for here in by_place(study, found)]
    left = len(said) - MOST_SHOWN
    return [*said[:MOST_SHOWN], f"{left} more places are in the figures and in the data."] if left > 0 else said


def _in_place(found: Comparison, outcomes: Sequence[str]) -> str:
    said = study_answers(found, outcomes)[0]
    return said if len(found.variants) > 1 else f"{capital(found.variants[0])}: {said[0].lower()}{said[1:]}"


def beside(study: Study, found: Comparison) -> str:
    """Return how many of the differences but the first are known; nothing where there are none."""
    if len(study.choices) == 1:
        return ""
    counts = found.differences(*study.outcomes).iloc[1:]["verdict"].value_counts()
    said = listed([f"{verdict} in {many}" for verdict, many in counts.items()])
    return f"In the {counts.sum()} differences beside, judged together, it is: {said}." if len(counts) else ""
