"""Why a seat was taken or left: the largest terms of the score of a typical mover, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...sim.events import JOINED
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
            yield f"{said}{example} {one if len(rows) == 1 else many}: {why_it_moved(middle)}"


def typical(events: Sequence[Event]) -> Event:
    """Return the event whose score is the middle one."""
    return sorted(events, key=lambda event: sum(event.terms))[len(events) // 2]


def largest_first(terms: Sequence[float]) -> list[tuple[str, float]]:
    """Return the terms of a score that are worth a word: what people call each, and hours a week; largest first."""
    said = [(one.for_it if hours > 0.0 else one.against_it, hours) for one, hours in zip(TERMS, terms, strict=False)]
    return sorted((one for one in said if abs(one[1]) >= LEAST), key=lambda one: -abs(one[1]))


def explained(terms: Sequence[float]) -> str:
    """Return the largest terms of a score, in hours a week, and the sum of all."""
    good = [f"{hours:+.1f} {said}" for said, hours in largest_first(terms) if hours > 0.0]
    bad = [f"{hours:+.1f} {said}" for said, hours in largest_first(terms) if hours < 0.0]
    return f"{', '.join([*good[:MOST_TERMS], *bad[:MOST_TERMS]])}; in all {sum(terms[: len(TERMS)]):+.1f} h a week"


def why_it_moved(event: Event) -> str:
    """Return the same of a seat taken or left; terms are those at the end of the week, and others moved meanwhile."""
    speaks_for = sum(event.terms[: len(TERMS)]) >= 0.0
    is_odd = speaks_for != (event.what == JOINED)
    return explained(event.terms) + (" as the week ends, when others have moved, too" if is_odd else "")
