"""Sensing: each organization sees the fact with an error, part of which its whole kind shares.

y_i = theta + s (sqrt(rho) eta_kind + sqrt(1 - rho) nu_i). The shared error eta lasts for weeks, or averaging over
weeks would wash it out. The belief m_i follows its signals. Neutral: no noise, so that everybody knows the fact.
Limiting case: the mean of n signals has variance s^2 (rho + (1 - rho) / n).

Serves principle 6 (information).
"""

from __future__ import annotations

import math

from ..arithmetic import per_step
from ..chance import draw_on, normal, normal_quantile, stream
from ..compiling import kernel
from ..lots import draw_lots
from ..rules import Rules
from ..state import (
    SEED,
    STEP,
    STEP_WEEKS,
    State,
    concerns,
    coordinators,
    in_sight,
    is_idle,
    is_open,
    issues,
    organizations,
    standing,
    stocks,
)

SHARED = stream("sensing.shared")
SIGNAL = stream("sensing.signal")

CONTRIBUTION = 2.5
"""Hours a week that a core partner pays at full trust where no funder pays anything."""
READING = stream("sensing.reading")

(LOTS,) = range(1)
"""Row of ``state.scratch`` during this phase."""

FAMILY = 2
"""Row of ``state.kinds`` that keys the random numbers of a kind."""


@kernel
def common_noise(shared: float, eta: float, nu: float) -> float:
    """Return a standard error of which the share ``shared`` of the variance is common: eta, the rest own: nu."""
    return math.sqrt(shared) * eta + math.sqrt(1.0 - shared) * nu


@kernel
def refresh_shared_errors(state: State) -> None:
    """Let the errors that kinds share wander (first-order autoregressive, variance one)."""
    persistence = state.parameters.sensing.persistence
    memory = math.exp(-state.time[STEP_WEEKS] / persistence) if persistence > 0.0 else 0.0
    if state.clock[STEP] == 0:
        memory = 0.0
    for kind in range(state.shared.shape[0]):
        entity = int(state.kinds[FAMILY, kind]) << 32
        for topic in range(state.shared.shape[1]):
            shock = normal(state.clock[SEED], SHARED, entity, state.clock[STEP], topic)
            state.shared[kind, topic] = memory * state.shared[kind, topic] + math.sqrt(1.0 - memory * memory) * shock


@kernel
def expertise(state: State, i: int, obstacle: int) -> float:
    """Return how well organization ``i`` masters what an obstacle asks for, in [0, 1]."""
    total = 0.0
    for strength in range(state.profile.shape[1]):
        total += state.profile[obstacle, strength] * state.proficiency[i, strength]
    return total


@kernel
def mapped_expertise(state: State, h: int, i: int, obstacle: int) -> float:
    """Return how well organization ``i`` masters what an obstacle asks for, as the coordinator's map shows it."""
    total = 0.0
    for strength in range(state.profile.shape[1]):
        total += state.profile[obstacle, strength] * state.map[h, i, strength]
    return total


@kernel
def log_likelihood(is_true: bool, sight: float, noise: float) -> float:
    """Return the log-likelihood, against "none of them", that a reading gives to an obstacle.

    The reading has mean one where the obstacle blocks and zero elsewhere, and signal-to-noise ``sight``.
    """
    reading = (sight if is_true else 0.0) + noise
    return sight * (reading - 0.5 * sight)


@kernel
def reading(state: State, i: int, k: int, obstacle: int, care: float, occasion: int) -> float:
    """Return the log-likelihood, in nats, that organization ``i`` would report for an obstacle.

    Its signal-to-noise is that of an expert's, times its expertise, times ``care``: 1 for a conversation. Each
    ``occasion`` of a step has an error of its own: 0, an interview or one's own eyes; from 1 on, rounds at a table.
    """
    people = organizations(state)
    sensing = state.parameters.sensing
    draw = draw_on(k, obstacle + occasion * len(state.hours))
    own = normal(state.clock[SEED], READING, people.id[i], state.clock[STEP], draw)
    lasting = care * state.shared[people.kind[i], obstacle]  # a short look adds little of an error that stays
    noise = common_noise(sensing.shared, lasting, own)
    sight = care * sensing.evidence * expertise(state, i, obstacle)
    return log_likelihood(obstacle == issues(state).obstacle[k], sight, noise)


@kernel
def independent_share(voices: float, shared: float, kinds: float, persistence: float) -> float:
    """Return what one of ``voices`` readings counts for, if each kind errs together and for weeks.

    An error that lasts comes back in about 2 x persistence weekly rounds, so that what is added up over weeks varies as
    (1 - rho) + rho (voices of a kind) (1 + 2 persistence); an honest sum of evidence divides by that.
    """
    together = voices / min(voices, kinds) if voices > 0.0 else 1.0
    return 1.0 / (1.0 - shared + shared * together * (1.0 + 2.0 * persistence))


@kernel
def contribution(state: State, h: int, i: int) -> float:
    """Return the hours a week that a core partner pays for an office with staff: the more, the more it trusts it."""
    person = coordinators(state)
    if organizations(state).core[i] == 0 or person.own[h] >= 0.0 or person.staff[h] == 0.0 or is_idle(state, h):
        return 0.0
    return CONTRIBUTION * (1.0 - state.parameters.club.grant) * standing(state).trust[h, i]


@kernel
def contributions(state: State, i: int) -> float:
    """Return the hours that an organization pays for all coordinators in this step."""
    hours = 0.0
    for h in range(len(coordinators(state).own)):
        hours += contribution(state, h, i)
    return hours * state.time[STEP_WEEKS]


@kernel
def see(state: State, k: int) -> None:
    """Give every organization its signal of the fact of issue ``k``, and let its belief follow."""
    sensing, people, concern = state.parameters.sensing, organizations(state), concerns(state)
    follow = per_step(sensing.follow, state.time[STEP_WEEKS])
    brief = 1.0 / math.sqrt(state.time[STEP_WEEKS])  # a shorter look is a noisier one: a week's worth stays the same
    draw_lots(state, SIGNAL, k, state.scratch[LOTS])
    for i in in_sight(state):
        signal = issues(state).fact[k]
        if people.noise[i] > 0.0:
            own = brief * normal_quantile(state.scratch[LOTS, i])
            signal += people.noise[i] * common_noise(
                sensing.shared, state.shared[people.kind[i], len(state.hours) + k], own
            )
        concern.belief[k, i] += follow * (signal - concern.belief[k, i])
        concern.voiced[k, i] = concern.belief[k, i]


@kernel
def phase(state: State, rules: Rules) -> None:
    """Give every organization its signal and let its belief follow; core partners pay their contribution."""
    stock = stocks(state)
    refresh_shared_errors(state)
    for k in range(len(issues(state).open)):
        if is_open(state, k):
            see(state, k)
    for i in in_sight(state):
        stock.contributed[i] = contributions(state, i)
        stock.spent[i] = stock.contributed[i]
