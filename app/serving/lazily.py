"""A library that is imported when somebody first needs it, while pages of others are drawn in other threads.

Reacton asks of each value whether it is a table of pandas wherever pandas is among what was imported; while another
thread imports it, half of it is there, and whose page is drawn just then would see an error.
"""

from __future__ import annotations

import sys
from typing import Any


def pass_over_what_is_half_there() -> None:
    """Let Reacton know of no part of a library that has no such part yet."""
    from reacton import utils

    utils.import_item = part_of


def part_of(name: str) -> Any:
    """Return a part of what was imported by its whole name; None where it is not there."""
    module, _, part = name.rpartition(".")
    return getattr(sys.modules.get(module), part, None)
