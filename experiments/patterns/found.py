"""Finds the patterns: the files beside this one that have a ``PATTERN``."""

from __future__ import annotations

import importlib
import pkgutil
from itertools import pairwise
from pathlib import Path

from .pattern import Pattern


def patterns() -> list[Pattern]:
    """Return all patterns, in the order of their ids.

    Raises:
        ValueError: two patterns have the same id, or one has an id of another form.
    """
    modules = (importlib.import_module(f"{__package__}.{name}") for name in _files())
    made = [module.PATTERN for module in modules if hasattr(module, "PATTERN")]
    ordered = sorted(made, key=lambda one: one.order)
    for one, other in pairwise(ordered):
        if one.id == other.id:
            raise ValueError(f"two patterns are called {one.id}: {one.claim}; {other.claim}")
    return ordered


def _files() -> list[str]:
    return [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
