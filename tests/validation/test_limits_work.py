"""The edges of the limiting cases of roles and convening, beyond the numbers that `verify` shows (L13, L22)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clever_coalitions.experiments.evidence.work import lower_bound_of_share, output_of


def test_roles_come_close_to_the_best_assignment_where_workers_are_few():
    """L13: 10 x 20, as 20 x 10."""
    assert lower_bound_of_share(10, 20) > 0.98


@given(size=st.integers(10, 500))
def test_with_a_plateau_more_than_can_be_convened_do_no_more(size):
    """L22: at gamma 1, ten from ten on [exact]."""
    assert output_of(size, 1.0) == pytest.approx(10.0, rel=1e-12)


@given(size=st.integers(1, 10), congestion=st.floats(0.0, 5.0))
def test_whoever_can_be_convened_does_all_its_work(size, congestion):
    """L22: below the plateau [exact]."""
    assert output_of(size, congestion) == pytest.approx(size, rel=1e-12)
