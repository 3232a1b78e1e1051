"""Turns of a case itself: what it sets on the way, whatever a question says of the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.words import listed

if TYPE_CHECKING:
    from clever_coalitions.sim.scenario import Amendment, Scenario

WAITS = {
    "": "", "overcome": "once the first obstacle is overcome", "settled": "once the first issue is settled",
    "window": "once a window is open",
}  # fmt: skip
"""What a turn waits for, in words; nothing where it comes in its week."""

NAMED = {"governance": "the form of governance", "strategy": "the strategy"}


def own_turns(scenario: Scenario, path: str) -> str:
    """Return what a case sets a form, a strategy or a number to, and when; nothing where it leaves it alone.

    Args:
        path: ``"governance"``, ``"strategy"`` or the path of a number; behind ``@WEEK`` only later turns count.
    """
    what, _, first = path.partition("@")
    turns = [turn for turn in scenario.turns if _set(turn, what) and _is_later(turn, scenario, float(first or -1.0))]
    said = [_in_words(turn, what) for turn in sorted(turns, key=lambda turn: turn.week or 0.0)]
    return f"The case itself sets {NAMED.get(what, what)}, whatever is asked for: {listed(said)}." if said else ""


def _is_later(turn: Amendment, scenario: Scenario, week: float) -> bool:
    return turn.week is None or week < turn.week < scenario.weeks


def _in_words(turn: Amendment, what: str) -> str:
    return f"{_set(turn, what)} {WAITS[turn.after] or f'from week {turn.week:g}'}"


def _set(turn: Amendment, what: str) -> str:
    """Return what a turn sets a path to; nothing where it does not."""
    named = {"governance": turn.governance, "strategy": turn.strategy}
    return named[what] if what in named else next((f"{value:g}" for path, value in turn.numbers if path == what), "")
