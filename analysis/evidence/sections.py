"""The sections of the evidence, each from one part of the book."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from ..effects import Effect
from ..trials.ablation import CIRCULAR, Finding, share_of
from ..trials.ablation_factorial import paragraph as factorial_paragraph
from ..trials.ablation_words import best_dose, needs, percent, span, upper
from ..trials.levers_reading import paragraph as lever_paragraph
from ..trials.map_words import paragraph as map_paragraph
from ..trials.rules_reading import DOES, NAMES, RulesReading
from ..trials.rules_reading import paragraph as rules_paragraph
from ..trials.turning_reading import amount, cells
from ..trials.turning_reading import paragraph as turning_paragraph
from ..words import listed, name_of_outcome, worlds
from . import intros
from .book import Book
from .claims import CLAIMS, PRINCIPLES, Claim
from .markdown import bullets, capital, figure, section, table, text
from .records import PatternRow, holding, over_seeds
from .verdicts import with_ends

NOT_RUN = "Not run."


def claims(book: Book) -> str:
    """Return every claim with how it was asked and what was found."""
    blocks = []
    for principle, ones in groupby(CLAIMS, key=lambda one: one.principle):
        head = f"{principle}. {PRINCIPLES[principle]}" if principle else PRINCIPLES[0]
        blocks.append(section(3, head, *(_claim(book, one) for one in ones)))
    return section(2, "The article's claims", text(intros.CLAIMS, intros.TOGETHER), *blocks)


def _claim(book: Book, one: Claim) -> str:
    look = one.look(book)
    says = look.says.split("\n")
    return f"{text(f'**{one.says}** *{capital(look.verdict)}.* Asked by: {one.asks}.')}\n\n{bullets(says)}"


def syria(book: Book, folder: str) -> str:
    """Return how the forms turn in the Syria case and its placebos."""
    reading = book.turning
    if reading is None:
        return section(2, "The Syria case", NOT_RUN)
    columns = ("case", "form", "new plan in", "weeks after", "overlap", "below .1 in", "pivots in", "false pivots")
    rows = [[one.case.replace("_", " "), one.form, *cells(one)] for one in reading.turnings]
    intro = text(intros.SYRIA, f"The same {worlds(reading.worlds)}.")
    return section(
        2,
        "The Syria case",
        intro,
        text(turning_paragraph(reading)),
        table([*columns, "net value"], rows),
        figure("syria", folder, "How soon a plan follows the change, and how many members stay, by form"),
    )


def principles(book: Book, folder: str) -> str:
    """Return the trials of the principles."""
    kept = book.ablation
    if kept is None:
        return section(2, "The ten principles on trial", NOT_RUN)
    intro = text(intros.PRINCIPLES)
    blocks = []
    for condition in kept.cases:
        here = [one for one in kept.findings if one.condition == condition]
        columns = ("principle", "effect", "of the value", "benefit off", "price off", "best dose")
        blocks.append(section(3, capital(condition), text(_summary(here)), table(columns, map(_trial, here))))
    shows = "Net value by dose for each principle, as it is, with benefit off and with price off"
    return section(2, "The ten principles on trial", intro, figure("ablation", folder, shows), *blocks)


def _summary(here: Sequence[Finding]) -> str:
    """Say which principles help, which hurt, which cannot be told, and which are circular."""
    sides: dict[int, list[str]] = {1: [], -1: [], 0: []}
    for one in here:
        sides[one.effect.sign].append(one.name.lower())
    words = {1: "it helps to have", -1: "it hurts to have", 0: "no effect can be told of"}
    said = [f"{words[sign]} {listed(names)}" for sign, names in sides.items() if names]
    if len(sides[0]) == len(here):
        said = ["no effect can be told of any of them"]
    circular = [one.name.lower() for one in here if one.bound and one.bound.verdict == CIRCULAR]
    if circular:
        said.append(f"circular, hence no evidence: {listed(circular)}")
    return f"At the default dose, {'; '.join(said)}."


def _trial(one: Finding) -> list[str]:
    price = one.line("price off")
    bound = f"{upper(one.bound)}: {one.bound.verdict}{needs(one.bound)}" if one.bound else "–"
    return [
        f"{one.number} {one.name}",
        _bold(one.effect, span(one.effect)),
        percent(share_of(one.effect.mean, one.baseline)),
        bound,
        span(price.default.against_none) if price else "–",
        best_dose(one.best),
    ]


def _bold(one: Effect, words: str) -> str:
    return f"**{words}**" if one.sign else words


def together(book: Book, folder: str) -> str:
    """Return what the principles do together."""
    if not book.factorial:
        return section(2, "The ten principles together", NOT_RUN)
    first = book.factorial[0]
    numbers = f"{first.combinations} combinations in each of the same {worlds(first.worlds)}."
    rows = [
        [
            f"{main.number} {main.name}",
            *(_bold(one.mains[place].effect, span(one.mains[place].effect)) for one in book.factorial),
        ]
        for place, main in enumerate(first.mains)
    ]
    return section(
        2,
        "The ten principles together",
        text(intros.FACTORIAL, capital(numbers)),
        figure("factorial", folder, "Main effects of the ten principles, and which pairs matter"),
        table(["principle, on average over all others", *(one.condition for one in book.factorial)], rows),
        bullets(capital(factorial_paragraph(one)) for one in book.factorial),
    )


def maps(book: Book, folder: str) -> str:
    """Return the maps."""
    if not book.maps:
        return section(2, "Maps", NOT_RUN)
    intro = text(intros.MAPS)
    blocks = [
        section(3, one.title, text(map_paragraph(one)), figure(name, folder, f"Map: {one.title.lower()}"))
        for name, one in book.maps.items()
    ]
    return section(2, "Maps", intro, *blocks)


def rules(book: Book, folder: str) -> str:
    """Return which part of opt-in does what."""
    if not book.rules:
        return section(2, "Which part of opt-in does what", NOT_RUN)
    intro = text(intros.RULES)
    blocks = [section(3, capital(one.case), text(rules_paragraph(one)), _sides(one)) for one in book.rules]
    return section(
        2,
        "Which part of opt-in does what",
        intro,
        figure("rules", folder, "What each rule of opt-in brings, by case"),
        *blocks,
    )


def _sides(one: RulesReading) -> str:
    """Return what each rule does to the other outcomes."""
    outcomes = list(dict.fromkeys(side.outcome for side in one.sides))
    found = {(side.outcome, side.rules[0]): side.effect for side in one.sides}
    rows = [
        [name_of_outcome(outcome), *(_bold(found[outcome, rule], with_ends(found[outcome, rule])) for rule in NAMES)]
        for outcome in outcomes
    ]
    heads = [DOES[rule] for rule in NAMES]
    return table(["outcome", *heads], rows)


def levers(book: Book, folder: str) -> str:
    """Return where the best doses of single levers are."""
    if book.levers is None:
        return section(2, "How much of a good thing", NOT_RUN)
    reading = book.levers
    said = [lever_paragraph(reading, name) for name in dict.fromkeys(one.name for one in reading.levers)]
    drawn = figure("levers", folder, "Net value by share of credit kept, of listening, of core partners")
    return section(2, "How much of a good thing", text(intros.LEVERS), drawn, bullets(said))


def strategies(book: Book) -> str:
    """Return what the strategies of a coordinator achieve."""
    reading = book.strategies
    if reading is None:
        return section(2, "How the coordinator works", NOT_RUN)
    names = reading.cases[0].variants
    first = names[0]
    rows = [
        [one.case, *(amount(one.values[first]) if n == first else _less(one.against(n, first)) for n in names)]
        for one in reading.cases
    ]
    intro = text(
        f"Net value under {first}, and how much more or less the other strategies achieve in the same",
        f"{worlds(reading.worlds)}; bold: told apart.",
    )
    return section(2, "How the coordinator works", intro, table(["case", *names], rows))


def _less(one: Effect) -> str:
    return _bold(one, with_ends(one))


def patterns(book: Book) -> str:
    """Return the verdicts on the patterns of the literature."""
    if not book.patterns:
        return section(2, "Patterns of the literature", NOT_RUN)
    first = book.patterns[0]
    seeds = ", ".join(str(one.seed) for one in book.patterns)
    held = holding(book.patterns)
    which = f" ({', '.join(held)})" if held else ""
    counts = f"{len(held)} of {len(first.rows)} hold{which}."
    said = text(counts, intros.PATTERNS, f"Base seeds: {seeds}; {worlds(first.worlds)} each.")
    rows = [row for one in first.rows for row in _pattern(book, one)]
    columns = ("", "what the literature says, and its parts", "expected", "mean effect [95 %]", "verdict", "by seed")
    return section(2, "Patterns of the literature", said, table(columns, rows))


def _pattern(book: Book, one: PatternRow) -> list[list[str]]:
    by_seed = [next((row.verdict for row in other.rows if row.id == one.id), "–") for other in book.patterns]
    marks = [one.source, one.mark, f"waits for {one.waits_for}" if one.waits_for else "", one.trouble]
    marks.append("calibration may look" if one.calibrates else "")
    claim = f"**{one.claim}** ({'; '.join(mark for mark in marks if mark)})"
    head = [one.id, claim, "", "", f"**{over_seeds(book.patterns, one.id)}**", ", ".join(by_seed)]
    parts = [
        ["", f"{part.says} ({part.unit})", part.expected, _ends(part.mean, part.low, part.high), part.verdict, ""]
        for part in one.parts
    ]
    return [head, *parts]


def _ends(mean: float, low: float, high: float) -> str:
    return f"{mean:.3g} [{low:.3g}, {high:.3g}]".replace("-", "−")


def limits(book: Book) -> str:
    """Return the limiting cases."""
    if book.checks is None:
        return section(2, "Limiting cases", NOT_RUN)
    rows = [
        [
            row.id,
            row.claim,
            row.source,
            f"{row.expected:.6g}",
            f"{row.observed:.6g}",
            f"{row.tolerance:.2g}",
            _passed(row.passed),
        ]
        for row in book.checks.rows
    ]
    failed, waiting = book.checks.count(False), book.checks.count(None)
    said = f"Each mechanism alone, on the functions that the model runs: {book.checks.count(True)} pass"
    said += f", {failed} fail" if failed else ", none fails"
    said += f", {waiting} wait for what is not built yet." if waiting else "."
    columns = ("", "claim", "source", "expected", "observed", "tolerance", "")
    return section(2, "Limiting cases", text(said), table(columns, rows))


def _passed(passed: bool | None) -> str:
    return {True: "passes", False: "**fails**", None: "not built yet"}[passed]
