"""Parts together: what each of several parts brings on average over all the others, and which pairs matter.

A study is a factorial where its treatments and points are all combinations of two values of several parts (a number, a
form of governance, a rule in a combination of rules).  The value that stands second in the file is the part being
there.  A main effect is the mean with it minus the mean without it; the effect of a pair is half of how much more one
brings where the other is there (Box, Hunter & Hunter 2005).  The main effects of a place are judged together, and so
are its pairs.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ...experiments.estimates import LESS, MORE, SAME, UNKNOWN, PairedDifference
from ...experiments.studies.design import design_kind
from ...experiments.studies.settings import Settings
from ...sim.state import Floats
from ..palette import MUTED, color_of_variant
from ..picture import Picture
from ..provenance import provenance_of_study
from ..reports.panels import WIDE
from ..words import listed, name_of_outcome, signed, worlds
from .cells import Cells
from .figures import IntervalBar, Panel, bars
from .together import Pair, judged_together

if TYPE_CHECKING:
    from ...experiments.studies import Study

Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

RULES = ("propose", "agree", "meet")


class Factor(NamedTuple):
    """A part: what it is, and which of all combinations have it, (combinations,)."""

    name: str
    has: Bools


class Effect(NamedTuple):
    """What a part, or a pair of parts, brings."""

    names: tuple[str, ...]
    difference: PairedDifference


@dataclass(frozen=True)
class Factorial:
    """What parts bring in one place; pairs in the order of the parts."""

    study: Study = field(repr=False)
    place: str
    mains: tuple[Effect, ...]
    pairs: tuple[Effect, ...]
    worlds: int


def factors_of(study: Study, points: Floats) -> tuple[Factor, ...]:
    """Return the parts of a study; fewer than two where it is no factorial.

    Combinations are the treatments of a place, and in each all points.
    """
    chosen = [one for one in study.treatments if one.place == study.places[0]]
    many = len(points)
    found = []
    for name, values in _chosen([one.settings for one in chosen]).items():
        without, *others = dict.fromkeys(values)
        if len(others) == 1:
            has = np.repeat([value == others[0] for value in values], many)
            found.append(Factor(f"{name}: {others[0]} rather than {without}", has))
    for place, one in enumerate(study.uncertainties):
        if one.what.values and len(one.what.values) == 2:
            low, high = one.what.values
            has = np.tile(points[:, place] == high, len(chosen))
            found.append(Factor(f"{one.path}: {high:g} rather than {low:g}", has))
    is_full = len(chosen) * many == 2 ** len(found) and design_kind(study) in ("full-factorial", "seeds")
    return tuple(found) if is_full and len(found) > 1 else ()


def _chosen(settings: Sequence[Settings]) -> dict[str, list[object]]:
    """Return what treatments set by path, a value a treatment; a combination of rules by its rules."""
    found: dict[str, list[object]] = {}
    for one in settings:
        for path, value in one.items():
            rules = str(value).split("+") if path == "governance" else []
            parts = zip(RULES, rules, strict=True) if len(rules) == len(RULES) else [(path, value)]
            for name, part in parts:
                found.setdefault(name, []).append(part)
    return {name: values for name, values in found.items() if len(values) == len(settings)}


def factorials(cells: Cells, outcome: str) -> list[Factorial]:
    """Return what the parts of a study bring, place by place; nothing of another study or before there are runs."""
    factors = factors_of(cells.study, cells.points)
    if not factors or not cells.is_crossed or not cells.found.done:
        return []
    return [_factorial(cells, outcome, place, factors) for place in cells.study.places]


def _factorial(cells: Cells, outcome: str, place: str, factors: tuple[Factor, ...]) -> Factorial:
    values = np.column_stack([cells.by_seed(outcome, place, one) for one in cells.study.choices])
    early, level = cells.found.at_any_time, values.mean(axis=1)
    sides = [(values[:, ~one.has].mean(axis=1), values[:, one.has].mean(axis=1)) for one in factors]
    mains = judged_together([Pair(*both, outcome, at_any_time=early) for both in sides])
    two = list(itertools.combinations(factors, 2))
    sides = [(level, level + _together(values, *pair)) for pair in two]
    pairs = judged_together([Pair(*both, outcome, at_any_time=early) for both in sides])
    return Factorial(
        cells.study,
        place,
        tuple(Effect((one.name,), found) for one, found in zip(factors, mains, strict=True)),
        tuple(Effect((a.name, b.name), found) for (a, b), found in zip(two, pairs, strict=True)),
        cells.worlds,
    )


def _together(values: Floats, one: Factor, other: Factor) -> Floats:
    """Return half of how much more one part brings where the other is there, (worlds,)."""
    sign = np.where(one.has == other.has, 1.0, -1.0)
    return np.asarray(values @ sign * (2.0 / len(sign)))


def sentence(one: Factorial) -> str:
    """Return what each part brings on average over all the others, and which pairs matter."""
    said = []
    words = {
        MORE: "bring more",
        LESS: "bring less",
        SAME: "make no difference that matters",
        UNKNOWN: "are not yet known",
    }
    for verdict, does in words.items():
        here = [_named(each) for each in one.mains if each.difference.verdict == verdict]
        if here:
            said.append(f"{listed(here)} {does}")
    where = f"{one.place}: " if one.place else ""
    outcome = name_of_outcome(one.study.outcomes[0]).lower()
    return (
        f"{where}on average over all the others, in {outcome} ({worlds(one.worlds)}), {'; '.join(said)}. {_pairs(one)}"
    )


def _pairs(one: Factorial) -> str:
    ordered = sorted(one.pairs, key=lambda each: -abs(each.difference.mean))
    told = {verdict: [each for each in ordered if each.difference.verdict == verdict] for verdict in (MORE, LESS)}
    said = [
        f"Worth {verdict} together: {'; '.join(_named(each) for each in here)}."
        for verdict, here in told.items()
        if here
    ]
    same, open_ = (sum(each.difference.verdict == verdict for each in one.pairs) for verdict in (SAME, UNKNOWN))
    rest = f"Of {len(one.pairs)} pairs, {same} make no difference that matters and {open_} are not yet known."
    return " ".join([*said, rest])


def _named(one: Effect) -> str:
    found = one.difference
    most = max(abs(found.low), abs(found.high))
    return f"{' and '.join(one.names)} ({signed(found.mean, most)})"


def factorial_figure(found: Sequence[Factorial]) -> Picture:
    """Draw the main effects, a panel a place."""
    study = found[0].study
    panels = [
        Panel(one.place or study.question, "with it minus without it", [_bar(each) for each in one.mains])
        for one in found
    ]
    made = provenance_of_study(study, found[0].worlds)
    return Picture(bars(panels, WIDE), study.question, " ".join(sentence(one) for one in found), made)


def _bar(one: Effect) -> IntervalBar:
    found = one.difference
    color = color_of_variant(0 if found.mean > 0.0 else 1) if found.verdict in (MORE, LESS) else MUTED.light
    return IntervalBar(one.names[0], found.mean, found.low, found.high, color)
