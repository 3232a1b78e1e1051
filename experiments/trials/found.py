"""Finds the trials: the files beside this one that have a ``TRIAL``."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from .trial import Trial


def trials() -> list[Trial]:
    """Return all trials, in the order of the principles.

    Raises:
        ValueError: two trials are of the same principle.
    """
    modules = (importlib.import_module(f"{__package__}.{name}") for name in _files())
    found = sorted((module.TRIAL for module in modules if hasattr(module, "TRIAL")), key=lambda one: one.number)
    if len({one.number for one in found}) < len(found):
        raise ValueError(f"two trials of one principle: {[one.number for one in found]}")
    return found


def _files() -> list[str]:
    return [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
