"""A world as data: who is there, what can stand in the way, what would remove it, and the numbers of the model.

Plain frozen records without behavior.  ``scenarios/`` reads them from files and explains every mistake; here they
are trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from numbers import Real
from typing import Any, NamedTuple

from .parameters import Parameters, numbers, with_values

Span = tuple[float, float]
"""What is known of a number: the least and the most that it may be; the same where it is known."""


@dataclass(frozen=True)
class Named:
    """An organization that a case knows by its name, and what is said of it; what is None is drawn as for its kind.

    Attributes:
        hours: a week for joint work; value, belief: positions.
        ceiling: the most ambitious plan that it accepts, [0, 1].
        stake: multiple of what is usual for one with its hours; 0 where it does not care.
        proficiency: in some strengths, [0, 1], by name; strengths: names of those in which it is at home.
        core: whether it is a core partner.
        opponent: whether it cares, is hurt by what would help, and joins nobody of itself.
        by_right: whether it sits at every table, invited or not; as its kind, where None.
        arrives: the week from which on it is there.
    """

    name: str
    hours: Span | None = None
    value: Span | None = None
    belief: Span | None = None
    ceiling: Span | None = None
    stake: Span | None = None
    proficiency: tuple[tuple[str, Span], ...] = ()
    strengths: tuple[str, ...] | None = None
    core: bool | None = None
    opponent: bool = False
    by_right: bool | None = None
    arrives: float = 0.0


@dataclass(frozen=True)
class Tie:
    """Two organizations that know each other, by what they are called; a kind stands for all of it.

    Attributes:
        weight: how much the one trusts the other when a run begins, [0, 1]; usual trust where None. It holds for both,
            unless a tie from the other to the one says otherwise.
    """

    one: str
    other: str
    weight: Span | None = None


@dataclass(frozen=True)
class Kind:
    """A named population of organizations.

    Attributes:
        name: singular name, such as ``"relief agency"``.
        plural: what several of them are called.
        count: number of organizations, the named ones included.
        strengths: names of the strengths in which this kind is at home.
        capacity: multiple of the usual hours a week.
        value: offset of the kind's mean on the values axis, from the preference of the people affected.
        core: share that are core partners; ``None`` takes ``club.core``.
        by_right: whether they sit at every table, invited or not.
        votes: whether they vote at a table; observers talk, and do not.
        named: those that are known by name; they come first.
        part_of: name of the kind of which they were set apart, and as which they count, too; empty for all others.
    """

    name: str
    plural: str
    count: int
    strengths: tuple[str, ...]
    capacity: float = 1.0
    value: float = 0.0
    core: float | None = None
    by_right: bool = False
    votes: bool = True
    named: tuple[Named, ...] = ()
    part_of: str = ""

    def names(self) -> list[str]:
        """Return what its organizations are called: ``lawyer 3`` is the third of those without a name."""
        others = range(1, self.count - len(self.named) + 1)
        return [*(one.name for one in self.named), *(f"{self.name} {number}" for number in others)]


@dataclass(frozen=True)
class Step:
    """One step of a theory of change.

    Attributes:
        name: what is done.
        needs: weights over strengths; they sum to one.
        hours: work in proficient hours.
        after: names of the steps that must be done before.
        needed: whether the outcome truly depends on it; a step that is not needed can only be believed in.
    """

    name: str
    needs: dict[str, float]
    hours: float
    after: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True)
class Obstacle:
    """Something that can block the outcome, its theory of change, and the audience that must be moved.

    Attributes:
        name: what stands in the way.
        steps: the theory of change, in an order in which it can be worked through.
        audience: weights over kinds: whose participation the decision-makers heed; they sum to one.
        required: kinds without which it cannot be overcome, and how many of each must be members, those set apart
            of it included.
        acts: kinds of whom so many must each act for itself, members or not, such as ratify: then it has fallen.
    """

    name: str
    steps: tuple[Step, ...]
    audience: dict[str, float]
    required: dict[str, int] = field(default_factory=dict)
    acts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Scripted:
    """Something that happens in a case at a given week, or once something else has happened.

    Attributes:
        week: when, in weeks from the start or, where it waits, from what it waits for.
        what: ``"obstacle"``, ``"window"``, ``"barrier"``, ``"fact"`` or ``"stakes"``.
        value: index of the obstacle; weeks the window stays open (0 closes it); new level; shift; multiple.
        after: what it waits for, as an amendment may.
    """

    week: float
    what: str
    value: float
    after: str = ""


@dataclass(frozen=True)
class Amendment:
    """A change of form, strategy or numbers, or of who is there, that belongs to a case.

    Attributes:
        week: when, in weeks from the start or, where it waits, from what it waits for.
        after: what it waits for, a name in ``schedule.CONDITIONS`` or of an obstacle that must be overcome; empty
            where it comes in its week.
        governance, strategy: what holds from then on; as before, where empty.
        anew: whether plans that stand must be agreed on anew, under the form that holds then.
        vote: whether what lies on a table is put to the vote then, for the last time.
        numbers: ``(path, value)`` of the parameters and facts that are different from then on.
        leaves: names of organizations or kinds that leave the world; comes: of those that come into it.
    """

    week: float = 0.0
    after: str = ""
    governance: str = ""
    strategy: str = ""
    anew: bool = False
    vote: bool = False
    numbers: tuple[tuple[str, float], ...] = ()
    leaves: tuple[str, ...] = ()
    comes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A case: everything that a run needs except form, strategy and seed.

    Attributes:
        weeks: length of a run; ``step_days``: length of one step in days.
        sequence: indices of the obstacles that stand in the way, in their order; drawn for each world where empty.
        public: whether everybody knows which obstacle stands in the way.
        turns: changes of form, strategy or numbers and exits, in a week or once something has happened.
        ties: who knows whom; drawn for each world where None.
        draws_others: whether ties are drawn for those who have none of these.
        prose: what it is, things to notice, things to try, sources.
        matters: the smallest difference that matters in an outcome, in its unit, where the case says one.
    """

    name: str
    title: str
    strengths: tuple[str, ...]
    kinds: tuple[Kind, ...]
    obstacles: tuple[Obstacle, ...]
    weeks: float = 208.0
    step_days: float = 7.0
    sequence: tuple[int, ...] = ()
    public: bool = False
    script: tuple[Scripted, ...] = ()
    turns: tuple[Amendment, ...] = ()
    parameters: Parameters = field(default_factory=Parameters)
    governance: str = "opt-in"
    strategy: str = "listen-and-lead"
    prose: dict[str, str] = field(default_factory=dict)
    matters: dict[str, float] = field(default_factory=dict)
    ties: tuple[Tie, ...] | None = None
    draws_others: bool = False

    @property
    def organizations(self) -> int:
        """Number of organizations."""
        return sum(kind.count for kind in self.kinds)

    @property
    def issues(self) -> int:
        """Number of issues."""
        return int(self.parameters.conditions.issues)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What each organization is called, (N,), wherever one is told of, asked for or drawn."""
        return tuple(name for kind in self.kinds for name in kind.names())

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each organization, by what it is called."""
        return {name: row for row, name in enumerate(self.names)}

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of all numbers that can be another one: parameters, lengths, those of kinds, facts."""
        of_kinds = (f"kinds.{kind.name}.{field}" for kind in self.kinds for field in OF_KINDS)
        return (*LENGTHS, *of_kinds, *self.facts, *(path for path, _, _ in numbers()))

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Numbers of organizations with a name, and of those whose seats or acts an obstacle takes, by path."""
        named = [one.name for kind in self.kinds for one in kind.named]
        return facts_about(named, self.strengths, [one.name for one in self.obstacles], with_parts(self.kinds))

    def facts_in(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of ``{path: value}`` that are facts; where none can be, all facts are not listed for that."""
        said = {path: value for path, value in values.items() if path.startswith(("organizations.", "obstacles."))}
        return {path: value for path, value in said.items() if path in self.facts}

    def with_numbers(self, values: Mapping[str, Any]) -> Scenario:
        """Return this case with numbers ``{path: value}`` replaced, such as ``kinds.lawyer.count``, or of parameters.

        Raises:
            KeyError: there is no such path.
            ValueError: a value is no number, or out of range.
        """
        facts = self.facts_in(values)
        others = LENGTHS.keys() | facts.keys()
        parameters = {path: value for path, value in values.items() if path not in others and path[:6] != "kinds."}
        lengths = {path: within(path, values[path], *LENGTHS[path]) for path in LENGTHS if path in values}
        kinds = {kind.name: kind for kind in self.kinds}
        for path, value in values.items():
            if path[:6] != "kinds.":
                continue
            name, _, field = path[6:].rpartition(".")
            if name not in kinds or field not in OF_KINDS:
                raise KeyError(path)
            if field == "count" and isinstance(value, Real) and value < len(kinds[name].named):
                raise ValueError(f"{path} = {value!r}: expected at least the {len(kinds[name].named)} that have names")
            kinds[name] = replace(kinds[name], **{field: within(path, value, *OF_KINDS[field])})
        made = replace(
            self, parameters=with_values(self.parameters, parameters), kinds=tuple(kinds.values()), **lengths
        )
        if made.organizations == 0:
            raise ValueError("no organization is left: expected at least one")
        return made.with_facts(facts) if facts else made

    def with_facts(self, values: Mapping[str, Any]) -> Scenario:
        """Return this case with facts ``{path: value}`` replaced.

        Raises:
            KeyError: there is no such path.
            ValueError: a value is no number, or out of range.
        """
        told: dict[tuple[str, str], dict[str, Any]] = {}
        for path, value in values.items():
            fact = self.facts[path]
            of = told.setdefault((fact.table, fact.of), {})
            of[fact.what] = within(path, value, fact.low, fact.high, fact.is_whole)
        kinds = (replace(kind, named=tuple(_told(one, told) for one in kind.named)) for kind in self.kinds)
        return replace(self, kinds=tuple(kinds), obstacles=tuple(_taking(one, told) for one in self.obstacles))


class Fact(NamedTuple):
    """A number of an organization, or of an obstacle: of whom how many it takes.

    Attributes:
        table: of ``COUNTED``, for an obstacle; empty for an organization.
        of, what: of which of them, what; low, high, is_whole: from what to what it may be, and whether it is whole.
    """

    table: str
    of: str
    what: str
    low: float
    high: float
    is_whole: bool


def with_parts(kinds: Sequence[Any]) -> dict[str, int]:
    """Return how many there are of each kind, here or in a file, those that are part of it included."""
    return {kind.name: sum(one.count for one in kinds if kind.name in (one.name, one.part_of)) for kind in kinds}


def facts_about(
    named: Sequence[str], strengths: Sequence[str], obstacles: Sequence[str], kinds: Mapping[str, int]
) -> dict[str, Fact]:
    """Return the facts about organizations of these names, and about whom of these kinds obstacles take, by path.

    Args:
        kinds: how many there are of each.
    """
    fields = {**dict.fromkeys(strengths, SHARE), **OF_NAMED}
    told = {f"organizations.{who}.{what}": Fact("", who, what, *ends) for who in named for what, ends in fields.items()}
    needed = {
        f"obstacles.{name}.{table}.{kind}": Fact(table, name, kind, 0, many, True)
        for name in obstacles
        for table in COUNTED
        for kind, many in kinds.items()
    }
    return told | needed


Told = Mapping[tuple[str, str], Mapping[str, Any]]
"""``{(table, of): {what: value}}``, as in ``Fact``."""


def _told(one: Named, told: Told) -> Named:
    """Return an organization with what is told of it by name."""
    fields: dict[str, Any] = {}
    skills = dict(one.proficiency)
    for what, value in told.get(("", one.name), {}).items():
        if what not in OF_NAMED:
            skills[what] = (value, value)
        else:
            fields[what] = SINGLE[what](value) if what in SINGLE else (value, value)
    return replace(one, **fields, proficiency=tuple(sorted(skills.items())))


def _taking(one: Obstacle, told: Told) -> Obstacle:
    """Return an obstacle with what is told of whom it takes how many; of whom it takes none, it says nothing."""
    changed: dict[str, Any] = {}
    for table in COUNTED:
        numbers = {**getattr(one, table), **told.get((table, one.name), {})}
        changed[table] = {party: many for party, many in numbers.items() if many > 0}
    return replace(one, **changed)


COUNTED = ("required", "acts")
"""Tables of an obstacle that say of which kind how many it takes: as members, or to act."""

LENGTHS: dict[str, tuple[float, float, bool]] = {"weeks": (1e-9, 10_000, False), "step_days": (0.1, 7, False)}
OF_KINDS: dict[str, tuple[float, float, bool]] = {
    "count": (0, 1_000_000, True), "capacity": (1e-9, 1000, False), "value": (-2, 2, False), "core": (0, 1, False),
}  # fmt: skip
OF_NAMED: dict[str, tuple[float, float, bool]] = {
    "hours": (0, 100_000, False), "value": (-2, 2, False), "belief": (-2, 2, False), "ceiling": (0, 1, False),
    "stake": (0, 1000, False), "arrives": (0, 10_000, False), "by_right": (0, 1, True),
}  # fmt: skip
SINGLE: dict[str, Callable[[float], Any]] = {"arrives": float, "by_right": bool}
"""Those of which no least and most can be known, with what they are."""

SHARE = (0.0, 1.0, False)
"""The least and the most of other numbers of a case, and whether they are whole."""


def within(path: str, value: Any, low: float, high: float, is_whole: bool) -> Any:
    """Return a value as a number.

    Raises:
        ValueError: it is none, or lies outside its range.
    """
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not low <= value <= high or (is_whole and not float(value).is_integer()):
        raise ValueError(f"{path} = {value!r}: expected a {'whole ' * is_whole}number from {low:g} to {high:,.0f}")
    return int(value) if is_whole else float(value)
