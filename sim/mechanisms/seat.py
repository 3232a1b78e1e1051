"""What a seat is worth: the reasons to join, to stay or to agree, each a term in hours a week.

Stake x ambition x interest x the difference that the seat makes to the chance of success (the alternative is the
coalition without me: free riding is real, Olson 1965), a share of the credit, the use of joint work for one's own
mission; less ambition beyond one's ceiling, hours at the price of energy and load, and what else one could do. Trust
and numbers are no reasons: they are the gate (``joining.py``).

Serves principle 1 (servant leadership) and principle 4 (opt-in over consensus).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from .. import terms as reasons
from ..arithmetic import load_of
from ..compiling import kernel
from ..state import (
    CURRENT,
    Floats,
    State,
    coalitions,
    concerns,
    coordinators,
    issues,
    minds,
    organizations,
    plan,
    stocks,
)
from .outcome import barrier, believed_opposition, contest, expected_hurt, interest, strength

HABIT = 0.5
"""Hours a week by which a seat must be worse than nothing to be left."""

# --- what a plan promises -----------------------------------------------------------------------------------


@kernel
def work_left(state: State, c: int, h: int, obstacle: int) -> float:
    """Return the proficient hours still to do in the theory of change as the coordinator believes it."""
    k = int(coalitions(state).issue[c])
    left = 0.0
    for step in range(state.hours.shape[1]):
        if state.theory[h, obstacle, step] > 0.0:
            left += state.hours[obstacle, step] * max(0.0, 1.0 - state.progress[k, obstacle, step])
    return left


@kernel
def work_total(state: State, h: int, obstacle: int) -> float:
    """Return the proficient hours of the whole theory of change as the coordinator believes it."""
    total = 0.0
    for step in range(state.hours.shape[1]):
        if state.theory[h, obstacle, step] > 0.0:
            total += state.hours[obstacle, step]
    return total


@kernel
def success_chance(state: State, effort: float, heeded: float, left: float, total: float, wall: float) -> float:
    """Return P: the chance that a campaign succeeds within the weeks that members look ahead.

    Args:
        effort: C, proficient hours a week of the members.
        heeded: W, participation that the audience heeds, [0, 1].
        left: proficient hours still to do; ``total``: of all.
        wall: B, the barrier, in units of strength.
    """
    if effort <= 0.0 or total <= 0.0:
        return 0.0
    tau, rate = state.parameters.joining.tau, effort / total + state.parameters.work.decay
    kept = effort / total / rate
    quality = kept + (1.0 - left / total - kept) * math.exp(-rate * tau)
    weekly = contest(state.parameters.outcome, strength(state.parameters.outcome, quality, heeded), wall)
    return 1.0 - math.exp(-state.parameters.conditions.window_share * tau * weekly)


class Promise(NamedTuple):
    """What a plan promises to those who may sit with it."""

    fact: float  # position it bets on
    value: float  # position it stands for
    ambition: float  # [0, 1]
    left: float  # proficient hours still to do
    total: float  # proficient hours of all steps
    wall: float  # B, the barrier, in units of strength
    belief: float  # probability that its obstacle is the one that blocks
    candour: float  # of the coordinator who tells the chances


@kernel
def promise(state: State, c: int, which: int) -> Promise:
    """Return what the current plan of coalition ``c``, or its draft, promises."""
    that, h = plan(state, which), int(coalitions(state).hub[c])
    obstacle, value, ambition = int(that.obstacle[c]), that.value[c], that.ambition[c]
    dissent = expected_hurt(state, c, value, False)
    return Promise(
        that.fact[c],
        value,
        ambition,
        work_left(state, c, h, obstacle),
        work_total(state, h, obstacle),
        barrier(state.parameters.outcome, ambition, believed_opposition(state, c), dissent),
        state.suspicion[c, obstacle],
        coordinators(state).candour[h],
    )


@kernel
def promised_chance(state: State, that: Promise, effort: float, heeded: float) -> float:
    """Return the chance of success as members are told it, for so much effort and heed."""
    chance = success_chance(state, effort, heeded, that.left, that.total, that.wall)
    return told(that.candour, that.belief * chance)


@kernel
def told(candour: float, chance: float) -> float:
    """Return the chance as it is told: as it is, or with less candour made to look surer."""
    return chance + (1.0 - candour) * chance * (1.0 - chance)


# --- the terms of a seat, in hours a week ---------------------------------------------------------------------


@kernel
def difference_term(
    state: State, k: int, i: int, ambition: float, care: float, with_me: float, without_me: float
) -> float:
    """Return what the own seat adds to the chance of the outcome, times what the outcome is worth to it."""
    stake = concerns(state).stake[k, i] * issues(state).stakes[k]
    return stake * ambition * care * (with_me - without_me) / state.parameters.joining.tau


@kernel
def credit_term(state: State, h: int, ambition: float, chance: float, share: float) -> float:
    """Return the public credit to expect: what the coordinator passes on, by one's share of the work."""
    passed_on = (1.0 - coordinators(state).credit_kept[h]) * minds(state).visible[h]
    return state.parameters.joining.credit * passed_on * ambition * chance * share / state.parameters.joining.tau


