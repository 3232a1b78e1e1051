"""Small words: numbers, weeks, lists and names as people say them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clever_coalitions.sim.scenario import Scenario


def listed(items: Sequence[str]) -> str:
    """Return ``a``, ``a and b``, ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def several(count: int, singular: str, plural: str) -> str:
    """Return ``1 lawyer``, ``1,200 lawyers``."""
    return f"{count:,} {singular if count == 1 else plural}"


def percent(share: float) -> str:
    """Return ``60%``."""
    return f"{100 * share:.0f}%"


def shares(weights: dict[str, float]) -> str:
    """Return weights that sum to one as ``evidence 60%, field access 40%``, the largest first."""
    ordered = sorted(weights.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {percent(weight)}" for name, weight in ordered)


def seconds_in_words(seconds: float) -> str:
    """Return ``70 s``, ``12 minutes``, ``2.5 hours``."""
    if seconds < 100:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"


AMBITIONS = ((0.25, "cautious"), (0.5, "modest"), (0.75, "bold"), (math.inf, "far-reaching"))


def ambition_in_words(ambition: float) -> str:
    """Return how much a plan dares, in a word; nothing without a plan."""
    return "" if math.isnan(ambition) else next(word for most, word in AMBITIONS if ambition < most)


def at(when: str) -> str:
    """Return ``in week 60``, ``on day 70``."""
    return f"{'on' if when.startswith('day') else 'in'} {when}"


def weeks(number: float) -> str:
    """Return ``208 weeks``, ``2.5 weeks``, ``1 week``."""
    return "1 week" if number == 1 else f"{number:,.4g} weeks"


def capital(text: str) -> str:
    """Return text that begins a sentence."""
    return text[:1].upper() + text[1:]


class Names:
    """What the organizations of a case are called: ``lawyer 3`` is the third of its kind, counted from one."""

    def __init__(self, scenario: Scenario) -> None:
        self.kinds = scenario.kinds
        self.kind_of = [g for g, kind in enumerate(scenario.kinds) for _ in range(kind.count)]
        self.first = [sum(kind.count for kind in scenario.kinds[:g]) for g in range(len(scenario.kinds))]

    def organization(self, row: int) -> str:
        """Return the name of the organization in a row."""
        kind = self.kind_of[row]
        return f"{self.kinds[kind].name} {row - self.first[kind] + 1}"

    def by_kind(self, rows: Sequence[int]) -> list[tuple[str, list[int]]]:
        """Return ``("9 lawyers", rows)`` for each kind, the most numerous first; a single one by its name."""
        groups: dict[int, list[int]] = {}
        for row in rows:
            groups.setdefault(self.kind_of[row], []).append(row)
        ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
        return [
            (f"{len(group)} {self.kinds[kind].plural}" if len(group) > 1 else self.organization(group[0]), group)
            for kind, group in ordered
        ]
