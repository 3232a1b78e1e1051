"""Synthesis: from many reports to one forecast, and from a flawed theory of change to a better one.

A round of k reports counts as k_eff = k / (1 + (k - 1) rho) independent ones, since voices share errors.  Its mean,
blurred by the coordinator's judgment (less so the more it analyses), enters a Kalman filter for a fact that drifts.
Own opinion counts by its weight.  Beliefs over obstacles are Bayes with forgetting.  A flawed step of the theory is
found at a rate per hour of analysis.  Neutral: judgment without error, theory true, obstacle known.

Limiting cases: variance of n voices s^2 (rho + (1 - rho) / n); steady gain of the filter (sqrt(5) - 1) / 2 at q = r =
1; (mean - truth)^2 = mean squared error - variance (Page 2007; Krogh & Vedelsby 1995).

Serves principle 2 (theory of change) and principle 6 (information) and principle 9 (right people).
"""

from __future__ import annotations

import math

from ..arithmetic import per_step, saturating
from ..briefing import ANALYSE, OWN_WEIGHT
from ..chance import draw_on, integer, normal, stream, uniform
from ..compiling import kernel
from ..events import ROUND_HEARD, STEP_UNDERSTOOD
from ..noting import note
from ..rules import Rules
from ..state import (
    NONE,
    NOW,
    SEED,
    STEP,
    STEP_WEEKS,
    State,
    campaigns,
    coalitions,
    concerns,
    coordinators,
    has_arisen,
    in_sight,
    is_open,
    is_week_over,
    issues,
    minds,
    reports,
    standing,
)
from .consultation import add_evidence, messages, report_variance, spoken, strategic_gap
from .office import use_hours
from .roles import many_at_table, sits
from .sensing import independent_share, log_likelihood, reading

SLIP = stream("synthesis.judgement")
DESK = stream("synthesis.desk")
PROBE = stream("synthesis.probe")
NEXT = stream("synthesis.next")

JUDGMENT = 0.11
"""Deviation of the error that synthesis itself adds, positions, at usual error and without analysis."""

SHARE_BACK = 0.13
"""Share of the gap to a forecast that a fully trusting belief closes on hearing it."""

MENDING_RATE = 0.0036
"""Rate at which an hour of analysis finds a flawed step."""

PROBES = 0.02
"""Expert readings that an hour of probing is worth."""

PROBING = 0.3
"""Share of the analysis hours that goes into probing other theories."""

FORGETTING = 0.01
"""Rate a week at which beliefs over obstacles return to even odds."""

JUDGMENT_HOURS = 6.0
"""Hours of analysis a week that halve the variance of judgment."""

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
def judgment_deviation(state: State, c: int) -> float:
    """Return the standard deviation of the error that synthesis adds, less the more hours go into analysis."""
    h = int(coalitions(state).hub[c])
    campaign = campaigns(state)
    synthesis, mind = state.parameters.synthesis, minds(state)
    weekly = state.decision[c, ANALYSE] * campaign.hours[c]
    return JUDGMENT * synthesis.error * mind.skill[h] / math.sqrt(1.0 + weekly / JUDGMENT_HOURS)


@kernel
def take_in(
    state: State, c: int, weight: float, told: float, age: float, answers: float, since: float, occasion: int
) -> None:
    """Take the mean of reports into the estimate, less what judgment blurs of it.

    Args:
        weight, told, age: sums of the weights of the reports, of these times what was said, and times its week.
        answers: number of reports; since: week in which those before were taken in.
        occasion: of the step, as in ``sensing.reading``: each has a slip of its own.
    """
    campaigns(state).voices[c] += answers
    if weight <= 0.0:
        return
    h, k = int(coalitions(state).hub[c]), int(coalitions(state).issue[c])
    campaign, sensing = campaigns(state), state.parameters.sensing
    individual, deviation = answers / weight, judgment_deviation(state, c)
    kinds = min(answers, float(state.kinds.shape[1]))
    interval = max(state.time[NOW] - since, state.time[STEP_WEEKS])
    noise = deviation * deviation
    noise += round_variance(
        individual, sensing.shared, answers, state.parameters.conditions.drift, state.time[NOW] - age / weight
    )
    noise += lasting_variance(individual, sensing.shared, kinds, sensing.persistence, interval)
    slip = deviation * normal(state.clock[SEED], SLIP, state.badges[h], state.clock[STEP], draw_on(k, occasion))
    gain = kalman_gain(campaign.variance[c], noise)
    campaign.estimate[c] += gain * (told / weight + slip - campaign.estimate[c])
    campaign.variance[c] *= 1.0 - gain


@kernel
def take_in_round(state: State, c: int) -> None:
    """Take a completed round into the estimate, and give the forecast back to those who were heard."""
    campaign = campaigns(state)
    weight, told, age, answers = campaign.weight[c], campaign.told[c], campaign.age[c], campaign.answers[c]
    take_in(state, c, weight, told, age, answers, campaign.heard_at[c], 0)
    note(state, ROUND_HEARD, c, int(campaign.asked[c]), campaign.answers[c])
    give_back(state, c)
    campaign.asked[c] = 0.0
    campaign.heard_at[c] = state.time[NOW]


