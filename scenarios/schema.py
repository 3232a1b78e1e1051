"""The format of a scenario file: which keys there are, and which values each of them takes.

A small one::

    title = "Clean air"
    weeks = 104
    strengths = ["organizing", "evidence"]

    [[kinds]]
    name = "community group"
    count = 12
    strengths = ["organizing"]

    [[obstacles]]
    name = "harm not seen"
    audience = { "community group" = 1 }

    [[obstacles.steps]]
    name = "measure"
    needs = { evidence = 2, organizing = 1 }
    hours = 200

    [[obstacles.steps]]
    name = "tell everybody"
    needs = { organizing = 1 }
    hours = 150
    after = ["measure"]

    [[events]]
    week = 30
    window = 6

    [joining]
    threshold = 0.3

    [[events]]
    after = "overcome"
    governance = "consensus"

    [[events]]
    week = 60
    leaves = "community group 3"

    [[events]]
    week = 40
    set = { trust.gain = 0.04 }

Names are matched exactly, capital letters included. Weights (``needs``, ``audience``) are positive and are
divided by their sum. Every parameter of the model can be set in the table of its group; what is left out
keeps its default, or its neutral value with ``start_from = "neutral"``. ``switches = false`` means that no obstacle
comes up except by an event: it sets ``conditions.hazard`` to zero. A long audience reads better as a table of
its own, ``[obstacles.audience]``, before the steps. Prose is Markdown.

The models here check shapes, types and ranges; ``checks`` checks what the parts say about each other. The
``description`` of a field is what a message says was expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from ..sim.declare import Mechanism
from ..sim.parameters import GROUPS, numbers_in
from ..sim.plugins import mechanisms_in_use

LONGEST_THEORY = 62
"""Steps of one theory of change: the engine keeps them as the bits of one integer."""

MOST_ORGANIZATIONS = 1_000_000
"""Organizations of a scenario."""

MOST_TIES = 10_000_000
"""Ties that are given one by one."""

MOST_STEPS = 1_000_000
"""Steps of time of a run."""

MOST_ITEMS = 1000
"""Strengths, kinds, obstacles or events of a scenario."""


def span(low: float, high: float, what: str) -> Any:
    """Return the field of a number from ``low`` to ``high``, both allowed; ``what`` is its unit or meaning."""
    said = f"expected a number from {plainly(low)} to {plainly(high)} ({what})"
    return Field(ge=low, le=high, description=said)


SMALLEST = 1e-9
"""The smallest number above zero: what is divided by a smaller one is soon beyond all sizes."""


def above_zero(high: float, what: str) -> Any:
    """Return the field of a number above zero, up to ``high``; ``what`` is its unit or meaning."""
    said = f"expected a number above 0, up to {plainly(high)} ({what}; the least is {SMALLEST:g})"
    return Field(ge=SMALLEST, le=high, description=said)


def plainly(number: float) -> str:
    """Return a number as people write it: ``1,000,000``, ``0.1``, ``inf``."""
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:g}"


Name = Annotated[
    str,
    Field(
        max_length=80,
        pattern=r"^[^\s\p{C}]([^\p{C}]*[^\s\p{C}])?$",
        description="expected a name: text of 1 to 80 characters on one line, no space at either end",
    ),
]
Names = Annotated[
    list[Name],
    Field(
        min_length=1,
        max_length=MOST_ITEMS,
        description=f'expected a list of 1 to {MOST_ITEMS} names, such as ["evidence"]',
    ),
]
Weights = Annotated[
    dict[str, Annotated[float, above_zero(1e9, "a weight")]],
    Field(min_length=1, description='expected weights by name, such as { "evidence" = 2, "finance" = 1 }'),
]
Matters = Annotated[
    dict[str, Annotated[float, above_zero(1e12, "the smallest difference that matters, in the unit of the outcome")]],
    Field(description="expected a table of outcomes and the smallest difference that matters, such as net_value = 0.1"),
]
TURNING = r"\p{Zl}\p{Zp}\x{202A}-\x{202E}\x{2066}-\x{2069}"
"""Signs that end a line, or turn the direction of what stands behind them, as parts of a class of a pattern."""

Title = Annotated[
    str,
    Field(
        max_length=200,
        pattern=rf"^[^\p{{Cc}}{TURNING}]+$",
        description="expected text of 1 to 200 characters on one line, without control characters (a title)",
    ),
]
Text = Annotated[
    str,
    Field(
        max_length=20_000,
        pattern=rf"^([^\p{{Cc}}{TURNING}]|[\n\t])*$",
        description="expected text of at most 20,000 characters, without control characters",
    ),
]


class Part(BaseModel):
    """A table of the file: keys that it does not know and values of another type are mistakes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Prose(Part):
    """``[prose]``: what the scenario says about itself."""

    what_it_is: Text = ""
    things_to_notice: Text = ""
    things_to_try: Text = ""
    sources: Text = ""


