"""Outcome: an issue that ends, one obstacle after the other overcome in a contest with vested interests.

In an open window the intensity of a win is r S^n / (S^n + B^n) a week (Tullock 1980). Strength S = Q W^l: the quality Q
of the chain of steps that is truly needed against what stands in the way, and the participation W that the audience
heeds (``participation.py``). The barrier B grows with ambition and with the dissent of
those outside whom the plan hurts. Without those who must take part, or while the coalition waits, nothing is won. A win
closes the window and the obstacle for good; its work is spent, the next one blocks, and nobody is told which. With the
last one the issue is settled: its worth is what is expected of the plan, ambition e^(-u t) (h closeness / (1 + delta) -
(1 - h) harm), where ambition is the least with which an obstacle was overcome, h = exp(-(plan's fact - theta)^2 / (2
w^2)) the chance that it helps, u the urgency, and delta the rate at which what hurts many is undone, over that of
discounting. Whether it helps is drawn as well, but only for what people live to see.

No principle enters here but through the work done, who takes part, and the plan.  Zero members win nothing, exactly.

Limiting cases: K obstacles at an intensity r each take K / r weeks on average; for K = 2 the chance to be done by 2 / r
is 1 - 3 e^-2 = .594. Nothing undone (delta = 0): the lump itself.

Serves none of the ten principles: it is what all of them are tried in.
"""

from __future__ import annotations

import math

from ..arithmetic import per_step, power
from ..briefing import PRESS
from ..chance import stream, uniform
from ..compiling import kernel
from ..events import OVERCOME, SETTLED_HARMS, SETTLED_HELPS
from ..noting import note
from ..parameters import Outcome
from ..rules import Rules
from ..state import (
    ACTIVE,
    CURRENT,
    IN_SIGHT,
    NONE,
    NOW,
    SEED,
    STEP,
    STEP_WEEKS,
    State,
    campaigns,
    coalitions,
    concerns,
    in_sight,
    issues,
    organizations,
    plan,
    reports,
    seats,
)
from .conditions import end, face
from .participation import has_required, participation, voices_at_once

WIN = stream("outcome.win")
HELP = stream("outcome.help")

STEEPNESS = 3.0
"""Exponent of the contest (Tullock 1980; size assumed)."""

SLOPE = 1.5
"""How fast the barrier grows with ambition, log per ambition."""

MISJUDGED = 0.5
"""Deviation of a first guess of what stands against a plan, log, at usual error."""

CLOSENESS = 0.6
"""Distance in values to those affected at which help is worth nothing."""


@kernel
def barrier(outcome: Outcome, ambition: float, resistance: float, dissent: float) -> float:
    """Return B, in units of strength; ``dissent`` is the capacity share of those outside, by how much they are hurt."""
    return outcome.barrier * resistance * math.exp(SLOPE * (ambition - 0.5)) + outcome.dissent * dissent


@kernel
def opposition(state: State, k: int) -> float:
    """Return how much stands against any plan on issue ``k``, as a multiple of the usual barrier."""
    return issues(state).barrier[k]


@kernel
def believed_opposition(state: State, c: int) -> float:
    """Return what whoever proposes takes the opposition for: too much or too little, the less so the more were heard.

    The first guess is off by a factor; each voice counts as one more guess that is as good.
    """
    campaign = campaigns(state)
    off = MISJUDGED * campaign.misjudged[c] / math.sqrt(1.0 + campaign.voices[c])
    return opposition(state, int(coalitions(state).issue[c])) * math.exp(off)


@kernel
def strength(outcome: Outcome, quality: float, heeded: float) -> float:
    """Return S of a chain of quality Q, pressed by participation W."""
    return quality * power(heeded, outcome.legitimacy)


@kernel
def contest(outcome: Outcome, strength: float, barrier: float) -> float:
    """Return the intensity of a win, per week of open window."""
    if strength <= 0.0:
        return 0.0
    if barrier <= 0.0:
        return outcome.rate
    return outcome.rate / (1.0 + power(barrier / strength, STEEPNESS))


@kernel
def interest(distance: float, width: float) -> float:
    """Return what a plan at this distance in values is worth: one at none, zero at a width, negative beyond (to -1)."""
    return max(-1.0, 1.0 - distance * distance / (width * width))


@kernel
def helps(outcome: Outcome, error: float) -> float:
    """Return the chance that a plan whose fact is off by ``error`` helps."""
    return math.exp(-error * error / (2.0 * outcome.help_width * outcome.help_width))


