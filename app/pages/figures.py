"""The figures of a comparison or a study for a page; drawing them takes a second, and one at a time.

What draws is imported where it is first needed: most visitors need none of it, and it takes thirty MiB.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakKeyDictionary

import solara

from ...experiments import Comparison
from ...experiments.studies import Study
from ...experiments.studies.exports import csv_of
from ..live.study_state import Results
from . import vue
from .files import File

if TYPE_CHECKING:
    from ...analysis.picture import Picture

    Pairs = tuple[tuple[Picture, Picture], ...]
    """Figures, each for wide and for narrow pages."""

_PAINTER = ThreadPoolExecutor(1)
"""Matplotlib keeps its settings for the whole process, so one thread draws for all; the process waits for it to end."""

Drawn = TypeVar("Drawn")


def draw(make: Callable[[], Drawn]) -> Drawn:
    """Return what ``make`` draws, when it is its turn; not to be called by what is itself being drawn."""
    return _PAINTER.submit(make).result()


@dataclass(frozen=True)
class Figure:
    """A figure as SVG in the colors of the page, with its title and the sentence that says what it shows."""

    title: str
    sentence: str
    svg: str
    narrow: str


@solara.component
def FigureCards(figures: Sequence[Figure], classes: Sequence[str] = ()) -> None:
    """Show figures, or that they are being drawn."""
    if not figures:
        solara.HTML("p", "Drawing the figures …", classes=["cc-muted"], attributes={"role": "status"})
    for figure in figures:
        with solara.Div(classes=["cc-card", "cc-figure", *classes]):
            solara.HTML("h2", figure.title)
            vue.Figure(svg=figure.svg, narrow=figure.narrow, words=figure.sentence)


def figures_of(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the figures of a comparison, for wide and for narrow pages."""

    def pictures() -> tuple[Figure, ...]:
        from ...analysis.reports.figures import comparison_figures

        return inline(_both(lambda width: comparison_figures(comparison, width)))

    return draw(pictures)


def _both(make: Callable[[float], Sequence[Picture]]) -> Pairs:
    from ...analysis.reports.panels import NARROW, WIDE

    return tuple(zip(make(WIDE), make(NARROW), strict=True))


def inline(drawn: Pairs) -> tuple[Figure, ...]:
    """Return figures as SVG in the colors of the page."""
    return tuple(
        Figure(one.title, one.sentence, one.inline(f"w{place}"), other.inline(f"n{place}"))
        for place, (one, other) in enumerate(drawn)
    )


_DRAWN: WeakKeyDictionary[Results, Pairs] = WeakKeyDictionary()
"""Figures by what they show: all visitors who follow a study see the same ones."""


def _study_pictures(study: Study, results: Results) -> Pairs:
    """Return the figures of a study so far; only while it is one's turn to draw."""
    from ...analysis.studies.figures import numbers_read, study_drawings

    if results not in _DRAWN:
        read = numbers_read(study, results.found, results.runs)
        drawings = study_drawings(study, results.found, results.runs, read)
        _DRAWN[results] = _both(lambda width: [one(width) for one in drawings])
    return _DRAWN[results]


def figures_of_study(study: Study, results: Results) -> tuple[Figure, ...]:
    """Return the figures of a study so far, for wide and for narrow pages."""
    return draw(lambda: inline(_study_pictures(study, results)))


def picture_file(study: Study, results: Results, title: str, kind: str) -> Callable[[], bytes]:
    """Return what makes the file of a figure, ``svg`` or ``png``, with its words and where it comes from in it."""

    def make() -> bytes:
        drawn = {wide.title: wide for wide, _ in _study_pictures(study, results)}
        if title not in drawn:
            raise ValueError("too little is done yet to draw it")
        with tempfile.TemporaryDirectory() as folder:
            return drawn[title].save(Path(folder) / f"figure.{kind}").read_bytes()

    return lambda: draw(make)


def report_of(comparison: Comparison, command: str | None) -> str:
    """Return the report of a comparison as HTML."""

    def made() -> str:
        from ...analysis.reports.report import report

        return report(comparison, command)

    return draw(made)


def report_of_study(study: Study, results: Results, command: str) -> str:
    """Return the report of a study so far as HTML."""

    def made() -> str:
        from ...analysis.studies.report import study_report

        return study_report(study, results.found, results.runs, command)

    return draw(made)


def comparison_files(found: Comparison, name: str, command: str | None) -> dict[str, File]:
    """Return a comparison as a table and as a report, to take home."""
    told = partial(report_of, found, command)
    return {
        "table": File("Outcomes, CSV", "a row a run", f"{name}.csv", "text/csv", lambda: csv_of(found.frame())),
        "report": File("Report", "figures, tables and words", f"{name}.html", "text/html", told),
    }
