"""Limiting cases of listening: one mechanism on, called on the function that the model runs (L1-L3, L5, L6, L17)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalitions.sim.chance import normal, stream
from coalitions.sim.compiling import kernel
from coalitions.sim.mechanisms.consultation import message, message_loss, messages
from coalitions.sim.mechanisms.diagnosis import cumulative_sum
from coalitions.sim.mechanisms.synthesis import effective_voices, kalman_gain, round_variance
from coalitions.sim.state import STEP, minds, stocks

from .worlds import alike, begin, run_phases

TEST = stream("test.information")


# --- L1: the diversity prediction theorem (Page 2007; Krogh & Vedelsby 1995) --------------------------------


@given(estimates=st.lists(st.floats(-1.0, 1.0), min_size=2, max_size=9), truth=st.floats(-1.0, 1.0))
def test_squared_error_of_the_mean_is_mean_squared_error_less_variance(estimates, truth):
    """L1, on the mean that a round of consultation arrives at [exact]."""
    state = begin(alike(len(estimates), {"sensing.noise": 0.5, "coordinator.voices": len(estimates)}))
    stocks(state).belief[:] = estimates
    minds(state).variance[0] = 1e300  # nothing known before: the round is taken over whole
    run_phases(state, ("consultation", "synthesis"))
    crowd = minds(state).estimate[0]
    x = np.array(estimates)
    assert (crowd - truth) ** 2 == pytest.approx(np.mean((x - truth) ** 2) - np.var(x), abs=1e-12)


# --- L2: correlated errors ----------------------------------------------------------------------------------


@given(n=st.integers(1, 1000), rho=st.floats(0.0, 1.0), s=st.floats(0.01, 10.0))
def test_variance_of_correlated_voices(n, rho, s):
    """L2: s^2 (rho + (1 - rho) / n) [exact]."""
    assert round_variance(s * s, rho, float(n), 0.0, 0.0) == pytest.approx(s * s * (rho + (1 - rho) / n), rel=1e-12)


def test_twenty_correlated_voices_are_worth_seven():
    """L2: n_eff at rho .1, n 20 is 6.9 [exact: 20 / 2.9]."""
    assert effective_voices(20.0, 0.1) == pytest.approx(20 / 2.9, rel=1e-12)
    assert round(effective_voices(20.0, 0.1), 1) == 6.9


def test_signals_of_a_kind_err_together_as_much_as_stated():
    """L2, on the signals that organizations receive: their mean has variance s^2 (rho + (1 - rho) / n)."""
    s, rho, n, weeks = 0.4, 0.3, 20, 4000
    state = begin(alike(n, {"sensing.noise": s, "sensing.shared": rho, "sensing.persistence": 0.0}))
    means = np.empty(weeks)
    for week in range(weeks):
        state.clock[STEP] = week
        run_phases(state, ("sensing",))
        means[week] = stocks(state).signal.mean()
    expected = s * s * (rho + (1 - rho) / n)
    assert np.mean(means**2) == pytest.approx(expected, abs=3 * expected * math.sqrt(2 / weeks))


# --- L3: the steady gain of the filter ----------------------------------------------------------------------


def test_steady_gain_is_the_golden_ratio():
    """L3: q = r = 1 gives a steady gain of .618034 [exact: (sqrt 5 - 1) / 2]."""
    variance = 0.0
    for _ in range(100):
        gain = kalman_gain(variance + 1.0, 1.0)
        variance = (1.0 - gain) * (variance + 1.0)
    assert gain == pytest.approx((math.sqrt(5) - 1) / 2, abs=1e-12)
    assert round(gain, 6) == 0.618034


# --- L5: strategic reports (Crawford & Sobel 1982) ----------------------------------------------------------


@pytest.mark.parametrize(("gap", "number"), [(0.05, 3), (0.02, 5), (0.25, 1), (0.2500001, 1), (0.2499, 2), (3.0, 1)])
def test_how_many_messages_survive(gap, number):
    """L5: N(.05) = 3, N(.02) = 5, N(b >= .25) = 1 [exact]."""
    assert messages(gap) == number


def test_loss_at_a_twentieth():
    """L5: the receiver's loss at .05 is .01593 [exact: 1/108 + .0025 x 8/3]."""
    assert message_loss(0.05) == pytest.approx(1 / 108 + 0.0025 * 8 / 3, rel=1e-12)
    assert round(message_loss(0.05), 5) == 0.01593


@kernel
def loss_by_integration(gap: float, upward: bool, points: int) -> float:
    total = 0.0
    for k in range(points):
        x = (k + 0.5) / points
        error = message(x, gap, upward) - x
        total += error * error
    return total / points


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


# --- L6: average run lengths (Page 1954; Brook & Evans 1972) ------------------------------------------------


@kernel
def run_length(runs: int, shift: float, two_sided: bool) -> tuple[float, float]:
    """Return mean and standard error of the steps until a sum of N(shift, 1) - 1/2 exceeds 4."""
    total = 0.0
    squares = 0.0
    for run in range(runs):
        up = 0.0
        down = 0.0
        step = 0
        while up <= 4.0 and down <= 4.0:
            z = normal(7, TEST, run, step, 0) + shift
            up = cumulative_sum(up, z - 0.5)
            if two_sided:
                down = cumulative_sum(down, -z - 0.5)
            step += 1
        total += step
        squares += step * step
    mean = total / runs
    return mean, math.sqrt((squares / runs - mean * mean) / runs)


@pytest.mark.parametrize(
    ("shift", "two_sided", "expected", "runs"),
    [(0.0, True, 167.7, 20_000), (0.0, False, 335.4, 20_000), (1.0, False, 8.38, 100_000)],
)
def test_average_run_length(shift, two_sided, expected, runs):
    """L6: 167.7 two-sided and 335.4 one-sided in control, 8.38 after a shift by one deviation [run]."""
    mean, error = run_length(runs, shift, two_sided)
    assert error < 0.01 * mean
    assert mean == pytest.approx(expected, abs=3 * error)


# --- L17: the best number to consult ------------------------------------------------------------------------


def best_voices(q: float, most: int = 400) -> int:
    losses = [round_variance(1.0, 0.2, float(k), q, 0.5 * k) for k in range(1, most)]
    return 1 + int(np.argmin(losses))


def test_best_number_of_voices():
    """L17: s 1, rho .2, half a week a voice: 13 at q .01 and 4 at q .1 [exact]."""
    assert best_voices(0.01) == 13
    assert best_voices(0.1) == 4


def test_best_number_falls_as_the_root_of_the_drift():
    """L17: slope -1/2 in logarithms [exact]."""
    drifts = np.geomspace(1e-4, 1e-3, 6)
    slope = np.polyfit(np.log(drifts), np.log([best_voices(q) for q in drifts]), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.01)
