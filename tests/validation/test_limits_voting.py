"""The edges of the limiting cases of agreeing, beyond the numbers that `verify` shows (L10)."""

import pytest

from clever_coalitions.experiments.evidence.plans import HALF_DEPTH, depth_of_all, depth_times_breadth
from clever_coalitions.sim.briefing import AMBITION
from clever_coalitions.sim.population import Choice

WORLDS = 300


@pytest.mark.parametrize("members", [3, 25])
def test_consensus_is_broad_and_shallow(members):
    """L10: n x E[min] = n / (n + 1) [exact]."""
    found = depth_of_all(members, WORLDS)
    assert found.mean == pytest.approx(members / (members + 1), abs=3 * found.error)


@pytest.mark.parametrize("choices", [HALF_DEPTH, (Choice(0, AMBITION, 0, 0.5),)], ids=["draft", "coordinator"])
@pytest.mark.parametrize("members", [3, 25])
def test_opting_in_at_half_the_depth_keeps_half(members, choices):
    """L10: n / 4 at depth .5, whether the draft or the coordinator's decision says so [exact]."""
    found = depth_times_breadth(members, choices, WORLDS)
    assert found.mean == pytest.approx(members / 4, abs=3 * found.error)
