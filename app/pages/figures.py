"""The figures of a comparison or a study for a page; drawing them takes a second, and one at a time.

What draws is imported where it is first needed: most visitors need none of it, and it takes thirty MiB.
"""

from __future__ import annotations

import functools
import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import solara

from ...experiments import Comparison
from ...experiments.studies import Study
from ...experiments.studies.exports import csv_of
from ..live.study_state import Results
from . import vue
from .element import element
from .files import File, Files

if TYPE_CHECKING:
    from ...analysis.picture import Picture

    Pairs = tuple[tuple[Picture, Picture], ...]
    """Figures, each for wide and for narrow pages."""

_PAINTER = ThreadPoolExecutor(1)
"""Matplotlib keeps its settings for the whole process, so one thread draws for all; the process waits for it to end."""

P = ParamSpec("P")
T = TypeVar("T")


def one_at_a_time(make: Callable[P, T]) -> Callable[P, T]:
    """Let a function draw when it is its turn; not to be called by what is itself being drawn."""

    @functools.wraps(make)
    def wait(*args: P.args, **kwargs: P.kwargs) -> T:
        return _PAINTER.submit(make, *args, **kwargs).result()

    return wait


@dataclass(frozen=True)
class Figure:
    """A figure as SVG in the colors of the page, with its title and the sentence that says what it shows."""

    title: str
    sentence: str
    svg: str
    narrow: str


def use_made(make: Callable[[], Sequence[T]], of: object) -> Sequence[T]:
    """Return what a thread makes ``of`` something in a second or two; until then what it made before."""
    shown = solara.use_ref(())
    made = solara.use_thread(lambda _: make(), dependencies=[of], intrusive_cancel=False)
    if made.state == solara.ResultState.FINISHED and made.value is not None:
        shown.current = made.value
    return shown.current


@solara.component
def FigureCards(make: Callable[[], tuple[Figure, ...]], of: object, classes: Sequence[str] = ()) -> None:
    """Show the figures ``of`` something."""
    figures = use_made(make, of)
    if not figures:
        element("p", "Drawing the figures …", classes=["cc-muted"], attributes={"role": "status"})
    for figure in figures:
        with solara.Div(classes=["cc-card", "cc-figure", *classes]):
            element("h2", figure.title)
            vue.Figure(svg=figure.svg, narrow=figure.narrow, words=figure.sentence)


@one_at_a_time
def answer_of_study(study: Study, results: Results) -> list[str]:
    """Return what answers a study so far, a sentence each; nothing where that is only how its treatments differ."""
    from ...analysis.studies.answer import answers
    from ...analysis.studies.cells import Cells
    from ...analysis.studies.words import study_answers

    said = answers(Cells(study, results.found), results.runs, is_full=False)
    return [] if said == study_answers(results.found, study.outcomes) else said


@one_at_a_time
def figures_of(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the figures of a comparison, for wide and for narrow pages."""
    from ...analysis.reports.figures import comparison_figures

    return _inline(_both(lambda width: comparison_figures(comparison, width)))


def _both(make: Callable[[float], Sequence[Picture]]) -> Pairs:
    from ...analysis.reports.panels import NARROW, WIDE

    return tuple(zip(make(WIDE), make(NARROW), strict=True))


def _inline(drawn: Pairs) -> tuple[Figure, ...]:
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


@one_at_a_time
def figures_of_study(study: Study, results: Results) -> tuple[Figure, ...]:
    """Return the figures of a study so far, for wide and for narrow pages."""
    return _inline(_study_pictures(study, results))


@one_at_a_time
def pictures_file(study: Study, results: Results, kind: str) -> bytes:
    """Return an archive of all figures, ``svg`` or ``png``, each with its words and where it comes from in it."""
    drawn = _study_pictures(study, results)
    if not drawn:
        raise ValueError("too little is done yet to draw any")
    archive = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(archive, "w") as packed:
        for place, (wide, _) in enumerate(drawn, 1):
            name = re.sub(r"\W+", "-", wide.title.lower()).strip("-")
            packed.write(wide.save(Path(folder) / f"{place}-{name}.{kind}"), f"{place}-{name}.{kind}")
    return archive.getvalue()


@one_at_a_time
def report_of(comparison: Comparison, command: str | None) -> str:
    """Return the report of a comparison as HTML."""
    from ...analysis.reports.report import report

    return report(comparison, command)


@one_at_a_time
def report_of_study(study: Study, results: Results, command: str) -> str:
    """Return the report of a study so far as HTML."""
    from ...analysis.studies.report import study_report

    return study_report(study, results.found, results.runs, command)


@solara.component
def ComparisonFiles(found: Comparison, name: str, command: str | None) -> None:
    """Offer a comparison as a table and as a report; command: what gives the same, where there is one."""
    told = functools.partial(report_of, found, command)
    files = {
        "table": File("Outcomes, CSV", "a row a run", f"{name}.csv", "text/csv", lambda: csv_of(found.frame())),
        "report": File("Report", "figures, tables and words", f"{name}.html", "text/html", told),
    }
    Files(files, f"The same on the command line: {command}" if command else NO_COMMAND)


NO_COMMAND = "What ifs that begin half way are compared on this page only; coalitions compare knows none."
"""Said where no command gives the same."""
