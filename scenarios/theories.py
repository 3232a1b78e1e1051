"""The steps of a theory of change as a graph: cycles, and an order in which they can be worked through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter


def cycle(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return a cycle in ``{step: steps before it}``, or ``[]``; in ``[a, b, a]`` each is before the next."""
    try:
        TopologicalSorter(after).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def working_order(after: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the steps of a graph without a cycle, each behind those before it, otherwise as written."""
    waiting, done = list(after), []
    while waiting:
        ready = next(step for step in waiting if all(earlier in done for earlier in after[step]))
        waiting.remove(ready)
        done.append(ready)
    return done
