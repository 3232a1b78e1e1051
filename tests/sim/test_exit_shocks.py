"""Exit shocks: where the best-tied member leaves the world, others join less; in many worlds, with an interval."""

import numpy as np

from clever_coalitions.experiments.worlds import world_seed
from clever_coalitions.scenarios import load
from clever_coalitions.sim.run import Run
from clever_coalitions.sim.state import seats

CASE = load("syria")
WORLDS, FIRST, LATER = 400, 4, 26
"""Worlds; members at whose number the shock comes, in the wave of joining; weeks in which others are watched."""


def seated(run):
    """Return who has a seat, by number, (N,)."""
    found = np.zeros(CASE.organizations)
    found[run.numbers] = seats(run.state).member[0] > 0.0
    return found


def weeks_in(run):
    """Return how many of the next weeks each organization sits in the coalition, (N,)."""
    return sum(seated(run.advance(1)) for _ in range(LATER))


def shock(world):
    """Return by how many weeks more all others sit where the best-tied member is taken out; nan without a coalition."""
    run = Run(CASE, world_seed(1, world))
    while run.left > LATER and seated(run).sum() < FIRST:
        run.advance(1)
    if run.left <= LATER:
        return np.nan
    ties = np.diff(run.state.tie_start)
    best = int(np.argmax(np.where(seated(run) > 0.0, ties, -1)))
    other = run.fork()
    other.move(leaves=[best])
    return np.delete(weeks_in(other) - weeks_in(run), best).sum()


def test_taking_out_the_best_tied_member_keeps_others_from_joining():
    found = np.array([shock(world) for world in range(WORLDS)])
    found = found[np.isfinite(found)]
    assert len(found) > 0.8 * WORLDS
    half = 1.96 * found.std(ddof=1) / np.sqrt(len(found))
    assert found.mean() + half < 0.0, f"{found.mean():.2f} +- {half:.2f} member-weeks of others"
    assert (found != 0.0).mean() > 0.5
