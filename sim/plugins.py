"""Plug-ins: rules and strategies that are found by themselves, one a file.

A plug-in is named after its file, with dashes for underscores. One from elsewhere is named ``module:function``, or
passed as the function itself.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


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
        return sorted(name for name in self._modules() if self._is_home(self._module(name)))

    def find(self, name: str | Callable[..., Any]) -> Callable[..., Any]:
        """Return the function of a plug-in.

        Raises:
            LookupError: there is none of that name; the message names the nearest.
        """
        if callable(name):
            return name
        if ":" in name:
            return self._elsewhere(name)
        if name not in self.names():
            near = difflib.get_close_matches(name, self.names(), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise LookupError(f"{self.called} = {name!r}: expected one of {', '.join(self.names())}{hint}")
        found: Callable[..., Any] = getattr(self._module(name), self.function)
        return found

    def attribute(self, name: str | Callable[..., Any], attribute: str, otherwise: Any) -> Any:
        """Return what stands beside a plug-in in its module under another name, or ``otherwise``."""
        return getattr(importlib.import_module(self.find(name).__module__), attribute, otherwise)

    def describe(self, name: str) -> str:
        """Return the first sentence of a plug-in's documentation."""
        return (self._module(name).__doc__ or "").strip().split("\n")[0]

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
        try:
            found: Callable[..., Any] = getattr(importlib.import_module(module), function)
        except (ImportError, AttributeError) as error:
            raise LookupError(f"{self.called} = {name!r}: cannot be imported ({error})") from error
        return found


STRATEGIES = Plugins(__package__ + ".coordinators", "lead", "strategy")
"""The coordinator strategies."""
