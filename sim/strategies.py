"""Strategies by name: one of those in ``coordinators``, in as many wrappers as one likes.

``delayed:8+noisy:0.2+listen-and-lead`` is listen and lead, whose week trembles, and all of whose decisions come into
force eight weeks later: the last part is the strategy, and each part before it is a wrapper around all that follows,
with its number behind a colon.  A wrapper whose number is zero does nothing.  One from elsewhere is named
``module:function``, with its number behind a second colon.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

from .briefing import DEEPEST, MEMORY, ROOM, Briefing
from .compiling import is_compiling_enabled, ships, uncached_kernel
from .plugins import STRATEGIES, WRAPPERS
from .state import Floats

Kernel = Callable[..., Any]

HUMAN = "human"
"""The strategy of a run in which a person decides: no turn of a case takes that seat, and no wrapper bends the week."""


def find_strategy(name: str | Kernel) -> Kernel:
    """Return the kernel of a strategy with all its wrappers; a function stands for itself.

    Raises:
        LookupError: there is no such strategy or wrapper, or a number is none; the message names those there are.
    """
    if callable(name):
        return name
    *parts, base = name.split("+")
    if len(parts) > DEEPEST:
        raise LookupError(
            f"strategy = {name!r}: expected at most {DEEPEST} wrappers, such as delayed:8, not {len(parts)}"
        )
    if parts and base == HUMAN:
        raise LookupError(f"strategy = {name!r}: expected {HUMAN} without a wrapper, since what a person decides holds")
    if base in WRAPPERS.names() or base.partition(":")[0] in WRAPPERS.names():
        raise LookupError(f"strategy = {name!r}: expected a strategy at the end, such as {base}+listen-and-lead")
    lead = STRATEGIES.find(base)
    for place, part in enumerate(reversed(parts)):
        lead = _wrapped(lead, *_wrapper(name, part), place)
    return lead


def _wrapper(name: str, part: str) -> tuple[Kernel, float]:
    """Return a wrapper and its number."""
    words = part.split(":")
    many = 2 if words[0] not in WRAPPERS.names() and words[1:] and words[1].isidentifier() else 1
    around = WRAPPERS.find(":".join(words[:many]))
    home = sys.modules[around.__module__]
    highest = getattr(home, "HIGHEST", float("inf"))
    if len(words) == many:
        return around, float(getattr(home, "USUAL", 1.0))
    try:
        number = float(":".join(words[many:]))
    except ValueError:
        number = -1.0
    if not 0.0 <= number <= highest:
        unit = f" ({home.UNIT})" if hasattr(home, "UNIT") else ""
        said = ":".join(words[many:])
        raise LookupError(f"strategy = {name!r}: {part} takes a number from 0 to {highest:g}{unit}, not {said!r}")
    return around, number


@functools.cache
def _wrapped(lead: Kernel, around: Kernel, number: float, place: int) -> Kernel:
    """Return a strategy in a wrapper, which keeps what it remembers behind what the strategy and others do."""
    first, last = MEMORY + place * ROOM, MEMORY + (place + 1) * ROOM

    def wrapped(briefing: Briefing, decision: Floats) -> None:
        lead(briefing, decision)
        around(briefing, decision, number, briefing.memory[first:last])

    strangers = [one for one in (lead, around) if not ships(one)]
    for one in strangers[:1]:  # it is watched as they are, and bears the name of the first
        wrapped.__module__, wrapped.__qualname__ = one.__module__, one.__qualname__
    is_plain = is_compiling_enabled() and not all(hasattr(one, "py_func") for one in (lead, around))
    return wrapped if is_plain else uncached_kernel(wrapped)
