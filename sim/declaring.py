"""What can be wrong with a mechanism that somebody declares, each in one sentence."""

from __future__ import annotations

import difflib
import inspect
import math
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, get_type_hints

from .declare import AXES, Mechanism, Per
from .entities import Floats
from .measures import HIGHER, LOWER, NEITHER, SHIPPED, Measure
from .parameters import GROUPS, Number, check
from .plugins import mechanisms_in_use
from .week import WEEK

TABLES = (
    "case", "events", "kinds", "matters", "obstacles", "prose", "sequence", "start_from", "step_days", "strengths",
    "switches", "title", "week", "weeks", "effort", "organizations", "ties", "governance", "strategy", "columns",
)  # fmt: skip
"""Names that mean something else in a case or a study."""

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def mistake_in(mechanism: Mechanism) -> str:
    """Return what is wrong with the declaration of a mechanism, in words; empty where nothing is."""
    return next(_mistakes(mechanism), "")


def _mistakes(mechanism: Mechanism) -> Iterator[str]:
    yield from _in_name(mechanism)
    yield from _in_numbers(mechanism)
    yield from _in_state(mechanism)
    yield from _in_phase(mechanism)
    yield from _in_series(mechanism)
    yield from _in_outcomes(mechanism)
    yield from _in_checks(mechanism)


def _in_name(mechanism: Mechanism) -> Iterator[str]:
    name = mechanism.name
    if not isinstance(name, str) or not NAME.fullmatch(name):
        yield f"name = {name!r}: expected small letters, digits and underscores, a letter first"
        return
    others = [one.name for one in mechanisms_in_use() if one is not mechanism]
    for taken, what in ((WEEK, "a mechanism that ships"), (GROUPS, "a table of numbers that ships")):
        if name in taken:
            yield f"name = {name!r}: {what} is called so already"
    if name in TABLES:
        yield f"name = {name!r}: this means something else in a case or a study"
    if name in others:
        yield f"name = {name!r}: another mechanism in use is called so already"


def _in_numbers(mechanism: Mechanism) -> Iterator[str]:
    if mechanism.numbers is None:
        return
    if not _is_named_tuple(mechanism.numbers):
        yield f"numbers = {mechanism.numbers!r}: expected a class made with NamedTuple, each number Annotated"
        return
    usual: dict[str, Any] = mechanism.numbers._field_defaults  # type: ignore[attr-defined]
    for name, hint in get_type_hints(mechanism.numbers, include_extras=True).items():
        number = next(iter(getattr(hint, "__metadata__", ())), None)
        if not isinstance(number, Number):
            yield f"numbers: {name}: expected Annotated[float, Number({', '.join(Number._fields)})]"
            return
        if name not in usual:
            yield f"numbers: {name}: it has no default; expected = a number"
            return
        yield from _in_number(f"{mechanism.name}.{name}", usual[name], number)


def _in_number(path: str, usual: Any, number: Number) -> Iterator[str]:
    if not number.low <= number.high:
        yield f"{path}: its range goes from {number.low:g} to {number.high:g}; expected the smaller end first"
    for what, value in (("default", usual), ("neutral", number.neutral)):
        try:
            if value is not None:
                check(path, value, number)
        except ValueError as error:
            yield f"{what} of {error}"
    if not (isinstance(number.prior, tuple) and len(number.prior) == 2):
        yield f"{path}: prior = {number.prior!r}: expected its central 90 %, as (low, high)"
    elif not number.low <= number.prior[0] <= number.prior[1] <= number.high:
        yield f"{path}: prior = {number.prior}: expected two numbers in its range, the smaller first"


