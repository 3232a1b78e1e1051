"""Joining settles, or it is recorded that it did not."""

import numpy as np
import pytest

from clever_coalitions.scenarios import load
from clever_coalitions.sim.mechanisms.joining import best_responses, prepare
from clever_coalitions.sim.mechanisms.seat import promise
from clever_coalitions.sim.population import steps_in
from clever_coalitions.sim.run import simulate
from clever_coalitions.sim.state import ACTIVE, CURRENT, coalitions, seats

from ..validation.worlds import village, walk

WORLDS = 100


@pytest.mark.parametrize("governance", ["opt-in", "consensus"])
@pytest.mark.parametrize("name", ["steady", "exponential", "syria", "central_african_republic"])
def test_joining_nearly_always_settles(name, governance):
    """Best responses do not settle in less than one step of a hundred; the outcome counts steps."""
    scenario = load(name)
    unsettled = [simulate(scenario, seed, governance, series=False).outcomes["unsettled"] for seed in range(WORLDS)]
    assert np.mean(unsettled) < 0.01 * steps_in(scenario)


def test_what_has_settled_stays_settled():
    """Where best responses settle, nobody wants to move once more."""
    settled = 0
    for state in walk(village(), 3):
        if coalitions(state).status[0] != ACTIVE:
            continue
        members = seats(state).member
        kept = members.copy()
        prepare(state, 0, 0)
        that = promise(state, 0, CURRENT)
        if best_responses(state, 0, 0, that):
            before = members.copy()
            assert best_responses(state, 0, 0, that)
            assert (members == before).all()
            settled += 1
        members[:] = kept
    assert settled > 20


def test_too_few_sweeps_are_recorded():
    """With one sweep a week, weeks in which anybody moves cannot be known to have settled."""
    hasty = village().with_numbers({"joining.sweeps": 1.0})
    assert simulate(hasty, 3, series=False).outcomes["unsettled"] > 0.0
