"""Outcome: a contest with vested interests, decided in windows of opportunity.

In an open window the weekly chance is r S^n / (S^n + B^n) (Tullock 1980). Strength S = Q W^l: the quality Q of the
chain of steps that is truly needed, and the participation W that the audience heeds, by constituency and not by
headcount. The barrier B grows with resistance, with ambition, and with the dissent of those outside whom the plan
hurts. What is enacted helps with probability exp(-(plan's fact - theta)^2 / (2 w^2)); otherwise it harms. A win
closes the window.

No principle enters here but through the work done, who takes part, and the plan.  Zero members win nothing, exactly.

Serves none of the ten principles: it is what all of them are tried in.
"""

from __future__ import annotations

import math

from ..arithmetic import per_step, power
from ..chance import stream, uniform
from ..compiling import kernel
from ..events import WON_HARMS, WON_HELPS
from ..noting import note
from ..parameters import Conditions, Outcome
from ..rules import Rules
from ..state import (
    ACTIVE,
    CURRENT,
    DISSENT,
    FACT,
    HEEDED,
    OBSTACLE,
    RESISTANCE,
    SEED,
    STEP,
    STEP_WEEKS,
    WINDOW,
    WINDOW_UNTIL,
    State,
    coalitions,
    organizations,
    plan,
    seats,
    stocks,
)

WIN = stream("outcome.win")
HELP = stream("outcome.help")


@kernel
def barrier(outcome: Outcome, ambition: float, resistance: float, dissent: float) -> float:
    """Return B, in units of strength; ``dissent`` is the capacity share of those outside, by how much they are hurt."""
    return outcome.barrier * resistance * math.exp(outcome.barrier_slope * (ambition - 0.5)) + outcome.dissent * dissent


@kernel
def strength(outcome: Outcome, quality: float, heeded: float) -> float:
    """Return S of a chain of quality Q, pressed by participation W."""
    return quality * power(heeded, outcome.legitimacy)


@kernel
def contest(outcome: Outcome, strength: float, barrier: float) -> float:
    """Return the chance of a win in a week of open window."""
    if strength <= 0.0:
        return 0.0
    if barrier <= 0.0:
        return outcome.rate
    return outcome.rate / (1.0 + power(barrier / strength, outcome.steepness))


@kernel
def open_share(conditions: Conditions) -> float:
    """Return the share of time in which windows are open, in the long run."""
    total = conditions.window_rate + conditions.window_closing
    return conditions.window_rate / total if total > 0.0 else 0.0


@kernel
def interest(distance: float, width: float) -> float:
    """Return what a plan at this distance in values is worth: one at none, zero at a width, negative beyond (to -1)."""
    return max(-1.0, 1.0 - distance * distance / (width * width))


@kernel
def helps(outcome: Outcome, error: float) -> float:
    """Return the chance that a plan whose fact is off by ``error`` helps."""
    return math.exp(-error * error / (2.0 * outcome.help_width * outcome.help_width))


@kernel
def worth(outcome: Outcome, ambition: float, distance: float) -> float:
    """Return the value of a plan that helps: ambition x closeness to the people affected."""
    width = outcome.closeness_width
    return ambition * max(0.0, 1.0 - distance * distance / (width * width))


@kernel
def chain_quality(state: State, c: int, obstacle: int) -> float:
    """Return Q = (mean of x^e)^(1/e) over how far each truly needed step is done (CES, by number of steps)."""
    exponent = state.parameters.outcome.chain
    total = 0.0
    count = 0
    for step in range(state.hours.shape[1]):
        if state.needed[obstacle, step] == 1:
            total += power(state.progress[c, obstacle, step], exponent)
            count += 1
    return power(total / count, 1.0 / exponent) if count > 0 else 0.0


@kernel
def participation(state: State, c: int, obstacle: int) -> float:
    """Return W: the share of the audience's heed that the members command, in [0, 1]."""
    people = organizations(state)
    total = 0.0
    for place in range(int(coalitions(state).size[c])):
        i = state.roster[c, place]
        total += state.audience[obstacle, people.kind[i]] * people.weight[i]
    return total


@kernel
def dissent_outside(state: State, c: int, value: float) -> float:
    """Return the capacity share of those outside whom a plan at ``value`` hurts, weighed by how much."""
    people, stock, seat = organizations(state), stocks(state), seats(state)
    width = state.parameters.joining.interest_width
    hurt = 0.0
    total = 0.0
    for i in range(len(people.id)):
        total += people.capacity[i]
        if seat.member[c, i] == 0.0:
            hurt += people.capacity[i] * max(0.0, -interest(stock.value[i] - value, width))
    return hurt / total if total > 0.0 else 0.0


@kernel
def weekly_chance(state: State, c: int) -> float:
    """Return the chance that coalition ``c`` wins in a week of open window, as things truly are."""
    coalition, outcome = coalitions(state), state.parameters.outcome
    obstacle = int(state.issue[OBSTACLE])
    if coalition.status[c] != ACTIVE or coalition.size[c] == 0.0 or coalition.fulfilled[c] > 0.0:
        return 0.0
    heeded = participation(state, c, obstacle)
    dissent = dissent_outside(state, c, plan(state, CURRENT).value[c])
    state.issue[HEEDED] = max(state.issue[HEEDED], heeded)
    state.issue[DISSENT] = max(state.issue[DISSENT], dissent)
    pressure = strength(outcome, chain_quality(state, c, obstacle), heeded)
    return contest(
        outcome, pressure, barrier(outcome, plan(state, CURRENT).ambition[c], state.issue[RESISTANCE], dissent)
    )


@kernel
def enact(state: State, c: int) -> None:
    """Let the plan of a coalition become reality: it helps or harms, the window closes, the purpose is fulfilled."""
    current, outcome = plan(state, CURRENT), state.parameters.outcome
    luck = uniform(state.clock[SEED], HELP, state.badges[int(coalitions(state).hub[c])], state.clock[STEP], 0)
    good = luck < helps(outcome, current.fact[c] - state.issue[FACT])
    coalitions(state).won[c] = 1.0 if good else -1.0
    coalitions(state).fulfilled[c] = 1.0
    state.issue[WINDOW] = 0.0
    state.issue[WINDOW_UNTIL] = 0.0
    note(state, WON_HELPS if good else WON_HARMS, c, int(current.obstacle[c]), current.ambition[c])


@kernel
def phase(state: State, rules: Rules) -> None:
    """Hold the contest of the week; of several wins only the most ambitious counts."""
    coalition, current = coalitions(state), plan(state, CURRENT)
    state.issue[HEEDED] = 0.0
    state.issue[DISSENT] = 0.0
    winner = -1
    for c in range(len(coalition.status)):
        coalition.won[c] = 0.0
        chance = per_step(weekly_chance(state, c), state.time[STEP_WEEKS])
        coalition.chance[c] = chance
        if chance <= 0.0 or state.issue[WINDOW] == 0.0:
            continue
        if uniform(state.clock[SEED], WIN, state.badges[int(coalition.hub[c])], state.clock[STEP], 0) < chance:
            if winner < 0 or current.ambition[c] > current.ambition[winner]:
                winner = c
    if winner >= 0:
        enact(state, winner)
