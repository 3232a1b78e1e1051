"""Keyed randomness: the published generator, its distributions, and its independence of everything else.

The statistical tests use fixed keys, so they never fail by chance; a correct generator would fail each of
them, for keys chosen anew, with the probability that its threshold states (1e-4 or less).
"""

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from clever_coalitions.sim import chance

ONES = chance.WORD
FALSE_ALARM = 1e-4
N = 20_000

# Random123 1.14, tests/kat_vectors, philox4x32 with 10 rounds: counter, key, words.
REFERENCE = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES, ONES, ONES, ONES), (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]

# How the name of a draw (seed, stream, entity, step, draw) moves along each of its axes.
AXES = {
    "seed": lambda i: (i, 77, 5 << 32, 3, 0),
    "stream": lambda i: (1, i, 5 << 32, 3, 0),
    "entity": lambda i: (1, 77, (5 << 32) + i, 3, 0),
    "family": lambda i: (1, 77, i << 32, 3, 0),
    "step": lambda i: (1, 77, 5 << 32, i, 0),
    "draw": lambda i: (1, 77, 5 << 32, 3, i),
}


def draws(distribution, axis, n=N):
    return np.array([distribution(*AXES[axis](i)) for i in range(n)])


# --- the generator ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counter", "key", "words"), REFERENCE)
def test_block_gives_the_published_words(counter, key, words):
    draw, step, index, family = counter
    seed, stream = key
    assert chance.block(seed, stream, family, index, step, draw) == words


def test_an_entity_is_its_family_and_its_index():
    high, low, _, _ = chance.block(1, 2, 3, 4, 5, 6)
    assert chance.uniform(1, 2, (3 << 32) + 4, 5, 6) == chance.unit(high, low)


def test_numbers_drawn_at_once_are_those_drawn_one_by_one():
    entities, into = np.array([(f << 32) + 40 * i + f for f in (3, 2**31 - 1) for i in range(19)]), np.full(40, -1.0)
    chance.uniforms(1, 2, entities, 5, 6, into)
    assert into[:38].tolist() == [chance.uniform(1, 2, int(entity), 5, 6) for entity in entities]
    assert into[38:].tolist() == [-1.0, -1.0]


def test_flipping_one_bit_of_the_name_flips_half_of_the_128_bits():
    name = (123, 456, 789, 1011, 12, 13)
    before = chance.block(*name)
    for place in range(6):
        flipped = [
            sum((a ^ b).bit_count() for a, b in zip(before, map(int, changed), strict=True))
            for bit in range(32)
            if (changed := chance.block(*(w ^ (1 << bit) * (k == place) for k, w in enumerate(name))))
        ]
        # 32 flips of 128 fair bits: standard deviation 1.0 of the mean.
        assert abs(np.mean(flipped) - 64) < 4
        assert min(flipped) > 32


SAME_BITS = """
import sys, warnings
warnings.simplefilter("error")
from clever_coalitions.sim import chance
names = [(s, t, (f << 32) + i, w, d) for s in (0, 2**32 - 1) for t in (7, 2**32 - 1) for f in (0, 2**31 - 1)
         for i in (0, 2**32 - 1) for w in (0, 51, 2**32 - 1) for d in (0, 9)]
for name in names:
    s, t, e, w, d = name
    print(*chance.block(s, t, e >> 32, e, w, d), chance.uniform(*name).hex(), chance.normal(*name).hex(),
          chance.exponential(*name).hex(), chance.integer(*name, 1000))
for k in range(1, 1000):
    print(chance.normal_quantile(k / 1000).hex(), chance.normal_quantile(2.0 ** (-k / 20)).hex())
"""


