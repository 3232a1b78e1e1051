"""Marks: a shape for every kind, so that color is never the only difference; the ring of trust; need, plan, keys."""

from __future__ import annotations

import math
from functools import lru_cache

from .svg import INK, color_of_kind, element, num


def _polygon(corners: int, turn: float, size: float) -> tuple[tuple[float, float], ...]:
    """Return corners around zero, the first ``turn`` degrees clockwise from the top."""
    angles = [math.radians(turn - 90.0 + 360.0 * corner / corners) for corner in range(corners)]
    return tuple((size * math.cos(angle), size * math.sin(angle)) for angle in angles)


def _star() -> tuple[tuple[float, float], ...]:
    outer, inner = _polygon(5, 0.0, 1.3), _polygon(5, 36.0, 0.6)
    return tuple(point for pair in zip(outer, inner, strict=True) for point in pair)


SHAPES = (
    (),  # a circle
    _polygon(3, 0.0, 1.3),
    _polygon(4, 0.0, 1.25),
    _polygon(4, 45.0, 1.25),
    _polygon(6, 30.0, 1.1),
    _polygon(3, 180.0, 1.3),
    _star(),
    _polygon(5, 0.0, 1.15),
)
"""Corners of the shape of each kind at radius 1, all of about the same area; none for a circle."""


@lru_cache(maxsize=4096)
def shape_path(kind: int, radius: float) -> str:
    """Return the path of the shape of a kind around zero."""
    corners, radius = SHAPES[kind % len(SHAPES)], round(radius, 1)  # rounded arcs would not close to a circle
    if not corners:
        r = num(radius)
        return f"M-{r} 0a{r} {r} 0 1 1 {num(2 * radius)} 0a{r} {r} 0 1 1 -{num(2 * radius)} 0z"
    return "M" + "L".join(f"{num(x * radius)} {num(y * radius)}" for x, y in corners) + "z"


def ring_path(share: float, radius: float) -> str:
    """Return the path of an arc around zero, clockwise from the top, that is ``share`` of a circle."""
    radius = round(radius, 1)
    r = num(radius)
    if share >= 0.995:
        return f"M0-{r}a{r} {r} 0 1 1 0 {num(2 * radius)}a{r} {r} 0 1 1 0-{num(2 * radius)}z"
    angle = 2.0 * math.pi * max(share, 0.0)
    large = int(share > 0.5)
    return f"M0-{r}A{r} {r} 0 {large} 1 {num(radius * math.sin(angle))} {num(-radius * math.cos(angle))}"


def key_of_kind(kind: int, x: float, y: float, radius: float = 5.0) -> str:
    """Return the shape of a kind in its color, as a key to it."""
    return element(
        "path", d=shape_path(kind, radius), transform=f"translate({num(x)} {num(y)})", fill=color_of_kind(kind)
    )


def need_mark(x: float, y: float, size: float = 8.0) -> str:
    """Return the cross that stands where the need is: what would help, as those affected would have it."""
    s = num(size)
    at = f"translate({num(x)} {num(y)})"
    cross = f"M-{s}-{s}L{s} {s}M-{s} {s}L{s}-{s}"
    ground = element("path", d=cross, stroke="var(--card)", stroke_width=5, stroke_linecap="round")
    return element(
        "g",
        ground + element("path", d=cross, stroke=INK, stroke_width="2.2", stroke_linecap="round"),
        transform=at,
        data_key="need",
    )


def plan_mark(x: float, y: float, size: float = 7.0) -> str:
    """Return the circled dot that stands where the plan is."""
    at = f"translate({num(x)} {num(y)})"
    ring = element("circle", r=size, fill="var(--card)", stroke=INK, stroke_width="2.2")
    return element("g", ring + element("circle", r="2.5", fill=INK), transform=at, data_key="plan")
