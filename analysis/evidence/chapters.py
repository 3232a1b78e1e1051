"""The chapters: each study with its design, its figures, and a table of what its claims came to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.intervals import Mean, NearlySame, mean_of
from ...sim.state import Floats
from ..studies.cells import AS_IT_IS, Counts
from ..studies.claim_words import HEADS, asked_of, claim_rows
from ..studies.claims import ClaimAnswer
from ..studies.readings import drawings, pictures, sentences
from ..studies.words import design_in_words
from ..words import name_of_outcome, number, with_interval, worlds
from .book import CHAPTERS, Book, Read
from .markdown import bullets, figure, section, table, text

if TYPE_CHECKING:
    from ..picture import Picture

MOST_COLUMNS = 4
"""Treatments in a table of means."""


FEWEST_OUTCOMES = 8
"""Outcomes from which on a study is worth a table of them all."""


def chapters(book: Book, folder: str) -> list[str]:
    """Return all chapters."""
    return [
        section(2, title, *(_study(book.studies[name], folder) for name in names if name in book.studies))
        for title, names in CHAPTERS.items()
        if any(name in book.studies for name in names)
    ]


def figures(book: Book) -> dict[str, Picture]:
    """Return the figures of all studies, by the name of their file."""
    return {name: one for read in book.studies.values() for name, one in pictures(read.cells).items()}


def _study(read: Read, folder: str) -> str:
    study = read.study
    if not read.cells.found.done:
        return section(3, study.question, f"Not run yet: `coalitions evidence --only {study.name}`.")
    drawn = [figure(name, folder, study.question) for name in drawings(read.cells)]
    tables = (_means(read), *_all_outcomes(read), _within(read), _table(read))
    return section(3, study.question, _design(read), *drawn, bullets(sentences(read.cells)), *tables)


def _design(read: Read) -> str:
    """Say how it was asked, and whether all of it was run."""
    study, cells = read.study, read.cells
    left = f" {read.asked - read.runs:,} of {read.asked:,} runs are missing." if read.runs < read.asked else ""
    points = f"{len(cells.points):,} points, " if study.uncertainties else ""
    names = len(study.choices), len(study.places)
    each = f"{names[0]} treatments" + (f" in {names[1]} places" if names[1] > 1 else "")
    how = f"; {design_in_words(study)}" if study.uncertainties else ""
    return text(f"Study `{study.name}`: {each}, {points}in the same {worlds(cells.worlds)}{how}.{left}")


def _of_known(say: Callable[[Floats], str], values: Floats) -> str:
    """Return what is said of the values that are defined; a dash where there are none."""
    known = values[np.isfinite(values)]
    return say(known) if len(known) else "–"


def _by_place(
    read: Read, head: str, outcome: str, say: Callable[[Mean | NearlySame], str], counts: Counts = AS_IT_IS
) -> str:
    """Return what is said of the mean of an outcome under each treatment, a row a place, with a line before it."""
    cells, choices = read.cells, read.study.choices

    def cell(place: str, choice: str) -> str:
        values = cells.by_world(outcome, place, choice, counts)
        which = np.isfinite(values)
        groups, ends = cells.found.groups, None if counts.within is None else (0.0, 1.0)
        return say(mean_of(values[which], groups.of(which) if groups else None, ends)) if which.any() else "–"

    rows = [[place or "everywhere", *(cell(place, one) for one in choices)] for place in read.study.places]
    return "\n\n".join([text(head), table(["where", *choices], rows)])


def _means(read: Read) -> str:
    """Return the mean of the first outcome under each treatment, where there are few and no curve shows it."""
    study, outcome = read.study, read.study.outcomes[0]
    if study.uncertainties or not 1 < len(study.choices) <= MOST_COLUMNS:
        return ""
    head = f"{name_of_outcome(outcome)}, in the mean of the worlds in which it is defined:"
    is_early = read.cells.found.at_any_time
    return _by_place(
        read, head, outcome, lambda one: with_interval(one.mean, *one.interval(at_any_time=is_early), number)
    )


def _all_outcomes(read: Read) -> list[str]:
    """Return the means of all outcomes under each treatment, a table a place; nothing where few are asked."""
    study = read.study
    if study.uncertainties or len(study.outcomes) < FEWEST_OUTCOMES or not len(study.choices) > 2:
        return []
    return [_outcomes_in(read, place) for place in study.places]


def _outcomes_in(read: Read, place: str) -> str:
    head = f"All outcomes{f', {place}' if place else ''}, in the mean of the worlds in which each is defined:"
    outcomes, mean = read.study.outcomes, partial(_of_known, lambda known: number(float(known.mean())))
    rows = [[one, *(mean(read.cells.by_world(each, place, one)) for each in outcomes)] for one in read.study.choices]
    names = [name_of_outcome(one).lower() for one in outcomes]
    return "\n\n".join([text(head), table([place or "treatment", *names], rows)])


def _within(read: Read) -> str:
    """Return shares of worlds, with their intervals, where a claim is about what comes within some weeks."""
    asked = dict.fromkeys((one.outcome, one.claim.within) for one in read.answers)
    return "\n\n".join(_shares(read, outcome, limit) for outcome, limit in asked if limit is not None)


def _shares(read: Read, outcome: str, limit: float) -> str:
    head = f"Share of worlds with {name_of_outcome(outcome).lower()} of at most {limit:g}, and its 95 % interval:"
    is_early = read.cells.found.at_any_time
    return _by_place(read, head, outcome, lambda one: _share(one, is_early), Counts(within=limit))


def _share(one: Mean | NearlySame, at_any_time: bool) -> str:
    low, high = np.clip(one.interval(at_any_time=at_any_time), 0.0, 1.0)
    return f"{one.mean:.2f} [{low:.2f}, {high:.2f}]"


def _table(read: Read) -> str:
    """Return what the claims of a study came to, a row a place."""
    rows = [row for one in read.answers for row in claim_rows(one, _says(one))]
    return table(HEADS, rows)


def _says(one: ClaimAnswer) -> str:
    return f"{one.claim.says} *({asked_of(one)})*" + (f" {one.claim.source}" if one.claim.source else "")


def patterns(book: Book) -> str:
    """Return what the literature says of the whole model, and whether it behaves so."""
    rows = [
        [one.claim.source, one.claim.says, one.status]
        for one in book.answers
        if one.claim.source and not one.claim.against
    ]
    return section(2, "What the literature says", table(["source", "pattern", "it"], rows))
