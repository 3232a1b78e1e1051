"""Plug-ins: rules, strategies and mechanisms that are found by themselves, one a file.

A plug-in is named after its file, with dashes for underscores. One from elsewhere is named ``module:function``, or
passed as the function itself.

A name is data: it may come from a scenario, a study, a link or a figure that a stranger made. So a name never has
anything imported. Code from elsewhere is imported by ``use_plugin`` alone, which only a person's own words reach:
``--plugin`` on the command line, or a name that a program passes to ``simulate`` or ``CoalitionModel`` itself.
"""

from __future__ import annotations

import ast
import difflib
import functools
import hashlib
import importlib
import importlib.util
import os
import pkgutil
import sys
import sysconfig
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from .declare import Mechanism


@dataclass(frozen=True)
class Plugins:
    """The plug-ins in a package: every module of it that defines ``function``.

    Attributes:
        package: import name of the package.
        function: name of the function that makes a module a plug-in.
        called: what people call such a plug-in.
    """

    package: str
    function: str
    called: str

    def names(self) -> list[str]:
        """Return the names of all plug-ins in the package, sorted."""
        return list(_shipped(self))

    def offered(self) -> list[str]:
        """Return the names of all plug-ins in the package, and of those that code from elsewhere in use defines."""
        own = [f"{name}:{self.function}" for name, used in _USED.items() if self._is_home(used.module)]
        return [*self.names(), *own]

    def find(self, name: str | Callable[..., Any]) -> Callable[..., Any]:
        """Return the function of a plug-in.

        Raises:
            LookupError: there is none of that name; the message names the nearest.
        """
        if callable(name):
            return name
        if ":" in name:
            return self._elsewhere(name)
        if name not in _shipped(self):
            near = difflib.get_close_matches(name, self.names(), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise LookupError(f"{self.called} = {name!r}: expected one of {', '.join(self.names())}{hint}")
        found: Callable[..., Any] = getattr(self._module(name), self.function)
        return found

    def attribute(self, name: str | Callable[..., Any], attribute: str, otherwise: Any) -> Any:
        """Return what stands beside a plug-in in its module under another name, or ``otherwise``."""
        return getattr(sys.modules[self.find(name).__module__], attribute, otherwise)

    def describe(self, name: str) -> str:
        """Return the first sentence of a plug-in's documentation."""
        module = sys.modules[self.find(name).__module__]
        return (module.__doc__ or "").strip().split("\n")[0]

    def _is_home(self, module: Any) -> bool:
        """Return whether the module defines the function, and does not just import it."""
        return getattr(getattr(module, self.function, None), "__module__", "") == module.__name__

    def _modules(self) -> list[str]:
        path = importlib.import_module(self.package).__path__
        return [module.name.replace("_", "-") for module in pkgutil.iter_modules(path)]

    def _module(self, name: str) -> Any:
        return importlib.import_module(f"{self.package}.{name.replace('-', '_')}")

    def _elsewhere(self, name: str) -> Callable[..., Any]:
        module, _, function = name.partition(":")
        if module not in _USED:
            raise LookupError(
                f"{self.called} = {name!r}: code that does not ship is only used where whoever starts the work "
                f"names it, too: --plugin {module.strip() or 'FILE'} on the command line, use_plugin() in Python"
            )
        found = getattr(_USED[module].module, function, None)
        if not callable(found) or getattr(found, "__module__", None) != module:
            raise LookupError(f"{self.called} = {name!r}: there is no function {function!r} written in {module}")
        return found


@functools.cache
def _shipped(plugins: Plugins) -> tuple[str, ...]:
    """Return the names of the plug-ins that ship, sorted: a run asks for five."""
    return tuple(sorted(name for name in plugins._modules() if plugins._is_home(plugins._module(name))))


# --- code from elsewhere ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Used:
    """Code from elsewhere that somebody chose to use.

    Attributes:
        source: as ``use_plugin`` takes it.
        mechanisms: that it declares.
        content: hash of its source and of the sources that it imports, but for other installed packages; what it reads
            from other files, or imports by a name that it makes up, is not in it.
    """

    source: str
    module: ModuleType
    content: str
    mechanisms: tuple[Mechanism, ...]


_USED: dict[str, Used] = {}
_is_sealed = False


class _NotThisError(Exception):
    """A file cannot be imported under its name."""


def use_plugin(source: str | os.PathLike[str]) -> str:
    """Import a module, or a Python file, whose rules and strategies can then be named ``module:function``.

    Mechanisms that it declares take part in every case that is loaded from then on, and their outcomes are there.

    Modules that a file imports are also looked for beside it, after all others.

    Args:
        source: import name, or path of a file that ends in ``.py``.

    Returns:
        The name of the module: that of the file without its ending.

    Raises:
        LookupError: it cannot be imported; the message says why, with its line.
    """
    text = os.fspath(source)
    is_file = text.endswith(".py")
    name = Path(text).stem if is_file else text
    if name in _USED:
        if is_file and Path(_USED[name].module.__file__ or "").resolve() != Path(text).resolve():
            raise LookupError(f"plug-in {text!r}: another one is called {name} already; rename the file")
        return name
    if not all(part.isidentifier() for part in name.split(".")):
        raise LookupError(f"plug-in {text!r}: expected a module or a file whose name Python can import")
    try:
        module = _module_in(Path(text), name) if is_file else importlib.import_module(name)
    except _NotThisError as error:
        raise LookupError(f"plug-in {text!r}: {error}") from None
    except (Exception, SystemExit) as error:
        raise LookupError(f"plug-in {text!r}: cannot be imported ({_blamed(error)})") from None
    source = str(Path(text).resolve()) if is_file else text
    _USED[name] = Used(source, module, _content(module), _mechanisms(text, module))
    return name


def _mechanisms(text: str, module: ModuleType) -> tuple[Mechanism, ...]:
    """Return the mechanisms that a module declares, checked."""
    found = {name: one for name, one in vars(module).items() if isinstance(one, Mechanism)}
    if not found:
        return ()
    declaring = importlib.import_module(f"{__package__}.declaring")  # which knows all that ships
    for name, one in found.items():
        one.home = one.home or f"{module.__name__}:{name}"
        if wrong := declaring.mistake_in(one):
            raise LookupError(f"plug-in {text!r}: {name}: {wrong}")
    return tuple(one for one in found.values() if one.home.partition(":")[0] == module.__name__)


def mechanisms_in_use() -> tuple[Mechanism, ...]:
    """Return the mechanisms in all code from elsewhere that is in use."""
    return tuple(one for used in _USED.values() for one in used.mechanisms)


def used_plugins() -> tuple[str, ...]:
    """Return what is used, as ``use_plugin`` takes it in another process."""
    return tuple(one.source for one in _USED.values())


def needed_plugins(*names: object) -> tuple[str, ...]:
    """Return what another process must use before it can use these names; the same as here, or nothing."""
    return used_plugins() if any(isinstance(name, str) and ":" in name for name in names) else ()


def content_of(module: str) -> str:
    """Return what tells the code in use under this name from any other; empty for what ships."""
    return _USED[module].content if module in _USED else ""


def used_contents() -> dict[str, str]:
    """Return what tells the code in use from any other, by the names of its modules."""
    return {name: one.content for name, one in _USED.items()}


def used_in(*names: object) -> list[str]:
    """Return which of these names of forms and strategies name code from elsewhere that is in use."""
    return [name for name in names if isinstance(name, str) and any(module in _USED for module in _modules_in(name))]


def _modules_in(name: str) -> Iterator[str]:
    """Yield the modules that the name of a form or a strategy names."""
    for part in name.split("+"):
        module, _, function = part.partition(":")
        if function.isidentifier():
            yield module


def use_named(*names: object) -> None:
    """Use the modules of names that a program itself passed, unless it is ``using_only`` what was named before."""
    if _is_sealed:
        return
    for name in names:
        for module in _modules_in(name) if isinstance(name, str) else ():
            use_plugin(module)


@contextmanager
def using_only(sources: Iterable[str]) -> Iterator[None]:
    """Use this code meanwhile and no other: in commands and servers, whoever starts them has named everything.

    Raises:
        LookupError: as ``use_plugin``.
    """
    global _is_sealed
    before, was_sealed = dict(_USED), _is_sealed
    try:
        for source in sources:
            use_plugin(source)
        _is_sealed = True
        yield
    finally:
        _is_sealed = was_sealed
        _USED.clear()
        _USED.update(before)


def _module_in(path: Path, name: str) -> ModuleType:
    path = path.resolve()
    if not path.is_file():
        raise _NotThisError("there is no such file")
    known = sys.modules.get(name)
    there = known.__spec__ if known else importlib.util.find_spec(name)
    if there and Path(there.origin or "").resolve() != path:
        raise _NotThisError(f"a module is called {name} already; rename the file")
    if known:
        return known
    home = str(path.parent)
    if home not in sys.path:
        sys.path.append(home)
    return importlib.import_module(name)


# --- what it is made of -----------------------------------------------------------------------------------------------


def _content(module: ModuleType) -> str:
    found: dict[str, bytes] = {}
    _add_sources(module, module.__name__.partition(".")[0], found)
    digest = hashlib.sha256()
    for _, source in sorted(found.items()):
        digest.update(hashlib.sha256(source).digest())
    return digest.hexdigest()


def _add_sources(module: ModuleType, package: str, found: dict[str, bytes]) -> None:
    """Add the sources of a module and of all that it imports and nobody installed, by their names.

    Args:
        package: looked into even where it is installed.
    """
    name, path = module.__name__, Path(getattr(module, "__file__", None) or "")
    is_of_others = _is_ours(name) or (_is_installed(path) and name.partition(".")[0] != package)
    if name in found or is_of_others or not path.is_file():
        return
    found[name] = path.read_bytes()
    for other in _imports(module, found[name]) if path.suffix == ".py" else ():
        if other in sys.modules:
            _add_sources(sys.modules[other], package, found)


def _is_ours(name: str) -> bool:
    """Return whether a module is one of ours, whose version a store knows anyway."""
    return name.partition(".")[0] == __name__.partition(".")[0]


_HOMES = [sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")]


def _is_installed(path: Path) -> bool:
    """Return whether a file is one that somebody installed."""
    return any(path.is_relative_to(home) for home in _HOMES)


def _imports(module: ModuleType, source: bytes) -> Iterator[str]:
    """Yield the names of modules that a source may import, and those of the packages that they are in."""
    for name in [module.__name__, *_named(module, source)]:
        parts = name.split(".")
        yield from (".".join(parts[: many + 1]) for many in range(len(parts)))


def _named(module: ModuleType, source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            home = importlib.util.resolve_name("." * node.level + (node.module or ""), module.__package__ or "")
            yield home
            yield from (f"{home}.{one.name}" for one in node.names)


def _blamed(error: BaseException) -> str:
    """Return what an error says, and the line of the author's code that it comes from."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    where = [frame for frame in traceback.extract_tb(error.__traceback__) if "importlib" not in frame.filename]
    if isinstance(error, SyntaxError) or len(where) < 2:
        return said
    return f"{said}, {where[-1].filename}, line {where[-1].lineno}"


STRATEGIES = Plugins(__package__ + ".coordinators", "lead", "strategy")
"""The coordinator strategies."""
