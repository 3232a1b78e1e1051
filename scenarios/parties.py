"""Organizations that an obstacle names, as its audience, as required or to act: each becomes a kind of its own.

The model goes by kinds.  So whoever is named is set apart from its kind, with all that is said of that; it counts as
one of it still where a number is required, and an audience that names the kind alone goes on to mean all of it, each
organization alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from ..sim.scenario import COUNTED
from .mistakes import Row


def set_apart(said: dict[str, Any], organizations: list[Row], names: Mapping[str, str]) -> None:
    """Make a kind of its own of each organization that an obstacle names; a kind that is left without any is gone.

    Args:
        said: what a file says; its kinds and obstacles are replaced.
        organizations: its rows, in our words; those who are set apart get their new kind.
        names: of organizations by their ids, which obstacles may use as well.
    """
    if not isinstance(said.get("obstacles"), list) or not isinstance(said["kinds"], list):
        return
    kinds = {str(kind.get("name")): kind for kind in said["kinds"] if isinstance(kind, Mapping)}
    obstacles = [_by_name(one, {**names, **{kind: kind for kind in kinds}}) for one in said["obstacles"]]
    named = {name for one in obstacles for what in ("audience", *COUNTED) for name in _table(one, what)}
    apart: dict[str, list[str]] = {}
    for row in organizations:
        name, kind = str(row.get("name", "")), str(row.get("kind"))
        if name in named and name not in kinds and type(kinds.get(kind, {}).get("count")) is int:
            apart.setdefault(kind, []).append(name)
            row["kind"] = name
    if not apart:
        return
    counted = {name for one in obstacles for what in COUNTED for name in _table(one, what)}
    said["kinds"] = [one for kind in said["kinds"] for one in _split(kind, apart, counted)]
    said["obstacles"] = [
        {**one, "audience": _shared(_table(one, "audience"), kinds, apart)} if _table(one, "audience") else one
        for one in obstacles
    ]


def _by_name(obstacle: Any, names: Mapping[str, str]) -> Any:
    """Return an obstacle that calls organizations by their names, not by ids."""
    found = {
        what: {names.get(one, one): value for one, value in _table(obstacle, what).items()}
        for what in ("audience", *COUNTED)
        if _table(obstacle, what)
    }
    return {**obstacle, **found} if found else obstacle


def _table(obstacle: Any, what: str) -> Mapping[str, Any]:
    table = obstacle.get(what) if isinstance(obstacle, Mapping) else None
    return table if isinstance(table, Mapping) else {}


def _split(kind: Any, apart: Mapping[str, list[str]], counted: Set[str]) -> Iterator[Any]:
    """Yield what is left of a kind, if anybody is or it is counted, and each that is set apart from it."""
    called = str(kind.get("name")) if isinstance(kind, Mapping) else ""
    names = apart.get(called, [])
    is_left = not names or kind["count"] > len(names) or called in counted
    if is_left:
        yield {**kind, "count": kind["count"] - len(names)} if names else kind
    for name in names:
        yield {**kind, "name": name, "plural": name, "count": 1, **({"part_of": called} if is_left else {})}


def _shared(audience: Mapping[str, Any], kinds: Mapping[str, Any], apart: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return an audience in which a kind means all of it, but for those that the audience names beside it."""
    made: dict[str, Any] = {}
    for name, weight in audience.items():
        others = [one for one in apart.get(name, []) if one not in audience]
        rest = kinds[name]["count"] - len(apart[name]) if name in apart else 1
        if not others or type(weight) not in (int, float):
            made[name] = weight
            continue
        each = weight / (rest + len(others))
        made |= dict.fromkeys(others, each) | ({name: each * rest} if rest else {})
    return made