@kernel
def expected_help(outcome: Outcome, variance: float, error: float) -> float:
    """Return the chance that a plan helps, for an estimate with this variance, ``error`` away from the plan's fact."""
    width = outcome.help_width
    total = width * width + variance
    return width / math.sqrt(total) * math.exp(-error * error / (2.0 * total))


@kernel
def closeness(outcome: Outcome, distance: float) -> float:
    """Return how near a plan is to the people affected: one at no distance in values, zero from a width on."""
    return max(0.0, 1.0 - distance * distance / (CLOSENESS * CLOSENESS))


@kernel
def chain_quality(state: State, c: int, obstacle: int) -> float:
    """Return Q = (mean of x^e)^(1/e) over how far each truly needed step is done (CES, by number of steps)."""
    k = int(coalitions(state).issue[c])
    exponent = state.parameters.outcome.chain
    total = 0.0
    count = 0
    for step in range(state.hours.shape[1]):
        if state.needed[obstacle, step] == 1:
            total += power(state.progress[k, obstacle, step], exponent)
            count += 1
    return power(total / count, 1.0 / exponent) if count > 0 else 0.0


@kernel
def takes_acts(state: State, obstacle: int) -> bool:
    """Return whether an obstacle falls by acts of organizations, each for itself (``acts.py``), and not by one win."""
    if obstacle == NONE:
        return False
    for kind in range(state.acts.shape[1]):
        if state.acts[obstacle, kind] > 0.0:
            return True
    return False


@kernel
def look_beyond(state: State, c: int, value: float) -> None:
    """Work out what a plan at ``value`` does to those out of sight, unless that is known: they do not change."""
    coalition, people, many = coalitions(state), organizations(state), state.clock[IN_SIGHT]
    if coalition.unseen_value[c] == value and coalition.unseen_many[c] == many:
        return
    k, width = int(coalition.issue[c]), state.parameters.joining.interest_width
    hurt, total, place, last = 0.0, 0.0, 0, len(people.id) if many < len(people.id) else 0
    for i in range(last):
        if place < many and state.sight[place] == i:
            place += 1
            continue
        total += people.capacity[i]
        if concerns(state).stake[k, i] > 0.0:
            hurt += people.capacity[i] * max(0.0, -interest(concerns(state).value[k, i] - value, width))
    coalition.unseen[c], coalition.unseen_hurt[c] = total, hurt
    coalition.unseen_value[c], coalition.unseen_many[c] = value, many


@kernel
def hurt_by(state: State, c: int, value: float, with_members: bool) -> float:
    """Return the capacity share of those who care and whom a plan at ``value`` hurts, weighed by how much.

    Whoever sits with the coalition of its own will does not stand against it, but does not take the loss for a gain.
    """
    k = int(coalitions(state).issue[c])
    people, seat = organizations(state), seats(state)
    width = state.parameters.joining.interest_width
    look_beyond(state, c, value)
    hurt = coalitions(state).unseen_hurt[c]
    total = coalitions(state).unseen[c]
    for i in in_sight(state):
        total += people.capacity[i]
        is_outside = seat.member[c, i] == 0.0 or seat.reluctant[c, i] > 0.0
        if concerns(state).stake[k, i] > 0.0 and (with_members or is_outside):
            hurt += people.capacity[i] * max(0.0, -interest(concerns(state).value[k, i] - value, width))
    return hurt / total if total > 0.0 else 0.0


@kernel
def expected_hurt(state: State, c: int, value: float, with_members: bool) -> float:
    """Return what ``hurt_by`` would, as far as whoever convenes can tell: by the map of values, and usual care."""
    people, seat = organizations(state), seats(state)
    width = state.parameters.joining.interest_width
    hurt = 0.0
    total = 0.0
    for i in in_sight(state):
        total += people.capacity[i]
        if with_members or seat.member[c, i] == 0.0:
            hurt += people.capacity[i] * max(0.0, -interest(reports(state).mapped_value[c, i] - value, width))
    return state.parameters.joining.care * hurt / total if total > 0.0 else 0.0


