"""The first page: where each form wins and where none does, what would count against the article, and how it fared."""

from __future__ import annotations

from ..trials.forms_reading import CaseReading, where_each_wins
from ..trials.map_reading import MapReading
from ..trials.map_words import caption
from ..words import listed, number, worlds
from . import intros
from .book import Book
from .claims import CLAIMS, CONSENSUS, OPT_IN, PRINCIPLES
from .falsifiers import FALSIFIERS, FOUND
from .markdown import anchor, bullets, capital, figure, section, table, text
from .verdicts import AGAINST, AGAINST_IN_PART, BORNE_OUT, DEPENDS, counted, with_ends


def first_page(book: Book, folder: str) -> str:
    """Return the first page."""
    return section(2, "In short", _forms(book, folder), _two(book), _against(book), _claims(book))


# --- where each form wins --------------------------------------------------------------------------------------------


def _forms(book: Book, folder: str) -> str:
    reading = book.forms
    if reading is None:
        return section(3, "Where each form wins, and where none does", "Not run.")
    forms = reading.cases[0].variants
    rows = [
        [one.case.replace("_", " "), *(_value(one, form) for form in forms), one.best or "none can be told"]
        for one in reading.cases
    ]
    return section(
        3,
        "Where each form wins, and where none does",
        text(
            "A form *wins* a case where it is told to be better than each other form, all pairs in all cases judged",
            "together. Net value, the outcome that was fixed before any comparison, as the mean of the same",
            f"{worlds(reading.worlds)}; bold: no other form is told to be better.",
        ),
        table(["case", *forms, "wins"], rows),
        bullets(where_each_wins(reading)),
        figure("forms", folder, "Net value of each form in every case, with intervals"),
    )


def _value(one: CaseReading, form: str) -> str:
    most = max(abs(value.mean) for value in one.values.values())
    value = number(one.values[form].mean, most)
    return f"**{value}**" if form in one.unbeaten else value


def _two(book: Book) -> str:
    """Say where opt-in and consensus are ahead of each other: in cases, then over the maps."""
    if book.forms is None and not book.maps:
        return ""
    title = "Opt-in or consensus"
    return section(3, title, _two_in_cases(book), bullets(_on_map(one) for one in book.maps.values()))


def _two_in_cases(book: Book) -> str:
    if book.forms is None:
        return ""
    sides: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for one in book.forms.cases:
        difference = one.against(OPT_IN, CONSENSUS)
        sides[difference.sign].append(f"{one.case.replace('_', ' ')} ({with_ends(difference)})")
    words = {1: f"{OPT_IN} is better in", -1: f"{CONSENSUS} is better in", 0: "neither can be told better in"}
    said = [f"{words[sign]} {listed(cases)}" for sign, cases in sides.items() if cases]
    return text(
        f"Of the cases, {'; '.join(said)}. In parentheses: net value of {OPT_IN} minus {CONSENSUS}.", intros.TOGETHER
    )


def _on_map(one: MapReading) -> str:
    return f"[{one.title}]({anchor(one.title)}): {caption(one)}"


# --- what would count against the article ---------------------------------------------------------------------------


def _against(book: Book) -> str:
    looks = [(one, one.look(book)) for one in FALSIFIERS]
    found = sum(look.verdict == FOUND for _, look in looks)
    rows = [[one.says, f"**{look.verdict}**", look.says] for one, look in looks]
    return section(
        3,
        "What would count against the article",
        text(
            f"{len(looks)} facts, listed before anything was run; how each is judged was last mended after quick looks",
            f"in a few worlds of another base seed. Of these, {found or 'none'}",
            "was found." if found == 1 else "were found." if found else "was found.",
        ),
        table(["what would count against it", "found?", "the numbers"], rows),
    )


# --- how its claims fared --------------------------------------------------------------------------------------------


def _claims(book: Book) -> str:
    looks = [(one, one.look(book)) for one in CLAIMS]
    said = (
        f"The article's claims that the model tests are {len(CLAIMS)}: {counted([look.verdict for _, look in looks])}."
    )
    named = [
        f"**{capital(verdict)}:** {' '.join(f'{one.says} ({_of(one.principle)})' for one in ones)}"
        for verdict in (BORNE_OUT, AGAINST, AGAINST_IN_PART, DEPENDS)
        if (ones := [one for one, look in looks if look.verdict == verdict])
    ]
    return section(3, "How its claims fared", text(said, "Each stands [below](#the-articles-claims)."), bullets(named))


def _of(principle: int) -> str:
    return f"principle {principle}" if principle else PRINCIPLES[0].lower()
