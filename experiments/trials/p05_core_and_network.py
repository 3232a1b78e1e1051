"""Principle 5: a core of partners, and a network around it.

Claim (Mortensen 2017, in our words): trust has to live longer than a campaign; keep a club of partners whom one can
call on, who pay a little for it, and a wider network to draw from.

Lever: the share of core partners, and hours for keeping in touch.

Benefit only through: trust (answers, reports, joining, the call for a campaign) and what the core contributes to the
team.  Off: trust is the same for everybody and never moves; a funder pays the team.

Price: hours, and contributions.  Off: hours on top, no contributions, and a funder pays the team.

Tries: sim/mechanisms/decision.py, sim/mechanisms/trust.py.
"""

from __future__ import annotations

from .trial import Switch, Times, Trial, doses, neutral

MOVES = (
    "heard", "overruled", "forecast", "served", "waiting", "success", "harm", "kept", "shading", "left", "fading",
    "stewardship",
)  # fmt: skip
FIXED = neutral("trust.spread", *(f"trust.{rate}" for rate in MOVES))

TRIAL = Trial(
    5,
    "Core and network",
    claim="Keep a core of trusting partners, and a wider network, beyond any one campaign",
    lever="share of core partners, hours for keeping in touch",
    benefit="trust: answers, joining, the call; contributions",
    price="hours, contributions",
    doses=doses("steward", (0.0, 0.5, 1.0, 2.0), {"club.core": (0.0, *(Times(factor) for factor in (0.5, 1.0, 2.0)))}),
    benefit_off=Switch("trust is fixed; a funder pays the team", {**FIXED, **neutral("club.grant")}),
    price_off=Switch(
        "hours on top; no contributions, a funder pays the team",
        neutral("club.grant", "club.contribution"),
        is_on_top=True,
    ),
    neutral={**FIXED, **neutral("trust.start")},
)
