"""What a comparison leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from ..scenarios.mistakes import unknown
from ..sim.measures import MEASURES, PRIMARY
from ..sim.scenario import Scenario
from ..sim.state import Floats, Ints
from .falls import Fall, falls_of
from .intervals import Groups, mean_defined
from .labels import labels_of
from .variants import Variant
from .worlds import world_seed

if TYPE_CHECKING:
    import pandas


KEY = (
    PRIMARY, "value_per_1000_hours", "settled", "harm", "weeks_to_plan", "ambition", "members", "member_hours",
    "trust",
)  # fmt: skip
"""The outcomes of interest where nobody says others: fixed, so that none is picked for its result."""


@dataclass(frozen=True)
class Failure:
    """A run that did not come to its end.

    Attributes:
        world: number of the world, and ``seed``: the seed of the run.
        variant: name of the variant.
        message: what went wrong, with the type of the error.
    """

    world: int
    seed: int
    variant: str
    message: str


@dataclass(frozen=True, eq=False)
class Comparison:
    """Variants of a case in the same worlds.

    Only complete worlds count: those in which every variant came to its end.  So differences are always between runs
    that met the same shocks.

    Attributes:
        compared: the variants; differences are to the first, the reference.
        asked: number of worlds asked for; fewer are done after an interruption or a failure.
        worlds: (worlds,) numbers of the complete worlds, rising from 0.
        seed: the base seed.
        outcomes: (worlds, variants, outcomes) nan where one is not defined.
        outcome_names: names of the outcomes, as in ``measures.MEASURES``.
        seconds: time that the comparison took.
        columns: names of the series, empty unless asked for.
        series: (worlds, variants, steps, columns), None unless asked for; nan after the end of a shorter run.
        overcome_at: (worlds, variants, obstacles) week of the run in which each was overcome, of several issues the
            first; nan where it was not; None where that was not kept, as in a study.
        groups: which of the worlds hang together; None where all are independent.
        seeds: (worlds,) seeds of the worlds; None where they follow from the base seed alone.
        of_interest: names of outcomes, the primary one first.
        at_any_time: whether somebody looked, or decided to go on, while worlds came in: then what is said holds for all
            numbers of worlds at once.
        failures: runs that failed; their worlds are left out.
        interrupted: whether it was stopped before all worlds were done.
    """

    compared: tuple[Variant, ...]
    asked: int
    worlds: Ints = field(repr=False)
    seed: int
    outcomes: Floats = field(repr=False)
    outcome_names: tuple[str, ...] = field(default_factory=lambda: tuple(MEASURES), repr=False)
    seconds: float = 0.0
    columns: tuple[str, ...] = field(default=(), repr=False)
    series: Floats | None = field(default=None, repr=False)
    overcome_at: Floats | None = field(default=None, repr=False)
    groups: Groups | None = field(default=None, repr=False)
    seeds: Ints | None = field(default=None, repr=False)
    of_interest: tuple[str, ...] = field(default=KEY, repr=False)
    at_any_time: bool = False
    failures: tuple[Failure, ...] = ()
    interrupted: bool = False

    @property
    def scenario(self) -> Scenario:
        """The case; that of the first variant, where they differ."""
        return self.compared[0].scenario

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants."""
        return tuple(variant.name for variant in self.compared)

    @property
    def labels(self) -> tuple[str, ...]:
        """What the variants are called where people read of them: long paths by their last parts."""
        return tuple(labels_of(self.variants).values())

    def labeled(self, table: pandas.DataFrame) -> pandas.DataFrame:
        """Return a table with labels in the place of names in its column ``variant``."""
        return table.replace({"variant": labels_of(self.variants)})

    @property
    def done(self) -> int:
        """Number of complete worlds."""
        return len(self.worlds)

    @property
    def matters(self) -> dict[str, float]:
        """The smallest difference that matters, in the unit of the outcome, where the case says one."""
        return self.scenario.matters

    def outcome(self, name: str) -> Floats:
        """Return one outcome, (worlds, variants).

        Raises:
            ValueError: there is no such outcome.
        """
        if name not in self.outcome_names:
            raise ValueError(str(unknown("outcome", name, self.outcome_names, "outcome")))
        return self.outcomes[:, :, self.outcome_names.index(name)]

    def means(self, outcome: str) -> list[float]:
        """Return the mean of an outcome by variant, where it is defined; nan where it never is.

        Raises:
            ValueError: there is no such outcome.
        """
        return [mean_defined(values) for values in self.outcome(outcome).T]

    def frame(self) -> pandas.DataFrame:
        """Return the outcomes as a table: a row for each run, with its world, its seed and its variant."""
        import pandas  # only here: it takes longer to import than a hundred runs

        table = pandas.DataFrame(self.outcomes.reshape(-1, len(self.outcome_names)), columns=list(self.outcome_names))
        seeds = [world_seed(self.seed, int(world)) for world in self.worlds] if self.seeds is None else self.seeds
        table.insert(0, "world", np.repeat(self.worlds, len(self.compared)))
        table.insert(1, "seed", np.repeat(np.array(seeds, dtype=np.int64), len(self.compared)))
        table.insert(2, "variant", list(self.variants) * self.done)
        return table

    def differences(self, *outcomes: str) -> pandas.DataFrame:
        """Return what is known of each difference to the reference, a row an outcome and variant.

        Columns: outcome, variant, mean, low, high (95 % interval), wins, ties, losses (worlds), matters (the smallest
        difference that does), adjusted (the chance of being wrong, allowing for what is judged beside), verdict.

        Args:
            outcomes: which; those of interest where none is given.

        Raises:
            ValueError: there is no such outcome.
        """
        from .estimates import differences

        return differences(self, outcomes)

    def falls(self) -> pandas.DataFrame:
        """Return in how many worlds each obstacle is overcome, and when: a row a variant and obstacle, in their order.

        Columns: variant, obstacle, worlds, overcome (in so many of them), share, week (in the median of these).
        """
        import pandas

        return pandas.DataFrame(falls_of(self), columns=list(Fall._fields))

    def _repr_html_(self) -> str:
        """Return what notebooks show: the differences, and on how many worlds they rest."""
        at = ", each number valid whenever one looks" if self.at_any_time else ""
        said = f"{escape(self.scenario.title)}: differences to {escape(self.variants[0])} in {self.done:,} worlds{at}"
        return f"<p>{said}</p>{self.differences().to_html(index=False, float_format='{:.3g}'.format)}"
