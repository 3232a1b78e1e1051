"""Principle 1: lead by serving.

Claim (Mortensen 2017, in our words): who leads a coalition should be open and honest about how things stand, and let
partners have the stage and the credit.

Lever: the share of credit that the coordinator keeps, its candour, and the hours in which it puts partners in front.

Benefit only through: trust (credit kept and news made to look better cost it, success shared earns it), through it
reports, and who joins for the credit.  Off: credit attracts nobody and moves no trust, promotion makes nothing visible,
and every forecast is told as it is.

Price: visibility that is given away does not pay for the team; those who hear bad news stay away; hours.  Off: a funder
pays for the whole team, and the hours come on top.  What candour costs cannot be parted from candour, so it stays.

Tries: sim/mechanisms/seat.py, sim/mechanisms/trust.py.
"""

from __future__ import annotations

from .trial import USUAL, Switch, Trial, doses, neutral

CREDIT = ("joining.credit", "trust.kept", "trust.success", "club.promotion")

TRIAL = Trial(
    1,
    "Servant leadership",
    claim="Leaders should be honest about how things stand, and put partners before themselves",
    lever="credit given away, candour, hours for putting partners in front",
    benefit="trust, and through it reports; who joins",
    price="funding, members deterred by bad news, hours",
    doses=doses(
        "promote",
        (0.0, 0.5, 1.0, 3.0),
        {"coordinator.credit_kept": (1.0, 0.5, USUAL, 0.0), "coordinator.candour": (0.0, 0.5, USUAL, 1.0)},
    ),
    benefit_off=Switch("credit and candour move neither trust nor seats", {**neutral(*CREDIT, "coordinator.candour")}),
    price_off=Switch("a funder pays the team; hours on top", neutral("club.grant"), is_on_top=True),
    neutral={
        "coordinator.credit_kept": 0.0,
        **neutral("coordinator.candour", "club.grant", "trust.kept", "trust.shading"),
    },
)