@kernel
def yields_term(state: State, distance: float, effort: float) -> float:
    """Return the use of joint work to a member, as far as it shares the purpose."""
    return (
        state.parameters.joining.yields * effort * max(0.0, interest(distance, state.parameters.joining.interest_width))
    )


@kernel
def wall_term(wall: float, beyond: float) -> float:
    """Return the cost of ambition beyond one's ceiling; an infinite wall is a hard ceiling."""
    return -wall * beyond * beyond if beyond > 0.0 else 0.0


@kernel
def hours_term(state: State, i: int, elsewhere: float, hours: float) -> float:
    """Return the price of the hours that a seat asks for, dearer for the tired and for those who are busy elsewhere."""
    joining = state.parameters.joining
    tired = 1.5 - stocks(state).energy[i]
    busy = 1.0 + elsewhere + load_of(hours, organizations(state).capacity[i])
    return -joining.hour_price * tired * busy * hours


@kernel
def share_of_ties(state: State, inside: Floats, i: int) -> float:
    """Return the share of an organization's ties, by trust, that are ``inside`` (N,); zero for one without ties."""
    trusted = 0.0
    total = 0.0
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        total += state.tie_trust[edge]
        trusted += state.tie_trust[edge] * inside[state.tie_to[edge]]
    return trusted / total if total > 0.0 else 0.0


@kernel
def score_of_seat(
    state: State,
    c: int,
    h: int,
    i: int,
    that: Promise,
    with_me: float,
    without_me: float,
    share: float,
    effort: float,
    hours: float,
    elsewhere: float,
    is_seated: bool,
    terms: Floats,
) -> float:
    """Return what a seat is worth to organization ``i``, in hours a week: the sum of its terms.

    Args:
        that: what the plan promises.
        with_me: chance of success with it; without_me: in the case that it says no.
        share: its share of the work; effort: its proficient hours a week.
        hours: all its hours a week, meetings included; elsewhere: share of its capacity that is taken beside.
        is_seated: whether it has the seat already.
        terms: (``reasons.MANY`` or more,) written: the terms of ``terms.py``.
    """
    joining, people = state.parameters.joining, organizations(state)
    k = int(coalitions(state).issue[c])
    distance = concerns(state).value[k, i] - that.value
    care = interest(distance, joining.interest_width)
    terms[reasons.DIFFERENCE] = difference_term(state, k, i, that.ambition, care, with_me, without_me)
    terms[reasons.CREDIT] = credit_term(state, h, that.ambition, with_me, share)
    terms[reasons.YIELDS] = yields_term(state, distance, effort)
    terms[reasons.CEILING] = wall_term(joining.wall, that.ambition - people.ceiling[i])
    terms[reasons.HOURS] = hours_term(state, i, elsewhere, hours)
    terms[reasons.OUTSIDE] = -people.outside[i] * joining.hour_price
    terms[reasons.HABIT] = HABIT if is_seated else 0.0
    score = 0.0
    for term in range(reasons.MANY):
        score += terms[term]
    return score


@kernel
def agreement_worth(state: State, c: int, i: int, which: int) -> float:
    """Return what a plan is worth to an organization against no agreement at all, in hours a week.

    What it would itself give is not the question of a vote: one blocks what is worse than nothing, and walks away
    from what is not worth one's hours (``seat_worth``).
    """
    that = promise(state, c, which)
    return worth_of_success(state, c, i, that, agreed_chance(state, c, which, that))


@kernel
def agreed_chance(state: State, c: int, which: int, that: Promise) -> float:
    """Return the chance of success that a plan of coalition ``c``, which promises ``that``, is told to have."""
    coalition = coalitions(state)
    if which == CURRENT:
        return promised_chance(state, that, coalition.relied[c], coalition.relied_heed[c])
    return promised_chance(state, that, coalition.expected[c], coalition.heeded[c])


@kernel
def worth_of_success(state: State, c: int, i: int, that: Promise, chance: float) -> float:
    """Return what this chance of success is worth to an organization, less what ambition beyond its ceiling costs."""
    joining, k = state.parameters.joining, int(coalitions(state).issue[c])
    care = interest(concerns(state).value[k, i] - that.value, joining.interest_width)
    outcome = difference_term(state, k, i, that.ambition, care, chance, 0.0)
    return outcome + wall_term(joining.wall, that.ambition - organizations(state).ceiling[i])
