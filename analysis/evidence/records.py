"""What is kept of the checks and of the patterns, beside the readings that other files of this room define."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...experiments.evidence import Finding
from ..effects import Number, Record
from ..trials.patterns import HOLDS, NOT_BUILT, Verdict, agreed, expected
from ..trials.rules_reading import RulesReading


class CheckRow(Record):
    """A limiting case: what a source says and what the model's own function gives."""

    id: str
    claim: str
    source: str
    expected: Number
    observed: Number
    tolerance: Number
    passed: bool | None


class Checks(Record):
    """All limiting cases."""

    rows: list[CheckRow]

    def count(self, passed: bool | None) -> int:
        """Return how many have this verdict; None: not built yet."""
        return sum(row.passed is passed for row in self.rows)


class PartRow(Record):
    """One thing that a pattern says, with its mean effect and interval; verdict is empty where it is only reported."""

    says: str
    unit: str
    expected: str
    mean: Number
    low: Number
    high: Number
    verdict: str


class PatternRow(Record):
    """A pattern in the worlds of one base seed."""

    id: str
    claim: str
    source: str
    mark: str
    calibrates: bool
    waits_for: str
    verdict: str
    trouble: str
    parts: list[PartRow]


class Patterns(Record):
    """All patterns in the worlds of one base seed."""

    rows: list[PatternRow]
    worlds: int
    seed: int

    def of(self, id_: str) -> PatternRow | None:
        """Return a pattern by its id."""
        return next((row for row in self.rows if row.id == id_), None)


class Rules(Record):
    """What the rules of opt-in do, case by case."""

    cases: list[RulesReading]


def checks(findings: Sequence[Finding]) -> Checks:
    """Return what is kept of ``coalitions verify``."""
    rows = [
        CheckRow(
            id=one.check.id,
            claim=one.check.claim,
            source=one.check.source,
            expected=one.check.expected,
            observed=math.nan if one.observed is None else one.observed,
            tolerance=one.tolerance,
            passed=one.passed,
        )
        for one in findings
    ]
    return Checks(rows=rows)


def patterns(verdicts: Sequence[Verdict], worlds: int, seed: int) -> Patterns:
    """Return what is kept of ``coalitions patterns`` under one base seed."""
    return Patterns(rows=[_pattern(one) for one in verdicts], worlds=worlds, seed=seed)


def _pattern(one: Verdict) -> PatternRow:
    return PatternRow(
        id=one.pattern.id,
        claim=one.pattern.claim,
        source=one.pattern.source,
        mark=one.pattern.mark,
        calibrates=one.pattern.calibrates,
        waits_for=one.pattern.waits_for,
        verdict=one.alone,
        trouble=one.trouble,
        parts=[
            PartRow(
                says=part.part.says,
                unit=part.part.unit,
                expected=expected(part.part),
                mean=part.mean,
                low=part.low,
                high=part.high,
                verdict=part.verdict,
            )
            for part in one.parts
        ],
    )


def over_seeds(all_: Sequence[Patterns], id_: str) -> str:
    """Return the verdict on a pattern that all base seeds agree on; undecided where they do not."""
    found = [row.verdict for row in (one.of(id_) for one in all_) if row]
    return agreed(found) if found else NOT_BUILT


def holding(all_: Sequence[Patterns]) -> list[str]:
    """Return the ids of the patterns that hold under every base seed."""
    return [row.id for row in all_[0].rows if over_seeds(all_, row.id) == HOLDS] if all_ else []
