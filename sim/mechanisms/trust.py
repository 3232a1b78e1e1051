"""Trust: earned slowly, lost faster, kept alive by contact; and the funding that visibility buys.

dT/dt = k (g s T (1 - T) - b (1 - s) T) + f (T0 - T) for contact k (1: member; as much as stewardship makes, for others)
and a share s of good experience: served, told straight, given credit; f is for strangers alone. An event counts for
some weeks of experience. Trust along ties follows the same law, between those who sit together. Promotion makes
visibility: what the coordinator keeps of it funds it and, beyond an equal share, is bad experience; the rest is the
partners' credit. Neutral: rates zero.

Limiting case: at k = 1 and f = 0 trust comes to T* = 1 - b (1 - s) / (g s): .625 for g = .02, s = .8, b = .03; from a
tenth of that to half of it in ln 9 / .01 = 219.7 weeks.

Serves principle 1 (servant leadership) and principle 5 (core and network).
"""

from __future__ import annotations

from ..arithmetic import clip, per_step, saturating
from ..briefing import PROMOTE, STAFF_HOURS, STEWARD
from ..compiling import kernel
from ..parameters import Trust
from ..rules import Rules
from ..state import (
    ACTIVE,
    IN_SIGHT,
    STEP_WEEKS,
    State,
    coalitions,
    coordinators,
    in_sight,
    is_idle,
    minds,
    seats,
    standing,
    stocks,
)
from .office import use_hours
from .sensing import contribution

PROMOTION_HOURS = 6.0
"""Hours a week at which most of the visibility that promotion can add is added."""


EVENT_WEEKS = 4.0
"""Weeks of experience that a single event counts for."""

FADING = 0.003
"""Rate a week at which the trust of strangers returns to where it began."""

STEWARDSHIP = 0.25
"""Hours a week of keeping in touch, for each organization, that make full contact."""

PROMOTION = 0.6
"""Visibility that promotion adds at most, in multiples of what work itself makes."""

VISIBLE_FUNDING = 0.6
"""Share of a coordinator's cost that the visibility of a campaign pays, if all credit is kept."""


@kernel
def experienced(trust: Trust, level: float, contact: float, good: float, weeks: float) -> float:
    """Return trust after some weeks of contact with a share of good experience."""
    change = trust.gain * good * level * (1.0 - level) - trust.loss * (1.0 - good) * level
    return clip(level + weeks * contact * change, 0.0, 1.0)


@kernel
def after_event(trust: Trust, level: float, good: float) -> float:
    """Return trust after an event: as after the weeks of experience that one counts for."""
    return experienced(trust, level, 1.0, good, EVENT_WEEKS)


@kernel
def good_experience(state: State, c: int, h: int) -> float:
    """Return the share of good experience of members this week: served, with their share of credit, told straight."""
    coalition, person = coalitions(state), coordinators(state)
    kept = max(0.0, person.credit_kept[h] - 1.0 / (coalition.size[c] + 1.0))
    return clip(coalition.served[c] * (1.0 - kept * minds(state).visible[h]) * person.candour[h], 0.0, 1.0)


@kernel
def experience(state: State, c: int, h: int) -> None:
    """Let the members of a coalition learn from the week, and from a win or a harm; of several, each in its share."""
    coalition, voice, trust = coalitions(state), standing(state), state.parameters.trust
    if coordinators(state).own[h] >= 0.0:  # whoever acts for itself does not come to doubt itself
        return
    good = good_experience(state, c, h)
    for place in range(int(coalition.size[c])):
        i = state.roster[c, place]
        here = good * (1.0 - seats(state).reluctant[c, i])
        level = experienced(trust, voice.trust[h, i], 1.0 / seats_at_work(state, h, i), here, state.time[STEP_WEEKS])
        if coalition.won[c] > 0.0:
            level = after_event(trust, level, 1.0 - coordinators(state).credit_kept[h])
        elif coalition.won[c] < 0.0:
            level = after_event(trust, level, 0.0)
        voice.trust[h, i] = level


@kernel
def seats_at_work(state: State, h: int, i: int) -> float:
    """Return in how many coalitions with a plan, of one coordinator, an organization sits."""
    coalition, many = coalitions(state), 0.0
    for c in range(len(coalition.hub)):
        if int(coalition.hub[c]) == h and coalition.status[c] == ACTIVE:
            many += seats(state).member[c, i]
    return many


@kernel
def keep_in_touch(state: State, h: int) -> None:
    """Let stewardship be contact for those who are no members, and trust without contact return to where it began."""
    trust, voice, coalition, weeks = state.parameters.trust, standing(state), coalitions(state), state.time[STEP_WEEKS]
    n, care = state.clock[IN_SIGHT], 0.0
    for c in range(len(coalition.hub)):
        if int(coalition.hub[c]) == h:
            care += use_hours(state, c, STEWARD) / weeks
    contact, faded = saturating(care, STEWARDSHIP * n), per_step(FADING, weeks)
    for i in in_sight(state):
        if stocks(state).seats[i] == 0.0:
            level = experienced(trust, voice.trust[h, i], contact, 1.0, weeks)
            voice.trust[h, i] = level + faded * (trust.start - level)


@kernel
def work_on_ties(state: State) -> None:
    """Let ties between those who sit together follow their experience; the others return to where they began."""
    trust, weeks, seat = state.parameters.trust, state.time[STEP_WEEKS], seats(state)
    faded = per_step(FADING, weeks)
    for i in in_sight(state):
        for edge in range(state.tie_start[i], state.tie_start[i + 1]):
            j, level = state.tie_to[edge], state.tie_trust[edge]
            after = level + faded * (trust.start - level)
            for c in range(seat.member.shape[0]):
                if seat.member[c, i] > 0.0 and seat.member[c, j] > 0.0:
                    after = experienced(trust, level, 1.0, coalitions(state).served[c], weeks)
                    break
            state.tie_trust[edge] = after


@kernel
def raise_funds(state: State, h: int) -> None:
    """Work out the visibility of the week and, from it, from the core and from the grant, next week's funding."""
    club, mind, coalition = state.parameters.club, minds(state), coalitions(state)
    weeks = state.time[STEP_WEEKS]
    promoting, is_visible = 0.0, 0.0
    for c in range(len(coalition.hub)):
        if int(coalition.hub[c]) == h:
            promoting += use_hours(state, c, PROMOTE) / weeks
            if coalition.status[c] == ACTIVE:
                is_visible = 1.0
    mind.visible[h] = 1.0 + PROMOTION * saturating(promoting, PROMOTION_HOURS)
    cost = coordinators(state).staff[h] * STAFF_HOURS
    if cost <= 0.0:
        mind.funding[h] = 0.0
        return
    paid = 0.0
    for i in in_sight(state):
        paid += contribution(state, h, i)
    kept = coordinators(state).credit_kept[h] * mind.visible[h] * is_visible
    mind.funding[h] = min(1.0, club.grant + VISIBLE_FUNDING * kept + paid / cost)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let trust follow from the week."""
    coalition = coalitions(state)
    for c in range(len(coalition.status)):
        h = int(coalition.hub[c])
        if coalition.status[c] == ACTIVE:
            experience(state, c, h)
    for h in range(len(minds(state).funding)):
        if coordinators(state).own[h] < 0.0:
            keep_in_touch(state, h)
            if not is_idle(state, h):
                raise_funds(state, h)
    work_on_ties(state)
