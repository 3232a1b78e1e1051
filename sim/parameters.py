"""Every number of the model: its unit, range, default, neutral value and source.

One group a mechanism, in the order of the week.  A group is a ``NamedTuple`` of floats, so compiled code reads
``parameters.joining.threshold``; the same path with dots is what a scenario file, ``--set`` and the reference use.
The *neutral* value of a parameter is the one at which its mechanism has no effect at all.  ``None`` marks a
parameter that only gives the scale of a mechanism which another parameter switches off.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from numbers import Real
from typing import Annotated, Any, NamedTuple, get_type_hints

from .plugins import mechanisms_in_use

INFINITY = float("inf")


class Number(NamedTuple):
    """What is known about one parameter beside its default."""

    unit: str
    low: float
    high: float
    neutral: float | None
    source: str
    meaning: str
    prior: tuple[float, float]
    """Its central 90 %: what one would not be surprised to find."""


ASSUMED = "assumption"


class Conditions(NamedTuple):
    """How the environment changes, whatever anybody does."""

    hazard: Annotated[
        float,
        Number(
            "per week",
            0,
            100,
            0,
            ASSUMED,
            "intensity with which a further obstacle comes to stand in front",
            (0.002, 0.04),
        ),
    ] = 0.01
    hazard_growth: Annotated[
        float, Number("per week", 0, 1, 0, ASSUMED, "exponential growth rate of the hazard", (0.0, 0.02))
    ] = 0.0
    issues: Annotated[float, Number("issues", 1, 100, 1, ASSUMED, "issues that one hub works on in a run", (1, 6))] = (
        1.0
    )
    arrival: Annotated[
        float,
        Number("weeks", 0, 10_000, 0, ASSUMED, "mean time from one issue to the next; 0: all at the start", (0, 52)),
    ] = 0.0
    stages: Annotated[
        float,
        Number(
            "obstacles", 1, 64, 1, ASSUMED, "most obstacles in sequence that an issue has: from 1 to so many", (1, 4)
        ),
    ] = 3.0
    urgency: Annotated[
        float,
        Number(
            "per week", 0, 1, 0, ASSUMED, "rate at which what is achieved loses worth while people wait", (0.001, 0.01)
        ),
    ] = 0.003
    deadline: Annotated[
        float, Number("weeks", 0, INFINITY, INFINITY, ASSUMED, "when an issue ends, settled or not", (104, INFINITY))
    ] = INFINITY
    drift: Annotated[
        float,
        Number("variance per week", 0, 0.1, 0, ASSUMED, "how fast the fact wanders (a random walk)", (5e-05, 0.003)),
    ] = 0.0004
    window_share: Annotated[
        float,
        Number("share", 0, 1, 1, "Kingdon 1984; size assumed", "share of time in which a window is open", (0.1, 0.8)),
    ] = 0.33


class Sensing(NamedTuple):
    """What organizations can see of the fact and of the obstacle."""

    noise: Annotated[
        float, Number("position", 0, 2, 0, ASSUMED, "standard deviation of a signal of the fact", (0.15, 0.7))
    ] = 0.35
    shared: Annotated[
        float,
        Number(
            "share of variance",
            0,
            1,
            0,
            ASSUMED,
            "share of a signal's error that a whole kind has in common",
            (0.05, 0.6),
        ),
    ] = 0.3
    persistence: Annotated[
        float, Number("weeks", 0, 208, None, ASSUMED, "how long the error that a kind shares lasts", (3, 52))
    ] = 12.0
    follow: Annotated[
        float,
        Number("per week", 0, INFINITY, INFINITY, ASSUMED, "rate at which a belief follows the signals", (0.05, 0.5)),
    ] = 0.15
    evidence: Annotated[
        float,
        Number(
            "standard deviations",
            0,
            20,
            20,
            ASSUMED,
            "signal-to-noise of one expert reading of the obstacle",
            (0.6, 2.5),
        ),
    ] = 1.2


class Consultation(NamedTuple):
    """What it costs to hear somebody, and what is lost on the way."""

    interview_hours: Annotated[
        float,
        Number(
            "hours", 0, 20, 0, ASSUMED, "coordinator's and partner's hours for one interview, or one call", (0.75, 6)
        ),
    ] = 1.5


class Synthesis(NamedTuple):
    """How reports become an estimate, and how a theory of change is mended."""

    error: Annotated[
        float,
        Number(
            "multiple",
            0,
            10,
            0,
            ASSUMED,
            "how far a coordinator's judgment, map and guesses are off, of usual",
            (0.3, 3),
        ),
    ] = 1.0
    prior: Annotated[
        float,
        Number(
            "probability", 0, 1, 1, ASSUMED, "chance that the coordinator starts with the true obstacle", (0.4, 0.95)
        ),
    ] = 0.8


class Diagnosis(NamedTuple):
    """When the coordinator notices that something else now stands in the way, and what turning costs."""

    threshold: Annotated[
        float, Number("nats", 0, 50, None, "Page 1954; level assumed", "log-odds at which the alarm rings", (1.5, 6))
    ] = 3.0


class Decision(NamedTuple):
    """The yardstick for plans, the map it is read from, and the talks of a table."""

    seats: Annotated[
        float, Number("organizations", 2, INFINITY, INFINITY, ASSUMED, "most organizations at one table", (10, 40))
    ] = 20.0
    speaking: Annotated[
        float, Number("hours per member", 0, 5, 0, ASSUMED, "length of a round of talks, per member", (0.1, 0.6))
    ] = 0.25
    notice: Annotated[
        float,
        Number(
            "weeks", 0, 52, 0, ASSUMED, "weeks that a round of talks takes at least: to call and prepare it", (0.5, 6)
        ),
    ] = 2.0
    rounds: Annotated[
        float, Number("rounds", 1, 1000, None, ASSUMED, "rounds of talks before dissenters may stand aside", (2, 40))
    ] = 12.0
    mandate: Annotated[
        float,
        Number(
            "hours per week",
            0,
            50,
            0,
            ASSUMED,
            "how far a vote strays from its organization's interest, deviation",
            (0.0, 2.0),
        ),
    ] = 0.7
    concession: Annotated[
        float,
        Number(
            "share", 0, 1, 1, ASSUMED, "share of the way to its dissenters that a proposal moves a round", (0.2, 0.9)
        ),
    ] = 0.5
    deliberation: Annotated[
        float,
        Number(
            "share",
            0,
            0.5,
            0,
            "Deffuant et al. 2000; size assumed",
            "step toward each other of two who talk",
            (0.0, 0.15),
        ),
    ] = 0.05
    quorum: Annotated[
        float,
        Number(
            "share", 0, 1, None, ASSUMED, "share of a table that must agree for dissenters to stand aside", (0.3, 0.9)
        ),
    ] = 0.5


class Joining(NamedTuple):
    """What a seat is worth to an organization, in hours a week."""

    care: Annotated[float, Number("share", 0, 1, 1, ASSUMED, "share that has a stake in an issue", (0.3, 0.9))] = 0.6
    tau: Annotated[
        float,
        Number("weeks", 1, 520, None, ASSUMED, "weeks ahead that an organization looks when it decides", (13, 104)),
    ] = 40.0
    interest_width: Annotated[
        float,
        Number("position", 0.01, 10, None, ASSUMED, "distance in values at which a plan is worth nothing", (0.4, 0.9)),
    ] = 0.6
    credit: Annotated[
        float,
        Number(
            "hours",
            0,
            1e6,
            0,
            ASSUMED,
            "what the public credit of a full success is worth, to all together",
            (600, 20000),
        ),
    ] = 6300.0
    yields: Annotated[
        float,
        Number(
            "hours per proficient hour", 0, 5, 0, ASSUMED, "use that a member has of the joint work itself", (0.3, 3)
        ),
    ] = 1.0
    threshold: Annotated[
        float,
        Number(
            "share", 0, 1, 0, "Granovetter 1978; size assumed", "mean of what must be in before one joins", (0.05, 0.5)
        ),
    ] = 0.25
    response: Annotated[
        float,
        Number("per week", 0, INFINITY, INFINITY, ASSUMED, "rate at which a fully trusting invitee answers", (0.3, 3)),
    ] = 1.0
    wall: Annotated[
        float,
        Number("hours per week", 0, INFINITY, 0, ASSUMED, "cost of ambition beyond the ceiling, per square", (50, 450)),
    ] = 150.0
    ceiling_low: Annotated[
        float, Number("ambition", 0, 1, 1, ASSUMED, "lowest ceiling of ambition in the population", (0.0, 0.5))
    ] = 0.2
    hour_price: Annotated[
        float,
        Number("hours per hour", 0, 10, 0, ASSUMED, "price of an hour given by a rested organization", (0.1, 0.7)),
    ] = 0.27


class Roles(NamedTuple):
    """Who does what, and what it takes to know."""

    briefing: Annotated[
        float, Number("hours", 0, 100, 0, ASSUMED, "coordinator's hours to brief one who comes aboard", (1, 8))
    ] = 2.7


class Work(NamedTuple):
    """How hours become progress."""

    capacity: Annotated[
        float,
        Number(
            "hours per week", 0.1, 1000, None, ASSUMED, "mean hours that an organization has for joint work", (10, 48)
        ),
    ] = 22.0
    capacity_spread: Annotated[
        float, Number("log", 0, 3, 0, ASSUMED, "spread of capacities (log-normal)", (0.3, 1.2))
    ] = 0.6
    specialization: Annotated[
        float, Number("share", 0, 1, 0, ASSUMED, "how far proficiencies differ: 0 all alike, 1 specialists", (0.4, 1.0))
    ] = 0.8
    substitution: Annotated[
        float,
        Number(
            "exponent",
            -50,
            1,
            1,
            "Arrow et al. 1961 (CES); size assumed",
            "1: strengths add up; -inf: weakest link",
            (-2.0, 0.8),
        ),
    ] = 0.0
    ownership: Annotated[
        float, Number("share", 0, 5, 0, ASSUMED, "how fast hours given fall with distance from the plan", (0.0, 2.0))
    ] = 0.5
    decay: Annotated[
        float, Number("per week", 0, 1, 0, ASSUMED, "share of the progress that is lost a week", (0.005, 0.04))
    ] = 0.015
    meeting: Annotated[
        float,
        Number("hours per week", 0, 40, 0, ASSUMED, "hours that a member spends in meetings about the work", (0.3, 3)),
    ] = 1.0
    convening: Annotated[
        float,
        Number("hours per member", 0, 40, 0, ASSUMED, "a: hours a week that it takes to convene one member", (2, 8)),
    ] = 4.0
    oversight: Annotated[
        float,
        Number("times", 1, 100, 1, ASSUMED, "m: convening of one who is bound and would rather go, in members", (1, 4)),
    ] = 2.5
    self_organized: Annotated[
        float,
        Number("hours per week", 0, 400, None, ASSUMED, "c0: convening that members can do by themselves", (2, 24)),
    ] = 8.0
    congestion: Annotated[
        float,
        Number("exponent", 0, 10, 0, ASSUMED, "gamma: 1 a plateau of output in size, above 1 a best size", (0.5, 2.0)),
    ] = 1.0


class Outcome(NamedTuple):
    """When decision-makers move, and what their move is worth."""

    rate: Annotated[
        float,
        Number(
            "per week", 0, 100, None, ASSUMED, "intensity of a win in an open window without a barrier", (0.08, 0.7)
        ),
    ] = 0.25
    chain: Annotated[
        float,
        Number(
            "exponent", 0.01, 1, 1, ASSUMED, "1: steps add up; toward 0: one step undone undoes the chain", (0.1, 0.9)
        ),
    ] = 0.3
    barrier: Annotated[
        float, Number("strength", 0, 10, None, ASSUMED, "barrier at half ambition and usual resistance", (0.2, 1.2))
    ] = 0.47
    legitimacy: Annotated[
        float, Number("exponent", 0, 5, 0, ASSUMED, "how much strength depends on heeded participation", (0.2, 1.5))
    ] = 0.84
    barrier_spread: Annotated[
        float,
        Number("log", 0, 3, 0, ASSUMED, "spread of the barrier between issues (log-normal, mean one)", (0.3, 1.3)),
    ] = 0.8
    dissent: Annotated[
        float, Number("strength", 0, 10, 0, ASSUMED, "barrier added when everybody outside is fully hurt", (0.5, 6))
    ] = 2.0
    help_width: Annotated[
        float,
        Number("position", 0.001, 10, None, ASSUMED, "error of the fact at which help becomes unlikely", (0.1, 0.25)),
    ] = 0.16
    harm: Annotated[
        float,
        Number(
            "share", 0, 10, None, ASSUMED, "worth of an enacted plan that harms, against one that helps", (0.1, 1.5)
        ),
    ] = 0.5
    undoing: Annotated[
        float,
        Number(
            "multiple", 0, 500, 0, ASSUMED, "rate at which is undone what hurts all, over that of discounting", (1, 20)
        ),
    ] = 5.0


class Trust(NamedTuple):
    """How trust is earned, lost and kept alive: dT/dt = k (g s T (1 - T) - b (1 - s) T) + f (T0 - T)."""

    start: Annotated[
        float, Number("share", 0, 1, 1, ASSUMED, "T0: mean trust in the coordinator at the start", (0.2, 0.8))
    ] = 0.5
    gain: Annotated[
        float, Number("per week", 0, 1, 0, ASSUMED, "g: growth of trust by good experience", (0.01, 0.05))
    ] = 0.02
    loss: Annotated[
        float,
        Number("per week", 0, 1, 0, "Slovic 1993; size assumed", "b: loss of trust by bad experience", (0.015, 0.08)),
    ] = 0.03


class Morale(NamedTuple):
    """How energy is spent and recovered."""

    drain: Annotated[
        float, Number("per week", 0, 1, 0, "Homer 1985; size assumed", "energy lost under full load", (0.05, 0.35))
    ] = 0.14
    hub_drain: Annotated[
        float,
        Number(
            "per week",
            0,
            1,
            0,
            "Homer 1985; size assumed",
            "coordinator's energy lost in a week of front line",
            (0.01, 0.09),
        ),
    ] = 0.031


class Club(NamedTuple):
    """The standing core and the network around it, and who pays for the coordinator."""

    core: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share of the organizations that are core partners", (0.1, 0.6))
    ] = 0.3
    ties: Annotated[float, Number("ties", 0, 100, None, ASSUMED, "ties that an organization seeks", (1, 12))] = 4.0
    values_spread: Annotated[
        float, Number("position", 0, 2, 0, ASSUMED, "standard deviation of values in the population", (0.08, 0.5))
    ] = 0.25
    bias: Annotated[
        float,
        Number(
            "position",
            -2,
            2,
            0,
            "Schattschneider 1960; size assumed",
            "distance of the organized from those affected",
            (0.0, 0.45),
        ),
    ] = 0.15
    losers: Annotated[
        float,
        Number(
            "share",
            0,
            1,
            0,
            ASSUMED,
            "share of those who care that what would help hurts, drawn for each issue",
            (0.05, 0.4),
        ),
    ] = 0.2
    grant: Annotated[
        float, Number("share", 0, 1, 1, ASSUMED, "share of the coordinator's cost that a funder pays", (0.2, 1.0))
    ] = 0.6


class Coordinator(NamedTuple):
    """The coordinator as a person one could hire."""

    staff: Annotated[
        float,
        Number(
            "people",
            0,
            1000,
            None,
            "Crisis Action 2010, 2015 (annual reports: 14 staff; 35 for 6 campaigns); width assumed",
            "people in the coordinating team",
            (2, 15),
        ),
    ] = 6.0
    value: Annotated[
        float,
        Number("position", -2, 2, 0, ASSUMED, "position on the values axis, from that of those affected", (-0.2, 0.45)),
    ] = 0.1
    credit_kept: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share of the visibility that the coordinator keeps", (0.0, 0.5))
    ] = 0.1
    candour: Annotated[
        float,
        Number(
            "share",
            0,
            1,
            1,
            ASSUMED,
            "1: forecasts are told as they are; 0: every forecast is made to look sure",
            (0.5, 1.0),
        ),
    ] = 1.0
    review_weeks: Annotated[
        float, Number("weeks", 1, 520, None, ASSUMED, "weeks between reviews of the plan", (3, 26))
    ] = 8.0
    listen: Annotated[float, Number("share", 0, 1, None, ASSUMED, "share of the week for interviews", (0.05, 0.35))] = (
        0.15
    )
    analyse: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share for synthesis, theory and probes", (0.05, 0.35))
    ] = 0.15
    match: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share for finding roles and briefing", (0.03, 0.25))
    ] = 0.10
    convene: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share for agendas, notes and protocols", (0.1, 0.5))
    ] = 0.30
    steward: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share for keeping in touch with the club", (0.02, 0.25))
    ] = 0.10
    promote: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share for putting partners in front", (0.0, 0.2))
    ] = 0.05
    renew: Annotated[
        float, Number("share", 0, 1, None, ASSUMED, "share for rest and the learning lab", (0.05, 0.35))
    ] = 0.15


class Parameters(NamedTuple):
    """All parameters of a run, one group a mechanism."""

    conditions: Conditions = Conditions()
    sensing: Sensing = Sensing()
    consultation: Consultation = Consultation()
    synthesis: Synthesis = Synthesis()
    diagnosis: Diagnosis = Diagnosis()
    decision: Decision = Decision()
    joining: Joining = Joining()
    roles: Roles = Roles()
    work: Work = Work()
    outcome: Outcome = Outcome()
    trust: Trust = Trust()
    morale: Morale = Morale()
    club: Club = Club()
    coordinator: Coordinator = Coordinator()
    own: tuple[tuple[str, float], ...] = ()
    """``(path, value)`` of the numbers of mechanisms that do not ship, sorted; those that are named take part."""


GROUPS: dict[str, type] = {name: type(group) for name, group in Parameters()._asdict().items() if group}
"""The groups that ship."""


def groups() -> dict[str, type]:
    """Return all groups by name: those that ship, and those of mechanisms in use."""
    return GROUPS | {one.name: one.numbers for one in mechanisms_in_use() if one.numbers}


@cache
def numbers_in(group: str, kind: type) -> tuple[tuple[str, float, Number], ...]:
    """Return ``(path, default, what is known about it)`` of the parameters of a group."""
    hints = get_type_hints(kind, include_extras=True)
    defaults: dict[str, float] = kind._field_defaults  # type: ignore[attr-defined]
    return tuple((f"{group}.{name}", usual, hints[name].__metadata__[0]) for name, usual in defaults.items())


def numbers() -> tuple[tuple[str, float, Number], ...]:
    """Return ``(path, default, what is known about it)`` of every parameter, in the order of the week."""
    return _numbers(mechanisms_in_use())


@cache
def _numbers(mechanisms: tuple[Any, ...]) -> tuple[tuple[str, float, Number], ...]:
    own = {one.name: one.numbers for one in mechanisms if one.numbers}
    return tuple(number for group, kind in (GROUPS | own).items() for number in numbers_in(group, kind))


def shipped_numbers() -> tuple[tuple[str, float, Number], ...]:
    """Return what ``numbers`` returns, but for those of mechanisms that do not ship."""
    return _numbers(())


def known_numbers() -> dict[str, Number]:
    """Return what is known about every parameter, by path; not to be changed."""
    return _known(mechanisms_in_use())


@cache
def _known(mechanisms: tuple[Any, ...]) -> dict[str, Number]:
    return {path: number for path, _, number in _numbers(mechanisms)}


def neutral() -> dict[str, float]:
    """Return ``{path: value}`` that switches every mechanism off."""
    return {path: number.neutral for path, _, number in numbers() if number.neutral is not None}


def values_in(parameters: Parameters) -> dict[str, float]:
    """Return ``{path: value}`` of all parameters."""
    shipped = {f"{group}.{name}": one for group in GROUPS for name, one in getattr(parameters, group)._asdict().items()}
    return shipped | dict(parameters.own)


def usual_parameters() -> Parameters:
    """Return the defaults; every mechanism in use takes part."""
    return with_values(Parameters(), {path: value for path, value, _ in numbers() if path.split(".")[0] not in GROUPS})


def with_values(parameters: Parameters, values: Mapping[str, float]) -> Parameters:
    """Return ``parameters`` with ``{path: value}`` replaced; a mechanism that is named takes part from then on.

    Raises:
        KeyError: a path names no parameter.
        ValueError: a value is not a number or lies outside the range of its parameter.
    """
    known = known_numbers()
    changed: dict[str, Any] = {}
    own: dict[str, float] = {}
    for path, value in values.items():
        check(path, value, known[path])
        group, name = path.split(".")
        if group in GROUPS:
            changed.setdefault(group, {})[name] = float(value)
        else:
            own[path] = float(value)
    replaced = {group: getattr(parameters, group)._replace(**named) for group, named in changed.items()}
    return parameters._replace(**replaced, own=_with_own(parameters.own, own) if own else parameters.own)


def _with_own(before: tuple[tuple[str, float], ...], own: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Return the numbers of mechanisms that do not ship, with some replaced; others of these have their defaults."""
    named = {path.split(".")[0] for path in own}
    usual = {path: value for path, value, _ in numbers() if path.split(".")[0] in named}
    return tuple(sorted({**usual, **dict(before), **own}.items()))


def check(path: str, value: float, number: Number) -> None:
    """Raise ``ValueError`` where ``value`` is no number or is outside the range of the parameter at ``path``."""
    if isinstance(value, bool) or not isinstance(value, Real) or not number.low <= value <= number.high:
        raise ValueError(
            f"{path} = {value!r}: expected a number from {number.low:g} to {number.high:g} ({number.unit})"
        )
