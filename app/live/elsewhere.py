"""Code from elsewhere: a rule or a strategy named ``module:function`` is imported from this machine.

That is for whoever sits at it.  Where others can reach the server, what they send may only name what ships.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

SHARE = re.compile(r"share:[\d.]+")
"""The one rule with a number; it names no module."""

NAMING = ("governance", "strategy")
"""What may name a module, in a case and in a study."""

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

    def refused(self, *names: str) -> list[str]:
        """Return those names that may not be used here."""
        return [name for name in names if self.is_open_to_others and names_a_module(name)]

    def refused_in(self, text: str) -> list[str]:
        """Return the names in a file that may not be used here; what is no TOML is refused by others."""
        try:
            return self.refused(*_names_in(tomllib.loads(text)))
        except (ValueError, RecursionError):
            return []


DOOR = Door()
"""That of this server, which sets it."""


def names_a_module(name: str) -> bool:
    """Return whether a form, a rule or a strategy of this name would have a module imported."""
    rules = name.split("+")
    return any(":" in rule for rule in rules if not (len(rules) == 3 and SHARE.fullmatch(rule)))


def _names_in(value: Any, is_naming: bool = False) -> Iterator[str]:
    """Yield every text that stands somewhere below a key that may name a module."""
    if isinstance(value, str) and is_naming:
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _names_in(one, is_naming or key in NAMING)
    elif isinstance(value, list):
        for one in value:
            yield from _names_in(one, is_naming)
