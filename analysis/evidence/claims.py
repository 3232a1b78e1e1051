"""What the article claims, as far as the model tests it: each claim in our own words, and what was found.

The claims are those of Mortensen (2017), principle by principle.  What would speak for each was written down with it:
effects of the default dose against none, forms against each other, best doses inside a range, patterns that hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...experiments.forms_on_trial.turning import REAL
from ...experiments.patterns.syria import MOST
from ..trials.forms_reading import FormsReading
from ..trials.levers_reading import INSIDE, OPEN, LeverReading
from ..trials.turning_reading import percent
from ..trials.turning_reading import verdict as beyond
from .book import Book
from .records import over_seeds
from .verdicts import NOTHING, Found, Seen, found, seen, seen_pattern, with_ends

OPT_IN, CONSENSUS, ALONE = "opt-in", "consensus", "alone"
LEADS, DIRECTS = "listen-and-lead", "directive"


@dataclass(frozen=True)
class Claim:
    """A claim of the article.

    Attributes:
        principle: its number, 0 for the article as a whole; ``says``: the claim, in our own words.
        asks: how the model asks it; ``look``: returns what was found.
    """

    principle: int
    says: str
    asks: str
    look: Callable[[Book], Found]


PRINCIPLES = (
    "Clever coalitions as a whole",
    "Servant leadership",
    "A clear theory of change",
    "A strategic coordinator",
    "Opt-in rather than consensus",
    "A core of partners, and a network",
    "Information, and adapting to it",
    "Roles that play to strengths",
    "Low transaction costs",
    "The right people",
    "Morale",
)


# --- how to look -----------------------------------------------------------------------------------------------------


def trial(number: int) -> Callable[[Book], Found]:
    """Return how to look at the trial of a principle: the default dose against none, in every condition."""

    def look(book: Book) -> Found:
        if book.ablation is None:
            return NOTHING
        here = [one for one in book.ablation.findings if one.number == number]
        if not here:
            return NOTHING
        told = found([seen(one.condition, one.effect) for one in here])
        circular = [one.condition for one in here if one.bound and one.bound.verdict == "CIRCULAR"]
        waits = next((one.waits_for for one in here if one.waits_for), "")
        says = told.says
        if circular:
            says += (
                f" Its benefit is there without its channel ({', '.join(circular)}): circular, so this proves nothing."
            )
        return Found(told.verdict, says + (f" Waits for {waits}." if waits else ""))

    return look


def forms(first: str, second: str, where: str = "forms") -> Callable[[Book], Found]:
    """Return how to look at one form, or strategy, against another: net value in every case."""

    def look(book: Book) -> Found:
        reading: FormsReading | None = getattr(book, where)
        if reading is None:
            return NOTHING
        return found(
            [
                seen(one.case, one.against(first, second))
                for one in reading.cases
                if {first, second} <= set(one.variants)
            ]
        )

    return look


def side(outcome: str, toward: int = 1, only_changing: bool = False) -> Callable[[Book], Found]:
    """Return how to look at opt-in minus consensus in another outcome, in every case or in those that change.

    Args:
        outcome: its name.
        toward: 1 where the claim is that there is more of it under opt-in, -1 where less.
    """

    def look(book: Book) -> Found:
        if book.forms is None:
            return NOTHING
        cases = [one for one in book.forms.cases if one.is_changing or not only_changing]
        told = [(one.case, one.side(outcome)) for one in cases]
        return found([seen(case, difference, toward) for case, difference in told if difference is not None])

    return look


def inside(lever: str) -> Callable[[Book], Found]:
    """Return how to look at a best dose: neither none nor all."""

    def look(book: Book) -> Found:
        return found([_place(one) for one in book.levers.of(lever)]) if book.levers else NOTHING

    return look


def _place(one: LeverReading) -> Seen:
    sign = {INSIDE: 1, OPEN: 0}.get(one.place, -1)
    ends = f"the best inside, {one.best_inside:g}, against none {with_ends(one.over_none)}, against all "
    return Seen(one.case, sign, f"({ends}{with_ends(one.over_all)})")


def small(lever: str) -> Callable[[Book], Found]:
    """Return how to look at a best dose: small."""

    def look(book: Book) -> Found:
        if book.levers is None:
            return NOTHING
        here = book.levers.of(lever)
        words = "best up to {0:g} against best above"
        return found([seen(f"{one.case}, {words.format(one.small)}", one.small_over_large) for one in here])

    return look


def pairs(book: Book) -> Found:
    """Look at all pairs of principles: worth more together than apart, or less."""
    told: list[Seen] = []
    for one in book.factorial:
        for sign, words in ((1, "worth more together"), (-1, "worth less together")):
            here = [pair for pair in one.pairs if pair.effect.sign == sign]
            names = "; ".join(f"{' and '.join(pair.names)} {with_ends(pair.effect)}" for pair in here)
            if here:
                told.append(Seen(f"{one.condition}, {words}:", sign, names))
        open_ = sum(pair.effect.sign == 0 for pair in one.pairs)
        if open_:
            told.append(Seen(one.condition, 0, f"({open_} of {len(one.pairs)} pairs)"))
    return found(told)


def pattern(*ids: str) -> Callable[[Book], Found]:
    """Return how to look at patterns: whether they hold under all base seeds."""

    def look(book: Book) -> Found:
        if not book.patterns:
            return NOTHING
        return found([seen_pattern(id_, over_seeds(book.patterns, id_)) for id_ in ids])

    return look


def no_overlap(book: Book) -> Found:
    """Look at the Syria case: a new coalition that shares next to nothing with the old one, in most worlds."""
    if book.turning is None:
        return NOTHING
    one = book.turning.of(REAL, OPT_IN)
    assert one.is_low is not None
    assert one.overlap is not None
    sign = {True: 1, False: -1, None: 0}[beyond(one.is_low, MOST, is_above=True)]
    says = f"in {percent(one.is_low)} of worlds; where one settles, the index is {with_ends(one.overlap)} on average"
    return found([Seen("a new coalition with an index below 0.1", sign, says)])


# --- the claims ------------------------------------------------------------------------------------------------------

CLAIMS = (
    Claim(
        0,
        "Many different organizations together reach what each alone would not.",
        "opt-in against everybody alone, net value",
        forms(OPT_IN, ALONE),
    ),
    Claim(
        0,
        "The ten principles belong together: one is worth more where another is there.",
        "all pairs of principles, each at its default dose or at none",
        pairs,
    ),
    Claim(
        1,
        "A coordinator achieves more who passes on the credit, tells chances as they are and puts partners in front.",
        "the three together, default against none",
        trial(1),
    ),
    Claim(1, "Little of the credit should stay with the coordinator.", "credit kept, swept", small("credit")),
    Claim(
        2,
        "It pays to work out which steps lead to the outcome, and to mend that theory.",
        "hours of analysis, default against none",
        trial(2),
    ),
    Claim(
        3,
        "A coordinator who listens to partners before giving direction achieves more than without.",
        "listening with little weight on one's own opinion, default against none",
        trial(3),
    ),
    Claim(
        3,
        "Listening and leading beats leading alone.",
        "the strategy listen-and-lead against directive, net value",
        forms(LEADS, DIRECTS, "strategies"),
    ),
    Claim(
        3,
        "Deference and direction need a balance: neither no listening nor nothing but listening is best.",
        "share of the week for listening, swept",
        inside("listening"),
    ),
    Claim(
        4,
        "Coalitions that members choose to join achieve more than those that decide by consensus.",
        "opt-in against consensus, net value",
        forms(OPT_IN, CONSENSUS),
    ),
    Claim(
        4,
        "Consensus waters down goals: it makes plans less ambitious.",
        "opt-in minus consensus, ambition of the plans",
        side("ambition"),
    ),
    Claim(
        4,
        "Consensus waters down goals: it moves plans away from what those affected want.",
        "opt-in minus consensus, distance from those affected (less is for the claim)",
        side("value_dilution", -1),
    ),
    Claim(
        4,
        "Consensus waters down strategy: it moves plans away from what would help.",
        "opt-in minus consensus, distance from what would help (less is for the claim)",
        side("fact_dilution", -1),
    ),
    Claim(
        4,
        "By choice, coalitions grow as the situation changes.",
        "opt-in minus consensus, seats taken, in the cases in which what stands in the way changes",
        side("joins", only_changing=True),
    ),
    Claim(
        4,
        "By choice, coalitions shrink as the situation changes.",
        "opt-in minus consensus, seats left, in the same cases",
        side("leaves", only_changing=True),
    ),
    Claim(
        4,
        "A specific aim that some choose to pursue is likelier to be reached.",
        "opt-in minus consensus, share of worlds with a success",
        side("success"),
    ),
    Claim(
        5,
        "Trust that is cared for beyond single campaigns, in a club with a core, pays.",
        "core and time to keep in touch, default against none",
        trial(5),
    ),
    Claim(
        5,
        "A core within a wider network is best: neither no core nor nothing but core.",
        "share of core partners, swept",
        inside("core"),
    ),
    Claim(5, "Keeping in touch pays where things change, and hardly where they do not.", "pattern F10", pattern("F10")),
    Claim(
        6,
        "Collecting and sharing information, and turning when it says so, pays.",
        "alarm, probes and giving back, default against none",
        trial(6),
    ),
    Claim(
        6,
        "When what stands in the way changes, the next coalition shares next to no member with the last one.",
        "the Syria case under opt-in",
        no_overlap,
    ),
    Claim(7, "It pays to find roles that play to strengths.", "hours of matching, default against none", trial(7)),
    Claim(7, "Matched roles beat random ones, the more so the more people differ.", "pattern F6", pattern("F6")),
    Claim(
        8,
        "It pays to lower the costs of working together.",
        "hours of convening, default against none",
        trial(8),
    ),
    Claim(8, "With a hub that meets everybody, more can work together.", "pattern F5", pattern("F5")),
    Claim(
        9,
        "The right person as coordinator makes a difference.",
        "the person, default against a poor one",
        trial(9),
    ),
    Claim(
        10,
        "It pays to take people off the front line, to rest and to learn.",
        "hours of renewal, default against none",
        trial(10),
    ),
    Claim(10, "Without rest a team is ahead early and behind later.", "pattern F8", pattern("F8")),
)
