"""Terms: the reasons to join, to stay or to agree, in hours a week, whose sum is the score of a seat.

To add one, declare it here, and write it in ``score_of_seat`` of ``mechanisms/seat.py``. Events keep all of them.
"""

from typing import NamedTuple


class Term(NamedTuple):
    """A reason; what people call it in a table, where it speaks for a seat, and where against."""

    name: str
    for_it: str
    against_it: str


TERMS: list[Term] = []


def _term(name: str, for_it: str, against_it: str) -> int:
    TERMS.append(Term(name, for_it, against_it))
    return len(TERMS) - 1


DIFFERENCE = _term("difference it makes", "the difference its seat makes", "what a success would cost it")
CREDIT = _term("credit", "the credit to share", "the credit to share")
YIELDS = _term("use of joint work", "the use of working together", "the use of working together")
CEILING = _term("ambition beyond its ceiling", "the ambition", "more ambition than it accepts")
HOURS = _term("hours", "the hours", "the hours it takes")
OUTSIDE = _term("outside option", "what else it could do", "what else it could do")
HABIT = _term("habit", "the habit of belonging", "the habit of belonging")

MANY = len(TERMS)
