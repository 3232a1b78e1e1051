"""The state of a run: every array, its name, shape and unit, in one place.

A run is one ``State``: the parameters (which never change) and a few blocks of float64 and int64. A block holds one
kind of entity, a row for each quantity; a mechanism opens the entities it needs (``members = seats(state)``) and gets
a small tuple of named views, without copying. All blocks of a run are slices of two buffers, so a snapshot or a fork
copies two arrays.

Axes: ``N`` organizations, ``C`` coalitions, ``H`` coordinators (hubs), ``K`` strengths, ``R`` obstacles, ``S`` steps
of a theory of change, ``G`` kinds.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .compiling import kernel
from .parameters import Parameters
from .references import described, pass_by_reference

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NONE = -1

# coalitions.status
IDLE, TALKING, ACTIVE = 0, 1, 2
"""No plan and no talks; talks before a first plan; a plan is being followed (talks on a change may be open too)."""


class Blocks(NamedTuple):
    """Everything that a week reads and writes."""

    parameters: Parameters
    clock: Ints  # (8,) see the names under "clock" below
    time: Floats  # (4,) see the names under "time" below
    needs: Floats  # (R, S, K) weights over strengths of a step, sum 1
    hours: Floats  # (R, S) proficient hours of work in a step
    needed: Ints  # (R, S) 1 truly needed, 0 only believed in, NONE no such step
    before: Ints  # (R, S) bit set of the steps that come before
    audience: Floats  # (R, G) share of the heed that one kind gets as a whole, sum 1
    profile: Floats  # (R, K) weights over strengths of a whole theory of change, by hours, sum 1
    form: Floats  # (4,) numbers of the form of governance, see the names under "form" below
    kinds: Floats  # (3, G) members of a kind; its mean on the values axis; the family that keys its random numbers
    script: Floats  # (n, 3) step, what, value
    choices: Floats  # (n, 4) step, decision, who, value: decisions made elsewhere
    people: Ints  # (3, N) rows of Organizations: id, kind, core
    traits: Floats  # (8, N) rows of Organizations: fixed
    proficiency: Floats  # (N, K) in [0, 1]
    map: Floats  # (H, N, K) proficiency as the coordinator's map shows it
    stocks: Floats  # (8, N) rows of Stocks
    standing: Floats  # (6, H, N) rows of Standing
    seats: Floats  # (12, C, N) rows of Seats
    roster: Ints  # (C, N) rows of the members of a coalition, the first `coalitions.size` are valid
    order: Ints  # (N,) keyed order in which organizations decide
    coalitions: Floats  # (31, C) rows of Coalitions
    plans: Floats  # (2, 4, C) rows of Plan: the current plan and the draft
    progress: Floats  # (C, R, S) share of each step done
    reached: Floats  # (C, R, S) 1 where a step was done at some time in this campaign
    coordinators: Floats  # (7, H) rows of Coordinators
    minds: Floats  # (22, H) rows of Minds
    badges: Ints  # (H,) identity that keys a coordinator's random numbers
    decision: Floats  # (H, 16) what a strategy decided: positions in coordinators/briefing.py
    suspicion: Floats  # (H, R) probability that an obstacle blocks the outcome
    alarm: Floats  # (H, R) cumulative sum of the log-likelihood ratio against the assumed obstacle, nats
    evidence: Floats  # (H, R) log-likelihood that this week gave to each obstacle, nats
    theory: Floats  # (H, R, S) 1 where the coordinator believes a step is needed
    issue: Floats  # (10,) see the names under "issue" below
    shared: Floats  # (G, 1 + R) error that a kind shares: of the fact, of each obstacle; standard normal
    tie_start: Ints  # (N + 1,) compressed sparse rows
    tie_to: Ints  # (E,)
    tie_trust: Floats  # (E,)
    outcomes: Floats  # (len(OUTCOMES),) totals and moments, see record.py
    memory: Floats  # (H, 16) free for strategies
    series: Floats  # (steps + 1 or 0, columns) one row a step
    events: Floats  # (capacity, 16) one row a decision, see events.py
    scratch: Floats  # (8, M) for one phase only; M is N, or 64 if that is more
    fits: Floats  # (N, S) for one phase only
    bench: Floats  # (S, K) for one phase only
    live: Floats  # (L,) all numbers from ``stocks`` to ``outcomes``, which lie one behind the other


class State(Blocks):
    """The blocks of a run, which kernels take by reference.

    Attributes:
        address: of the description that kernels read (see ``references.py``).
    """

    address: int
    _description: Any

    def __reduce__(self) -> Any:
        """A copy lies in memory of its own, here or in another process: an address is worth nothing there."""
        return _moved, (self.parameters, tuple(getattr(self, name) for name in BLOCKS))


# clock (integers)
STEP, STEPS, SEED, EVENTS, CHOICES_FROM, CHOICES_TO = range(6)
# time (floats)
STEP_WEEKS, NOW, WEEKS = range(3)
# issue: index of the obstacle, fact (position), resistance, 1 while a window is open, week until which it is held open,
# multiple of the stakes, heeded participation and dissent of last week, week of the last switch, 1 once a plan
# followed it
OBSTACLE, FACT, RESISTANCE, WINDOW, WINDOW_UNTIL, STAKES, HEEDED, DISSENT, SWITCHED_AT, FOLLOWED = range(10)
# form: share that must agree; links that each member keeps up whatever the size, and for each other member; 1 where
# the coordinator serves every member
SHARE, OWN_LINKS, LINKS_EACH, SERVES = range(4)
# plans
CURRENT, DRAFT = 0, 1


class Organizations(NamedTuple):
    """What an organization is; fixed for a run.  All of shape (N,)."""

    id: Ints  # stable identity that keys its random numbers
    kind: Ints  # index of its kind
    core: Ints  # 1 core partner, 0 global network
    capacity: Floats  # hours a week for joint work
    home: Floats  # position on the values axis
    ceiling: Floats  # D: most ambitious plan it accepts, [0, 1]
    stake: Floats  # hours: what the full outcome is worth to it
    noise: Floats  # s: standard deviation of its signals, position
    outside: Floats  # hours a week: what else it could do
    threshold: Floats  # share of its ties that must have joined before it feels safe
    weight: Floats  # share of its kind's voice before an audience


@kernel
def organizations(state: State) -> Organizations:
    """Open the organizations."""
    people, traits = state.people, state.traits
    return Organizations(
        people[0], people[1], people[2],
        traits[0], traits[1], traits[2], traits[3], traits[4], traits[5], traits[6], traits[7],
    )  # fmt: skip


class Stocks(NamedTuple):
    """What changes about an organization.  All of shape (N,)."""

    value: Floats  # position on the values axis (deliberation moves it for the length of a campaign)
    belief: Floats  # m: what it thinks would help, position
    energy: Floats  # [0, 1]
    load: Floats  # share of its capacity that joint work took this week
    spent: Floats  # hours this week beside work and meetings: interviews, contributions, coming aboard
    contributed: Floats  # of these, hours that pay for coordinators
    signal: Floats  # y: latest signal of the fact, position
    waited: Floats  # share of this week's work lost to waiting


@kernel
def stocks(state: State) -> Stocks:
    """Open the stocks of the organizations."""
    rows = state.stocks
    return Stocks(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7])


class Standing(NamedTuple):
    """How an organization stands to a coordinator.  All of shape (H, N)."""

    trust: Floats  # [0, 1]
    mapped_value: Floats  # position on the values axis as the map shows it
    mapped_ceiling: Floats  # ceiling of ambition as the map shows it
    said: Floats  # what it last reported on the fact, position
    heard: Floats  # 1 where it was heard since the last plan
    chosen: Floats  # rows of those asked in the running round of consultation, the first `asked` are valid


@kernel
def standing(state: State) -> Standing:
    """Open the standing of organizations with coordinators."""
    rows = state.standing
    return Standing(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5])


class Seats(NamedTuple):
    """What an organization is to a coalition.  All of shape (C, N)."""

    member: Floats  # 1 where it belongs
    offered: Floats  # 1 where a place is offered
    invited: Floats  # 1 where the draft would offer a place
    pledged: Floats  # 1 where the draft counts on it (at a table: seated)
    objects: Floats  # 1 where it voted no in the last round
    briefing: Floats  # coordinator's hours still needed before it can work
    since: Floats  # step in which it came aboard
    role: Floats  # index of the step it works on, NONE without
    hours: Floats  # hours of work this week
    meeting: Floats  # hours of meetings this week
    before: Floats  # 1 where it belonged just before the last pivot
    taken: Floats  # share of its capacity that this seat took in the last week


@kernel
def seats(state: State) -> Seats:
    """Open the seats of the coalitions."""
    rows = state.seats
    return Seats(
        rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8], rows[9], rows[10], rows[11]
    )


class Coalitions(NamedTuple):
    """What a coalition is beside its plan and members.  All of shape (C,)."""

    status: Floats  # IDLE, TALKING or ACTIVE
    drafting: Floats  # 1 while a draft waits for agreement
    round: Floats  # round of talks on the draft, from 0
    ready_at: Floats  # week in which the draft can next be put to agreement
    review_at: Floats  # week of the next review
    idle_until: Floats  # week until which nobody works (after a pivot)
    asked_at: Floats  # week in which the need for a plan arose
    adopted_at: Floats  # week of the last adoption
    fulfilled: Floats  # 1 when the purpose is achieved and the coalition still stands
    size: Floats  # members
    links: Floats  # links kept up by meeting
    member_links: Floats  # links kept up by one member
    served: Floats  # share of the members whom the hub served this week
    effort: Floats  # proficient hours of the last week
    expected: Floats  # proficient hours a week that the draft counts on
    heeded: Floats  # share of the audience that the draft counts on
    relied: Floats  # proficient hours a week that the current plan counted on
    relied_heed: Floats  # share of the audience that the current plan counted on
    negotiated: Floats  # weeks of talks behind the current draft
    room: Floats  # most members
    hub: Floats  # index of its coordinator
    won: Floats  # this week's win: 1 it helps, -1 it harms, 0 none
    changes: Floats  # joins and leaves this week
    joined: Floats  # joins this week
    turning: Floats  # 1 from a pivot until the coalition has settled again
    chance: Floats  # chance of a win this step if a window is open
    offering: Floats  # 1 where further places are to be offered this week
    spare: Floats  # matching hours left when newcomers are briefed
    small_wins: Floats  # steps completed this week
    unsettled: Floats  # weeks in which best responses did not settle
    wasted: Floats  # proficient hours of the week that went into steps not needed


@kernel
def coalitions(state: State) -> Coalitions:
    """Open the coalitions."""
    rows = state.coalitions
    return Coalitions(
        rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8], rows[9],
        rows[10], rows[11], rows[12], rows[13], rows[14], rows[15], rows[16], rows[17], rows[18], rows[19],
        rows[20], rows[21], rows[22], rows[23], rows[24], rows[25], rows[26], rows[27], rows[28], rows[29],
        rows[30],
    )  # fmt: skip


class Plan(NamedTuple):
    """What a coalition has agreed to do, or a draft of it.  All of shape (C,)."""

    fact: Floats  # position it bets on
    value: Floats  # position on the values axis it stands for
    ambition: Floats  # d in (0, 1]
    obstacle: Floats  # index of the obstacle whose theory of change it follows, NONE without a plan


@kernel
def plan(state: State, which: int) -> Plan:
    """Open the plans: ``which`` is ``CURRENT`` or ``DRAFT``."""
    rows = state.plans[which]
    return Plan(rows[0], rows[1], rows[2], rows[3])


class Coordinators(NamedTuple):
    """What a coordinator is; fixed for a run.  All of shape (H,)."""

    staff: Floats  # people
    value: Floats  # position on the values axis
    noise: Floats  # standard deviation of its own signals of the fact, position
    own: Floats  # row of the organization that it is, NONE for an independent one
    own_weight: Floats  # weight of its own opinion, [0, 1]
    credit_kept: Floats  # share of the visibility it keeps
    candour: Floats  # [0, 1]


@kernel
def coordinators(state: State) -> Coordinators:
    """Open the coordinators."""
    rows = state.coordinators
    return Coordinators(rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6])


class Minds(NamedTuple):
    """What a coordinator knows, has and is doing.  All of shape (H,)."""

    estimate: Floats  # of the fact, from what was heard, position
    variance: Floats  # of that estimate
    opinion: Floats  # its own view of the fact, position
    assumed: Floats  # index of the obstacle it works against
    asked: Floats  # voices asked for in the running round, 0 between rounds
    heard: Floats  # voices heard so far in it
    answers: Floats  # of them, those that said something
    weight: Floats  # sum of the weights of the reports
    told: Floats  # weighted sum of the reports, position
    age: Floats  # weighted sum of the weeks in which they came
    budget: Floats  # hours of listening not yet used
    heard_at: Floats  # week in which a round was last completed
    energy: Floats  # [0, 1]
    funding: Floats  # [0, 1] share of the cost that is covered
    hours: Floats  # H: hours it has this week
    convening: Floats  # hours a week left to make meetings better
    noise: Floats  # multiple of the noise of judgement
    receiver: Floats  # values of whoever receives the reports: its own, or the table's
    forecast: Floats  # what it holds the fact to be: estimate and opinion weighed, position
    doubt: Floats  # standard deviation of the forecast, position
    visible: Floats  # visibility this week, multiple of what work itself makes
    skill: Floats  # multiple of judgement noise that learning has left


@kernel
def minds(state: State) -> Minds:
    """Open the minds of the coordinators."""
    rows = state.minds
    return Minds(
        rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8],
        rows[9], rows[10], rows[11], rows[12], rows[13], rows[14], rows[15], rows[16], rows[17],
        rows[18], rows[19], rows[20], rows[21],
    )  # fmt: skip


BLOCKS: dict[str, tuple[str, tuple[int | str, ...]]] = {
    "clock": ("int", (8,)),
    "time": ("float", (4,)),
    "needs": ("float", ("R", "S", "K")),
    "hours": ("float", ("R", "S")),
    "needed": ("int", ("R", "S")),
    "before": ("int", ("R", "S")),
    "audience": ("float", ("R", "G")),
    "profile": ("float", ("R", "K")),
    "form": ("float", (4,)),
    "kinds": ("float", (3, "G")),
    "script": ("float", ("scripted", 3)),
    "choices": ("float", ("choices", 4)),
    "people": ("int", (3, "N")),
    "traits": ("float", (8, "N")),
    "proficiency": ("float", ("N", "K")),
    "map": ("float", ("H", "N", "K")),
    "stocks": ("float", (len(Stocks._fields), "N")),
    "standing": ("float", (len(Standing._fields), "H", "N")),
    "seats": ("float", (len(Seats._fields), "C", "N")),
    "roster": ("int", ("C", "N")),
    "order": ("int", ("N",)),
    "coalitions": ("float", (len(Coalitions._fields), "C")),
    "plans": ("float", (2, len(Plan._fields), "C")),
    "progress": ("float", ("C", "R", "S")),
    "reached": ("float", ("C", "R", "S")),
    "coordinators": ("float", (len(Coordinators._fields), "H")),
    "minds": ("float", (len(Minds._fields), "H")),
    "badges": ("int", ("H",)),
    "decision": ("float", ("H", 16)),
    "suspicion": ("float", ("H", "R")),
    "alarm": ("float", ("H", "R")),
    "evidence": ("float", ("H", "R")),
    "theory": ("float", ("H", "R", "S")),
    "issue": ("float", (10,)),
    "shared": ("float", ("G", "1+R")),
    "tie_start": ("int", ("N+1",)),
    "tie_to": ("int", ("E",)),
    "tie_trust": ("float", ("E",)),
    "outcomes": ("float", ("outcomes",)),
    "memory": ("float", ("H", 16)),
    "series": ("float", ("rows", "columns")),
    "events": ("float", ("events", 16)),
    "scratch": ("float", (8, "M")),
    "fits": ("float", ("N", "S")),
    "bench": ("float", ("S", "K")),
}
"""Name, kind of number and shape of every block, in the order in which they lie in the two buffers."""

LIVE = ("stocks", "outcomes")
"""The first and the last of the blocks of floats that change from week to week; ``live`` shows them as one."""


class Buffers(NamedTuple):
    """The memory of a run: copy both arrays and you have a snapshot."""

    floats: Floats
    ints: Ints
    sizes: dict[str, int]


LINE = 8
"""Numbers in a line of the processor's cache: every block begins with one."""


