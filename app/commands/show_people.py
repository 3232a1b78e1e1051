"""Organizations with names, told: what is said of each, what is not said and so drawn, and who knows whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..telling.words import percent, several
from .screen import new_table

if TYPE_CHECKING:
    from rich.console import Console

    from clever_coalitions.sim.scenario import Named, Scenario, Span

MOST = 200
"""Organizations that are listed one by one."""

NUMBERS = {"hours": "h a week", "value": "value", "belief": "belief", "ceiling": "ceiling", "stake": "stake"}


def print_named(console: Console, scenario: Scenario) -> None:
    """Print what is said of each organization that has a name; nothing where none has."""
    named = [(kind, one) for kind in scenario.kinds for one in kind.named]
    if not named:
        return
    made = new_table({"name": {"style": "bold", "ratio": 2}, "kind": {"ratio": 1}, "what is said of it": {"ratio": 3}})
    for kind, one in named[:MOST]:
        made.add_row(one.name, kind.name, ", ".join(_said(one)))
    console.print("By name", style="bold cyan", markup=False)
    console.print(made)
    if len(named) > MOST:
        console.print(f"{len(named) - MOST:,} more: --json shows them all.\n", style="dim", markup=False)


def _said(one: Named) -> Iterator[str]:
    for field, words in NUMBERS.items():
        if span := getattr(one, field):
            yield f"{_span(span)} {words}" if field == "hours" else f"{words} {_span(span)}"
    yield from (f"{name} {_span(skill)}" for name, skill in one.proficiency)
    if one.strengths is not None:
        yield f"at home in {' and '.join(one.strengths) or 'nothing'}"
    if one.opponent or one.core is not None:
        yield "opponent" if one.opponent else "core" if one.core else "network"
    if one.by_right is not None:
        yield "sits at every table by right" if one.by_right else "no seat by right"
    if one.arrives:
        yield f"arrives in week {one.arrives:g}"


def _span(span: Span) -> str:
    return f"{span[0]:.3g}" if span[0] == span[1] else f"{span[0]:.3g} to {span[1]:.3g}"


def assumed(scenario: Scenario) -> Iterator[str]:
    """Yield what a case with names, or with ties, does not say, and what is taken in its place."""
    named = [(kind, one) for kind in scenario.kinds for one in kind.named]
    if named:
        for column, meaning in _drawn(scenario).items():
            many = sum(_is_drawn(one, column, scenario) for _, one in named)
            if many:
                yield f"{column}: {'all' if many == len(named) else f'{many} of {len(named)}'} drawn, {meaning}"
        unnamed = scenario.organizations - len(named)
        if unnamed:
            yield f"{several(unnamed, 'organization has', 'organizations have')} no name, and all of them is drawn"
        yield "thresholds, outside options and first trust in the coordinator: drawn for everybody"
    yield _ties(scenario)


def _is_drawn(one: Named, column: str, scenario: Scenario) -> bool:
    """Return whether something is not said of an organization."""
    if column == "strengths":
        return one.strengths is None and len(one.proficiency) < len(scenario.strengths)
    return getattr(one, column) is None and not (column == "core" and one.opponent)


def _drawn(scenario: Scenario) -> dict[str, str]:
    """Return how everything that can be said is drawn where it is not."""
    p = scenario.parameters
    return {
        "hours": f"with a mean of {p.work.capacity:g} a week times the capacity of their kind (work.capacity)",
        "strengths": "high in what their kind is at home in, low elsewhere (work.specialization)",
        "value": f"around {p.club.bias:g} and the value of their kind, ± {p.club.values_spread:g} (club.values_spread)",
        "belief": f"around what would really help, ± {p.sensing.noise:g} (sensing.noise)",
        "ceiling": f"evenly from {p.joining.ceiling_low:g} to 1 (joining.ceiling_low)",
        "stake": f"around 1 for {percent(p.joining.care)} of them, who care (joining.care)",
        "core": f"with a chance of {percent(p.club.core)} (club.core), or that of their kind",
    }


def _ties(scenario: Scenario) -> str:
    """Return in a sentence who knows whom."""
    usual = scenario.parameters.trust.start
    if scenario.ties is None:
        return f"ties: drawn, each seeks {scenario.parameters.club.ties:g}, mostly in its own kind (club.ties)"
    weightless = sum(tie.weight is None for tie in scenario.ties)
    trust = f"; trust of {usual:g} along {weightless} of them (trust.start)" if weightless else ""
    alone = scenario.organizations - _tied(scenario)
    many = several(alone, "organization has", "organizations have")
    drawn = f"theirs are drawn, each seeks {scenario.parameters.club.ties:g} (club.ties)"
    unknown = 'nobody knows who has none, outside the core, but for a seat by right (other_ties = "drawn" draws some)'
    without = f"; {many} none: {drawn if scenario.draws_others else unknown}" if alone else ""
    return f"ties: {len(scenario.ties):,} given{trust}{without}"


def _tied(scenario: Scenario) -> int:
    """Return how many have a tie that is given."""
    from clever_coalitions.sim.named import rows_called

    rows = rows_called(scenario.kinds)
    return len({row for tie in scenario.ties or () for end in (tie.one, tie.other) for row in rows[end]})


def not_read(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what in the tables of a file says nothing here, and what is taken for kinds that it does not describe."""
    from clever_coalitions.scenarios.people import unread

    if data.get("organizations") and not data.get("kinds"):
        yield "kinds: not described, so each is at home in every strength ([[kinds]])"
    for what, columns in unread(data).items():
        if columns:
            yield f"{what}: not read: {', '.join(columns)} ([columns] says which column is what)"
