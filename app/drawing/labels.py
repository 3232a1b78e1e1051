"""Labels that never cover each other or leave the frame, and cover marks only where no place is free of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...sim.state import Floats, Ints
from .svg import CARD, INK, MUTED, group, line, text
from .type import LEADING, SIZE, width_of


@dataclass(frozen=True)
class Wish:
    """A label to be placed.

    Attributes:
        words: what it says; color: of its type.
        anchors: (n, 2) points that it may stand beside, the best first; clear: pixels to keep from them.
        is_bold: its weight; key: by which a page knows it again when its words have changed.
        last: upper left corner of where it stood before and the anchor it belonged to, x, y, x, y: it stays there, or
            moves with its anchor if it has only one, as long as it can.
    """

    words: str
    anchors: Floats
    clear: float = 12.0
    color: str = INK
    size: float = SIZE
    is_bold: bool = True
    key: str = ""
    last: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Label:
    """A label in its place: its box (left, top, width, height) in pixels, and the anchor that it belongs to."""

    wish: Wish
    box: tuple[float, float, float, float]
    anchor: tuple[float, float]


Box = tuple[float, float, float, float]
Bools = npt.NDArray[np.bool_]
SIDES = np.array([(1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8)])
FEW = 32
"""Places that are looked at first; then twice as many each time, until one is free."""

STAY = 44.0
"""Pixels beyond those to keep clear within which a label stays where it stood before."""

FAR = 12.0
"""Pixels beyond those to keep clear from which on a line leads from a label to its anchor."""

DISTANCES = np.array([0.0, 10.0, 24.0, 44.0, 70.0])


def placed(wishes: Sequence[Wish], frame: Box, marks: Floats, taken: Sequence[Box] = ()) -> list[Label]:
    """Return labels in their places, in the order of the wishes; one for which there is no room at all is left out.

    Args:
        wishes: the most important first.
        frame: left, top, width, height of where labels may stand.
        marks: (n, 4) x, y and radius of what they must not cover where any place is free of it, and what covering it
            costs in pixels of distance where none is.
        taken: boxes that they must not touch.
    """
    boxes = list(taken)
    labels = []
    for wish in wishes:
        found = _best(wish, frame, marks, boxes)
        if found is not None:
            labels.append(found)
            boxes.append(found.box)
            marks = np.concatenate([marks, _leader_marks(found)])
    return labels


def _best(wish: Wish, frame: Box, marks: Floats, boxes: Sequence[Box]) -> Label | None:
    """Return a label beside one of its anchors, else anywhere, the nearer the better, else where it covers least."""
    size = np.array([width_of(wish.words, wish.size, is_bold=wish.is_bold) + 4.0, wish.size * LEADING])
    covering = None
    for candidates in (_as_before, _beside, _anywhere):
        corners, anchors, cost = candidates(wish, size, frame)
        free = _is_free(corners, size, frame, boxes)
        corners, anchors, cost = corners[free], anchors[free], cost[free]
        order = np.argsort(cost, kind="stable")
        best = _first_clear(corners, order, size, marks)
        if best is None and covering is None and len(order):
            least = order[: 8 * FEW]
            covering = _label(wish, corners, anchors, size, int(least[_prices(corners, cost, least, size, marks)]))
        if best is not None:
            return _label(wish, corners, anchors, size, best)
    return covering


def _label(wish: Wish, corners: Floats, anchors: Floats, size: Floats, place: int) -> Label:
    (x, y), (at_x, at_y) = corners[place].tolist(), anchors[place].tolist()
    return Label(wish, (x, y, float(size[0]), float(size[1])), (at_x, at_y))


def _first_clear(corners: Floats, order: Ints, size: Floats, marks: Floats) -> int | None:
    """Return the first corner in an order from which a label covers no mark; None where there is none."""
    begin, many = 0, FEW
    while begin < len(order):
        some = order[begin : begin + many]
        clear = np.flatnonzero(_covered(corners[some], size, marks) == 0.0)
        if len(clear):
            return int(some[clear[0]])
        begin, many = begin + many, 2 * many
    return None


def _prices(corners: Floats, cost: Floats, some: Ints, size: Floats, marks: Floats) -> int:
    """Return which of some corners costs least with what it covers."""
    return int((cost[some] + _covered(corners[some], size, marks)).argmin())


def _is_free(corners: Floats, size: Floats, frame: Box, boxes: Sequence[Box]) -> Bools:
    """Return which labels, given by their upper left corners (n, 2), are inside the frame and touch no box, (n,)."""
    x, y = corners.T
    width, height = size
    free: Bools = (x >= frame[0]) & (x + width <= frame[0] + frame[2])
    free &= (y >= frame[1]) & (y + height <= frame[1] + frame[3])
    for left, top, across, down in boxes:
        beside = (x >= left + across + 3.0) | (x + width + 3.0 <= left)
        free &= beside | (y >= top + down + 1.0) | (y + height + 1.0 <= top)
    return free


def _as_before(wish: Wish, size: Floats, frame: Box) -> tuple[Floats, Floats, Floats]:
    """Return what ``_beside`` returns for where the label stood before, as far as that is near one of its anchors."""
    if wish.last is None:
        return np.empty((0, 2)), np.empty((0, 2)), np.empty(0)
    corner, anchor = np.array(wish.last[:2]), np.array(wish.last[2:])
    corners = np.stack([corner + wish.anchors[0] - anchor, corner]) if len(wish.anchors) == 1 else corner[None]
    near = np.clip(wish.anchors, corners[:, None], corners[:, None] + size)
    away = np.hypot(*(near - wish.anchors).transpose(2, 0, 1))  # (corners, anchors)
    nearest = away.argmin(axis=1)
    is_near = away.min(axis=1) <= wish.clear + STAY
    return corners[is_near], wish.anchors[nearest][is_near], np.arange(len(corners), dtype=float)[is_near]


def _beside(wish: Wish, size: Floats, frame: Box) -> tuple[Floats, Floats, Floats]:
    """Return upper left corners (n, 2), the anchors they belong to (n, 2), and what each costs (n,), pixels."""
    away = wish.clear + DISTANCES[:, None, None]
    middle = (SIDES * away + np.sign(SIDES) * size / 2.0).reshape(-1, 2)  # (distances x sides, 2)
    corners = (wish.anchors[:, None] + middle - size / 2.0).reshape(-1, 2)
    dear = (DISTANCES[:, None] + 2.0 * np.arange(len(SIDES))).reshape(-1)
    cost = (4.0 * np.arange(len(wish.anchors))[:, None] + dear).reshape(-1)
    return corners, np.repeat(wish.anchors, len(middle), axis=0), cost


def _anywhere(wish: Wish, size: Floats, frame: Box) -> tuple[Floats, Floats, Floats]:
    """Return what ``_beside`` returns for places all over the frame."""
    x = np.arange(frame[0], frame[0] + frame[2] - size[0] + 1e-6, 8.0)
    y = np.arange(frame[1], frame[1] + frame[3] - size[1] + 1e-6, 6.0)
    corners = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    away = np.hypot(*(corners[:, None] + size / 2.0 - wish.anchors).transpose(2, 0, 1))
    nearest = away.argmin(axis=1)
    return corners, wish.anchors[nearest], away[np.arange(len(away)), nearest]


def _covered(corners: Floats, size: Floats, marks: Floats) -> Floats:
    """Return what it costs that a label at each corner covers marks, (n,); 0 exactly where it covers none."""
    x, y, radius, price = marks.T
    left, top = corners[:, :1], corners[:, 1:]
    across = np.maximum(np.maximum(left - x, x - left - size[0]), 0.0)
    down = np.maximum(np.maximum(top - y, y - top - size[1]), 0.0)
    costs: Floats = np.where(across * across + down * down < radius * radius, price, 0.0).sum(axis=1)
    return costs


def _leader(label: Label) -> tuple[Floats, Floats] | None:
    """Return the ends of the line from an anchor to its label; None where the label stands beside it."""
    x, y, width, height = label.box
    anchor = np.array(label.anchor)
    near = np.clip(anchor, (x, y), (x + width, y + height))
    gap = float(np.hypot(*(near - anchor)))
    if gap <= label.wish.clear + FAR:
        return None
    return anchor + label.wish.clear / gap * (near - anchor), near


def _leader_marks(label: Label) -> Floats:
    """Return the line of a label as marks that later ones should not cover, (n, 4)."""
    ends = _leader(label)
    if ends is None:
        return np.empty((0, 4))
    shares = np.linspace(0.0, 1.0, 2 + int(np.hypot(*(ends[1] - ends[0])) / 5.0))[:, None]
    points = ends[0] + shares * (ends[1] - ends[0])
    return np.column_stack([points, np.full((len(points), 2), (3.0, 4.0))])


def drawn(label: Label) -> str:
    """Return a label with a ground that keeps it readable, and a line to its anchor where it stands far from it."""
    wish, (x, y, _, height) = label.wish, label.box
    ends = _leader(label)
    leader = "" if ends is None else line(*ends[0].tolist(), *ends[1].tolist(), stroke=MUTED, stroke_width="0.8")
    weight = {"font_weight": "600"} if wish.is_bold else {}
    words = text(
        x + 2.0, y + 0.8 * height, wish.words, fill=wish.color, font_size=wish.size, **weight,
        stroke=CARD, stroke_width="3", stroke_linejoin="round", paint_order="stroke",
        pointer_events="none", class_="label",
    )  # fmt: skip
    return group([leader, words], data_key=f"says {wish.key}") if wish.key else leader + words
