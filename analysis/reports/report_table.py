"""The table of a report: what each outcome is under two variants, by how much they differ, and which is better."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from ...experiments.estimates import PairedDifference, difference_in
from ...sim.measures import LOWER, MEASURES, NEITHER, PRIMARY
from ..palette import VARIANTS
from ..words import OUTCOMES, name_of_outcome, number, of_worlds, signed, with_signs, worlds

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

SHORT = (
    PRIMARY, "value_per_1000_hours", "settled", "weeks_to_settle", "harm", "weeks_to_plan", "ambition",
    "fact_dilution", "pivots", "detection_lag", "overlap", "members", "member_hours", "meeting_share", "trust",
    "energy",
)  # fmt: skip
"""The outcomes of the short table: fixed, so that none is picked for its result."""


SHORT_NAME = 14
"""Characters of a name that stays on one line."""


def table(comparison: Comparison, variant: int, outcomes: Sequence[str]) -> str:
    """Return a table of outcomes under a variant and under the first, grouped, as HTML."""
    first, name = (_breakable(comparison.labels[place]) for place in (0, variant))
    heads = ("Outcome", first, name, f"{name} minus {first}", "less | more", "Which is better")
    head = "".join(f'<th scope="col"{_class_of_head(place)}>{words}</th>' for place, words in enumerate(heads))
    body = "".join(_group(comparison, variant, title, group) for title, group in grouped(outcomes))
    caption = f"{name} against {first}, means of {worlds(comparison.done)}"
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>{body}</table>"


def grouped(outcomes: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return outcomes under the titles of their groups, in the order of the groups; unknown ones come last."""
    asked = list(outcomes)
    known_ones = {name for group in OUTCOMES.values() for name in group}
    groups = [(title, [name for name in group if name in asked]) for title, group in OUTCOMES.items()]
    groups.append(("More", [name for name in asked if name not in known_ones]))
    return [(title, names) for title, names in groups if names]


def _class_of_head(place: int) -> str:
    return {1: ' class="number"', 2: ' class="number"', 4: ' class="bar"'}.get(place, "")


def _group(comparison: Comparison, variant: int, title: str, outcomes: Sequence[str]) -> str:
    rows = "".join(_row(comparison, variant, outcome) for outcome in outcomes)
    return f'<tbody><tr class="group"><th scope="rowgroup" colspan="6">{title}</th></tr>{rows}</tbody>'


def _row(comparison: Comparison, variant: int, outcome: str) -> str:
    """Return one outcome: its name and meaning, both means, the difference, its interval drawn, and who is better."""
    found = difference_in(comparison, outcome, variant)
    means = [comparison.means(outcome)[place] for place in (0, variant)]
    scale = max((abs(mean) for mean in means if math.isfinite(mean)), default=1.0)
    cells = "".join(
        f'<td class="number" data-label="{escape(comparison.labels[place])}">{_data(mean, number(mean, scale))}</td>'
        for place, mean in zip((0, variant), means, strict=True)
    )
    return (
        f'<tr{" class=primary" if outcome == PRIMARY else ""} id="{escape(f"{outcome}-{variant}")}">'
        f'<th scope="row">{_name(outcome)}</th>'
        f'{cells}<td class="difference" data-label="difference">{_difference(found, comparison.done)}</td>'
        f'<td class="bar">{interval_bar(found, _color(found, outcome, variant))}</td>'
        f'<td class="verdict">{_verdict(comparison, found, outcome, variant)}</td></tr>'
    )


def _name(outcome: str) -> str:
    """Return what an outcome is called and, where that says more, what it means."""
    name, meaning = name_of_outcome(outcome), with_signs(MEASURES[outcome].meaning)
    return escape(name) + (f"<small>{escape(meaning)}</small>" if meaning.lower() != name.lower() else "")


def _data(value: float, words: str) -> str:
    """Return a number for people that machines can read in full."""
    return f'<data value="{value!r}">{words}</data>' if math.isfinite(value) else words


def _difference(found: PairedDifference, done: int) -> str:
    """Return a mean difference and its interval, all with the same decimals; in how many worlds, where not in all."""
    scale = max((abs(x) for x in (found.mean, found.low, found.high) if math.isfinite(x)), default=1.0)
    mean, low, high = (_data(x, signed(x, scale)) for x in (found.mean, found.low, found.high))
    if not math.isfinite(found.low):
        return mean
    some = f"<br><small>in the {worlds(found.worlds)} with both</small>" if found.worlds < done else ""
    return f"<b>{mean}</b> <small>({low} to {high})</small>{some}"


def _color(found: PairedDifference, outcome: str, variant: int) -> str:
    """Return the CSS color of a bar: that of the variant which is better, or muted."""
    place = _better(found, outcome, variant)
    return "var(--muted)" if place is None else f"var(--variant-{place % len(VARIANTS) + 1})"


def _better(found: PairedDifference, outcome: str, variant: int) -> int | None:
    """Return the place of the variant that is better; None where neither is, or where that cannot be told."""
    better = MEASURES[outcome].better
    if better == NEITHER or not found.is_told_apart:
        return None
    return variant if (found.mean < 0.0) == (better == LOWER) else 0


def _verdict(comparison: Comparison, found: PairedDifference, outcome: str, variant: int) -> str:
    """Return which variant is better, and in how many of 100 worlds."""
    if MEASURES[outcome].better == NEITHER:
        return '<span class="unclear">neither is better</span>'
    if found.worlds == 0:
        return '<span class="unclear">not defined</span>'
    place = _better(found, outcome, variant)
    if place is None:
        return f'<span class="unclear">{found.verdict}</span>'
    share = (found.wins if place else found.losses) / found.worlds
    name, color = _breakable(comparison.labels[place]), _color(found, outcome, variant)
    return f'<b style="color: {color}">{name}</b> <small>in {of_worlds(share, found.worlds)}</small>'


def _breakable(name: str) -> str:
    """Return the name of a variant, with places where a line may break if it is long and nowhere else."""
    if len(name) <= SHORT_NAME:
        return f'<span class="unbroken">{escape(name)}</span>'
    return re.sub(r"([.=_])", r"\1<wbr>", escape(name))


def interval_bar(found: PairedDifference, color: str) -> str:
    """Return a small drawing of an interval around its mean, with zero in the middle and a scale of its own."""
    largest = max((abs(x) for x in (found.mean, found.low, found.high) if math.isfinite(x)), default=0.0)
    line = '<path d="M60 0V16" stroke="var(--muted)"/>'
    if largest > 0.0 and math.isfinite(found.low):
        low, mean, high = (60.0 + 56.0 * x / largest for x in (found.low, found.mean, found.high))
        line += f'<path d="M{low:.1f} 8H{high:.1f}" stroke="{color}" stroke-width="5" opacity=".4"/>'
        line += f'<circle cx="{mean:.1f}" cy="8" r="3.5" fill="{color}"/>'
    return f'<svg viewBox="0 0 120 16" aria-hidden="true" focusable="false">{line}</svg>'
