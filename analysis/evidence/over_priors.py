"""What holds at the defaults, and over all that is not known: side by side on the first page."""

from __future__ import annotations

import math

import numpy as np

from ...experiments.estimates import LESS, MORE, SAME, UNKNOWN
from ..studies.cells import Cells
from ..studies.leaders import Lead, asking, leads
from ..studies.priors import Contrast, Over, Share, over
from ..words import capital, listed, name_of_outcome, rounded_up, signed, with_interval, worlds
from .book import CHAPTERS, PRIORS, Book
from .markdown import section, table, text

FORMS = "forms"
"""The study of all forms at the defaults, case by case."""

MOST_NUMBERS = 6
"""Numbers that are named of a contrast."""


def side_by_side(book: Book) -> str:
    """Return who leads at the defaults and over the priors; nothing where neither was run."""
    blocks = [at_defaults(book.studies[FORMS].cells) if FORMS in book.studies else "", *_over_priors(book)]
    return section(3, "At the defaults, and over all that is not known", *blocks) if any(blocks) else ""


def at_defaults(cells: Cells) -> str:
    """Return who leads in each place of a study of several treatments at the defaults."""
    study = cells.study
    if not cells.found.done or len(study.choices) < 3:
        return ""
    outcome = study.outcomes[0]
    sides = [np.stack([cells.by_world(outcome, place, one) for one in study.choices], axis=1) for place in study.places]
    whole = [one[np.isfinite(one).all(axis=1)] for one in sides]
    among = asking(study)
    asked = [one[:, among] for one in whole]
    found, with_all = (leads(some, outcome, cells.found.at_any_time) for some in (asked, whole))
    names = tuple(study.choices[place] for place in among)
    rows = [
        [place or "everywhere", who_leads(one, names), who_leads(other, study.choices)]
        for place, one, other in zip(study.places, found, with_all, strict=True)
    ]
    head = (
        f"At the defaults ({name_of_outcome(outcome).lower()}, the same {worlds(cells.worlds)}; study `{study.name}`):"
    )
    return "\n\n".join([text(head), table(["where", "who leads of those that ask", "who leads of all"], rows)])


def who_leads(one: Lead, names: tuple[str, ...]) -> str:
    """Return who leads, alone or with others, or who may."""
    if one.is_empty:
        return "nobody: nothing is achieved"
    left = listed([names[place] for place in one.left])
    if one.is_known:
        return left if len(one.left) == 1 else f"{left}, without a difference that matters"
    more = f" (about {rounded_up(one.to_come):,} more worlds)" if math.isfinite(one.to_come) else ""
    return f"not yet known, among {left}{more}"


def _over_priors(book: Book) -> list[str]:
    found = [over(book.studies[name].cells) for name in CHAPTERS[PRIORS] if name in book.studies]
    return [block for one in found if one for block in of_sample(one)]


def of_sample(one: Over) -> list[str]:
    """Return what a sample says: who leads in which share of points, and what flips which sign."""
    study = one.study
    head = text(
        f"Over the priors (study `{study.name}`: {len(study.uncertainties)} numbers uncertain at once, {one.points:,} "
        f"points with up to {one.seeds} worlds each; {name_of_outcome(study.outcomes[0]).lower()}).",
        "At many points it is not yet known who is best, so a form is best or no different at least at the share of",
        "points where that is known, and at most at the share where it is not known to be not best, each as far out as",
        "its 95 % interval reaches. What is given up by choosing one form everywhere is told against the form that",
        "half the worlds of a point show to be best, in the other half (and the other way round), so that luck in",
        "picking is no merit.",
        f"At {one.empty:,} points nothing is achieved under any form that asks those who take part; at the others:",
    )
    columns = ["form", "best or no different", "not best", "not yet known", "best or no different at, of all points"]
    columns.append("given up by choosing it everywhere, 95 % interval")
    shares = table(columns, [_share_row(share) for share in one.shares])
    first = study.choices[0]
    contrasts = table(
        [
            f"against {first}",
            "better",
            "no different",
            "worse",
            "not yet known",
            "nothing under either",
            "over all points, 95 % interval",
            "what flips its sign",
        ],
        [_contrast_row(each) for each in one.contrasts],
    )
    others = [
        f"Among all forms {one.name} is best or no different at {one.leads:,} points, not best at {one.lags:,}, and at "
        f"{one.open:,} it is not yet known: {_bounds(one)} of all."
        for one in one.others
    ]
    return [head, shares, text(*others), contrasts, text(*[_moves(each, first) for each in one.contrasts])]


def _bounds(one: Share) -> str:
    return "–" if math.isnan(one.at_least) else f"at least {one.at_least:.0%}, at most {one.at_most:.0%}"


def _share_row(one: Share) -> list[str]:
    return [one.name, f"{one.leads:,}", f"{one.lags:,}", f"{one.open:,}", _bounds(one), with_interval(*one.given_up)]


def _contrast_row(one: Contrast) -> list[str]:
    counts = [f"{one.counts[verdict]:,}" for verdict in (MORE, SAME, LESS, UNKNOWN)]
    flips = listed([f"`{each.path}`" for each in one.flips]) or ("none that is told apart" if not one.why else one.why)
    counts.append(f"{one.empty:,}")
    return [one.name, *counts, with_interval(one.mean, one.low, one.high), flips]


def _moves(one: Contrast, first: str) -> str:
    """Say which numbers move a difference most, from the lowest to the highest value, the others held fixed."""
    if not one.moves:
        return ""
    said = [f"`{each.path}` {signed(each.size, abs(each.size))}" for each in one.moves[:MOST_NUMBERS]]
    return f"{capital(one.name)} minus {first} moves most with {listed(said)}."
