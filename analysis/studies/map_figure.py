"""The figure of a map: a cell has the color of the treatment that does better there, and says by how much.

Where there is no difference that matters a cell has an equals sign, and where it is not yet known it is blank.  The
scale runs from the color of the first treatment through white to that of the other; the two differ for all color-blind
readers, in hue and (by the number) without hue.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...experiments.estimates import SAME, PairedDifference
from ...sim.edition import package_version
from ...sim.measures import MEASURES, NEITHER
from ..palette import CARD, INK, LINE, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..reports.panels import TINY, axes_at
from ..words import number, worlds, wrapped
from .maps import Map, compared, sentence

CELL = (0.56, 0.4)
"""Width and height of a cell, in inches."""

LEFT, RIGHT, BELOW = 0.95, 1.65, 0.62
"""Room around the cells, in inches; above them stands as much as is said there."""

KEY = 2.35
"""Height of the scale with all that is said around it, in inches."""

EDGE, TITLE, SAID = 0.12, (0.1, 0.2), (0.072, 0.17)
"""Room at the edge; width of a letter and height of a line of the title, and of what is said below it, in inches."""

SMALL_PRINT: dict[str, Any] = {"fontsize": SMALL, "color": MUTED.light}

GROUND = "#f4f6f8"
"""The color of no difference, on the scale."""

DARK = 0.55
"""Share of the scale beyond which numbers are written in white."""


def map_figure(one: Map) -> Picture:
    """Draw a map."""
    across, down = len(one.x) * CELL[0], len(one.y) * CELL[1]
    width = LEFT + across + RIGHT
    title, said = head_of(one, width)
    below = 2.0 * EDGE + TITLE[1] * len(title.splitlines())
    top = below + SAID[1] * len(said.splitlines()) + EDGE
    height = top + max(down + BELOW, KEY)
    with house_style():
        figure = Figure(figsize=(width, height))
        for words, at, style in ((title, EDGE, {"fontsize": 11.0, "fontweight": "bold"}), (said, below, SMALL_PRINT)):
            figure.text(EDGE / width, 1.0 - at / height, words, va="top", **style)
        axes = axes_at(figure, LEFT, top, across, down)
        _draw_cells(axes, one)
        label_cells(axes, one.x, one.y, one.axes)
        _draw_scale(axes_at(figure, LEFT + across + 0.3, top + 0.5, 0.16, max(0.6, down - 1.0)), one)
    made = f"{one.study.name} ({one.study.digest}), {worlds(one.worlds)}, coalitions {package_version()}"
    return Picture(figure, one.titles, sentence(one), made)


def head_of(one: Map, width: float) -> tuple[str, str]:
    """Return the title of a map and what is said below it, in lines that fit into a figure so many inches wide."""
    said = f"{one.first} or {one.other}: who has {compared(one)}, in the same {worlds(one.worlds)}"
    letters = [int((width - 2.0 * EDGE) / each[0]) for each in (TITLE, SAID)]
    return wrapped(one.titles, letters[0]), wrapped(said, letters[1])


def largest(one: Map) -> float:
    """Return the largest difference that is drawn; one where none is."""
    return max((abs(cell.mean) for cell in one.cells if one.ahead(cell) is not None), default=1.0) or 1.0


def scale() -> LinearSegmentedColormap:
    """Return the colors from the first treatment's through none to the other's."""
    ends = [color_of_variant(place) for place in (0, 1)]
    return LinearSegmentedColormap.from_list("treatments", [ends[0], GROUND, ends[1]])


def _draw_cells(axes: Axes, one: Map) -> None:
    colors, most = scale(), largest(one)
    for place, cell in enumerate(one.cells):
        row, column = divmod(place, len(one.x))
        side, share = one.ahead(cell), abs(cell.mean) / most
        face = CARD.light if side is None else colors(0.5 + share * (side - 0.5))
        axes.add_patch(Rectangle((column, row), 1.0, 1.0, facecolor=face, edgecolor=LINE.light, linewidth=0.7))
        ink = MUTED.light if side is None else CARD.light if share > DARK else INK.light
        words = _words(cell, most, side is not None)
        axes.text(column + 0.5, row + 0.5, words, ha="center", va="center", fontsize=SMALL, color=ink)
    axes.set_xlim(0.0, len(one.x))
    axes.set_ylim(0.0, len(one.y))


def _words(cell: PairedDifference, most: float, is_told: bool) -> str:
    return number(abs(cell.mean), most) if is_told else "=" if cell.verdict == SAME else ""


def label_cells(axes: Axes, x: Sequence[float], y: Sequence[float], names: tuple[str, str]) -> None:
    """Write the values of both axes beside their cells, and the names of the axes."""
    axes.set_xticks([place + 0.5 for place in range(len(x))], [f"{value:g}" for value in x])
    axes.set_yticks([place + 0.5 for place in range(len(y))], [f"{value:g}" for value in y])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])


def _draw_scale(axes: Axes, one: Map) -> None:
    """Draw the scale with the treatments' names at its ends, and what the other cells mean."""
    most = largest(one)
    shades = [[scale()(place / 100.0)] for place in range(101)]
    axes.imshow(shades, aspect="auto", extent=(0.0, 1.0, -most, most), origin="lower")
    axes.set_xticks([])
    axes.yaxis.tick_right()
    ticks = (-most, 0.0, most)
    axes.set_yticks(ticks, [number(abs(value), most) for value in ticks])
    for spine in axes.spines.values():
        spine.set_visible(False)
    does = "has more" if MEASURES[one.outcome].better == NEITHER else "better"
    _beside_scale(axes, 1.0, "bottom", f"{one.other}\n{does}", color_of_variant(1))
    _beside_scale(axes, 0.0, "top", f"{one.first}\n{does}", color_of_variant(0))
    axes.annotate(
        "= no difference\nthat matters\nblank: not yet\nknown", (1.0, 0.0), (-12.0, -44.0),
        xycoords="axes fraction", textcoords="offset points", fontsize=TINY, color=MUTED.light, va="top",
    )  # fmt: skip


def _beside_scale(axes: Axes, height: float, align: str, words: str, color: str) -> None:
    shift = 5.0 if align == "bottom" else -5.0
    axes.annotate(
        wrapped(words, 16), (0.0, height), (0.0, shift), xycoords="axes fraction", textcoords="offset points",
        va=align, fontsize=SMALL, fontweight="bold", color=color,
    )  # fmt: skip
