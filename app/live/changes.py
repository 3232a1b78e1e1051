"""What ifs: one thing that is different from some week on, and the decisions of a run that follow from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ...sim.briefing import AMBITION, KEEP, LISTEN, PIVOT_TO, RENEW, USES
from ...sim.choices import INVITE
from ...sim.population import Choice
from ...sim.schedule import Change
from ..choices_file import everywhere

What = Literal["governance", "strategy", "week", "invite", "pivot", "daring"]


@dataclass(frozen=True)
class WhatIf:
    """One thing that is different from a week on.

    Attributes:
        step: the first step that it touches.
        what: ``"governance"`` and ``"strategy"`` have a ``name``; ``"week"`` has seven ``shares`` of the coordinator's
            week; ``"invite"`` is about the organization in row ``who``, which is always offered a place
            (``value`` 1) or never (0); ``"pivot"`` turns once, in this step, to the obstacle ``who``; ``"daring"``
            holds all later plans to an ambition of ``value`` hundredths, -1 leaves it to those at the table again.
    """

    step: int
    what: What
    name: str = ""
    who: int = 0
    value: int = 0
    shares: tuple[float, ...] = ()


def schedule_of(changes: Iterable[WhatIf], step_days: float) -> tuple[Change, ...]:
    """Return the changes of form and strategy as a schedule; of two of one thing in one step the later counts."""
    found: dict[int, dict[str, str]] = {}
    for change in changes:
        if change.what in ("governance", "strategy"):
            found.setdefault(change.step, {})[change.what] = change.name
    return tuple(Change.of_rules(step * step_days / 7.0, names) for step, names in sorted(found.items()))


def choices_of(changes: Iterable[WhatIf], steps: int, issues: int = 1) -> list[Choice]:
    """Return the decisions that changes mean for a run of ``steps`` steps, each once; later changes count.

    What a coordinator decides holds for the coalitions of all its issues.
    """
    found: dict[tuple[int, int, int], float] = {}
    for change in changes:
        for choice in everywhere(_choices(change, steps), issues):
            found[choice[:3]] = choice.value
    return [Choice(*key, value) for key, value in sorted(found.items())]


def _choices(change: WhatIf, steps: int) -> Iterable[Choice]:
    following = range(change.step, steps)
    if change.what == "week":
        uses = range(LISTEN, RENEW + 1)
        return [Choice(step, use, 0, change.shares[use]) for step in following for use in uses]
    if change.what == "invite":
        return [Choice(step, INVITE, change.who, float(change.value)) for step in following]
    if change.what == "pivot":
        return [Choice(change.step, PIVOT_TO, 0, float(change.who))] if change.step < steps else []
    if change.what == "daring":
        held = change.value / 100.0 if change.value >= 0 else KEEP
        return [Choice(step, AMBITION, 0, held) for step in following]
    return []


def shares_of(given: Iterable[float]) -> tuple[float, ...]:
    """Return seven shares of a week in thousandths, which a link and a file hold exactly; their sum is at most one.

    Raises:
        ValueError: they are not seven numbers from 0 to 1.
    """
    shares = [round(1000.0 * share) for share in given]
    if len(shares) != len(USES) or not all(0 <= share <= 1000 for share in shares):
        raise ValueError(f"expected {len(USES)} shares from 0 to 1")
    total = max(1000, sum(shares))
    shares = [share * 1000 // total for share in shares]
    return tuple(share / 1000.0 for share in shares)
