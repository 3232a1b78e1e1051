"""The book of the evidence: which studies it is made of, and what the store of each says; perhaps nothing yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...experiments.evidence import Finding
from ..studies.cells import Cells
from ..studies.claims import ClaimAnswer, claim_answers

if TYPE_CHECKING:
    import pandas

    from ...experiments.studies import Study


PRIORS = "Over all that is not known"

MAPS = "Which form, over two numbers"

CHAPTERS = {
    "Forms of governance": ("forms", "rules", "strategies", "gains", "contexts", "required_share", "agreeing"),
    PRIORS: ("priors",),
    "The cases": ("syria_turns", "syria_dates", "central_african"),
    MAPS: (
        "staff_members", "bias_offset", "drift_hazard", "members_legitimacy", "urgency_obstacles", "losers_dissent",
        "values_hazard", "oversight_care",
    ),
    "The ten principles, part by part": ("principles", "together"),
    "How much of a good thing": ("credit", "listening", "core", "rest", "portfolio"),
    "How the whole behaves": ("idle_core", "hub", "matching", "cascade"),
}  # fmt: skip
"""Shipped studies by chapter; the first of all is asked first."""

STUDIES = tuple(name for chapter in CHAPTERS.values() for name in chapter)

TIMES = {"forms": 2, "priors": 4}
"""How many times as many worlds the evidence takes of a study as that asks for, which a page must be able to run."""


@dataclass(frozen=True)
class Read:
    """A study with what its store says.

    Attributes:
        runs: that are in the store; ``asked``: that the study asks for.
    """

    study: Study
    cells: Cells = field(repr=False)
    answers: tuple[ClaimAnswer, ...] = field(repr=False)
    runs: int
    asked: int


@dataclass(frozen=True, eq=False)
class Book:
    """All that was found.

    Attributes:
        studies: by name.
        checks: the limiting cases that ``coalitions verify`` looks at.
        edition: of the model that was run.
    """

    studies: dict[str, Read]
    checks: tuple[Finding, ...]
    edition: int

    @property
    def answers(self) -> Sequence[ClaimAnswer]:
        """All claims, study by study."""
        return [one for read in self.studies.values() for one in read.answers]


def read_study(study: Study, runs: pandas.DataFrame, asked: int) -> Read:
    """Return what the runs of a study say, as ``clever_coalitions.experiments.studies.frame`` returns them."""
    cells = Cells.of(study, runs)
    return Read(study, cells, tuple(claim_answers(cells)), len(runs), asked)
