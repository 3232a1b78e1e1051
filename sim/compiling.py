"""Compiled functions, and where their machine code is kept.

A *kernel* is a function that numba turns into machine code the first time that it is called; with the
environment variable ``NUMBA_DISABLE_JIT=1`` it stays the plain Python function, for debuggers and coverage.
Kernels call *plug-ins*, kernels that a run chooses, through a table (see ``tables.py``).

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
import types
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

import numba
import numpy

from . import numba_parts as parts

F = TypeVar("F", bound=Callable[..., Any])

PACKAGE = __name__.split(".", maxsplit=1)[0]
"""The package whose functions are ours."""

SOURCES = Path(__file__).resolve().parent
"""The folder whose kernels share one cache."""

KEPT_VERSIONS = 3
"""How many versions of the machine code are kept."""

GRACE_SECONDS = 600.0
"""A version used so recently is never removed: another command may be loading it."""


def is_compiling_enabled() -> bool:
    """Whether kernels are compiled in this process (``NUMBA_DISABLE_JIT`` is not set)."""
    return not parts.config.DISABLE_JIT


def is_uncompiled(function: Any) -> bool:
    """Whether this is a plain Python function among compiled ones."""
    return is_compiling_enabled() and not hasattr(function, "py_func")


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
    settings = (parts.config.BOUNDSCHECK, parts.config.OPT, parts.config.DEBUGINFO_DEFAULT)
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


class _SturdyCache(parts.FunctionCache):
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

    Kernels that do not ship have their bounds checked, and so has whatever they call, also of ours: an index
    beyond an array is an IndexError there. Ours have not when we call them ourselves, and pay nothing for it.
    """
    return _kernel(function, _UNCHECKED)


def inlined_kernel(function: F) -> F:
    """Compile `function` into each that calls it: a loop that calls nothing can do several numbers at once."""
    return _kernel(function, {**_UNCHECKED, "forceinline": True})


def _kernel(function: F, options: dict[str, Any]) -> F:
    if not ships(function):
        return checked_kernel(function)
    dispatcher = _dispatcher(function, options)
    if is_compiling_enabled():
        _have_a_twin(dispatcher)
    if CACHE_DIRECTORY is not None and Path(function.__code__.co_filename).resolve().is_relative_to(SOURCES):
        _enable_cache(dispatcher, CACHE_DIRECTORY)
    return cast(F, dispatcher)


def uncached_kernel(function: F) -> F:
    """Compile `function` anew in each process: one that is made of others, which no name on disk would tell apart."""
    return cast(F, _dispatcher(function, _UNCHECKED)) if ships(function) else checked_kernel(function)


def checked_kernel(function: F) -> F:
    """Compile `function` with its bounds checked, anew in each process."""
    return cast(F, _dispatcher(function, _CHECKED))


def ships(function: Callable[..., Any]) -> bool:
    """Return whether a function is one of ours."""
    return str(getattr(function, "__module__", None)).startswith(f"{PACKAGE}.")


_UNCHECKED = {"error_model": "numpy", "nogil": True}
_CHECKED = {**_UNCHECKED, "boundscheck": True}


def _dispatcher(function: Callable[..., Any], options: dict[str, Any]) -> Any:
    dispatcher = numba.njit(**options)(function)
    if is_compiling_enabled():
        _ignore_literals(dispatcher)
    return dispatcher


def _ignore_literals(dispatcher: Any) -> None:
    """Let calls with different constants share one machine code: numba would compile a kernel anew for each."""
    find = dispatcher.get_call_template
    plain = parts.unliteral

    def find_plain(arguments: Any, named: Any) -> Any:
        return find(tuple(map(plain, arguments)), {name: plain(kind) for name, kind in named.items()})

    dispatcher.get_call_template = find_plain


# --- checked bounds ---------------------------------------------------------------------------------------


def _have_a_twin(dispatcher: Any) -> None:
    """Let those who check bounds call a twin of a kernel that checks them, too.

    While numba compiles a function, it asks those that it calls for their types, and then for their machine code.
    """
    find, load = dispatcher.get_call_template, dispatcher.get_overload

    @functools.cache
    def twin() -> Any:
        made = _dispatcher(dispatcher.py_func, _CHECKED)
        if isinstance(dispatcher._cache, _SturdyCache):
            _enable_cache(made, Path(dispatcher._cache.cache_path).parent / "checked")
        return made

    def find_either(arguments: Any, named: Any) -> Any:
        return (twin().get_call_template if _is_checking() else find)(arguments, named)

    def load_either(signature: Any) -> Any:
        return (twin().get_overload if _is_checking() else load)(signature)

    dispatcher.get_call_template, dispatcher.get_overload = find_either, load_either


def _is_checking() -> bool:
    """Return whether the function that is being compiled checks bounds."""
    flags = parts.ConfigStack.top_or_none()
    return flags is not None and bool(flags.boundscheck)


def check_bounds(function: Any) -> None:
    """Have a compiled function check bounds, and all that it calls, also where other decorators than ours made them."""
    found: dict[int, Any] = {}
    _find_called(function, found)
    for one in found.values():
        if not one.targetoptions.get("boundscheck"):
            one.targetoptions.update(_CHECKED)
            one._cache = parts.NullCache()  # what its author kept of it checks nothing, and may be old
            if one.signatures:
                one.recompile()


def _find_called(function: Any, found: dict[int, Any]) -> None:
    """Add a compiled function that does not ship, and those that it calls, to what was found."""
    if not isinstance(function, parts.Dispatcher) or ships(function) or id(function) in found:
        return
    found[id(function)] = function
    for called in _globals_of(function.py_func):
        _find_called(called, found)


def _globals_of(function: Any) -> Iterator[Any]:
    """Yield what a function refers to by name: in its module, in modules that it names, and around it."""
    names = function.__code__.co_names
    for value in (function.__globals__.get(name) for name in names):
        yield value
        if isinstance(value, types.ModuleType):
            yield from (getattr(value, name, None) for name in names)
    yield from (cell.cell_contents for cell in function.__closure__ or ())


# --- the cache of a kernel --------------------------------------------------------------------------------


def _enable_cache(dispatcher: Any, directory: Path) -> None:
    """Keep the machine code of `dispatcher` below `directory`, where that can be written to."""
    previous = parts.config.CACHE_DIR
    parts.config.CACHE_DIR = str(directory)
    try:
        dispatcher._cache = _SturdyCache(dispatcher.py_func)
    except (OSError, RuntimeError) as error:  # the directory vanished, or the sources are not files
        _give_up_cache(error)
    finally:
        parts.config.CACHE_DIR = previous


# --- kernels in other processes ---------------------------------------------------------------------------


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
