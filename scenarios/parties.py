"""Organizations that an obstacle names, as its audience or as required: each becomes a kind of its own.

The model goes by kinds.  So whoever is named is set apart from its kind, with all that is said of that, and an audience
that names the kind alone goes on to mean all of it, each organization alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .mistakes import Problem, Row, problem

COUNTED = "expected no such count: {} of this kind {} named elsewhere as audience or required; name all, or count all"


def set_apart(said: dict[str, Any], organizations: list[Row], names: Mapping[str, str]) -> list[Problem]:
    """Make a kind of its own of each organization that an obstacle names; a kind of which nobody is left is gone.

    Args:
        said: what a file says; its kinds and obstacles are replaced.
        organizations: its rows, in our words; those who are set apart get their new kind.
        names: of organizations by their ids, which obstacles may use as well.
    """
    if not isinstance(said.get("obstacles"), list) or not isinstance(said["kinds"], list):
        return []
    kinds = {str(kind.get("name")): kind for kind in said["kinds"] if isinstance(kind, Mapping)}
    obstacles = [_by_name(one, {**names, **{kind: kind for kind in kinds}}) for one in said["obstacles"]]
    named = {name for one in obstacles for what in ("audience", "required") for name in _table(one, what)}
    apart: dict[str, list[str]] = {}
    for row in organizations:
        name, kind = str(row.get("name", "")), str(row.get("kind"))
        if name in named and name not in kinds and type(kinds.get(kind, {}).get("count")) is int:
            apart.setdefault(kind, []).append(name)
            row["kind"] = name
    if not apart:
        return []
    said["kinds"] = [one for kind in said["kinds"] for one in _split(kind, apart)]
    said["obstacles"] = [
        {**one, "audience": _shared(_table(one, "audience"), kinds, apart)} if _table(one, "audience") else one
        for one in obstacles
    ]
    return list(_miscounted(obstacles, apart))


def _by_name(obstacle: Any, names: Mapping[str, str]) -> Any:
    """Return an obstacle that calls organizations by their names, not by ids."""
    found = {
        what: {names.get(one, one): value for one, value in _table(obstacle, what).items()}
        for what in ("audience", "required")
        if _table(obstacle, what)
    }
    return {**obstacle, **found} if found else obstacle


def _table(obstacle: Any, what: str) -> Mapping[str, Any]:
    table = obstacle.get(what) if isinstance(obstacle, Mapping) else None
    return table if isinstance(table, Mapping) else {}


def _split(kind: Any, apart: Mapping[str, list[str]]) -> Iterator[Any]:
    """Yield what is left of a kind, and each that is set apart from it."""
    names = apart.get(str(kind.get("name")), []) if isinstance(kind, Mapping) else []
    if not names or kind["count"] > len(names):
        yield {**kind, "count": kind["count"] - len(names)} if names else kind
    for name in names:
        yield {**kind, "name": name, "plural": name, "count": 1}


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


def _miscounted(obstacles: list[Any], apart: Mapping[str, list[str]]) -> Iterator[Problem]:
    """Yield each number of a kind that would leave out who is set apart from it by another obstacle."""
    for obstacle in obstacles:
        required = _table(obstacle, "required")
        for kind, names in apart.items():
            if kind in required and (others := [one for one in names if one not in required]):
                said = COUNTED.format(" and ".join(others), "is" if len(others) == 1 else "are")
                yield problem(f"obstacles.{obstacle.get('name')}.required.{kind}", required[kind], said)
