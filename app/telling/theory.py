"""A theory of change drawn as text: steps from top to bottom, with rails from each to those that wait for it.

●    cases on the ground · 260 h
│
│ ●  map of who is cut off · 200 h
├─╯
●    publish and brief · 200 h
▼    the outcome
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .words import shares

if TYPE_CHECKING:
    from clever_coalitions.sim.scenario import Step

OUTCOME = "the outcome"
NEEDED, NOT_NEEDED, END = "●", "○", "▼"

# by whether a line goes (up, down, left, right)
CORNERS = {
    (1, 1, 0, 1): "├", (1, 1, 1, 0): "┤", (1, 1, 1, 1): "┼", (1, 1, 0, 0): "│", (0, 0, 1, 1): "─",
    (1, 0, 1, 0): "╯", (1, 0, 0, 1): "╰", (0, 1, 1, 0): "╮", (0, 1, 0, 1): "╭", (1, 0, 1, 1): "┴", (0, 1, 1, 1): "┬",
}  # fmt: skip


@dataclass(frozen=True)
class TheoryLine:
    """One line of a drawing: its rails, its words, and whether the words are the name of a step."""

    rails: str
    words: str = ""
    is_name: bool = False


@dataclass
class Rails:
    """The columns of a drawing: to which steps the line in each still leads; none where the column is free."""

    columns: list[set[str]] = field(default_factory=list)

    def text(self, marked: int = -1, mark: str = "") -> str:
        """Return the rails as they run down, with a mark in one column."""
        signs = [mark if place == marked else "│" if leads else " " for place, leads in enumerate(self.columns)]
        return " ".join(signs).rstrip()

    def bring_to(self, name: str) -> tuple[int, str]:
        """End or branch the lines that lead to ``name``; return the column to draw it in, and the connecting line."""
        sources = [place for place, leads in enumerate(self.columns) if name in leads]
        ended = [place for place in sources if self.columns[place] == {name}]
        target = ended[0] if ended else self._free()
        line = self._connection(sources, ended, target) if sources and sources != [target] else ""
        for place in sources:
            self.columns[place].discard(name)
        return target, line

    def lead_from(self, column: int, targets: set[str]) -> None:
        """Let a line run from a column to ``targets``."""
        self.columns[column] = set(targets)
        while self.columns and not self.columns[-1]:
            self.columns.pop()

    def _free(self) -> int:
        for place, leads in enumerate(self.columns):
            if not leads:
                return place
        self.columns.append(set())
        return len(self.columns) - 1

    def _connection(self, sources: list[int], ended: list[int], target: int) -> str:
        low, high = min([*sources, target]), max([*sources, target])
        line = ""
        for place, leads in enumerate(self.columns):
            inside = low <= place <= high
            if place in sources or place == target:
                up = place in sources
                down = place == target or (up and place not in ended)
                line += CORNERS[up, down, low < place, place < high]
            else:
                line += "│" if leads else "─" if inside else " "
            line += "─" if low <= place < high else " "
        return line.rstrip()


def draw(steps: Sequence[Step], width: int) -> list[TheoryLine]:
    """Return the drawing of a theory of change.

    Args:
        steps: in an order in which they can be worked through.
        width: columns of text that the drawing may take.
    """
    rails = Rails()
    rows: list[tuple[str, str, Step | None]] = []  # rails beside the name, rails below it, and the step
    followers = followers_of(steps)
    for step in steps:
        column, connection = rails.bring_to(step.name)
        rows += [(connection, "", None)] if connection else []
        marked = rails.text(column, NEEDED if step.needed else NOT_NEEDED)
        rails.lead_from(column, followers[step.name])
        rows.append((marked, rails.text(), step))
    column, connection = rails.bring_to(OUTCOME)
    rows += [(connection, "", None)] if connection else []
    margin = max(max(len(beside), len(below)) for beside, below, _ in rows) + 2
    lines = [line for row in rows for line in _lines(*row, margin, max(20, width - margin))]
    return [*lines, TheoryLine(f"{rails.text(column, END):{margin}}", OUTCOME)]


def followers_of(steps: Sequence[Step]) -> dict[str, set[str]]:
    """Return which steps wait for each one directly; the outcome does for those that no other needed one waits for."""
    ancestors: dict[str, set[str]] = {}
    followers: dict[str, set[str]] = {step.name: set() for step in steps}
    for step in steps:
        ancestors[step.name] = set(step.after).union(*(ancestors[name] for name in step.after))
        for name in step.after:
            if not any(name in ancestors[other] for other in step.after):
                followers[name].add(step.name)
    needed = {step.name for step in steps if step.needed}
    for name in needed:
        if not followers[name] & needed:
            followers[name].add(OUTCOME)
    return followers


def _lines(beside: str, below: str, step: Step | None, margin: int, room: int) -> list[TheoryLine]:
    """Return the lines of one step: its name and hours, then what it needs."""
    if step is None:
        return [TheoryLine(beside)]
    names = textwrap.wrap(f"{step.name} · {step.hours:,.0f} h", room)
    needs = shares(step.needs) + ("" if step.needed else "; looks sensible, and the outcome does not depend on it")
    first, *more = [TheoryLine(f"{below:{margin}}", name, is_name=True) for name in names]
    rest = [TheoryLine(f"{below:{margin}}", words) for words in textwrap.wrap(needs, room)]
    return [TheoryLine(f"{beside:{margin}}", first.words, is_name=True), *more, *rest]
