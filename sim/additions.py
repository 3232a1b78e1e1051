"""Mechanisms that do not ship, at work in a run: room in memory, phases in the week, and what they leave behind.

A mechanism takes part in a run where the case holds its numbers (``parameters.own``). Its fields lie one behind the
other in ``state.own``, its numbers in ``state.given``; around its phase goes a function that opens both for it, looks
at what it did, and writes its series.
"""

from __future__ import annotations

import difflib
import functools
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from .compiling import checked_kernel, is_compiling_enabled, is_uncompiled, kernel
from .declare import Mechanism, Per
from .parameters import Parameters
from .plugins import mechanisms_in_use
from .rules import PHASE
from .sentinel import LARGEST
from .state import NONE, STATE, STEP, Floats, State
from .strangers import met
from .tables import function_table, function_type
from .watching import PluginError, expect, unusable_index

SIZES = {
    "run": "1",
    "issue": "state.issues.shape[1]",
    "organization": "state.people.shape[1]",
    "coalition": "state.coalitions.shape[1]",
    "coordinator": "state.minds.shape[1]",
    "kind": "state.kinds.shape[1]",
    "obstacle": "state.hours.shape[0]",
    "tie": "state.tie_to.shape[0]",
}
"""How many there are of what a field can be about, in a state."""

SYMBOLS = {
    "issue": "I", "organization": "N", "coalition": "C", "coordinator": "H", "kind": "G", "obstacle": "R", "tie": "E",
}  # fmt: skip
"""The same as axes of blocks."""


# --- who takes part -------------------------------------------------------------------------------------------------


def taking_part(parameters: Parameters) -> tuple[Mechanism, ...]:
    """Return the mechanisms that take part in a run with these parameters, by name.

    Raises:
        LookupError: one of them is not in use here.
    """
    if not parameters.own:
        return ()
    known = {one.name: one for one in mechanisms_in_use()}
    names = sorted({path.partition(".")[0] for path, _ in parameters.own})
    for name in names:
        if name not in known:
            raise LookupError(
                f"mechanism {name!r}: it does not ship, and is only used where whoever starts the work names its code, "
                "too: --plugin FILE on the command line, use_plugin() in Python"
            )
    return tuple(known[name] for name in names)


def homes(parameters: Parameters) -> tuple[str, ...]:
    """Return the names, ``module:name``, of the mechanisms that take part; errors as in ``taking_part``."""
    return tuple(one.home for one in taking_part(parameters))


# --- memory ---------------------------------------------------------------------------------------------------------


def room(parameters: Parameters, sizes: Mapping[str, int]) -> int:
    """Return how many numbers the fields of all that take part are, in a run whose axes have these sizes."""
    return sum(_length(per, sizes) for _, _, per in _fields(taking_part(parameters)))


def _fields(mechanisms: tuple[Mechanism, ...]) -> Iterator[tuple[Mechanism, str, Per]]:
    for one in mechanisms:
        for name, per in one.fields.items():
            yield one, name, per


def _length(per: Per, sizes: Mapping[str, int]) -> int:
    return math.prod(1 if axis == "run" else sizes[SYMBOLS[axis]] for axis in per.axes)


def _sizes(state: State) -> dict[str, int]:
    return {symbol: int(eval(SIZES[axis], {"state": state})) for axis, symbol in SYMBOLS.items()}


def _opened(state: State) -> Iterator[tuple[Mechanism, str, Per, Floats]]:
    """Yield each field of the mechanisms that take part, opened without copying; its axes are those that it names."""
    sizes, begin = _sizes(state), 0
    for mechanism, name, per in _fields(taking_part(state.parameters)):
        end = begin + _length(per, sizes)
        shape = [1 if axis == "run" else sizes[SYMBOLS[axis]] for axis in per.axes]
        yield mechanism, name, per, state.own[begin:end].reshape(shape)
        begin = end


def begin_own(state: State) -> None:
    """Write the first values of all fields."""
    for _, _, per, values in _opened(state):
        values[...] = per.start


Moves = Mapping[str, tuple[Any, Any]]
"""For axes of blocks, whom there is more of or less of: the places of those who go on, before and from now on."""

