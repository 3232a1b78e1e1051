"""What ifs in words."""

from __future__ import annotations

from ...sim.scenario import Scenario
from ..telling.words import Names, at
from .changes import WhatIf

USES = ("listen", "analyze", "find roles", "convene", "keep in touch", "promote", "rest and learn")
"""What people call the seven uses of the coordinator's hours, in their order."""


def time_of(scenario: Scenario, step: int) -> str:
    """Return what the time after ``step`` steps is called, as the frames are."""
    return f"day {step}" if scenario.step_days == 1.0 else f"week {step * scenario.step_days / 7.0:.4g}"


def change_in_words(change: WhatIf, scenario: Scenario) -> str:
    """Return a change as ``from week 61: consensus``."""
    when = f"from {time_of(scenario, change.step)}"
    if change.what in ("governance", "strategy"):
        return f"{when}: {change.name}"
    if change.what == "week":
        said = ", ".join(f"{name} {100 * share:.0f} %" for name, share in zip(USES, change.shares, strict=True))
        return f"{when}, the coordinator's week: {said}"
    if change.what == "invite":
        who = Names(scenario).organization(change.who)
        return f"{when}: {who} is {'always' if change.value else 'never'} invited"
    if change.what == "daring":
        held = f"plans dare {change.value} %" if change.value >= 0 else "plans dare what the table will carry"
        return f"{when}: {held}"
    return f"{at(time_of(scenario, change.step))}: pivot to “{scenario.obstacles[change.who].name}”"
