"""Limiting cases of agreeing (L8-L12, L18)."""

import math
from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from coalitions.sim.choices import PLAN_AMBITION
from coalitions.sim.coordinators.briefing import AMBITION
from coalitions.sim.governance.agree.share import passes
from coalitions.sim.governance.talks import deliberate
from coalitions.sim.population import Choice
from coalitions.sim.run import simulate
from coalitions.sim.state import coalitions, seats, stocks

from .worlds import alike, begin


def carried(n: int, right: float, share: float) -> float:
    """Return the chance that a draft is carried which each of n supports with the same chance, on its own."""
    return sum(stats.binom.pmf(yes, n, right) * passes(yes, n, share) for yes in range(n + 1))


def test_a_jury_of_eleven():
    """L8: n 11, p .6: right with .7535 (Condorcet) [exact]."""
    assert carried(11, 0.6, 0.5) == pytest.approx(0.7535, abs=5e-5)


@pytest.mark.parametrize(("k", "expected"), [(5, Fraction(163, 256)), (7, Fraction(71, 128)), (9, Fraction(257, 512))])
def test_how_often_one_gets_one_s_way(k, expected):
    """L9: n 9, each for or against with even chance, k of n (Rae 1969, Taylor 1969) [exact]."""
    agree = sum(
        Fraction(math.comb(8, others), 2**9) * (passes(others + 1, 9, k / 9) + (not passes(others, 9, k / 9)))
        for others in range(9)
    )
    assert agree == expected


def test_rounds_to_a_unanimous_yes():
    """L11: acceptance .9 each, independent, n 10: 2.868 rounds on average [exact]."""
    assert 1 / carried(10, 0.9, 1.0) == pytest.approx(2.868, abs=5e-4)


def test_a_few_are_wiser_than_many_who_share_a_cue():
    """L18: own cue right with .7, used with .6, else a shared cue right with .6 (Kao & Couzin 2014) [run]."""

    def accuracy(n: int) -> float:
        return 0.6 * carried(n, 0.6 * 0.7 + 0.4, 0.5) + 0.4 * carried(n, 0.6 * 0.7, 0.5)

    sizes = range(1, 60, 2)
    assert max(sizes, key=accuracy) == 7
    assert accuracy(7) == pytest.approx(0.7179, abs=5e-5)
    assert accuracy(2001) == pytest.approx(0.6, abs=1e-3)


# --- L10: depth against breadth (after Barrett 2002) --------------------------------------------------------

HARD_CEILINGS = {
    "joining.wall": math.inf,
    "joining.ceiling_low": 0.0,
    "joining.ceiling_spread": 1.0,
    "decision.stand_aside": 0.0,
    "decision.seats": math.inf,
}
WORLDS = 300


def depth_times_breadth(members: int, governance: str, choices: tuple[Choice, ...] = ()) -> tuple[float, float]:
    """Return mean and standard error, over worlds, of members x ambition in the first plan that has settled."""
    scenario = alike(members, HARD_CEILINGS, weeks=3)
    totals = np.empty(WORLDS)
    for seed in range(WORLDS):
        result = simulate(scenario, seed, governance, choices=choices)
        ambition, size = result.column("plan_ambition"), result.column("members")
        planned = np.flatnonzero(~np.isnan(ambition))
        totals[seed] = ambition[planned[0]] * size[planned[0]] if len(planned) else 0.0
    return float(totals.mean()), float(totals.std(ddof=1)) / math.sqrt(WORLDS)


@pytest.mark.parametrize("members", [3, 10, 25])
def test_consensus_is_broad_and_shallow(members):
    """L10: n x E[min] = n / (n + 1) [exact]."""
    mean, error = depth_times_breadth(members, "consensus")
    assert mean == pytest.approx(members / (members + 1), abs=3 * error)


@pytest.mark.parametrize("decision", [PLAN_AMBITION, AMBITION])
@pytest.mark.parametrize("members", [3, 10, 25])
def test_opting_in_at_half_the_depth_keeps_half(members, decision):
    """L10: n / 4 at depth .5, whether the draft or the coordinator's decision says so [exact]."""
    mean, error = depth_times_breadth(members, "opt-in", (Choice(0, decision, 0, 0.5),))
    assert mean == pytest.approx(members / 4, abs=3 * error)


# --- L12: bounded confidence (Deffuant et al. 2000) ---------------------------------------------------------


def large_clusters(confidence: float, seed: int) -> int:
    """Return how many clusters of at least 2 % are left of 1,000 uniform opinions after long deliberation."""
    state = begin(alike(1000, {"decision.deliberation": 0.5, "decision.confidence": confidence}), seed)
    stocks(state).value[:] = np.random.default_rng(seed).uniform(size=1000)
    seats(state).pledged[:] = 1.0
    for turn in range(60):
        coalitions(state).round[0] = turn
        deliberate(state, 0)
    opinions = np.sort(stocks(state).value)
    sizes = np.diff(np.flatnonzero(np.concatenate(([True], np.diff(opinions) > 0.01, [True]))))
    return int((sizes >= 20).sum())


@pytest.mark.parametrize(("confidence", "least", "most"), [(0.5, 1.0, 1.1), (0.25, 1.6, 2.4), (0.1, 4.0, 5.0)])
def test_opinions_gather(confidence, least, most):
    """L12: about 1, 2 and 4-5 large clusters [run]."""
    assert least <= np.mean([large_clusters(confidence, seed) for seed in range(10)]) <= most
