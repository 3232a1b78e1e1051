"""Turns of a case itself: what it sets on the way, whatever a question says of the beginning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.words import listed

if TYPE_CHECKING:
    from clever_coalitions.sim.scenario import Amendment, Scenario, Scripted

WAITS = {
    "overcome": "the first obstacle is overcome", "settled": "the first issue is settled", "window": "a window is open",
}  # fmt: skip
"""What something waits for, in words, beside an obstacle by its name."""

NAMED = {"governance": "the form of governance", "strategy": "the strategy"}


def own_turns(scenario: Scenario, path: str) -> str:
    """Return what a case sets a form, a strategy or a number to, and when; nothing where it leaves it alone.

    Args:
        path: ``"governance"``, ``"strategy"`` or the path of a number; behind ``@WEEK`` only later turns count.
    """
    what, _, first = path.partition("@")
    turns = [turn for turn in scenario.turns if _set(turn, what) and _is_later(turn, scenario, float(first or -1.0))]
    said = [_in_words(turn, what) for turn in sorted(turns, key=lambda turn: turn.week)]
    asked = f"whatever is asked for{' but human' if what == 'strategy' else ''}"
    return f"The case itself sets {NAMED.get(what, what)}, {asked}: {listed(said)}." if said else ""


def when(one: Amendment | Scripted) -> str:
    """Return when something that belongs to a case happens: in which week, or how long after what."""
    if not one.after:
        return f"week {one.week:g}"
    waits = WAITS.get(one.after, f"'{one.after}' is overcome")
    return f"{one.week:g} weeks after {waits}" if one.week else f"once {waits}"


def _is_later(turn: Amendment, scenario: Scenario, week: float) -> bool:
    return bool(turn.after) or week < turn.week < scenario.weeks


def _in_words(turn: Amendment, what: str) -> str:
    return f"{_set(turn, what)} {'' if turn.after else 'from '}{when(turn)}"


def _set(turn: Amendment, what: str) -> str:
    """Return what a turn sets a path to; nothing where it does not."""
    named = {"governance": turn.governance, "strategy": turn.strategy}
    return named[what] if what in named else next((f"{value:g}" for path, value in turn.numbers if path == what), "")
