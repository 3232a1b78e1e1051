"""Consultation: who is heard, what it costs, and what is lost on the way.

A round hears k voices, one interview after the other as listening hours allow, while the fact drifts on.  Voices are
drawn by a keyed race weighted by the stakeholder map; a voice answers with a chance that grows with trust.  What it
says is coarsened by strategic interest: with the gap b = |v_i - v_receiver| (1 - trust), in units of the stated range,
only N(b) = ceil(-1/2 + 1/2 sqrt(1 + 2/b)) distinct messages survive (Crawford & Sobel 1982).

Price: an interview costs hours on both sides.  Neutral: interviews take no time, everybody answers, no gap.
Limiting cases: N(.05) = 3, N(.02) = 5, N(b >= .25) = 1; the receiver's loss at .05 is .01593 of the squared range.

Serves principle 3 (strategic coordinator) and principle 6 (information).
"""

from __future__ import annotations

import math

from ..arithmetic import clip, power
from ..briefing import FOCUS, LISTEN, VOICES
from ..chance import exponential_quantile, stream, uniform
from ..compiling import kernel
from ..lots import draw_lots
from ..rules import Rules
from ..state import (
    IN_SIGHT,
    NOW,
    SEED,
    STEP,
    State,
    campaigns,
    coalitions,
    concerns,
    coordinators,
    in_sight,
    is_open,
    organizations,
    reports,
    standing,
    stocks,
)
from .office import take_decision, use_hours
from .sensing import independent_share, mapped_expertise, reading
from .trust import experienced

RACE = stream("consultation.race")
ANSWER = stream("consultation.answer")

# rows of state.scratch during this phase
ARRIVALS, LOTS = range(2)

STATED_RANGE = 2.0
"""Width of the range of states that a report can speak of, positions."""

NO_GAP = 1e-6
"""Below this gap more than 700 messages survive: nothing is lost."""


@kernel
def messages(gap: float) -> int:
    """Return N(b): how many distinct messages survive a gap of ``gap`` ranges (the largest number at no gap)."""
    return max(1, math.ceil(-0.5 + 0.5 * math.sqrt(1.0 + 2.0 / max(gap, NO_GAP)) - 1e-12))


@kernel
def message_loss(gap: float) -> float:
    """Return the receiver's expected squared error, in squared ranges, when N(b) messages survive."""
    if gap <= NO_GAP:
        return 0.0
    n = messages(gap)
    return 1.0 / (12.0 * n * n) + gap * gap * (n * n - 1.0) / 3.0


@kernel
def message(x: float, gap: float, upward: bool) -> float:
    """Return what the receiver learns of the state ``x`` in [0, 1]: the middle of the interval it is said to be in.

    The boundaries of a sender biased upward are a_j = j/N - 2 b j (N - j); downward they are mirrored.
    """
    if gap <= NO_GAP:
        return x
    if not upward:
        return 1.0 - message_upward(1.0 - x, gap, messages(gap))
    return message_upward(x, gap, messages(gap))


@kernel
def message_upward(x: float, gap: float, n: int) -> float:
    """Return the middle of the interval of ``x`` for a sender biased upward, with ``n`` messages."""
    low = 0.0
    for j in range(1, n):
        high = j / n - 2.0 * gap * j * (n - j)
        if x < high:
            return 0.5 * (low + high)
        low = high
    return 0.5 * (low + 1.0)


@kernel
def voices_in_step(state: State, c: int) -> int:
    """Return how many voices the round that begins asks: rounds that fit into one step are one larger round."""
    voices = int(state.decision[c, VOICES])
    hours = voices * state.parameters.consultation.interview_hours
    if hours <= 0.0:
        return voices
    return voices * max(1, int(use_hours(state, c, LISTEN) / hours))


@kernel
def begin_round(state: State, c: int) -> None:
    """Choose whom to hear: the first of a race in which the better placed run faster."""
    h, k = int(coalitions(state).hub[c]), int(coalitions(state).issue[c])
    campaign = campaigns(state)
    many = min(voices_in_step(state, c), state.clock[IN_SIGHT])
    focus, obstacle = state.decision[c, FOCUS], int(campaign.assumed[c])
    arrival, lots = state.scratch[ARRIVALS], state.scratch[LOTS]
    chosen = reports(state).chosen[c]
    found = 0
    draw_lots(state, RACE, k, lots)
    for i in in_sight(state):
        reports(state).answered[c, i] = 0.0
        weight = power(max(mapped_expertise(state, h, i, obstacle), 1e-3), focus)
        time = exponential_quantile(lots[i]) / weight
        if found == many:
            if many == 0 or time >= arrival[many - 1]:
                continue
            found -= 1
        place = found
        while place > 0 and arrival[place - 1] > time:
            arrival[place] = arrival[place - 1]
            chosen[place] = chosen[place - 1]
            place -= 1
        arrival[place] = time
        chosen[place] = i
        found += 1
    campaign.asked[c] = found
    campaign.heard[c] = 0.0
    campaign.answers[c] = 0.0
    campaign.weight[c] = 0.0
    campaign.told[c] = 0.0
    campaign.age[c] = 0.0


