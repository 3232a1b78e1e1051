"""Broker: spend the week between people: keep in touch with those outside, and match those inside.

Who stands between groups that do not meet hears what neither knows of the other, and can bring them together (Burt
2004; Obstfeld 2005).  So matching and keeping in touch weigh ``TIMES`` as much as usual, at the cost of all other
uses in proportion, and voices are drawn from everybody alike rather than from those who are best placed.  Price: less
of everything else, and reports from people who know less.  In this model nobody makes ties: what a broker changes is
trust, roles and who is heard.
"""

from __future__ import annotations

from ..briefing import FOCUS, MATCH, STEWARD, Briefing, weigh
from ..compiling import kernel
from ..state import Floats
from .listen_and_lead import lead as listen_and_lead

TITLE = "Broker"

TIMES = 2.0
"""How many times their usual weight its own uses have: the first whole number that makes them more."""


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Lead as usual, with more hours between people, and hear everybody alike."""
    listen_and_lead(briefing, decision)
    weigh(decision, STEWARD, TIMES)
    weigh(decision, MATCH, TIMES)
    decision[FOCUS] = 0.0
