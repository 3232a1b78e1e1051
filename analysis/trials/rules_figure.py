"""The figure of the rules: what each part of opt-in brings against consensus, alone and together, a panel a case."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..effects import Effect
from ..palette import CARD, INK, LINE, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..reports.panels import WIDE, axes_at, foot_only
from ..words import listed, worlds
from .rules_reading import RulesReading, paragraph

LEFT, RIGHT, BETWEEN = 2.35, 0.2, 0.3
TOP, BELOW, ROW = 1.0, 0.6, 0.29
"""Room around and between panels, and height of a row, in inches."""


def rules_figure(readings: Sequence[RulesReading], provenance: str = "") -> Picture:
    """Draw what the rules do in several cases: a dot an effect, with its 95 % interval."""
    rows = _rows(readings[0])
    across = (WIDE - LEFT - RIGHT - (len(readings) - 1) * BETWEEN) / len(readings)
    down = ROW * len(rows)
    limit = 1.08 * max(abs(end) for one in readings for _, found in _rows(one) for end in (found.low, found.high))
    with house_style():
        figure = Figure(figsize=(WIDE, TOP + down + BELOW))
        _write_head(figure, readings)
        for place, reading in enumerate(readings):
            axes = axes_at(figure, LEFT + place * (across + BETWEEN), TOP, across, down)
            _draw_effects(axes, reading, limit)
            if place == 0:
                _name_rows(axes, [name for name, _ in rows])
    said = " ".join(paragraph(one) for one in readings)
    cases = listed([one.case for one in readings])
    made = provenance or f"{cases}, {worlds(readings[0].worlds)}, base seed {readings[0].seed}"
    return Picture(figure, "Which part of opt-in does what", said, made)


def _rows(reading: RulesReading) -> list[tuple[str, Effect]]:
    """Return the rows of a panel from the top: the whole difference, then what it is made of."""
    return [("opt-in minus consensus", reading.whole), *((one.name, one.effect) for one in reading.effects)]


def _write_head(figure: Figure, readings: Sequence[RulesReading]) -> None:
    across, down = figure.get_size_inches()
    figure.text(0.12 / across, 1 - 0.12 / down, "Which part of opt-in does what", va="top", fontsize=11, weight="bold")
    words = (
        f"Net value that opt-in's rules bring against those of consensus, in the same {worlds(readings[0].worlds)}. "
        "Filled: told apart from none."
    )
    figure.text(0.12 / across, 1 - 0.4 / down, words, va="top", fontsize=SMALL, color=MUTED.light)


def _draw_effects(axes: Axes, reading: RulesReading, limit: float) -> None:
    rows = _rows(reading)
    foot_only(axes)
    axes.set_xlim(-limit, limit)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.axvline(0.0, color=INK.light, linewidth=1.0)
    axes.axhline(0.5, color=LINE.light, linewidth=0.8)
    axes.axhline(3.5, color=LINE.light, linewidth=0.8)
    axes.set_title(reading.case)
    axes.set_xlabel("net value")
    for row, (_, found) in enumerate(rows):
        color = color_of_variant(0 if found.mean > 0.0 else 1) if found.sign else MUTED.light
        axes.plot([found.low, found.high], [row, row], color=color, linewidth=2.2)
        axes.plot([found.mean], [row], "o", markersize=6.0, markeredgecolor=color,
                  markerfacecolor=color if found.sign else CARD.light)  # fmt: skip


def _name_rows(axes: Axes, names: Sequence[str]) -> None:
    for row, name in enumerate(names):
        axes.annotate(
            name, (0.0, row), (-8.0, 0.0), xycoords=("axes fraction", "data"), textcoords="offset points",
            ha="right", va="center", fontsize=SMALL, fontweight="bold" if row == 0 else "normal",
        )  # fmt: skip
