"""What many worlds say, drawn: paired differences with their intervals, and bands week by week."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import solara

from ...analysis.reports.sentences import KEY, sentence
from ...analysis.reports.weekly import Band, band, column, members_of, trust_of_members, weeks_of
from ...analysis.words import capital, name_of_outcome, number, of_worlds, signed
from ...experiments import Comparison
from ...experiments.estimates import PairedDifference, difference_in
from ...sim.measures import MEASURES, PRIMARY
from . import vue
from .element import element

FANS = (
    ("members", "Members", False),
    ("progress", "The plan, as far as it is believed to be done", True),
    ("trust", "Trust of the members", True),
)
"""The series that are drawn as bands, what they are called, and whether they are shares."""


@solara.component
def Differences(found: Comparison, outcomes: Sequence[str] = (PRIMARY, *KEY), variant: int = 1) -> None:
    """Draw the paired differences of a variant to the first."""
    names = short_names(found.labels[0], found.labels[variant])
    made = solara.use_memo(
        lambda: vue.Packed(bars_of(found, outcomes, variant, names)), [id(found), tuple(outcomes), variant]
    )
    vue.Drawn(what="bars", given=made)


def bars_of(found: Comparison, outcomes: Sequence[str], variant: int, names: tuple[str, str]) -> dict[str, Any]:
    """Return what the browser draws as differences, with the sentence that says the same."""
    rows = [row_of(found, key, variant, names[1]) for key in outcomes]
    told = [f"{row['name']} {row['said']}, {row['verdict']}" for row in rows]
    words = f"{names[1]} minus {names[0]} in the same worlds: {'; '.join(told)}."
    return {"rows": rows, "first": names[0], "other": names[1], "words": words}


def row_of(found: Comparison, key: str, variant: int, other: str) -> dict[str, Any]:
    """Return the difference of one outcome: mean, ends of its interval, in words, and which way is better."""
    one = difference_in(found, key, variant)
    is_known = math.isfinite(one.mean) and math.isfinite(one.low)  # of a few worlds nothing holds at any time
    better = {"higher": 1, "lower": -1}.get(MEASURES[key].better, 0) * (1 if one.mean > 0 else -1)
    return {
        "name": capital(name_of_outcome(key)),
        "mean": one.mean if is_known else None,
        "low": one.low if is_known else None,
        "high": one.high if is_known else None,
        "said": signed(one.mean, abs(one.mean)) if is_known else "–",
        "verdict": verdict_on(one, other),
        "better": better if one.is_told_apart else 0,
    }


def verdict_on(found: PairedDifference, other: str) -> str:
    """Return in a few words what is known of a difference."""
    if not math.isfinite(found.mean):
        return "not known"
    if not found.is_told_apart:
        return found.verdict
    if not math.isfinite(found.p_better):
        return "differs"
    return f"{other} better in {of_worlds(found.wins / found.worlds, found.worlds)}"


def short_names(first: str, other: str) -> tuple[str, str]:
    """Return what differs in two names: ``1`` and ``2`` of ``a=1``, ``a=2``; ``x`` and ``y`` of ``x z``, ``y z``."""
    while " " in first and " " in other and first.split()[-1] == other.split()[-1]:
        first, other = first.rpartition(" ")[0], other.rpartition(" ")[0]
    (path, equals, mine), (same, _, its) = first.partition("="), other.partition("=")
    return (mine, its) if equals and path == same else (first, other)


@solara.component
def Bands(found: Comparison) -> None:
    """Draw what the sides do week by week: means, and half of the worlds."""
    made = solara.use_memo(lambda: [vue.Packed(one) for one in bands_of(found)], [id(found)])
    for one in made:
        vue.Drawn(what="bands", given=one)


def bands_of(found: Comparison) -> list[dict[str, Any]]:
    """Return what the browser draws as bands: for each series the sides with low, middle and high, (T,)."""
    weeks = (weeks_of(found) + found.scenario.step_days / 7.0).tolist()
    series = {"progress": column(found, "progress"), "members": members_of(found), "trust": trust_of_members(found)}
    made = []
    for key, title, is_share in FANS:
        bands = [in_numbers(band(series[key][:, place])) for place in range(len(found.variants))]
        sides = [{"name": name, "weeks": weeks, **one} for name, one in zip(found.labels, bands, strict=True)]
        words = "; ".join(f"{name} {ending(one['middle'])}" for name, one in zip(found.labels, bands, strict=True))
        made.append({"title": title, "percent": is_share, "sides": sides, "words": f"{title}: {words}."})
    return made


def ending(middle: Sequence[float | None]) -> str:
    """Return where a series ends, in words; it may have no value then, as where nobody sits."""
    return "has no value at the end" if middle[-1] is None else f"ends at {middle[-1]}"


def in_numbers(one: Band) -> dict[str, list[float | None]]:
    """Return a band with None where it is not a number, which JSON has not."""
    parts = {"low": one.low, "middle": one.mean, "high": one.high}
    return {
        name: [round(value, 4) if math.isfinite(value) else None for value in values.tolist()]
        for name, values in parts.items()
    }


TIES = " Better in so many of 100 worlds: where both did the same, neither is; brackets are 95 % intervals."

MOST_TOLD = 4
"""Treatments that are told apart from the first one in words."""


def means_told(found: Comparison, outcome: str) -> list[list[str]]:
    """Return what each side is called, and what an outcome came to on average; a dash where it is not defined."""
    return [[name, number(mean)] for name, mean in zip(found.labels, found.means(outcome), strict=True)]


@solara.component
def OutcomeCard(
    found: Comparison,
    outcome: str,
    look: Callable[[str], None],
    first: str = PRIMARY,
    compared: Sequence[Comparison] = (),
) -> None:
    """Look at one outcome of choice: what each side came to, and the differences in words.

    Args:
        first: the outcome that is shown where the choice is none.
        compared: what is compared, where that is not everything: what was chosen in one place, and in another.
    """
    known = outcome if outcome in MEASURES else first
    told = [(here, place) for here in compared or [found] for place in range(1, len(here.variants))]
    said = [f"{capital(sentence(here, known, place))}." for here, place in told[:MOST_TOLD]]
    ties = TIES if any("; better in" in one for one in said) else ""
    with solara.Div(classes=["cc-card"]):
        vue.Outcome(
            outcome=known,
            outcomes=vue.Packed([{"value": key, "label": name_of_outcome(key)} for key in MEASURES]),
            meaning=f"{capital(MEASURES[known].meaning)}; {MEASURES[known].unit}.{ties}",
            means=means_told(found, known),
            said=said,
            event_look=look,
        )


@solara.component
def DifferenceCards(found: Comparison, outcome: str) -> None:
    """Draw the differences of every side to the first one, an outcome of choice before the others."""
    known = outcome if outcome in MEASURES else PRIMARY
    for place in range(1, len(found.variants)):
        with solara.Div(classes=["cc-card"]):
            element("h2", f"{found.labels[place]} minus {found.labels[0]}")
            Differences(found, (known, *(key for key in (PRIMARY, *KEY) if key != known)), place)
