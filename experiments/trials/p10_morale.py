"""Principle 10: keep up morale.

Claim (Mortensen 2017, in our words): this work is hard and does not make one popular; take people away from the front
line, so that they recover and learn.

Lever: hours of rest and of the learning lab.

Benefit only through: the coordinator's energy, and its judgement later.  Off: it never tires, and the lab teaches
nothing.

Price: hours now.  Off: they come on top.

Tries: sim/mechanisms/morale.py.
"""

from __future__ import annotations

from .trial import Switch, Trial, doses, neutral

TIRELESS = neutral("morale.hub_drain", "morale.hub_start")

TRIAL = Trial(
    10,
    "Morale",
    claim="Take people away from the front line, so that they recover and learn",
    lever="hours of rest and learning",
    benefit="energy, and judgement later",
    price="hours now",
    doses=doses("renew", (0.0, 0.5, 1.0, 2.0)),
    benefit_off=Switch("the coordinator never tires, and the lab teaches nothing", TIRELESS | neutral("morale.lab")),
    price_off=Switch("hours on top", is_on_top=True),
    neutral=TIRELESS | neutral("morale.drain", "morale.start"),
)
