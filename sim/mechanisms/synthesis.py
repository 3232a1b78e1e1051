"""Synthesis: from many reports to one forecast, and from a flawed theory of change to a better one.

A round of k reports counts as k_eff = k / (1 + (k - 1) rho) independent ones, since voices share errors.  Its mean,
blurred by the coordinator's judgement (less so the more it analyses), enters a Kalman filter for a fact that drifts.
Own opinion counts by its weight.  Beliefs over obstacles are Bayes with forgetting.  A flawed step of the theory is
found at a rate per hour of analysis.  Neutral: judgement without error, theory true, obstacle known.

Limiting cases: variance of n voices s^2 (rho + (1 - rho) / n); steady gain of the filter (sqrt(5) - 1) / 2 at q = r =
1; (mean - truth)^2 = mean squared error - variance (Page 2007; Krogh & Vedelsby 1995).

Serves principle 2 (theory of change) and principle 6 (information) and principle 9 (right people).
"""

from __future__ import annotations

import math

from ..arithmetic import per_step, saturating
from ..briefing import ANALYSE, OWN_WEIGHT
from ..chance import normal, stream, uniform
from ..compiling import kernel
from ..events import ROUND_HEARD, STEP_UNDERSTOOD
from ..noting import note
from ..rules import Rules
from ..state import NOW, SEED, STEP, STEP_WEEKS, State, coordinators, issues, minds, standing, stocks
from .office import use_hours
from .sensing import independent_share, log_likelihood, reading
from .trust import after_event

JUDGEMENT = stream("synthesis.judgement")
DESK = stream("synthesis.desk")
PROBE = stream("synthesis.probe")

CLOSED = math.exp(-8.0)
"""Odds that what was overcome is in the way again, against what never was: 8 nats."""

MENDING = stream("synthesis.mending")


@kernel
def effective_voices(voices: float, shared: float) -> float:
    """Return how many independent voices ``voices`` with common error ``shared`` are worth."""
    return voices / (1.0 + (voices - 1.0) * shared)


@kernel
def round_variance(individual: float, shared: float, voices: float, drift: float, age: float) -> float:
    """Return the error variance of a round: of its mean, and of what the fact drifted since (``age`` weeks)."""
    return individual / effective_voices(voices, shared) + drift * age


@kernel
def lasting_variance(individual: float, shared: float, kinds: float, persistence: float, interval: float) -> float:
    """Return what to add to the variance of a round since the error that kinds share comes back in later rounds.

    Args:
        individual: error variance of one report; shared: share of it that its kind has in common.
        kinds: kinds that err independently; persistence: weeks that the common error lasts.
        interval: weeks between rounds.
    """
    return individual * shared / kinds * 2.0 * persistence / interval


@kernel
def kalman_gain(variance: float, noise: float) -> float:
    """Return the weight of a new observation; a perfect one of a known fact is simply taken over."""
    total = variance + noise
    return variance / total if total > 0.0 else 1.0


@kernel
def judgement_deviation(state: State, h: int) -> float:
    """Return the standard deviation of the error that synthesis adds, less the more hours go into analysis."""
    synthesis, mind = state.parameters.synthesis, minds(state)
    weekly = state.decision[h, ANALYSE] * mind.hours[h]
    return synthesis.judgement * mind.noise[h] / math.sqrt(1.0 + weekly / synthesis.judgement_hours)


@kernel
def take_in_round(state: State, h: int) -> None:
    """Take the mean of a completed round into the estimate, and give the forecast back to those who were heard."""
    mind, parameters = minds(state), state.parameters
    if mind.weight[h] > 0.0:
        mean = mind.told[h] / mind.weight[h]
        age = state.time[NOW] - mind.age[h] / mind.weight[h]
        individual = mind.answers[h] / mind.weight[h]
        deviation = judgement_deviation(state, h)
        sensing, drift = parameters.sensing, parameters.conditions.drift
        kinds = min(mind.answers[h], float(state.kinds.shape[1]))
        interval = max(state.time[NOW] - mind.heard_at[h], state.time[STEP_WEEKS])
        noise = deviation * deviation
        noise += round_variance(individual, sensing.shared, mind.answers[h], drift, age)
        noise += lasting_variance(individual, sensing.shared, kinds, sensing.persistence, interval)
        slip = deviation * normal(state.clock[SEED], JUDGEMENT, state.badges[h], state.clock[STEP], 0)
        gain = kalman_gain(mind.variance[h], noise)
        mind.estimate[h] += gain * (mean + slip - mind.estimate[h])
        mind.variance[h] *= 1.0 - gain
    note(state, ROUND_HEARD, h, int(mind.asked[h]), mind.answers[h])
    give_back(state, h)
    mind.asked[h] = 0.0
    mind.heard_at[h] = state.time[NOW]


@kernel
def give_back(state: State, h: int) -> None:
    """Tell those of the round the forecast; where it agrees with what they believe by now, trust grows."""
    voice, stock, mind = standing(state), stocks(state), minds(state)
    tolerance = math.sqrt(mind.variance[h]) + state.parameters.sensing.noise
    for place in range(int(mind.asked[h])):
        i = int(voice.chosen[h, place])
        if voice.heard[h, i] == 0.0:
            continue
        if abs(mind.estimate[h] - stock.belief[i]) <= tolerance:
            voice.trust[h, i] = after_event(state.parameters.trust, voice.trust[h, i], 1.0)
        share = state.parameters.consultation.share_back * voice.trust[h, i]
        stock.belief[i] += share * (mind.estimate[h] - stock.belief[i])


