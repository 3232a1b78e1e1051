"""What plan comes out of the talks (L10, L12).

L10 is arithmetic on ceilings, and no more: Barrett (2002) argues that broad but shallow can beat narrow but deep.
"""

from __future__ import annotations

import math

import numpy as np

from ...sim.choices import PLAN_AMBITION
from ...sim.governance.forms import find_form
from ...sim.governance.talks import deliberate
from ...sim.population import Choice
from ...sim.run import simulate
from ...sim.state import ACTIVE, CURRENT, coalitions, concerns, plan, seats
from ...sim.week import phase_table, rules_of, run_steps
from .check import Check, Estimate
from .worlds import LISTEN_AND_LEAD, alike, begin

# --- L10: depth against breadth -----------------------------------------------------------------------------

HARD_CEILINGS = {
    "joining.wall": math.inf,
    "joining.ceiling_low": 0.0,
    "decision.quorum": 1.0,
    "decision.seats": math.inf,
}
HALF_DEPTH = (Choice(0, PLAN_AMBITION, 0, 0.5),)


def depth_times_breadth(members: int, choices: tuple[Choice, ...], worlds: int = 1000) -> Estimate:
    """Return members x ambition of the first plan under opt-in, where nothing but a hard ceiling matters."""
    scenario = alike(members, HARD_CEILINGS, weeks=3)
    totals = np.empty(worlds)
    for seed in range(worlds):
        result = simulate(scenario, seed, "opt-in", choices=choices)
        ambition, size = result.column("plan_ambition"), result.column("members")
        planned = np.flatnonzero(~np.isnan(ambition))
        totals[seed] = ambition[planned[0]] * size[planned[0]] if len(planned) else 0.0
    return Estimate.of(totals)


def depth_of_all(members: int, worlds: int = 1000) -> Estimate:
    """Return members x ambition of the first plan of a table at which all sit, each with its hard ceiling."""
    scenario = alike(members, HARD_CEILINGS, weeks=3)
    rules, week = rules_of(find_form("consensus"), LISTEN_AND_LEAD), phase_table()
    totals = np.zeros(worlds)
    for seed in range(worlds):
        state = begin(scenario, seed, "consensus")
        seats(state).member[:] = 1.0
        for _ in range(3):
            run_steps(state, rules, week, 1)
            if coalitions(state).status[0] == ACTIVE:
                totals[seed] = plan(state, CURRENT).ambition[0] * coalitions(state).size[0]
                break
    return Estimate.of(totals)


# --- L12: bounded confidence --------------------------------------------------------------------------------

BOUND = 0.5
"""Distance in values beyond which talk is lost, positions."""


def large_clusters(confidence: float, seed: int) -> int:
    """Return how many clusters of at least 2 % are left of 1,000 uniform opinions after long deliberation.

    Talk is lost beyond half a position: opinions that lie so much wider apart make a confidence smaller.
    """
    state = begin(alike(1000, {"decision.deliberation": 0.5}), seed)
    spread = BOUND / confidence
    concerns(state).value[0] = spread * np.random.default_rng(seed).uniform(size=1000)
    seats(state).pledged[:] = 1.0
    for turn in range(60):
        coalitions(state).round[0] = turn
        deliberate(state, 0)
    opinions = np.sort(concerns(state).value[0]) / spread
    sizes = np.diff(np.flatnonzero(np.concatenate(([True], np.diff(opinions) > 0.01, [True]))))
    return int((sizes >= 20).sum())


def mean_clusters(confidence: float, worlds: int = 10) -> float:
    """Return the mean number of large clusters over worlds."""
    return float(np.mean([large_clusters(confidence, seed) for seed in range(worlds)]))


CEILINGS = "derived: lowest of n uniform ceilings, 1/(n + 1)"
DEFFUANT = "Deffuant et al. 2000"

CHECKS = (
    Check("L10", "Consensus of ten is broad and shallow: members × ambition is n × E[lowest ceiling]", CEILINGS,
          10 / 11, lambda: depth_of_all(10)),
    Check("L10b", "Opt-in at half the depth keeps half of ten: n/4", CEILINGS, 10 / 4,
          lambda: depth_times_breadth(10, HALF_DEPTH)),
    Check("L12", "1,000 opinions that talk within .5 of each other gather in one cluster", DEFFUANT, 1.0,
          lambda: mean_clusters(0.5), 0.1),
    Check("L12b", "Within .25, in about two", DEFFUANT, 2.0, lambda: mean_clusters(0.25), 0.4),
    Check("L12c", "Within .1, in four to five", DEFFUANT, 4.5, lambda: mean_clusters(0.1), 0.5),
)  # fmt: skip
