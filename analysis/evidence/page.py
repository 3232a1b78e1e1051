"""The page of the evidence, put together from the book."""

from __future__ import annotations

from ..words import listed, worlds
from . import intros, sections
from .book import Book
from .claims import CLAIMS
from .falsifiers import FALSIFIERS, WAITS
from .first_page import first_page
from .markdown import bullets, section, table, text
from .records import over_seeds
from .verdicts import NOT_RUN

USUAL = 200
"""Worlds below which a report is only a look at how it works."""


def page(book: Book, folder: str, again: str) -> str:
    """Return the page.

    Args:
        book: what was found.
        folder: where the figures are, from the page.
        again: the command that makes it again.
    """
    return (
        "\n\n".join(
            [
                "# Evidence",
                text(
                    f"Written by `{again}`; do not edit.",
                    intros.PAGE,
                ),
                text(*_warnings(book)),
                first_page(book, folder),
                sections.claims(book),
                sections.syria(book, folder),
                sections.principles(book, folder),
                sections.together(book, folder),
                sections.rules(book, folder),
                sections.maps(book, folder),
                sections.levers(book, folder),
                sections.strategies(book),
                sections.patterns(book),
                sections.limits(book),
                _untested(book),
                _again(book, again),
                section(2, "References", bullets(intros.REFERENCES)),
            ]
        )
        + "\n"
    )


def _warnings(book: Book) -> list[str]:
    """Return what to know before reading any number."""
    said = []
    editions = {one.edition for one in book.stamps.values()}
    few = min((one.worlds for one in book.stamps.values()), default=0)
    if few < USUAL:
        said.append(f"**A quick look in {worlds(few)}: it shows how the report works, and is no result.**")
    if book.frozen is None:
        said.append("**The constants are not frozen yet: comparisons of forms made now count for nothing.**")
    elif editions == {book.frozen}:
        said.append(
            f"Constants: frozen before forms were compared with them, in edition {book.frozen} of the model "
            "([calibration](calibration.md))."
        )
    else:
        other = listed([str(one) for one in sorted(editions)])
        said.append(f"**Made with edition {other} of the model; constants were frozen in edition {book.frozen}.**")
    return said


def _untested(book: Book) -> str:
    """Say what is not tested, and what waits for something that is not built."""
    waits = [f"Not run: {one.says}" for one in CLAIMS if one.look(book).verdict == NOT_RUN]
    waits += [f"Not tested: {one.says} {look.says}" for one in FALSIFIERS if (look := one.look(book)).verdict == WAITS]
    if book.ablation:
        names = {f"{one.number} {one.name}": one.waits_for for one in book.ablation.findings if one.waits_for}
        waits += [f"The trial of principle {name} waits for {what}." for name, what in names.items()]
    if book.patterns:
        waits += [
            f"Pattern {row.id} waits for {row.waits_for}: {row.claim}."
            for row in book.patterns[0].rows
            if row.waits_for and over_seeds(book.patterns, row.id)
        ]
    if book.checks:
        waits += [
            f"Limiting case {row.id} is not built yet: {row.claim}." for row in book.checks.rows if row.passed is None
        ]
    return section(2, "What is not tested", bullets([*intros.UNTESTED, *waits]))


def _again(book: Book, again: str) -> str:
    """Say how to repeat it, and what each part was made with."""
    rows = [
        [
            part,
            f"{one.worlds:,}",
            str(one.seed),
            str(one.edition),
            f"{book.seconds[part]:,.0f} s",
        ]
        for part, one in book.stamps.items()
    ]
    intro = text(f"`{again}` makes this page again.", intros.AGAIN)
    return section(2, "How to repeat this", intro, table(["part", "worlds", "base seed", "edition", "took"], rows))
