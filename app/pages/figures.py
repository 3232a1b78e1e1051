"""The figures of a comparison or a study for a page; drawing them takes a second, and one at a time."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from ...analysis.figures import comparison_figures
from ...analysis.panels import NARROW, WIDE
from ...analysis.picture import Picture
from ...analysis.report import report
from ...analysis.study_figures import study_figures
from ...experiments import Comparison
from ...experiments.studies import Study
from ..live.study_work import Results
from .files import File

DRAWING = threading.Lock()
"""Matplotlib keeps its settings for the whole process."""


@dataclass(frozen=True)
class Figure:
    """A figure as SVG in the colors of the page, with its title and the sentence that says what it shows."""

    title: str
    sentence: str
    svg: str
    narrow: str


def figures_of(comparison: Comparison) -> tuple[Figure, ...]:
    """Return the figures of a comparison, for wide and for narrow pages."""
    with DRAWING:
        wide, narrow = comparison_figures(comparison, WIDE), comparison_figures(comparison, NARROW)
        return tuple(
            Figure(one.title, one.sentence, one.inline(f"w{place}"), other.inline(f"n{place}"))
            for place, (one, other) in enumerate(zip(wide, narrow, strict=True))
        )


_DRAWN: WeakKeyDictionary[Results, tuple[tuple[Picture, Picture], ...]] = WeakKeyDictionary()
"""Figures by what they show: all visitors who follow a study see the same ones."""


def study_pictures(study: Study, results: Results) -> tuple[tuple[Picture, Picture], ...]:
    """Return the figures of a study so far, each for wide and for narrow pages."""
    with DRAWING:
        if results not in _DRAWN:
            both = (study_figures(study, results.found, results.runs, width) for width in (WIDE, NARROW))
            _DRAWN[results] = tuple(zip(*both, strict=True))
        return _DRAWN[results]


def figures_of_study(study: Study, results: Results) -> tuple[Figure, ...]:
    """Return the figures of a study as SVG in the colors of the page."""
    drawn = study_pictures(study, results)
    with DRAWING:
        return tuple(
            Figure(one.title, one.sentence, one.inline(f"w{place}"), other.inline(f"n{place}"))
            for place, (one, other) in enumerate(drawn)
        )


def picture_file(study: Study, results: Results, title: str, kind: str) -> Callable[[], bytes]:
    """Return what makes the file of a figure, ``svg`` or ``png``, with its words and where it comes from in it."""

    def make() -> bytes:
        drawn = {wide.title: wide for wide, _ in study_pictures(study, results)}
        if title not in drawn:
            raise ValueError("too little is done yet to draw it")
        with tempfile.TemporaryDirectory() as folder, DRAWING:
            return drawn[title].save(Path(folder) / f"figure.{kind}").read_bytes()

    return make


def report_of(comparison: Comparison, command: str | None) -> str:
    """Return the report of a comparison as HTML."""
    with DRAWING:
        return report(comparison, command)


def comparison_files(found: Comparison, name: str, command: str | None) -> dict[str, File]:
    """Return a comparison as a table and as a report, to take home."""

    def table() -> str:
        return str(found.frame().to_csv(index=False))

    def told() -> str:
        return report_of(found, command)

    return {
        "table": File("Outcomes, CSV", "a row a run", f"{name}.csv", "text/csv", table),
        "report": File("Report", "figures, tables and words", f"{name}.html", "text/html", told),
    }
