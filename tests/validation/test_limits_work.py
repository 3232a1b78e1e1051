"""Limiting cases of joining, roles, meetings and the stocks (L7, L13-L16)."""

import math

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from coalitions.sim.governance.meet import hub, table
from coalitions.sim.mechanisms.joining import best_responses, prepare
from coalitions.sim.mechanisms.morale import next_energy
from coalitions.sim.mechanisms.roles import assign
from coalitions.sim.mechanisms.seat import promise
from coalitions.sim.mechanisms.trust import gained, lost
from coalitions.sim.state import ACTIVE, CURRENT, coalitions, organizations, plan, seats

from .worlds import alike, begin, everybody_is_offered_a_place, tied_to_everybody

# --- L7: thresholds (Granovetter 1978) ----------------------------------------------------------------------


def crowd(thresholds: list[int]) -> int:
    """Return how many of 100, all tied to each other, join in the end when nothing but safety in numbers counts."""
    numbers = {"joining.safety": 1.0, "joining.stake": 0.0, "joining.sweeps": 1000.0}
    state = tied_to_everybody(alike(100, numbers))
    organizations(state).threshold[:] = np.array(thresholds) / 99.0
    everybody_is_offered_a_place(state)
    coalitions(state).status[0] = ACTIVE
    plan(state, CURRENT).ambition[0] = 1.0
    plan(state, CURRENT).obstacle[0] = 0.0
    prepare(state, 0, 0)
    assert best_responses(state, 0, 0, promise(state, 0, CURRENT))
    return int(seats(state).member.sum())


def test_a_riot_of_one_hundred():
    """L7: thresholds 0..99: all 100 join [exact]."""
    assert crowd(list(range(100))) == 100


def test_one_threshold_stops_the_riot():
    """L7: one threshold changed from 1 to 2: one joins [exact]."""
    assert crowd([0, 2, *range(2, 100)]) == 1


# --- L13: who does what, against the exact assignment -------------------------------------------------------


def share_of_optimum(fits: np.ndarray) -> float:
    """Return the total fit that the model's rule reaches, against the best possible; each role needs one worker."""
    workers, needs = fits.shape
    roles = np.empty(workers)
    assign(fits, np.ones(workers), np.ones(needs), roles, workers)
    reached = sum(fits[worker, int(role)] for worker, role in enumerate(roles) if role >= 0)
    return reached / fits[linear_sum_assignment(fits, maximize=True)].sum()


@pytest.mark.parametrize(
    ("workers", "roles", "least"),
    [(20, 20, 0.93), (10, 20, 0.98), (20, 10, 0.98)],
)
def test_roles_come_close_to_the_best_assignment(workers, roles, least):
    """L13: fits U(0, 1), 200 instances; lower 95 % bound of the mean share of the optimum."""
    random = np.random.default_rng(1)
    shares = [share_of_optimum(random.uniform(size=(workers, roles))) for _ in range(200)]
    assert np.mean(shares) - 1.96 * np.std(shares, ddof=1) / math.sqrt(200) > least


def test_where_all_are_alike_any_assignment_is_best():
    """L13: equal where organizations are alike."""
    row = np.random.default_rng(2).uniform(size=20)
    assert share_of_optimum(np.tile(row, (20, 1))) == pytest.approx(1.0, rel=1e-12)


# --- L14: hub against mesh (Brooks 1975) --------------------------------------------------------------------


def test_a_hub_is_cheaper_from_thirteen():
    """L14: links n - 1 + F / c against n (n - 1) / 2 at c .05, F 3 [exact]."""
    cheaper = [n for n in range(2, 100) if hub.links(float(n)) + 3 / 0.05 < table.links(float(n))]
    assert cheaper == list(range(13, 100))
    assert hub.links(13.0) == 12.0
    assert table.links(13.0) == 78.0


@pytest.mark.parametrize(("rule", "links", "each"), [(hub, 12.0, 1.0), (table, 66.0, 11.0)])
def test_members_keep_the_links_that_are_counted(rule, links, each):
    """L14: twelve members beside a hub, or at a table."""
    state = begin(alike(12))
    coalitions(state).size[0] = 12.0
    rule.meet(state, 0)
    assert coalitions(state).links[0] == links
    assert coalitions(state).member_links[0] == each


# --- L15: trust ---------------------------------------------------------------------------------------------


def test_stationary_trust():
    """L15: success .8, b / a = 3: mean .571 [exact: .8 / (.8 + 3 x .2)]."""
    trust = 0.9
    for _ in range(2000):
        trust = 0.8 * gained(trust, 0.02) + 0.2 * lost(trust, 0.06)
    assert trust == pytest.approx(0.8 / 1.4, abs=1e-12)
    assert round(trust, 3) == 0.571


# --- L16: morale --------------------------------------------------------------------------------------------


def best_duty(drain: float, recovery: float) -> float:
    """Return the load at which load x energy is largest in the long run, to 1/1000."""

    def output(duty: float) -> float:
        energy = 0.5
        for _ in range(400):
            energy = next_energy(energy, duty, drain, recovery)
        return duty * energy

    return max((k / 1000 for k in range(300, 700)), key=output)


@pytest.mark.parametrize(("ratio", "expected"), [(1.0, 0.5), (2.0, 0.414)])
def test_best_duty_cycle(ratio, expected):
    """L16: 1 / (1 + sqrt(d / r)): .5 at d = r, .414 at d = 2 r [exact]."""
    assert best_duty(0.1 * ratio, 0.1) == pytest.approx(expected, abs=1e-3)