def _in_state(mechanism: Mechanism) -> Iterator[str]:
    if mechanism.state is None:
        return
    if not _is_named_tuple(mechanism.state):
        yield f"state = {mechanism.state!r}: expected a class made with NamedTuple, each field Annotated"
        return
    for name, hint in get_type_hints(mechanism.state, include_extras=True).items():
        per = next(iter(getattr(hint, "__metadata__", ())), None)
        if not isinstance(per, Per) or getattr(hint, "__origin__", None) != Floats:
            yield f"state: {name}: expected Annotated[Floats, Per(axis, unit, meaning)]"
            return
        for axis in per.axes:
            if axis not in AXES:
                yield f"state: {name}: axis = {axis!r}: expected one of {', '.join(AXES)}{_nearest(axis, AXES)}"
        if not per.low <= per.start <= per.high:
            yield f"state: {name}: start = {per.start:g}: expected a number from {per.low:g} to {per.high:g}"


def _in_phase(mechanism: Mechanism) -> Iterator[str]:
    phase = mechanism.phase
    if phase is None:
        for part in ("numbers", "state", "series"):
            if getattr(mechanism, part):
                yield f"it has {part}, but no phase; expected phase = a function that uses them"
        if not mechanism.outcomes:
            yield "it has neither a phase nor outcomes; expected one of them"
        return
    if not callable(phase):
        yield f"phase = {phase!r}: expected a function, such as a kernel"
        return
    if mechanism.numbers is None or all(number.neutral is None for number in _numbers(mechanism)):
        yield "no number of it has a neutral value; expected one at which it changes nothing at all"
    asked = list(inspect.signature(getattr(phase, "py_func", phase)).parameters)
    given = ["state", "numbers", *(["own"] if mechanism.state else [])]
    if len(asked) != len(given):
        yield f"phase({', '.join(asked)}): expected a function of ({', '.join(given)})"
    others = [one.name for one in mechanisms_in_use()]
    if mechanism.after == "record":
        yield "after = 'record': by then the week is over; expected a phase before it"
    elif mechanism.after not in (*WEEK, *others):
        names = [*WEEK, *others]
        yield f"after = {mechanism.after!r}: expected one of {', '.join(names)}{_nearest(mechanism.after, names)}"


def _numbers(mechanism: Mechanism) -> Iterable[Number]:
    return [hint.__metadata__[0] for hint in get_type_hints(mechanism.numbers, include_extras=True).values()]


def _in_series(mechanism: Mechanism) -> Iterator[str]:
    if isinstance(mechanism.series, str):
        yield f"series = {mechanism.series!r}: expected a list of names of fields of its state"
        return
    fields = list(mechanism.fields)
    for name in mechanism.series:
        if name not in fields:
            known = ", ".join(fields) or "it has none"
            yield f"series: {name!r}: expected a field of its state ({known}){_nearest(name, fields)}"


def _in_outcomes(mechanism: Mechanism) -> Iterator[str]:
    others = {name for one in mechanisms_in_use() if one is not mechanism for name in one.outcomes}
    for name, one in mechanism.outcomes.items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            yield f"outcomes: {name!r}: expected small letters, digits and underscores, a letter first"
        if name in SHIPPED or name in others:
            yield f"outcomes: {name!r}: another outcome is called so already"
        if not isinstance(one, Measure) or not callable(one.of):
            yield f"outcomes: {name} = {one!r}: expected Measure(better, unit, meaning, function of the tallies)"
        elif one.better not in (HIGHER, LOWER, NEITHER):
            yield f"outcomes: {name}: better = {one.better!r}: expected {HIGHER}, {LOWER} or {NEITHER}"


def _in_checks(mechanism: Mechanism) -> Iterator[str]:
    for one in mechanism.checks:
        run: Callable[..., Any] | None = getattr(one, "run", None)
        if not callable(run) or not math.isfinite(getattr(one, "expected", math.nan)):
            yield f"checks: {one!r}: expected Check(id, claim, source, expected number, function that observes it)"


def _is_named_tuple(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, tuple) and bool(getattr(kind, "_fields", ()))


def _nearest(name: object, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(name), list(names), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
