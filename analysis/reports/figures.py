"""The figures of a comparison: who took part, how far it came, trust and energy, and which variant did better.

Each function returns a ``Picture``: a figure with the sentence that says what it shows.  ``width`` is in inches:
``WIDE`` puts panels side by side, ``NARROW`` stacks them.  The figure of one run is in ``run_figure``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from ..palette import MUTED, color_of_variant, house_style
from ..picture import Picture
from ..provenance import provenance_of
from ..words import capital, wrapped
from . import captions, panels, weekly
from .difference_panel import draw_differences, largest_difference
from .members_panel import draw_follow_strip, draw_members
from .panels import NARROW, WIDE, Edges, Label
from .run_figure import run_figure
from .weekly import Floats

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ...experiments.comparison import Comparison

__all__ = [
    "NARROW",
    "WIDE",
    "comparison_figures",
    "difference_figure",
    "members_figure",
    "overview_figure",
    "progress_figure",
    "run_figure",
    "trust_figure",
]

SIDE_BY_SIDE = 6.0
"""The least width, in inches, at which panels stand side by side."""

SMOOTHED = 1 / 16
"""Part of a run over which the chance of a win is averaged: a quarter of a year in four years."""


class Series(NamedTuple):
    """What a panel over time shows: title, unit, (worlds, variants, steps), and where its scale ends."""

    title: str
    unit: str
    values: Floats
    highest: float | None


def comparison_figures(comparison: Comparison, width: float = WIDE) -> list[Picture]:
    """Return the figures of a comparison; those over time only where weekly series were kept."""
    over_time = (members_figure, progress_figure, trust_figure) if comparison.series is not None else ()
    against = (difference_figure,) if len(comparison.variants) > 1 else ()
    return [draw(comparison, width) for draw in (*over_time, *against)]


def members_figure(comparison: Comparison, width: float = WIDE) -> Picture:
    """Draw members by kind over time, one panel a variant, and when the plan turned to a new obstacle."""
    members, count = weekly.members_by_kind(comparison), len(comparison.variants)
    columns = 1 if width < SIDE_BY_SIDE else count if count < 4 else 2
    wrap, right = (20, 1.62) if width >= SIDE_BY_SIDE else (13, 1.15)
    strip = 0.42 if weekly.scripted_changes(comparison) else 0.0
    row = 0.6 + 2.1 + strip + 0.45
    each = (width - 0.45 - right - (columns - 1) * 0.3) / columns
    with house_style():
        figure = Figure(figsize=(width, -(-count // columns) * row))
        for variant in range(count):
            left, top = 0.45 + variant % columns * (each + 0.3), variant // columns * row + 0.6
            axes = panels.axes_at(figure, left, top, each, 2.1)
            draw_members(axes, comparison, variant, _highest(members))
            if variant % columns == columns - 1 or variant == count - 1:
                _label_kinds(axes, comparison, members[variant], wrap)
            if variant % columns == 0:
                axes.set_ylabel(f"{weekly.seats_in(comparison)}, mean of all worlds")
            if strip:
                _add_follow_strip(axes, panels.axes_at(figure, left, top + 2.1, each, strip), comparison, variant)
    title = f"{capital(weekly.seats_in(comparison))} by kind"
    return Picture(figure, title, captions.members_caption(comparison), provenance_of(comparison))


def _label_kinds(axes: Axes, comparison: Comparison, members: Floats, wrap: int) -> None:
    """Write the names of kinds beside members by kind, (kinds, steps), where they end, however short a run is."""
    panels.label_ends(axes, panels.labels_of_kinds(comparison.scenario, weekly.known_last(members), wrap))


def progress_figure(comparison: Comparison, width: float = WIDE) -> Picture:
    """Draw how far the theory of change has come, and the chance of a win a week."""
    steps = max(1, round(SMOOTHED * len(weekly.weeks_of(comparison))))
    unit = f"% a {weekly.step_of(comparison)}, mean of {steps} {weekly.step_of(comparison)}s"
    chance = 100.0 * weekly.trailing_mean(weekly.column(comparison, "chance"), steps)
    done = weekly.column(comparison, "progress")
    drawn = [
        Series("Progress of the theory of change", "share of the work done", done, 1.0),
        Series("Chance of a win", unit, chance, None),
    ]
    figure, title = _figure_of_series(comparison, width, drawn), "Progress and the chance of a win"
    return Picture(figure, title, captions.progress_caption(comparison), provenance_of(comparison))


def trust_figure(comparison: Comparison, width: float = WIDE) -> Picture:
    """Draw the trust of members in their coordinator, and the energy of all organizations."""
    trusted, energy = weekly.trust_of_members(comparison), weekly.column(comparison, "energy")
    drawn = [
        Series("Trust of members in the coordinator", "share, mean of members", trusted, 1.0),
        Series("Energy of the organizations", "share, mean of organizations", energy, 1.0),
    ]
    figure = _figure_of_series(comparison, width, drawn)
    return Picture(figure, "Trust and energy", captions.trust_caption(comparison), provenance_of(comparison))


def _figure_of_series(comparison: Comparison, width: float, drawn: Sequence[Series]) -> Figure:
    """Draw a panel for each series."""
    columns, height = (len(drawn), 2.1) if width >= SIDE_BY_SIDE else (1, 1.75)
    rows = len(drawn) // columns
    edges = Edges(left=0.5, right=1.05, top=0.35, between=1.55, below=0.85)
    with house_style():
        figure = Figure(figsize=(width, rows * (height + 0.85) - 0.05))
        places = panels.rows_of_axes(figure, columns, [height] * rows, edges)
        for axes, series in zip(places, drawn, strict=True):
            _draw_series(axes, comparison, series)
        for change in weekly.scripted_changes(comparison):
            panels.mark_change(places[0], change.week, "obstacle changes")
    return figure


def _draw_series(axes: Axes, comparison: Comparison, series: Series) -> None:
    """Draw one series of every variant, with the variants' names at the ends of their lines."""
    bands = [weekly.band(series.values[:, variant]) for variant in range(len(comparison.variants))]
    panels.light_grid(axes)
    panels.weeks_axis(axes, weekly.length_of(comparison))
    for variant, one in enumerate(bands):
        panels.draw_band(axes, weekly.weeks_of(comparison), one, variant)
    axes.set_ylim(0.0, series.highest)
    for change in weekly.scripted_changes(comparison):
        panels.mark_change(axes, change.week)
    ends = [
        Label(float(weekly.defined(one.mean)[-1]), wrapped(name, 13), color_of_variant(variant))
        for variant, (one, name) in enumerate(zip(bands, comparison.labels, strict=True))
    ]
    panels.label_ends(axes, [label for label in ends if np.isfinite(label.height)])
    axes.set_title(series.title)
    axes.set_ylabel(series.unit)