@kernel
def weekly_chance(state: State, c: int) -> float:
    """Return the intensity a week with which coalition ``c`` wins in an open window, as things truly are.

    Whom an audience heeds, and whom the plan hurts, is written down also in weeks in which it waits.
    """
    k = int(coalitions(state).issue[c])
    coalition, outcome = coalitions(state), state.parameters.outcome
    obstacle = int(issues(state).obstacle[k])
    if obstacle == NONE or coalition.status[c] != ACTIVE or coalition.size[c] == 0.0 or coalition.fulfilled[c] > 0.0:
        return 0.0
    heeded = participation(state, c, obstacle)
    dissent = hurt_by(state, c, plan(state, CURRENT).value[c], False)
    issues(state).heeded[k] = max(issues(state).heeded[k], heeded)
    issues(state).dissent[k] = max(issues(state).dissent[k], dissent)
    if not (presses(state, c) and has_required(state, c, obstacle)):
        return 0.0
    pressure = strength(outcome, chain_quality(state, c, obstacle), heeded)
    wall = barrier(outcome, plan(state, CURRENT).ambition[c], opposition(state, k), dissent)
    return contest(outcome, pressure, wall) / voices_at_once(state, c)


@kernel
def presses(state: State, c: int) -> bool:
    """Return whether coalition ``c`` goes for a decision this week, or waits until it knows more."""
    return bool(state.decision[c, PRESS] > 0.0)


@kernel
def lasting(outcome: Outcome, hurt: float) -> float:
    """Return the share of its worth that an achievement keeps, r / (r + delta), where so many are hurt by it."""
    return 1.0 / (1.0 + outcome.undoing * hurt)


@kernel
def lay_evidence_aside(state: State, k: int) -> None:
    """Drop what tables were told this week of what stands in the way of issue ``k``: it was told of what has fallen."""
    for c in range(len(coalitions(state).issue)):
        if int(coalitions(state).issue[c]) == k:
            state.evidence[c] = 0.0


@kernel
def overcome(state: State, c: int, k: int) -> None:
    """Close what blocks issue ``k`` for good: its work is spent, the window closes, the next obstacle blocks."""
    issue, queue, obstacle = issues(state), state.queue[k], int(issues(state).obstacle[k])
    issue.ambition[k] = min(issue.ambition[k], plan(state, CURRENT).ambition[c])
    issue.window[k] = 0.0
    issue.window_until[k] = 0.0
    issue.open[k] -= 1.0
    for place in range(int(issue.open[k])):
        queue[place] = queue[place + 1]
    state.overcome_at[k, obstacle] = state.time[NOW]
    lay_evidence_aside(state, k)
    for step in range(state.progress.shape[2]):
        state.progress[k, obstacle, step] = 0.0
        state.reached[k, obstacle, step] = 0.0
    coalitions(state).won[c] = 1.0
    note(state, OVERCOME, c, obstacle, issue.open[k])
    if issue.open[k] > 0.0:
        face(state, k, int(queue[0]))
    else:
        settle_issue(state, c, k)


@kernel
def settle_issue(state: State, c: int, k: int) -> None:
    """End issue ``k`` with the plan of coalition ``c``: book what is expected of it, and draw what people will see."""
    issue, current, outcome = issues(state), plan(state, CURRENT), state.parameters.outcome
    obstacle = int(issue.obstacle[k])
    end(state, k, 1.0)
    luck = uniform(state.clock[SEED], HELP, state.badges[int(coalitions(state).hub[c])], state.clock[STEP], k)
    good = luck < helps(outcome, current.fact[c] - issue.fact[k])
    coalitions(state).won[c] = 1.0 if good else -1.0
    note(state, SETTLED_HELPS if good else SETTLED_HARMS, c, obstacle, issue.ambition[k])


@kernel
def hold_contest(state: State, k: int) -> None:
    """Hold the contest of the week on issue ``k``; of several wins only the most ambitious counts."""
    coalition, issue, ambition = coalitions(state), issues(state), plan(state, CURRENT).ambition
    issue.heeded[k] = 0.0
    issue.dissent[k] = 0.0
    winner = NONE
    is_contest = not takes_acts(state, int(issue.obstacle[k]))
    for c in range(len(coalition.status)):
        if int(coalition.issue[c]) != k:
            continue
        coalition.won[c] = 0.0
        chance = per_step(weekly_chance(state, c), state.time[STEP_WEEKS]) if is_contest else 0.0
        coalition.chance[c] = chance
        if chance <= 0.0 or issue.window[k] == 0.0:
            continue
        if uniform(state.clock[SEED], WIN, state.badges[int(coalition.hub[c])], state.clock[STEP], k) < chance:
            if winner == NONE or ambition[c] > ambition[winner]:
                winner = c
    if winner != NONE:
        overcome(state, winner, k)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Hold the contests of the week."""
    for k in range(len(issues(state).open)):
        hold_contest(state, k)