@kernel
def look(state: State, h: int) -> None:
    """Let the coordinator see for itself: the fact from its desk, the obstacle by probes; or both with its own eyes."""
    seed, step, person = state.clock[SEED], state.clock[STEP], coordinators(state)
    mind, parameters = minds(state), state.parameters
    own = int(person.own[h])
    if own >= 0:
        mind.opinion[h] = stocks(state).belief[own]
        sensing = parameters.sensing
        weight = independent_share(1.0, sensing.shared_reading, 1.0, sensing.persistence)
        for obstacle in range(state.evidence.shape[1]):
            state.evidence[h, obstacle] += weight * reading(state, own, obstacle, math.sqrt(state.time[STEP_WEEKS]))
        return
    entity = state.badges[h]
    noise = parameters.synthesis.desk_noise / math.sqrt(state.time[STEP_WEEKS])
    seen = issues(state).fact[0] + noise * normal(seed, DESK, entity, step, 0)
    mind.opinion[h] += per_step(parameters.sensing.follow, state.time[STEP_WEEKS]) * (seen - mind.opinion[h])
    probing = parameters.diagnosis.probe_share * use_hours(state, h, ANALYSE)
    sight = math.sqrt(parameters.diagnosis.probe_evidence * probing)
    if sight > 0.0:
        for obstacle in range(state.evidence.shape[1]):
            error = normal(seed, PROBE, entity, step, obstacle)
            state.evidence[h, obstacle] += log_likelihood(obstacle == issues(state).obstacle[0], sight, error)


@kernel
def weigh_obstacles(state: State, h: int) -> None:
    """Update the probabilities over obstacles: forget a little, then Bayes with this week's evidence."""
    obstacles = state.suspicion.shape[1]
    forgetting = per_step(state.parameters.synthesis.forgetting, state.time[STEP_WEEKS])
    best, odds = -math.inf, 0.0
    for obstacle in range(obstacles):
        odds += open_odds(state, obstacle)
    for obstacle in range(obstacles):
        even = open_odds(state, obstacle) / odds
        state.suspicion[h, obstacle] += forgetting * (even - state.suspicion[h, obstacle])
        if state.suspicion[h, obstacle] > 0.0:
            best = max(best, state.evidence[h, obstacle])
    total = 0.0
    for obstacle in range(obstacles):
        if state.suspicion[h, obstacle] > 0.0:
            state.suspicion[h, obstacle] *= math.exp(state.evidence[h, obstacle] - best)
        total += state.suspicion[h, obstacle]
    for obstacle in range(obstacles):
        state.suspicion[h, obstacle] /= total


@kernel
def hear_of_wins(state: State, h: int) -> None:
    """Learn, as everybody does, what has been overcome, and suspect the most likely of what may be left."""
    mind, assumed = minds(state), int(minds(state).assumed[h])
    if state.overcome[0, assumed] == 0:
        return
    best = -1
    for obstacle in range(state.suspicion.shape[1]):
        state.alarm[h, obstacle] = 0.0
        if best < 0 or state.suspicion[h, obstacle] > state.suspicion[h, best]:
            best = obstacle
    mind.assumed[h] = best


@kernel
def open_odds(state: State, obstacle: int) -> float:
    """Return the odds of an obstacle to stand in the way before anything is known: slight once it was overcome."""
    return CLOSED if state.overcome[0, obstacle] == 1 else 1.0


@kernel
def forecast_variance(state: State, h: int) -> float:
    """Return the error variance of the forecast: of the estimate and of the own opinion, by their weights."""
    weight, person = state.decision[h, OWN_WEIGHT], coordinators(state)
    if person.own[h] >= 0.0:
        return person.noise[h] * person.noise[h]
    follow = per_step(state.parameters.sensing.follow, state.time[STEP_WEEKS])
    opinion = person.noise[h] * person.noise[h] * follow / (2.0 - follow) / state.time[STEP_WEEKS]
    return (1.0 - weight) * (1.0 - weight) * minds(state).variance[h] + weight * weight * opinion


@kernel
def mend_theory(state: State, h: int) -> None:
    """Find flawed steps in the theory that is being followed, the more hours of analysis the sooner."""
    found = saturating(state.parameters.synthesis.mending * use_hours(state, h, ANALYSE), 1.0)
    obstacle = int(minds(state).assumed[h])
    for step in range(state.theory.shape[2]):
        needed = 1.0 if state.needed[obstacle, step] == 1 else 0.0
        if state.theory[h, obstacle, step] == needed:
            continue
        draw = obstacle * state.theory.shape[2] + step
        if uniform(state.clock[SEED], MENDING, state.badges[h], state.clock[STEP], draw) < found:
            state.theory[h, obstacle, step] = needed
            note(state, STEP_UNDERSTOOD, h, step, needed)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Form the forecast of the week."""
    mind = minds(state)
    drift = state.parameters.conditions.drift * state.time[STEP_WEEKS]
    for h in range(len(mind.estimate)):
        mind.variance[h] += drift
        look(state, h)
        if mind.asked[h] > 0.0 and mind.heard[h] >= mind.asked[h]:
            take_in_round(state, h)
        weigh_obstacles(state, h)
        hear_of_wins(state, h)
        mend_theory(state, h)
        own_weight = state.decision[h, OWN_WEIGHT]
        mind.forecast[h] = (1.0 - own_weight) * mind.estimate[h] + own_weight * mind.opinion[h]
        mind.doubt[h] = math.sqrt(forecast_variance(state, h))
