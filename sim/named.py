"""What a case says of organizations by name, as arrays: who they are, what is known of them, whom they know.

What is known is the same in all worlds; what lies between a least and a most is a keyed draw for each world, and what
is not said at all was drawn as for everybody (``draws.py``).
"""

from __future__ import annotations

import functools
import zlib
from typing import NamedTuple

import numpy as np

from .chance import entity_id, stream, uniform, word_of
from .entities import Floats, Ints
from .scenario import Kind, Span, Tie
from .stakes import STAKE_HOURS
from .state import State, concerns, organizations

UNKNOWN = stream("population.unknown")
TIE_WEIGHT = stream("population.tie weight")

NUMBERS = ("hours", "value", "belief", "ceiling", "stake")
"""What can be said of an organization beside its proficiencies, in the order in which it is kept."""

FIRST = 1 << 31
"""Organizations with a name are numbered by it from here on, within their kind; the others are counted from zero."""

ALOOF = 2.0
"""Threshold of an opponent: more than everybody together, so that nobody's joining moves it."""

NOTHING: Span = (np.nan, np.nan)


class Sayings(NamedTuple):
    """What a case says of its organizations.

    Attributes:
        ids: (N,) stable identities; kind: (N,) indices.
        specialties: (N, K) 1 where one is at home in a strength; capacities: (N,) multiples of the usual hours.
        core: (N,) chance to be a core partner, nan where it is the usual one; opponents, by_right: (N,) 1 where one
            is one, or has a seat at every table.
        rows: (M,) of those with a name; low, high: (M, NUMBERS and strengths) spans, nan where nothing is said.
    """

    ids: Ints
    kind: Ints
    specialties: Floats
    capacities: Floats
    core: Floats
    opponents: Floats
    by_right: Ints
    rows: Ints
    low: Floats
    high: Floats


@functools.lru_cache(maxsize=4)
def said_of(kinds: tuple[Kind, ...], strengths: tuple[str, ...]) -> Sayings:
    """Return what the kinds of a case say of its organizations, row by row."""
    counts = [kind.count for kind in kinds]
    kind_of = np.repeat(np.arange(len(kinds)), counts)
    homes = np.array([[float(name in kind.strengths) for name in strengths] for kind in kinds])
    usual = [np.nan if kind.core is None else kind.core for kind in kinds]
    first = np.cumsum([0, *counts])
    named = [(first[g] + place, one) for g, kind in enumerate(kinds) for place, one in enumerate(kind.named)]
    specialties, core = homes[kind_of], np.array(usual, dtype=float)[kind_of]
    opponents, by_right = np.zeros(len(kind_of)), np.array([int(kind.by_right) for kind in kinds])[kind_of]
    for row, one in named:
        opponents[row] = one.opponent
        by_right[row] = by_right[row] if one.by_right is None else one.by_right
        if one.strengths is not None:
            specialties[row] = [float(name in one.strengths) for name in strengths]
        if one.core is not None:
            core[row] = one.core
    spans = [[getattr(one, name) or NOTHING for name in NUMBERS] for _, one in named]
    skills = [[dict(one.proficiency).get(name, NOTHING) for name in strengths] for _, one in named]
    both = np.array([one + other for one, other in zip(spans, skills, strict=True)], dtype=float)
    both = both.reshape(len(named), len(NUMBERS) + len(strengths), 2)
    rows = np.array([row for row, _ in named], dtype=np.int64)
    capacities = np.array([kind.capacity for kind in kinds], dtype=float)[kind_of]
    ids = np.concatenate([_ids(kind) for kind in kinds])
    said = specialties, capacities, core, opponents, by_right
    return Sayings(ids, kind_of, *said, rows, both[..., 0], both[..., 1])


def _ids(kind: Kind) -> Ints:
    """Return the identities of the organizations of a kind: of a name, or of the place among those without."""
    taken: set[int] = set()
    numbers = {}
    for name in sorted(one.name for one in kind.named):
        number = zlib.crc32(name.encode()) | FIRST
        while number in taken:
            number = number + 1 | FIRST
        taken.add(number)
        numbers[name] = number & 0xFFFFFFFF
    places = [numbers[one.name] for one in kind.named]
    return np.array([*places, *range(kind.count - len(places))], dtype=np.int64) + entity_id(kind.name, 0)


def column_of(what: str, strengths: tuple[str, ...]) -> int:
    """Return the column in which a number of an organization is kept; -1 where it is kept elsewhere."""
    columns = (*NUMBERS, *strengths)
    return columns.index(what) if what in columns else -1


