"""The figures of a comparison for a page; drawing them takes a second, and one at a time."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from ...analysis.reports.figures import comparison_figures
from ...analysis.reports.panels import NARROW, WIDE
from ...analysis.reports.report import report
from ...experiments import Comparison
from .files import File

_DRAWING = threading.Lock()
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
    with _DRAWING:
        wide, narrow = comparison_figures(comparison, WIDE), comparison_figures(comparison, NARROW)
        return tuple(
            Figure(one.title, one.sentence, one.inline(f"w{place}"), other.inline(f"n{place}"))
            for place, (one, other) in enumerate(zip(wide, narrow, strict=True))
        )


def report_of(comparison: Comparison, command: str | None) -> str:
    """Return the report of a comparison as HTML."""
    with _DRAWING:
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
