"""The figure of the levers: net value at every dose, a panel a lever, a line a condition."""

from __future__ import annotations

from matplotlib.figure import Figure

from ..palette import MUTED, SMALL, color_of_variant, dash_of_variant, house_style
from ..picture import Picture
from ..reports.panels import WIDE, Edges, Label, label_ends, light_grid, rows_of_axes
from ..words import worlds, wrapped
from .levers_reading import LeversReading, paragraph

TITLES = {"credit": "Credit kept", "listening": "Listening", "core": "Core partners"}


def levers_figure(reading: LeversReading, provenance: str = "") -> Picture:
    """Draw the mean net value at every dose, with its 95 % interval; doses stand evenly, not to scale."""
    names = list(dict.fromkeys(one.name for one in reading.levers))
    many = reading.levers[0].worlds
    edges = Edges(left=0.5, right=1.0, top=0.95, between=0.55)
    with house_style():
        figure = Figure(figsize=(WIDE, 3.75))
        panels = rows_of_axes(figure, len(names), [2.15], edges)
        for name, axes in zip(names, panels, strict=True):
            light_grid(axes)
            axes.set_ylim(min(0.0, *(v.low for one in reading.levers for v in one.values)), _highest(reading))
            for place, one in enumerate(reading.of(name)):
                color, at = color_of_variant(place), list(range(len(one.doses)))
                axes.fill_between(
                    at, [v.low for v in one.values], [v.high for v in one.values], color=color, alpha=0.16, linewidth=0
                )  # fmt: skip
                axes.plot(at, [v.mean for v in one.values], color=color, linestyle=dash_of_variant(place))
            axes.set_xticks(at, [f"{dose:g}" for dose in one.doses])
            axes.set_xlim(0, len(one.doses) - 1)
            axes.set_title(TITLES.get(name, name))
            axes.set_xlabel(wrapped(reading.of(name)[0].says, 40))
        last = reading.of(names[-1])
        label_ends(
            panels[-1], [Label(one.values[-1].mean, one.case, color_of_variant(p)) for p, one in enumerate(last)]
        )
        panels[0].set_ylabel("net value")
        across, down = figure.get_size_inches()
        head = "How much of a good thing: one lever at a time, from none to all"
        figure.text(0.12 / across, 1 - 0.12 / down, head, va="top", fontsize=11, weight="bold")
        said = f"Mean of the same {worlds(many)} and its 95 % interval; differences between doses are known better"
        figure.text(0.12 / across, 1 - 0.4 / down, said, va="top", fontsize=SMALL, color=MUTED.light)
    made = provenance or f"{worlds(many)}, base seed {reading.seed}"
    return Picture(figure, "How much of a good thing", " ".join(paragraph(reading, name) for name in names), made)


def _highest(reading: LeversReading) -> float:
    return 1.04 * max(value.high for one in reading.levers for value in one.values)
