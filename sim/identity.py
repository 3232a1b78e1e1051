"""What a run depends on, as data: the same wherever results are the same, whatever else changes in the code.

What is at its default is left out, so that a new number, or a new field of a record, with a neutral default changes no
identity; a default that is changed moves results, and with them the edition.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from itertools import chain
from typing import Any

from .parameters import Parameters, shipped_numbers
from .plugins import content_of, mechanisms_in_use
from .scenario import Scenario

PROSE = ("name", "title", "prose", "matters", "parameters", "governance", "strategy")
"""Fields of a scenario that say nothing of who is there, what can happen and for how long."""


def plain(value: Any) -> Any:
    """Return a record as plain data without fields at their defaults."""
    if is_dataclass(value):
        said = {one.name: (getattr(value, one.name), _usual(one)) for one in fields(value)}
        return {name: plain(one) for name, (one, usual) in said.items() if usual is MISSING or one != usual}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value + 0.0 if isinstance(value, float) else value


def _usual(one: Field[Any]) -> Any:
    return one.default if one.default_factory is MISSING else one.default_factory()


def people_of(scenario: Scenario) -> bytes:
    """Return a hash of who is there, what can happen and for how long: of all but the parameters, rules and prose."""
    said = {name: one for name, one in plain(scenario).items() if name not in PROSE}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).digest()


def flat(parameters: Parameters) -> bytes:
    """Return all parameters that are not at their defaults; -0.0 counts as 0.0.

    Of a mechanism that does not ship, and has no edition, all of them are here, and what its code is made of.
    """
    values = zip(shipped_numbers(), chain.from_iterable(parameters[:-1]), strict=True)
    said = [f"{path}={(value + 0.0).hex()}" for (path, usual, _), value in values if value != usual]
    said += [f"{path}={(value + 0.0).hex()}" for path, value in parameters.own]
    return "\0".join((*said, *_contents(parameters))).encode()


def _contents(parameters: Parameters) -> list[str]:
    """Return what tells the mechanisms from others that take part; those without numbers always do."""
    names = {path.partition(".")[0] for path, _ in parameters.own}
    found = [one for one in mechanisms_in_use() if one.name in names or not one.numbers]
    return [f"{one.name} {content_of(one.home.partition(':')[0])}" for one in found]


def scenario_hash(scenario: Scenario) -> str:
    """Return a short hash of all that a run under this scenario depends on but its seed."""
    parts = (people_of(scenario), flat(scenario.parameters), scenario.governance.encode(), scenario.strategy.encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]
