"""A map: two axes, two variants, and the difference between them in every cell, always in the same worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ...sim.measures import PRIMARY
from ...sim.scenario import Scenario
from ...sim.state import Floats
from ..compare import Progress, compare
from ..comparison import Failure
from ..variants import Variant, variants
from .axis import Axis

FORMS = "governance=opt-in,consensus"


@dataclass(frozen=True)
class Map:
    """What a map asks.

    Attributes:
        name: of the map; ``title``: what it is about.
        x, y: the axes; ``case``: returns the case whose numbers they change.
        vary: the two variants, as for ``variants``; ``outcome``: what they are compared by.
    """

    name: str
    title: str
    x: Axis
    y: Axis
    case: Callable[[], Scenario] = field(repr=False)
    vary: str = FORMS
    outcome: str = PRIMARY

    @property
    def cells(self) -> int:
        """Number of cells."""
        return len(self.x.values) * len(self.y.values)


@dataclass(frozen=True)
class Drawn:
    """What was run for a map.

    Attributes:
        variants: names of the two.
        values: (worlds, y cells, x cells, 2) the outcome in the complete worlds; nan where it is not defined.
        asked: worlds asked for; fewer are complete after an interruption or a failure.
    """

    map: Map
    variants: tuple[str, str]
    values: Floats = field(repr=False)
    asked: int
    seed: int
    seconds: float
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False

    @property
    def worlds(self) -> int:
        """Number of complete worlds."""
        return len(self.values)


def draw(
    asked: Map, worlds: int = 200, seed: int = 1, workers: int | None = None, progress: Progress | None = None
) -> Drawn:
    """Run both variants in every cell, in the same worlds throughout.

    An interruption (Ctrl-C) ends it early, with the worlds that are complete in all cells.

    Raises:
        ScenarioError, LookupError: what is to be varied is not there, as in ``variants``.
        ValueError: there are not two variants, or a number is out of range.
    """
    names, cases = cells_of(asked)
    found = compare(cases, worlds, seed, workers, progress=progress)
    shape = (found.done, len(asked.y.values), len(asked.x.values), 2)
    return Drawn(
        asked,
        names,
        found.outcome(asked.outcome).reshape(shape),
        worlds,
        seed,
        found.seconds,
        found.failures,
        found.interrupted,
    )


def cells_of(asked: Map) -> tuple[tuple[str, str], list[Variant]]:
    """Return the names of the two variants, and both of every cell, row by row from the lowest of both axes."""
    case = asked.case()
    two = variants(case, asked.vary)
    if len(two) != 2:
        raise ValueError(f"{asked.vary!r}: a map compares two variants, such as {FORMS}")
    made = [
        replace(one, name=f"{one.name}, cell {row}/{column}")
        for row, y in enumerate(asked.y.values)
        for column, x in enumerate(asked.x.values)
        for one in variants(asked.x.apply(asked.y.apply(case, y), x), asked.vary)
    ]
    return (two[0].name, two[1].name), made
