"""Changes to a scenario from outside its file: ``--set joining.threshold=0.4``.

What can be set: every parameter by its path, ``weeks``, ``step_days``, ``kinds.NAME.FIELD`` for the fields in
``KIND_FIELDS``, ``organizations.NAME.FIELD`` for those in ``OF_NAMED`` and its proficiency in any strength, and
``obstacles.NAME.required.KIND`` or ``.acts.KIND``. With ``@WEEK`` behind it, a parameter, a number of an organization
or of those of whom an obstacle takes some, ``governance`` or ``strategy`` is different from that week on, such as
``trust.gain@60``.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any, cast

from ..sim.parameters import known_numbers
from ..sim.scenario import COUNTED, OF_NAMED, SINGLE, Amendment, Fact, facts_about, with_parts
from . import checks
from .editions import whatever_became
from .mistakes import Problem, nearest, problem
from .opening import normal
from .schema import KindPart

MOST_WEEKS = 10_000
"""The last week in which something can change."""

TOP_LEVEL = ("weeks", "step_days")
KIND_FIELDS = ("count", "capacity", "value", "core")


def overridden(data: Mapping[str, Any], overrides: Mapping[str, object]) -> tuple[dict[str, Any], list[Problem]]:
    """Return a valid file's data with ``overrides`` written in, and as problems those that fit nowhere."""
    changed = copy.deepcopy(dict(data))
    found = [_write(changed, normal(str(path)), number(value), data) for path, value in overrides.items()]
    return changed, [wrong for wrong in found if wrong]


def number(value: object) -> object:
    """Return ``value`` as a plain number if it is one or is text that reads as one; otherwise as it is.

    What NumPy and pandas hold is taken for what it says: a truth is a truth there, too, and no number.
    """
    if (shape := getattr(value, "shape", None)) is not None:
        value = cast(Any, value).item() if shape == () else cast(Any, value).tolist()  # a list is no number
    if isinstance(value, str):
        return _read(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    return float(value) if isinstance(value, Real) else value


def whole(value: Any) -> Any:
    """Return a number without a fraction as a whole number, as counts need it; anything else as it is.

    pandas makes all numbers of a column fractions where one is missing.
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _read(text: str) -> object:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _write(data: dict[str, Any], path: str, value: object, valid: Mapping[str, Any]) -> Problem | None:
    """Write one override into ``data``, or return why that cannot be done; ``valid`` is what the file says."""
    if path in TOP_LEVEL:
        data[path] = value
    elif path in known_numbers():
        group, name = path.split(".")
        data.setdefault(group, {})[name] = value
    elif path in (targets := _targets(data)):
        _write_item(path, value, *targets[path])
    elif "@" in path:
        return _write_later(data, path, value, _facts(valid))
    else:
        return _unknown(path, value, list(targets))
    return None


def _write_later(data: dict[str, Any], path: str, value: object, facts: Mapping[str, Fact]) -> Problem | None:
    """Write an event that changes something in a week."""
    turn = turn_of(path, value, facts)
    if isinstance(turn, Problem):
        return turn
    what = {"set": dict(turn.numbers), "governance": turn.governance, "strategy": turn.strategy}
    data["events"] = [*data.get("events", []), {"week": turn.week, **{name: one for name, one in what.items() if one}}]
    return None


def turn_of(path: str, value: object, facts: Mapping[str, Fact]) -> Amendment | Problem:
    """Return the change that ``path@week`` and a value stand for, or what is wrong with it; facts are of the case."""
    base, _, said = path.rpartition("@")
    week = number(said)
    if isinstance(week, str) or not 0 <= cast(float, week) <= MOST_WEEKS:
        return problem(path, value, f"expected PATH@WEEK, with a week from 0 to {MOST_WEEKS:,}")
    at = float(cast(float, week))
    names = {"governance": checks.form_of_governance, "strategy": checks.strategy}
    if base in names:
        turn: dict[str, Any] = {base: str(value)}
        return next(names[base](path, str(value)), None) or Amendment(at, **turn)
    wrong = next(checks.later_number(path, base, value, facts, is_at_start=at == 0), None)
    return wrong or Amendment(at, numbers=((base, float(cast(float, value))),))


def _facts(data: Mapping[str, Any]) -> dict[str, Fact]:
    """Return the facts of a valid file by their paths."""
    named, obstacles = _names(data, "organizations"), _names(data, "obstacles")
    kinds = [KindPart.model_construct(**{"part_of": None, **kind}) for kind in data["kinds"]]
    return facts_about(named, data["strengths"], obstacles, with_parts(kinds))


def _names(data: Mapping[str, Any], what: str) -> list[str]:
    """Return the names of the items of a list of a valid file."""
    return [str(one["name"]) for one in data.get(what, ())]


def _targets(data: dict[str, Any]) -> dict[str, tuple[dict[str, Any], str]]:
    """Return the table and the key of each number of a kind, an organization with a name, or an obstacle, by path."""
    found = {f"kinds.{kind['name']}.{field}": (kind, field) for kind in data["kinds"] for field in KIND_FIELDS}
    for one in data.get("organizations", ()):
        fields = {field: (one, field) for field in OF_NAMED}
        fields |= {name: (one.setdefault("proficiency", {}), name) for name in data["strengths"]}
        found |= {f"organizations.{one['name']}.{field}": target for field, target in fields.items()}
    for one in data["obstacles"]:
        for table, kind in ((table, kind) for table in COUNTED for kind in _names(data, "kinds")):
            found[f"obstacles.{one['name']}.{table}.{kind}"] = (one.setdefault(table, {}), kind)
    return found


def _write_item(path: str, value: object, item: dict[str, Any], field: str) -> None:
    """Write a number of a kind, an organization or an obstacle into its table; of whom none is required, nothing."""
    if path.startswith("organizations.") and field not in SINGLE:
        item[field] = [value, value]
    elif field == "by_right" and value in (0, 1):
        item[field] = bool(value)
    elif path.startswith("obstacles.") and value == 0:
        item.pop(field, None)
    else:
        item[field] = whole(value) if path.startswith("obstacles.") or field == "count" else value


def _unknown(path: str, value: object, items: list[str]) -> Problem:
    """Return the problem of a path that names nothing, with the nearest that does."""
    if became := whatever_became(path):
        return problem(path, value, became)
    valid = [*TOP_LEVEL, *items, *known_numbers()]
    expected = "unknown path; expected weeks, step_days, kinds.NAME.FIELD or a parameter (joining.threshold)"
    return problem(path, value, expected, nearest(path, valid))
