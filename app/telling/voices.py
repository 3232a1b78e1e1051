"""What organizations say when they take a seat or leave it: their strongest reason, as a person would put it."""

from __future__ import annotations

from collections.abc import Sequence

from clever_coalitions.sim.terms import TERMS

from .beats import Event

JOINING = {
    "difference it makes": "With us at the table this can succeed. That is worth our time.",
    "credit": "This will be seen, and we want our name on it.",
    "use of joint work": "Together we get done what we could not do alone.",
    "ambition beyond its ceiling": "It is as bold as we can carry.",
    "hours": "It asks for hours that we have.",
    "outside option": "We have nothing better to do with these hours.",
    "habit": "We belong here.",
}

LEAVING = {
    "difference it makes": "A success of this plan would cost us.",
    "credit": "There is no credit in it for us.",
    "use of joint work": "Working together brings us too little here.",
    "ambition beyond its ceiling": "It dares more than we can answer for.",
    "hours": "It takes more hours than we have.",
    "outside option": "We can do more elsewhere.",
    "habit": "We were never at home here.",
}

SEATED = "Our word was given for it."
"""Of one for which nothing speaks but that it is held to a word: its own, or one that was given for it."""

UNCALLED = "Nobody has told us of it yet."
"""Of one to which a place is offered, and which has not heard of it."""

WAITING = "We come when enough of the others do."
"""Of one for which a seat would be worth its hours, but which does not dare."""


def joining(event: Event) -> str:
    """Return what an organization says that takes a seat."""
    return JOINING[strongest(event.terms, 1.0)] if max(event.terms) > 0.0 else SEATED


def leaving(event: Event) -> str:
    """Return what an organization says that leaves its seat."""
    return LEAVING[strongest(event.terms, -1.0)]


def strongest(terms: Sequence[float], sign: float) -> str:
    """Return the name of the term of a score that speaks most for a seat (``sign`` 1) or against it (-1)."""
    return TERMS[max(range(len(TERMS)), key=lambda place: sign * terms[place])].name
