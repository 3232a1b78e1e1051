"""The figure of the factorial: bars of main effects, and the pairs as squares whose area is the size of the effect."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..effects import Effect
from ..palette import CARD, INK, LINE, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..reports.panels import WIDE, axes_at, foot_only, size_of
from ..words import number, worlds
from .ablation_factorial import FactorialReading, paragraph

LEFT, BARS, BETWEEN = 2.05, 3.3, 0.62
"""Room for names, width of the bars, and room to the pairs, in inches."""

TOP, HEAD, ROW, FOOT = 0.78, 0.34, 0.29, 0.5
"""Room above all, above a panel, for a row and below a panel, in inches."""


def factorial_figure(found: Sequence[FactorialReading]) -> Picture:
    """Draw the main effects and the pairs, a row of panels for each condition."""
    many = len(found[0].mains)
    height = many * ROW
    reach = max(abs(end) for one in found for main in one.mains for end in (main.effect.low, main.effect.high))
    largest = max(abs(pair.effect.mean) for one in found for pair in one.pairs) or 1.0
    with house_style():
        figure = Figure(figsize=(WIDE, TOP + len(found) * (HEAD + height + FOOT)))
        _write_head(figure, found[0])
        for place, one in enumerate(found):
            top = TOP + place * (HEAD + height + FOOT) + HEAD
            bars = axes_at(figure, LEFT, top, BARS, height)
            _draw_mains(bars, one, 1.05 * reach)
            across = WIDE - LEFT - BARS - BETWEEN - 0.25
            _draw_pairs(axes_at(figure, LEFT + BARS + BETWEEN, top, across, height), one, largest)
    said = " ".join(paragraph(one) for one in found)
    cases = ", ".join(f"{one.condition} ({one.case})" for one in found)
    made = f"{cases}, {worlds(found[0].worlds)}, base seed {found[0].seed}, coalitions {found[0].version}"
    return Picture(figure, "Ten principles together", said, made)


def _write_head(figure: Figure, found: FactorialReading) -> None:
    across, down = figure.get_size_inches()
    figure.text(0.12 / across, 1 - 0.12 / down, "Ten principles together", va="top", fontsize=11, weight="bold")
    words = (
        f"Net value with a principle against without it, over {found.combinations} combinations of all ten in the same "
        f"{worlds(found.worlds)}; 95 % intervals.\nPairs: half of how much more one brings where the other is there. "
        "Full color: told apart from none, allowing for all bars or all pairs of a panel."
    )
    figure.text(0.12 / across, 1 - 0.36 / down, words, va="top", fontsize=SMALL, color=MUTED.light, linespacing=1.35)


def color_of(found: Effect) -> str:
    """Return the color of an effect: by its sign where it is told apart."""
    return color_of_variant(0 if found.mean > 0.0 else 1) if found.sign else MUTED.light


def _draw_mains(axes: Axes, found: FactorialReading, reach: float) -> None:
    rows = range(len(found.mains))
    foot_only(axes)
    axes.set_ylim(len(found.mains) - 0.5, -0.5)
    axes.set_xlim(-reach, reach)
    axes.axvline(0.0, color=INK.light, linewidth=1.0)
    axes.set_title(f"{found.condition}: what each brings")
    axes.set_xlabel("net value", loc="right", labelpad=1.0)
    for row, main in zip(rows, found.mains, strict=True):
        one, color = main.effect, color_of(main.effect)
        fill = color if one.sign else LINE.light
        axes.barh(row, one.mean, height=0.62, color=fill, linewidth=0.0)
        for ground, wide in ((CARD.light, 3.2), (INK.light, 1.2)):
            axes.plot([one.low, one.high], [row, row], color=ground, linewidth=wide, solid_capstyle="butt")
        axes.annotate(
            f"{main.number}  {main.name}", (0.0, row), (-LEFT * 72.0 + 9.0, 0.0), xycoords=("axes fraction", "data"),
            textcoords="offset points", va="center", fontsize=SMALL, annotation_clip=False,
        )  # fmt: skip


def _draw_pairs(axes: Axes, found: FactorialReading, largest: float) -> None:
    """Draw a square for each pair in the row of the later principle and the column of the earlier one."""
    many = len(found.mains)
    foot_only(axes)
    across, down = size_of(axes)
    axes.set_ylim(many - 0.5, -0.5)
    axes.set_xlim(-0.5, -0.5 + many * across / down)
    axes.spines["bottom"].set_visible(False)
    axes.set_title("pairs")
    axes.set_xticks(range(many - 1), [str(main.number) for main in found.mains[:-1]])
    axes.tick_params(length=0)
    axes.set_yticks(range(1, many), [str(main.number) for main in found.mains[1:]])
    places = {main.number: place for place, main in enumerate(found.mains)}
    for pair in found.pairs:
        column, row = (places[number] for number in pair.numbers)
        axes.plot([column - 0.5, column + 0.5], [row + 0.5] * 2, color=LINE.light, linewidth=0.5)
        _draw_square(axes, column, row, pair.effect, largest)
    _write_scale(axes, many, largest)


def _draw_square(axes: Axes, column: float, row: float, found: Effect, largest: float) -> None:
    """Draw an effect as a square: filled where it adds, hollow where it takes away."""
    half = 0.46 * float(np.sqrt(abs(found.mean) / largest))
    color = color_of(found)
    fill = color if found.mean > 0.0 else CARD.light
    axes.fill(
        [column - half, column + half, column + half, column - half], [row - half, row - half, row + half, row + half],
        facecolor=fill if found.sign or found.mean < 0.0 else LINE.light, edgecolor=color if found.sign else LINE.light,
        linewidth=1.4 if found.sign else 0.9,
    )  # fmt: skip


def _write_scale(axes: Axes, many: int, largest: float) -> None:
    """Say what the squares mean, where the triangle leaves room."""
    left = many - 4.2
    for row, (sign, words) in enumerate(((1, "worth more together"), (-1, "worth less together"))):
        example = Effect(mean=sign * largest, low=0.0, high=0.0, chance=0.0, worlds=0, differ=0, above=0.0)
        _draw_square(axes, left, row + 0.1, example, largest)
        axes.text(left + 0.7, row + 0.1, words, va="center", fontsize=SMALL, color=MUTED.light)
    axes.text(left - 0.46, 1.95, f"largest: {number(largest)}", va="center", fontsize=SMALL, color=MUTED.light)
