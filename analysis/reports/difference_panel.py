"""Paired differences in the primary outcome: a dot a world, their mean with its interval, who did better how often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from ...experiments.estimates import PairedDifference, difference_in
from ...sim.measures import PRIMARY
from ..palette import CARD, INK, MUTED, SMALL, color_of_variant
from ..words import name_of_outcome, signed, wrapped
from .panels import foot_only, inches_of
from .weekly import Floats, defined

if TYPE_CHECKING:
    from ...experiments.comparison import Comparison

MOST_DOTS = 500
"""With more worlds than that, bars stand in place of dots."""

PITCHES = np.arange(0.14, 0.03, -0.002)
"""Distances between dots to try, in inches, the largest first."""

CHARACTER = 0.068
"""Width of a character of small type, in inches."""

HEADROOM = 1.4
"""Height of the axes as a multiple of that of the tallest stack; the mean is drawn in what is left."""


def largest_difference(comparison: Comparison) -> float:
    """Return where axes of differences should end, so that all of them fit on either side of zero."""
    found = [defined(_differences(comparison, variant)) for variant in range(1, len(comparison.variants))]
    return 1.06 * float(np.nan_to_num(np.abs(defined(np.concatenate(found))).max())) or 1.0


def draw_differences(axes: Axes, comparison: Comparison, variant: int, limit: float) -> None:
    """Draw the paired differences of a variant from the first one, on axes that end ``limit`` either side of zero."""
    first, name = comparison.labels[0], comparison.labels[variant]
    differences = defined(_differences(comparison, variant))
    axes.set_xlim(-limit, limit)
    foot_only(axes)
    words = f"{name_of_outcome(PRIMARY).lower()}: {name} minus {first}, world by world"
    axes.set_xlabel(wrapped(words, int(inches_of(axes)[0] / CHARACTER)))
    axes.axvline(0.0, color=INK.light, linewidth=1.0, zorder=1)
    if not np.isfinite(differences).all():
        axes.text(0.5, 0.5, "not defined in any world", transform=axes.transAxes, ha="center", color=MUTED.light)
        return
    tallest = _draw_worlds(axes, differences, variant, limit)
    axes.set_ylim(0.0, HEADROOM * tallest)
    _draw_mean(axes, difference_in(comparison, PRIMARY, variant), 0.5 * (1.0 + HEADROOM) * tallest)
    _write_counts(axes, differences, first, name, variant)


def columns_of_dots(values: Floats, width: float) -> tuple[Floats, Floats]:
    """Return where the dot of each value stands: the middle of its column, and its rank 0, 1 ... within it.

    Columns are ``width`` wide and rounded away from zero: what is exactly zero has one of its own.
    """
    columns = np.sort(np.sign(values) * np.ceil(np.abs(values) / width))
    return columns * width, np.arange(len(columns), dtype=np.float64) - np.searchsorted(columns, columns)


def _differences(comparison: Comparison, variant: int) -> Floats:
    values = comparison.outcome(PRIMARY)
    return values[:, variant] - values[:, 0]


def _draw_worlds(axes: Axes, differences: Floats, variant: int, limit: float) -> float:
    """Draw a dot a world, or bars where there are too many; return the height that the axes leave for stacks."""
    if len(differences) <= MOST_DOTS:
        return _draw_dots(axes, differences, variant, limit)
    width = 2.0 * limit * PITCHES[0] / inches_of(axes)[0]
    places, ranks = columns_of_dots(differences, width)
    last = np.append(places[1:] != places[:-1], True)
    axes.bar(places[last], ranks[last] + 1.0, 0.9 * width, color=_colors(places[last], variant), zorder=3)
    return float(ranks.max()) + 1.0


def _draw_dots(axes: Axes, differences: Floats, variant: int, limit: float) -> float:
    """Draw a dot a world, as large as fit."""
    across, down = inches_of(axes)
    for pitch in PITCHES:
        places, ranks = columns_of_dots(differences, 2.0 * limit * pitch / across)
        tallest = float(ranks.max()) + 1.0
        if tallest * pitch * HEADROOM <= down:
            break
    size = 72.0 * min(pitch, down / HEADROOM / tallest) * 0.88
    axes.scatter(places, ranks + 0.5, s=size**2, c=_colors(places, variant), linewidths=0.0, zorder=3, clip_on=False)
    return max(tallest, down / HEADROOM / pitch)


def _colors(places: Floats, variant: int) -> list[str]:
    """Return the color of each place: that of the variant which did better there."""
    return [MUTED.light if place == 0.0 else color_of_variant(variant if place > 0.0 else 0) for place in places]


def _draw_mean(axes: Axes, estimate: PairedDifference, height: float) -> None:
    """Draw a mean with its interval, and write both beside it, on the side where there is more room."""
    ends = [estimate.low, estimate.high]
    axes.plot(ends, [height, height], color=INK.light, linewidth=5.0, alpha=0.35, solid_capstyle="butt")
    axes.plot([estimate.mean], [height], "o", color=INK.light, markersize=4.5)
    place, align, shift = (1, "left", 9.0) if estimate.mean <= 0.0 else (0, "right", -9.0)
    words = f"mean {signed(estimate.mean)}"
    if np.isfinite(ends).all():
        words += f"\n95 %: {signed(estimate.low)} to {signed(estimate.high)}"
    axes.annotate(
        words, (ends[place] if np.isfinite(ends[place]) else estimate.mean, height), (shift, 0.0),
        textcoords="offset points", va="center", ha=align, fontsize=SMALL, fontweight="bold",
        bbox={"facecolor": CARD.light, "edgecolor": "none", "pad": 1.0}, zorder=4,
    )  # fmt: skip


def _write_counts(axes: Axes, differences: Floats, first: str, name: str, variant: int) -> None:
    """Write above either side in how many worlds its variant did better, and in the middle in how many neither did."""
    below, same, above = (int(np.sum(found)) for found in (differences < 0.0, differences == 0.0, differences > 0.0))
    _write_count(axes, 0.0, "left", f"{first} better", below, len(differences), color_of_variant(0))
    _write_count(axes, 1.0, "right", f"{name} better", above, len(differences), color_of_variant(variant))
    if same:
        _write_count(axes, 0.5, "center", "no difference", same, len(differences), MUTED.light)


def _write_count(axes: Axes, place: float, align: str, head: str, count: int, worlds: int, color: str) -> None:
    head = wrapped(head, int(inches_of(axes)[0] / 3.0 / CHARACTER))
    axes.text(
        place, 1.02, f"{head}\nin {count} of {worlds}", transform=axes.transAxes, ha=align, va="bottom",
        color=color, fontsize=SMALL, fontweight="normal" if place == 0.5 else "bold",
    )  # fmt: skip
