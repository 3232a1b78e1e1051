"""Why a seat was taken or left: the largest terms of the score of a typical mover, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...sim.terms import TERMS
from .beats import Beat, Event
from .words import Names

MOST_TERMS = 2
"""Terms that are named on each side."""

LEAST = 0.05
"""Hours a week below which a term is not worth a word."""


def reasons(beat: Beat, names: Names) -> Iterator[str]:
    """Yield for each kind that moved in a week why a typical one of it did."""
    for events, one, many in ((beat.joined, "joins", "join"), (beat.left, "leaves", "leave")):
        by_row = {event.who: event for event in events}
        for said, rows in names.by_kind(list(by_row)):
            middle = typical([by_row[row] for row in rows])
            example = f", such as {names.organization(middle.who)}," if len(rows) > 1 else ""
            yield f"{said}{example} {one if len(rows) == 1 else many}: {explained(middle.terms)}"


def typical(events: Sequence[Event]) -> Event:
    """Return the event whose score is the middle one."""
    return sorted(events, key=lambda event: sum(event.terms))[len(events) // 2]


def words_of(place: int, hours: float) -> str:
    """Return what people call a term of a score that speaks for a seat, or against."""
    return TERMS[place].for_it if hours > 0.0 else TERMS[place].against_it


def explained(terms: Sequence[float]) -> str:
    """Return the largest terms of a score, in hours a week, and the sum of all."""
    largest = sorted(range(len(TERMS)), key=lambda place: -abs(terms[place]))
    good = [f"{terms[place]:+.1f} {words_of(place, 1.0)}" for place in largest if terms[place] >= LEAST]
    bad = [f"{terms[place]:+.1f} {words_of(place, -1.0)}" for place in largest if terms[place] <= -LEAST]
    return f"{', '.join([*good[:MOST_TERMS], *bad[:MOST_TERMS]])}; in all {sum(terms[: len(TERMS)]):+.1f} h a week"