class KindPart(Part):
    """One of ``[[kinds]]``: a named population of organizations."""

    name: Name
    plural: Name | None = None  # in English, where not said
    count: Annotated[
        int,
        Field(
            ge=0,
            le=MOST_ORGANIZATIONS,
            description=f"expected a whole number from 0 to {MOST_ORGANIZATIONS:,} (organizations)",
        ),
    ]
    strengths: Names
    capacity: Annotated[float, above_zero(1000, "multiple of the usual hours a week")] = 1.0
    value: Annotated[float, span(-2, 2, "offset on the values axis, from those affected")] = 0.0
    core: Annotated[float | None, span(0, 1, "share that are core partners")] = None
    by_right: Annotated[bool, Field(description="expected true where they sit at every table, or false")] = False
    votes: Annotated[bool, Field(description="expected false where they observe and do not vote, or true")] = True
    part_of: Name | None = None  # the kind as which they count, too, where an obstacle requires a number of it


class _Named(Part):
    """What an organization with a name is beside its numbers."""

    name: Name
    kind: Name
    strengths: Annotated[list[Name], Field(description="expected a list of strengths")] | None = None
    core: (
        Annotated[
            Literal["core", "network", "opponent"],
            Field(description='expected "core" or yes, "network" or no, or "opponent"'),
        ]
        | None
    ) = None
    by_right: Annotated[bool | None, Field(description="expected yes where it sits at every table, or no")] = None
    arrives: Annotated[float, span(0, 10_000, "the week from which on it is there")] = 0.0
    proficiency: dict[str, list[float]] = {}


class _Tie(Part):
    """A tie, without its weight and the one from whom it comes, whose name in files Python has taken."""

    to: Name


def _known(low: float, high: float, what: str, example: str = "0.2 to 0.6") -> Any:
    """Return the type of a number, or of the least and the most that it may be; ``what`` is its unit or meaning."""
    number = Annotated[float, Field(ge=low, le=high)]
    said = f'expected a number from {plainly(low)} to {plainly(high)} ({what}), or a range such as "{example}"'
    return Annotated[list[number], Field(min_length=2, max_length=2, description=said)]


_SAID: dict[str, Any] = {
    "hours": (_known(0, 100_000, "hours a week for joint work", "10 to 30"), None),
    "value": (_known(-2, 2, "position on the values axis; those affected stand at 0"), None),
    "belief": (_known(-2, 2, "position: what it thinks would help"), None),
    "ceiling": (_known(0, 1, "the most ambitious plan that it accepts"), None),
    "stake": (_known(0, 1000, "multiple of what is usual; 0 does not care"), None),
    "proficiency": (dict[str, _known(0, 1, "how good it is at it; other scales: [columns]")], {}),  # type: ignore[misc]
}
_TIE: dict[str, Any] = {"from": (Name, ...), "weight": (_known(0, 1, "trust; other scales: [columns]"), None)}

if TYPE_CHECKING:
    NamedPart = _Named
    TiePart = _Tie
else:
    NamedPart = create_model("NamedPart", __base__=_Named, **_SAID)
    """One of ``[[organizations]]``; what is not said of it is drawn as for its kind."""

    TiePart = create_model("TiePart", __base__=_Tie, **_TIE)
    """One of ``[[ties]]``: who knows whom, and how much the one trusts the other at first."""


class StepPart(Part):
    """One of ``[[obstacles.steps]]``: something to be done against an obstacle."""

    name: Name
    needs: Weights
    hours: Annotated[float, above_zero(1e9, "proficient hours of work")]
    after: Annotated[list[Name], Field(max_length=LONGEST_THEORY, description="expected a list of names of steps")] = []
    needed: Annotated[bool, Field(description="expected true or false")] = True


Many = Annotated[
    int, Field(ge=1, le=MOST_ORGANIZATIONS, description="expected a whole number of organizations, from 1")
]
Required = Annotated[
    dict[str, Many],
    Field(description='expected kinds and how many of each must be members, such as { "riparian state" = 4 }'),
]
Acts = Annotated[
    dict[str, Many],
    Field(description='expected kinds and how many of each must act for themselves, such as { "state" = 40 }'),
]


class ObstaclePart(Part):
    """One of ``[[obstacles]]``: what can block the outcome, and the theory of change that removes it."""

    name: Name
    audience: Weights
    required: Required = Field(default_factory=dict)
    acts: Acts = Field(default_factory=dict)
    steps: Annotated[
        list[StepPart],
        Field(
            min_length=1,
            max_length=LONGEST_THEORY,
            description=f"expected 1 to {LONGEST_THEORY} steps, each in a table [[obstacles.steps]]",
        ),
    ]


WEEK = span(0, 10_000, "weeks from the start, or from what the event waits for")

SET = "expected a table of numbers that are different from then on, such as { trust.gain = 0.04 }"


