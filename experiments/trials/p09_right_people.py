"""Principle 9: the right people.

Claim (Mortensen 2017, in our words): few have the sense of strategy and the will to serve from behind the scenes;
choose them well and train them.

Lever: the coordinator as a person: how near its values are to those affected, how well it judges, sees the fact, and
reads others.  Zero is a poor choice (everything three times as bad), low an average one (one and a half times), high an
ideal person.

Price: search, screening and training.  They wait for hiring, so that this principle is a gift for now: it takes part
in the factorial, and its own trial has no switches.

Tries: sim/draws.py, sim/mechanisms/synthesis.py.
"""

from __future__ import annotations

from .trial import USUAL, Amount, Times, Trial, doses, neutral

PERSON = (
    "coordinator.value", "synthesis.judgement", "synthesis.desk_noise", "decision.reading", "decision.values_reading",
)  # fmt: skip
LEVELS: tuple[Amount, ...] = (Times(3.0), Times(1.5), USUAL, Times(0.0))

TRIAL = Trial(
    9,
    "Right people",
    claim="Choose people with judgement and the will to serve, and train them",
    lever="the coordinator's values, judgement and reading",
    benefit="noise, bias, stamina",
    price="none yet: search, screening and training wait for hiring",
    doses=doses(levels=dict.fromkeys(PERSON, LEVELS)),
    neutral=neutral(*PERSON),
    waits_for="hiring: without its price it is a gift",
)
