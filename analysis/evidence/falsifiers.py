"""What would count against the article, written down before anything was run, and whether it was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..effects import Effect
from ..trials.forms_reading import CaseReading, turned
from ..trials.levers_reading import HIGHEST, INSIDE, LOWEST, LeverReading
from ..trials.map_reading import Cell, MapReading
from ..words import listed
from .book import Book
from .claims import CONSENSUS, OPT_IN
from .verdicts import with_ends

FOUND, NOT_FOUND, UNDECIDED, WAITS = "found", "not found", "cannot be told", "not tested"

VALUES_HAZARD = "values-hazard"
MANDATED, TURBULENT = "mandated", "turbulent"


@dataclass(frozen=True)
class Look:
    """Whether something that would count against the article was found, with the numbers."""

    verdict: str
    says: str


@dataclass(frozen=True)
class Falsifier:
    """Something that would count against the article; ``look``: returns whether it was found."""

    says: str
    look: Callable[[Book], Look]


NOT_RUN = Look(WAITS, "What this needs has not been run.")


def _of(sign: int) -> str:
    """Return the verdict where an effect above zero would be for the article."""
    return {1: NOT_FOUND, -1: FOUND, 0: UNDECIDED}[sign]


def opt_in_under_turbulence(book: Book) -> Look:
    """Look at the quarter of the map where both values differ and things change much, and at the turbulent case."""
    seen: list[tuple[str, Effect]] = []
    map_ = book.maps.get(VALUES_HAZARD)
    if map_:
        high = next(one for one in map_.quarters if (one.x, one.y) == (1, 1))
        seen.append(("where hazard and spread of values are both high", _opt_in_minus_consensus(map_, high.difference)))
    case = book.forms.of(TURBULENT) if book.forms else None
    if case:
        seen.append((f"in the case {TURBULENT}", case.against(OPT_IN, CONSENSUS)))
    if not seen:
        return NOT_RUN
    signs = {one.sign for _, one in seen}
    sign = 1 if signs == {1} else -1 if -1 in signs else 0
    words = [f"{where} opt-in minus consensus is {with_ends(one)}" for where, one in seen]
    return Look(_of(sign), f"{listed(words)}.")


def _opt_in_minus_consensus(map_: MapReading, difference: Effect) -> Effect:
    """Return a difference of a map the way that it is told here."""
    return turned(difference) if map_.variants == (OPT_IN, CONSENSUS) else difference


def consensus_never(book: Book) -> Look:
    """Count the cells of all maps, and the cases, in which consensus is told to be better than opt-in.

    That there is no such one counts as found only where opt-in is told to be better in at least half of all: else there
    were too few worlds to tell.
    """
    looks = [(map_.title.lower(), _ahead(map_, cell)) for map_ in book.maps.values() for cell in map_.cells]
    cells = [(where, ahead) for where, ahead in looks if ahead is not None]
    cases = [(one.case.replace("_", " "), one.against(OPT_IN, CONSENSUS).sign) for one in _cases(book)]
    if not cells and not cases:
        return NOT_RUN
    said = f"of {len(cells)} cells of the maps, {_counts(cells)}; of {len(cases)} cases, {_counts(cases)}."
    signs = [sign for _, sign in (*cells, *cases)]
    if -1 in signs:
        return Look(NOT_FOUND, said)
    return Look(FOUND if 2 * signs.count(1) >= len(signs) else UNDECIDED, said)


def _counts(looks: Sequence[tuple[str, int]]) -> str:
    """Return in how many places each is ahead, and where consensus is."""
    where = list(dict.fromkeys(where for where, sign in looks if sign < 0))
    counts = [sum(sign == side for _, sign in looks) for side in (-1, 1, 0)]
    in_ = f" ({'; '.join(where)})" if where else ""
    return f"{CONSENSUS} is better in {counts[0]}{in_}, {OPT_IN} in {counts[1]}, in {counts[2]} that cannot be told"


def _cases(book: Book) -> list[CaseReading]:
    return [one for one in (book.forms.cases if book.forms else []) if {OPT_IN, CONSENSUS} <= set(one.variants)]


def _ahead(map_: MapReading, cell: Cell) -> int | None:
    """Return 1 where opt-in is ahead in a cell, -1 where consensus is, 0 where neither; None of other maps."""
    if set(map_.variants) != {OPT_IN, CONSENSUS}:
        return None
    side = map_.winner(cell.difference)
    return 0 if side is None else 1 if map_.variants[side] == OPT_IN else -1


def credit_not_small(book: Book) -> Look:
    """Look whether small shares of credit do better than larger ones."""
    here = book.levers.of("credit") if book.levers else []
    if not here:
        return NOT_RUN
    signs = {one.small_over_large.sign for one in here}
    sign = 1 if signs == {1} else -1 if -1 in signs else 0
    words = [
        f"{one.case}: the best share up to {one.small:g} against the best above {with_ends(one.small_over_large)}, "
        f"highest mean at {one.best:g}"
        for one in here
    ]
    return Look(_of(sign), f"{'; '.join(words)}.")


def listening_at_an_edge(book: Book) -> Look:
    """Look whether listening not at all, or all the time, is best."""
    return _edges(book.levers.of("listening") if book.levers else [])


def core_none_or_all(book: Book) -> Look:
    """Look whether no core, or nothing but core, is best."""
    return _edges(book.levers.of("core") if book.levers else [])


def _edges(here: list[LeverReading]) -> Look:
    if not here:
        return NOT_RUN
    places = [one.place for one in here]
    at_edge = LOWEST in places or HIGHEST in places
    verdict = FOUND if at_edge else NOT_FOUND if set(places) == {INSIDE} else UNDECIDED
    words = [
        f"{one.case}: the best inside, {one.best_inside:g}, against none {with_ends(one.over_none)} and against all "
        f"{with_ends(one.over_all)}"
        for one in here
    ]
    return Look(verdict, f"{'; '.join(words)}.")


def mandated(book: Book) -> Look:
    """Look whether coalitions that are mandated from outside beat those by choice."""
    cases = [one for one in (book.forms.cases if book.forms else []) if MANDATED in one.variants]
    if not cases:
        return Look(WAITS, f"The form {MANDATED} is not built yet.")
    better = {sign: [one.case for one in cases if one.against(MANDATED, OPT_IN).sign == sign] for sign in (1, -1, 0)}
    words = [
        f"{MANDATED} is {what} in {listed(better[sign])}"
        for sign, what in ((1, "better"), (-1, "worse"), (0, "not told apart"))
        if better[sign]
    ]
    return Look(FOUND if better[1] else UNDECIDED if better[0] else NOT_FOUND, f"{'; '.join(words)}.")


FALSIFIERS = (
    Falsifier("Opt-in is not better under turbulence and diversity.", opt_in_under_turbulence),
    Falsifier("Consensus is never better anywhere (then the model would leave no question to ask).", consensus_never),
    Falsifier("The best share of credit to keep is not small.", credit_not_small),
    Falsifier("The best share of the week for listening is none or all.", listening_at_an_edge),
    Falsifier("The best share of core partners is none or all.", core_none_or_all),
    Falsifier(
        "Coalitions mandated from outside beat voluntary ones (a counter-hypothesis after Bitterman & Koliba 2020).",
        mandated,
    ),
)
