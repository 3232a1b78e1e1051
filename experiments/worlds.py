"""Worlds: the numbers that make one world differ from the next."""

from __future__ import annotations

from ..sim.chance import block, check_seed, stream

WORLD = stream("experiments.world")


def world_seed(base: int, world: int) -> int:
    """Return the seed of world number ``world`` under the base seed ``base``, in [0, 2**32).

    Seeds are keyed, not counted up from the base, or the worlds of base seeds 1 and 2 would nearly all be the same.
    Two worlds share a seed by chance: among 1,000 worlds once in 8,600 base seeds.

    Raises:
        ValueError: one of the numbers is not a whole number in [0, 2**32).
    """
    return block(check_seed(base), WORLD, 0, check_seed(world), 0, 0)[0]
