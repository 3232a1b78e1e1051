"""Conditions: what changes whatever anybody does.

A further obstacle may come to stand in front of those that block an issue (an intensity lambda_t = lambda_0 exp(a t)),
the fact wanders (a random walk), windows of opportunity open and close (Kingdon 1984). Scripted events of a case happen
at their week. What is settled, or past its deadline, stays as it is. Neutral: zero rates and an open window.

Serves none of the ten principles: it is what all of them are tried in.
"""

from __future__ import annotations

import math

from ..arithmetic import per_step
from ..chance import integer, normal, stream, uniform
from ..choices import INVITE, JOIN
from ..compiling import kernel
from ..events import DEADLINE_PASSED, OBSTACLE_CHANGED, WINDOW_CLOSED, WINDOW_OPENED
from ..noting import note
from ..rules import Rules
from ..state import (
    CHOICES_FROM,
    CHOICES_TO,
    NONE,
    NOW,
    SEED,
    STEP,
    STEP_WEEKS,
    State,
    coalitions,
    has_arisen,
    is_open,
    issues,
)
from .network import come_into_sight

SWITCH = stream("conditions.switch")
WHICH = stream("conditions.which")
DRIFT = stream("conditions.drift")
OPENING = stream("conditions.window")

WINDOW_CLOSING = 1 / 6
"""Intensity a week with which an open window closes (Kingdon 1984; size assumed)."""

MOST_GROWTH = 100.0
"""Logarithm of what grows without bound is cut here: by then a change is certain every step."""

TO_OBSTACLE, TO_WINDOW, TO_BARRIER, TO_FACT, TO_STAKES = range(5)
"""What a scripted event changes."""


@kernel
def hazard_at(hazard: float, growth: float, now: float) -> float:
    """Return the intensity a week, at week ``now``, with which further obstacles come."""
    return hazard * math.exp(min(growth * now, MOST_GROWTH))


@kernel
def opening(share: float) -> float:
    """Return the intensity a week with which windows open that are open for this share of the time."""
    return WINDOW_CLOSING * share / (1.0 - share) if share < 1.0 else math.inf


@kernel
def put_in_front(state: State, k: int, obstacle: int) -> None:
    """Let an obstacle stand in the way of issue ``k`` before all others; one that waits farther back comes forward."""
    issue, queue = issues(state), state.queue[k]
    place = 0
    while place < issue.open[k] and queue[place] != obstacle:
        place += 1
    if place == issue.open[k]:
        issue.open[k] += 1.0
    for earlier in range(place, 0, -1):
        queue[earlier] = queue[earlier - 1]
    queue[0] = obstacle
    face(state, k, obstacle)


@kernel
def face(state: State, k: int, obstacle: int) -> None:
    """Write down that from now on this obstacle blocks issue ``k``."""
    issue = issues(state)
    if obstacle == issue.obstacle[k]:
        return
    issue.obstacle[k] = obstacle
    issue.switched_at[k] = state.time[NOW]
    issue.followed[k] = 0.0 if state.clock[STEP] > 0 else 1.0  # at the start there is none before it
    note(state, OBSTACLE_CHANGED, NONE, obstacle, float(k))


@kernel
def set_window(state: State, k: int, is_open: bool) -> None:
    """Open or close the window of opportunity of issue ``k``."""
    if is_open == (issues(state).window[k] > 0.0):
        return
    issues(state).window[k] = 1.0 if is_open else 0.0
    note(state, WINDOW_OPENED if is_open else WINDOW_CLOSED, NONE, NONE, float(k))


@kernel
def follow_script(state: State, k: int) -> None:
    """Let the scripted events of this step happen to issue ``k``: before it has arisen, only what stays so."""
    for row in range(len(state.script)):
        if state.script[row, 0] != state.clock[STEP]:
            continue
        what, value = state.script[row, 1], state.script[row, 2]
        if what == TO_BARRIER:
            issues(state).barrier[k] = value
        elif what == TO_FACT:
            issues(state).fact[k] += value
        elif what == TO_STAKES:
            issues(state).stakes[k] = value
        elif what == TO_OBSTACLE and has_arisen(state, k):
            put_in_front(state, k, int(value))
        elif what == TO_WINDOW and has_arisen(state, k):
            issues(state).window_until[k] = state.time[NOW] + value
            set_window(state, k, value > 0.0)


