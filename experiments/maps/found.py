"""Finds the shipped maps: the files beside this one that have a ``MAP``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from .question import Map


def maps() -> dict[str, Map]:
    """Return the shipped maps by their names, in alphabetical order.

    Raises:
        ValueError: two have the same name.
    """
    files = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    modules = (importlib.import_module(f"{__package__}.{name}") for name in files)
    found: dict[str, Map] = {}
    for one in (module.MAP for module in modules if hasattr(module, "MAP")):
        if one.name in found:
            raise ValueError(f"two maps are called {one.name}")
        found[one.name] = one
    return dict(sorted(found.items()))
