"""Declared once: a table whose lines each have a name, a unit and a meaning, and whose positions follow from them."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, get_type_hints


class Line(NamedTuple):
    """One line of a table."""

    name: str
    unit: str
    meaning: str


class Table(list[Line]):
    """Lines in the order in which they were declared; to declare one returns its position, which kernels use."""

    def __call__(self, name: str, unit: str, meaning: str) -> int:
        """Declare a line and return its position."""
        if name in self.names:
            raise ValueError(f"{name!r} is declared twice")
        self.append(Line(name, unit, meaning))
        return len(self) - 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names, by position."""
        return tuple(line.name for line in self)


def fields_of(entity: Any) -> dict[str, str]:
    """Return what each field of an entity means, by name."""
    return {name: hint.__metadata__[0] for name, hint in get_type_hints(entity, include_extras=True).items()}


def kinds_of(entity: Any) -> dict[str, Any]:
    """Return of which numbers each field of an entity is, by name."""
    return {name: hint.__origin__ for name, hint in get_type_hints(entity, include_extras=True).items()}


# --- a mechanism of one's own ---------------------------------------------------------------------------------------

AXES = ("run", "issue", "organization", "coalition", "coordinator", "kind", "obstacle", "tie")
"""What a field can be about."""


class Per(NamedTuple):
    """What a field of a mechanism's own state is, and about whom: one number for each of them.

    Attributes:
        axis: one of ``AXES``, or two of them: ``("issue", "organization")``.
        low, high: ends of its range; a run in which it leaves them is broken.
        start: its value when a run begins.
    """

    axis: str | tuple[str, ...]
    unit: str
    meaning: str
    low: float = -math.inf
    high: float = math.inf
    start: float = 0.0

    @property
    def axes(self) -> tuple[str, ...]:
        """All of its axes."""
        return (self.axis,) if isinstance(self.axis, str) else tuple(self.axis)


@dataclass(eq=False)
class Mechanism:
    """A mechanism, whole: what is declared here works in every door.

    Attributes:
        name: of its table in a case, and the first part of the paths of its numbers; letters and underscores.
        numbers: a ``NamedTuple`` of parameters, each ``Annotated[float, Number(...)] = default``, as those that ship.
        state: a ``NamedTuple`` of what it keeps from week to week, each ``Annotated[Floats, Per(...)]``.
        phase: its part of the week, a kernel or a plain function: ``phase(state, numbers, own)``, without ``own`` where
            it has no state.
        after: the phase of the week that it comes after.
        series: which of its fields are written down each week, as ``name.field``; the mean of those that have many.
        outcomes: what people see of a run, by name: a ``Measure`` of the tallies, and of its own fields as
            ``name.field``, as they stand at the end.
        checks: limiting cases, each a ``Check``: what ``coalitions verify`` observes.
        home: where it was declared, ``module:name``; found when it is taken into use.
    """

    name: str
    numbers: type | None = None
    state: type | None = None
    phase: Callable[..., None] | None = None
    after: str = "outcome"
    series: Sequence[str] = ()
    outcomes: Mapping[str, Any] = field(default_factory=dict)
    checks: Sequence[Any] = ()
    home: str = field(default="", init=False)

    @cached_property
    def fields(self) -> dict[str, Per]:
        """What its own state consists of, by name."""
        hints = get_type_hints(self.state, include_extras=True) if self.state else {}
        return {name: hint.__metadata__[0] for name, hint in hints.items()}

    @property
    def meaning(self) -> str:
        """What its module says of itself, in a sentence."""
        text = sys.modules[self.home.partition(":")[0]].__doc__ or ""
        return " ".join(text.strip().split("\n\n")[0].split())
