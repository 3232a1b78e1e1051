"""Curves: an outcome at every value of one uncertain number, a line for each treatment in each place.

A study is drawn so where a full factorial has one uncertain number; claims along it are judged by ``claims.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...experiments.intervals import mean_of
from ...experiments.studies.design import design_kind
from ...sim.state import Floats
from ..palette import MUTED, SMALL, color_of_variant, dash_of_variant, house_style
from ..picture import Picture
from ..provenance import provenance_of_study
from ..reports.panels import WIDE, Edges, Label, label_ends, light_grid, rows_of_axes
from ..words import listed, name_of_outcome, number, worlds, wrapped
from .cells import Cells

if TYPE_CHECKING:
    from ...experiments.studies import Study


@dataclass(frozen=True)
class Curve:
    """A line: means with their 95 % intervals, (doses,) each."""

    place: str
    choice: str
    doses: tuple[float, ...]
    means: Floats = field(repr=False)
    low: Floats = field(repr=False)
    high: Floats = field(repr=False)


def is_curve(study: Study) -> bool:
    """Return whether the runs of a study lie along one uncertain number."""
    return design_kind(study) == "full-factorial" and len(study.uncertainties) == 1


def curves(cells: Cells, outcome: str) -> list[Curve]:
    """Return the curves of a study in an outcome; nothing of another study, or where seeds are not shared."""
    study = cells.study
    if not is_curve(study) or not cells.is_crossed or not cells.found.done:
        return []
    at = cells.axis(study.uncertainties[0].path)
    order = np.argsort(at)
    found = []
    for one in study.treatments:
        values = cells.by_seed(outcome, one.place, one.choice)[:, order]
        known = [mean_of(column[np.isfinite(column)]) for column in values.T]
        ends = np.array([one.interval(at_any_time=cells.found.at_any_time) for one in known])
        means = np.array([np.mean(column[np.isfinite(column)]) for column in values.T])
        found.append(Curve(one.place, one.choice, tuple(at[order].tolist()), means, ends[:, 0], ends[:, 1]))
    return found


def curve_figure(cells: Cells, outcome: str) -> Picture:
    """Draw the curves of a study, a panel a place; values stand evenly, not to scale."""
    study, drawn = cells.study, curves(cells, outcome)
    places = study.places
    several = len(study.choices) > 1
    edges = Edges(left=0.55, right=1.35 if several else 0.25, top=0.8, between=0.4 + 0.95 * several)
    with house_style():
        figure = Figure(figsize=(WIDE, 3.6))
        panels = rows_of_axes(figure, len(places), [2.1], edges)
        for place, axes in zip(places, panels, strict=True):
            _draw(axes, [one for one in drawn if one.place == place], drawn)
            axes.set_title(place)
            axes.set_xlabel(study.uncertainties[0].path)
        panels[0].set_ylabel(name_of_outcome(outcome).lower())
        across, down = figure.get_size_inches()
        figure.text(0.12 / across, 1 - 0.12 / down, study.question, va="top", fontsize=11, weight="bold")
        said = f"Mean of the same {worlds(cells.worlds)} and its 95 % interval; differences are known better"
        figure.text(0.12 / across, 1 - 0.38 / down, said, va="top", fontsize=SMALL, color=MUTED.light)
    return Picture(figure, study.question, sentence(cells, outcome), provenance_of_study(study, cells.worlds))


def _draw(axes: Axes, here: list[Curve], all_of: list[Curve]) -> None:
    light_grid(axes)
    lowest, highest = min(np.nanmin(one.low) for one in all_of), max(np.nanmax(one.high) for one in all_of)
    axes.set_ylim(min(0.0, lowest), 1.04 * highest if highest > 0.0 else 0.0)
    at = range(len(here[0].doses))
    for place, one in enumerate(here):
        color = color_of_variant(place)
        axes.fill_between(at, one.low, one.high, color=color, alpha=0.16, linewidth=0)
        axes.plot(at, one.means, color=color, linestyle=dash_of_variant(place))
    axes.set_xticks(at, [f"{dose:g}" for dose in here[0].doses])
    axes.set_xlim(0, len(at) - 1)
    if len(here) > 1:
        label_ends(
            axes, [Label(float(c.means[-1]), wrapped(c.choice, 16), color_of_variant(p)) for p, c in enumerate(here)]
        )


def sentence(cells: Cells, outcome: str) -> str:
    """Return from where to where each curve goes, and where it is highest."""
    path = cells.study.uncertainties[0].path
    said = [f"{_named(cells, one)}: {_span(one)}" for one in curves(cells, outcome)]
    return f"{name_of_outcome(outcome)} along {path}, in the mean of {worlds(cells.worlds)}: {'; '.join(said)}."


def _named(cells: Cells, one: Curve) -> str:
    parts = [one.place, one.choice if len(cells.study.choices) > 1 else ""]
    return listed([", ".join(part for part in parts if part)]) or "everywhere"


def _span(one: Curve) -> str:
    size, top = float(np.nanmax(np.abs(one.means))), int(np.nanargmax(one.means))
    first, last = number(one.means[0], size), number(one.means[-1], size)
    return (
        f"from {first} at {one.doses[0]:g} to {last} at {one.doses[-1]:g}, the highest mean "
        f"{number(one.means[top], size)} at {one.doses[top]:g}"
    )
