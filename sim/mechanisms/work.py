"""Work: hours become progress in the steps of the theory of change.

A member gives capacity x min(ambition, ceiling) x energy, less the further it stands from the plan (ownership), less
its meetings; one that is bound gives all that the plan asks. What a step gets of each strength adds up with imperfect
substitution (CES: chain and sum are its limits). Work in a step that is not needed is lost. Under every form it takes a
hours a week to convene a member; with c hours of whoever convenes and up to c0 of the members' own, each can do
min(1, (c + c0) / (a n))^gamma of its work.

Neutral: no meetings, no convening, no decay, strengths add up. Limiting cases: with gamma = 1 output grows up to n =
(c + c0) / a and stays there; with gamma = 2 that is the best size.

Serves principle 2 (theory of change) and principle 8 (transaction costs).
"""

from __future__ import annotations

import math

from ..arithmetic import load_of, per_step, power
from ..compiling import kernel
from ..events import STEP_DONE
from ..noting import note
from ..parameters import Work
from ..rules import Rules
from ..state import (
    ACTIVE,
    CURRENT,
    STEP_WEEKS,
    Floats,
    State,
    coalitions,
    concerns,
    coordinators,
    in_sight,
    issues,
    organizations,
    plan,
    seats,
    stocks,
)

ENOUGH = 0.9
"""Share of a step after which those that build on it can begin."""


@kernel
def hours_of(state: State, c: int, i: int, share: float) -> float:
    """Return a share of the hours a week that an organization has for a seat, beside its other seats."""
    stock = stocks(state)
    shared = max(1.0, stock.seats[i] + 1.0 - seats(state).member[c, i])
    return organizations(state).capacity[i] * share * stock.energy[i] / shared


@kernel
def hours_available(state: State, c: int, i: int, ambition: float) -> float:
    """Return the hours a week that an organization gives of itself to a plan of this ambition."""
    return hours_of(state, c, i, min(ambition, organizations(state).ceiling[i]))


@kernel
def hours_under(state: State, c: int, i: int, ambition: float, binds: float) -> float:
    """Return the hours a week that a plan of this ambition has of a member; if it binds, all that it asks for."""
    return hours_of(state, c, i, ambition) if binds > 0.0 else hours_available(state, c, i, ambition)


@kernel
def owned(ownership: float, value_distance: float, fact_distance: float, width: float) -> float:
    """Return the share of its hours that an organization gives to a plan that is not quite its own."""
    square = value_distance * value_distance + fact_distance * fact_distance
    return math.exp(-ownership * square / (width * width))


@kernel
def carried(work: Work, size: float, reluctant: float) -> float:
    """Return how many willing members take as much convening: who is bound and would rather go takes more."""
    return size + (work.oversight - 1.0) * reluctant


@kernel
def service(work: Work, convened: float, size: float) -> float:
    """Return s = min(1, (c + c0) / (a n))^gamma: the share of its work that a member of ``size`` can do.

    Args:
        convened: c, hours a week of whoever convenes; members make up for what is missing, up to c0.
    """
    asked = work.convening * size
    if asked <= 0.0 or size <= 1.0:
        return 1.0
    return power(min(1.0, (convened + work.self_organized) / asked), work.congestion)


@kernel
def meeting_hours(work: Work, convened: float, size: float) -> float:
    """Return the hours a week of one member for meetings about the work, and for convening that nobody else does."""
    if size <= 1.0:
        return 0.0
    missing = max(0.0, work.convening * size - convened)
    return work.meeting + min(missing, work.self_organized) / size


@kernel
def blended(weights: Floats, inputs: Floats, exponent: float) -> float:
    """Return the CES sum (sum w x^e)^(1/e): e = 1 the weighted sum, 0 Cobb-Douglas, -inf the weakest link."""
    if exponent == 1.0:
        total = 0.0
        for k in range(len(weights)):
            total += weights[k] * inputs[k]
        return total
    weakest = math.inf
    logs = 0.0
    for k in range(len(weights)):
        if weights[k] <= 0.0:
            continue
        weakest = min(weakest, inputs[k])
        if inputs[k] > 0.0:
            logs += weights[k] * math.log(inputs[k])
    if exponent < -40.0:
        return weakest
    if weakest <= 0.0 and exponent <= 0.0:
        return 0.0
    if abs(exponent) < 1e-9:
        return math.exp(logs)
    total = 0.0
    for k in range(len(weights)):
        if weights[k] > 0.0:
            total += weights[k] * math.exp(exponent * math.log(inputs[k])) if inputs[k] > 0.0 else 0.0
    return math.exp(math.log(total) / exponent) if total > 0.0 else 0.0


@kernel
def is_bound(state: State, c: int, i: int) -> bool:
    """Return whether organization ``i`` is bound by the plan of coalition ``c``: it gave its word, and cannot go."""
    return bool(coalitions(state).binds[c] > 0.0 and seats(state).promised[c, i] > 0.0)


@kernel
def release(state: State, c: int, i: int) -> None:
    """Let the word that organization ``i`` gave to coalition ``c`` no longer hold."""
    seats(state).promised[c, i] = 0.0
    seats(state).reluctant[c, i] = 0.0


