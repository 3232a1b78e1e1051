"""Trust: earned slowly, lost fast, kept alive by joint work and care; and the funding that visibility buys.

Up a (1 - T) on good experience, down b T on bad; b > a is an assumption (Slovic 1993, contested). Promotion makes
visibility: what the coordinator keeps of it funds it and, beyond an equal share, costs trust; the rest is the
partners' credit. Ties grow by working together and fade unused. Neutral: rates zero.

Limiting case: with good experience in a share s of weeks the stationary mean is
a s / (a s + b (1 - s)): .571 at s = .8, b = 3 a.

Serves principle 1 (servant leadership) and principle 5 (core and network).
"""

from __future__ import annotations

from ..arithmetic import saturating
from ..briefing import PROMOTE, STEWARD
from ..compiling import kernel
from ..rules import Rules
from ..state import ACTIVE, STEP_WEEKS, State, coalitions, coordinators, minds, organizations, seats, standing
from .office import use_hours
from .sensing import contribution


@kernel
def gained(trust: float, rate: float) -> float:
    """Return trust after good experience: up by a share of what is missing."""
    return trust + rate * (1.0 - trust)


@kernel
def lost(trust: float, rate: float) -> float:
    """Return trust after bad experience: down by a share of what there is."""
    return trust - rate * trust


@kernel
def experience(state: State, c: int, h: int) -> None:
    """Let the members of a coalition learn from the week: served or waiting, won or harmed, told straight or not."""
    coalition, voice, person = coalitions(state), standing(state), coordinators(state)
    trust, weeks = state.parameters.trust, state.time[STEP_WEEKS]
    size = coalition.size[c]
    kept = max(0.0, person.credit_kept[h] - 1.0 / (size + 1.0)) * minds(state).visible[h]
    shading = 1.0 - person.candour[h]
    for place in range(int(size)):
        i = state.roster[c, place]
        level = gained(voice.trust[h, i], trust.served * coalition.served[c] * weeks)
        level = lost(level, trust.waiting * (1.0 - coalition.served[c]) * weeks)
        level = lost(level, trust.kept * kept * weeks)
        level = lost(level, trust.shading * shading * weeks)
        if coalition.won[c] > 0.0:
            level = gained(level, trust.success * (1.0 - person.credit_kept[h]))
        elif coalition.won[c] < 0.0:
            level = lost(level, trust.harm)
        voice.trust[h, i] = level


@kernel
def keep_in_touch(state: State, h: int) -> None:
    """Let stewardship hold up the trust of the club, and unused trust fade."""
    trust, people, voice = state.parameters.trust, organizations(state), standing(state)
    weeks = state.time[STEP_WEEKS]
    care = trust.stewardship * saturating(use_hours(state, h, STEWARD) / weeks, trust.stewardship_hours)
    for i in range(len(people.id)):
        level = voice.trust[h, i]
        target = trust.core_level if people.core[i] == 1 else trust.network_level
        if level < target:
            level += care * (target - level) * weeks
        level -= trust.fading * (level - trust.floor) * weeks
        voice.trust[h, i] = level


@kernel
def work_on_ties(state: State) -> None:
    """Let ties between members grow and the others fade."""
    trust, weeks, seat = state.parameters.trust, state.time[STEP_WEEKS], seats(state)
    if trust.tie_gain == 0.0 and trust.tie_fading == 0.0:
        return
    for i in range(seat.member.shape[1]):
        for edge in range(state.tie_start[i], state.tie_start[i + 1]):
            j = state.tie_to[edge]
            together = False
            for c in range(seat.member.shape[0]):
                together = together or (seat.member[c, i] > 0.0 and seat.member[c, j] > 0.0)
            if together:
                state.tie_trust[edge] = gained(state.tie_trust[edge], trust.tie_gain * weeks)
            else:
                state.tie_trust[edge] = lost(state.tie_trust[edge], trust.tie_fading * weeks)


@kernel
def raise_funds(state: State, h: int) -> None:
    """Work out the visibility of the week and, from it, from the core and from the grant, next week's funding."""
    club, people, mind = state.parameters.club, organizations(state), minds(state)
    weeks = state.time[STEP_WEEKS]
    promotion = saturating(use_hours(state, h, PROMOTE) / weeks, club.promotion_hours)
    mind.visible[h] = 1.0 + club.promotion * promotion
    cost = coordinators(state).staff[h] * state.parameters.coordinator.staff_hours
    if cost <= 0.0:
        mind.funding[h] = 0.0
        return
    paid = 0.0
    for i in range(len(people.id)):
        paid += contribution(state, h, i)
    is_visible = 1.0 if coalitions(state).status[h] == ACTIVE else 0.0
    kept = coordinators(state).credit_kept[h] * mind.visible[h] * is_visible
    mind.funding[h] = min(1.0, club.grant + club.visible_funding * kept + paid / cost)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let trust follow from the week."""
    coalition = coalitions(state)
    for c in range(len(coalition.status)):
        if coalition.status[c] == ACTIVE:
            experience(state, c, int(coalition.hub[c]))
    for h in range(len(minds(state).funding)):
        if coordinators(state).own[h] >= 0.0:
            continue
        keep_in_touch(state, h)
        raise_funds(state, h)
    work_on_ties(state)
