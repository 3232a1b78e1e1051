"""Offers: to whom a coalition offers a seat, by what whoever convenes can tell.

A place is offered where one more shortens the way by more than it costs to call, brief and carry it. The way is the
weeks to do what is left, and then to wait for a window and a win; hours and proficiencies are those of the map.

Limiting cases: where calling and briefing are free, whoever shortens the way is offered a place; where they cost more
than all that is left, nobody is.

Serves principle 8 (transaction costs).
"""

from __future__ import annotations

import math

from ..briefing import MATCH
from ..choices import INVITE, chosen
from ..compiling import kernel
from ..state import (
    CURRENT,
    State,
    campaigns,
    coalitions,
    in_sight,
    in_turn,
    plan,
    seats,
    standing,
)
from .office import convening_to_expect
from .outcome import contest, strength
from .participation import heed_of, is_required
from .seat import Promise
from .sensing import mapped_expertise
from .work import carried, hours_of, kept_up, meeting_hours, service, weeks_to_do


@kernel
def mapped_hours(state: State, c: int, i: int, ambition: float) -> float:
    """Return the hours a week that the coordinator expects of an organization under a plan of this ambition."""
    ceiling = standing(state).mapped_ceiling[int(coalitions(state).hub[c]), i]
    return hours_of(state, c, i, ambition if coalitions(state).would_bind[c] > 0.0 else min(ambition, ceiling))


@kernel
def mapped_work(state: State, c: int, i: int, ambition: float, meeting: float) -> float:
    """Return the hours a week that the coordinator expects an organization to work, so many hours of meetings apart."""
    return max(0.0, mapped_hours(state, c, i, ambition) - meeting)


@kernel
def weeks_needed(state: State, effort: float, heeded: float, that: Promise) -> float:
    """Return the weeks to do what is left, then to wait for a window and a win; infinite where nobody works.

    Work fades: too little of it is never done, and wins with what it keeps up.
    """
    outcome, decay = state.parameters.outcome, state.parameters.work.decay
    if effort <= 0.0 or heeded <= 0.0:
        return math.inf
    share = kept_up(decay, effort, that.total)
    weekly = contest(outcome, strength(outcome, share, heeded), that.wall)
    chance = state.parameters.conditions.window_share * weekly
    if chance <= 0.0:
        return math.inf
    return weeks_to_do(decay, effort, that.total - that.left, share * that.total) + 1.0 / chance


@kernel
def meeting_to_expect(state: State, c: int, size: float) -> float:
    """Return the hours a week in meetings that one of ``size`` members has to expect."""
    return meeting_hours(state.parameters.work, convening_to_expect(state, c), size)


@kernel
def service_to_expect(state: State, c: int, size: float, reluctant: float) -> float:
    """Return the share of its work that one of ``size`` members, so many of them reluctant, can expect to do."""
    work = state.parameters.work
    return service(work, convening_to_expect(state, c), carried(work, size, reluctant))


@kernel
def briefing_weeks(state: State, c: int, hours: float) -> float:
    """Return by how many weeks so many hours of briefing delay the rest."""
    weekly = state.decision[c, MATCH] * campaigns(state).hours[c]
    return hours / weekly if weekly > 0.0 else 0.0  # who briefs nobody does not miss it


@kernel
def newcomer_weeks(state: State, c: int) -> float:
    """Return by how many weeks calling and briefing one more delays the rest."""
    weekly, hours = convening_to_expect(state, c), state.parameters.consultation.interview_hours
    calling = hours / weekly if weekly > 0.0 else 0.0  # who calls nobody does not miss it
    return calling + briefing_weeks(state, c, state.parameters.roles.briefing)


@kernel
def is_worth_a_place(before: float, after: float, price: float) -> bool:
    """Return whether going from ``before`` to ``after`` weeks is worth a ``price`` of so many weeks."""
    return before == math.inf or before - after > price


@kernel
def offer_places(state: State, c: int, h: int, that: Promise) -> None:
    """Offer further places, at a review, to those who would shorten the way by more than they cost to carry."""
    seat, current, coalition = seats(state), plan(state, CURRENT), coalitions(state)
    obstacle = int(current.obstacle[c])
    effort = 0.0
    heeded = 0.0
    taken, waiting = coalition.size[c], 0.0
    meeting = meeting_to_expect(state, c, taken + 1.0)
    for i in in_sight(state):
        seat.offered[c, i] = min(seat.offered[c, i], max(seat.member[c, i], seat.pledged[c, i]))  # the others lapse
        if seat.member[c, i] > 0.0:
            work = mapped_work(state, c, i, current.ambition[c], meeting)
            effort += work * mapped_expertise(state, h, i, obstacle)
            heeded += (1.0 - seat.reluctant[c, i]) * heed_of(state, i, obstacle)
        else:
            waiting += seat.offered[c, i]
    before = weeks_needed(state, effort * service_to_expect(state, c, taken, coalition.reluctant[c]), heeded, that)
    price = newcomer_weeks(state, c)
    for i in in_turn(state):
        if seat.offered[c, i] > 0.0 or taken + waiting >= coalition.room[c]:
            continue
        work = mapped_work(state, c, i, current.ambition[c], meeting)
        mine = work * mapped_expertise(state, h, i, obstacle)
        heed = heed_of(state, i, obstacle)
        served = service_to_expect(state, c, taken + 1.0, coalition.reluctant[c])
        after = weeks_needed(state, (effort + mine) * served, heeded + heed, that)
        is_wanted = is_worth_a_place(before, after, price) or is_required(state, obstacle, i)
        if chosen(state, INVITE, i, 1.0 if is_wanted else 0.0) > 0.0:
            seat.offered[c, i] = 1.0
            taken += 1.0
            effort += mine
            heeded += heed
            before = after