@kernel
def strategic_gap(state: State, c: int, i: int, trust: float) -> float:
    """Return b: how far apart sender and receiver want the report to be understood, in units of the range."""
    k = int(coalitions(state).issue[c])
    distance = abs(concerns(state).value[k, i] - campaigns(state).receiver[c])
    return distance * (1.0 - trust) / STATED_RANGE


@kernel
def report_variance(state: State, i: int, gap: float) -> float:
    """Return the error variance of a report: of the belief behind it, and of what was lost in the telling."""
    noise = organizations(state).noise[i]
    return noise * noise + STATED_RANGE * STATED_RANGE * message_loss(gap)


@kernel
def spoken(state: State, c: int, i: int, gap: float) -> float:
    """Return what the receiver understands organization ``i`` to believe about the fact, as a position.

    The range of states that a report can speak of lies around what the receiver holds the fact to be.
    """
    k = int(coalitions(state).issue[c])
    middle = campaigns(state).estimate[c]
    belief = concerns(state).belief[k, i]
    if gap <= NO_GAP:
        return belief
    x = clip((belief - middle) / STATED_RANGE + 0.5, 0.0, 1.0)
    upward = concerns(state).value[k, i] > campaigns(state).receiver[c]
    return middle + (message(x, gap, upward) - 0.5) * STATED_RANGE


@kernel
def interview(state: State, c: int, i: int) -> None:
    """Hear organization ``i``: its report on the fact, and its reading of what stands in the way."""
    h, k = int(coalitions(state).hub[c]), int(coalitions(state).issue[c])
    campaign = campaigns(state)
    consultation = state.parameters.consultation
    voice, stock = standing(state), stocks(state)
    silence = 1.0 - voice.trust[h, i]
    if organizations(state).capacity[i] <= 0.0:
        return
    if uniform(state.clock[SEED], ANSWER, organizations(state).id[i], state.clock[STEP], k) < silence:
        return
    stock.spent[i] += consultation.interview_hours
    voice.trust[h, i] = experienced(state.parameters.trust, voice.trust[h, i], 1.0, 1.0, 1.0)
    add_evidence(state, c, i, campaign.asked[c], 0)
    gap = strategic_gap(state, c, i, voice.trust[h, i])
    if messages(gap) == 1:
        return
    campaign.answers[c] += 1.0
    weight = 1.0 / max(report_variance(state, i, gap), 1e-12)
    said = spoken(state, c, i, gap)
    reports(state).said[c, i] = said
    reports(state).heard[c, i] = 1.0
    reports(state).answered[c, i] = 1.0
    campaign.weight[c] += weight
    campaign.told[c] += weight * said
    campaign.age[c] += weight * state.time[NOW]


@kernel
def add_evidence(state: State, c: int, i: int, voices: float, occasion: int) -> None:
    """Add what organization ``i``, one of ``voices``, sees of the obstacles, less for what its kind errs in common."""
    k = int(coalitions(state).issue[c])
    sensing = state.parameters.sensing
    kinds = float(state.kinds.shape[1])
    discount = independent_share(voices, sensing.shared, kinds, sensing.persistence)
    for obstacle in range(len(state.hours)):
        state.evidence[c, obstacle] += discount * reading(state, i, k, obstacle, 1.0, occasion)


@kernel
def phase(state: State, rules: Rules) -> None:
    """Use this week's listening hours for interviews; a round goes on over weeks where they do not suffice."""
    campaign = campaigns(state)
    cost = state.parameters.consultation.interview_hours
    for c in range(len(campaign.asked)):
        if state.clock[STEP] == 0:
            take_decision(state, rules, c)
        is_alone = coordinators(state).own[int(coalitions(state).hub[c])] >= 0.0
        if is_alone or not is_open(state, int(coalitions(state).issue[c])):
            continue
        if campaign.asked[c] == 0.0:
            begin_round(state, c)
        campaign.budget[c] += use_hours(state, c, LISTEN)
        while campaign.heard[c] < campaign.asked[c] and campaign.budget[c] >= cost:
            interview(state, c, int(reports(state).chosen[c, int(campaign.heard[c])]))
            campaign.heard[c] += 1.0
            campaign.budget[c] -= cost
        campaign.budget[c] = min(campaign.budget[c], cost)  # listening hours cannot be saved up