@kernel
def pool(state: State, c: int) -> None:
    """Let those at the table pool what they believe, coarsened by how far each stands off and trusts the others."""
    campaign, now, occasion = campaigns(state), state.time[NOW], 1 + int(coalitions(state).round[c])
    weight, told, answers, many = 0.0, 0.0, 0.0, float(many_at_table(state, c))
    for i in in_sight(state):
        if not sits(state, c, i):
            continue
        add_evidence(state, c, i, many, occasion)
        gap = strategic_gap(state, c, i, trust_at_table(state, c, i))
        if messages(gap) > 1:
            mine = 1.0 / max(report_variance(state, i, gap), 1e-12)
            weight += mine
            told += mine * spoken(state, c, i, gap)
            answers += 1.0
    take_in(state, c, weight, told, weight * now, answers, campaign.met_at[c], occasion)
    campaign.met_at[c] = now
    campaign.forecast[c] = campaign.estimate[c]
    campaign.doubt[c] = math.sqrt(campaign.variance[c])


@kernel
def trust_at_table(state: State, c: int, i: int) -> float:
    """Return the mean trust of an organization in those at the table whom it knows; that at the start without any."""
    trust, known = 0.0, 0.0
    for edge in range(state.tie_start[i], state.tie_start[i + 1]):
        j = state.tie_to[edge]
        if sits(state, c, j):
            trust += state.tie_trust[edge]
            known += 1.0
    return trust / known if known > 0.0 else state.parameters.trust.start


@kernel
def give_back(state: State, c: int) -> None:
    """Tell those of the round the forecast: they come to believe it as far as they trust whoever tells it."""
    h = int(coalitions(state).hub[c])
    k = int(coalitions(state).issue[c])
    campaign = campaigns(state)
    voice = standing(state)
    for place in range(int(campaign.asked[c])):
        i = int(reports(state).chosen[c, place])
        if reports(state).answered[c, i] == 0.0:
            continue
        share = SHARE_BACK * voice.trust[h, i]
        concerns(state).belief[k, i] += share * (campaign.estimate[c] - concerns(state).belief[k, i])


@kernel
def look(state: State, c: int) -> None:
    """Let the coordinator see for itself: the fact from its desk, the obstacle by probes; or both with its own eyes."""
    h = int(coalitions(state).hub[c])
    k = int(coalitions(state).issue[c])
    campaign = campaigns(state)
    seed, step, person = state.clock[SEED], state.clock[STEP], coordinators(state)
    parameters = state.parameters
    own = int(person.own[h])
    if own >= 0:
        campaign.opinion[c] = concerns(state).belief[k, own]
        sensing = parameters.sensing
        weight = independent_share(1.0, sensing.shared, 1.0, sensing.persistence)
        care = math.sqrt(state.time[STEP_WEEKS])
        for obstacle in range(state.evidence.shape[1]):
            state.evidence[c, obstacle] += weight * reading(state, own, k, obstacle, care, 0)
        return
    entity = state.badges[h]
    noise = person.noise[h] / math.sqrt(state.time[STEP_WEEKS])
    seen = issues(state).fact[k] + noise * normal(seed, DESK, entity, step, k)
    campaign.opinion[c] += per_step(parameters.sensing.follow, state.time[STEP_WEEKS]) * (seen - campaign.opinion[c])
    probing = PROBING * use_hours(state, c, ANALYSE)
    sight = parameters.sensing.evidence * math.sqrt(PROBES * probing)
    if sight > 0.0:
        for obstacle in range(state.evidence.shape[1]):
            error = normal(seed, PROBE, entity, step, draw_on(k, obstacle))
            state.evidence[c, obstacle] += log_likelihood(obstacle == issues(state).obstacle[k], sight, error)


@kernel
def weigh_obstacles(state: State, c: int) -> None:
    """Update the probabilities over obstacles: forget a little, then Bayes with the evidence of the week."""
    obstacles, k = state.suspicion.shape[1], int(coalitions(state).issue[c])
    forgetting = per_step(FORGETTING, max(1.0, state.time[STEP_WEEKS]))
    best, odds = -math.inf, 0.0
    for obstacle in range(obstacles):
        odds += open_odds(state, k, obstacle)
    for obstacle in range(obstacles):
        even = open_odds(state, k, obstacle) / odds
        state.suspicion[c, obstacle] += forgetting * (even - state.suspicion[c, obstacle])
        if state.suspicion[c, obstacle] > 0.0:
            best = max(best, state.evidence[c, obstacle])
    total = 0.0
    for obstacle in range(obstacles):
        if state.suspicion[c, obstacle] > 0.0:
            state.suspicion[c, obstacle] *= math.exp(state.evidence[c, obstacle] - best)
        total += state.suspicion[c, obstacle]
    for obstacle in range(obstacles):
        state.suspicion[c, obstacle] /= total


