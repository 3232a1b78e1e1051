"""Code from elsewhere: a rule or a strategy named ``module:function`` is imported from this machine.

That is for whoever sits at it.  Where others can reach the server, what they send may only name what ships.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

IMPORTED = re.compile(r"(?:[\w.:-]+\+)*[A-Za-z_][\w.]*:[A-Za-z_]\w*(?:\+[\w.:-]+)*")
"""A name, or three rules with one, that has a module imported; ``share:0.67`` is none."""

REFUSED = (
    "others can reach this server, so a page takes only rules and strategies that ship, and none from a module; "
    "the command line takes it"
)


class Door:
    """Whether code from elsewhere may be named.

    Attributes:
        is_open_to_others: whether other machines can reach the server.
    """

    def __init__(self) -> None:
        self.is_open_to_others = False

    def refused(self, *sent: str) -> list[str]:
        """Return what may not be named, of names and of the texts of TOML files."""
        if not self.is_open_to_others:
            return []
        return [one for text in sent for one in _strings(_parsed(text)) if IMPORTED.fullmatch(one.strip())]


DOOR = Door()
"""That of this server, which sets it."""


def _parsed(text: str) -> Any:
    """Return the tables of a file, or a name as it is; what is no TOML is refused by others."""
    try:
        return tomllib.loads(text) if "=" in text else text
    except (ValueError, RecursionError):
        return text


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