def difference_figure(comparison: Comparison, width: float = WIDE) -> Picture:
    """Draw the paired differences in the primary outcome: a dot a world, their mean and its 95 % interval."""
    row, limit = 3.1, largest_difference(comparison)
    others = range(1, len(comparison.variants))
    with house_style():
        figure = Figure(figsize=(width, row * len(others)))
        for place, variant in enumerate(others):
            axes = panels.axes_at(figure, 0.15, place * row + 0.5, width - 0.3, row - 1.05)
            draw_differences(axes, comparison, variant, limit)
    return Picture(figure, "The paired difference", captions.difference_caption(comparison), provenance_of(comparison))


def overview_figure(comparison: Comparison) -> Picture:
    """Draw what a comparison answers, in one wide picture: who took part under the first variant, and which did better.

    Raises:
        ValueError: there is only one variant, or no weekly series.
    """
    if len(comparison.variants) < 2 or comparison.series is None:
        raise ValueError("an overview takes at least two variants and their weekly series")
    case, width, height = comparison.scenario, 8.34, 3.65
    with house_style():
        figure = Figure(figsize=(width, height))
        figure.text(0.012, 0.965, case.title, va="top", fontsize=12.0, fontweight="bold")
        forms = " or ".join(comparison.labels)
        seats = weekly.seats_in(comparison)
        question = f"{capital(forms)}? {capital(seats)} by kind, and net value in the same {comparison.done} worlds"
        figure.text(0.012, 0.89, question, va="top", color=MUTED.light)
        left = panels.axes_at(figure, 0.42, 1.1, 2.9, 1.75)
        members = weekly.members_by_kind(comparison)[0]
        draw_members(left, comparison, 0, _highest(members))
        left.set_ylabel(f"{seats}, mean")
        _label_kinds(left, comparison, members, 13)
        if weekly.scripted_changes(comparison):
            _add_follow_strip(left, panels.axes_at(figure, 0.42, 2.85, 2.9, 0.36), comparison, 0)
        right = panels.axes_at(figure, 4.85, 1.1, width - 5.0, 2.11)
        draw_differences(right, comparison, 1, largest_difference(comparison))
    return Picture(figure, case.title, captions.overview_caption(comparison), provenance_of(comparison))


def _highest(members: Floats) -> float:
    """Return where a scale of stacked members, (..., kinds, steps), should end."""
    return 1.04 * float(weekly.defined(members.sum(axis=-2)).max()) or 1.0


def _add_follow_strip(axes: Axes, strip: Axes, comparison: Comparison, variant: int) -> None:
    """Put the weeks in which plans followed under a panel of members; the strip then carries the weeks."""
    draw_follow_strip(strip, comparison, variant)
    axes.tick_params(labelbottom=False, length=0)
    axes.set_xlabel("")
