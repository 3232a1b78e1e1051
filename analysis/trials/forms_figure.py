"""The figure of the forms: net value of each in every case, with its interval."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..palette import CARD, INK, LINE, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..reports.panels import WIDE, axes_at, foot_only
from ..words import worlds
from .forms_reading import CaseReading, FormsReading, where_each_wins

LEFT, RIGHT, TOP, BELOW = 2.1, 0.3, 0.95, 0.6
LINE_HEIGHT, GAP = 0.17, 0.16
"""Height of a form's line and of the room between cases, in inches."""


def forms_figure(reading: FormsReading, provenance: str = "") -> Picture:
    """Draw the mean net value of every form in every case; filled where no other form is told to be better."""
    forms = reading.cases[0].variants
    row = LINE_HEIGHT * len(forms) + GAP
    down = row * len(reading.cases)
    with house_style():
        figure = Figure(figsize=(WIDE, TOP + down + BELOW))
        axes = axes_at(figure, LEFT, TOP, WIDE - LEFT - RIGHT, down)
        foot_only(axes)
        axes.set_ylim(down, 0.0)
        for place, case in enumerate(reading.cases):
            _draw_case(axes, case, place * row + GAP / 2.0)
            if place:
                axes.axhline(place * row, color=LINE.light, linewidth=0.8)
        low, high = axes.get_xlim()
        axes.set_xlim(min(low, 0.0), high)
        axes.axvline(0.0, color=INK.light, linewidth=1.0, zorder=1)
        axes.set_xlabel("net value, mean of worlds with its 95 % interval")
        _write_head(figure, reading)
    made = provenance or f"{worlds(reading.worlds)}, base seed {reading.seed}"
    return Picture(figure, "Which form achieves most, case by case", " ".join(where_each_wins(reading)), made)


def _write_head(figure: Figure, reading: FormsReading) -> None:
    across, down = figure.get_size_inches()
    title = "Which form achieves most, case by case"
    figure.text(0.12 / across, 1 - 0.12 / down, title, va="top", fontsize=11, weight="bold")
    words = (
        f"In the same {worlds(reading.worlds)}, so differences are known better than each mean. "
        "Filled: no other form is told to be better there."
    )
    figure.text(0.12 / across, 1 - 0.4 / down, words, va="top", fontsize=SMALL, color=MUTED.light)
    apart = min(1.6, (WIDE - 0.2) / len(reading.cases[0].variants))
    for place, form in enumerate(reading.cases[0].variants):
        figure.text(
            (0.12 + apart * place) / across, 1 - 0.68 / down, f"● {form}", va="top", fontsize=SMALL, weight="bold",
            color=color_of_variant(place),
        )  # fmt: skip


def _draw_case(axes: Axes, case: CaseReading, top: float) -> None:
    middle = top + LINE_HEIGHT * len(case.variants) / 2.0
    axes.annotate(
        case.case.replace("_", " "), (0.0, middle), (-8.0, 0.0), xycoords=("axes fraction", "data"),
        textcoords="offset points", ha="right", va="center", fontsize=SMALL, fontweight="bold",
    )  # fmt: skip
    for place, form in enumerate(case.variants):
        value, color, y = case.values[form], color_of_variant(place), top + LINE_HEIGHT * (place + 0.5)
        axes.plot([value.low, value.high], [y, y], color=color, linewidth=2.0)
        face = color if form in case.unbeaten else CARD.light
        axes.plot([value.mean], [y], "o", markersize=5.5, markeredgecolor=color, markerfacecolor=face)
