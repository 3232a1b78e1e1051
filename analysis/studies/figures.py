"""The figures of a study: how treatments differ, and which uncertain numbers matter.  They fill in as runs come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...experiments.studies.compared import by_place
from ...sim.edition import package_version
from ..estimates import difference_in
from ..palette import INK, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..reports.panels import NARROW, WIDE, Edges, rows_of_axes
from ..words import name_of_outcome, worlds, wrapped
from .numbers import Influences, influences, sizes_in_words
from .words import differences_sentence, influences_sentence

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study

__all__ = ["NARROW", "WIDE", "differences_figure", "influences_figure", "study_figures"]

DIFFERENCES, NUMBERS = "How the treatments differ", "Which numbers matter"
"""Titles of the figures."""

MOST_ROWS, MOST_PANELS = 12, 4
"""Treatments or numbers of a panel, and panels: more cannot be read on one page."""

ROW, CHARACTER = 0.32, 0.068
"""Height of a row, and width of a character of small type, in inches."""


class Bar(NamedTuple):
    """A row of a panel: a number with its 95 % interval; muted where it cannot be told apart from none."""

    name: str
    mean: float
    low: float
    high: float
    color: str


class Panel(NamedTuple):
    """Bars with a title, and the words under their axis."""

    title: str
    axis: str
    bars: list[Bar]


def study_figures(study: Study, found: Comparison, runs: pandas.DataFrame, width: float = WIDE) -> list[Picture]:
    """Return the figures that a study has so far.

    Args:
        found: its runs as a comparison; runs: the same as ``clever_coalitions.experiments.studies.frame`` returns them.
    """
    made = f"{study.name} ({study.digest}), {worlds(found.done)}, coalitions {package_version()}"
    figures = _read_by_form(study, runs)
    for here in by_place(study, found):
        if len(here.variants) > 1 and found.done > 1:
            figures.append(differences_figure(here, study.outcomes, made, width))
    if len(study.places) > 1:  # each has a figure of its own; numbers are read against the first treatment of all
        return figures
    places = range(min(1, len(found.variants) - 1), min(MOST_PANELS + 1, len(found.variants)))
    read = [influences(study, runs, study.outcomes[0], place) for place in places] if study.uncertainties else []
    told = [one for one in read if one and one.found]
    if told:
        figures.append(influences_figure(told, made, width))
    return figures


def _read_by_form(study: Study, runs: pandas.DataFrame) -> list[Picture]:
    """Return the figures of maps, curves and factorials, which have one width."""
    from .cells import Cells
    from .readings import pictures  # which draws with the bars of this file

    return list(pictures(Cells.of(study, runs)).values()) if len(runs) else []


def differences_figure(found: Comparison, outcomes: Sequence[str], provenance: str, width: float = WIDE) -> Picture:
    """Draw the mean paired difference of each treatment to the first with its interval, a panel an outcome."""
    shown = list(outcomes[:MOST_PANELS])
    panels = [
        Panel(name_of_outcome(one), f"difference to {found.variants[0]}", _differences(found, one)) for one in shown
    ]
    return Picture(bars(panels, width), DIFFERENCES, differences_sentence(found, shown), provenance)


def _differences(found: Comparison, outcome: str) -> list[Bar]:
    made = []
    for place in range(1, min(len(found.variants), MOST_ROWS + 1)):
        one = difference_in(found, outcome, place)
        color = color_of_variant(place) if one.is_told_apart else MUTED.light
        made.append(Bar(found.variants[place], one.mean, one.low, one.high, color))
    return made


def influences_figure(all_of: Sequence[Influences], provenance: str, width: float = WIDE) -> Picture:
    """Draw how much each number matters with its interval, a panel a treatment.

    Args:
        all_of: of one outcome; each has found something.
    """
    panels = []
    for place, one in enumerate(all_of, 1):
        whose = f"{one.other} minus {one.first}" if one.first else one.other
        drawn = [
            Bar(_with_range(each.path, each.lowest, each.highest), each.size, each.low, each.high,
                MUTED.light if one.kind == "rise" and not each.direction else color_of_variant(place))
            for each in one.found[:MOST_ROWS]
        ]  # fmt: skip
        panels.append(Panel(f"{name_of_outcome(one.outcome)}, {whose}", sizes_in_words(one.kind), drawn))
    return Picture(bars(panels, width), NUMBERS, influences_sentence(all_of), provenance)


def _with_range(path: str, lowest: float, highest: float) -> str:
    return f"{path}\n{lowest:g} to {highest:g}"


def bars(panels: Sequence[Panel], width: float) -> Figure:
    """Draw panels of bars, two side by side where there is room."""
    columns = 2 if width >= WIDE and len(panels) > 1 else 1
    many = max(len(panel.bars) for panel in panels)
    tall = ROW * (1.25 if any("\n" in bar.name for panel in panels for bar in panel.bars) else 1.0)
    height = max(0.5, tall * many)
    rows = -(-len(panels) // columns)
    longest = max(len(line) for panel in panels for bar in panel.bars for line in bar.name.split("\n"))
    gutter = min(0.42 * width / columns, CHARACTER * longest + 0.15)
    characters = int((width / columns - 0.3) / CHARACTER)
    lines = max(wrapped(panel.axis, characters).count("\n") for panel in panels)
    below = 0.75 + 0.15 * lines
    edges = Edges(left=gutter, right=0.25, top=0.35, between=gutter + 0.3, below=below)
    with house_style():
        figure = Figure(figsize=(width, rows * (height + below)))
        places = rows_of_axes(figure, columns, [height] * rows, edges)
        for axes, panel in zip(places, panels, strict=False):
            _draw(axes, panel, many, characters, gutter)
        for axes in places[len(panels) :]:
            axes.remove()
    return figure


def _draw(axes: Axes, panel: Panel, many: int, characters: int, gutter: float) -> None:
    axes.set_ylim(many - 0.5, -0.5)
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, color=INK.light, linewidth=1.0, zorder=1)
    axes.grid(axis="x")
    for row, bar in enumerate(panel.bars):
        if np.isfinite([bar.low, bar.high]).all():
            ends = [bar.low, bar.high]
            axes.plot(ends, [row, row], color=bar.color, linewidth=5.0, alpha=0.35, solid_capstyle="butt")
        axes.plot([bar.mean], [row], "o", color=bar.color, markersize=5.0)
    names = [wrapped(bar.name, int(gutter / CHARACTER)) if "\n" not in bar.name else bar.name for bar in panel.bars]
    axes.set_yticks(range(len(names)), names, fontsize=SMALL)
    ends = [x for bar in panel.bars for x in (bar.mean, bar.low, bar.high, 0.0) if np.isfinite(x)]
    room = 0.08 * (max(ends) - min(ends)) or 1.0
    axes.set_xlim(min(ends) - room, max(ends) + room)
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(4))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+.4g}".replace("-", "−") if value else "0")
    axes.set_title(wrapped(panel.title, characters), x=-gutter / _inches(axes), ha="left")
    axes.set_xlabel(wrapped(panel.axis, characters), x=-gutter / _inches(axes), ha="left")


def _inches(axes: Axes) -> float:
    figure = axes.get_figure(root=True)
    assert figure is not None  # axes made here always have one
    return float(axes.get_position().width * figure.get_size_inches()[0])
