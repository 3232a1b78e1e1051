"""What a coordinator's strategy may see, and what it decides.

A strategy is one kernel ``lead(briefing, decision)`` in a file of ``coordinators/`` (or anywhere else): it reads a
``Briefing``, which holds only what a coordinator could know, and writes its week into ``decision``.  It is called once
a week for each coalition of a coordinator.  A wrapper is one kernel ``around(briefing, decision, number, memory)``,
which changes what the strategy inside has just decided (see ``strategies.py``).
"""

from __future__ import annotations

from typing import NamedTuple

from .compiling import kernel
from .parameters import Coordinator
from .state import Floats

# positions in a decision: shares of the week for the seven uses, then what else is decided
LISTEN, ANALYSE, MATCH, CONVENE, STEWARD, PROMOTE, RENEW = range(7)
VOICES, FOCUS, OWN_WEIGHT, REVIEW_WEEKS, PIVOT_TO, DISSOLVE, AMBITION, PRESS, CREDIT = range(7, 16)

USES = ("listen", "analyse", "match", "convene", "steward", "promote", "renew")
"""The seven uses of a coordinator's hours, in the order of a decision."""

STAFF_HOURS = 35.0
"""Hours a week of one person of a coordinating team."""

KEEP = -1.0
"""No pivot, in ``PIVOT_TO``; left to the blueprint search, in ``AMBITION``; as the person does, in ``CREDIT``."""

HOLD = -2.0
"""What was decided last holds, in ``PRESS`` and ``CREDIT``."""

MEMORY, ROOM, DEEPEST = 16, 256, 4
"""Numbers that a strategy keeps from week to week, numbers that each wrapper keeps, and most wrappers in one name."""


class Briefing(NamedTuple):
    """What a coordinator knows this week."""

    person: Coordinator  # the parameters of its role
    now: float  # weeks since the start
    step: float  # weeks from one decision to the next
    weeks: float  # length of the run
    hours: float  # hours it has this week
    energy: float  # [0, 1]
    funding: float  # [0, 1]
    forecast: float  # what it holds the fact to be, position
    deviation: float  # standard deviation of that, position
    assumed: float  # index of the obstacle it works against
    confidence: float  # probability it gives that obstacle
    suspect: float  # index of the obstacle with the highest alarm
    alarm: float  # log-odds of the suspect against the assumed obstacle, nats
    threshold: float  # alarm at which the house rule says to turn, nats
    has_plan: float  # 1 where its coalition follows a plan
    plan_fact: float  # position the plan bets on
    plan_ambition: float  # [0, 1]
    plan_help: float  # chance that the plan helps, as far as it knows the fact
    best_help: float  # the same of a plan that bets on the forecast
    plan_age: float  # weeks since it was adopted
    done: float  # share of the believed theory of change that is done
    overcome: float  # obstacles of its issue that were overcome so far, as everybody knows
    members: float  # organizations in its coalition
    waiting: float  # share of the members whom it could not serve last week
    trust: float  # mean trust of the members in it
    fulfilled: float  # 1 when the purpose is achieved and the coalition still stands
    window: float  # 1 while a window of opportunity is open
    obstacles: float  # how many there are; PIVOT_TO is the index of one
    luck: float  # a whole number below 2**32, new each week: the seed of whatever it leaves to chance
    memory: Floats  # (16 and more,) kept from week to week; the first 16 are for the strategy alone


@kernel
def weigh(decision: Floats, use: int, times: float) -> None:
    """Give a use so many times its weight in the week; the others keep their proportions, and the sum its size."""
    total = 0.0
    for other in range(LISTEN, RENEW + 1):
        total += decision[other]
    more = (times - 1.0) * decision[use]
    if total + more <= 0.0:
        return
    decision[use] += more
    for other in range(LISTEN, RENEW + 1):
        decision[other] *= total / (total + more)
