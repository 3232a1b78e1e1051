"""The figure of a map: a cell has the color of the variant that does better there, and says by how much.

Cells in which no difference can be told are left blank.  The scale runs from the color of the first variant through
white to that of the second; the two differ for all color-blind readers, in hue and (by the number) without hue.
"""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...sim.measures import MEASURES, NEITHER
from ..palette import CARD, INK, LINE, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..reports.panels import TINY, axes_at
from ..words import number, worlds, wrapped
from .map_reading import AxisRead, Cell, MapReading
from .map_words import caption, compared

CELL = (0.56, 0.4)
"""Width and height of a cell, in inches."""

LEFT, TOP, RIGHT, BELOW = 0.95, 0.78, 1.65, 0.62
"""Room around the cells, in inches."""

GROUND = "#f4f6f8"
"""The color of no difference, on the scale."""

DARK = 0.55
"""Share of the scale beyond which numbers are written in white."""


def map_figure(map_: MapReading, provenance: str = "") -> Picture:
    """Draw a map.

    Args:
        map_: what it says.
        provenance: what made it, for the metadata; case, worlds and seed where nothing is given.
    """
    across, down = len(map_.x.values) * CELL[0], len(map_.y.values) * CELL[1]
    with house_style():
        figure = Figure(figsize=(LEFT + across + RIGHT, TOP + down + BELOW))
        _write_head(figure, map_)
        axes = axes_at(figure, LEFT, TOP, across, down)
        _draw_cells(axes, map_)
        _label(axes, map_)
        _draw_scale(axes_at(figure, LEFT + across + 0.3, TOP + 0.5, 0.16, max(0.6, down - 1.0)), map_)
    made = provenance or f"{map_.case}, {worlds(map_.worlds)}, base seed {map_.seed}"
    return Picture(figure, map_.title, caption(map_), made)


def largest(map_: MapReading) -> float:
    """Return the largest difference that is drawn; one where none is."""
    return max((abs(cell.difference.mean) for cell in (*map_.won(0), *map_.won(1))), default=1.0) or 1.0


def scale(map_: MapReading) -> LinearSegmentedColormap:
    """Return the colors from the first variant's through none to the second's."""
    ends = [color_of_variant(place) for place in (0, 1)]
    return LinearSegmentedColormap.from_list("variants", [ends[0], GROUND, ends[1]])


def _write_head(figure: Figure, map_: MapReading) -> None:
    across, down = figure.get_size_inches()
    figure.text(0.12 / across, 1.0 - 0.12 / down, map_.title, va="top", fontsize=11.0, fontweight="bold")
    question = f"{map_.variants[0]} or {map_.variants[1]}: who has {compared(map_)}, in the same {worlds(map_.worlds)}"
    figure.text(0.12 / across, 1.0 - 0.4 / down, question, va="top", fontsize=SMALL, color=MUTED.light)


def _draw_cells(axes: Axes, map_: MapReading) -> None:
    colors, most = scale(map_), largest(map_)
    for place, cell in enumerate(map_.cells):
        row, column = divmod(place, len(map_.x.values))
        side = map_.winner(cell.difference)
        face = CARD.light if side is None else colors(0.5 + _share(cell, most) * (side - 0.5))
        axes.add_patch(Rectangle((column, row), 1.0, 1.0, facecolor=face, edgecolor=LINE.light, linewidth=0.7))
        if side is not None:
            ink = CARD.light if _share(cell, most) > DARK else INK.light
            words = number(abs(cell.difference.mean), most)
            axes.text(column + 0.5, row + 0.5, words, ha="center", va="center", fontsize=SMALL, color=ink)
    axes.set_xlim(0.0, len(map_.x.values))
    axes.set_ylim(0.0, len(map_.y.values))


def _share(cell: Cell, most: float) -> float:
    return abs(cell.difference.mean) / most


def _label(axes: Axes, map_: MapReading) -> None:
    axes.set_xticks([place + 0.5 for place in range(len(map_.x.values))], [f"{value:g}" for value in map_.x.values])
    axes.set_yticks([place + 0.5 for place in range(len(map_.y.values))], [f"{value:g}" for value in map_.y.values])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel(_axis_words(map_.x))
    axes.set_ylabel(_axis_words(map_.y))


def _axis_words(axis: AxisRead) -> str:
    return axis.label if axis.unit in axis.label else f"{axis.label} ({axis.unit})"


def _draw_scale(axes: Axes, map_: MapReading) -> None:
    """Draw the scale with the variants' names at its ends, and what blank means."""
    most = largest(map_)
    shades = [[scale(map_)(place / 100.0)] for place in range(101)]
    axes.imshow(shades, aspect="auto", extent=(0.0, 1.0, -most, most), origin="lower")
    axes.set_xticks([])
    axes.yaxis.tick_right()
    ticks = (-most, 0.0, most)
    axes.set_yticks(ticks, [number(abs(value), most) for value in ticks])
    for spine in axes.spines.values():
        spine.set_visible(False)
    does = "has more" if MEASURES[map_.outcome].better == NEITHER else "better"
    _beside_scale(axes, 1.0, "bottom", f"{map_.variants[1]}\n{does}", color_of_variant(1))
    _beside_scale(axes, 0.0, "top", f"{map_.variants[0]}\n{does}", color_of_variant(0))
    axes.annotate(
        "blank: cannot\nbe told", (1.0, 0.0), (-12.0, -44.0), xycoords="axes fraction", textcoords="offset points",
        fontsize=TINY, color=MUTED.light, va="top",
    )  # fmt: skip


def _beside_scale(axes: Axes, height: float, align: str, words: str, color: str) -> None:
    shift = 5.0 if align == "bottom" else -5.0
    axes.annotate(
        wrapped(words, 16), (0.0, height), (0.0, shift), xycoords="axes fraction", textcoords="offset points",
        va=align, fontsize=SMALL, fontweight="bold", color=color,
    )  # fmt: skip
