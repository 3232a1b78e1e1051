"""The figure of a tournament: a map of conditions for each strategy, one below the other.

A cell has the color of what is known, the stronger the more of what matters the difference is; its number is the
difference.  Colors are those of the palette, seen through, so that a page on dark ground has its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...experiments.estimates import SAME
from ..palette import INK, LINE, MUTED, SMALL, VARIANTS, house_style
from ..picture import Picture
from ..provenance import provenance_of_study
from ..reports.panels import TINY, axes_at
from ..words import name_of_outcome, signed, wrapped
from .map_figure import bare, head
from .tournament import Cell, Tournament, map_table, sentence

CELL = (0.62, 0.24)
"""Width and height of a cell, in inches."""

LEFT, RIGHT, TOP, HEAD, BELOW = 1.45, 0.2, 0.42, 0.62, 0.34
"""Room around the maps, and of the names of the columns above the first of them, in inches."""

KEY = 1.0
"""Room below the maps for what the cells mean."""

BETTER, WORSE = VARIANTS[0].light, VARIANTS[1].light
"""Colors of what does better, and of what does worse, than the first strategy."""

FAINT, STRONG, MOST = 0.15, 0.45, 6.0
"""How far a color is seen through: from the least that matters to so many times what matters, or more."""


def tournament_figure(one: Tournament) -> Picture:
    """Draw the maps of a tournament."""
    columns, heights = len(one.conditions), [len(_forms(cells)) * CELL[1] for cells in one.maps.values()]
    width = LEFT + columns * CELL[0] + RIGHT
    height = TOP + HEAD + sum(heights) + BELOW * len(heights) + KEY
    title = f"Conditions in which a strategy does better or worse than {one.first}"
    with house_style():
        figure = Figure(figsize=(width, height))
        head(figure, title)
        top = TOP + HEAD
        for place, (name, cells) in enumerate(one.maps.items()):
            axes = axes_at(figure, LEFT, top, columns * CELL[0], heights[place])
            _draw_map(axes, one, name, cells)
            if place == 0:
                _name_columns(axes, one)
            top += heights[place] + BELOW
        _draw_key(axes_at(figure, LEFT, top, columns * CELL[0], KEY - 0.1), one)
    made = provenance_of_study(one.study, one.worlds)
    return Picture(figure, title, sentence(one), made, map_table(one).to_csv(index=False))


def _forms(cells: Sequence[Cell]) -> list[str]:
    return list(dict.fromkeys(cell.form for cell in cells))


def _draw_map(axes: Axes, one: Tournament, name: str, cells: Sequence[Cell]) -> None:
    """Draw a map, its forms from above, and its name above them."""
    forms, conditions = _forms(cells), one.conditions
    for cell in cells:
        _draw_cell(axes, conditions.index(cell.condition), forms.index(cell.form), cell)
    axes.set_xlim(0.0, len(conditions))
    axes.set_ylim(len(forms), 0.0)
    axes.set_xticks([])
    axes.set_yticks([place + 0.5 for place in range(len(forms))], forms)
    bare(axes)
    axes.annotate(name, (0.0, 1.0), (-4.0, 3.0), xycoords="axes fraction", textcoords="offset points", ha="left",
                  fontsize=SMALL, fontweight="bold", color=INK.light)  # fmt: skip
    axes.axvline(len(one.study.places), color=INK.light, linewidth=1.0)


def _draw_cell(axes: Axes, column: int, row: int, cell: Cell) -> None:
    found, is_told = cell.difference, cell.better != 0.0
    if is_told:
        times = min(MOST, abs(found.mean) / found.matters) / MOST if found.matters > 0.0 else 1.0
        color = BETTER if cell.better > 0.0 else WORSE
        alpha = FAINT + (STRONG - FAINT) * times
        axes.add_patch(Rectangle((column, row), 1.0, 1.0, facecolor=color, alpha=alpha, edgecolor="none"))
    axes.add_patch(Rectangle((column, row), 1.0, 1.0, fill=False, edgecolor=LINE.light, linewidth=0.7))
    words = signed(found.mean) if is_told else "=" if found.verdict == SAME else "?"
    ink = INK.light if is_told else MUTED.light
    axes.text(column + 0.5, row + 0.52, words, ha="center", va="center", fontsize=TINY, color=ink)


def _name_columns(axes: Axes, one: Tournament) -> None:
    """Write the names of the columns above the first map: scenarios, then halves of the worlds."""
    for place, name in enumerate(one.conditions):
        axes.annotate(
            wrapped(name.replace(" low", ": low half").replace(" high", ": high half"), 11), (place + 0.5, 0.0),
            (0.0, 17.0), textcoords="offset points", ha="center", va="bottom", fontsize=TINY, color=MUTED.light,
        )  # fmt: skip


def _draw_key(axes: Axes, one: Tournament) -> None:
    """Say what colors, numbers and signs mean."""
    axes.axis("off")
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(3.0, 0.0)
    for row, (color, word) in enumerate(((BETTER, "better"), (WORSE, "worse"))):
        axes.add_patch(Rectangle((0.0, row + 0.2), 0.03, 0.6, facecolor=color, alpha=STRONG, edgecolor="none"))
        axes.text(0.04, row + 0.5, f"known to do {word} than {one.first} under the same form", va="center",
                  fontsize=TINY, color=INK.light)  # fmt: skip
    said = (
        f"Numbers: difference in {name_of_outcome(one.outcome).lower()}, right of the line in the mean of all "
        "scenarios.  =  no difference that matters   ?  not yet known"
    )
    axes.text(0.0, 2.2, wrapped(said, int(axes.get_figure().get_size_inches()[0] * 12)), va="top", fontsize=TINY,  # type: ignore[union-attr]
              color=MUTED.light)  # fmt: skip
