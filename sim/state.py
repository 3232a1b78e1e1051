"""The state of a run: every array, its name, shape and unit, in one place.

A run is one ``State``: the parameters (which never change) and a few blocks of float64 and int64. A block holds one
kind of entity, a row for each quantity; a mechanism opens the entities it needs (``members = seats(state)``) and gets
a small tuple of named views, without copying. All blocks of a run are slices of two buffers, so a snapshot or a fork
copies two arrays.

Axes: ``N`` organizations, ``I`` issues, ``C`` coalitions, ``H`` coordinators (hubs), ``K`` strengths, ``R`` obstacles,
``S`` steps of a theory of change, ``G`` kinds, ``W`` what a strategy remembers.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from . import entities
from .compiling import inlined_kernel, kernel
from .declare import kinds_of
from .entities import (
    Campaigns,
    Coalitions,
    Concerns,
    Coordinators,
    Issues,
    Minds,
    Organizations,
    Plan,
    Reports,
    Seats,
    Standing,
    Stocks,
)
from .events import WIDTH
from .parameters import Parameters
from .references import described, pass_by_reference

Floats = entities.Floats
Ints = entities.Ints

NONE = -1

NEVER = -1.0
"""The week of what has not happened."""

MANY = 4
"""One in so many, or more, are many."""

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
    required: Floats  # (R, G) organizations of a kind that must be members, or nothing is won
    acts: Floats  # (R, G) organizations of a kind that must each act for itself, where no win is enough
    profile: Floats  # (R, K) weights over strengths of a whole theory of change, by hours, sum 1
    form: Floats  # (4,) numbers of the form of governance, see the names under "form" below
    kinds: Floats  # (5, G) see the names under "kinds" below
    script: Floats  # (n, 3) step, what, value
    choices: Floats  # (n, 4) step, decision, who, value: decisions made elsewhere
    people: Ints  # (5, N) rows of Organizations: id, kind, core, by_right, acquainted
    traits: Floats  # (8, N) rows of Organizations: fixed
    acted: Floats  # (I, R, N) 1 where one has done what an obstacle of an issue takes of it
    proficiency: Floats  # (N, K) in [0, 1]
    map: Floats  # (H, N, K) proficiency as the coordinator's map shows it
    stocks: Floats  # (5, N) rows of Stocks
    concerns: Floats  # (5, I, N) rows of Concerns
    standing: Floats  # (2, H, N) rows of Standing
    reports: Floats  # (4, C, N) rows of Reports
    seats: Floats  # (12, C, N) rows of Seats
    tie_trust: Floats  # (E,)
    roster: Ints  # (C, N) rows of the members of a coalition, the first `coalitions.size` are valid
    sight: Ints  # (N,) rows of those in sight, rising, the first `clock[IN_SIGHT]` are valid
    order: Ints  # (N,) the same rows in the keyed order in which organizations decide
    coalitions: Floats  # (33, C) rows of Coalitions
    plans: Floats  # (2, 4, C) rows of Plan: the current plan and the draft
    progress: Floats  # (I, R, S) share of each step done
    reached: Floats  # (I, R, S) 1 where a step was done at some time
    coordinators: Floats  # (6, H) rows of Coordinators
    minds: Floats  # (4, H) rows of Minds
    campaigns: Floats  # (19, C) rows of Campaigns
    badges: Ints  # (H,) identity that keys a coordinator's random numbers
    decision: Floats  # (C, 16) what a strategy decided: positions in briefing.py
    suspicion: Floats  # (C, R) probability that an obstacle blocks the outcome
    alarm: Floats  # (C, R) cumulative sum of the log-likelihood ratio against the assumed obstacle, nats
    evidence: Floats  # (C, R) log-likelihood that this week gave to each obstacle, nats
    theory: Floats  # (H, R, S) 1 where the coordinator believes a step is needed
    issues: Floats  # (14, I) rows of Issues
    queue: Ints  # (I, R) obstacles that still stand in the way, in their order, the first `issues.open` are valid
    overcome_at: Floats  # (I, R) week in which an obstacle was last overcome, as everybody knows; NEVER before
    shared: Floats  # (G, R + I) error that a kind shares: of each obstacle, of the fact of each issue; standard normal
    tie_start: Ints  # (N + 1,) compressed sparse rows
    tie_to: Ints  # (E,)
    own: Floats  # (n,) the fields of mechanisms that do not ship, see additions.py
    outcomes: Floats  # (len(OUTCOMES),) totals and moments, see record.py
    memory: Floats  # (C, W) free for strategies
    series: Floats  # (steps + 1 or 0, columns) one row a step
    events: Floats  # (capacity, 16) one row a decision, see events.py
    scratch: Floats  # (8, M) for one phase only; M is N, or 64 if that is more
    fits: Floats  # (N, S) for one phase only
    bench: Floats  # (S, K) for one phase only
    live: Floats  # (L,) all numbers from ``stocks`` to ``outcomes``, which lie one behind the other
    given: Floats  # (n,) the numbers of mechanisms that do not ship, as ``parameters.own`` has them


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
STEP, STEPS, SEED, EVENTS, CHOICES_FROM, CHOICES_TO, IN_SIGHT, PUBLIC = range(8)
# time (floats)
STEP_WEEKS, NOW, WEEKS = range(3)
# kinds: members of a kind; its mean on the values axis; the family that keys its random numbers; the index of the kind
# of which it was set apart, its own where it was of none
MANY_OF, MEAN_OF, FAMILY_OF, PART_OF, VOTES_OF = range(5)
# form: share that must agree; 1 where one is bound by the result; 1 where a secretariat links those on their own;
# 1 where whoever is invited has to sit
SHARE, BINDS, LINKS, COMPELS = range(4)
# plans
CURRENT, DRAFT = 0, 1


def _opener(entity: Any, name: str, block: str, ints: str = "") -> Any:
    """Return the kernel that opens a block as an entity: whole numbers are rows of another one, named ``ints``.

    numba cannot make a tuple out of the rows of an array; so its source is written here, from the fields. It becomes
    part of whatever calls it: else every field is opened at each call, which makes runs five times as slow.
    """
    kinds = kinds_of(entity)
    places = {Floats: iter(range(len(kinds))), Ints: iter(range(len(kinds)))}
    rows = ", ".join(f"{'whole' if kind is Ints else 'rows'}[{next(places[kind])}]" for kind in kinds.values())
    head, which = (f"def {name}(state, which):", "[which]") if block == "plans" else (f"def {name}(state):", "")
    lines = [head, f"    rows = state.{block}{which}", *([f"    whole = state.{ints}"] if ints else [])]
    made: dict[str, Any] = {}
    exec(compile("\n".join([*lines, f"    return {entity.__name__}({rows})"]), __file__, "exec"), globals(), made)
    made[name].__doc__ = f"Open {block} as {entity.__name__}."
    return inlined_kernel(made[name])


issues: Callable[[State], Issues] = _opener(Issues, "issues", "issues")
organizations: Callable[[State], Organizations] = _opener(Organizations, "organizations", "traits", "people")
stocks: Callable[[State], Stocks] = _opener(Stocks, "stocks", "stocks")
concerns: Callable[[State], Concerns] = _opener(Concerns, "concerns", "concerns")
reports: Callable[[State], Reports] = _opener(Reports, "reports", "reports")
standing: Callable[[State], Standing] = _opener(Standing, "standing", "standing")
seats: Callable[[State], Seats] = _opener(Seats, "seats", "seats")
coalitions: Callable[[State], Coalitions] = _opener(Coalitions, "coalitions", "coalitions")
plan: Callable[[State, int], Plan] = _opener(Plan, "plan", "plans")
coordinators: Callable[[State], Coordinators] = _opener(Coordinators, "coordinators", "coordinators")
minds: Callable[[State], Minds] = _opener(Minds, "minds", "minds")
campaigns: Callable[[State], Campaigns] = _opener(Campaigns, "campaigns", "campaigns")


@kernel
def in_sight(state: State) -> Ints:
    """Return the rows of the organizations in sight, rising: nothing is asked of any other, and none of it changes."""
    return state.sight[: state.clock[IN_SIGHT]]


@kernel
def in_turn(state: State) -> Ints:
    """Return the rows of the organizations in sight, in the keyed order in which they decide."""
    return state.order[: state.clock[IN_SIGHT]]


@kernel
def are_many_in_sight(state: State) -> bool:
    """Return whether a pass over all organizations takes less time than a look at each of those in sight."""
    return bool(MANY * state.clock[IN_SIGHT] >= len(state.sight))


@kernel
def has_arisen(state: State, k: int) -> bool:
    """Return whether issue ``k`` has arisen by now."""
    return bool(state.time[NOW] >= issues(state).arises[k])


@kernel
def is_open(state: State, k: int) -> bool:
    """Return whether issue ``k`` has arisen and has not ended."""
    return has_arisen(state, k) and bool(issues(state).settled[k] == 0.0)


@kernel
def asks_for_hours(state: State, c: int) -> bool:
    """Return whether the issue of a coalition is open, or the coalition still stands: else there is nothing to do."""
    return is_open(state, int(coalitions(state).issue[c])) or bool(coalitions(state).status[c] == ACTIVE)


@kernel
def is_idle(state: State, h: int) -> bool:
    """Return whether a coordinator has nothing to do: then its office costs nothing, and nobody pays for it."""
    for c in range(len(coalitions(state).hub)):
        if int(coalitions(state).hub[c]) == h and asks_for_hours(state, c):
            return False
    return True


@kernel
def is_week_over(state: State) -> bool:
    """Return whether a week is over with this step: what is weighed once a week is weighed now."""
    now, little = state.time[NOW], 1e-9  # what rounding may take from a whole number of weeks
    return math.floor(now + state.time[STEP_WEEKS] + little) > math.floor(now + little)


def _rows(entity: Any, kind: Any) -> int:
    """Return how many fields of an entity are of a kind of number."""
    return list(kinds_of(entity).values()).count(kind)


BLOCKS: dict[str, tuple[str, tuple[int | str, ...]]] = {
    "clock": ("int", (8,)),
    "time": ("float", (4,)),
    "needs": ("float", ("R", "S", "K")),
    "hours": ("float", ("R", "S")),
    "needed": ("int", ("R", "S")),
    "before": ("int", ("R", "S")),
    "audience": ("float", ("R", "G")),
    "required": ("float", ("R", "G")),
    "acts": ("float", ("R", "G")),
    "profile": ("float", ("R", "K")),
    "form": ("float", (4,)),
    "kinds": ("float", (5, "G")),
    "script": ("float", ("scripted", 3)),
    "choices": ("float", ("choices", 4)),
    "people": ("int", (_rows(Organizations, Ints), "N")),
    "traits": ("float", (_rows(Organizations, Floats), "N")),
    "acted": ("float", ("I", "R", "N")),
    "proficiency": ("float", ("N", "K")),
    "map": ("float", ("H", "N", "K")),
    "stocks": ("float", (len(Stocks._fields), "N")),
    "concerns": ("float", (len(Concerns._fields), "I", "N")),
    "standing": ("float", (len(Standing._fields), "H", "N")),
    "reports": ("float", (len(Reports._fields), "C", "N")),
    "seats": ("float", (len(Seats._fields), "C", "N")),
    "tie_trust": ("float", ("E",)),
    "roster": ("int", ("C", "N")),
    "sight": ("int", ("N",)),
    "order": ("int", ("N",)),
    "coalitions": ("float", (len(Coalitions._fields), "C")),
    "plans": ("float", (2, len(Plan._fields), "C")),
    "progress": ("float", ("I", "R", "S")),
    "reached": ("float", ("I", "R", "S")),
    "coordinators": ("float", (len(Coordinators._fields), "H")),
    "minds": ("float", (len(Minds._fields), "H")),
    "campaigns": ("float", (len(Campaigns._fields), "C")),
    "badges": ("int", ("H",)),
    "decision": ("float", ("C", 16)),
    "suspicion": ("float", ("C", "R")),
    "alarm": ("float", ("C", "R")),
    "evidence": ("float", ("C", "R")),
    "theory": ("float", ("H", "R", "S")),
    "issues": ("float", (len(Issues._fields), "I")),
    "queue": ("int", ("I", "R")),
    "overcome_at": ("float", ("I", "R")),
    "shared": ("float", ("G", "R+I")),
    "tie_start": ("int", ("N+1",)),
    "tie_to": ("int", ("E",)),
    "own": ("float", ("own",)),
    "outcomes": ("float", ("outcomes",)),
    "memory": ("float", ("C", "W")),
    "series": ("float", ("rows", "columns")),
    "events": ("float", ("events", WIDTH)),
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
    given = np.array([value for _, value in parameters.own], dtype=float)
    state = State(parameters, *(*blocks, given))
    numbers = described(parameters._replace(own=()))
    words = np.concatenate((numbers, lies.words, (given.ctypes.data, len(given), 8)))
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
