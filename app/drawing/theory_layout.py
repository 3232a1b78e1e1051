"""Where the steps of a theory of change stand: in layers, each after what it waits for.

The layers run from left to right where there is room, else from top to bottom.  A line that passes a layer has a place
of its own in it, so it crosses no box.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...sim.scenario import Step
from ..telling.theory import followers_of
from .type import LEADING, SMALL, wrapped

NARROWEST, WIDEST = 116.0, 200.0
"""Widths of a box, pixels: below the first the graph runs from top to bottom."""

BETWEEN, BESIDE = 34.0, 12.0
"""Pixels between two boxes along the graph, and across it."""

PASSAGE = 6.0
"""Width of the place of a line that passes a layer, pixels."""

LINES = 3
PAD = 7.0
EDGE = 4.0

Way = tuple[str, ...]
"""The name of a step; or source, target and layer of a line that passes."""


@dataclass(frozen=True)
class Place:
    """Where a step or a passing line is, pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """All places; the edges, each through the places it passes; whether they run across; and the height of it all."""

    places: dict[Way, Place]
    edges: list[list[Way]]
    is_across: bool
    bottom: float


def laid_out(steps: Sequence[Step], width: float, top: float) -> Layout:
    """Return where the steps stand in a drawing ``width`` pixels wide, from ``top`` on."""
    layers, edges = _layers(steps)
    by_name = {step.name: step for step in steps}
    room = (width - 2.0 * EDGE - BETWEEN * (len(layers) - 1)) / len(layers)
    is_across = room >= NARROWEST
    place = _across if is_across else _down
    places, bottom = place(layers, by_name, min(room, WIDEST) if is_across else width, top)
    return Layout(places, edges, is_across, bottom)


def lines_of(step: Step, width: float) -> list[str]:
    """Return the name of a step in lines that fit into its box."""
    return wrapped(step.name, width - 2.0 * PAD, LINES)


def _height(step: Step, width: float) -> float:
    return (len(lines_of(step, width)) + 1) * SMALL * LEADING + 2.0 * PAD


def _layers(steps: Sequence[Step]) -> tuple[list[list[Way]], list[list[Way]]]:
    """Return the layers, each in an order that crosses few lines, and the edges through them."""
    depth: dict[str, int] = {}
    for step in steps:
        depth[step.name] = 1 + max((depth[name] for name in step.after), default=-1)
    layers: list[list[Way]] = [[] for _ in range(max(depth.values()) + 1)]
    for step in sorted(steps, key=lambda step: not step.needed):
        layers[depth[step.name]].append((step.name,))
    before: dict[Way, list[Way]] = {}
    edges = []
    for source, followers in followers_of(steps).items():
        for target in sorted(followers & depth.keys(), key=lambda name: list(depth).index(name)):
            passing: list[Way] = [(source, target, str(d)) for d in range(depth[source] + 1, depth[target])]
            for way in passing:
                layers[int(way[2])].append(way)
            edge = [(source,), *passing, (target,)]
            edges.append(edge)
            for first, second in pairwise(edge):
                before.setdefault(second, []).append(first)
    _order(layers, before)
    return layers, edges


def _order(layers: list[list[Way]], before: dict[Way, list[Way]]) -> None:
    """Sort each layer by where the places that lead to it are, in shares of their layer."""
    share: dict[Way, float] = {}
    for layer in layers:
        layer.sort(key=lambda way: sum(share[b] for b in before.get(way, [])) / max(len(before.get(way, [])), 1))
        share.update({way: (position + 0.5) / len(layer) for position, way in enumerate(layer)})


def _across(layers: list[list[Way]], steps: dict[str, Step], wide: float, top: float) -> tuple[dict[Way, Place], float]:
    """Return places in columns, all boxes as high as the highest, and where they end."""
    tall = max(_height(step, wide) for step in steps.values())
    heights = [sum(_room(way, tall) for way in layer) - BESIDE for layer in layers]
    places: dict[Way, Place] = {}
    for column, (layer, height) in enumerate(zip(layers, heights, strict=True)):
        x, y = EDGE + column * (wide + BETWEEN), top + (max(heights) - height) / 2.0
        for way in layer:
            places[way] = Place(x, y, wide, _room(way, tall) - BESIDE)
            y += _room(way, tall)
    return places, top + max(heights)


def _down(layers: list[list[Way]], steps: dict[str, Step], width: float, top: float) -> tuple[dict[Way, Place], float]:
    """Return places in rows, and where they end."""
    places: dict[Way, Place] = {}
    y = top
    for layer in layers:
        boxes = [way for way in layer if len(way) == 1]
        passages = len(layer) - len(boxes)
        wide = (width - 2.0 * EDGE - BESIDE * (len(layer) - 1) - PASSAGE * passages) / max(len(boxes), 1)
        wide = min(wide, 1.5 * WIDEST)
        tall = max(_height(steps[way[0]], wide) for way in boxes)
        x = (width - sum(_room(way, wide) for way in layer) + BESIDE) / 2.0
        for way in layer:
            places[way] = Place(x, y, _room(way, wide) - BESIDE, tall)
            x += _room(way, wide)
        y += tall + 0.8 * BETWEEN
    return places, y - 0.8 * BETWEEN


def _room(way: Way, box: float) -> float:
    """Return what a box or a passage takes of its layer, with the gap after it."""
    return (box if len(way) == 1 else PASSAGE) + BESIDE
