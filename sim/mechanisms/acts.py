"""Acts: what stands in the way falls once so many organizations have each done something for themselves.

A treaty comes into force when forty states have ratified it, a standard when ten firms have adopted it. A seat is not
such an act: it costs no hours, is one's own decision, member or not, and is never undone. Each of those who count, and
to whom the plan is worth more than none (``seat.agreement_worth``: a vote for oneself), is a contest of its own, at the
intensity at which the plan would win any other obstacle; no window is needed, since each has its own days. Whoever
proposes or sits reckons as with any other obstacle, which one win would overcome.

Limiting case: where each of N acts at an intensity a, the K-th act comes after the sum of 1 / (a (N - j)) weeks, j from
0 to K - 1, on average (order statistics of exponential times: Renyi 1953).

Serves none of the ten principles: like ``outcome.py``, it is what they are tried in.
"""

from __future__ import annotations

from ..arithmetic import per_step
from ..chance import draw_on, stream, uniform, word_of
from ..compiling import kernel
from ..events import ACTED
from ..noting import note
from ..rules import Rules
from ..state import (
    CURRENT,
    NONE,
    SEED,
    STEP,
    STEP_WEEKS,
    State,
    coalitions,
    in_sight,
    issues,
    organizations,
    plan,
)
from .outcome import overcome, takes_acts, weekly_chance
from .participation import is_counted, is_of_kind
from .seat import agreement_worth

ACT = stream("acts.act")


@kernel
def have_acted(state: State, k: int, obstacle: int) -> bool:
    """Return whether as many have acted as it takes, of every kind, those set apart of it included."""
    for kind in range(state.acts.shape[1]):
        missing = state.acts[obstacle, kind]
        for i in in_sight(state):
            if state.acted[k, obstacle, i] > 0.0 and is_of_kind(state, i, kind):
                missing -= 1.0
        if missing > 0.0:
            return False
    return True


@kernel
def act(state: State, k: int, c: int, obstacle: int) -> bool:
    """Let each who counts and has not acted, and to whom the plan of coalition ``c`` is worth it, act with its chance.

    Return whether there is any.
    """
    chance = per_step(weekly_chance(state, c), state.time[STEP_WEEKS])
    office = draw_on(k, word_of(state.badges[int(coalitions(state).hub[c])]))
    for i in in_sight(state):
        if chance <= 0.0 or state.acted[k, obstacle, i] > 0.0 or not is_counted(state, state.acts[obstacle], i):
            continue
        luck = uniform(state.clock[SEED], ACT, organizations(state).id[i], state.clock[STEP], office)
        if luck < chance and agreement_worth(state, c, i, CURRENT) > 0.0:
            state.acted[k, obstacle, i] = 1.0
            note(state, ACTED, c, i, float(obstacle))
    return chance > 0.0


@kernel
def hold_acts(state: State, k: int, obstacle: int) -> None:
    """Let those act whose acts it takes; once there are enough, the most ambitious plan that presses has won."""
    winner, ambition = NONE, plan(state, CURRENT).ambition
    for c in range(len(coalitions(state).issue)):
        if int(coalitions(state).issue[c]) != k:
            continue
        if act(state, k, c, obstacle) and (winner == NONE or ambition[c] > ambition[winner]):
            winner = c
    if winner != NONE and have_acted(state, k, obstacle):
        overcome(state, winner, k)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Let those act whose acts stand in the way, issue by issue."""
    for k in range(len(issues(state).open)):
        obstacle = int(issues(state).obstacle[k])
        if takes_acts(state, obstacle):
            hold_acts(state, k, obstacle)