NOBODY: Any = np.empty(0, dtype=np.int64)

ANOTHER_OFFICE: Moves = {"C": (NOBODY, NOBODY), "H": (NOBODY, NOBODY)}
"""Another number of coordinators: what is about them and their coalitions begins anew."""


def hand_over_own(old: State, new: State, moves: Moves = ANOTHER_OFFICE) -> None:
    """Let the fields go on in memory of other sizes; whoever is new there begins with the first value.

    Args:
        moves: of the axes that are not as they were.
    """
    begin_own(new)
    for (_, _, per, before), (_, _, _, after) in zip(_opened(old), _opened(new), strict=True):
        symbols = [SYMBOLS.get(axis, "") for axis in per.axes]
        whole = [np.arange(size) for size in before.shape]
        was, now = (
            [moves[symbol][side] if symbol in moves else all_ for symbol, all_ in zip(symbols, whole, strict=True)]
            for side in (0, 1)
        )
        after[np.ix_(*now)] = before[np.ix_(*was)]


def own_state(state: State, mechanism: str) -> Any:
    """Return the fields of a mechanism that takes part, opened without copying.

    Raises:
        LookupError: no mechanism of that name takes part.
    """
    found = [(one, values) for one, _, _, values in _opened(state) if one.name == mechanism]
    if not found:
        raise LookupError(f"no mechanism {mechanism!r} with a state of its own takes part in this run")
    kind: Any = found[0][0].state
    return kind(*(values for _, values in found))


def means(state: State) -> dict[str, float]:
    """Return the mean of each field, by ``name.field``; a field with nobody in it has none (nan)."""
    return {
        f"{one.name}.{name}": float(values.mean()) if values.size else math.nan
        for one, name, _, values in _opened(state)
    }


def own_columns(parameters: Parameters) -> tuple[str, ...]:
    """Return the names of the series of the mechanisms that take part; they come after all others."""
    return _series(taking_part(parameters))


def _series(mechanisms: tuple[Mechanism, ...]) -> tuple[str, ...]:
    return tuple(f"{one.name}.{name}" for one in mechanisms for name in one.series)


# --- the week -------------------------------------------------------------------------------------------------------