@kernel
def find_choices(state: State) -> None:
    """Mark which of the decisions made elsewhere belong to this step (sorted by step); whom they ask is in sight."""
    first = state.clock[CHOICES_TO]
    while first < len(state.choices) and state.choices[first, 0] < state.clock[STEP]:
        first += 1
    last = first
    while last < len(state.choices) and state.choices[last, 0] == state.clock[STEP]:
        last += 1
    state.clock[CHOICES_FROM] = first
    state.clock[CHOICES_TO] = last
    for row in range(first, last):
        is_asked = state.choices[row, 1] == JOIN or state.choices[row, 1] == INVITE
        if is_asked and state.choices[row, 3] > 0.0:
            come_into_sight(state, int(state.choices[row, 2]))


@kernel
def add_obstacle(state: State, k: int) -> None:
    """Let another obstacle come to stand in front, with the hazard of this week."""
    conditions = state.parameters.conditions
    seed, step = state.clock[SEED], state.clock[STEP]
    obstacles = len(state.hours)
    hazard = hazard_at(conditions.hazard, conditions.hazard_growth, state.time[NOW])
    if obstacles < 2 or uniform(seed, SWITCH, k, step, 0) >= per_step(hazard, state.time[STEP_WEEKS]):
        return
    other = integer(seed, WHICH, k, step, 0, obstacles - 1)
    if other >= issues(state).obstacle[k]:
        other += 1
    put_in_front(state, k, other)


@kernel
def move_window(state: State, k: int) -> None:
    """Open or close the window by chance, unless a scripted one is held open."""
    conditions = state.parameters.conditions
    if state.time[NOW] < issues(state).window_until[k]:
        return
    if issues(state).window_until[k] > 0.0:
        issues(state).window_until[k] = 0.0
        set_window(state, k, False)
        return
    u, share = uniform(state.clock[SEED], OPENING, k, state.clock[STEP], 0), conditions.window_share
    moves = per_step(WINDOW_CLOSING + opening(share), state.time[STEP_WEEKS])  # and may have moved back within the step
    if issues(state).window[k] > 0.0:
        if u < (1.0 - share) * moves:
            set_window(state, k, False)
    elif u < share * moves:
        set_window(state, k, True)


@kernel
def end(state: State, k: int, settled: float) -> None:
    """End issue ``k``, settled (1) or not (-1), and tell whoever works on it."""
    issue, coalition = issues(state), coalitions(state)
    issue.settled[k] = settled
    issue.obstacle[k] = NONE
    for c in range(len(coalition.issue)):
        if int(coalition.issue[c]) == k:
            coalition.fulfilled[c] = 1.0


@kernel
def expire(state: State, k: int) -> None:
    """End an issue whose deadline has passed: nothing can be won any more."""
    if state.time[NOW] - issues(state).arises[k] >= state.parameters.conditions.deadline:
        end(state, k, -1.0)
        note(state, DEADLINE_PASSED, NONE, NONE, float(k))


@kernel
def move_issue(state: State, k: int) -> None:
    """Let an open issue change by one step."""
    conditions, issue, weeks = state.parameters.conditions, issues(state), state.time[STEP_WEEKS]
    add_obstacle(state, k)
    issue.fact[k] += math.sqrt(conditions.drift * weeks) * normal(state.clock[SEED], DRIFT, k, state.clock[STEP], 0)
    move_window(state, k)
    follow_script(state, k)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let the environment move on by one step."""
    state.time[NOW] = state.clock[STEP] * state.time[STEP_WEEKS]
    find_choices(state)
    for k in range(len(issues(state).open)):
        if is_open(state, k):
            expire(state, k)
        if is_open(state, k):
            move_issue(state, k)
        if not has_arisen(state, k):
            follow_script(state, k)
