"""Small words: numbers, weeks, lists and names as people say them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...analysis.words import listed

if TYPE_CHECKING:
    from clever_coalitions.sim.scenario import Scenario


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


def as_known(scenario: Scenario) -> str:
    """Return who is told what stands in the way."""
    return "as everybody knows" if scenario.public else "unannounced"


def at(when: str) -> str:
    """Return ``in week 60``, ``on day 70``."""
    return f"{'on' if when.startswith('day') else 'in'} {when}"


def weeks(number: float) -> str:
    """Return ``208 weeks``, ``2.5 weeks``, ``1 week``."""
    return "1 week" if number == 1 else f"{number:,.4g} weeks"


def course(*ambitions: float) -> str:
    """Return ``goes from 0.40 to 0.30``, ``goes from 0.40 over 0.20 to 0.30`` or ``stays 0.40``, by the extremes."""
    first, last = (round(one, 2) for one in (ambitions[0], ambitions[-1]))
    extremes = (round(one, 2) for one in (min(ambitions), max(ambitions)))
    over = "".join(f" over {one:.2f}" for one in extremes if not min(first, last) <= one <= max(first, last))
    return f"stays {last:.2f}" if first == last and not over else f"goes from {first:.2f}{over} to {last:.2f}"


MOST_NAMED = 3
"""Of a group that is told of by its number, as many are told by name; where there are more, one name fewer."""

CROWD = 20
"""Organizations of a group of which none is told by name: two would say nothing of so many."""


class Names:
    """What the organizations of a case are called, one by one and as groups of a kind."""

    def __init__(self, scenario: Scenario) -> None:
        self.kinds, self.names = scenario.kinds, scenario.names
        self.kind_of = [g for g, kind in enumerate(scenario.kinds) for _ in range(kind.count)]
        self.first = [sum(kind.count for kind in scenario.kinds[:g]) for g in range(len(scenario.kinds))]

    def organization(self, row: int) -> str:
        """Return the name of the organization in a row."""
        return self.names[row]

    def by_kind(self, rows: Sequence[int]) -> list[tuple[str, list[int]]]:
        """Return ``("9 lawyers", rows)`` for each kind, the most numerous first; a single one by its name."""
        groups: dict[int, list[int]] = {}
        for row in rows:
            groups.setdefault(self.kind_of[row], []).append(row)
        ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
        return [(self._group(kind, group), group) for kind, group in ordered]

    def some_of(self, kind: str, many: int, of: int = 0) -> str:
        """Return ``16 states``, ``16 of 49 states``, or the name of the only one of a kind."""
        one = next(one for one in self.kinds if one.name == kind)
        if one.count == 1:
            return one.names()[0]
        return f"{many:,} of {of:,} {one.plural}" if of else several(many, one.name, one.plural)

    def _group(self, kind: int, rows: Sequence[int]) -> str:
        """Return ``9 lawyers``, ``3 agencies (CARE, MSF and Oxfam)``, ``7 agencies (CARE, MSF and 5 others)``."""
        if len(rows) == 1:
            return self.organization(rows[0])
        many = f"{len(rows)} {self.kinds[kind].plural}"
        known = [self.names[row] for row in rows if row - self.first[kind] < len(self.kinds[kind].named)]
        shown = known[: MOST_NAMED if len(rows) <= MOST_NAMED else MOST_NAMED - 1] if len(rows) < CROWD else []
        others = several(len(rows) - len(shown), "other", "others")
        return f"{many} ({listed([*shown, *([others] if len(rows) > len(shown) else [])])})" if shown else many