@kernel
def has_fallen(state: State, k: int, obstacle: int) -> bool:
    """Return whether an obstacle was overcome last week."""
    fell = state.overcome_at[k, obstacle]
    return bool(fell >= 0.0 and fell > state.time[NOW] - 1.5 * state.time[STEP_WEEKS])


@kernel
def hear_of_wins(state: State, c: int) -> bool:
    """Learn, as everybody does, that an obstacle has fallen: what was seen was seen of that one; return whether any."""
    fallen = False
    for obstacle in range(state.suspicion.shape[1]):
        fallen = fallen or has_fallen(state, int(coalitions(state).issue[c]), obstacle)
    if fallen:
        know_what_fell(state, c)
    return fallen


@kernel
def know_what_fell(state: State, c: int) -> None:
    """Hold for as likely as each other what was never overcome, and for all but impossible what was."""
    k, obstacles, odds = int(coalitions(state).issue[c]), state.suspicion.shape[1], 0.0
    for obstacle in range(obstacles):
        odds += open_odds(state, k, obstacle)
    for obstacle in range(obstacles):
        state.suspicion[c, obstacle] = open_odds(state, k, obstacle) / odds
        state.alarm[c, obstacle] = math.log(open_odds(state, k, obstacle))


@kernel
def suspect_anew(state: State, c: int) -> None:
    """Assume the most likely of the obstacles that may be left; among those that are as likely, any."""
    k, obstacles = int(coalitions(state).issue[c]), state.suspicion.shape[1]
    badge, best = state.badges[int(coalitions(state).hub[c])], NONE
    first = integer(state.clock[SEED], NEXT, badge, state.clock[STEP], k, obstacles)
    for turn in range(obstacles):
        obstacle = (first + turn) % obstacles
        if best == NONE or state.suspicion[c, obstacle] > state.suspicion[c, best]:
            best = obstacle
    campaigns(state).assumed[c] = best


@kernel
def open_odds(state: State, k: int, obstacle: int) -> float:
    """Return the odds of an obstacle to stand in the way before anything is known: slight once it was overcome."""
    return CLOSED if state.overcome_at[k, obstacle] >= 0.0 else 1.0


@kernel
def forecast_variance(state: State, c: int) -> float:
    """Return the error variance of the forecast: of the estimate and of the own opinion, by their weights."""
    h = int(coalitions(state).hub[c])
    weight, person = state.decision[c, OWN_WEIGHT], coordinators(state)
    sensing = state.parameters.sensing
    follow = per_step(sensing.follow, state.time[STEP_WEEKS])
    if person.own[h] >= 0.0:  # a belief averages over weeks what is its own error, and not what its kind has in common
        own = (1.0 - sensing.shared) * follow / (2.0 - follow) / state.time[STEP_WEEKS]
        return person.noise[h] * person.noise[h] * (sensing.shared + own)
    opinion = person.noise[h] * person.noise[h] * follow / (2.0 - follow) / state.time[STEP_WEEKS]
    return (1.0 - weight) * (1.0 - weight) * campaigns(state).variance[c] + weight * weight * opinion


@kernel
def mend_theory(state: State, c: int) -> None:
    """Find flawed steps in the theory that is being followed, the more hours of analysis the sooner."""
    h, k = int(coalitions(state).hub[c]), int(coalitions(state).issue[c])
    found = saturating(MENDING_RATE * use_hours(state, c, ANALYSE), 1.0)
    obstacle = int(campaigns(state).assumed[c])
    for step in range(state.theory.shape[2]):
        needed = 1.0 if state.needed[obstacle, step] == 1 else 0.0
        if state.theory[h, obstacle, step] == needed:
            continue
        draw = draw_on(k, obstacle * state.theory.shape[2] + step)
        if uniform(state.clock[SEED], MENDING, state.badges[h], state.clock[STEP], draw) < found:
            state.theory[h, obstacle, step] = needed
            note(state, STEP_UNDERSTOOD, c, step, needed)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Form the forecast of the week."""
    campaign = campaigns(state)
    drift = state.parameters.conditions.drift * state.time[STEP_WEEKS]
    for c in range(len(campaign.estimate)):
        campaign.variance[c] += drift if is_open(state, int(coalitions(state).issue[c])) else 0.0
        is_new = hear_of_wins(state, c)
        if is_open(state, int(coalitions(state).issue[c])):
            look(state, c)
        if campaign.asked[c] > 0.0 and campaign.heard[c] >= campaign.asked[c]:
            take_in_round(state, c)
        if is_week_over(state) and has_arisen(state, int(coalitions(state).issue[c])):
            weigh_obstacles(state, c)
        if is_new:
            suspect_anew(state, c)
        mend_theory(state, c)
        own_weight = state.decision[c, OWN_WEIGHT]
        campaign.forecast[c] = (1.0 - own_weight) * campaign.estimate[c] + own_weight * campaign.opinion[c]
        campaign.doubt[c] = math.sqrt(forecast_variance(state, c))
