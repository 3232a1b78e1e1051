"""The first page: what holds, what contradicts the article as prominently, and what is not yet known."""

from __future__ import annotations

from collections.abc import Sequence

from ..studies.claim_words import counted, found
from ..studies.claims import (
    CONTRADICTED,
    DEPENDS,
    HOLDS,
    OPEN,
    PARTLY,
    PARTLY_NOT,
    ClaimAnswer,
    Status,
    status_together,
)
from ..studies.maps import maps, sentence
from ..words import capital
from .book import CHAPTERS, MAPS, Book
from .markdown import anchor, bullets, section, table, text
from .over_priors import side_by_side

PRINCIPLES = (
    "clever coalitions as a whole",
    "servant leadership",
    "a clear theory of change",
    "a strategic coordinator",
    "opt-in rather than consensus",
    "a core of partners, and a network",
    "information, and adapting to it",
    "roles that play to strengths",
    "low transaction costs",
    "the right people",
    "morale",
)

GROUPS: tuple[tuple[str, tuple[Status, ...]], ...] = (
    ("What holds", (HOLDS, PARTLY)),
    ("What contradicts the article", (CONTRADICTED, PARTLY_NOT)),
    ("What depends on where one looks", (DEPENDS,)),
    ("What is not yet known", (OPEN,)),
)


def of_article(book: Book) -> list[ClaimAnswer]:
    """Return the claims of the article, and what would count against it."""
    return [one for one in book.answers if one.claim.principle is not None or one.claim.against]


def article_status(one: ClaimAnswer) -> Status:
    """Return what a claim says of the article; what would count against it, the contrary."""
    return status_together({-told.sign if one.claim.against else told.sign for told in one.told})


def first_page(book: Book) -> str:
    """Return the first page."""
    every = of_article(book)
    blocks = [section(3, title, _bullets(every, group)) for title, group in GROUPS]
    return section(2, "In short", _counted(every), side_by_side(book), *blocks, _maps(book), _by_principle(every))


def _counted(every: Sequence[ClaimAnswer]) -> str:
    claims = [one for one in every if not one.claim.against]
    return text(
        f"The article's claims that the model tests, each by one number, are {len(claims)}: {counted(claims)}.",
        "What would count against it is listed beside them.",
    )


def _bullets(every: Sequence[ClaimAnswer], group: tuple[Status, ...]) -> str:
    here = [one for wanted in group for one in every if article_status(one) == wanted]
    return bullets(_bullet(one) for one in here) if here else "None."


def _bullet(one: ClaimAnswer) -> str:
    """Return a claim with what was found; what would count against the article says so."""
    before = "Would count against the article: " if one.claim.against else ""
    whose = f"`{one.study.name}`" if one.claim.principle is None else _principle(one.claim.principle)
    said = f"{capital(one.status)} ([{whose}]({anchor(one.study.question)})): {found(one)}."
    return f"{before}**{one.claim.says}** {said}"


def _principle(number: int) -> str:
    return f"principle {number}" if number else PRINCIPLES[0]


def _maps(book: Book) -> str:
    """Say of each map in how many cells which form leads."""
    said = [
        f"[{one.titles}]({anchor(one.study.question)}) {sentence(one)}"
        for name in CHAPTERS[MAPS]
        if name in book.studies
        for one in maps(book.studies[name].cells)
    ]
    return section(3, MAPS, bullets(said)) if said else ""


def _by_principle(every: Sequence[ClaimAnswer]) -> str:
    rows = [
        [f"{number} {PRINCIPLES[number]}", one.claim.says, one.status]
        for number in range(len(PRINCIPLES))
        for one in every
        if one.claim.principle == number
    ]
    return section(3, "Principle by principle", table(["principle", "claim", "it"], rows))
