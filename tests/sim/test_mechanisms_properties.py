"""Bounds, limits and directions of the mechanisms, for any numbers."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from clever_coalitions.sim.arithmetic import clip, likely, per_step, power, rounded, rounded_down, saturating
from clever_coalitions.sim.governance.agree.share import passes, votes_needed
from clever_coalitions.sim.governance.talks import move_together
from clever_coalitions.sim.mechanisms.conditions import hazard_at
from clever_coalitions.sim.mechanisms.consultation import message, message_loss, messages
from clever_coalitions.sim.mechanisms.diagnosis import cumulative_sum
from clever_coalitions.sim.mechanisms.morale import next_energy
from clever_coalitions.sim.mechanisms.outcome import (
    barrier,
    closeness,
    contest,
    helps,
    interest,
    lasting,
    strength,
)
from clever_coalitions.sim.mechanisms.seat import told, wall_term
from clever_coalitions.sim.mechanisms.sensing import common_noise, independent_share, log_likelihood
from clever_coalitions.sim.mechanisms.synthesis import effective_voices, kalman_gain
from clever_coalitions.sim.mechanisms.trust import experienced
from clever_coalitions.sim.mechanisms.work import blended, owned, service
from clever_coalitions.sim.parameters import Outcome, Trust, Work
from clever_coalitions.sim.population import steps_in

from ..validation.worlds import village

share = st.floats(0.0, 1.0)
inner = st.floats(0.001, 0.999)
positive = st.floats(1e-3, 1e3)
position = st.floats(-2.0, 2.0)
OUTCOME = Outcome()


# --- arithmetic ---------------------------------------------------------------------------------------------


@given(rate=share)
def test_seven_days_make_a_week(rate):
    day = per_step(rate, 1 / 7)
    assert 1 - (1 - day) ** 7 == pytest.approx(1 - math.exp(-rate), abs=1e-12)
    assert 0.0 <= day <= rate
    assert per_step(math.inf, 1 / 7) == 1.0


@given(rate=share, weeks=st.floats(0.01, 10.0), more=st.floats(0.01, 10.0))
def test_steps_of_any_length_add_up(rate, weeks, more):
    kept = (1 - per_step(rate, weeks)) * (1 - per_step(rate, more))
    assert 1 - kept == pytest.approx(per_step(rate, weeks + more), abs=1e-12)


@given(base=st.floats(0.0, 100.0), exponent=st.sampled_from([0.0, 0.5, 1.0, 3.0]) | st.floats(0.01, 8.0))
def test_power_is_a_power(base, exponent):
    assert power(base, exponent) == pytest.approx(base**exponent, rel=1e-12)


@given(hours=st.floats(0.0, 1e4), scale=st.floats(0.01, 1e3))
def test_hours_have_falling_returns(hours, scale):
    assert 0.0 <= saturating(hours, scale) <= 1.0
    assert saturating(2 * hours, scale) <= 2 * saturating(hours, scale) + 1e-12
    assert saturating(hours, 0.0) == 1.0


@given(margin=st.floats(-100.0, 100.0), spread=st.floats(0.0, 10.0))
def test_what_is_likely(margin, spread):
    assert 0.0 <= likely(margin, spread) <= 1.0
    assert likely(margin + 1.0, spread) >= likely(margin, spread)
    assert likely(margin, 0.0) == float(margin >= 0.0)
    assert likely(-math.inf, spread) == 0.0


@given(x=st.floats(-1e3, 1e3))
def test_decisions_have_a_grain(x):
    assert abs(rounded(x) - x) <= 0.0005 + 1e-9
    assert -1e-9 <= x - rounded_down(x) + 1e-11 <= 0.001 + 1e-9
    assert rounded(rounded(x)) == rounded(x)
    assert rounded_down(rounded(x)) == rounded(x)
    assert clip(x, 0.0, 1.0) == min(max(x, 0.0), 1.0)


def test_rounding_hides_nothing():
    for x in (math.inf, -math.inf, 1e300, -2e20):
        assert rounded(x) == rounded_down(x) == x
    assert math.isnan(rounded(math.nan))
    assert math.isnan(rounded_down(math.nan))


# --- conditions and sensing ---------------------------------------------------------------------------------


@given(hazard=share, growth=share, now=st.floats(0.0, 5000.0))
def test_a_hazard_grows_and_stays_a_number(hazard, growth, now):
    """A hazard of zero never grows, however long one waits."""
    assert hazard * (1 - 1e-12) <= hazard_at(hazard, growth, now) < math.inf
    assert hazard_at(0.0, growth, now) == 0.0


@given(shared=share, eta=st.floats(-5.0, 5.0), nu=st.floats(-5.0, 5.0))
def test_common_noise_mixes_two_errors(shared, eta, nu):
    assert common_noise(0.0, eta, nu) == nu
    assert common_noise(1.0, eta, nu) == eta
    assert common_noise(shared, eta, nu) ** 2 <= eta**2 + nu**2 + 1e-9


@given(sight=st.floats(0.0, 10.0), noise=st.floats(-5.0, 5.0))
def test_evidence_is_a_likelihood_ratio(sight, noise):
    """The log-likelihood of a reading under N(sight, 1), less that under N(0, 1)."""
    for is_true in (True, False):
        reading = (sight if is_true else 0.0) + noise
        expected = -0.5 * (reading - sight) ** 2 + 0.5 * reading**2
        assert log_likelihood(is_true, sight, noise) == pytest.approx(expected, abs=1e-9)


# --- consultation and synthesis -----------------------------------------------------------------------------


@given(gap=st.floats(0.0, 1.0), less=share)
def test_a_smaller_gap_loses_less(gap, less):
    assert message_loss(gap * less) <= message_loss(gap) + 1e-12
    assert messages(gap * less) >= messages(gap) >= 1
    assert 0.0 <= message_loss(gap) <= 1 / 12 + 1e-12


@given(x=share, y=share, gap=st.floats(0.0, 0.5), upward=st.booleans())
def test_messages_keep_the_order(x, y, gap, upward):
    low, high = message(min(x, y), gap, upward), message(max(x, y), gap, upward)
    assert 0.0 <= low <= high <= 1.0
    assert message(x, gap, upward) == pytest.approx(1 - message(1 - x, gap, not upward), abs=1e-12) or x in (low, high)
    assert message(x, 0.0, upward) == x


@given(voices=st.floats(1.0, 100.0), shared=share)
def test_voices_are_worth_no_more_than_they_are(voices, shared):
    assert 1.0 - 1e-12 <= effective_voices(voices, shared) <= voices + 1e-9
    assert effective_voices(voices, 0.0) == voices
    assert effective_voices(voices, 1.0) == pytest.approx(1.0)


@given(voices=st.floats(1.0, 100.0), shared=share, kinds=st.floats(1.0, 20.0), persistence=st.floats(0.0, 100.0))
def test_evidence_is_never_counted_twice(voices, shared, kinds, persistence):
    counts = independent_share(voices, shared, kinds, persistence)
    assert 0.0 < counts <= 1.0 + 1e-12
    assert independent_share(voices, 0.0, kinds, persistence) == 1.0
    assert independent_share(0.0, shared, kinds, persistence) <= 1.0


@given(variance=st.floats(0.0, 1e6), noise=st.floats(0.0, 1e6))
def test_a_gain_is_a_share(variance, noise):
    assert 0.0 <= kalman_gain(variance, noise) <= 1.0
    assert kalman_gain(variance, 0.0) == 1.0


@given(level=st.floats(0.0, 50.0), score=st.floats(-50.0, 50.0))
def test_a_cumulative_sum_is_never_negative(level, score):
    assert cumulative_sum(level, score) == max(0.0, level + score)


# --- decision -----------------------------------------------------------------------------------------------


@given(many=st.integers(1, 1000), required=st.floats(0.01, 1.0))
def test_a_share_of_votes(many, required):
    needed = votes_needed(many, required)
    assert 1 <= needed <= many
    assert needed / many >= required - 1e-9
    assert passes(needed, many, required)
    assert not passes(needed - 1, many, required)
    assert not passes(0, 0, required)


@given(a=position, b=position, confidence=st.floats(0.0, 4.0), step=st.floats(0.0, 0.5))
def test_two_who_talk_keep_their_mean(a, b, confidence, step):
    values = np.array([a, b])
    moved = move_together(values, 0, 1, confidence, step)
    assert moved == (abs(a - b) < confidence)
    assert values.sum() == pytest.approx(a + b, abs=1e-12)
    assert abs(values[1] - values[0]) == pytest.approx(abs(b - a) * (1 - 2 * step * moved), abs=1e-12)


# --- joining ------------------------------------------------------------------------------------------------


@given(candour=share, chance=share)
def test_less_candour_never_sounds_worse(candour, chance):
    assert chance - 1e-12 <= told(candour, chance) <= 1.0
    assert told(1.0, chance) == chance


@given(price=st.floats(0.0, 50.0), beyond=position)
def test_ambition_beyond_the_ceiling_only_costs(price, beyond):
    assert wall_term(price, beyond) <= 0.0
    assert wall_term(math.inf, beyond) == (-math.inf if beyond > 0.0 else 0.0)


@given(distance=position, width=st.floats(0.01, 10.0))
def test_interest_turns(distance, width):
    assert -1.0 <= interest(distance, width) <= 1.0
    assert interest(0.0, width) == 1.0
    assert interest(width, width) == pytest.approx(0.0, abs=1e-12)
    assert interest(2 * width, width) == -1.0
    assert interest(distance, width) == interest(-distance, width)


# --- work ---------------------------------------------------------------------------------------------------


def weights_of(raw):
    weights = np.array(raw)
    assume(weights.sum() > 0.1)
    return weights / weights.sum()


hours = st.lists(positive, min_size=3, max_size=3)
raw_weights = st.lists(share, min_size=3, max_size=3)


@given(raw=raw_weights, inputs=hours)
def test_substitution_has_its_limits(raw, inputs):
    weights, x = weights_of(raw), np.array(inputs)
    used = x[weights > 0.0]
    assert blended(weights, x, 1.0) == pytest.approx(weights @ x, rel=1e-9)
    assert blended(weights, x, 0.0) == pytest.approx(math.exp(weights @ np.log(x)), rel=1e-9)
    assert blended(weights, x, -50.0) == used.min()
    assert blended(weights, x, 1e-7) == pytest.approx(blended(weights, x, 0.0), rel=1e-4)
    assert blended(weights, x, 0.9999999) == pytest.approx(blended(weights, x, 1.0), rel=1e-4)


@given(raw=raw_weights, inputs=hours, one=st.floats(-39.0, 1.0), other=st.floats(-39.0, 1.0), times=st.floats(0.5, 2.0))
def test_substitution_is_a_mean(raw, inputs, one, other, times):
    weights, x = weights_of(raw), np.array(inputs)
    used = x[weights > 0.0]
    low, high = sorted((one, other))
    assert used.min() * (1 - 1e-6) <= blended(weights, x, low) <= used.max() * (1 + 1e-6)
    assume(min(abs(low), abs(high)) > 1e-4)  # where the root of a sum is ill-conditioned
    assert blended(weights, x, low) <= blended(weights, x, high) * (1 + 1e-6)
    assert blended(weights, times * x, low) == pytest.approx(times * blended(weights, x, low), rel=1e-6)


@given(raw=raw_weights, exponent=st.floats(-39.0, 0.0))
def test_what_cannot_be_replaced_is_missed(raw, exponent):
    weights = weights_of(raw)
    x = np.array([0.0 if weight > 0.0 else 1.0 for weight in weights])
    assert blended(weights, x, exponent) == 0.0


@given(ownership=st.floats(0.0, 5.0), a=position, b=position, width=st.floats(0.1, 10.0))
def test_hours_fall_with_distance(ownership, a, b, width):
    assert 0.0 <= owned(ownership, a, b, width) <= 1.0
    assert owned(0.0, a, b, width) == 1.0
    assert owned(ownership, 0.0, 0.0, width) == 1.0
    assert owned(ownership, 2 * a, b, width) <= owned(ownership, a, b, width)


# --- outcome ------------------------------------------------------------------------------------------------


@given(pressure=st.floats(0.0, 10.0), more=st.floats(0.0, 10.0), wall=st.floats(0.0, 10.0))
def test_strength_helps_and_a_barrier_hinders(pressure, more, wall):
    chance = contest(OUTCOME, pressure, wall)
    assert 0.0 <= chance <= OUTCOME.rate
    assert contest(OUTCOME, pressure + more, wall) >= chance
    assert contest(OUTCOME, pressure, wall + more) <= chance
    assert contest(OUTCOME, 0.0, wall) == 0.0


@given(wall=st.floats(0.01, 10.0))
def test_an_even_contest_is_half_won(wall):
    assert contest(OUTCOME, wall, wall) == pytest.approx(0.5 * OUTCOME.rate)


@given(ambition=share, resistance=st.floats(0.0, 10.0), hurt=share, quality=share, heeded=share, more=share)
def test_barrier_and_strength_rise_with_what_makes_them(ambition, resistance, hurt, quality, heeded, more):
    wall = barrier(OUTCOME, ambition, resistance, hurt)
    assert wall >= 0.0
    assert barrier(OUTCOME, ambition + more, resistance, hurt) >= wall
    assert barrier(OUTCOME, ambition, resistance + more, hurt) >= wall
    assert barrier(OUTCOME, ambition, resistance, hurt + more) >= wall
    assert strength(OUTCOME, quality, heeded) <= quality + 1e-12
    assert strength(OUTCOME, quality, 0.0) == 0.0


@given(ambition=share, distance=position)
def test_closeness_and_durability(ambition, distance):
    """Closeness: max(0, 1 - distance^2 / .6^2); what hurts nobody lasts."""
    assert closeness(OUTCOME, distance) == pytest.approx(max(0.0, 1 - distance**2 / 0.36), abs=1e-12)
    assert lasting(OUTCOME, 0.0) == 1.0
    assert 0.0 < lasting(OUTCOME, ambition) <= 1.0


@given(convened=st.floats(0.0, 200.0), size=st.integers(1, 200), congestion=st.floats(0.0, 4.0))
def test_congestion(convened, size, congestion):
    """More convening never hurts, more members are never better served, and nobody does more than all its work."""
    work = Work(congestion=congestion)
    served = service(work, convened, float(size))
    assert 0.0 <= served <= 1.0
    assert service(work, convened + 10.0, float(size)) >= served
    assert service(work, convened, size + 1.0) <= served


@given(error=position)
def test_a_better_forecast_helps_more(error):
    assert 0.0 <= helps(OUTCOME, error) <= 1.0
    assert helps(OUTCOME, 0.0) == 1.0
    assert helps(OUTCOME, error / 2) >= helps(OUTCOME, error)


# --- trust and morale ---------------------------------------------------------------------------------------


@given(trust=share, gain=share, loss=share, contact=share, good=share, weeks=st.floats(0.0, 100.0))
def test_trust_stays_a_share(trust, gain, loss, contact, good, weeks):
    law = Trust(gain=gain, loss=loss)
    assert 0.0 <= experienced(law, trust, contact, good, weeks) <= 1.0
    assert experienced(law, trust, 0.0, good, weeks) == trust
    assert experienced(law, trust, contact, 1.0, 1.0) >= trust
    assert experienced(law, trust, contact, 0.0, 1.0) <= trust


@given(energy=share, load=share, drain=share, recovery=share, more=share)
def test_energy_stays_a_share_and_falls_with_load(energy, load, drain, recovery, more):
    after = next_energy(energy, load, drain, recovery)
    assert 0.0 <= after <= 1.0
    assert next_energy(energy, min(1.0, load + more), drain, recovery) <= after + 1e-12
    assert next_energy(1.0, load, 0.0, recovery) == 1.0


# --- time ---------------------------------------------------------------------------------------------------


@given(weeks=inner)
def test_a_run_has_at_least_one_step(weeks):
    assert steps_in(village(), weeks / 10) == 1
    assert steps_in(village(step_days=1.0), 10.0) == 70
