"""Who does what, how many can be convened, and work that fades (L13, L22, L27, L28)."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import linear_sum_assignment

from ...sim.mechanisms.roles import assign
from ...sim.mechanisms.work import carried, fade, kept_up, make_progress, service, weeks_to_do
from ...sim.parameters import Parameters
from ...sim.state import Floats
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


# --- L22: congestion ----------------------------------------------------------------------------------------


def output_of(size: float, congestion: float) -> float:
    """Return the work of so many members, in members' worth, where 4 hours convene one and 40 there are."""
    work = Parameters().work._replace(convening=4.0, self_organized=8.0, congestion=congestion)
    return size * service(work, 32.0, size)


def best_size(congestion: float) -> float:
    """Return the size at which output is largest."""
    return float(max(range(1, 60), key=lambda size: output_of(size, congestion)))


# --- L27, L28: work that fades, and those who are made to stay ---------------------------------------------------


def done_after(weeks: int, effort: float, decay: float) -> float:
    """Return the proficient hours done after so many weeks of so much work, of 100 hours."""
    state = begin(alike(1, {"work.decay": decay}))
    for _ in range(weeks):
        fade(state)
        state.bench[0, 0] = effort
        make_progress(state, 0, 0)
    return float(100.0 * state.progress[0, 0, 0])


def output_of_reluctant(willing: float, reluctant: float) -> float:
    """Return the work of so many, in members' worth, where ten willing ones can be convened."""
    work = Parameters().work._replace(convening=4.0, self_organized=8.0, oversight=2.5)
    return (willing + reluctant) * service(work, 32.0, carried(work, willing + reluctant, reluctant))


SOLVER = "exact assignment (scipy's solver)"
LAW_OF_SERVICE = "derived: min(1, (c + c0)/(a n))^γ"

CHECKS = (
    Check("L13", "20 workers for 20 roles: over .93 of the best assignment (lower 95 % bound; expected: the middle of "
          ".93 to 1)", SOLVER, 0.965, lambda: lower_bound_of_share(20, 20), 0.035),
    Check("L13b", "20 workers for 10 roles: over .98 of it (expected: the middle of .98 to 1)", SOLVER, 0.99,
          lambda: lower_bound_of_share(20, 10), 0.01),
    Check("L13c", "All of it where organizations are alike", SOLVER, 1.0, share_where_all_are_alike),
    Check("L22", "Output of 20 members where 10 can be convened: a plateau", LAW_OF_SERVICE, 10.0,
          lambda: output_of(20, 1.0)),
    Check("L22b", "Best size with congestion: as many as can be convened", LAW_OF_SERVICE, 10, lambda: best_size(2.0),
          0.0),
    Check("L22c", "Output of these 20 with congestion (γ 2)", LAW_OF_SERVICE, 5.0, lambda: output_of(20, 2.0)),
    Check("L27", "Done after 40 weeks of two hours, where 1.5 % a week fades",
          "derived: e (1 - q^n)/(1 - q), q = exp(-δ)", 2.0 * (1.0 - math.exp(-0.015 * 40)) / (1.0 - math.exp(-0.015)),
          lambda: done_after(40, 2.0, 0.015), 1e-9),
    Check("L27b", "Weeks to half of what so much work can hold", "derived: ln 2 / δ", math.log(2.0) / 0.015,
          lambda: weeks_to_do(0.015, 2.0, 0.0, 1.0 / 0.015), 1e-9),
    Check("L27c", "The same for work that does not fade: what is left, by what is done a week",
          "derived: (aim - done)/e", 20.0, lambda: weeks_to_do(0.0, 2.0, 10.0, 50.0) * kept_up(0.0, 2.0, 50.0)),
    Check("L28", "Work of 20 of whom 8 would rather go, where ten willing ones can be convened",
          "derived: 20 (c + c0)/(a (n + (m - 1) u))", 200.0 / 32.0, lambda: output_of_reluctant(12.0, 8.0)),
)  # fmt: skip
