"""A study: a case, worlds, treatments, and what is wanted to be known."""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ...scenarios import ScenarioError
from ...scenarios.loader import Source
from ...scenarios.mistakes import Problem, unknown
from ...scenarios.shapes import File, shaped_as
from ...sim.measures import MEASURES
from .cases import Cases, StudyCase
from .format import ClaimPart, DesignPart, KeepPart, Points, StopPart, StudyFile
from .settings import Settings
from .uncertainties import Uncertainty


class StudyError(ScenarioError):
    """A study cannot be used; the text names the file, the key, the value, what was expected and the nearest name."""


def installed(module: str, what: str, asked_by: str) -> Any:
    """Return a module of the extra ``studies``.

    Raises:
        StudyError: it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        expected = f'expected {what} installed: pip install "clever-coalitions[studies]"'
        raise StudyError(asked_by, [Problem("", expected)]) from None


def shaped_in(label: str, form: type[File], data: Mapping[str, Any]) -> File:
    """Return data as a checked ``form``.

    Raises:
        StudyError: something is wrong with its shape, types or ranges; ``label``: what the message calls it.
    """
    made = shaped_as(form, data)
    if isinstance(made, list):
        raise StudyError(label, made)
    return made


@dataclass(frozen=True)
class Treatment:
    """What somebody could choose, somewhere: a name, and what it sets, by path.

    Attributes:
        place: where; nothing where the study has no places.
        case: of that place; nothing where it is that of the study.
        choice: what is chosen there; the name where there are no places.
    """

    name: str
    settings: Settings
    place: str = ""
    case: str = ""
    choice: str = ""


@dataclass(frozen=True)
class Study:
    """A question to the model; ``load_study`` and ``study_of`` make one and check it.  It travels between processes.

    Attributes:
        name: of the file, without its ending.
        file: what the file says; with ``points`` where its worlds are a list.
        case: what the file of the case says.
        fixed: what is the same in all runs.
        treatments: every world runs under each of them, place by place; differences are to the first, the reference.
        cases: the cases of places that have their own, by name.
    """

    name: str
    file: StudyFile = field(repr=False)
    case: Source = field(repr=False)
    fixed: Settings
    uncertainties: tuple[Uncertainty, ...]
    treatments: tuple[Treatment, ...]
    points: Points | None = field(default=None, repr=False)
    cases: Mapping[str, Source] = field(default_factory=dict, repr=False)

    @property
    def question(self) -> str:
        """What is asked, in a sentence."""
        return self.file.question

    @property
    def design(self) -> DesignPart:
        """Which worlds there are."""
        return self.file.design

    @property
    def stop(self) -> StopPart | None:
        """When it is known well enough; None where the design says how many worlds there are."""
        return self.file.stop

    @property
    def keep(self) -> KeepPart:
        """What is kept of a run beside its outcomes."""
        return self.file.keep

    @property
    def claims(self) -> list[ClaimPart]:
        """What the study is to bear out."""
        return self.file.claims

    @property
    def paths(self) -> tuple[str, ...]:
        """What is uncertain, in the order of a world's values."""
        return tuple(one.path for one in self.uncertainties)

    def case_under(self, treatment: Treatment, values: Sequence[float] | None = None) -> StudyCase:
        """Return the case under a treatment, in a world with these values of what is uncertain; as it is without them.

        Raises:
            ScenarioError, ValueError: the values make no case.
        """
        world = {} if values is None else dict(zip(self.paths, values, strict=True))
        return self._cases[treatment.case].case({**self.fixed, **treatment.settings, **world})

    @functools.cached_property
    def _cases(self) -> dict[str, Cases]:
        return {name: Cases(one) for name, one in {"": self.case, **self.cases}.items()}

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_cases"}

    @property
    def places(self) -> tuple[str, ...]:
        """Names of the places; one without a name where the study has none."""
        return tuple(dict.fromkeys(one.place for one in self.treatments))

    @property
    def choices(self) -> tuple[str, ...]:
        """What can be chosen in each place."""
        return tuple(dict.fromkeys(one.choice for one in self.treatments))

    def place_of(self, place: str, choice: str) -> int:
        """Return which treatment a choice is in a place."""
        return [(one.place, one.choice) for one in self.treatments].index((place, choice))

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Outcomes of interest; all of them where the file names none."""
        return tuple(self.file.outcomes) or tuple(MEASURES)

    @property
    def matters(self) -> dict[str, float]:
        """The smallest difference that matters, by outcome, as the study says, or else the case."""
        return {**self.case.data.get("matters", {}), **self.file.matters}

    @functools.cached_property
    def digest(self) -> str:
        """A short hash of all that the study says, its case and its list of worlds included."""
        return hashlib.sha256(json.dumps(self.as_data(), sort_keys=True).encode()).hexdigest()[:16]

    def as_data(self) -> dict[str, Any]:
        """Return the study as plain values, from which ``study_from`` makes it again without any file."""
        others = {name: {"name": one.name, "data": one.data} for name, one in self.cases.items()}
        return {
            **({"cases": others} if others else {}),
            "name": self.name,
            "file": self.file.model_dump(exclude_unset=True),
            "case": {"name": self.case.name, "data": self.case.data},
            "points": self.points.model_dump() if self.points else None,
        }

    def named(self, name: str) -> Treatment:
        """Return the treatment of a name.

        Raises:
            StudyError: there is none; the message names the nearest.
        """
        known = {one.name: one for one in self.treatments}
        if name not in known:
            raise StudyError(self.name, [unknown("treatment", name, list(known), "treatment")])
        return known[name]

    def with_design(self, **changes: Any) -> Study:
        """Return the study with other numbers in its design: ``with_design(repetitions=200)``."""
        design = DesignPart.model_validate(self.design.model_dump(exclude_unset=True) | changes)
        return replace(self, file=self.file.model_copy(update={"design": design}))
