"""What a part of the evidence was made with: if it is the same again, nothing needs to be run again."""

from __future__ import annotations

from ...sim.edition import EDITION
from ..effects import Record


class Stamp(Record):
    """What a part was made with.

    Attributes:
        edition: of the model: what its runs give.
        worlds: how many; seed: the base seed.
    """

    edition: int
    worlds: int
    seed: int


def stamp(worlds: int, seed: int) -> Stamp:
    """Return the stamp of what would be run now."""
    return Stamp(edition=EDITION, worlds=worlds, seed=seed)
