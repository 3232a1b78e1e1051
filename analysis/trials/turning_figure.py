"""The figure of how the forms turn: how soon a plan follows the change, and how many members stay."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...experiments.forms_on_trial.turning import REAL, SAME
from ...experiments.patterns.syria import LOW
from ..palette import MUTED, color_of_variant, dash_of_variant, house_style
from ..picture import Picture
from ..reports.panels import WIDE, Edges, Label, label_ends, light_grid, rows_of_axes
from ..words import worlds, wrapped
from .turning_reading import Turning, TurningReading, paragraph


def turning_figure(reading: TurningReading, provenance: str = "") -> Picture:
    """Draw three panels: weeks to the plan in the Syria case, overlap there, overlap where strengths stay the same."""
    real, same = ([one for one in reading.turnings if one.case == case and one.reached] for case in (REAL, SAME))
    edges = Edges(left=0.5, right=1.2, top=0.75, between=0.75)
    with house_style():
        figure = Figure(figsize=(WIDE, 3.55))
        lag, overlap, placebo = rows_of_axes(figure, 3, [2.2], edges)
        longest = max((week for one in real for week in one.lags if week is not None), default=1.0) or 1.0
        _draw_shares(lag, real, [one.lags for one in real], longest)
        _draw_shares(overlap, real, [one.overlaps for one in real], 1.0)
        _draw_shares(placebo, same, [one.overlaps for one in same], 1.0)
        lag.set_title("Syria: a new plan")
        lag.set_xlabel("weeks after the change", loc="right")
        lag.set_ylabel(f"share of {worlds(reading.worlds)}")
        overlap.set_title("Syria: overlap")
        placebo.set_title("Same strengths: overlap")
        for axes in (overlap, placebo):
            axes.axvline(LOW, color=MUTED.light, linewidth=0.8, linestyle=(0, (2, 2)))
            axes.set_xlabel("Jaccard index, at most", loc="right")
        label_ends(placebo, _labels(same))
        across, down = figure.get_size_inches()
        head = "How the forms turn: share of all worlds that have come so far"
        figure.text(0.12 / across, 1 - 0.12 / down, head, va="top", fontsize=11, weight="bold")
    made = provenance or f"syria and its placebos, {worlds(reading.worlds)}, base seed {reading.seed}"
    return Picture(figure, "How the forms turn", paragraph(reading), made)


def _labels(turnings: list[Turning]) -> list[Label]:
    return [
        Label(_reached(one.overlaps), wrapped(one.form, 12), color_of_variant(place))
        for place, one in enumerate(turnings)
    ]


def _reached(values: list[float | None]) -> float:
    """Return the share of worlds that have a value at all."""
    return sum(value is not None for value in values) / len(values) if values else math.nan


def _draw_shares(axes: Axes, turnings: list[Turning], values: list[list[float | None]], most: float) -> None:
    """Draw for each form in which share of all worlds a value is at most so large; those without one never count."""
    light_grid(axes)
    for place, known in enumerate(values):
        ordered = np.sort([value for value in known if value is not None])
        shares = np.arange(1, len(ordered) + 1) / len(known)
        axes.step(
            [0.0, *ordered, most], [0.0, *shares, shares[-1] if len(shares) else 0.0], where="post",
            color=color_of_variant(place), linestyle=dash_of_variant(place),
        )  # fmt: skip
    axes.set_xlim(0.0, most)
    axes.set_ylim(0.0, 1.02)
