"""Labels that never cover each other or leave the frame, and cover marks only where there is no other place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...sim.state import Floats
from .svg import CARD, INK, MUTED, line, text
from .type import LEADING, SIZE, width_of


@dataclass(frozen=True)
class Wish:
    """A label to be placed.

    Attributes:
        words: what it says; color: of its type.
        anchors: (n, 2) points that it may stand beside, the best first; clear: pixels to keep from them.
        is_bold: its weight; has_leader: whether a line leads to the anchor when it stands far away.
    """

    words: str
    anchors: Floats
    clear: float = 12.0
    color: str = INK
    size: float = SIZE
    is_bold: bool = True
    has_leader: bool = True


@dataclass(frozen=True)
class Label:
    """A label in its place: its box (left, top, width, height) in pixels, and the anchor that it belongs to."""

    wish: Wish
    box: tuple[float, float, float, float]
    anchor: tuple[float, float]


Box = tuple[float, float, float, float]
Bools = npt.NDArray[np.bool_]
SIDES = np.array([(1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8)])
LIKELY = 24
"""Places that are looked at first."""

DISTANCES = np.array([0.0, 10.0, 24.0, 44.0, 70.0])


def placed(wishes: Sequence[Wish], frame: Box, marks: Floats, taken: Sequence[Box] = ()) -> list[Label]:
    """Return labels in their places, in the order of the wishes; one for which there is no room at all is left out.

    Args:
        wishes: the most important first.
        frame: left, top, width, height of where labels may stand.
        marks: (n, 4) x, y and radius of what they should not cover, and what covering it costs in pixels of distance.
        taken: boxes that they must not touch.
    """
    boxes = list(taken)
    labels = []
    for wish in wishes:
        found = _best(wish, frame, marks, boxes)
        if found is not None:
            labels.append(found)
            boxes.append(found.box)
    return labels


def _best(wish: Wish, frame: Box, marks: Floats, boxes: Sequence[Box]) -> Label | None:
    """Return a label beside one of its anchors, or else anywhere in the frame, the nearer the better."""
    size = np.array([width_of(wish.words, wish.size, is_bold=wish.is_bold) + 4.0, wish.size * LEADING])
    for candidates in (_beside, _anywhere):
        corners, anchors, cost = candidates(wish, size, frame)
        free = _is_free(corners, size, frame, boxes)
        if free.any():
            best = _cheapest(corners[free], cost[free], size, marks)
            corner, anchor = corners[free][best].tolist(), anchors[free][best].tolist()
            return Label(wish, (*corner, *size.tolist()), tuple(anchor))
    return None


def _cheapest(corners: Floats, cost: Floats, size: Floats, marks: Floats) -> int:
    """Return which corner costs least with what it covers; the dear ones are looked at only where they could win."""
    order = np.argsort(cost, kind="stable")
    first = order[:LIKELY]
    totals = cost[first] + _covered(corners[first], size, marks)
    best = int(totals.argmin())
    if len(order) > LIKELY and totals[best] > cost[order[LIKELY]]:
        first = order[cost[order] <= totals[best]]
        best = int((cost[first] + _covered(corners[first], size, marks)).argmin())
    return int(first[best])


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
    x = np.arange(frame[0], frame[0] + frame[2] - size[0] + 1e-6, 16.0)
    y = np.arange(frame[1], frame[1] + frame[3] - size[1] + 1e-6, 8.0)
    corners = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    away = corners + size / 2.0 - wish.anchors[0]
    return corners, np.broadcast_to(wish.anchors[0], corners.shape), np.sqrt((away**2).sum(axis=1))


def _covered(corners: Floats, size: Floats, marks: Floats) -> Floats:
    """Return what it costs that a label at each corner covers marks, (n,)."""
    x, y, radius, price = marks.T
    left, top = corners[:, :1], corners[:, 1:]
    across = np.maximum(np.maximum(left - x, x - left - size[0]), 0.0)
    down = np.maximum(np.maximum(top - y, y - top - size[1]), 0.0)
    costs: Floats = np.where(across * across + down * down < radius * radius, price, 0.0).sum(axis=1)
    return costs


def drawn(label: Label) -> str:
    """Return a label with a ground that keeps it readable, and a line to its anchor where it stands far from it."""
    wish, (x, y, width, height) = label.wish, label.box
    near_x = min(max(label.anchor[0], x), x + width)
    near_y = min(max(label.anchor[1], y), y + height)
    gap = float(np.hypot(near_x - label.anchor[0], near_y - label.anchor[1]))
    leader = ""
    if wish.has_leader and gap > wish.clear + 12.0:
        share = wish.clear / gap
        from_x, from_y = (
            label.anchor[0] + share * (near_x - label.anchor[0]),
            label.anchor[1] + share * (near_y - label.anchor[1]),
        )
        leader = line(from_x, from_y, near_x, near_y, stroke=MUTED, stroke_width="0.8")
    weight = {"font_weight": "600"} if wish.is_bold else {}
    return leader + text(
        x + 2.0, y + 0.8 * height, wish.words, fill=wish.color, font_size=wish.size, **weight,
        stroke=CARD, stroke_width="3", stroke_linejoin="round", paint_order="stroke",
        pointer_events="none", class_="label",
    )  # fmt: skip