def numbers_in_world(said: Sayings, seed: int) -> Floats:
    """Return what is said of those with a name in a world, (M, NUMBERS and strengths); nan where nothing is."""
    numbers = said.low.copy()
    for place, column in np.argwhere(said.high > said.low).tolist():
        luck = uniform(seed, UNKNOWN, int(said.ids[said.rows[place]]), 0, column)
        numbers[place, column] += (said.high[place, column] - said.low[place, column]) * luck
    return numbers


def tell_traits(state: State, said: Sayings, numbers: Floats) -> None:
    """Write hours, ceilings and proficiencies that are said over those that were drawn; opponents keep out."""
    people, many = organizations(state), len(NUMBERS)
    people.threshold[said.opponents > 0.0] = ALOOF
    for column, field in ((0, people.capacity), (3, people.ceiling)):
        _write(field, said.rows, numbers[:, column])
    for k in range(state.proficiency.shape[1]):
        _write(state.proficiency[:, k], said.rows, numbers[:, many + k])


def tell_concerns(state: State, k: int, said: Sayings, numbers: Floats) -> None:
    """Write values, beliefs and stakes that are said over those that were drawn for issue ``k``."""
    concern, capacity = concerns(state), organizations(state).capacity[said.rows]
    size = np.sqrt(capacity / state.parameters.work.capacity)
    for column, fields in ((1, (concern.home, concern.value)), (2, (concern.belief, concern.voiced))):
        for field in fields:
            _write(field[k], said.rows, numbers[:, column])
    _write(concern.stake[k], said.rows, STAKE_HOURS * size * numbers[:, 4])


def _write(field: Floats, rows: Ints, values: Floats) -> None:
    is_said = ~np.isnan(values)
    field[rows[is_said]] = values[is_said]


# --- ties -------------------------------------------------------------------------------------------------------------


class TieRows(NamedTuple):
    """Ties as compressed sparse rows: (N + 1,) starts, (E,) rows of the others, (E,) trust in them."""

    start: Ints
    to: Ints
    trust: Floats


def rows_called(kinds: tuple[Kind, ...]) -> dict[str, list[int]]:
    """Return the rows of each organization, by its name, and of each kind with its parts, by that of the kind."""
    found: dict[str, list[int]] = {kind.name: [] for kind in kinds}
    names = [(kind, name) for kind in kinds for name in kind.names()]
    for row, (kind, name) in enumerate(names):
        for called in {kind.name, kind.part_of} - {"", name}:
            found.setdefault(called, []).append(row)
    return found | {name: [row] for row, (_, name) in enumerate(names)}


@functools.lru_cache(maxsize=4)
def _edges(ties: tuple[Tie, ...], kinds: tuple[Kind, ...]) -> tuple[Ints, Floats]:
    """Return the edges of given ties, each both ways, sorted: (E, 2) rows, and (E, 2) spans of weights."""
    rows = rows_called(kinds)
    spans: dict[tuple[int, int], Span] = {}
    sizes = sorted({len(rows[tie.one]) * len(rows[tie.other]) for tie in ties}, reverse=True)
    for size in sizes:  # who is named says more than who is meant with a kind; and the way there more than the way back
        some = [tie for tie in ties if len(rows[tie.one]) * len(rows[tie.other]) == size]
        pairs = [
            (one, other, tie.weight or NOTHING) for tie in some for one in rows[tie.one] for other in rows[tie.other]
        ]
        spans |= {(other, one): weight for one, other, weight in reversed(pairs)}
        spans |= {(one, other): weight for one, other, weight in pairs}
    edges = sorted(edge for edge in spans if edge[0] != edge[1])
    return np.array(edges, dtype=np.int64).reshape(-1, 2), np.array([spans[edge] for edge in edges]).reshape(-1, 2)


def given_ties(ties: tuple[Tie, ...], kinds: tuple[Kind, ...], ids: Ints, seed: int, usual: float) -> TieRows:
    """Return given ties as compressed sparse rows.

    Args:
        ids: (N,) of the organizations; usual: trust where no weight is said.
    """
    edges, spans = _edges(ties, kinds)
    trust = np.where(np.isnan(spans[:, 0]), usual, spans[:, 0])
    for edge in np.flatnonzero(spans[:, 1] > spans[:, 0]).tolist():
        one, other = ids[edges[edge]].tolist()
        luck = uniform(seed, TIE_WEIGHT, one, word_of(other), 0)
        trust[edge] += (spans[edge, 1] - spans[edge, 0]) * luck
    start = np.searchsorted(edges[:, 0], np.arange(len(ids) + 1))
    return TieRows(start.astype(np.int64), edges[:, 1], trust)
