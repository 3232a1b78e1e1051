"""The book of the evidence: what each study says, read from its store; a study that was not run yet is empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...experiments.evidence import Finding
from ..studies.cells import Cells
from ..studies.claims import Answer, answers

if TYPE_CHECKING:
    import pandas

    from ...experiments.studies import Study


@dataclass(frozen=True)
class Read:
    """A study with what its store says.

    Attributes:
        runs: that are in the store; ``asked``: that the study asks for.
    """

    study: Study
    cells: Cells = field(repr=False)
    answers: tuple[Answer, ...] = field(repr=False)
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
    def answers(self) -> Sequence[Answer]:
        """All claims, study by study."""
        return [one for read in self.studies.values() for one in read.answers]


def read(study: Study, runs: pandas.DataFrame, asked: int) -> Read:
    """Return what the runs of a study say, as ``clever_coalitions.experiments.studies.frame`` returns them."""
    cells = Cells.of(study, runs)
    return Read(study, cells, tuple(answers(cells)), len(runs), asked)
