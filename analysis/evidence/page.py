"""The page of the evidence: one template, ``page.md``, over the stores of its studies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from string import Template

from ...experiments.evidence import CHANGED, GONE, Finding
from ...experiments.studies import load_study
from ..words import listed, worlds
from .book import TIMES, Book
from .chapters import chapters, patterns
from .first_page import first_page
from .markdown import section, table, text

USUAL = 100
"""Worlds below which a page is only a look at how it works."""

TEMPLATE = Path(__file__).with_name("page.md")
"""The page, but for what the runs say."""


def page(book: Book, folder: str, again: str) -> str:
    """Return the page.

    Args:
        book: what was found.
        folder: where the figures are, from the page.
        again: the command that makes it again.
    """
    findings = [first_page(book), patterns(book), *chapters(book, folder), limits(book.checks)]
    return Template(TEMPLATE.read_text("utf-8")).substitute(
        again=again,
        warnings=text(*_warnings(book)),
        findings="\n\n".join(part for part in findings if part),
        repeat=_again(book, again),
    )


def _warnings(book: Book) -> list[str]:
    """Return what to know before reading any number."""
    said = []
    missing = [name for name, read in book.studies.items() if read.runs < read.asked]
    if missing:
        said.append(f"**Not run yet, or not all of it: {listed(missing)}.**")
    if (few := _fewest_of_the_shortened(book)) < USUAL:
        said.append(f"**As few as {worlds(few)} in a study: that shows how the page works, and is no result.**")
    how = "how its numbers were set: [calibration](calibration.md)."
    said.append(f"Made with edition {book.edition} of the model; {how}")
    return said


def _fewest_of_the_shortened(book: Book) -> int:
    """Return the fewest worlds of the studies that have fewer than their files ask for."""
    had = {name: read.cells.worlds for name, read in book.studies.items()}
    return min((many for name, many in had.items() if 0 < many < load_study(name).design.repetitions), default=USUAL)


def limits(checks: Sequence[Finding]) -> str:
    """Return the limiting cases."""
    rows = [
        [
            one.check.id,
            one.check.claim,
            one.check.source,
            f"{one.check.expected:.6g}",
            "–" if one.observed is None else f"{one.observed:.6g}",
            f"{one.tolerance:.2g}",
            {True: "passes", False: "**fails**", None: "not built yet"}[one.passed],
        ]
        for one in checks
    ]
    counts = [sum(one.passed is passed for one in checks) for passed in (True, False, None)]
    said = f"Each mechanism alone, on the functions that the model runs: {counts[0]} pass, {counts[1] or 'none'} "
    said += f"{'fails' if counts[1] in (0, 1) else 'fail'}, {counts[2]} wait for what is not built yet."
    columns = ("", "claim", "source", "expected", "observed", "tolerance", "")
    gone = "\n".join(f"- **{id}** went with its mechanism: {why}." for id, why in GONE.items())
    gone += "".join(f"\n- **{id}** claims less than it did: {why}." for id, why in CHANGED.items())
    return section(2, "Limiting cases", text(said), table(columns, rows), gone) if checks else ""


def _again(book: Book, again: str) -> str:
    """Say how to repeat it, and what each study is made of."""
    rows = [
        [name, one.study.digest, f"{one.cells.worlds:,}", f"{one.study.design.seed}", f"{one.runs:,} of {one.asked:,}"]
        for name, one in book.studies.items()
    ]
    intro = text(
        f"`{again}` does the runs that are missing and writes this page again. A run is known by the edition of the",
        "model and by the case, numbers and rules that it used, so after a change only what moved is computed again.",
        f"Of {listed([f'`{name}`' for name in TIMES])} it takes more worlds than their files ask for, which a page",
        f"must be able to run. Edition {book.edition}.",
    )
    return section(
        2, "How to repeat this", intro, table(["study", "digest", "worlds", "base seed", "runs in its store"], rows)
    )
