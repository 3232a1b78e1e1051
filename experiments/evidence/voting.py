"""What votes decide, and how long it takes (L8, L9, L11, L18).

Every number is asked of the whole rule: members at a table who are for a draft or against it, for a reason of their
own, and whether it is then adopted.
"""

from __future__ import annotations

import bisect
import functools
import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
from scipy import stats

from ...sim.entities import Coalitions
from ...sim.governance.agree.share import agree
from ...sim.state import ACTIVE, DRAFT, SHARE, TALKING, State, coalitions, concerns, organizations, plan, seats
from .check import Check, Estimate
from .worlds import alike, begin

NEVER = 1e6
"""Hours a week that it costs, per square, to go beyond what one accepts."""

FAR = 10.0
"""Distance in values at which a plan hurts."""


@functools.cache
def at_table(n: int) -> State:
    """Return a world of n who all sit at a table, with a draft that stands for a position of zero."""
    state = begin(alike(n, {"decision.rounds": 1.0, "decision.quorum": 1.0}), governance="consensus")
    draft = plan(state, DRAFT)
    draft.ambition[0], draft.obstacle[0], draft.value[0] = 0.5, 0.0, 0.0
    return state


@functools.cache
def is_adopted(n: int, yes: int, needed: float) -> bool:
    """Return whether the draft is adopted that so many of n are for and that hurts the others; needed: a share."""
    state = at_table(n)
    state.form[SHARE] = needed
    open_talks(coalitions(state))
    seats(state).pledged[:] = 1.0
    seats(state).member[:] = 0.0
    supports = np.random.default_rng(yes).permutation(n) < yes
    concerns(state).value[0] = np.where(supports, 0.0, FAR)
    agree(state, 0)
    return bool(coalitions(state).status[0] == ACTIVE)


def open_talks(coalition: Coalitions) -> None:
    """Let a draft be talked about for the first time."""
    coalition.status[0] = TALKING
    coalition.drafting[0] = 1.0
    coalition.round[0] = 0.0
    coalition.negotiated[0] = 0.0


def fewest(n: int, needed: float) -> int:
    """Return with how many yes of n a draft is adopted; n + 1 where never."""
    return bisect.bisect_left(range(n + 1), True, key=lambda yes: is_adopted(n, yes, needed))


def wins_the_vote(n: int, right: float, needed: float) -> float:
    """Return the chance that a draft is adopted which each of n supports with the same chance, on its own."""
    return float(stats.binom.sf(fewest(n, needed) - 1, n, right))


def gets_its_way(k: int, n: int = 9) -> float:
    """Return the chance that a vote goes as one voter wants, each being for or against with even chance; k of n."""
    return float(
        sum(
            Fraction(math.comb(n - 1, others), 2**n)
            * (is_adopted(n, others + 1, k / n) + (not is_adopted(n, others, k / n)))
            for others in range(n)
        )
    )


def rounds_to_agree(n: int, acceptance: float, talks: int) -> Estimate:
    """Return the rounds that the rule of consensus holds until all accept, which each does or not in every round."""
    state = begin(alike(n, {"decision.rounds": 1000.0, "joining.wall": NEVER}), governance="consensus")
    plan(state, DRAFT).ambition[0], plan(state, DRAFT).obstacle[0] = 0.5, 0.0
    random = np.random.default_rng(1)
    coalition = coalitions(state)
    rounds = np.zeros(talks)
    for talk in range(talks):
        open_talks(coalition)
        seats(state).pledged[:] = 1.0
        while coalition.drafting[0] > 0.0:
            organizations(state).ceiling[:] = np.where(random.random(n) < acceptance, 1.0, 0.0)
            agree(state, 0)
            rounds[talk] += 1
    return Estimate.of(rounds)


def accuracy(n: int) -> float:
    """Return how often a majority of n is right.

    Each uses with chance .6 its own cue, right with .7, else the cue that all share, right with .6.
    """
    return 0.6 * wins_the_vote(n, 0.6 * 0.7 + 0.4, 0.5) + 0.4 * wins_the_vote(n, 0.6 * 0.7, 0.5)


def wisest_size(most: int = 30) -> int:
    """Return the odd number of voters that is right most often."""
    return max(range(1, most, 2), key=accuracy)


RAE = "Rae 1969; Taylor 1969"
KAO = "Kao & Couzin 2014"
WAITING = "waiting time of a geometric distribution"


def _own_way(k: int) -> Callable[[], float]:
    return lambda: gets_its_way(k)


CHECKS = (
    Check("L8", "A majority of eleven, each right with .6, is right with .7535", "Condorcet's jury theorem", 0.7535,
          lambda: wins_the_vote(11, 0.6, 0.5), 5e-5),
    Check("L9", "How often one of nine gets its way where 5 must agree", RAE, 163 / 256, _own_way(5)),
    Check("L9b", "The same where 7 must agree", RAE, 71 / 128, _own_way(7)),
    Check("L9c", "The same where all 9 must agree", RAE, 257 / 512, _own_way(9)),
    Check("L11", "Rounds until ten, who each accept with .9, all do", WAITING, 0.9**-10,
          lambda: 1 / wins_the_vote(10, 0.9, 1.0), 1e-9),
    Check("L11b", "The same, counted in 4,000 talks by consensus", WAITING, 0.9**-10,
          lambda: rounds_to_agree(10, 0.9, 4000)),
    Check("L11c", "Rounds until forty all do: 67.66", WAITING, 0.9**-40, lambda: 1 / wins_the_vote(40, 0.9, 1.0), 1e-9),
    Check("L18", "Where a cue is shared, the number that is wisest: from there on accuracy falls", KAO, 7, wisest_size,
          0.0),
    Check("L18b", "How often these seven are right", KAO, 0.7179, lambda: accuracy(7), 5e-5),
    Check("L18c", "Many (401) are right as often as the shared cue", KAO, 0.6, lambda: accuracy(401), 1e-3),
)  # fmt: skip
