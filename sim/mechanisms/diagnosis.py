"""Diagnosis: noticing that something else now stands in the way, soon but not too often.

A cumulative sum of the log-likelihood ratio "another obstacle blocks us" rings above a threshold (Page 1954). It is
looked at once a week, however short a step is. The strategy decides what to do about it. A pivot may be false: then it
has cost talks, briefings and trust for nothing. Where everybody knows what stands in the way there is nothing to
notice. Neutral: nothing changes. Limiting case: with scores N(0, 1) - 1/2 and threshold 4 a one-sided sum rings every
335.4 steps on average, a two-sided one every 167.7; after a shift by one deviation in 8.38.

Serves principle 6 (information).
"""

from __future__ import annotations

import math

from ..briefing import PIVOT_TO
from ..compiling import kernel
from ..events import ALARM_RANG
from ..noting import note
from ..rules import Rules
from ..state import NONE, PUBLIC, State, campaigns, coalitions, is_week_over, issues
from .office import take_decision
from .synthesis import open_odds


@kernel
def cumulative_sum(level: float, score: float) -> float:
    """Return the next level of Page's one-sided cumulative sum."""
    return max(0.0, level + score)


@kernel
def raise_alarms(state: State, c: int) -> None:
    """Add this week's evidence against the assumed obstacle to the alarm of each other one.

    What everybody knows to be overcome has to make up for the odds against its coming back.
    """
    assumed, k = int(campaigns(state).assumed[c]), int(coalitions(state).issue[c])
    for obstacle in range(state.alarm.shape[1]):
        if obstacle == assumed:
            state.alarm[c, obstacle] = 0.0
            continue
        score, least = state.evidence[c, obstacle] - state.evidence[c, assumed], math.log(open_odds(state, k, obstacle))
        state.alarm[c, obstacle] = least + cumulative_sum(state.alarm[c, obstacle] - least, score)


@kernel
def turn(state: State, c: int, obstacle: int) -> None:
    """Work against another obstacle from now on; the coalition still has to agree on a plan for it."""
    note(state, ALARM_RANG, c, obstacle, state.alarm[c, obstacle])
    campaigns(state).assumed[c] = obstacle
    for other in range(state.alarm.shape[1]):
        state.alarm[c, other] = math.log(open_odds(state, int(coalitions(state).issue[c]), other))


@kernel
def know(state: State, c: int) -> None:
    """Work against what stands in the way, as everybody knows it; nothing else is suspected."""
    k, obstacles = int(coalitions(state).issue[c]), state.alarm.shape[1]
    blocking = int(issues(state).obstacle[k])
    for obstacle in range(obstacles if blocking != NONE else 0):
        state.suspicion[c, obstacle] = 1.0 if obstacle == blocking else 0.0
        state.alarm[c, obstacle] = 0.0
        campaigns(state).assumed[c] = blocking


@kernel
def phase(state: State, rules: Rules) -> None:
    """Watch for a change of obstacle, and let the strategy decide what to do about it and about the coming week."""
    for c in range(len(campaigns(state).assumed)):
        if is_week_over(state):
            raise_alarms(state, c)
            for obstacle in range(state.evidence.shape[1]):
                state.evidence[c, obstacle] = 0.0
        if state.clock[PUBLIC] == 1:
            know(state, c)
        take_decision(state, rules, c)
        pivot_to = int(state.decision[c, PIVOT_TO]) if state.clock[PUBLIC] == 0 else NONE
        if 0 <= pivot_to < state.alarm.shape[1] and pivot_to != campaigns(state).assumed[c]:
            turn(state, c, pivot_to)
