"""Reads a TOML file, and explains what stands in the way."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .mistakes import Problem, ScenarioError, nearest, one_of, quoted

LARGEST_FILE = 4 * 2**20
"""Bytes of a file; the largest shipped scenario has a five-hundredth of that."""


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


def read_toml(label: str, path: Path, what: str = "scenario", names: Sequence[str] = ()) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Args:
        label: what messages call the file.
        what: what it should be, for messages; names: what else could have been meant where there is no such file.

    Raises:
        ScenarioError: the file is not there, cannot be read, or is not TOML.
    """
    return parsed(label, _read(label, path, what, names))


def _read(label: str, path: Path, what: str, names: Sequence[str]) -> str:
    """Return the text of a file."""
    try:
        if path.is_dir():
            raise ScenarioError(label, [Problem("", f"this is a directory; expected a {what} file (TOML)")])
        if not path.is_file():
            raise ScenarioError(label, [_missing(path, what, names)])
        with path.open("rb") as file:
            return _decoded(label, file.read(LARGEST_FILE + 1))
    except OSError as error:
        raise ScenarioError(label, [Problem("", f"this file cannot be read: {error.strerror}")]) from None


def _missing(path: Path, what: str, names: Sequence[str]) -> Problem:
    """Return the problem that there is no such file, with the name most like it among those there are."""
    if path.exists():
        return Problem("", f"this is not a regular file; expected a {what} file (TOML)")
    beside = [other.name for other in path.parent.glob("*.toml")] if path.parent.is_dir() else []
    expected = f"there is no such file; expected a {what} file (TOML)"
    return Problem("", expected, nearest=nearest(path.name, [*beside, *names]))


def _decoded(label: str, content: bytes) -> str:
    if len(content) > LARGEST_FILE:
        raise ScenarioError(label, [Problem("", f"expected a file of at most {LARGEST_FILE:,} bytes")])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        expected = f"expected text in UTF-8; byte 0x{content[error.start]:02x} is not"
        raise ScenarioError(label, [Problem(f"line {line}", expected)]) from None


def parsed(label: str, text: str) -> dict[str, Any]:
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
