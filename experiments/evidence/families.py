"""The families of checks: the files beside this one that have ``CHECKS``; and what is no longer among them."""

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
    files = pkgutil.iter_modules([str(Path(__file__).parent)])
    modules = (importlib.import_module(f"{__package__}.{file.name}") for file in files)
    found = sorted((check for module in modules for check in getattr(module, "CHECKS", ())), key=lambda one: one.order)
    for one, other in pairwise(found):
        if one.id == other.id:
            raise ValueError(f"two checks are called {one.id}: {one.claim}; {other.claim}")
    return found


GONE = {
    "L14": "a hub is cheaper than a table from 13 participants on: links are no longer counted; convening has one price"
    " list under every form, and its law is L22",
    "L15": "the mean of trust that moves by fixed shares: trust follows a logistic law of contact now, see L23",
    "L17": "the best number of voices a round: how many are heard follows from hours, a round is no longer chosen",
}
"""``{id: what it said: why it is gone}`` of earlier editions, where a case went with its mechanism."""

CHANGED = {
    "L10": "arithmetic on ceilings, no longer 'after Barrett 2002', who argues that broad but shallow can beat narrow"
    " but deep",
}
"""``{id: what is no longer claimed}`` of cases that are still checked."""
