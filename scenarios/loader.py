"""Finds a scenario by name or path, reads it, and returns it checked."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from ..sim.scenario import Scenario
from . import build, checks
from .mistakes import MOST_PROBLEMS, Problem, ScenarioError
from .one_file import in_one_file
from .opening import SCENARIO, normal, text_of
from .overrides import overridden
from .people import mistakes_in_people, with_people
from .reading import find_file, read_toml, shipped_in
from .schema import ScenarioFile
from .shapes import shaped
from .tables import given_rows, is_table, with_tables

SHIPPED = Path(__file__).resolve().parent
"""The folder of the shipped scenarios."""


def names() -> list[str]:
    """Return the names of the shipped scenarios, in alphabetical order."""
    return shipped_in(SHIPPED)


def load(
    name_or_path: str | os.PathLike[str],
    overrides: Mapping[str, object] | None = None,
    *,
    organizations: Any = None,
    ties: Any = None,
    columns: Mapping[str, Any] | None = None,
) -> Scenario:
    """Return the scenario of a shipped name, such as ``"syria"``, or of a file.

    A shipped name goes before a file of that name in the working directory: ask for ``"./syria"`` to get it.

    Args:
        name_or_path: what to load.
        overrides: values that replace those of the file, by path: any parameter (``"joining.threshold"``),
            ``"weeks"``, ``"step_days"``, ``"kinds.NAME.FIELD"`` (count, capacity, value, core) and
            ``"organizations.NAME.FIELD"`` (hours, value, belief, ceiling, stake, arrives, or a strength); with
            ``@WEEK`` behind a parameter, ``"governance"`` or ``"strategy"``, it is different from that week on. A value
            is a number, or text that reads as one. Units and ranges are those of the file. Events after the
            end of a shortened run are kept and never happen. A hazard set here overrules
            ``switches = false``.
        organizations, ties: in place of those of the file: a pandas frame, a networkx graph or a list of mappings.
        columns: which of their columns is what, as ``[columns]`` of a file says it.

    Raises:
        TypeError: organizations or ties are nothing of that.
        ScenarioError: the scenario cannot be found, read or used; its text is a message for people.
    """
    case = source(name_or_path)
    given = {"organizations": organizations, "ties": ties}
    rows = {what: given_rows(what, one) for what, one in given.items() if one is not None}
    return built(case._replace(data={**case.data, **rows, **({"columns": columns} if columns else {})}), overrides)


class Source(NamedTuple):
    """A case as it was read: ``name`` of the case, ``label`` of the file in messages, and the tables in it."""

    name: str
    label: str
    data: dict[str, Any]


def source(name_or_path: str | os.PathLike[str]) -> Source:
    """Return what the file of a case says, unchecked; errors as in ``load``."""
    path = find_file(os.fspath(name_or_path), SHIPPED, "scenario")
    label = path.name if path.parent == SHIPPED else str(path)
    _stop_at(label, is_table(path.name))
    data = read_toml(label, path, SCENARIO, names())
    return Source(normal(path.stem), label, with_tables(label, data, path.parent))


def text_of_case(name_or_path: str | os.PathLike[str]) -> str:
    """Return the text of the file of a case, with its tables in it; errors as in ``load``."""
    return in_one_file(text_as_written(name_or_path), source(name_or_path).data)


def text_as_written(name_or_path: str | os.PathLike[str]) -> str:
    """Return the text of the file of a case; errors as in ``load``."""
    return text_of(find_file(os.fspath(name_or_path), SHIPPED, "scenario"), SCENARIO)


def built(case: Source, overrides: Mapping[str, object] | None = None) -> Scenario:
    """Return the scenario that a file describes; overrides and errors as in ``load``."""
    data, found = with_people(case.data)
    _stop_at(case.label, found)
    file = _usable(case.label, data)
    if overrides:
        file = _with_overrides(f"{case.label} (override)", data, overrides)
    return build.scenario(case.name, file)


def _usable(label: str, data: dict[str, Any]) -> ScenarioFile:
    """Return the data of a file as a checked file."""
    file = _shaped(label, data)
    _stop_at(label, chain(checks.consistency(file), mistakes_in_people(file, data)))
    return file


def _with_overrides(label: str, data: dict[str, Any], overrides: Mapping[str, object]) -> ScenarioFile:
    """Return the data of a valid file, with overrides, as a checked file."""
    changed, found = overridden(data, overrides)
    _stop_at(label, found)
    file = _shaped(label, changed)
    _stop_at(label, chain(checks.size(file), checks.requirements(file), mistakes_in_people(file, changed)))
    _stop_at(label, checks.too_late(file, since=len(data.get("events", []))))
    return file


def _shaped(label: str, data: dict[str, Any]) -> ScenarioFile:
    file = shaped(data)
    if isinstance(file, ScenarioFile):
        return file
    raise ScenarioError(label, file)


def _stop_at(label: str, found: Iterable[Problem]) -> None:
    problems = list(islice(found, MOST_PROBLEMS + 1))
    if problems:
        raise ScenarioError(label, problems)
