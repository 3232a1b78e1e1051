"""Conditions: what changes whatever anybody does.

Another obstacle may begin to block the outcome (hazard lambda_t = min(lambda_0 exp(a t), 1)), the fact wanders (a
random walk), windows of opportunity open and close (Kingdon 1984), the resistance of vested interests returns to its
level and rises with what they see. Scripted events of a case happen at their week. Neutral: zero rates and an open
window.

Serves none of the ten principles: it is what all of them are tried in.
"""

from __future__ import annotations

import math

from ..arithmetic import per_step
from ..chance import integer, normal, stream, uniform
from ..compiling import kernel
from ..events import OBSTACLE_CHANGED, WINDOW_CLOSED, WINDOW_OPENED
from ..noting import note
from ..rules import Rules
from ..state import (
    CHOICES_FROM,
    CHOICES_TO,
    FACT,
    FOLLOWED,
    HEEDED,
    NONE,
    NOW,
    OBSTACLE,
    RESISTANCE,
    SEED,
    STAKES,
    STEP,
    STEP_WEEKS,
    SWITCHED_AT,
    WINDOW,
    WINDOW_UNTIL,
    State,
)

SWITCH = stream("conditions.switch")
WHICH = stream("conditions.which")
DRIFT = stream("conditions.drift")
OPENING = stream("conditions.window")

TO_OBSTACLE, TO_WINDOW, TO_RESISTANCE, TO_FACT, TO_STAKES = range(5)
"""What a scripted event changes."""


@kernel
def hazard_at(hazard: float, growth: float, now: float) -> float:
    """Return the chance a week, at week ``now``, that the obstacle changes."""
    if hazard <= 0.0:
        return 0.0
    return math.exp(min(math.log(hazard) + growth * now, 0.0))


@kernel
def set_obstacle(state: State, obstacle: int) -> None:
    """Let another obstacle block the outcome from now on."""
    if obstacle == state.issue[OBSTACLE]:
        return
    state.issue[OBSTACLE] = obstacle
    state.issue[SWITCHED_AT] = state.time[NOW]
    state.issue[FOLLOWED] = 0.0
    note(state, OBSTACLE_CHANGED, NONE, obstacle, 0.0)


@kernel
def set_window(state: State, is_open: bool) -> None:
    """Open or close the window of opportunity."""
    if is_open == (state.issue[WINDOW] > 0.0):
        return
    state.issue[WINDOW] = 1.0 if is_open else 0.0
    note(state, WINDOW_OPENED if is_open else WINDOW_CLOSED, NONE, NONE, 0.0)


@kernel
def follow_script(state: State) -> None:
    """Let the scripted events of this step happen."""
    for row in range(len(state.script)):
        if state.script[row, 0] != state.clock[STEP]:
            continue
        what, value = state.script[row, 1], state.script[row, 2]
        if what == TO_OBSTACLE:
            set_obstacle(state, int(value))
        elif what == TO_WINDOW:
            state.issue[WINDOW_UNTIL] = state.time[NOW] + value
            set_window(state, value > 0.0)
        elif what == TO_RESISTANCE:
            state.issue[RESISTANCE] = value
        elif what == TO_FACT:
            state.issue[FACT] += value
        elif what == TO_STAKES:
            state.issue[STAKES] = value


@kernel
def find_choices(state: State) -> None:
    """Mark which of the decisions made elsewhere belong to this step (they are sorted by step)."""
    first = state.clock[CHOICES_TO]
    while first < len(state.choices) and state.choices[first, 0] < state.clock[STEP]:
        first += 1
    last = first
    while last < len(state.choices) and state.choices[last, 0] == state.clock[STEP]:
        last += 1
    state.clock[CHOICES_FROM] = first
    state.clock[CHOICES_TO] = last


@kernel
def change_obstacle(state: State) -> None:
    """Switch to another obstacle with the hazard of this week."""
    conditions = state.parameters.conditions
    seed, step = state.clock[SEED], state.clock[STEP]
    obstacles = len(state.hours)
    hazard = hazard_at(conditions.hazard, conditions.hazard_growth, state.time[NOW])
    if obstacles < 2 or uniform(seed, SWITCH, 0, step, 0) >= per_step(hazard, state.time[STEP_WEEKS]):
        return
    other = integer(seed, WHICH, 0, step, 0, obstacles - 1)
    if other >= state.issue[OBSTACLE]:
        other += 1
    set_obstacle(state, other)


@kernel
def move_window(state: State) -> None:
    """Open or close the window by chance, unless a scripted one is held open."""
    conditions = state.parameters.conditions
    if state.time[NOW] < state.issue[WINDOW_UNTIL]:
        return
    if state.issue[WINDOW_UNTIL] > 0.0:
        state.issue[WINDOW_UNTIL] = 0.0
        set_window(state, False)
        return
    u = uniform(state.clock[SEED], OPENING, 0, state.clock[STEP], 0)
    if state.issue[WINDOW] > 0.0:
        if u < per_step(conditions.window_closing, state.time[STEP_WEEKS]):
            set_window(state, False)
    elif u < per_step(conditions.window_rate, state.time[STEP_WEEKS]):
        set_window(state, True)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let the environment move on by one step."""
    conditions = state.parameters.conditions
    issue, weeks = state.issue, state.time[STEP_WEEKS]
    state.time[NOW] = state.clock[STEP] * weeks
    find_choices(state)
    change_obstacle(state)
    issue[FACT] += math.sqrt(conditions.drift * weeks) * normal(state.clock[SEED], DRIFT, 0, state.clock[STEP], 0)
    gap = conditions.resistance - issue[RESISTANCE]
    issue[RESISTANCE] += weeks * (conditions.resistance_return * gap + conditions.resistance_rise * issue[HEEDED])
    move_window(state)
    follow_script(state)