def test_the_compiler_changes_no_bit():
    outputs = set()
    for disabled in ("0", "1"):
        environment = os.environ | {"NUMBA_DISABLE_JIT": disabled, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", SAME_BITS]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert outputs.pop().count("\n") == 96 + 999


def test_numpy_integers_name_the_same_draw():
    name = (3, 77, (5 << 32) + 1, 4, 2)
    assert chance.normal(*map(np.int64, name)) == chance.normal(*name)


def test_a_draw_does_not_depend_on_other_draws():
    name = (3, 77, 5 << 32, 4, 0)
    before = chance.normal(*name)
    for i in range(100):
        chance.normal(3, 78, i, 4, 0)
        chance.uniform(3, 77, (5 << 32) + 1 + i, 4, 0)
    assert chance.normal(*name) == before


# --- distributions ------------------------------------------------------------------------------------------

LAWS = {
    "uniform": (lambda *name: chance.uniform(*name), stats.uniform.cdf),
    "normal": (lambda *name: chance.normal(*name), stats.norm.cdf),
    "exponential": (lambda *name: chance.exponential(*name), stats.expon.cdf),
}


@pytest.mark.parametrize("axis", AXES)
@pytest.mark.parametrize("law", LAWS)
def test_draws_along_an_axis_follow_their_law(axis, law):
    distribution, cdf = LAWS[law]
    assert stats.kstest(draws(distribution, axis), cdf).pvalue > FALSE_ALARM


@pytest.mark.parametrize("axis", AXES)
def test_neighbors_on_an_axis_are_uncorrelated(axis):
    z = draws(chance.normal, axis)
    for series in (z, np.abs(z)):  # the sizes, too
        assert stats.pearsonr(series[:-1], series[1:]).pvalue > FALSE_ALARM


@pytest.mark.parametrize("axis", [axis for axis in AXES if axis != "entity"])
def test_neighboring_names_give_unrelated_series_over_entities(axis):
    seed, stream, entity, step, draw = AXES[axis](10)
    others = AXES[axis](11)
    z = [chance.normal(seed, stream, entity + i, step, draw) for i in range(N)]
    y = [chance.normal(others[0], others[1], others[2] + i, others[3], others[4]) for i in range(N)]
    assert stats.pearsonr(z, y).pvalue > FALSE_ALARM


def test_pairs_fill_the_square_evenly():
    u = draws(chance.uniform, "step")
    v = np.array([chance.uniform(1, 77, 5 << 32, i, 1) for i in range(N)])
    counts, _, _ = np.histogram2d(u, v, bins=10, range=((0, 1), (0, 1)))
    assert stats.chisquare(counts.ravel()).pvalue > FALSE_ALARM


@pytest.mark.parametrize("high", [0, 1, ONES - 1, ONES])
@pytest.mark.parametrize("low", [0, 4095, 4096, ONES])
def test_extreme_words_give_neither_0_nor_1(high, low):
    u = chance.unit(high, low)
    assert 2.0**-53 <= u <= 1 - 2.0**-53
    assert chance.unit(ONES - high, ONES - low) == 1 - u  # exactly
    assert math.isfinite(chance.normal_quantile(u))
    assert 0 <= math.floor(u * 2**52) < 2**52


@given(high=st.integers(0, ONES), low=st.integers(0, ONES))
def test_unit_is_an_odd_multiple_of_its_unit(high, low):
    assert chance.unit(high, low) * 2.0**53 % 2 == 1


@given(u=st.floats(2.0**-53, 1 - 2.0**-53))
def test_normal_quantile_is_accurate(u):
    assert chance.normal_quantile(u) == pytest.approx(special.ndtri(u), rel=3e-15, abs=1e-16)


def test_normal_quantile_is_symmetric_and_rises():
    u = np.arange(1, 2**12) / 2.0**12
    z = np.array([chance.normal_quantile(x) for x in u])
    assert (z == -z[::-1]).all()
    assert (np.diff(z) > 0).all()


@pytest.mark.parametrize("n", [1, 2, 3, 10, 1000, 2**52 - 1, 2**52])
def test_integers_stay_below_n(n):
    numbers = [chance.integer(1, 77, 5, i, 0, n) for i in range(200)]
    assert all(0 <= number < n for number in numbers)
    assert int((1 - 2.0**-53) * n) == n - 1


def test_integers_are_equally_likely():
    counts = np.bincount([chance.integer(1, 77, 5, i, 0, 7) for i in range(N)], minlength=7)
    assert len(counts) == 7
    assert stats.chisquare(counts).pvalue > FALSE_ALARM


# --- names --------------------------------------------------------------------------------------------------


def test_streams_and_entities_have_stable_numbers():
    assert chance.stream("conditions.drift") == chance.stream("conditions.drift")
    assert chance.stream("123456789") == 0xCBF43926  # the check value of CRC-32
    assert chance.entity_id("123456789", 5) == (0xCBF43926 & 0x7FFFFFFF) << 32 | 5
    assert 0 <= chance.entity_id("organization", ONES) < 2**63


def test_two_names_with_one_number_are_refused(monkeypatch):
    monkeypatch.setattr(chance, "_names", {})
    chance.stream("plumless")
    chance.entity_id("buckeroo", 0)  # streams and families are numbered apart
    with pytest.raises(ValueError, match=r"the stream names 'plumless' and 'buckeroo' share the number"):
        chance.stream("buckeroo")
    with pytest.raises(ValueError, match=r"the family names"):
        chance.entity_id("plumless", 0)


@pytest.mark.parametrize("index", [-1, 2**32, 0.5])
def test_an_index_is_a_word(index):
    with pytest.raises(ValueError, match="the index of an entity is a whole number from 0 to 4294967295"):
        chance.entity_id("organization", index)


@pytest.mark.parametrize("seed", [0, 1, ONES, np.int64(5), np.uint32(ONES)])
def test_good_seeds(seed):
    assert type(chance.check_seed(seed)) is int
    assert chance.check_seed(seed) == seed


@pytest.mark.parametrize("seed", [-1, 2**32, 1.0, "1", None])
def test_bad_seeds(seed):
    with pytest.raises(ValueError, match=r"a seed is a whole number from 0 to 4294967295 .*, not "):
        chance.check_seed(seed)


def test_two_issues_share_no_draw_and_two_families_no_number():
    assert len({chance.draw_on(issue, draw) for issue in range(8) for draw in (0, 1, chance.DRAWS - 1)}) == 24
    numbers = {chance.word_of(chance.entity_id(kind, i)) & chance.WORD for kind in ("one", "other") for i in range(50)}
    assert len(numbers) == 100