def with_additions(week: Mapping[str, Any], parameters: Parameters) -> dict[str, Any]:
    """Return a week with the phases of the mechanisms that take part, each after the one that it names.

    Raises:
        LookupError: a mechanism that takes part is not in use here, or comes after a phase that there is not.
        NotCompiledError: the phase of one of them cannot be compiled.
    """
    mechanisms = taking_part(parameters)
    waiting = [one for one in mechanisms if one.phase]
    phases = list(week.items())
    while waiting:
        names = [name for name, _ in phases]
        ready = next((one for one in reversed(waiting) if one.after in names), None)
        if ready is None:
            first = waiting[0]
            near = difflib.get_close_matches(first.after, names, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise LookupError(f"{first.home}: after = {first.after!r}: expected one of {', '.join(names)}{hint}")
        waiting.remove(ready)
        phases.insert(names.index(ready.after) + 1, (ready.name, _phase(ready, mechanisms)))
    return dict(phases)


def needs_python(parameters: Parameters) -> bool:
    """Return whether a mechanism that takes part has a plain Python function for its phase."""
    return any(one.phase and is_uncompiled(one.phase) for one in taking_part(parameters))


@functools.cache
def _phase(mechanism: Mechanism, mechanisms: tuple[Mechanism, ...]) -> Callable[..., None]:
    """Return the phase of a mechanism among those that take part, as the week takes it."""
    source = _source(mechanism, mechanisms)
    made: dict[str, Any] = {
        "work": mechanism.phase, "Numbers": mechanism.numbers, "Own": mechanism.state, "NAME": mechanism.home,
        "PluginError": PluginError, "unusable_index": unusable_index, "beyond": beyond, "mean": mean, "STEP": STEP,
        "given": given,
    }  # fmt: skip
    exec(compile(source, f"<phase of {mechanism.home}>", "exec"), made)
    function = made["phase"]
    function.__module__, _, function.__qualname__ = mechanism.home.partition(":")
    if is_uncompiled(mechanism.phase):
        met((function,), function)
        return function
    if is_compiling_enabled():
        function_table([mechanism.phase], _kind(mechanism))  # type: ignore[list-item]  # says what is wrong in its own file
    compiled = checked_kernel(function)
    met(function_table([compiled], PHASE), compiled)
    return compiled


def _kind(mechanism: Mechanism) -> Any:
    """Return the type of the phase of a mechanism."""
    numbers: Any = mechanism.numbers
    arguments: list[Any] = [STATE, numbers(*(0.0,) * len(numbers._fields))]
    if mechanism.state:
        fields = mechanism.fields.values()
        kept: Any = mechanism.state
        arguments.append(kept(*(np.zeros((1,) * len(per.axes)) for per in fields)))
    return function_type(None, *arguments)


def _source(mechanism: Mechanism, mechanisms: tuple[Mechanism, ...]) -> str:
    """Return the source of the function around a phase; compiled code knows no loop over arrays of other shapes."""
    paths = sorted(f"{one.name}.{name}" for one in mechanisms for name in _number_names(one))
    given = ", ".join(f"given(state, {paths.index(f'{mechanism.name}.{name}')})" for name in _number_names(mechanism))
    lines = ["def phase(state, rules):", *(f"    {axis}s = {size}" for axis, size in SIZES.items())]
    begin, opened, looked = "0", [], []
    places: dict[str, str] = {}
    for one, name, per in _fields(mechanisms):
        length = " * ".join(f"{axis}s" for axis in per.axes)
        place = f"own_{len(places)}" if one is mechanism else ""
        if place:
            lines.append(f"    {place} = state.own[{begin} : {begin} + {length}]")
            shape = f".reshape({', '.join(f'{axis}s' for axis in per.axes)})" if len(per.axes) > 1 else ""
            opened.append(f"{place}{shape}")
            looked += _look(mechanism, name, per, place)
            places[name] = place
        begin = f"{begin} + {length}"
    kept = f", Own({', '.join(opened)})" if opened else ""
    lines += [f"    work(state, Numbers({given}){kept})", *looked, *AFTER]
    columns = _series(mechanisms)
    for name in mechanism.series:
        back = len(columns) - columns.index(f"{mechanism.name}.{name}")
        lines.append("    if len(state.series) > 0:")
        lines.append(f"        state.series[state.clock[STEP], state.series.shape[1] - {back}] = mean({places[name]})")
    return "\n".join(lines)


AFTER = """\
    for c in range(coalitions):
        place, value = unusable_index(state, c)
        if place >= 0:
            raise PluginError(NAME, place, value)""".splitlines()
"""What is looked at after a phase, as after a rule."""


def _number_names(mechanism: Mechanism) -> tuple[str, ...]:
    return getattr(mechanism.numbers, "_fields", ())


def _look(mechanism: Mechanism, name: str, per: Per, place: str) -> list[str]:
    """Return the lines that look at a field after a phase."""
    low, high = max(per.low, -LARGEST), min(per.high, LARGEST)
    is_open = low == -LARGEST and high == LARGEST
    expected = "a number" if is_open else f"{low:g} to {high:g}"
    text = expect(f"{mechanism.name}.{name}", expected)
    return [
        f"    wrong = beyond({place}, {low!r}, {high!r})",
        "    if wrong >= 0:",
        f"        raise PluginError(NAME, {text}, {place}[wrong])",
    ]


@kernel
def given(state: State, place: int) -> float:
    """Return a number of a mechanism that does not ship, by its place among all of those that take part."""
    return float(state.given[place])


@kernel
def beyond(values: Floats, low: float, high: float) -> int:
    """Return the place of the first value, of (n,), that lies outside a range or is no number; NONE without one."""
    for i in range(len(values)):
        if not low <= values[i] <= high:
            return i
    return NONE


@kernel
def mean(values: Floats) -> float:
    """Return the mean of values, (n,); nan where there are none."""
    total = 0.0
    for i in range(len(values)):
        total += values[i]
    return total / len(values) if len(values) > 0 else math.nan
