"""Principle 3: a coordinator who listens and leads.

Claim (Mortensen 2017, in our words): somebody has to hear those who know, then decide and say clearly where to go; too
much deference fails, and so does too much direction.

Lever: hours of listening, and the weight of what was heard against the coordinator's own opinion.

Benefit only through: a better view of the fact and of the obstacle, in time.  Off: the coordinator sees the fact from
its desk, and what it hears changes nothing: it weighs only its own opinion, voices say nothing of the obstacle, being
heard earns no trust, and forecasts given back move no beliefs.  (With the world itself at rest instead, listening would
still keep up the confidence in the assumed obstacle, and so win members.)

Price: hours, hours of those who are heard, the wait for a round, and trust of those who are overruled.  Off: hours on
top, and nobody minds being overruled.  The wait and the partners' hours stay: free interviews would be free at no
dose, too.

Tries: sim/coordinators/listen_and_lead.py, sim/mechanisms/consultation.py, sim/mechanisms/office.py.
"""

from __future__ import annotations

from .trial import USUAL, Switch, Trial, doses, neutral

UNMOVED = neutral("trust.heard", "trust.forecast", "consultation.share_back", "synthesis.desk_noise", "sensing.follow")

TRIAL = Trial(
    3,
    "Coordinator: listen and lead",
    claim="A coordinator who hears those who know and then decides does better than deference or direction alone",
    lever="hours of listening, weight of what was heard",
    benefit="a better view of fact and obstacle, in time",
    price="hours on both sides, delay, trust of the overruled",
    doses=doses("listen", (0.0, 0.5, 1.0, 2.0), {"coordinator.own_weight": (1.0, 0.5, USUAL, 0.0)}),
    benefit_off=Switch(
        "the fact is seen from the desk, and what is heard changes nothing",
        {**UNMOVED, "coordinator.own_weight": 1.0, "sensing.evidence": 0.0},
    ),
    price_off=Switch("hours on top; nobody minds being overruled", neutral("trust.overruled"), is_on_top=True),
    inert=Switch("interviews take no time", neutral("consultation.interview_hours")),
    neutral={**neutral("consultation.interview_hours", "consultation.silence", "coordinator.own_weight")},
)
