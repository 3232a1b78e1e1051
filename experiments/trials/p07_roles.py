"""Principle 7: roles that play to strengths.

Claim (Mortensen 2017, in our words): find out who is good at what, and let each do that.

Lever: hours for finding roles and briefing.

Benefit only through: the fit of people to steps, newcomers who can begin, and members who are served.  Off: strengths
are known, nobody needs to be briefed, and nobody needs the hub to be served.

Price: hours.  Off: they come on top.

Tries: sim/mechanisms/roles.py.
"""

from __future__ import annotations

from .trial import Switch, Trial, doses, neutral

KNOWN = neutral("decision.reading", "roles.briefing", "work.service")

TRIAL = Trial(
    7,
    "Roles",
    claim="Find out who is good at what, and let each do that",
    lever="hours for finding roles and briefing",
    benefit="fit of people to steps; newcomers who can begin",
    price="hours",
    doses=doses("match", (0.0, 0.5, 1.0, 2.0)),
    benefit_off=Switch("strengths are known, and nobody has to be briefed or served", KNOWN),
    price_off=Switch("hours on top", is_on_top=True),
    neutral=KNOWN,
)
