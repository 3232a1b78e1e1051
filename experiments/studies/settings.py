"""Paths and values in a study file: flattened, and checked with the very loader that cases go through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...scenarios import ScenarioError
from ...scenarios.checks import form_of_governance, strategy
from ...scenarios.loader import Source, built
from ...scenarios.mistakes import Problem, nearest, problem
from ...sim.plugins import used_in
from ...sim.tables import NotCompiledError
from ...sim.week import check_compiled
from ..workshop import LostError, outside
from .derived import DERIVED, expanded

Value = float | int | str
Settings = Mapping[str, Value]

NAMED = ("governance", "strategy")
"""Paths whose values are names."""

MOST_PATHS = 1000
"""Paths of one table: a case is built to look at each."""


def flattened(
    key: str, table: Mapping[str, Any], is_leaf: Callable[[object], bool], found: list[Problem]
) -> dict[str, Any]:
    """Return nested tables as ``{path: value}``; what stands there twice, or is too much, is added to ``found``."""
    flat: dict[str, Any] = {}
    for path, value in _leaves("", table, is_leaf):
        if path in flat:
            found.append(problem(f"{key}.{path}", value, "this path is given twice"))
        flat[path] = value
    if len(flat) > MOST_PATHS:
        found.append(Problem(key, f"expected at most {MOST_PATHS:,} paths; there are {len(flat):,}"))
        return {}
    return flat


def _leaves(path: str, table: Mapping[str, Any], is_leaf: Callable[[object], bool]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        here = f"{path}.{name}" if path else name
        if is_leaf(value) or not value:
            yield here, value
        else:
            yield from _leaves(here, value, is_leaf)


def is_plain(value: object) -> bool:
    """Return whether a value is no table."""
    return not isinstance(value, Mapping)


def mistakes_in_settings(key: str, case: Source, settings: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with paths and values, each problem under ``key``."""
    found = [wrong for path in NAMED if path in settings for wrong in _of_a_name(path, settings[path])]
    numbers = {path: value for path, value in settings.items() if path not in NAMED}
    for path, value in numbers.items():
        if path.partition("@")[0] not in NAMED and isinstance(value, str | bool | list | dict):
            found.append(problem(path, value, "expected a number"))
    if not found:
        derived = {path: value for path, value in numbers.items() if path in DERIVED}
        plain = {path: value for path, value in numbers.items() if path not in DERIVED}
        try:
            scenario = built(case, plain)
            if derived:
                built(case, {**plain, **expanded(scenario, derived)})
        except ScenarioError as error:
            found += [_with_names(one) for one in error.problems]
        except ValueError as error:
            found.append(Problem(next(iter(derived)), str(error)))
    return [replace(one, key=f"{key}.{one.key}" if one.key else key) for one in found]


def _with_names(wrong: Problem) -> Problem:
    """Return the problem of an unknown path, which could also have been ``governance`` or ``strategy``."""
    expected = wrong.expected.replace("expected weeks", "expected governance, strategy, weeks")
    near = wrong.nearest
    if "unknown path" in expected:
        near = nearest(wrong.key, [*DERIVED, *([near] if near else [])])
    return replace(wrong, expected=expected, nearest=near)


def _of_a_name(path: str, value: object) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield problem(path, value, "expected a name")
    else:
        check = form_of_governance if path == "governance" else strategy
        yield from list(check(path, value)) or _is_compiled(path, value)


def _is_compiled(path: str, name: str) -> Iterator[Problem]:
    """Yield why code from elsewhere cannot be compiled; ours can."""
    named = {"governance": "opt-in", "strategy": "absent", path: name}
    try:
        if used_in(name):
            outside([name], check_compiled, *named.values())
    except (NotCompiledError, LostError) as error:
        yield Problem(path, str(error), name)


def treatment_name(settings: Sequence[tuple[str, Any]]) -> str:
    """Return what a combination of levers is called: ``opt-in, coordinator.listen=0.2``."""
    return ", ".join(str(value) if path in NAMED else f"{path}={value}" for path, value in settings)
