"""Principle 8: low costs of working together.

Claim (Mortensen 2017, in our words): make every meeting worth its time, with good agendas and notes, and make it easy
to come aboard.

Lever: hours for agendas, notes and protocols.

Benefit only through: members' hours saved in meetings, and members who are served.  Off: meetings cost nothing, nobody
needs the hub to be served, and none has to be briefed (the coordinator counts these hours, too, when it asks whether it
could carry one more).

Price: hours.  Off: they come on top.

Tries: sim/governance/meet/hub.py, sim/mechanisms/work.py.
"""

from __future__ import annotations

from .trial import Switch, Trial, doses, neutral

MEETINGS = neutral("work.meeting_base", "work.meeting_link")

TRIAL = Trial(
    8,
    "Transaction costs",
    claim="Make meetings worth their time, and coming aboard easy",
    lever="hours for agendas, notes and protocols",
    benefit="members' hours; members who are served",
    price="hours",
    doses=doses("convene", (0.0, 0.5, 1.0, 2.0)),
    benefit_off=Switch(
        "meetings cost nothing, and nobody has to be briefed or served",
        {**MEETINGS, **neutral("work.service", "roles.briefing")},
    ),
    price_off=Switch("hours on top", is_on_top=True),
    neutral={**MEETINGS, **neutral("joining.entry_hours")},
)
