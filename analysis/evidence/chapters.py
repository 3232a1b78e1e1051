"""The chapters: each study with its design, its figures, and a table of what its claims came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ...experiments.intervals import interval
from ..studies.claims import NOT_RUN, Answer
from ..studies.readings import drawings, pictures, sentences
from ..studies.report import design_in_words
from ..words import name_of_outcome, number, with_interval, worlds
from .book import Book, Read
from .contents import CHAPTERS
from .markdown import bullets, figure, section, table, text
from .side_by_side import side_by_side, within
from .words import asked, counts, matters, verdict, with_ends

if TYPE_CHECKING:
    from ..picture import Picture

MOST_COLUMNS = 4
"""Treatments in a table of means."""


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
    tables = (_means(read), *side_by_side(read), within(read), _table(read))
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


def _means(read: Read) -> str:
    """Return the mean of the first outcome under each treatment, where there are few and no curve shows it."""
    study, cells = read.study, read.cells
    if study.uncertainties or not 1 < len(study.choices) <= MOST_COLUMNS:
        return ""
    outcome = study.outcomes[0]
    rows = [[place or "everywhere", *(_mean(read, place, one) for one in study.choices)] for place in study.places]
    head = text(f"{name_of_outcome(outcome)}, in the mean of the worlds in which it is defined:")
    return "\n\n".join([head, table(["where", *study.choices], rows)]) if cells.found.done else ""


def _mean(read: Read, place: str, choice: str) -> str:
    values = read.cells.by_world(read.study.outcomes[0], place, choice)
    values = values[np.isfinite(values)]
    if not len(values):
        return "–"
    return with_interval(float(values.mean()), *interval(values), number)


def _table(read: Read) -> str:
    """Return what the claims of a study came to, a row a place."""
    rows = [row for one in read.answers if one.status != NOT_RUN for row in _rows(one)]
    return table(["claim", "where", "number", "matters from", "won : tied : lost", "verdict", "so it"], rows)


def _rows(one: Answer) -> Sequence[Sequence[str]]:
    fits = {1: "holds", -1: "is contradicted", 0: "is not yet known"}
    says = f"{one.claim.says} *({asked(one)})*" + (f" {one.claim.source}" if one.claim.source else "")
    return [
        [
            says if place == 0 else "",
            told.place,
            with_ends(told.difference) + (f", best at {one.best[told.place]:g}" if told.place in one.best else ""),
            matters(told.difference),
            counts(told.difference),
            verdict(told.difference),
            fits[told.sign],
        ]
        for place, told in enumerate(one.told)
    ]


def patterns(book: Book) -> str:
    """Return what the literature says of the whole model, and whether it behaves so."""
    rows = [
        [one.claim.source, one.claim.says, one.status]
        for one in book.answers
        if one.claim.source and not one.claim.against
    ]
    return section(2, "What the literature says", table(["source", "pattern", "it"], rows))