class EventPart(Part):
    """One of ``[[events]]``: what happens in a given week, whatever anybody does; exactly one thing each.

    It may wait until something has happened (``after``), and then come at once or so many weeks later.
    """

    week: Annotated[float | None, WEEK] = None
    after: Name | None = None
    obstacle: Name | None = None
    window: Annotated[float | None, span(0, 10_000, "weeks that the window stays open; 0 closes it")] = None
    barrier: Annotated[float | None, span(0, 10, "new height of the barrier, multiple of the usual")] = None
    fact: Annotated[float | None, span(-10, 10, "shift of the fact, position")] = None
    stakes: Annotated[float | None, span(0, 1000, "multiple of the stakes")] = None
    governance: Name | None = None
    anew: Annotated[bool, Field(description="expected true where plans must be agreed on anew, or false")] = False
    vote: Annotated[bool, Field(description="expected true where what is on the table is put to the vote")] = False
    strategy: Name | None = None
    leaves: Name | None = None
    set: Annotated[dict[str, Any] | None, Field(min_length=1, description=SET)] = None

    def happenings(self) -> dict[str, Any]:
        """Return what happens, by name: one item in a valid event."""
        return {what: value for what in HAPPENINGS if (value := getattr(self, what)) is not None}

    def numbers(self) -> dict[str, Any]:
        """Return ``{path: value}`` of the parameters that are different from then on."""
        return dict(_flat("", self.set or {}))


def _flat(path: str, table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        here = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            yield from _flat(here, value)
        else:
            yield here, value


TURNS = ("governance", "strategy", "leaves", "set")
"""What an event may change beside the world: the form, the strategy, who is there, or numbers from then on."""

HAPPENINGS = ("obstacle", "window", "barrier", "fact", "stakes", *TURNS)


class ScenarioFile(Part):
    """The whole file, but for the tables of the parameters."""

    title: Title
    strengths: Names
    kinds: Annotated[
        list[KindPart],
        Field(min_length=1, max_length=MOST_ITEMS, description="expected at least one table [[kinds]]"),
    ]
    obstacles: Annotated[
        list[ObstaclePart],
        Field(min_length=1, max_length=MOST_ITEMS, description="expected at least one table [[obstacles]]"),
    ]
    organizations: Annotated[
        list[NamedPart],
        Field(max_length=MOST_ORGANIZATIONS, description='expected a table such as "actors.csv", or [[organizations]]'),
    ] = []
    ties: (
        Annotated[
            list[TiePart], Field(max_length=MOST_TIES, description='expected a table such as "ties.csv", or [[ties]]')
        ]
        | None
    ) = None
    other_ties: Annotated[
        Literal["none", "drawn"],
        Field(description='expected "none" or "drawn": for those who have no tie in the table'),
    ] = "none"
    events: Annotated[list[EventPart], Field(max_length=MOST_ITEMS, description="expected tables [[events]]")] = []
    weeks: Annotated[float, above_zero(10_000, "weeks of a run")] = 208.0
    step_days: Annotated[float, span(0.1, 7, "days of one step of time")] = 7.0
    sequence: Names = []  # the obstacles that stand in the way, in their order; drawn where there are none
    public: Annotated[bool, Field(description="expected true where all know what stands in the way, or false")] = False
    switches: Annotated[bool, Field(description="expected true or false")] = True
    start_from: Annotated[Literal["defaults", "neutral"], Field(description='expected "defaults" or "neutral"')] = (
        "defaults"
    )
    governance: Name = "opt-in"
    strategy: Name = "listen-and-lead"
    prose: Annotated[Prose, Field(description="expected a table")] = Prose()
    matters: Matters = Field(default_factory=dict)

    def numbers(self) -> dict[str, float]:
        """Return ``{path: value}`` of the parameters that the file sets."""
        return {
            f"{group}.{name}": value
            for group, part in self
            if isinstance(part, GroupPart)
            for name, value in part.model_dump(exclude_unset=True).items()
        }


class GroupPart(Part):
    """A table of parameters."""


def _group(group: str, kind: type) -> Any:
    """Return the model of one table of parameters, and its default: nothing set."""
    fields: dict[str, Any] = {
        path.partition(".")[2]: (Annotated[float, span(number.low, number.high, number.unit)], usual)
        for path, usual, number in numbers_in(group, kind)
    }
    model = create_model(f"{group.title()}Part", __base__=GroupPart, **fields)
    return Annotated[model, Field(description="expected a table of parameters")], model()


WholeFile: type[ScenarioFile] = create_model(
    "WholeFile", __base__=ScenarioFile, **{group: _group(group, kind) for group, kind in GROUPS.items()}
)
"""The whole file, with one table for each group of parameters that ships."""


def whole_file() -> type[ScenarioFile]:
    """Return the whole file, also with a table for each mechanism in use."""
    own = tuple(one for one in mechanisms_in_use() if one.numbers)
    return _with_tables(own) if own else WholeFile


@cache
def _with_tables(own: tuple[Mechanism, ...]) -> type[ScenarioFile]:
    tables: dict[str, Any] = {one.name: _group(one.name, one.numbers) for one in own if one.numbers}
    return create_model("WholeFile", __base__=WholeFile, **tables)
