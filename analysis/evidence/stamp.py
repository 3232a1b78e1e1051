"""What a part of the evidence was made with: if it is the same again, nothing needs to be run again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..effects import Record
from ..provenance import model_version

ROOMS = Path(__file__).parents[2]
"""The folder of the rooms of this project."""

RUNS_ON = (("sim", "*.py"), ("scenarios", "*.py"), ("scenarios", "*.toml"), ("experiments", "*.py"))
"""Rooms whose every source bears on what comes out of a run."""

ASIDE = "experiments/studies"
"""The one folder in them that does not: the evidence is no study."""

READS_WITH = (
    "estimates.py", "effects.py", "trials/patterns.py", "trials/ablation.py", "trials/ablation_factorial.py",
    "trials/*_reading.py",
)  # fmt: skip
"""Files of the analysis that make numbers of runs; the others only draw and tell."""


class Stamp(Record):
    """What a part was made with.

    Attributes:
        version: of this package; sources: hash of all code that bears on the numbers.
        constants: hash of every default and every shipped case.
        worlds: how many; seed: the base seed.
    """

    version: str
    sources: str
    constants: str
    worlds: int
    seed: int


def stamp(constants: str, worlds: int, seed: int) -> Stamp:
    """Return the stamp of what would be run now."""
    return Stamp(version=model_version(), sources=sources_hash(), constants=constants, worlds=worlds, seed=seed)


@cache
def sources_hash() -> str:
    """Return a short hash of all code and all cases that bear on the numbers."""
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        digest.update(f"{path.relative_to(ROOMS).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for room, pattern in RUNS_ON:
        yield from (path for path in (ROOMS / room).rglob(pattern) if not path.is_relative_to(ROOMS / ASIDE))
    for pattern in READS_WITH:
        yield from (ROOMS / "analysis").glob(pattern)
