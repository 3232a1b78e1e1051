"""The parts that figures are put together from: places for axes, and what is drawn on one of them.

Lengths are in inches, so that type keeps its size whatever the width of a figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...sim.scenario import Scenario
from ..palette import AFTER, BEFORE, CARD, INK, MUTED, SMALL, color_of_kind, color_of_variant, dash_of_variant
from ..words import wrapped
from .weekly import Band, Floats

WIDE, NARROW = 9.6, 3.6
"""Widths of a figure: on a page, and on a telephone."""

TINY, TINY_CHARACTER = 7.0, 0.059
"""Smallest size of type, in points, and the width of its characters, in inches."""


LINE_OF_TYPE = 0.15
"""Height of a line of labels, in inches."""


class Edges(NamedTuple):
    """Room around and between axes."""

    left: float
    right: float
    top: float
    between: float = 0.0
    below: float = 0.0


class Label(NamedTuple):
    """Words beside the end of a line or an area.

    Attributes:
        height: where they would like to stand.
        has_key: whether a small square has the color, and not the words: few colors can be read as text.
    """

    height: float
    text: str
    color: str
    has_key: bool = False


def axes_at(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Return new axes; ``left`` and ``top`` are distances in inches from the left and the upper edge of the figure."""
    across, down = figure.get_size_inches()
    return figure.add_axes((left / across, 1.0 - (top + height) / down, width / across, height / down))


def rows_of_axes(figure: Figure, columns: int, heights: Sequence[float], edges: Edges) -> list[Axes]:
    """Return axes row by row from the upper left, ``columns`` to a row, as wide as they fit between the edges."""
    across = float(figure.get_size_inches()[0])
    width = (across - edges.left - edges.right - (columns - 1) * edges.between) / columns
    axes = []
    top = edges.top
    for height in heights:
        for place in range(columns):
            axes.append(axes_at(figure, edges.left + place * (width + edges.between), top, width, height))
        top += height + edges.below
    return axes


def weeks_axis(axes: Axes, length: float) -> None:
    """Let weeks run along the horizontal axis, marked by years where there are at least two."""
    axes.set_xlim(0.0, length)
    if length >= 104.0:
        axes.set_xticks(np.arange(0.0, length + 1.0, 52.0))
    else:
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel("week", loc="right", labelpad=1.0)


def stack_members(axes: Axes, weeks: Floats, members: Floats, is_stepped: bool = False) -> None:
    """Stack areas of members, (kinds, steps), with a hairline of ground between them."""
    tops = np.vstack([np.zeros(members.shape[1]), np.cumsum(members, axis=0)])
    step: Literal["post"] | None = "post" if is_stepped else None
    for kind in range(len(members)):
        axes.fill_between(
            weeks, tops[kind], tops[kind + 1], step=step,
            color=color_of_kind(kind), edgecolor=CARD.light, linewidth=0.6,
        )  # fmt: skip


def labels_of_kinds(scenario: Scenario, members: Floats, wrap: int) -> list[Label]:
    """Return a label at the middle of each kind's area, given members by kind, (kinds,), at the labeled edge."""
    tops = np.cumsum(members)
    return [
        Label(float(tops[k] - members[k] / 2.0), wrapped(kind.plural, wrap), color_of_kind(k), has_key=True)
        for k, kind in enumerate(scenario.kinds)
    ]


def label_ends(axes: Axes, labels: Sequence[Label]) -> None:
    """Write labels to the right of the axes, which have their final limits, so that none covers another."""
    low, high = axes.get_ylim()
    unit = (high - low) / inches_of(axes)[1]
    room = [LINE_OF_TYPE * (1 + label.text.count("\n")) * unit for label in labels]
    order = sorted(range(len(labels)), key=lambda place: labels[place].height)
    heights = spread([labels[place].height for place in order], [room[place] for place in order], low, high)
    for place, height in zip(order, heights, strict=True):
        _write_beside(axes, labels[place], (height - low) / (high - low))


