"""The edges of the limiting cases of listening, beyond the numbers that `verify` shows (L1, L2, L5)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clever_coalitions.experiments.evidence.information import gap_of_the_theorem, loss_by_integration
from clever_coalitions.sim.mechanisms.consultation import message, message_loss, messages
from clever_coalitions.sim.mechanisms.synthesis import round_variance


@given(estimates=st.lists(st.floats(-1.0, 1.0), min_size=2, max_size=8), truth=st.floats(-1.0, 1.0))
def test_squared_error_of_the_mean_is_mean_squared_error_less_variance(estimates, truth):
    """L1, for any estimates."""
    assert gap_of_the_theorem(estimates, truth) == pytest.approx(0.0, abs=1e-12)


@given(n=st.integers(1, 1000), rho=st.floats(0.0, 1.0), s=st.floats(0.01, 10.0))
def test_variance_of_correlated_voices(n, rho, s):
    """L2: s^2 (rho + (1 - rho) / n) [exact]."""
    assert round_variance(s * s, rho, float(n), 0.0, 0.0) == pytest.approx(s * s * (rho + (1 - rho) / n), rel=1e-12)


@pytest.mark.parametrize(("gap", "number"), [(0.2500001, 1), (0.2499, 2), (3.0, 1)])
def test_how_many_messages_survive(gap, number):
    """L5, around the gap beyond which nothing is told [exact]."""
    assert messages(gap) == number


@pytest.mark.parametrize("upward", [True, False])
@pytest.mark.parametrize("gap", [0.3, 0.25, 0.1, 0.05, 0.02, 0.004])
def test_messages_lose_what_the_formula_says(gap, upward):
    """L5: 1 / (12 N^2) + b^2 (N^2 - 1) / 3, integrated over the very messages."""
    n = math.ceil(-0.5 + 0.5 * math.sqrt(1 + 2 / gap) - 1e-9)
    expected = 1 / (12 * n * n) + gap * gap * (n * n - 1) / 3
    assert loss_by_integration(gap, upward, 200_000) == pytest.approx(expected, rel=1e-4)
    assert message_loss(gap) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(("upward", "bias"), [(True, 0.05), (False, -0.05)])
def test_at_a_boundary_the_sender_does_not_care(upward, bias):
    """L5: a sender who wants x + b to be believed is indifferent between the two messages around a boundary."""
    grid = (np.arange(20_000) + 0.5) / 20_000
    heard = np.array([message(x, 0.05, upward) for x in grid])
    places = np.flatnonzero(np.diff(heard))
    assert len(places) == 2
    for place in places:
        wanted = 0.5 * (grid[place] + grid[place + 1]) + bias
        assert 0.5 * (heard[place] + heard[place + 1]) == pytest.approx(wanted, abs=1e-4)
