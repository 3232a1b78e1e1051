"""Principle 6: collect and share information, and adapt to it.

Claim (Mortensen 2017, in our words): like a weather service, gather what many see, give the forecast back to all, and
change course and company when it changes.

Lever: how soon an alarm makes the coordinator turn, how much of the analysis probes other theories, and how far
forecasts that are given back are taken over.

Benefit only through: the right obstacle sooner, and a shared view of the fact.  Off: what stands in the way never
changes and is known for sure (nor is it slowly doubted: sure knowledge that fades would have to be kept up), and
everybody sees the fact.  Forecasts given back could still talk members into the plan, right or wrong: so how near
a plan is to what one believes moves neither seats nor hours.  (A false alarm costs more than usual in that world:
nobody believes in the new plan.)

Price: false alarms, and what pivots lose.  Off: pivots lose nothing, and nobody minds being let go.

Tries: sim/mechanisms/consultation.py, sim/mechanisms/diagnosis.py, sim/mechanisms/sensing.py,
sim/mechanisms/synthesis.py.
"""

from __future__ import annotations

from .trial import USUAL, Switch, Times, Trial, doses, neutral

STILL = neutral("conditions.hazard", "conditions.hazard_growth", "synthesis.prior", "synthesis.forgetting")
SEEN = neutral("sensing.noise", "sensing.belief_spread", "sensing.follow")
UNMOVED = neutral("joining.fact_distance", "work.ownership")

TRIAL = Trial(
    6,
    "Information",
    claim="Gather what many see, give the forecast back to all, and change course when it changes",
    lever="alarm threshold, probes, forecasts given back",
    benefit="the right obstacle sooner; a shared view",
    price="false alarms, and what pivots lose",
    doses=doses(
        levels={
            "diagnosis.threshold": (50.0, Times(2.0), USUAL, Times(0.5)),
            "diagnosis.probe_share": (0.0, Times(0.5), USUAL, Times(2.0)),
            "consultation.share_back": (0.0, Times(0.5), USUAL, Times(3.0)),
        }
    ),
    benefit_off=Switch(
        "nothing changes, and everybody knows what there is to know", {**STILL, **SEEN, **UNMOVED}, is_unscripted=True
    ),
    price_off=Switch("pivots lose nothing", neutral("diagnosis.pivot_loss", "diagnosis.pivot_weeks", "trust.left")),
    inert=Switch("no alarm is heeded", {"diagnosis.threshold": 50.0}),
    neutral={
        **SEEN,
        **neutral("synthesis.prior", "synthesis.desk_noise", "sensing.evidence"),
    },
)
