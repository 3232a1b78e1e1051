"""Finds a scenario by name or path, reads it, and returns it checked."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from ..sim.scenario import Scenario
from . import build, checks
from .mistakes import MOST_PROBLEMS, Problem, ScenarioError, nearest, one_of, quoted
from .overrides import overridden
from .schema import ScenarioFile
from .shapes import shaped

SHIPPED = Path(__file__).resolve().parent
"""The folder of the shipped scenarios."""

LARGEST_FILE = 4 * 2**20
"""Bytes of a scenario file; the largest shipped one has a five-hundredth of that."""


def names() -> list[str]:
    """Return the names of the shipped scenarios, in alphabetical order."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(name_or_path: str | os.PathLike[str], overrides: Mapping[str, object] | None = None) -> Scenario:
    """Return the scenario of a shipped name, such as ``"syria"``, or of a file.

    A shipped name goes before a file of that name in the working directory: ask for ``"./syria"`` to get it.

    Args:
        name_or_path: what to load.
        overrides: values that replace those of the file, by path: any parameter (``"joining.safety"``),
            ``"weeks"``, ``"step_days"``, and ``"kinds.NAME.FIELD"`` (count, capacity, value, core). A value
            is a number, or text that reads as one. Units and ranges are those of the file. Events after the
            end of a shortened run are kept and never happen. A hazard set here overrules
            ``switches = false``.

    Raises:
        ScenarioError: the scenario cannot be found, read or used; its text is a message for people.
    """
    asked = os.fspath(name_or_path)
    path = _find(asked)
    label = path.name if path.parent == SHIPPED else str(path)
    data = _parsed(label, _read(label, path))
    file = _usable(label, data)
    if overrides:
        file = _with_overrides(f"{label} (override)", data, overrides)
    return build.scenario(path.stem, file)


def _find(asked: str) -> Path:
    """Return the file of a shipped name or of a path."""
    if asked in names():
        return SHIPPED / f"{asked}.toml"
    path = Path(asked)
    if path.suffix or len(path.parts) != 1 or os.path.lexists(asked):
        return path
    found = f"there is no shipped scenario and no file of this name; {one_of(names())}"
    raise ScenarioError(quoted(asked), [Problem("", found, nearest=nearest(asked, names()))])


def _read(label: str, path: Path) -> str:
    """Return the text of a file."""
    try:
        if path.is_dir():
            raise ScenarioError(label, [Problem("", "this is a directory; expected a scenario file (TOML)")])
        if not path.is_file():
            raise ScenarioError(label, [_missing(path)])
        with path.open("rb") as file:
            return _decoded(label, file.read(LARGEST_FILE + 1))
    except OSError as error:
        raise ScenarioError(label, [Problem("", f"this file cannot be read: {error.strerror}")]) from None


def _missing(path: Path) -> Problem:
    """Return the problem that there is no such file, with the name most like it among those there are."""
    if path.exists():
        return Problem("", "this is not a regular file; expected a scenario file (TOML)")
    beside = [other.name for other in path.parent.glob("*.toml")] if path.parent.is_dir() else []
    expected = "there is no such file; expected a scenario file (TOML)"
    return Problem("", expected, nearest=nearest(path.name, [*beside, *names()]))


def _decoded(label: str, content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise ScenarioError(label, [Problem("", f"expected a file of at most {LARGEST_FILE:,} bytes")])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        expected = f"expected text in UTF-8; byte 0x{content[error.start]:02x} is not"
        raise ScenarioError(label, [Problem(f"line {line}", expected)]) from None


def _parsed(label: str, text: str) -> dict[str, Any]:
    """Return the tables of a TOML text."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ScenarioError(label, [_syntax(str(error))]) from None


def _syntax(message: str) -> Problem:
    """Return the problem that a text is not TOML, at the line and column that the parser names."""
    found = re.fullmatch(r"(?s)(.*) \(at (line \d+, column \d+|end of document)\)", message)
    reason, place = found.groups() if found else (message, "")
    return Problem(place, f"expected TOML, but this is not: {reason[:200]}")


def _usable(label: str, data: dict[str, Any]) -> ScenarioFile:
    """Return the data of a file as a checked file."""
    file = _shaped(label, data)
    _stop_at(label, checks.consistency(file))
    return file


def _with_overrides(label: str, data: dict[str, Any], overrides: Mapping[str, object]) -> ScenarioFile:
    """Return the data of a valid file, with overrides, as a checked file."""
    changed, found = overridden(data, overrides)
    _stop_at(label, found)
    file = _shaped(label, changed)
    _stop_at(label, checks.size(file))
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
