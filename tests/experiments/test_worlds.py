"""Base seeds share no worlds, and worlds are the same on every machine."""

import pytest

from clever_coalitions.experiments import world_seed


def test_base_seeds_share_no_worlds():
    seeds = {world_seed(base, world) for base in range(20) for world in range(200)}
    assert len(seeds) == 20 * 200


def test_seeds_are_what_they_were():
    """Published numbers name a base seed and a world: these must not change."""
    assert [world_seed(1, world) for world in range(3)] == [1033657639, 3945642087, 3980482623]


def test_seeds_use_all_bits():
    seeds = [world_seed(7, world) for world in range(2000)]
    for bit in range(32):
        assert 850 < sum(seed >> bit & 1 for seed in seeds) < 1150  # 1,000 expected, standard deviation 22


@pytest.mark.parametrize(("base", "world"), [(-1, 0), (2**32, 0), (1.5, 0), (0, -1), (0, 2**32)])
def test_out_of_range(base, world):
    with pytest.raises(ValueError, match="whole number from 0"):
        world_seed(base, world)
