"""An axis of a map: what changes from cell to cell, and how a case changes with it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...scenarios.mistakes import nearest
from ...sim.parameters import numbers
from ...sim.scenario import Scenario
from .derived import DERIVED

CELLS = 7
"""Cells along an axis, where nobody says how many."""

MOST_CELLS = 50


class AxisError(ValueError):
    """An axis that was asked for makes no sense; the text is a message for people."""


@dataclass(frozen=True)
class Axis:
    """One axis of a map.

    Attributes:
        name: path of a parameter, or name of a derived axis; ``label``: what people call it, in a few words.
        says: what it is, in words; ``unit``: of its values.
        values: of the cells, rising.
        apply: returns a case at a value; raises ``ValueError`` where the case has no such value.
    """

    name: str
    label: str
    says: str
    unit: str
    values: tuple[float, ...]
    apply: Callable[[Scenario, float], Scenario] = field(repr=False)


def axis(name: str, values: Sequence[float], label: str = "") -> Axis:
    """Return the axis of a parameter's path or of a derived name (``derived.DERIVED``), with these values.

    It is labelled by its name where nothing better is given.

    Raises:
        AxisError: there is no such parameter or name.
    """
    if name in DERIVED:
        derived = DERIVED[name]
        at = tuple(map(derived.rounded, values))
        return Axis(name, label or derived.label, derived.says, derived.unit, at, derived.apply)
    for path, _, number in numbers():
        if path == name:
            at = tuple(_rounded(value) for value in values)
            return Axis(name, label or name, number.meaning, number.unit, at, _setting(name))
    known = [*DERIVED, *(path for path, _, _ in numbers())]
    raise AxisError(f"{name!r}: expected {', '.join(DERIVED)} or a parameter{_did_you_mean(name, known)}")


def _setting(path: str) -> Callable[[Scenario, float], Scenario]:
    return lambda case, value: case.with_numbers({path: value})


def axis_from(text: str, case: Scenario) -> Axis:
    """Return the axis that ``"conditions.hazard:0:0.08:9"`` asks for: a name, lowest and highest value, cells.

    Without a range it goes from the lowest value that the parameter can have to twice that of the case.

    Raises:
        AxisError: the text is not of this form, the range is none, or the case cannot have one of the values.
    """
    name, *rest = text.split(":")
    if len(rest) not in (0, 2, 3):
        raise AxisError(f"{text!r}: expected NAME, NAME:LOW:HIGH or NAME:LOW:HIGH:CELLS")
    low, high = _range(text, rest[:2]) if rest else _usual_range(name, case)
    cells = _cells(text, rest[2]) if len(rest) == 3 else CELLS
    made = axis(name, [float(value) for value in np.linspace(low, high, cells)])
    if len(set(made.values)) < cells:
        raise AxisError(f"{text!r}: {cells} cells do not fit between {low:g} and {high:g}")
    for value in made.values:
        try:
            made.apply(case, value)
        except ValueError as error:
            raise AxisError(f"{text!r}: {error}") from None
    return made


def _range(text: str, ends: Sequence[str]) -> tuple[float, float]:
    try:
        low, high = map(float, ends)
    except ValueError:
        raise AxisError(f"{text!r}: expected numbers for the lowest and the highest value") from None
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise AxisError(f"{text!r}: expected a lowest value below the highest")
    return low, high


def _cells(text: str, count: str) -> int:
    if not count.isdecimal() or not 2 <= int(count) <= MOST_CELLS:
        raise AxisError(f"{text!r}: expected a number of cells from 2 to {MOST_CELLS}")
    return int(count)


def _usual_range(name: str, case: Scenario) -> tuple[float, float]:
    """Return the range of an axis for which none was given."""
    if name in DERIVED:
        return DERIVED[name].range
    for path, _, number in numbers():
        if path == name:
            group, key = path.split(".")
            high = min(number.high, 2.0 * float(getattr(getattr(case.parameters, group), key)))
            if number.low < high < math.inf:
                return max(number.low, -high), high
            raise AxisError(f"{name!r}: say from where to where, such as {name}:0:1")
    return axis(name, ()).values  # type: ignore[return-value]  # raises the error that names what there is


def _rounded(value: float) -> float:
    """Return a value without the last digits that spacing evenly leaves."""
    return float(f"{value:.6g}")


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    return f"; did you mean {near}?" if near else " such as conditions.hazard"
