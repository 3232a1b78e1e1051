"""Levers: what can be different in a case, and the values that it takes: lists, ranges, and functions."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from ..scenarios import checks
from ..scenarios.mistakes import ABSENT, Problem, ScenarioError, nearest, problem
from ..scenarios.overrides import KIND_FIELDS, turn_of, whole
from ..scenarios.schema import MOST_ORGANIZATIONS, MOST_STEPS, KindPart
from ..scenarios.shapes import expectation, shaped_as
from ..sim.parameters import known_numbers
from ..sim.scenario import Kind, Scenario

LONGEST = 10_000
"""Weeks of a run, as in a scenario file."""

MOST_VALUES = 1000
"""Values of one range."""


def values_of(said: Any) -> list[Any]:
    """Return the values that a lever takes: a list as it is, ``"0:0.4:0.1"`` with both ends, ``"a,b"`` one by one.

    Raises:
        ValueError: a range that is none, or too long; its text says what was expected.
    """
    if not isinstance(said, str):
        return list(said) if isinstance(said, Sequence) or hasattr(said, "tolist") else [said]
    return [value for part in said.split(",") for value in (_range(part) if ":" in part else [part.strip()])]


def _range(said: str) -> list[Any]:
    """Return the numbers of a range, exact in decimals; text with a colon that is no range is a name of a plug-in."""
    parts = said.split(":")
    try:
        ends = [Decimal(part.strip()) for part in parts]
    except InvalidOperation:
        return [said.strip()]
    if len(ends) != 3 or not all(one.is_finite() for one in ends) or not ends[2] > 0 or ends[1] < ends[0]:
        raise ValueError("expected a range as first:last:step, such as 0:0.4:0.1, with a step above 0")
    first, last, step = ends
    if (last - first) / step >= MOST_VALUES:
        raise ValueError(f"expected a range of at most {MOST_VALUES:,} values")
    steps = range(int((last - first) / step) + 1)
    return [whole(float(first + one * step)) for one in steps]


def with_number(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return a case with another number at ``path``: a parameter, ``weeks``, ``step_days``, ``kinds.NAME.count`` ...

    With ``@WEEK`` behind it, a parameter, ``governance`` or ``strategy`` is different from that week on.

    Raises:
        ScenarioError: there is no such path, or it takes no such value.
    """
    if path.startswith("kinds."):
        return _with_kind(scenario, path, value)
    if scenario.facts_in({path: value}):
        return _with_fact(scenario, path, value)
    if "@" in path:
        return _with_turn(scenario, path, value)
    try:
        return _with_length(scenario, path, value) if path in LENGTHS else scenario.with_numbers({path: value})
    except KeyError:
        known = [*PATHS, *known_numbers(), *_kind_paths(scenario), *scenario.facts]
        wrong = _unknown(path, "governance, strategy, weeks or a parameter (joining.threshold)", known)
    except ValueError:
        wrong = problem(path, value, expectation(path.split(".")))
    raise ScenarioError(scenario.name, [wrong])


def _unknown(path: str, expected: str, known: Iterable[str]) -> Problem:
    return problem(path, ABSENT, f"unknown path; expected {expected}", nearest(path, known))


LENGTHS = ("weeks", "step_days")
PATHS = ("governance", "strategy", *LENGTHS)


def _with_length(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return the case with runs, or steps, of another length.

    Raises:
        ValueError: it is not a number, or not one that a scenario file could give.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number or not 0 < value <= LONGEST or (path == "step_days" and not 0.1 <= value <= 7):
        raise ValueError(value)
    length: dict[str, Any] = {path: float(value)}
    changed = replace(scenario, **length)
    if not 1 <= changed.weeks * 7.0 / changed.step_days <= MOST_STEPS:
        raise ValueError(value)
    return changed


def _with_turn(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return the case with a change in a week; errors as in ``with_number``."""
    turn = turn_of(path, value, scenario.facts)
    if isinstance(turn, Problem):
        raise ScenarioError(scenario.name, [turn])
    if turn.week >= scenario.weeks:
        expected = f"expected a week of the run, from 0 to below {scenario.weeks:g}"
        raise ScenarioError(scenario.name, [problem(path, value, expected)])
    return replace(scenario, turns=(*scenario.turns, turn))


def _kind_paths(scenario: Scenario) -> list[str]:
    return [f"kinds.{kind.name}.{field}" for kind in scenario.kinds for field in KIND_FIELDS]


def _with_fact(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return the case with another number of an organization, or of those whom an obstacle requires."""
    wrong = next(checks.fact(path, path, value, scenario.facts[path]), None)
    if wrong:
        raise ScenarioError(scenario.name, [wrong])
    return scenario.with_facts({path: value})


def _with_kind(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return the case with another number of a kind; errors as in ``with_number``."""
    name, _, field = path.removeprefix("kinds.").rpartition(".")
    if path not in _kind_paths(scenario):
        expected = f"kinds.NAME.FIELD, with one of {', '.join(KIND_FIELDS)}"
        raise ScenarioError(scenario.name, [_unknown(path, expected, _kind_paths(scenario))])
    part = shaped_as(KindPart, {"name": name, "count": 1, "strengths": ["any"], field: whole(value)})
    if isinstance(part, list):
        raise ScenarioError(scenario.name, [problem(path, value, expectation(("kinds", 0, field)))])
    given: dict[str, Any] = {field: getattr(part, field)}

    def changed(kind: Kind) -> Kind:
        return replace(kind, **given) if kind.name == name else kind

    made = replace(scenario, kinds=tuple(map(changed, scenario.kinds)))
    named = next(len(kind.named) for kind in made.kinds if kind.name == name)
    if field == "count" and given["count"] < named:
        raise ScenarioError(scenario.name, [problem(path, value, f"expected at least {named}: so many have a name")])
    if not 1 <= made.organizations <= MOST_ORGANIZATIONS:
        expected = f"expected 1 to {MOST_ORGANIZATIONS:,} organizations, but there are {made.organizations:,}"
        raise ScenarioError(scenario.name, [Problem(path, expected, str(value))])
    return made
