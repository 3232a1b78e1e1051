"""Finds the families of checks: the files beside this one that have ``CHECKS``."""

from __future__ import annotations

import importlib
import pkgutil
from itertools import pairwise
from pathlib import Path

from .check import Check


def checks() -> list[Check]:
    """Return all checks, in the order of their ids.

    Raises:
        ValueError: two checks have the same id, or one has an id of another form.
    """
    modules = (importlib.import_module(f"{__package__}.{name}") for name in _files())
    found = sorted((check for module in modules for check in getattr(module, "CHECKS", ())), key=lambda one: one.order)
    for one, other in pairwise(found):
        if one.id == other.id:
            raise ValueError(f"two checks are called {one.id}: {one.claim}; {other.claim}")
    return found


def _files() -> list[str]:
    return [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
