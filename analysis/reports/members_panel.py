"""Members by kind of one variant over time, and the weeks in which its plan turned to what newly stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ..palette import INK, SMALL, color_of_variant
from . import weekly
from .panels import foot_only, light_grid, mark_change, obstacle_spans, obstacle_strip, stack_members, weeks_axis
from .weekly import Floats

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

BARS = 104
"""Bars of the small histogram under a panel: one for two weeks of a run of four years."""


def draw_members(axes: Axes, comparison: Comparison, variant: int, highest: float) -> None:
    """Draw members by kind of one variant, means over the worlds, under the strip of what stands in the way."""
    length = weekly.length_of(comparison)
    changes = weekly.scripted_changes(comparison)
    weeks_axis(axes, length)
    axes.set_ylim(0.0, highest)
    light_grid(axes)
    stack_members(axes, weekly.weeks_of(comparison), weekly.members_by_kind(comparison)[variant])
    if changes:
        obstacle_strip(axes, obstacle_spans(comparison.scenario, changes, length))
    for change in changes:
        mark_change(axes, change.week)
        _mark_pivot(axes, float(np.median(weekly.defined(weekly.weeks_until_followed(comparison, change)[:, variant]))))
    axes.set_title(comparison.labels[variant], color=color_of_variant(variant), pad=20.0 if changes else 6.0)


def draw_follow_strip(axes: Axes, comparison: Comparison, variant: int) -> None:
    """Draw in how many worlds the plan turned to a new obstacle, week by week, and write the median."""
    length = weekly.length_of(comparison)
    weeks_axis(axes, length)
    foot_only(axes)
    changes = weekly.scripted_changes(comparison)
    weeks = np.concatenate([weekly.weeks_until_followed(comparison, change)[:, variant] for change in changes])
    for change in changes:
        mark_change(axes, change.week)
    never, color = int(np.isnan(weeks).sum()), color_of_variant(variant)
    if never < len(weeks):
        _mark_pivot(axes, float(np.nanmedian(weeks)))
        _bars(axes, weeks, length, color)
    words = f"plan follows: week {np.nanmedian(weeks):.0f}" if never < len(weeks) else "no plan follows"
    if 0 < never < len(weeks):
        words += f", never in {100.0 * never / len(weeks):.0f} %"
    place, is_late = _beside(weeks, changes[-1].week, length)
    axes.annotate(
        words, (place, 0.55), (-5.0 if is_late else 5.0, 0.0), xycoords=("data", "axes fraction"),
        textcoords="offset points", va="center", ha="right" if is_late else "left", fontsize=SMALL, color=color,
    )  # fmt: skip


def _bars(axes: Axes, weeks: Floats, length: float, color: str) -> None:
    counts, edges = np.histogram(weekly.defined(weeks), np.linspace(0.0, length, BARS + 1))
    shown = counts > 0
    axes.bar(edges[:-1][shown], counts[shown], length / BARS, align="edge", color=color)
    axes.set_ylim(0.0, 1.2 * counts.max())


def _beside(weeks: Floats, change: float, length: float) -> tuple[float, bool]:
    """Return where words stand beside the bars, and whether that is to their left."""
    last = float(np.nan_to_num(np.quantile(weekly.defined(weeks), 0.97), nan=change))
    return (change, True) if last > 0.6 * length else (last, False)


def _mark_pivot(axes: Axes, week: float) -> None:
    if np.isfinite(week):
        axes.axvline(week, color=INK.light, linewidth=1.2, linestyle=(0, (3, 2)), zorder=4)
