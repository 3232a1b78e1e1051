"""What a timeline marks: windows, changes of what stands in the way, pivots, wins, and what ifs."""

from __future__ import annotations

from dataclasses import dataclass

from ...sim import events as log
from ...sim.governance.forms import find_form
from .changes import WhatIf
from .history import History

MARKED = {
    log.OBSTACLE_CHANGED: ("obstacle", "what stands in the way changes"),
    log.PIVOTED: ("pivot", "pivot"),
    log.WON_HELPS: ("won", "a win that helps"),
    log.WON_HARMS: ("lost", "a win that harms"),
}


ALONE = {what: said for what, said in MARKED.items() if what != log.PIVOTED}
"""Where everybody follows its own plan there is no coalition that could turn."""


@dataclass(frozen=True)
class Mark:
    """Something at a step, or from a step to a last one (0: at the step alone)."""

    kind: str
    step: int
    text: str
    last: int = 0


def marks_of(history: History, changes: tuple[WhatIf, ...] = ()) -> list[Mark]:
    """Return what to mark on the timeline of a run."""
    found = [Mark("window", first, "a window of opportunity is open", last) for first, last in _windows(history)]
    marked = MARKED if find_form(history.plan.governance).is_coordinated else ALONE
    for step, what in {(int(row[0]), int(row[1])) for row in history.result.events if int(row[1]) in marked}:
        kind, said = MARKED[what]
        found.append(Mark(kind, step + 1, said))
    found += [Mark("change", change.step, "what if") for change in changes]
    return sorted(found, key=lambda mark: (mark.kind != "window", mark.step))


def _windows(history: History) -> list[tuple[int, int]]:
    """Return (first, last) frames of each open window."""
    spans: list[tuple[int, int]] = []
    for step, frame in enumerate(history.frames):
        if not frame.window:
            continue
        if spans and spans[-1][1] == step:
            spans[-1] = (spans[-1][0], step + 1)
        else:
            spans.append((step, step + 1))
    return spans
