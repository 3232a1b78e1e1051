"""Labels: what variants are called wherever people read of them; data keep their whole names.

A fact of a case has a long path, such as ``obstacles.not in force.required.state``.  Where its names are long, a
comparison calls it by its last parts, ``required.state``, as long as no other one is called the same, and says once
what is short for what.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..sim.scenario import COUNTED

LONG = 20
"""Characters of a name that need no label."""

FACT = re.compile(r"(?:^|(?<=, )|(?<=: ))(?:organizations|kinds|obstacles)\.[^=]+(?==)")
"""The path of a fact in the name of a variant, such as ``opt-in, organizations.Thailand.value=0.1``."""


TAKEN = re.compile(rf"obstacles\..*\.(?=(?:{'|'.join(COUNTED)})\.)")
"""What stands before the table of an obstacle that says of whom it takes how many."""


def labels_of(names: Sequence[str]) -> dict[str, str]:
    """Return what variants are called where people read of them, by name; each differently."""
    short = short_paths(names)
    labels = {name: FACT.sub(lambda path: short.get(path[0], path[0]), name) for name in names}
    return labels if _all_differ(labels) else {name: name for name in names}


def short_paths(names: Sequence[str]) -> dict[str, str]:
    """Return what paths in these names are called for short, by path; nothing where the names are short themselves."""
    paths = sorted({path for name in names for path in FACT.findall(name)})
    if max(map(len, names), default=0) <= LONG:
        return {}
    return next((short for cut in CUTS if _all_differ(short := {path: cut(path) for path in paths})), {})


def short_for(names: Sequence[str]) -> str:
    """Return in a sentence what is short for what in the labels of these names; nothing where nothing is."""
    said = [f"{short} is short for {path}" for path, short in short_paths(names).items()]
    return f"{'; '.join(said)}." if said else ""


def _all_differ(short: dict[str, str]) -> bool:
    return len(set(short.values())) == len(short)


def _last_parts(path: str) -> str:
    """Return a path without its first word and, of those of whom an obstacle takes some, without the obstacle."""
    return TAKEN.sub("", path) if TAKEN.match(path) else _without_first(path)


def _without_first(path: str) -> str:
    return path.partition(".")[2]


CUTS: tuple[Callable[[str], str], ...] = (_last_parts, _without_first)
"""Ways to shorten a path, the shortest first."""
