"""Principle 2: a clear theory of change.

Claim (Mortensen 2017, in our words): say which actions should lead to the change that is wanted, and let the coalition
serve that chain and not itself.

Lever: hours of analysis, in which flawed steps of the theory are found, reports are weighed, and other theories probed.

Benefit only through: work that goes to the steps that matter, and a better reading of what is known.  Off: theories
are right from the start, judgement adds no error, and nothing is probed.

Price: hours.  Off: they come on top.

Tries: sim/mechanisms/synthesis.py, sim/mechanisms/work.py.
"""

from __future__ import annotations

from .trial import Switch, Trial, doses, neutral

KNOWN = neutral("synthesis.flaws", "synthesis.judgement")

TRIAL = Trial(
    2,
    "Theory of change",
    claim="Know which steps should lead to the change that is wanted",
    lever="hours of analysis",
    benefit="work goes to the steps that matter; a surer judgement",
    price="hours",
    doses=doses("analyse", (0.0, 0.5, 1.0, 2.0)),
    benefit_off=Switch(
        "theories are right, judgement is sure, nothing is probed", {**KNOWN, "diagnosis.probe_share": 0.0}
    ),
    price_off=Switch("hours on top", is_on_top=True),
    neutral=KNOWN,
)
