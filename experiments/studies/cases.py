"""The cases of a study: its base case with settings applied, each worked out once.

Most settings are parameters.  Those are put in their place without going through the loader again, which would take
longer than a run.  What changes who is there, or how long (``kinds.NAME.count``, ``weeks``), goes through it, once for
each combination.
"""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import NamedTuple

from ...scenarios.loader import Source, built
from ...sim.identity import people_of
from ...sim.parameters import known_numbers, with_values
from ...sim.scenario import Scenario
from .derived import DERIVED, expanded
from .settings import NAMED, Settings, Value

MOST_KEPT = 256
"""Cases of other people or lengths that are kept at hand."""

MOST_NUMBERED = 8
"""Cases with all their numbers that are kept at hand: the treatments of a world often differ in their rules only."""

COORDINATOR = "coordinator."
"""What the paths of the numbers begin with that derived paths may depend on."""


class StudyCase(NamedTuple):
    """A case that is ready to run but for its world.

    Attributes:
        people: a fingerprint of who is there, what can happen and for how long: of all but the parameters.
    """

    scenario: Scenario
    governance: str
    strategy: str
    people: bytes


class Cases:
    """A case with any settings."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._built = functools.lru_cache(maxsize=MOST_KEPT)(self._build)
        self._numbered = functools.lru_cache(maxsize=MOST_NUMBERED)(self._number)

    def case(self, settings: Settings) -> StudyCase:
        """Return the case with settings.

        Raises:
            ScenarioError, ValueError: they make no case.
        """
        plain = tuple((path, value) for path, value in settings.items() if path not in NAMED)
        scenario, people = self._numbered(plain)
        governance = str(settings.get("governance", scenario.governance))
        return StudyCase(scenario, governance, str(settings.get("strategy", scenario.strategy)), people)

    def _number(self, settings: tuple[tuple[str, Value], ...]) -> tuple[Scenario, bytes]:
        """Return the case with settings that name no rule."""
        known, plain = known_numbers(), {path: value for path, value in settings if path not in DERIVED}
        if len(plain) < len(settings):
            derived = {path: value for path, value in settings if path in DERIVED}
            needed = {path: plain[path] for path in plain if path not in known or path.startswith(COORDINATOR)}
            plain |= expanded(self._number(tuple(needed.items()))[0], derived)
        scenario, people = self._built(tuple((path, value) for path, value in plain.items() if path not in known))
        given = {path: float(value) for path, value in plain.items() if path in known}
        if given:
            scenario = replace(scenario, parameters=with_values(scenario.parameters, given))
        return scenario, people

    def _build(self, structure: tuple[tuple[str, Value], ...]) -> tuple[Scenario, bytes]:
        scenario = built(self._source, dict(structure))
        return scenario, people_of(scenario)