class Layout(NamedTuple):
    """Where the blocks of runs of one size lie.

    Attributes:
        slots: (number, start, stop, shape) of each block, starts and stops counted in its buffer.
        floats, ints: lengths of the two buffers.
        words: description of the blocks for kernels, with addresses counted from the start of a buffer.
        float_addresses, int_addresses: which of the words are addresses.
    """

    slots: tuple[tuple[str, int, int, tuple[int, ...]], ...]
    floats: int
    ints: int
    words: Ints
    float_addresses: Ints
    int_addresses: Ints


@functools.lru_cache(maxsize=256)
def layout(sizes: tuple[tuple[str, int], ...]) -> Layout:
    """Return the layout of runs whose axes have the given sizes."""
    length = dict(sizes)
    used = {"float": 0, "int": 0}
    slots: list[tuple[str, int, int, tuple[int, ...]]] = []
    words: list[int] = []
    addresses: dict[str, list[int]] = {"float": [], "int": []}
    for number, symbols in BLOCKS.values():
        shape = tuple(symbol if isinstance(symbol, int) else length[symbol] for symbol in symbols)
        start = -(-used[number] // LINE) * LINE
        used[number] = stop = start + math.prod(shape)
        slots.append((number, start, stop, shape))
        addresses[number].append(len(words))
        words += [8 * start, *shape, *(8 * math.prod(shape[axis + 1 :]) for axis in range(len(shape)))]
    names = list(BLOCKS)
    first, last = slots[names.index(LIVE[0])][1], slots[names.index(LIVE[1])][2]
    slots.append(("float", first, last, (last - first,)))
    addresses["float"].append(len(words))
    words += [8 * first, last - first, 8]
    return Layout(
        tuple(slots),
        used["float"],
        used["int"],
        np.array(words, dtype=np.int64),
        np.array(addresses["float"], dtype=np.int64),
        np.array(addresses["int"], dtype=np.int64),
    )


def _layout_of(sizes: dict[str, int]) -> Layout:
    return layout(tuple(sizes.items()))


def allocate(sizes: dict[str, int]) -> Buffers:
    """Return zeroed buffers for a run whose axes have the given sizes, such as ``{"N": 40, "C": 1, ...}``."""
    lies = _layout_of(sizes)
    return Buffers(np.zeros(lies.floats), np.zeros(lies.ints, dtype=np.int64), sizes)


def view(parameters: Parameters, buffers: Buffers) -> State:
    """Return the state that lies in ``buffers``, without copying."""
    lies = _layout_of(buffers.sizes)
    memory: dict[str, Any] = {"float": buffers.floats, "int": buffers.ints}
    blocks: list[Any] = [memory[number][start:stop].reshape(shape) for number, start, stop, shape in lies.slots]
    state = State(parameters, *blocks)
    numbers = described(parameters)
    words = np.concatenate((numbers, lies.words))
    words[lies.float_addresses + len(numbers)] += buffers.floats.ctypes.data
    words[lies.int_addresses + len(numbers)] += buffers.ints.ctypes.data
    state._description = words
    state.address = words.ctypes.data
    return state


def copy(buffers: Buffers) -> Buffers:
    """Return an independent copy: a snapshot, or the start of a fork."""
    return Buffers(buffers.floats.copy(), buffers.ints.copy(), buffers.sizes)


def resized(buffers: Buffers, **sizes: int) -> Buffers:
    """Return a copy of ``buffers`` with other sizes of some axes; what does not fit is left out."""
    copied = allocate({**buffers.sizes, **sizes})
    old, new = view(Parameters(), buffers), view(Parameters(), copied)
    for name in BLOCKS:
        source, target = getattr(old, name), getattr(new, name)
        shared = tuple(slice(min(a, b)) for a, b in zip(source.shape, target.shape, strict=True))
        target[shared] = source[shared]
    return copied


def _moved(parameters: Parameters, blocks: Sequence[Any]) -> State:
    """Return a state of its own with the same numbers."""
    sizes: dict[str, int] = {}
    for (_, symbols), block in zip(BLOCKS.values(), blocks, strict=True):
        sizes |= {symbol: n for symbol, n in zip(symbols, block.shape, strict=True) if isinstance(symbol, str)}
    state = view(parameters, allocate(sizes))
    for name, block in zip(BLOCKS, blocks, strict=True):
        getattr(state, name)[...] = block
    return state


def example() -> State:
    """Return a smallest state, for the types of its blocks."""
    symbols = {symbol for _, shape in BLOCKS.values() for symbol in shape if isinstance(symbol, str)}
    return view(Parameters(), allocate(dict.fromkeys(symbols, 1)))


STATE = pass_by_reference(State, example())
"""The type that kernels know a state by."""
