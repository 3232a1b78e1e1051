"""Who does what, and what meeting costs (L13, L14)."""

from __future__ import annotations

import math
from types import ModuleType

import numpy as np
from scipy.optimize import linear_sum_assignment

from ...sim.governance.meet import hub, table
from ...sim.mechanisms.roles import assign
from ...sim.state import Floats, State, coalitions
from .check import Check
from .worlds import alike, begin

# --- L13: roles, against the exact assignment ---------------------------------------------------------------


def share_of_optimum(fits: Floats) -> float:
    """Return the total fit that the model's rule reaches, against the best possible; each role needs one worker.

    Args:
        fits: (workers, roles) in [0, 1].
    """
    workers, needs = fits.shape
    roles = np.empty(workers)
    assign(fits, np.ones(workers), np.ones(needs), roles, workers)
    reached = sum(fits[worker, int(role)] for worker, role in enumerate(roles) if role >= 0)
    return float(reached / fits[linear_sum_assignment(fits, maximize=True)].sum())


def lower_bound_of_share(workers: int, roles: int, instances: int = 200) -> float:
    """Return the lower 95 % bound of the mean share of the optimum, for fits U(0, 1)."""
    random = np.random.default_rng(1)
    shares = [share_of_optimum(random.uniform(size=(workers, roles))) for _ in range(instances)]
    return float(np.mean(shares) - 1.96 * np.std(shares, ddof=1) / math.sqrt(instances))


def share_where_all_are_alike() -> float:
    """Return the share of the optimum where every worker fits each role as well as any other does."""
    return share_of_optimum(np.tile(np.random.default_rng(2).uniform(size=20), (20, 1)))


# --- L14: hub against mesh ----------------------------------------------------------------------------------

FIXED, A_LINK = 3.0, 0.05
"""Cost of a hub, and of a link."""


def links(rule: ModuleType, members: int) -> float:
    """Return the links that so many members keep up under a rule of meeting."""
    state = begin(alike(2))
    return _meet(state, rule, members)


def _meet(state: State, rule: ModuleType, members: int) -> float:
    coalitions(state).size[0] = float(members)
    rule.meet(state, 0)
    return float(coalitions(state).links[0])


def where_a_hub_is_cheaper(most: int = 100) -> list[int]:
    """Return the numbers of participants, the hub being one of them, for whom it is cheaper than a table."""
    state = begin(alike(2))
    return [n for n in range(2, most) if FIXED + A_LINK * _meet(state, hub, n - 1) < A_LINK * _meet(state, table, n)]


SOLVER = "exact assignment (scipy's solver)"
BROOKS = "Brooks 1975"

CHECKS = (
    Check(
        "L13",
        "20 workers for 20 roles: over .93 of the best assignment (lower 95 % bound; expected: the middle of .93 to 1)",
        SOLVER,
        0.965,
        lambda: lower_bound_of_share(20, 20),
        0.035,
    ),
    Check(
        "L13b",
        "20 workers for 10 roles: over .98 of it (expected: the middle of .98 to 1)",
        SOLVER,
        0.99,
        lambda: lower_bound_of_share(20, 10),
        0.01,
    ),
    Check("L13c", "All of it where organizations are alike", SOLVER, 1.0, share_where_all_are_alike),
    Check(
        "L14",
        "Participants from which on a hub is cheaper than a table (3 fixed, .05 a link)",
        BROOKS,
        13,
        lambda: where_a_hub_is_cheaper()[0],
        0.0,
    ),
    Check("L14b", "Links of 13 through a hub: n − 1", BROOKS, 12, lambda: links(hub, 12), 0.0),
    Check("L14c", "Links of 13 at a table: n (n − 1)/2", BROOKS, 78, lambda: links(table, 13), 0.0),
)
