"""Declared once: a table whose lines each have a name, a unit and a meaning, and whose positions follow from them."""

from __future__ import annotations

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
