"""Compiled functions: the one place that knows numba.

A *kernel* is a function that numba turns into machine code the first time that it is called; with the
environment variable ``NUMBA_DISABLE_JIT=1`` it stays the plain Python function, for debuggers and coverage.
Kernels call *plug-ins*, kernels that a run chooses, through a `function_table`.

Why a cache of our own
----------------------
Machine code is kept on disk between runs. Left alone, numba's disk cache has four traps: it does not notice
an edited callee in another file, it raises an error at import where nothing is writable, it stops a run when
the disk fills up, and two processes that compile one kernel for two signatures can overwrite each other.
So kernels of this package live in a directory named after a hash of all its sources (`source_hash`), next
to the few that were used last; a cache that fails is given up with one message, never with an error; and
each process gives its files names of its own. Kernels from anywhere else are compiled anew by each process:
nothing tells us what they call.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import importlib
import os
import platform
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy
from numba.core import cgutils
from numba.core.caching import FunctionCache
from numba.core.dispatcher import Dispatcher
from numba.core.errors import NumbaError
from numba.core.types import FunctionType
from numba.extending import intrinsic, overload

F = TypeVar("F", bound=Callable[..., Any])

# numba is only partly typed.
_config: Any = numba.config
_typeof: Any = numba.typeof
_intrinsic: Any = intrinsic
_overload: Any = overload
_NamedTuple: Any = numba.types.NamedTuple
_unliteral: Any = numba.types.unliteral
_struct: Any = cgutils.create_struct_proxy
_FunctionCache: Any = FunctionCache

SOURCES = Path(__file__).resolve().parent
"""The folder whose kernels share one cache."""

KEPT_VERSIONS = 3
"""How many versions of the machine code are kept."""

GRACE_SECONDS = 600.0
"""A version used so recently is never removed: another command may be loading it."""


class NotCompiledError(TypeError):
    """A plain Python function stands where only a compiled one can be called."""


def is_compiling_enabled() -> bool:
    """Whether kernels are compiled in this process (``NUMBA_DISABLE_JIT`` is not set)."""
    return not _config.DISABLE_JIT


# --- where machine code is kept ---------------------------------------------------------------------------


def source_hash(folder: Path) -> str:
    """Return 16 hexadecimal digits that change with any source below `folder`, and with the tools.

    The tools are Python, numba, NumPy, and the settings of numba that change the machine code. Without that,
    an edited callee, or a switch to checked bounds, would silently run old machine code.
    """
    tools = (
        platform.python_implementation(),
        platform.python_version(),
        numba.__version__,
        numpy.__version__,
    )
    settings = (_config.BOUNDSCHECK, _config.OPT, _config.DEBUGINFO_DEFAULT)
    digest = hashlib.sha256(repr((tools, settings)).encode())
    for path in sorted(folder.rglob("*.py")):
        with contextlib.suppress(OSError):  # an editor's lock file; a source that Python cannot read either
            content = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()[:16]


def cache_directory(folder: Path = SOURCES) -> Path | None:
    """Choose, make and mark as used the cache directory of the kernels below `folder`.

    The places tried, in this order: ``$COALITIONS_CACHE_DIR``, else the user's cache directory; then the
    directory for temporary files.

    Returns:
        The directory, or None, after one message on standard error, where nothing can be written.
    """
    name = _version_name(folder)
    for root, shared in _cache_roots():
        directory = root / name
        with contextlib.suppress(OSError):
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shared and not _belongs_to_us(root):
                continue
            directory.mkdir(exist_ok=True)
            tempfile.TemporaryFile(dir=directory).close()
            os.utime(directory)
            _remove_old_versions(root, keep=directory)
            return directory
    tried = ", ".join(str(root) for root, _ in _cache_roots())
    _say(
        f"cannot write to {tried}: every run compiles its kernels anew (up to a minute). "
        "Set COALITIONS_CACHE_DIR to a directory that you can write to."
    )
    return None


def _version_name(folder: Path) -> str:
    return f"kernels-{source_hash(folder)}"


def _cache_roots() -> Iterator[tuple[Path, bool]]:
    """Yield the places to try, and whether each lies where others, too, can make files."""
    user = _user_cache_root()
    if user is not None:
        yield user, False
    owner = os.getuid() if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
    yield Path(tempfile.gettempdir()) / f"coalitions-{owner}", True


def _user_cache_root() -> Path | None:
    """Return the directory that the user or the operating system names for caches, if there is one."""
    if chosen := os.environ.get("COALITIONS_CACHE_DIR"):
        return Path(chosen).absolute()
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        base = Path(os.environ.get(variable, ""))
        if base.is_absolute():
            return base / "coalitions"
    try:
        return Path.home() / ".cache" / "coalitions"
    except RuntimeError:  # an account without a home directory
        return None


def _belongs_to_us(root: Path) -> bool:
    """Whether nobody else can write to `root`: loading a cached kernel executes what the file says."""
    if not hasattr(os, "getuid"):
        return True
    status = root.lstat()
    return status.st_uid == os.getuid() and not root.is_symlink() and not status.st_mode & 0o022


def _remove_old_versions(root: Path, keep: Path) -> None:
    """Remove all but the versions used last; ignore what cannot be removed.

    A version that is removed under a running command costs that command time to compile, nothing else.
    """
    used = {}
    for path in root.glob("kernels-" + "[0-9a-f]" * 16):
        with contextlib.suppress(OSError):  # another command may just have removed it
            used[path] = path.stat().st_mtime
    newest_first = sorted(used, key=lambda path: used[path], reverse=True)
    for path in newest_first[KEPT_VERSIONS:]:
        if path != keep and time.time() - used[path] > GRACE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _say(message: str) -> None:
    """Print one line for people on standard error (not a warning: it must never stop a run)."""
    print(f"coalitions: {message}", file=sys.stderr)


CACHE_DIRECTORY = cache_directory() if is_compiling_enabled() else None
"""Where this process keeps machine code; None where nothing is writable, or nothing is compiled."""


class _SturdyCache(_FunctionCache):
    """numba's disk cache of one kernel, which never stops a run.

    `broken` is shared by all kernels: after the first failure nobody tries again in this process.
    """

    broken = False

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        # numba numbers data files, so two processes can write different code under one name.
        self._cache_file._data_name_pattern = f"{self._impl.filename_base}.{uuid.uuid4().hex[:12]}.{{number:d}}.nbc"

    def load_overload(self, signature: Any, target: Any) -> Any:
        """Return the machine code for `signature`, or None where it is missing or damaged."""
        try:
            return self._attempt(super().load_overload, signature, target)
        except Exception:  # a damaged file can raise anything: forget it
            return self._attempt(self.flush)

    def save_overload(self, signature: Any, result: Any) -> None:
        """Keep the machine code of `signature`, where that is possible."""
        self._attempt(self._save_if_sources_are_unchanged, signature, result)

    def _save_if_sources_are_unchanged(self, signature: Any, result: Any) -> None:
        # Sources edited since this process started would be kept under the wrong name.
        if CACHE_DIRECTORY is not None and CACHE_DIRECTORY.name == _version_name(SOURCES):
            super().save_overload(signature, result)

    def _attempt(self, action: Callable[..., Any], *arguments: Any) -> Any:
        if _SturdyCache.broken:
            return None
        try:
            return action(*arguments)
        except OSError as error:
            _give_up_cache(error)
            return None


def _give_up_cache(error: Exception) -> None:
    """Work without a cache from now on, and say so once."""
    if not _SturdyCache.broken:
        _say(f"compiling without the cache of kernels in {CACHE_DIRECTORY}, which fails: {error}")
    _SturdyCache.broken = True


# --- kernels ----------------------------------------------------------------------------------------------


def kernel(function: F) -> F:
    """Compile `function` when it is first called (a decorator, used bare).

    Kernels use scalars, `math` and explicit loops only, so that they give the same bits with the compiler on
    and off. They hold no lock of the interpreter while they run (``nogil``), and divide as NumPy does
    (``error_model="numpy"``): a division by zero gives inf or nan, not an exception.
    """
    dispatcher = numba.njit(error_model="numpy", nogil=True)(function)
    if is_compiling_enabled():
        _ignore_literals(dispatcher)
    if CACHE_DIRECTORY is not None and Path(function.__code__.co_filename).resolve().is_relative_to(SOURCES):
        _enable_cache(dispatcher, CACHE_DIRECTORY)
    return cast(F, dispatcher)


def _ignore_literals(dispatcher: Any) -> None:
    """Let calls with different constants share one machine code: numba would compile a kernel anew for each."""
    find = dispatcher.get_call_template
    plain = _unliteral

    def find_plain(arguments: Any, named: Any) -> Any:
        return find(tuple(map(plain, arguments)), {name: plain(kind) for name, kind in named.items()})

    dispatcher.get_call_template = find_plain


def _enable_cache(dispatcher: Any, directory: Path) -> None:
    """Keep the machine code of `dispatcher` below `directory`, where that can be written to."""
    previous = _config.CACHE_DIR
    _config.CACHE_DIR = str(directory)
    try:
        dispatcher._cache = _SturdyCache(dispatcher.py_func)
    except (OSError, RuntimeError) as error:  # the directory vanished, or the sources are not files
        _give_up_cache(error)
    finally:
        _config.CACHE_DIR = previous


# --- plug-ins ---------------------------------------------------------------------------------------------
#
# numba knows functions as values, but not the way that we need: a tuple of them costs 7 to 35 microseconds a
# function at each call, warns that it is experimental, and prints the errors of a plug-in but goes on with
# whatever numbers it left. A table of addresses costs nothing, and errors reach the caller.


def function_type(result: object, *arguments: object) -> FunctionType:
    """Return the type of the functions that take and return values like these examples.

    A module keeps it as a constant, since kernels need it when they are compiled:
    ``RULE = function_type(0.0, world)``.

    Args:
        result: an example of what the functions return; None where they return nothing.
        arguments: an example of each argument.
    """
    return FunctionType(_typeof(result)(*(_type_of(argument) for argument in arguments)))


def _type_of(example: Any) -> Any:
    """Return the type of an example; a type stands for itself, also in a named tuple of examples."""
    if isinstance(example, numba.types.Type):
        return example
    if hasattr(example, "_fields") and any(isinstance(value, numba.types.Type) for value in example):
        return _NamedTuple([_type_of(value) for value in example], type(example))
    return _typeof(example)


def function_table(functions: Iterable[Callable[..., Any]], kind: FunctionType) -> Any:
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
def _address(function: Any, kind: FunctionType) -> int:
    """Return the address of the machine code of a kernel (keeping the arguments alive, as a cache does)."""
    name = f"{getattr(function, '__module__', '?')}.{getattr(function, '__qualname__', repr(function))}"
    if not isinstance(function, Dispatcher):
        raise NotCompiledError(
            f"{name} is a plain Python function, which compiled code cannot call: "
            "decorate it with @coalitions.sim.compiling.kernel, or run it with CoalitionModel"
        )
    try:
        result: Any = function.get_compile_result(kind.signature)
    except NumbaError as error:
        raise NotCompiledError(f"{name} cannot be compiled for {kind.signature}: {error}") from error
    return cast(int, result.library.get_pointer_to_function(result.fndesc.llvm_func_name))


class FunctionName(NamedTuple):
    """What stands for a function where a kernel itself would be sent as code, to be compiled anew."""

    module: str
    name: str


def named(function: Any) -> Any:
    """Return the name by which another process finds a kernel; anything that has none as it is."""
    plain = getattr(function, "py_func", None)
    if plain is None or plain.__module__ == "__main__":  # what that is differs between processes
        return function
    name = FunctionName(plain.__module__, plain.__qualname__)
    return name if getattr(sys.modules.get(name.module), name.name, None) is function else function


def by_name(sent: Any) -> Any:
    """Return the function that `named` was given."""
    return getattr(importlib.import_module(sent.module), sent.name) if isinstance(sent, FunctionName) else sent


def function_at(kind: FunctionType, entry: Any) -> Callable[..., Any]:
    """Return the function that an entry of a `function_table` stands for; for use in kernels.

    The table must have been made for the same `kind`: compiled code does not check that.
    """
    return cast(Callable[..., Any], entry)


@_overload(function_at, strict=False)
def _function_at(kind: Any, entry: Any) -> Callable[..., Any]:
    return lambda kind, entry: _function_at_address(kind, entry)


@_intrinsic
def _function_at_address(context: Any, kind: Any, address: Any) -> Any:
    """Make numba's value of a function out of its address."""
    function_type = kind.instance_type

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value = _struct(function_type)(context, builder)
        value.jit_addr = builder.inttoptr(arguments[1], context.get_value_type(numba.types.voidptr))
        return value._getvalue()

    return function_type(kind, numba.types.uintp), generate
