"""Principle 4: opt in, rather than agree.

Claim (Mortensen 2017, in our words): let an independent coordinator take advice and draw up a plan, and let partners
join it or stay outside, instead of agreeing with everybody; goals are diluted less, and coalitions grow and shrink.

Lever: the form of governance, from consensus over qualified majority to opt-in (the case as it is).

Benefit only through: which plan, when, and who is in.  Off: the plan, its date and the members of the opt-in run of
the same world are imposed on every form, and meetings and service are free; beside it with meetings as they are, which
is what the way of meeting alone is worth.

Price: dissent of those outside whom the plan hurts.  Off: their dissent raises no barrier and wears nobody out.  The
rounds of talks and the lower ambition are the price of the other forms.

Tries: sim/governance/forms.py, sim/mechanisms/decision.py, sim/mechanisms/joining.py, sim/mechanisms/seat.py,
sim/mechanisms/yardstick.py.
"""

from __future__ import annotations

from .imposed import imposed, runs_of_imposed
from .trial import DEFAULT, Dose, Switch, Trial, neutral

FORMS = ("consensus", "qualified-majority")

TRIAL = Trial(
    4,
    "Opt-in",
    claim="Let partners join a coordinator's plan or stay outside, instead of agreeing with everybody",
    lever="consensus, qualified majority, opt-in",
    benefit="which plan, when, who is in",
    price="dissent of those outside",
    doses=(*(Dose(form, governance=form) for form in FORMS), Dose(DEFAULT, governance="opt-in")),
    price_off=Switch("dissent outside raises no barrier", neutral("outcome.dissent", "morale.hub_dissent")),
    replayed=imposed,
    runs_replayed=runs_of_imposed,
)
