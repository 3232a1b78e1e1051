"""Learner: adapt the week to what pays.

It tries ways to spend the week, each for as long as there is between two reviews, and then mostly does what paid best:
the way with the highest mean so far plus what too few trials may have missed (UCB1: Auer, Cesa-Bianchi & Fischer
2002).  What a stretch paid is judged by what anybody in its place can count: obstacles overcome and the share of its
own theory of change that was done, a week; what is lost by turning counts as nothing gained, not as a loss.  Price:
trials of what does not pay; and what pays late, such as trust, it does not see.  Limiting case: n trials of ways that
pay with chances apart by d include a worse one at most 8 ln n / d^2 + 1 + pi^2 / 3 times on average.
"""

from __future__ import annotations

import math

from ..briefing import ANALYSE, CONVENE, LISTEN, MATCH, PROMOTE, RENEW, STEWARD, Briefing, weigh
from ..compiling import kernel
from ..state import Floats
from .listen_and_lead import lead as listen_and_lead

TITLE = "Learner"

USUAL, KNOWING, GATHERING, CARING, WAYS = range(5)
"""Ways to spend the week: as the case says; more to know; more to get together and to work; more for people and rest.
Few, since each takes a stretch to try: a run of four years has 26 of them."""

TIMES = 2.0
"""How many times their usual weight the uses of a way have: the first whole number that makes them more."""

# what it remembers: trials and sums of what they paid, by way; then the way it is on, and what it had when it began
TRIALS, PAID = 0, WAYS
WAY, SINCE, HAD, MOST, IS_ON = range(2 * WAYS, 2 * WAYS + 5)


@kernel
def best_way(memory: Floats) -> int:
    """Return the way to try next: each of them once, then the one that may pay best."""
    best, most, total = 0, -math.inf, 0.0
    for way in range(WAYS):
        total += memory[TRIALS + way]
    for way in range(WAYS):
        trials = memory[TRIALS + way]
        if trials == 0.0:
            return way
        mean = memory[PAID + way] / trials / memory[MOST] if memory[MOST] > 0.0 else 0.0
        bound = mean + math.sqrt(2.0 * math.log(total) / trials)
        if bound > most:
            best, most = way, bound
    return best


@kernel
def take_stock(memory: Floats, paid: float) -> None:
    """Remember what the way that it is on has paid; all of it is measured by the most that any stretch has."""
    way = int(memory[WAY])
    memory[TRIALS + way] += 1.0
    memory[PAID + way] += paid
    memory[MOST] = max(memory[MOST], paid)


@kernel
def follow(decision: Floats, way: int) -> None:
    """Give the uses of a way more weight in the week."""
    if way == KNOWING:
        weigh(decision, LISTEN, TIMES)
        weigh(decision, ANALYSE, TIMES)
    elif way == GATHERING:
        weigh(decision, CONVENE, TIMES)
        weigh(decision, MATCH, TIMES)
    elif way == CARING:
        weigh(decision, STEWARD, TIMES)
        weigh(decision, PROMOTE, TIMES)
        weigh(decision, RENEW, TIMES)


@kernel
def lead(briefing: Briefing, decision: Floats) -> None:
    """Lead as usual, in the way that is on; where its time is over, take stock and go on in the best."""
    listen_and_lead(briefing, decision)
    memory, has = briefing.memory, briefing.overcome + briefing.done
    if memory[IS_ON] == 0.0 or briefing.hours == 0.0:  # what was there before it came, or cannot be helped, is no trial
        memory[IS_ON], memory[SINCE], memory[HAD] = 1.0, briefing.now, has
    weeks = briefing.now - memory[SINCE]
    if weeks >= briefing.person.review_weeks:
        take_stock(memory, max(0.0, has - memory[HAD]) / weeks)
        memory[WAY] = best_way(memory)
        memory[SINCE], memory[HAD] = briefing.now, has
    follow(decision, int(memory[WAY]))