def _write_beside(axes: Axes, label: Label, height: float) -> None:
    """Write one label to the right of the axes, at a share of their height."""

    def write(words: str, shift: float, color: str) -> None:
        axes.annotate(
            words, (1.0, height), (shift, 0.0), xycoords="axes fraction", textcoords="offset points", va="center",
            fontsize=SMALL, linespacing=1.05, color=color, fontweight="bold", annotation_clip=False,
        )  # fmt: skip

    if label.has_key:
        write("■", 5.0, label.color)
    write(label.text, 15.0 if label.has_key else 6.0, INK.light if label.has_key else label.color)


def spread(heights: Sequence[float], room: Sequence[float], low: float, high: float) -> list[float]:
    """Return ascending heights moved apart as little as two passes allow, so that each has its room within bounds."""
    placed: list[float] = []
    floor = low
    for height, need in zip(heights, room, strict=True):
        placed.append(max(height, floor + need / 2.0))
        floor = placed[-1] + need / 2.0
    ceiling = max(high, low + sum(room))
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], ceiling - room[place] / 2.0)
        ceiling = placed[place] - room[place] / 2.0
    return placed


def draw_band(axes: Axes, weeks: Floats, values: Band, variant: int) -> None:
    """Draw a mean as a line and the quartiles around it as a band, in the color and dash of a variant."""
    color = color_of_variant(variant)
    axes.fill_between(weeks, values.low, values.high, color=color, alpha=0.16, linewidth=0.0)
    axes.plot(weeks, values.mean, color=color, linestyle=dash_of_variant(variant))


def mark_change(axes: Axes, week: float, words: str = "") -> None:
    """Mark a week with a thin line from top to bottom, and words at its foot."""
    axes.axvline(week, color=MUTED.light, linewidth=0.8, linestyle=(0, (2, 2)), zorder=3)
    if words:
        axes.annotate(
            words, (week, 0.0), (3.0, 3.0), xycoords=("data", "axes fraction"), textcoords="offset points",
            va="bottom", fontsize=SMALL, color=MUTED.light,
        )  # fmt: skip


def obstacle_strip(axes: Axes, spans: Sequence[tuple[float, float, str]]) -> None:
    """Draw what stands in the way above the axes: (first week, last week, name) each a labeled stretch."""
    bottom, top = 1.02, 1.02 + 0.19 / inches_of(axes)[1]
    across = axes.get_xaxis_transform()
    length = axes.get_xlim()[1]
    inches = inches_of(axes)[0] / length
    for place, (begin, end, name) in enumerate(spans):
        color = (BEFORE if place % 2 == 0 else AFTER).light
        axes.fill_between([begin, end], bottom, top, color=color, linewidth=0.0, transform=across, clip_on=False)
        if (end - begin) * inches > TINY_CHARACTER * len(name):
            axes.text(
                begin + 0.05 / inches, (bottom + top) / 2, name,
                transform=across, va="center", fontsize=TINY, color=INK.light, clip_on=False,
            )  # fmt: skip


def obstacle_spans(
    scenario: Scenario, changes: Sequence[tuple[float, int]], length: float
) -> list[tuple[float, float, str]]:
    """Return what stands in the way from when to when, as scripted."""
    begins = [(0.0, scenario.sequence[0] if scenario.sequence else 0), *changes]
    ends = [*(week for week, _ in changes), length]
    return [
        (begin, end, scenario.obstacles[obstacle].name) for (begin, obstacle), end in zip(begins, ends, strict=True)
    ]


def light_grid(axes: Axes) -> None:
    """Draw hairlines across, and no more frame than the line at the foot."""
    axes.grid(axis="y")
    axes.spines["left"].set_visible(False)


def foot_only(axes: Axes) -> None:
    """Leave only the line and the ticks at the foot."""
    axes.spines["left"].set_visible(False)
    axes.set_yticks([])


def inches_of(axes: Axes) -> tuple[float, float]:
    """Return width and height of axes in inches."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes made here always have one
    across, down = axes.get_position().size * figure.get_size_inches()
    return float(across), float(down)