@kernel
def give_hours(state: State, c: int) -> None:
    """Let every member of coalition ``c`` meet, then work in its role; collect the hours of each strength by step."""
    coalition, seat, stock, current = coalitions(state), seats(state), stocks(state), plan(state, CURRENT)
    parameters, weeks, k = state.parameters, state.time[STEP_WEEKS], int(coalition.issue[c])
    served = coalition.served[c]
    meeting = meeting_hours(parameters.work, coalition.convened[c] / weeks, coalition.crowd[c]) * weeks
    for place in range(int(coalition.size[c])):
        i = state.roster[c, place]
        share = owned(
            parameters.work.ownership,
            concerns(state).value[k, i] - current.value[c],
            concerns(state).belief[k, i] - current.fact[c],
            parameters.joining.interest_width,
        )
        given = hours_available(state, c, i, current.ambition[c]) * share * weeks
        if is_bound(state, c, i):
            given = hours_of(state, c, i, current.ambition[c]) * weeks
        elsewhere = (stock.spent[i] + stock.talked[i]) / max(1.0, stock.seats[i])
        given = max(0.0, given - seat.meeting[c, i] - elsewhere)
        meets = min(meeting, given)
        seat.meeting[c, i] += meets
        role = int(seat.role[c, i])
        if role < 0:
            continue
        seat.hours[c, i] = given - meets
        for strength in range(state.bench.shape[1]):
            state.bench[role, strength] += (given - meets) * served * state.proficiency[i, strength]


@kernel
def count_load(state: State, c: int) -> None:
    """Add what coalition ``c`` asked of each organization in this step, talks included, to its load of the week."""
    people, seat, stock = organizations(state), seats(state), stocks(state)
    weeks = state.time[STEP_WEEKS]
    for i in in_sight(state):
        used = load_of(seat.hours[c, i] + seat.meeting[c, i], people.capacity[i])
        seat.taken[c, i] = (1.0 - weeks) * seat.taken[c, i] + used
        stock.load[i] += used


@kernel
def count_talks(state: State) -> None:
    """Count the hours of this step that organizations spent at tables where they have no seat."""
    coalition, seat, stock = coalitions(state), seats(state), stocks(state)
    for i in in_sight(state):
        stock.talked[i] = 0.0
    for c in range(len(coalition.hub)):
        if coordinators(state).own[int(coalition.hub[c])] < 0.0:
            for i in in_sight(state):
                stock.talked[i] += seat.meeting[c, i] * (1.0 - seat.member[c, i])


@kernel
def make_progress(state: State, c: int, obstacle: int) -> None:
    """Turn the hours on the bench into progress of the steps."""
    k = int(coalitions(state).issue[c])
    coalition = coalitions(state)
    coalition.effort[c] = 0.0
    coalition.wasted[c] = 0.0
    for step in range(state.hours.shape[1]):
        if state.needed[obstacle, step] < 0:
            continue
        output = blended(state.needs[obstacle, step], state.bench[step], state.parameters.work.substitution)
        if output <= 0.0:
            continue
        before = state.progress[k, obstacle, step]
        after = min(1.0, before + output / state.hours[obstacle, step])
        state.progress[k, obstacle, step] = after
        coalition.effort[c] += output
        if state.needed[obstacle, step] == 0 or obstacle != issues(state).obstacle[k]:
            coalition.wasted[c] += output
        if state.reached[k, obstacle, step] == 0.0 and after >= ENOUGH:
            state.reached[k, obstacle, step] = 1.0
            coalition.small_wins[c] += 1.0
            note(state, STEP_DONE, c, step, after)


@kernel
def kept_up(decay: float, effort: float, total: float) -> float:
    """Return the share of ``total`` proficient hours that so much effort a week brings about and keeps up."""
    lost = decay * total
    return 1.0 if lost <= 0.0 else min(1.0, ENOUGH * effort / lost)


@kernel
def weeks_to_do(decay: float, effort: float, done: float, aim: float) -> float:
    """Return the weeks until ``aim`` proficient hours are done, from ``done``, while what is done fades.

    dD/dt = effort - decay D.  Limiting case: without decay (aim - done) / effort.
    """
    if aim <= done:
        return 0.0
    if decay <= 0.0:
        return (aim - done) / effort
    return math.log((effort / decay - done) / (effort / decay - aim)) / decay


@kernel
def clear(state: State, c: int) -> None:
    """Begin the week of coalition ``c`` with nothing done."""
    coalitions(state).small_wins[c] = 0.0
    for i in in_sight(state):
        seats(state).hours[c, i] = 0.0
    for step in range(state.bench.shape[0]):
        for strength in range(state.bench.shape[1]):
            state.bench[step, strength] = 0.0


@kernel
def fade(state: State) -> None:
    """Let what was done before fade a little, on every issue."""
    kept = 1.0 - per_step(state.parameters.work.decay, state.time[STEP_WEEKS])
    for k in range(state.progress.shape[0]):
        for obstacle in range(state.progress.shape[1]):
            for step in range(state.progress.shape[2]):
                state.progress[k, obstacle, step] *= kept


@kernel
def phase(state: State, rules: Rules) -> None:
    """Do the work of the week."""
    coalition, stock, people = coalitions(state), stocks(state), organizations(state)
    weeks = state.time[STEP_WEEKS]
    for i in in_sight(state):
        stock.load[i] = (1.0 - weeks) * stock.load[i] + load_of(stock.spent[i], people.capacity[i])
    count_talks(state)
    fade(state)
    for c in range(len(coalition.status)):
        clear(state, c)
        coalition.effort[c] = 0.0
        coalition.wasted[c] = 0.0
        is_working = coalition.status[c] == ACTIVE and coalition.fulfilled[c] == 0.0
        if is_working:
            give_hours(state, c)
            make_progress(state, c, int(plan(state, CURRENT).obstacle[c]))
        count_load(state, c)
