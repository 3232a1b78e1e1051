"""Corridors that join the members of a coalition and go around everybody else.

They are a Steiner tree by Mehlhorn (1988) on a grid whose points cost more the closer they are to somebody who does not
belong: shortest ways from every point to its nearest member, then a minimum spanning tree over the borders between the
regions of two members.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from ...sim.state import Floats, Ints

GRID = 11.0
"""Pixels between points of the grid."""

AROUND = 33.0
"""Pixels around the members within which a corridor can run."""

SHUN, NEAR = 16.0, 9.0
"""How many times dearer a point on the spot of another organization is, and within how many pixels it fades."""


def corridors(inside: Floats, outside: Floats, width: float, height: float) -> Floats:
    """Return the middles of the steps of the ways that join the members and how long each is, (n, 3) pixels.

    Args:
        inside: (m, 2) where the members stand; outside: (o, 2) all others, in a frame ``width`` by ``height``.
    """
    if len(inside) < 2:
        return np.empty((0, 3))
    low = np.maximum(inside.min(axis=0) - AROUND, 0.0)
    across, down = (np.minimum(inside.max(axis=0) + AROUND, (width, height)) - low) // GRID + 1.0
    columns, rows = int(across), int(down)
    cost = _cost(low[0] + GRID * np.arange(columns), low[1] + GRID * np.arange(rows), outside)
    nearest = np.rint((inside - low) / GRID).astype(int)
    members = np.minimum(nearest[:, 1], rows - 1) * columns + np.minimum(nearest[:, 0], columns - 1)
    begins, ends = _tree(cost, columns, rows, np.unique(members))
    x, y = (begins % columns + ends % columns) / 2.0, (begins // columns + ends // columns) / 2.0
    lengths = np.where((begins % columns != ends % columns) & (begins // columns != ends // columns), 2.0**0.5, 1.0)
    return np.stack([low[0] + GRID * x, low[1] + GRID * y, GRID * lengths], axis=1)


def _cost(x: Floats, y: Floats, outside: Floats) -> Floats:
    """Return what each point of the grid costs, row by row, (len(y) x len(x),)."""
    across = np.exp((outside[:, :1] - x) ** 2 / (-2.0 * NEAR**2))
    down = np.exp((y[:, None] - outside[:, 1]) ** 2 / (-2.0 * NEAR**2))
    return (1.0 + SHUN * np.einsum("yo,ox->yx", down, across)).reshape(-1)


@lru_cache(maxsize=64)
def _grid(columns: int, rows: int) -> tuple[Ints, Ints, Floats]:
    """Return the steps between neighbors of a grid, also diagonally: from, to, and how long each is."""
    place = np.arange(columns * rows).reshape(rows, columns)
    pairs = (
        (place[:, :-1], place[:, 1:], 1.0),
        (place[:-1], place[1:], 1.0),
        (place[:-1, :-1], place[1:, 1:], 2.0**0.5),
        (place[:-1, 1:], place[1:, :-1], 2.0**0.5),
    )
    begins = np.concatenate([a.reshape(-1) for a, _, _ in pairs])
    ends = np.concatenate([b.reshape(-1) for _, b, _ in pairs])
    lengths = np.concatenate([np.full(a.size, length) for a, _, length in pairs])
    return begins, ends, lengths


def _tree(cost: Floats, columns: int, rows: int, members: Ints) -> tuple[Ints, Ints]:
    """Return the steps of a tree that joins the members: from, to."""
    begins, ends, lengths = _grid(columns, rows)
    price = lengths * (cost[begins] + cost[ends]) / 2.0
    graph = csr_matrix((price, (begins, ends)), shape=(len(cost), len(cost)))
    away, before, nearest = dijkstra(graph, directed=False, indices=members, min_only=True, return_predecessors=True)
    borders = np.flatnonzero(nearest[begins] != nearest[ends])
    borders = borders[np.argsort((away[begins] + price + away[ends])[borders], kind="stable")]
    sides = zip(borders.tolist(), nearest[begins[borders]].tolist(), nearest[ends[borders]].tolist(), strict=True)
    group = {member: member for member in members.tolist()}
    steps: set[tuple[int, int]] = set()
    for border, a, b in sides:
        first, second = group[a], group[b]
        if first != second:
            group = {member: second if its == first else its for member, its in group.items()}
            steps.add((int(begins[border]), int(ends[border])))
            steps.update(_way(before, int(begins[border])), _way(before, int(ends[border])))
    found = np.array(sorted(steps), dtype=np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _way(before: Ints, point: int) -> list[tuple[int, int]]:
    """Return the steps from here to the nearest member."""
    way = []
    while (following := int(before[point])) >= 0:
        way.append((point, following))
        point = following
    return way
