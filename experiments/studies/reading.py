"""Reads study files, and explains every mistake in them."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...scenarios import ScenarioError
from ...scenarios.loader import Source, source
from ...scenarios.mistakes import MOST_PROBLEMS, Problem, problem
from ...scenarios.opening import STUDY, normal
from ...scenarios.reading import find_file, read_toml, shipped_in
from ...scenarios.shapes import shaped_as
from ..levers import values_of
from ..variants import AS_IN_CASE
from .checks import mistakes_in_study
from .csv_points import read_points
from .format import MOST_TREATMENTS, Points, StudyFile, StudyPart, UncertaintyPart
from .settings import NAMED, flattened, is_plain, mistakes_in_settings, treatment_name
from .study import Study, StudyError, Treatment, shaped_in
from .uncertainties import PRIORS, Uncertainty, mistakes_in, priors

SHIPPED = Path(__file__).resolve().parent
"""The folder of the shipped studies."""

ALL = "all"
"""Stands for all free numbers among uncertainties; what is said of one of them by name is stronger."""


def names() -> list[str]:
    """Return the names of the shipped studies, in alphabetical order."""
    return shipped_in(SHIPPED)


def load_study(name_or_path: str | os.PathLike[str]) -> Study:
    """Return the study of a shipped name, such as ``"first_look"``, or of a file.

    The case and the list of worlds that a file names are looked for beside it.

    Raises:
        StudyError: the study cannot be found, read or used; its text is a message for people.
    """
    try:
        path = find_file(os.fspath(name_or_path), SHIPPED, "study")
        label = path.name if path.parent == SHIPPED else str(path)
        data = read_toml(label, path, STUDY, names())
        return study_of(data, normal(path.stem), path.parent, label)
    except ScenarioError as error:
        raise StudyError(error.file, error.problems) from None


def study_of(
    data: Mapping[str, Any], name: str = "study", folder: str | os.PathLike[str] = ".", label: str = ""
) -> Study:
    """Return the study that plain values describe, as in a study file.

    Args:
        data: ``{"question": ..., "case": ..., ...}``; see ``clever_coalitions.experiments.studies.format``.
        name: what it is called.
        folder: where the files that it names are; label: what messages call it.

    Raises:
        StudyError: it cannot be used.
    """
    label = label or name
    file = shaped_as(StudyFile, data)
    if isinstance(file, list):
        raise StudyError(label, [*file, *_beside(label, data, file, name, Path(folder))][: MOST_PROBLEMS + 1])
    return _read(name, label, file, Path(folder))


def _read(name: str, label: str, file: StudyFile, folder: Path) -> Study:
    case = _case(label, "case", file.case, folder)
    named = {name: table["case"] for name, table in file.places.items() if "case" in table}
    cases = {str(one): _case(label, f"places.{name}.case", one, folder) for name, one in named.items()}
    points = read_points(label, file, folder) if file.design.kind == "csv" and file.design.file else None
    return _study(name, label, file, case, points, cases)


def _beside(label: str, data: Mapping[str, Any], found: list[Problem], name: str, folder: Path) -> list[Problem]:
    """Return what is wrong in the other tables of a file, some tables of which have mistakes in their shape."""
    wrong = {one.key.split(".")[0] for one in found}
    rest = shaped_as(StudyFile, {key: value for key, value in data.items() if key not in wrong})
    if isinstance(rest, list):  # what is missing is needed
        return []
    try:
        _read(name, label, rest, folder)
    except StudyError as error:
        # What a table that is left out would say is no mistake of the others.
        return [one for one in error.problems if one.key.split(".")[0] not in wrong | {"design"} and one not in found]
    return []


def study_from(data: Mapping[str, Any], label: str = "") -> Study:
    """Return a study from what ``Study.as_data`` gave: no file is read.

    Args:
        label: what messages call it; its name where not given.

    Raises:
        StudyError: this version of the project cannot use it.
    """
    said = shaped_in(label or "a study", StudyPart, data)
    label = label or said.name
    case = Source(said.case.name, said.case.name, said.case.data)
    if said.points and not _is_whole(said.points):
        expected = "expected a row of numbers for each world, one a column, and a seed each or none"
        raise StudyError(label, [Problem("study.points", expected)])
    cases = {key: Source(one.name, one.name, one.data) for key, one in said.cases.items()}
    return _study(said.name, label, shaped_in(label, StudyFile, said.file), case, said.points, cases)


def _is_whole(said: Points) -> bool:
    """Return whether a list of worlds that was kept is one."""
    fits = said.rows and all(len(row) == len(said.columns) for row in said.rows)
    return bool(fits) and len(said.seeds) in (0, len(said.rows)) and len(set(said.columns)) == len(said.columns)


def _case(label: str, key: str, name: object, folder: Path) -> Source:
    """Return a case of a study: shipped, or in a file beside the study."""
    if not isinstance(name, str) or not name:
        raise StudyError(label, [problem(key, name, "expected a shipped scenario or a scenario file")])
    beside = folder / name
    try:
        return source(beside if Path(name).suffix and beside.is_file() else name)
    except ScenarioError as error:
        wrong = [problem(key, name, one.expected, one.nearest) for one in error.problems]
        raise StudyError(label, wrong) from None


def _study(
    name: str, label: str, file: StudyFile, case: Source, points: Points | None, cases: Mapping[str, Source]
) -> Study:
    """Return a study of a well-shaped file, with all its parts checked."""
    found: list[Problem] = []
    fixed = flattened("set", file.set, is_plain, found)
    found += mistakes_in_settings("set", case, fixed)
    uncertainties = _uncertainties(file, points, found)
    for one in uncertainties:
        for end in dict.fromkeys(one.ends):
            found += mistakes_in_settings("uncertainties", case, {one.path: end})[:1]
    treatments = _in_places(file, case, cases, _treatments(file, case, found), found)
    study = Study(name, file, case, fixed, uncertainties, treatments, points, cases)
    found += mistakes_in_study(study)
    if found:
        raise StudyError(label, list(dict.fromkeys(found))[: MOST_PROBLEMS + 1])
    return study


def _uncertainties(file: StudyFile, points: Points | None, found: list[Problem]) -> tuple[Uncertainty, ...]:
    if points:
        spans = zip(*points.rows, strict=True) if points.columns else ()
        ends = {path: {"low": min(v), "high": max(v)} for path, v in zip(points.columns, spans, strict=True)}
        shapes = {path: _shape(f"design.file, {path}", span, found) for path, span in ends.items()}
        return tuple(Uncertainty(path, part) for path, part in shapes.items() if part)
    fields = UncertaintyPart.model_fields
    said = {path: value for path, value in file.uncertainties.items() if path != ALL}
    flat = flattened(
        "uncertainties",
        said,
        lambda value: not isinstance(value, Mapping) or any(name in fields for name in value),
        found,
    )
    if ALL in file.uncertainties and file.uncertainties[ALL] != PRIORS:
        found.append(problem(f"uncertainties.{ALL}", file.uncertainties[ALL], f'expected "{PRIORS}"'))
    made = []
    for path, value in ({**priors(), **flat} if ALL in file.uncertainties else flat).items():
        key = f"uncertainties.{path}"
        if not isinstance(value, Mapping):
            found.append(problem(key, value, "expected a table, such as { low = 0.0, high = 0.1 }"))
            continue
        part = _shape(key, value, found)
        wrong = list(mistakes_in(key, part)) if part else []
        found += wrong
        made += [Uncertainty(path, part)] if part and not wrong else []
    return tuple(made)


def _shape(key: str, value: Mapping[str, Any], found: list[Problem]) -> UncertaintyPart | None:
    """Return what is known about something uncertain; what is wrong with its shape is added to ``found``."""
    part = shaped_as(UncertaintyPart, value)
    if isinstance(part, UncertaintyPart):
        return part
    found += [replace(one, key=f"{key}.{one.key}") for one in part]
    return None


def _treatments(file: StudyFile, case: Source, found: list[Problem]) -> tuple[Treatment, ...]:
    """Return the treatments: those given by name, or every combination of the levers."""
    if file.treatments and file.levers:
        found.append(Problem("treatments", "expected either [levers] or [treatments.NAME], not both"))
    made = []
    for name, table in file.treatments.items():
        settings = flattened(f"treatments.{name}", table, is_plain, found)
        found += mistakes_in_settings(f"treatments.{name}", case, settings)
        made.append(Treatment(name, settings, choice=name))
    levers = {
        path: _values(path, said, found) for path, said in flattened("levers", file.levers, is_plain, found).items()
    }
    wrong = _mistakes_in_levers(levers, case)
    found += wrong
    if levers and not wrong:
        made += _combinations(levers)
    made.sort(key=lambda one: one.name != file.reference)  # the reference first, the others as they stand
    return tuple(made) or (Treatment(AS_IN_CASE, {}, choice=AS_IN_CASE),)


def _in_places(
    file: StudyFile, case: Source, cases: Mapping[str, Source], chosen: Sequence[Treatment], found: list[Problem]
) -> tuple[Treatment, ...]:
    """Return every treatment in every place; what it sets itself is stronger than what the place sets."""
    if not file.places:
        return tuple(chosen)
    made = []
    for name, table in file.places.items():
        own = str(table.get("case", ""))
        said = {path: value for path, value in table.items() if path != "case"}
        settings = flattened(f"places.{name}", said, is_plain, found)
        found += mistakes_in_settings(f"places.{name}", cases[own] if own else case, settings)
        for one in chosen:
            called = name if one.name == AS_IN_CASE else f"{name}: {one.name}"
            made.append(Treatment(called, {**settings, **one.settings}, name, own, one.name))
    if len(made) > MOST_TREATMENTS:
        found.append(
            Problem("places", f"expected at most {MOST_TREATMENTS:,} treatments, place by place: {len(made):,}")
        )
    return tuple(made)


def _values(path: str, said: Any, found: list[Problem]) -> Any:
    """Return the values of a lever, those of a range such as ``"0:0.4:0.1"`` one by one."""
    if not isinstance(said, str) or ":" not in said or path in NAMED:
        return said
    try:
        return values_of(said)
    except ValueError as error:
        found.append(problem(f"levers.{path}", said, str(error)))
        return said


def _combinations(levers: Mapping[str, Sequence[Any]]) -> list[Treatment]:
    pairs = [[(path, value) for value in values] for path, values in levers.items()]
    named = [(treatment_name(chosen), dict(chosen)) for chosen in itertools.product(*pairs)]
    return [Treatment(name, settings, choice=name) for name, settings in named]


def _mistakes_in_levers(levers: Mapping[str, Any], case: Source) -> list[Problem]:
    """Return what is wrong with levers; a case is built for each of their values only where these are not too many."""
    found, count = [], 1
    for path, values in levers.items():
        key = f"levers.{path}"
        if not isinstance(values, list) or not values:
            found.append(problem(key, values, 'expected a list of values, such as ["opt-in", "consensus"]'))
            continue
        count *= len(values)
        twice = (value for place, value in enumerate(values[:MOST_TREATMENTS]) if value in values[:place])
        found += [problem(key, value, "this value is given twice") for value in twice]
    if count > MOST_TREATMENTS:
        return [Problem("levers", f"expected at most {MOST_TREATMENTS:,} treatments; these levers make {count:,}")]
    for path, values in levers.items():
        for value in values if isinstance(values, list) and len(found) <= MOST_PROBLEMS else ():
            found += mistakes_in_settings("levers", case, {path: value})
    return found
