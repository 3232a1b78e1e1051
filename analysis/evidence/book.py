"""The book of the evidence: what was found, part by part; what was not run is missing from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..trials.ablation import Ablation
from ..trials.ablation_factorial import FactorialReading
from ..trials.forms_reading import FormsReading
from ..trials.levers_reading import LeversReading
from ..trials.map_reading import MapReading
from ..trials.rules_reading import RulesReading
from ..trials.turning_reading import TurningReading
from .records import Checks, Patterns
from .stamp import Stamp


@dataclass(frozen=True)
class Book:
    """All that was found.

    Attributes:
        checks: the limiting cases; patterns: by base seed, the first one first.
        forms: in every case; strategies, levers, rules: in a few; turning: the Syria case.
        maps: by name; ablation: the trials of the principles; factorial: all of them together, by condition.
        stamps: ``{part: what it was made with}``; seconds: ``{part: how long it took}``.
        frozen: edition whose numbers were frozen before forms were compared; None where that is not known.
    """

    checks: Checks | None = None
    patterns: tuple[Patterns, ...] = ()
    forms: FormsReading | None = None
    strategies: FormsReading | None = None
    levers: LeversReading | None = None
    rules: tuple[RulesReading, ...] = ()
    turning: TurningReading | None = None
    maps: dict[str, MapReading] = field(default_factory=dict)
    ablation: Ablation | None = None
    factorial: tuple[FactorialReading, ...] = ()
    stamps: dict[str, Stamp] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    frozen: int | None = None
