"""What is wrong with a scenario, or with any file that is read, said so that a person can mend it.

A *problem* names the key, the value, what was expected and the nearest valid name; a ``ScenarioError`` adds
the file and holds all problems that were found at once, one a line.
"""

from __future__ import annotations

import difflib
import json
import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from .editions import whatever_became

ABSENT: Final = object()
"""Stands for the value of a key that is not there."""

LONGEST_VALUE = 60
"""Characters of a value that are shown."""

LONGEST_KEY = 300
"""Characters of a key, or of the name of a file, that are shown."""

MOST_NAMES = 12
"""Valid names that are listed."""

MOST_COMPARED = 2_000
"""Names among which the one most like another is looked for."""

MOST_PROBLEMS = 20
"""Problems of one file that are listed; finding the nearest name for thousands would take minutes."""


@dataclass(frozen=True)
class Problem:
    """One mistake.

    Attributes:
        key: dotted path, such as ``"kinds.lawyer.count"``; an item without a name of its own is counted from
            one, as in ``"events.#2.week"``. Empty for the file as a whole.
        expected: what is allowed, or what is the matter.
        value: what stands there, as a person would write it; empty where nothing does.
        nearest: the valid name most like the one given; empty where none is alike.
    """

    key: str
    expected: str
    value: str = ""
    nearest: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", shortened(self.key))

    def __str__(self) -> str:
        place = f"{self.key} = {self.value}" if self.value else self.key
        hint = f"; did you mean {quoted(self.nearest)}?" if self.nearest else ""
        return printable(f"{place}: {self.expected}{hint}" if place else f"{self.expected}{hint}")


class ScenarioError(ValueError):
    """A scenario cannot be used; ``str(error)`` is the one message to show.

    Attributes:
        file: the file, or the name that was asked for.
        problems: everything that is wrong, as far as it could be checked, up to about ``MOST_PROBLEMS``.
    """

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(file, tuple(problems))
        self.file = file
        self.problems = tuple(problems)

    def __str__(self) -> str:
        said = [str(problem) for problem in self.problems[:MOST_PROBLEMS]]
        if len(self.problems) > MOST_PROBLEMS:
            said.append("and more; these are the first")
        return "\n".join(f"{printable(shortened(self.file))}: {problem}" for problem in said)


class Row(dict[str, Any]):
    """A row of a table that remembers where it stands, for messages.

    Attributes:
        at: its place, such as ``actors.csv line 3``, or ``organizations.#2`` in the file itself.
        columns: what its table calls its fields, where it has a table of its own.
    """

    at = ""
    columns: Mapping[str, str] = {}

    def key(self, *fields: str | int) -> str:
        """Return the place of a field: ``actors.csv line 3, Influence``."""
        named = [self.columns.get(field, field) for field in fields if isinstance(field, str)]
        return (", " if self.columns else ".").join([self.at, *named[-1:]])


def problem(key: str, value: object, expected: str, nearest: str = "") -> Problem:
    """Return a problem with ``value`` written as in a scenario file (``ABSENT`` where there is none)."""
    return Problem(key, expected, "" if value is ABSENT else shown(value), nearest)


def unknown(key: str, word: str, valid: Iterable[str], what: str) -> Problem:
    """Return the problem that ``word`` at ``key`` is none of the ``valid`` names of a ``what``."""
    known = list(valid)
    if what == "outcome" and (became := whatever_became(word)):
        return problem(key, word, became)
    return problem(key, word, f"unknown {what}; {one_of(known)}", nearest(word, known))


def one_of(names: Sequence[str]) -> str:
    """Return ``expected one of ...``, cut where the list is long."""
    listed = ", ".join(quoted(name) for name in names[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    return f"expected one of {listed} and {more} more" if more > 0 else f"expected one of {listed}"


def nearest(word: str, names: Iterable[str]) -> str:
    """Return the name most like ``word``, or an empty string.

    A name also matches by what stands after its last dot, so ``threshold`` finds ``joining.threshold``.  One that
    looks the same is none: to be told what one wrote helps nobody.
    """
    best, likeness = "", 0.55
    for name in islice(names, MOST_COMPARED):
        if _looks(name) == _looks(word):
            continue
        for form in (name, name.rpartition(".")[2]):
            ratio = difflib.SequenceMatcher(None, word[:100].casefold(), form.casefold()).ratio()
            if ratio > likeness:
                best, likeness = name, ratio
    return best


def _looks(text: str) -> str:
    """Return what is the same for words that look the same: accents joined to letters, spaces of any kind as one."""
    return unicodedata.normalize("NFKC", text[:LONGEST_KEY])


def quoted(text: str) -> str:
    """Return ``text`` in double quotes, as TOML writes it, and cut where it is long."""
    return json.dumps(_cut(text), ensure_ascii=False)


def printable(text: str) -> str:
    """Return ``text`` on one line, with line ends and what could command a terminal written out."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


def shortened(text: str, most: int = LONGEST_KEY) -> str:
    """Return ``text``, with its middle left out where it is long: begin and end of a path say most."""
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-(most // 2) :]}"


def shown(value: object) -> str:
    """Return ``value`` as a scenario file would write it; tables and lists by name only, long numbers cut."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 100:
        return f"a whole number of {value.bit_length()} bits"
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, Mapping):
        return "a table" if value else "{}"
    if isinstance(value, list | tuple):
        return "a list" if value else "[]"
    return _cut(str(value))


def key_of(location: Sequence[str | int], data: Mapping[str, Any]) -> str:
    """Return the dotted path of ``location`` in ``data``; items by their names, where these are unique."""
    parts: list[str] = []
    here: Any = data
    for place, part in enumerate(location):
        if isinstance(here, Row) and here.at:
            return here.key(*location[place:])
        parts.append(_cut(part if isinstance(part, str) else _item(here, part)))
        here = _inside(here, part)
    return ".".join(parts)


def at(location: Sequence[str | int], data: Mapping[str, Any]) -> object:
    """Return the value at ``location`` in ``data``, or ``ABSENT``."""
    here: Any = data
    for part in location:
        here = _inside(here, part)
    return here


def _inside(here: Any, part: str | int) -> Any:
    try:
        return here[part]
    except (KeyError, IndexError, TypeError):
        return ABSENT


def _item(items: Any, index: int) -> str:
    """Return what item ``index`` is called: its name, or ``#`` and its place counted from one."""
    names = [_inside(item, "name") for item in items] if isinstance(items, list) else []
    name = names[index] if index < len(names) else None
    return name if isinstance(name, str) and name and names.count(name) == 1 else f"#{index + 1}"
