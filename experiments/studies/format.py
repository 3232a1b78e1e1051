"""The format of a study file: a question, and what it takes to answer it.

A small one::

    question = "Does opt-in achieve more than consensus, wherever things change at other speeds?"
    case = "steady"

    [uncertainties]
    conditions.hazard = { low = 0.0, high = 0.03 }

    [levers]
    governance = ["opt-in", "consensus"]

    [design]
    kind = "latin-hypercube"
    points = 200

The words are those of the EMA Workbench.  *Uncertainties* are what nobody chooses: each world has its own values of
them, and its own seed.  *Levers* are what somebody could choose: every combination of their values is a *treatment*.
``reference`` names the one that others are compared with, the first where it is left out.  Treatments can also be given
by name, in ``[treatments.NAME]``; ``[matters]`` says the smallest difference that matters, ``net_value = 0.1``.
Among uncertainties, ``all = "priors"`` stands for all free numbers, each over its prior.
Every world runs under every treatment.  *Places* are circumstances, ``[places.NAME]``: what each sets, and perhaps a
case of its own; every treatment runs in every place.  *Claims* say what the study is to bear out.

Uncertainties, levers and ``[set]`` (what is the same in all runs) take the paths that ``--set`` takes: any parameter,
``weeks``, ``step_days``, ``kinds.NAME.count`` and its neighbors, and what stands for several numbers (``derived.py``);
levers, places and ``[set]`` also ``governance`` and ``strategy``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from ...scenarios.schema import Matters, Name, Part, Title, span

MOST_POINTS = 10_000_000
"""Points of a design, and repetitions of one."""

MOST_TREATMENTS = 1000

Count = Annotated[
    int, Field(ge=1, le=MOST_POINTS, description=f"expected a whole number from 1 to {MOST_POINTS:,} (how many)")
]
Seed = Annotated[int, Field(ge=0, lt=2**32, description="expected a whole number from 0 to 4,294,967,295 (a seed)")]
Real = Annotated[float, span(-1e12, 1e12, "a value of what is uncertain")]
EMPTY: Any = Field(
    default_factory=dict, description="expected a table of paths and values, such as joining.threshold = 0.4"
)

KINDS = ("seeds", "monte-carlo", "latin-hypercube", "sobol", "full-factorial", "saltelli", "morris", "csv")
Kind = Literal["seeds", "monte-carlo", "latin-hypercube", "sobol", "full-factorial", "saltelli", "morris", "csv"]


class UncertaintyPart(Part):
    """What is known about something uncertain: its values, or a range with a distribution over it."""

    low: Real | None = None
    high: Real | None = None
    values: Annotated[
        list[Real] | None, Field(min_length=1, max_length=10_000, description="expected a list of numbers")
    ] = None
    distribution: Annotated[
        Literal["uniform", "log-uniform", "normal", "triangular"],
        Field(description='expected one of "uniform", "log-uniform", "normal", "triangular"'),
    ] = "uniform"
    mean: Real | None = None
    deviation: Annotated[
        float | None, Field(gt=0, le=1e12, description="expected a number above 0 (a standard deviation)")
    ] = None
    mode: Real | None = None
    whole: Annotated[bool, Field(description="expected true or false (whether only whole numbers)")] = False
    levels: Annotated[
        int | None, Field(ge=2, le=10_000, description="expected a whole number from 2 (levels of a full factorial)")
    ] = None


class DesignPart(Part):
    """``[design]``: which worlds there are."""

    kind: Annotated[
        Kind | None, Field(description=f"expected one of {', '.join(f'{chr(34)}{k}{chr(34)}' for k in KINDS)}")
    ] = None
    points: Count | None = None
    repetitions: Count = 1
    levels: Annotated[int, Field(ge=2, le=10_000, description="expected a whole number from 2 (levels)")] = 4
    seed: Seed = 1
    seeds: Annotated[
        Literal["own", "common"] | None,
        Field(description='expected "own" (each point its own seeds) or "common" (all points the same)'),
    ] = None
    file: Annotated[str | None, Field(min_length=1, description="expected the name of a CSV file")] = None


class StopPart(Part):
    """``[stop]``: run more worlds until a difference is known; with a width, until its interval is that narrow."""

    outcome: Annotated[str, Field(description="expected the name of an outcome, such as net_value")]
    between: Annotated[
        list[Name], Field(min_length=2, max_length=2, description='expected two treatments, such as ["a", "b"]')
    ]
    width: Annotated[
        float | None, Field(gt=0, le=1e12, description="expected a number above 0 (width of the interval)")
    ] = None
    at_least: Annotated[int, Field(ge=20, le=MOST_POINTS, description="expected a whole number from 20 (worlds)")] = 50
    at_most: Annotated[int, Field(ge=20, le=MOST_POINTS, description="expected a whole number from 20 (worlds)")]


class KeepPart(Part):
    """``[keep]``: what is kept of a run beside its outcomes."""

    weeks: list[str] = Field(
        default_factory=list,
        max_length=1000,
        description='expected a list of weekly series, such as ["members", "trust"]',
    )
    every: Annotated[int, Field(ge=1, le=10_000, description="expected a whole number from 1 (steps)")] = 4
    events: Annotated[bool, Field(description="expected true or false (whether to keep decisions and happenings)")] = (
        False
    )


class ClaimPart(Part):
    """``[[claims]]``: something that the study bears out or not, by one number a place.

    The number is the mean of the treatments ``of`` minus that of the treatments ``than``, or minus a ``level``; with
    neither, it is what they have.  ``along`` something uncertain it is how that moves: by how much it *rises* from the
    lowest to the highest value, how much more it rises in the second half than in the first (*bend*), the largest step
    less half of the whole range (*jump*), the best value inside against the better end (*inside*), or the best value
    up to ``up_to`` against the best above (*small*).

    ``within`` makes of an outcome whether it is at most so much (it is not, where it is not defined), so that the
    number is one of shares of worlds.

    ``at`` says of which points it speaks; ``otherwise`` is what counts in worlds where the outcome is not defined;
    ``source`` who says so, where that is not the article.
    """

    says: Title
    principle: Annotated[
        int | None, Field(ge=0, le=10, description="expected a whole number from 0 to 10 (a principle of the article)")
    ] = None
    source: Annotated[str, Field(max_length=200, description="expected who says so")] = ""
    of: list[Name] = Field(default_factory=list, description='expected a list of treatments, such as ["opt-in"]')
    than: list[Name] = Field(default_factory=list, description='expected a list of treatments, such as ["consensus"]')
    level: Real | None = None
    outcome: Annotated[str, Field(description="expected the name of an outcome, such as net_value")] = ""
    expects: Annotated[
        Literal["more", "less", "same", "not more"],
        Field(description='expected one of "more", "less", "same", "not more" (what the number should be)'),
    ] = "more"
    along: Annotated[str, Field(description="expected the path of something uncertain")] = ""
    asks: Annotated[
        Literal["rise", "bend", "jump", "inside", "small"],
        Field(description='expected one of "rise", "bend", "jump", "inside", "small"'),
    ] = "rise"
    up_to: Real | None = None
    otherwise: Real | None = None
    within: Real | None = None
    at: dict[str, Any] = EMPTY
    places: list[Name] = Field(default_factory=list, description='expected a list of places, such as ["calm"]')
    matters: Annotated[float | None, Field(gt=0, le=1e12, description="expected a number above 0")] = None
    against: Annotated[bool, Field(description="expected true or false (whether it would count against)")] = False


class StudyFile(Part):
    """The whole file."""

    question: Title
    case: Annotated[
        str, Field(min_length=1, max_length=1000, description="expected a shipped scenario or a scenario file")
    ]
    set: dict[str, Any] = EMPTY
    uncertainties: dict[str, Any] = EMPTY
    levers: dict[str, Any] = EMPTY
    treatments: dict[Name, dict[str, Any]] = Field(
        default_factory=dict, max_length=MOST_TREATMENTS, description="expected tables [treatments.NAME]"
    )
    reference: Name | None = None  # the treatment that others are compared with; the first
    places: dict[Name, dict[str, Any]] = Field(
        default_factory=dict, max_length=MOST_TREATMENTS, description="expected tables [places.NAME]"
    )
    outcomes: list[str] = Field(default_factory=list, description='expected a list of outcomes, such as ["net_value"]')
    matters: Matters = Field(default_factory=dict)
    design: Annotated[DesignPart, Field(description="expected a table")] = DesignPart()
    stop: Annotated[StopPart | None, Field(description="expected a table")] = None
    keep: Annotated[KeepPart, Field(description="expected a table")] = KeepPart()
    claims: list[ClaimPart] = Field(default_factory=list, max_length=200, description="expected tables [[claims]]")


# --- what a store keeps beside its parts, as far as it is relied on when it is read again -----------------------------


class CasePart(Part):
    """The case of a study that was kept: its name, and what its file said."""

    name: Annotated[str, Field(description="expected text: the name of the case")]
    data: Annotated[dict[str, Any], Field(description="expected a table: what the file of the case says")]


class Points(Part):
    """A list of worlds: paths, and for each point its values and perhaps its seed."""

    columns: Annotated[Sequence[str], Field(description="expected a list of paths")]
    rows: Annotated[Sequence[Sequence[float]], Field(description="expected a list of lists of numbers")]
    seeds: Annotated[Sequence[int], Field(description="expected a list of whole numbers")]


class StudyPart(Part):
    """A study that was kept: all that it takes to make it again."""

    name: Annotated[str, Field(description="expected text: the name of the study")]
    file: Annotated[dict[str, Any], Field(description="expected a table: what the study file says")]
    case: Annotated[CasePart, Field(description="expected a table: the case")]
    points: Annotated[Points | None, Field(description="expected a table: the worlds, or null")]
    cases: dict[str, CasePart] = Field(default_factory=dict, description="expected a table: the cases of places")


class ManifestPart(Part):
    """The whole file, as far as it is relied on."""

    model_config = ConfigDict(extra="ignore", strict=True)

    format: int
    study: Annotated[StudyPart, Field(description="expected a table: the study of this store")]
    digest: Annotated[str, Field(description="expected text: the digest of the study")]
    model: Annotated[str, Field(description="expected text: the edition of the model")]
    earlier: Annotated[list[dict[str, Any]], Field(description="expected a list of tables: what the study was before")]
