"""Opens the files that people name: regular ones within a size, as bytes, as text, or as JSON.

A name can lead to anything: a pipe into which nobody writes, a device without an end, a folder, a file of gigabytes.
Whoever reads a file here waits for nothing, takes no more memory than is said, and has one message where it cannot be.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .mistakes import Problem, ScenarioError, quoted

MIB = 2**20


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is ``called`` in messages, and how many bytes one may have."""

    called: str
    largest: int


SCENARIO = Kind("a scenario file (TOML)", 4 * MIB)
STUDY = Kind("a study file (TOML)", 4 * MIB)
WORLDS = Kind("a list of worlds (CSV)", 64 * MIB)
TABLE_OF_PEOPLE = Kind("a table of organizations or ties (CSV, a workbook, GraphML or GEXF)", 64 * MIB)
DECISIONS = Kind("a file of decisions (JSON)", 16 * MIB)
MANIFEST = Kind("the manifest of a store (JSON)", 1024 * MIB)
SESSION = Kind("a session of a store (JSON)", 4 * MIB)
PART = Kind("a part of a store (Parquet)", 1024 * MIB)
TABLE = Kind("a table that coalitions has exported", 4096 * MIB)
ORIGIN = Kind("a file that says where a table comes from (JSON)", 1024 * MIB)
FIGURE = Kind("a table, figure or report that coalitions has made", 64 * MIB)
"""The largest shipped scenario has a five-hundredth of what one may have; a list of half a million worlds of ten
numbers fits, and so does a table of ten million rows."""

DEEPEST = 30
"""Tables and lists within each other in a file: whoever reads one goes down into them, level by level."""

FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Opening waits for nobody, should a pipe have taken the place of a file in the meantime."""

SIXTEEN = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins."""


class UnreadableError(ScenarioError):
    """A file cannot be read; the text names it and says why."""


class MissingFileError(UnreadableError):
    """There is no such file."""


def content_of(path: Path, kind: Kind, label: str = "") -> bytes:
    """Return the bytes of a file.

    Args:
        label: what messages call it; its path where not given.

    Raises:
        MissingFileError: there is none.
        UnreadableError: it is no regular file, is larger than its kind may be, or cannot be read.
    """
    label = label or str(path)
    with _explained(kind, label):
        _check(os.stat(path), kind, label)
        with os.fdopen(os.open(path, FLAGS), "rb") as file:
            _check(os.fstat(file.fileno()), kind, label)
            content = file.read(kind.largest + 1) or b""
    if len(content) > kind.largest:
        raise _too_large(kind, label)
    return content


def check(path: Path, kind: Kind) -> None:
    """Look at a file that is to be read later, after long work; errors as in ``content_of``."""
    with _explained(kind, str(path)):
        _check(os.stat(path), kind, str(path))


@contextlib.contextmanager
def _explained(kind: Kind, label: str) -> Iterator[None]:
    """Say of trouble inside that it is trouble with reading a file."""
    try:
        yield
    except UnreadableError:
        raise
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFileError(label, [Problem("", f"there is no such file; expected {kind.called}")]) from None
    except (OSError, ValueError) as error:  # a ValueError: a name with a zero byte
        reason = getattr(error, "strerror", None) or error
        raise UnreadableError(label, [Problem("", f"this file cannot be read: {reason}")]) from None


def _check(status: os.stat_result, kind: Kind, label: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UnreadableError(label, [Problem("", f"this is a directory; expected {kind.called}")])
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError(label, [Problem("", f"this is not a regular file; expected {kind.called}")])
    if status.st_size > kind.largest:
        raise _too_large(kind, label)


def _too_large(kind: Kind, label: str) -> UnreadableError:
    return UnreadableError(label, [Problem("", f"expected a file of at most {kind.largest:,} bytes: {kind.called}")])


def text_of(path: Path, kind: Kind, label: str = "") -> str:
    """Return the text of a file, as ``normal`` has it; errors as in ``content_of``, or it is no text in UTF-8."""
    return decoded(content_of(path, kind, label), label or str(path))


def decoded(content: bytes, label: str) -> str:
    """Return bytes as text, without the mark of the byte order and as ``normal`` has it.

    Raises:
        UnreadableError: they are no text in UTF-8.
    """
    if content.startswith(SIXTEEN):
        raise UnreadableError(label, [Problem("", "expected text in UTF-8, but this is UTF-16: save it as UTF-8")])
    try:
        return normal(content.decode().removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        expected = f"expected text in UTF-8; byte 0x{content[error.start]:02x} is not"
        raise UnreadableError(label, [Problem(f"line {line}", expected)]) from None


def normal(text: str) -> str:
    """Return text in the one of Unicode's forms in which names are compared (NFC): an accent is part of its letter.

    More marks on one letter than any writing has stay as they stand: to sort them takes time by their square.
    """
    if text.isascii():
        return text
    pieces = _many_marks().split(text)  # every second one is a run of them
    return "".join(run if place % 2 else unicodedata.normalize("NFC", run) for place, run in enumerate(pieces))


MOST_MARKS = 30
"""Marks on one letter, as Unicode's format for streams has it."""


@functools.cache
def _many_marks() -> re.Pattern[str]:
    """Return the pattern of more marks in a row than that."""
    marks = "".join(sign for sign in map(chr, range(sys.maxunicode)) if unicodedata.combining(sign))
    return re.compile(f"([{marks}]{{{MOST_MARKS + 1},}})")


def json_of(path: Path, kind: Kind, label: str = "") -> Any:
    """Return the values in a JSON file; errors as in ``text_of`` and ``json_in``."""
    return json_in(text_of(path, kind, label), label or str(path))


def json_in(text: str, label: str) -> Any:
    """Return the values of a JSON text.

    Raises:
        UnreadableError: it is empty or no JSON, has a key twice, or is too deep.
    """
    if not text.strip():
        raise UnreadableError(label, [Problem("", "expected JSON, but this is empty")])
    try:
        return not_too_deep(json.loads(text, object_pairs_hook=_once_each))
    except _TwiceError as twice:
        raise UnreadableError(label, [Problem("", f"expected each key once, but {twice} stands twice")]) from None
    except (ValueError, RecursionError) as error:
        raise UnreadableError(label, [Problem("", f"expected JSON, but this is not: {error}")]) from None


def not_too_deep(said: Any) -> Any:
    """Return what a file says.

    Raises:
        ValueError: there are tables and lists within each other deeper than ``DEEPEST``.
    """
    inside = [said]
    for _ in range(DEEPEST):
        inside = [one for each in inside for one in _parts_of(each)]
    if inside:
        raise ValueError(f"more than {DEEPEST} tables and lists lie within each other")
    return said


def _parts_of(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list) else ()


class _TwiceError(Exception):
    """A key stands twice in one object."""


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        often = Counter(name for name, _ in pairs)
        raise _TwiceError(quoted(max(often, key=lambda name: often[name])))
    return found
