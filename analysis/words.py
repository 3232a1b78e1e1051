"""Names and numbers as people read them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

OUTCOMES = {
    "What was achieved": {
        "net_value": ("Net value", "achieves {less} net value"),
        "value_per_1000_hours": ("Net value per 1,000 hours", "achieves {less} net value per 1,000 hours"),
        "settled": ("Issues settled", "settles {fewer} issues"),
        "weeks_to_settle": (
            "Weeks until an issue is settled",
            "waits {fewer} weeks of the run for an issue to be settled",
        ),
        "weeks_for_last": ("Weeks for which the last obstacle stood", "takes {fewer} weeks for the last obstacle"),
        "obstacles_overcome": ("Obstacles overcome", "overcomes {fewer} obstacles"),
        "success": ("Issues settled by what helps", "settles {fewer} issues by what helps"),
        "settled_ambition": ("Ambition of what was achieved", "achieves {less} ambition"),
        "closeness": ("Closeness to those affected", "is {less} close to those affected"),
        "help": ("Chance that the plan helps", "has {less} of a chance that its plan helps"),
        "harm": ("Expected harm", "has {less} harm to expect"),
        "durability": ("Share of the worth that lasts", "achieves what lasts {less}"),
        "participation": ("Participation heeded", "wins {points} of the participation heeded"),
    },
    "How the decision went": {
        "weeks_to_plan": ("Weeks to agree on a plan", "takes {fewer} weeks to agree on a plan"),
        "ambition": ("Ambition of the plans", "adopts plans of {less} ambition"),
        "value_dilution": ("Distance from those affected", "puts {less} distance between its plans and those affected"),
        "fact_dilution": (
            "Distance from what would help",
            "puts {less} distance between its plans and what would help",
        ),
        "forecast_error": ("Error of the forecast", "errs {less} in its forecasts"),
        "plans": ("Plans adopted", "adopts {fewer} plans"),
        "pivots": ("Pivots", "makes {fewer} pivots"),
        "false_pivots": ("False pivots", "makes {fewer} false pivots"),
        "false_pivots_a_year": ("False pivots a year with a plan", "makes {fewer} false pivots a year"),
        "detection_lag": ("Weeks until the plan follows a change", "takes {fewer} weeks to follow a change"),
        "missed": ("Changes never followed", "misses {fewer} changes of what stands in the way"),
        "overlap": ("Members in common from plan to plan", "has {points} of its members in common from plan to plan"),
        "weeks_outliving": ("Weeks outliving the purpose", "outlives its purpose by {fewer} weeks"),
    },
    "People and cost": {
        "members": ("Members", "has {fewer} members"),
        "joins": ("Seats taken", "sees {fewer} seats taken"),
        "leaves": ("Seats left", "sees {fewer} seats left"),
        "member_hours": ("Hours of the members", "takes {fewer} hours of its members"),
        "hub_hours": ("Hours of the coordinator", "takes {fewer} hours of its coordinator"),
        "meeting_share": ("Share of hours in meetings", "spends {points} of its members' hours in meetings"),
        "waiting": (
            "Work left undone for want of convening",
            "leaves {points} of its work undone for want of convening",
        ),
        "wasted": ("Work in needless steps", "puts {points} of its work into needless steps"),
        "trust": ("Trust in the coordinator", "enjoys {less} trust in the coordinator"),
        "energy": ("Energy of the organizations", "leaves the organizations {less} energy"),
        "hub_energy": ("Energy of the coordinator", "leaves the coordinator {less} energy"),
        "burnout": ("Burnout", "burns out {points} of the organizations"),
        "funding": ("Coordinator's cost covered", "has {points} of the coordinator's cost covered"),
    },
}
"""What outcomes are called in figures and tables, and what a variant does with one, by what they tell; the primary one
comes first.  ``{less}`` becomes "0.31 more" or "0.31 less", and the like."""

NAMES = {outcome: name for group in OUTCOMES.values() for outcome, (name, _) in group.items()}
PHRASES = {outcome: phrase for group in OUTCOMES.values() for outcome, (_, phrase) in group.items()}


def name_of_outcome(outcome: str) -> str:
    """Return what an outcome is called; one that has no name yet is called by its key."""
    return NAMES.get(outcome, outcome.replace("_", " ").capitalize())


def number(value: float, scale: float | None = None) -> str:
    """Return a number with three digits or so; a dash where it is not defined.

    Args:
        value: the number.
        scale: the size that decides how many decimals there are; where there is none, that of the number itself.
    """
    if not math.isfinite(value):
        return "–"
    size = abs(scale) if scale is not None and math.isfinite(scale) else abs(value)
    if value == 0.0 == size:
        return "0"
    decimals = 0 if size >= 100.0 else 1 if size >= 10.0 else 2 if size >= 0.1 else 3
    text = f"{value:,.{decimals}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) != 0.0 else text.replace("-", "")


def signed(value: float, scale: float | None = None) -> str:
    """Return a number with its sign, as differences have one."""
    text = number(value, scale)
    return f"+{text}" if 0.0 < value < math.inf and text.strip("0.,") else text


def with_interval(mean: float, low: float, high: float, say: Callable[[float, float], str] = signed) -> str:
    """Return a number with its interval, all with the same decimals: ``+0.25 [+0.15, +0.35]``."""
    most = max((abs(one) for one in (mean, low, high) if math.isfinite(one)), default=0.0)
    return f"{say(mean, most)} [{say(low, most)}, {say(high, most)}]"


MOST_TO_COME = 1e6
"""Worlds beyond which no number of worlds to come is told."""


def rounded_up(more: float) -> int:
    """Return worlds to come with two digits, as nobody knows them better."""
    return int(float(f"{math.ceil(more):.2g}"))


def capital(words: str) -> str:
    """Return words that begin a sentence."""
    return words[:1].upper() + words[1:]


def with_signs(text: str) -> str:
    """Return text with multiplication signs where it has the letter x for one."""
    return text.replace(" x ", " × ")


def listed(parts: Sequence[str]) -> str:
    """Return parts as a list in words: one, two and three."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def worlds(count: int) -> str:
    """Return a number of worlds in words."""
    return "1 world" if count == 1 else f"{count:,} worlds"


def of_worlds(share: float, worlds: int) -> str:
    """Return a share of worlds as so many of 100, or of all if there are fewer; never all or none if that is not so."""
    total = min(worlds, 100)
    count = round(share * total)
    if count == total and share < 1.0:
        return f"more than {total - 1} of {total} worlds"
    if count == 0 and share > 0.0:
        return f"fewer than 1 of {total} worlds"
    return f"{count} of {total} worlds"


def wrapped(text: str, width: int) -> str:
    """Return text in lines of ``width`` characters, broken after spaces, hyphens, dots, ``+``, ``=`` and ``_`` only."""
    lines = [""]
    for piece in re.findall(r"[^\s.+=_-]*(?:[\s.+=_-]|$)", text):
        if lines[-1] and len(lines[-1]) + len(piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)
