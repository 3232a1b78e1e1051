"""What those come to believe who listen to their ties (L4)."""

from __future__ import annotations

import numpy as np

from ...sim.state import ACTIVE, CURRENT, Floats, coalitions, concerns, plan
from .check import Check
from .worlds import alike, run_phases, tied_to_everybody

FIRST = np.array([0.9, -0.4, 0.1, 0.3, -0.7])
TRUST = np.random.default_rng(4).uniform(0.2, 1.0, size=20)
"""Of each of five in each of the four others."""

FORM = "self-organized"


def weights() -> Floats:
    """Return who listens how much to whom, (5, 5); each row sums to one."""
    matrix = np.eye(5)
    matrix[~np.eye(5, dtype=bool)] = TRUST
    return matrix / matrix.sum(axis=1, keepdims=True)


def meeting_point() -> float:
    """Return the left eigenvector of the weights times the first beliefs."""
    values, vectors = np.linalg.eig(weights().T)
    left = np.real(vectors[:, np.argmax(np.real(values))])
    return float(left @ FIRST / left.sum())


def largest_gap(weeks: int = 400) -> float:
    """Return how far beliefs end from the meeting point where all act, see nothing, and listen to their ties."""
    state = tied_to_everybody(alike(5, {"sensing.follow": 0.0}), governance=FORM)
    state.tie_trust[:] = TRUST
    concerns(state).belief[0] = FIRST
    coalitions(state).status[:] = ACTIVE
    plan(state, CURRENT).obstacle[:] = 0.0
    run_phases(state, ("sensing", "roles"), FORM, weeks)
    return float(np.abs(concerns(state).belief[0] - meeting_point()).max())


CHECKS = (
    Check("L4", "Along ties beliefs meet at the left eigenvector of the weights times the first beliefs (largest gap)",
          "DeGroot 1974", 0.0, largest_gap, 1e-9),
)  # fmt: skip
