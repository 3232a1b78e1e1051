"""Reads a TOML file, and explains what stands in the way."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from .mistakes import Problem, ScenarioError, nearest, one_of, quoted
from .opening import DEEPEST, SCENARIO, Kind, MissingFileError, normal, not_too_deep, text_of

ASIDE = re.compile(
    r'''(?s)"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'.*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\[^\n])*+"?|'[^'\n]*+'?|#[^\n]*+'''
)
"""Strings and comments, those without an end up to the end: what is left has points in numbers and in keys alone."""

DEEP = re.compile(rf"(?:\.[ \t]*+[\w-]++[ \t]*+){{{DEEPEST}}}")
"""A key of many parts: Python's reader would keep every beginning of it, which takes memory by its square."""


def find_file(asked: str, folder: Path, what: str) -> Path:
    """Return the file of a shipped name, or of a path.

    Args:
        folder: where the shipped ones are; what: what they are, for messages.

    Raises:
        ScenarioError: it is neither.
    """
    names = shipped_in(folder)
    if asked in names:
        return folder / f"{asked}.toml"
    path = Path(asked)
    if path.suffix or len(path.parts) != 1 or os.path.lexists(asked):
        return path
    found = f"there is no shipped {what} and no file of this name; {one_of(names)}"
    raise ScenarioError(quoted(asked), [Problem("", found, nearest=nearest(asked, names))])


def shipped_in(folder: Path) -> list[str]:
    """Return the names of what ships in a folder, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def read_toml(label: str, path: Path, kind: Kind = SCENARIO, names: Sequence[str] = ()) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Args:
        label: what messages call the file.
        kind: what it should be; names: what else could have been meant where there is no such file.

    Raises:
        ScenarioError: the file is not there, cannot be read, or is not TOML.
    """
    try:
        return parsed(label, text_of(path, kind, label), kind)
    except MissingFileError as error:
        beside = [other.name for other in path.parent.glob("*.toml")] if path.parent.is_dir() else []
        meant = nearest(path.name, [*beside, *names])
        raise ScenarioError(label, [replace(one, nearest=meant) for one in error.problems]) from None


def parsed(label: str, text: str, kind: Kind = SCENARIO) -> dict[str, Any]:
    """Return the tables of a TOML text, which may be as long as a file of its ``kind``; errors as in ``read_toml``."""
    if len(text) > kind.largest:
        raise ScenarioError(label, [Problem("", f"expected {kind.called} of at most {kind.largest:,} bytes")])
    try:
        if DEEP.search(ASIDE.sub("x", text)):
            raise ValueError(f"a key has more than {DEEPEST} parts")
        tables: dict[str, Any] = not_too_deep(tomllib.loads(normal(text).removeprefix("\ufeff")))
    except (ValueError, RecursionError) as error:
        raise ScenarioError(label, [_syntax(str(error))]) from None
    return tables


def _syntax(message: str) -> Problem:
    """Return the problem that a text is not TOML, at the line and column that the parser names."""
    found = re.fullmatch(r"(?s)(.*) \(at (line \d+, column \d+|end of document)\)", message)
    reason, place = found.groups() if found else (message, "")
    return Problem(place, f"expected TOML, but this is not: {reason[:200]}")
