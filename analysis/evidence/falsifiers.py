"""What would count against the article, written down before anything was run, and whether it was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..effects import Effect
from ..levers_reading import HIGHEST, INSIDE, LOWEST, LeverReading
from ..map_reading import Cell, MapReading
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
    from ..forms_reading import turned

    return turned(difference) if map_.variants == (OPT_IN, CONSENSUS) else difference


def consensus_never(book: Book) -> Look:
    """Count the cells of all maps, and the cases, in which consensus is told to be better than opt-in."""
    cells = [(map_, cell) for map_ in book.maps.values() if CONSENSUS in map_.variants for cell in map_.cells]
    cases = book.forms.cases if book.forms else []
    if not cells and not cases:
        return NOT_RUN
    ahead = [(map_, cell) for map_, cell in cells if _is_ahead(map_, cell)]
    won = [one.case for one in cases if one.against(CONSENSUS, OPT_IN).sign > 0]
    how_many = f"consensus is told to be better than opt-in in {len(ahead)} of {len(cells)} cells of the maps"
    maps = sorted({map_.name for map_, _ in ahead})
    how_many += f" ({listed(maps)})" if maps else ""
    how_many += f" and in {len(won)} of {len(cases)} cases" + (f" ({listed(won)})" if won else "")
    return Look(NOT_FOUND if ahead or won else FOUND, f"{how_many}.")


def _is_ahead(map_: MapReading, cell: Cell) -> bool:
    side = map_.winner(cell.difference)
    return side is not None and map_.variants[side] == CONSENSUS


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
