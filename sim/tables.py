"""Tables of plug-ins: kernels that a run chooses, and that other kernels call.

numba knows functions as values, but not the way that we need: a tuple of them costs 7 to 35 microseconds a
function at each call, warns that it is experimental, and prints the errors of a plug-in but goes on with
whatever numbers it left. A table of addresses costs nothing, and errors reach the caller.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, cast

import numpy

from . import numba_parts as parts
from .compiling import check_bounds, is_compiling_enabled, ships

LONGEST = 300
"""Characters of what numba says that are passed on."""


class NotCompiledError(TypeError):
    """A function stands where only a compiled one can be called, and is none, or cannot be compiled."""


def function_type(result: object, *arguments: object) -> parts.FunctionType:
    """Return the type of the functions that take and return values like these examples.

    A module keeps it as a constant, since kernels need it when they are compiled:
    ``RULE = function_type(0.0, world)``.

    Args:
        result: an example of what the functions return; None where they return nothing.
        arguments: an example of each argument.
    """
    return parts.FunctionType(parts.typeof(result)(*(_type_of(argument) for argument in arguments)))


def _type_of(example: Any) -> Any:
    """Return the type of an example; a type stands for itself, also in a named tuple of examples."""
    if isinstance(example, parts.types.Type):
        return example
    if hasattr(example, "_fields") and any(isinstance(value, parts.types.Type) for value in example):
        return parts.NamedTuple([_type_of(value) for value in example], type(example))
    return parts.typeof(example)


def function_table(functions: Iterable[Callable[..., Any]], kind: parts.FunctionType) -> Any:
    """Compile kernels for one type, into a table that other kernels can call them from.

    A kernel that received `table` calls its entry k so: ``function_at(KIND, table[k])(...)``. Kernels in a
    table are kept for as long as the process lives, so a table can be stored and sent to threads, but not to
    other processes: those make their own.

    Returns:
        The addresses of the machine code, (functions,) unsigned; where compiling is switched off, a tuple of
        the functions.

    Raises:
        NotCompiledError: one of them is a plain Python function, or does not fit the type.
    """
    if not is_compiling_enabled():
        return tuple(functions)
    return numpy.array([_address(function, kind) for function in functions], dtype=numpy.uintp)


@functools.cache
def _address(function: Any, kind: parts.FunctionType) -> int:
    """Return the address of the machine code of a kernel (keeping the arguments alive, as a cache does)."""
    if not isinstance(function, parts.Dispatcher):
        raise NotCompiledError(
            f"{called(function)} is a plain Python function ({home(function)}), which compiled code cannot call: "
            "decorate it with @clever_coalitions.sim.kernel, or run it with CoalitionModel"
        )
    if not ships(function):
        check_bounds(function)
    try:
        asked, given = inspect.signature(function.py_func), len(kind.signature.args)
        if len(asked.parameters) != given:
            raise TypeError(f"its parameters are {asked}, but it is called with {given} values")
        with interrupts_afterwards():
            result: Any = function.get_compile_result(kind.signature)
    except Exception as error:  # numba raises whatever its parts do
        cause = error if ships(function) else None
        raise NotCompiledError(f"{called(function)} cannot be compiled: {_said(error, function, kind)}") from cause
    return cast(int, result.library.get_pointer_to_function(result.fndesc.llvm_func_name))


@contextlib.contextmanager
def interrupts_afterwards() -> Iterator[None]:
    """Let a first Ctrl-C wait until what is under way is done: in the midst of compiling it would be lost."""
    usual, seen = signal.default_int_handler, list[int]()
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGINT) is not usual:
        yield
        return

    def note(number: int, frame: Any) -> None:
        seen.append(number)
        signal.signal(signal.SIGINT, usual)

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if seen:
        raise KeyboardInterrupt


def called(function: Any) -> str:
    """Return what people call a function: ``module:function``."""
    return f"{getattr(function, '__module__', '?')}:{getattr(function, '__qualname__', repr(function))}"


def home(function: Any, line: int = 0) -> str:
    """Return the file of a function, and a line of it, its first one where not given."""
    code = getattr(getattr(function, "py_func", function), "__code__", None)
    return f"{code.co_filename}, line {line or code.co_firstlineno}" if code else "not from a file"


PLACE = re.compile(r'(?:at |from )(?P<path>\S+\.py) \((?P<at>\d+)\)|File "(?P<file>[^"]+)", line (?P<line>\d+)')
"""How numba says where something is."""


def _said(error: Exception, function: Any, kind: parts.FunctionType) -> str:
    """Return in a line what numba has to say, and where in the author's file: it takes a hundred lines for that."""
    text = str(error)
    for argument in kind.signature.args:
        text = text.replace(str(argument), _short(argument))
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = [line for line in lines if not line.startswith("Failed in nopython mode pipeline")]
    reason = said[0] if said else type(error).__name__
    if reason.endswith(":") and len(said) > 1:
        reason = f"{reason} {said[1].removeprefix('>>> ')}"
    reason = re.sub(r",? (?:defined|Raised) (?:at|from) .*$", "", reason)
    return f"{home(function, next(_lines(error, function), 0))}: {reason.rstrip('.')[:LONGEST]}"


def _lines(error: Exception, function: Any) -> Iterator[int]:
    """Yield the lines of a function's file that numba names, the one where it gave up first."""
    file = Path(function.py_func.__code__.co_filename).name
    for found in PLACE.finditer(str(error)):
        if Path(found["path"] or found["file"]).name == file:
            yield int(found["at"] or found["line"])
    if (place := getattr(error, "loc", None)) and Path(place.filename).name == file:
        yield place.line


def _short(kind: Any) -> str:
    """Return what people call a type: numba names it by all that is in it."""
    return str(getattr(getattr(kind, "instance_class", None) or getattr(kind, "class_", None), "__name__", kind))


def function_at(kind: parts.FunctionType, entry: Any) -> Callable[..., Any]:
    """Return the function that an entry of a `function_table` stands for; for use in kernels.

    The table must have been made for the same `kind`: compiled code does not check that.
    """
    return cast(Callable[..., Any], entry)


@parts.overload(function_at, strict=False)
def _function_at(kind: Any, entry: Any) -> Callable[..., Any]:
    return lambda kind, entry: _function_at_address(kind, entry)


@parts.intrinsic
def _function_at_address(context: Any, kind: Any, address: Any) -> Any:
    """Make numba's value of a function out of its address."""
    function_type = kind.instance_type

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value = parts.struct_proxy(function_type)(context, builder)
        value.jit_addr = builder.inttoptr(arguments[1], context.get_value_type(parts.types.voidptr))
        return value._getvalue()

    return function_type(kind, parts.types.uintp), generate
