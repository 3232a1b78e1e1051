"""The figure of a map: a cell has the color of the treatment that leads alone, and says by how much."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..palette import CARD, INK, LINE, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..provenance import provenance_of_study
from ..reports.panels import TINY, axes_at
from ..words import name_of_outcome, wrapped
from .maps import Map, lead_in_words, letters, sentence

CELL = (0.72, 0.44)
"""Width and height of a cell, in inches."""

LEFT, RIGHT, TOP, BELOW = 0.95, 2.0, 0.8, 0.62
"""Room around the cells, in inches."""

LINE_OF_KEY = 0.26
"""Height of a line of the key, in inches."""


def map_figure(one: Map) -> Picture:
    """Draw a map."""
    across, down = len(one.x) * CELL[0], len(one.y) * CELL[1]
    key = (len(one.names) + 4) * LINE_OF_KEY
    width, height = LEFT + max(across, 2.4) + RIGHT, TOP + max(down + BELOW, key)
    with house_style():
        figure = Figure(figsize=(width, height))
        head(figure, one.titles)
        axes = axes_at(figure, LEFT, TOP, across, down)
        _draw_cells(axes, one)
        _label_cells(axes, one.x, one.y, one.axes)
        _draw_key(axes_at(figure, LEFT + across + 0.25, TOP, 1.7, key), one)
    return Picture(figure, one.titles, sentence(one), provenance_of_study(one.study, one.worlds))


def head(figure: Figure, title: str) -> None:
    """Write a title at the upper left edge of a figure, in as many lines as it takes."""
    width, height = figure.get_size_inches()
    words = wrapped(title, int((width - 0.24) / 0.1))
    figure.text(0.12 / width, 1.0 - 0.12 / height, words, va="top", fontsize=10.0, fontweight="bold")


def _draw_cells(axes: Axes, one: Map) -> None:
    alone = [lead.margin for lead in one.known if len(lead.left) == 1]
    most = max(alone, default=1.0) or 1.0
    for at, lead in enumerate(one.cells):
        row, column = divmod(at, len(one.x))
        is_alone = lead.is_told and len(lead.left) == 1
        face = color_of_variant(lead.left[0]) if is_alone else CARD.light
        axes.add_patch(Rectangle((column, row), 1.0, 1.0, facecolor=face, edgecolor=LINE.light, linewidth=0.7))
        ink = CARD.light if is_alone else INK.light if lead.is_known else MUTED.light
        words = lead_in_words(one, lead, most)
        axes.text(column + 0.5, row + 0.5, words, ha="center", va="center", fontsize=SMALL, color=ink)
    axes.set_xlim(0.0, len(one.x))
    axes.set_ylim(0.0, len(one.y))


def _label_cells(axes: Axes, x: Sequence[float], y: Sequence[float], names: tuple[str, str]) -> None:
    """Write the values of both axes beside their cells, and the names of the axes."""
    axes.set_xticks([place + 0.5 for place in range(len(x))], [f"{value:g}" for value in x])
    axes.set_yticks([place + 0.5 for place in range(len(y))], [f"{value:g}" for value in y])
    bare(axes)
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1])


def bare(axes: Axes) -> None:
    """Leave only what is written beside the axes: no ticks, no frame."""
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _draw_key(axes: Axes, one: Map) -> None:
    """Say which color and which letter is whose, and what the other cells mean."""
    axes.axis("off")
    names, code = one.names, letters(one.names)
    lines = len(names) + 4
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(lines, 0.0)
    for place, name in enumerate(names):
        axes.add_patch(Rectangle((0.0, place + 0.15), 0.09, 0.7, facecolor=color_of_variant(place), edgecolor="none"))
        axes.text(0.13, place + 0.5, f"{code[place]}  {name}", va="center", fontsize=SMALL, color=INK.light)
    said = f"A number: leads alone, by so much\n({name_of_outcome(one.outcome).lower()})\n"
    said += "A=B: no difference that matters\nA?B: not yet known among these"
    axes.text(0.0, len(names) + 0.4, said, va="top", fontsize=TINY, color=MUTED.light)
