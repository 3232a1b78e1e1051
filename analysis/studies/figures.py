"""The figures of a study: how treatments differ, and which uncertain numbers matter.  They fill in as runs come."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...experiments.estimates import difference_in
from ...experiments.studies.compared import by_place
from ...experiments.studies.design import design_kind
from ..palette import INK, MUTED, SMALL, color_of_variant, house_style
from ..picture import Picture
from ..provenance import provenance_of_study
from ..reports.panels import NARROW, WIDE, Edges, inches_of, rows_of_axes
from ..words import listed, name_of_outcome, worlds, wrapped
from .conditions import came, median_weeks, survival
from .numbers import Influences, convergence, influences
from .words import DIFFERENCES, NUMBERS, SETTLING, WAITING, differences_sentence, influences_sentence, sizes_in_words

if TYPE_CHECKING:
    import pandas

    from ...experiments.comparison import Comparison
    from ...experiments.studies import Study

__all__ = ["NARROW", "WIDE", "differences_figure", "influences_figure", "study_figures"]

MOST_LINES = 5
"""Lines of a figure, and steps of a line."""

MOST_ROWS, MOST_PANELS = 12, 4
"""Treatments or numbers of a panel, and panels: more cannot be read on one page."""

ROW, CHARACTER = 0.32, 0.068
"""Height of a row, and width of a character of small type, in inches."""


class IntervalBar(NamedTuple):
    """A row of a panel: a number with its 95 % interval; muted where it cannot be told apart from none."""

    name: str
    mean: float
    low: float
    high: float
    color: str


class Panel(NamedTuple):
    """Bars with a title, and the words under their axis; ``floors``: where dashed lines stand."""

    title: str
    axis: str
    bars: list[IntervalBar]
    floors: tuple[float, ...] = ()


Drawing = Callable[[float], Picture]
"""What draws a figure so wide; what it shows is known, and so it can be drawn again."""


def more_figures(study: Study, found: Comparison, runs: pandas.DataFrame, width: float = WIDE) -> list[Picture]:
    """Return the figures of a report beside those of a page: whether sizes have settled, and the weeks to a success."""
    return [draw(width) for draw in more_drawings(study, found, runs)]


def more_drawings(study: Study, found: Comparison, runs: pandas.DataFrame) -> list[Drawing]:
    """Return what draws the figures of a report beside those of a page."""
    made, drawings = provenance_of_study(study, found.done), list[Drawing]()
    if study.uncertainties and design_kind(study) in ("saltelli", "morris"):
        table = convergence(study, runs, study.outcomes[0])
        drawings += [partial(convergence_figure, table, made)] if len(table) else []
    if found.done > 1 and came(found.outcome("weeks_to_settle"), found.scenario).any():
        drawings.append(partial(survival_figure, found, survival(found), made))
    return drawings


def study_figures(study: Study, found: Comparison, runs: pandas.DataFrame, width: float = WIDE) -> list[Picture]:
    """Return the figures that a study has so far.

    Args:
        found: its runs as a comparison; runs: the same as ``clever_coalitions.experiments.studies.frame`` returns them.
    """
    return [draw(width) for draw in study_drawings(study, found, runs, numbers_read(study, found, runs))]


def study_drawings(
    study: Study, found: Comparison, runs: pandas.DataFrame, read: Sequence[Influences]
) -> list[Drawing]:
    """Return what draws the figures that a study has so far; ``read``: what ``numbers_read`` returns."""
    made, drawings = provenance_of_study(study, found.done), _read_by_form(study, found)
    for here, place in zip(by_place(study, found), study.places, strict=True):
        if len(here.variants) > 1 and found.done > 1:
            title = f"{DIFFERENCES}: {place}" if place else DIFFERENCES
            drawings.append(partial(differences_figure, here, study.outcomes, title, made))
    told = [one for one in read if one.found]
    if told and len(study.places) == 1:  # of several, each has a figure of its own
        drawings.append(partial(influences_figure, told, made))
    return drawings


def numbers_read(study: Study, found: Comparison, runs: pandas.DataFrame) -> list[Influences]:
    """Return how much each number matters for the treatments that are shown; of several places, for the first one.

    Of a single number nothing is returned where its curve is drawn.
    """
    from .curves import is_curve  # which draws with the bars of this file

    if is_curve(study):
        return []
    most = MOST_PANELS + 1 if len(study.places) == 1 else 2
    places = range(min(1, len(study.choices) - 1), min(most, len(study.choices)))
    read = [influences(study, runs, study.outcomes[0], place) for place in places]
    return [one for one in read if one]


def _read_by_form(study: Study, found: Comparison) -> list[Drawing]:
    """Return what draws the figures of maps, curves and factorials, which have one width."""
    from .cells import Cells
    from .readings import pictures  # which draws with the bars of this file

    drawn = pictures(Cells(study, found)).values() if found.done else ()
    return [partial(_as_it_is, one) for one in drawn]


def _as_it_is(picture: Picture, width: float) -> Picture:
    return picture


def differences_figure(
    found: Comparison, outcomes: Sequence[str], title: str, provenance: str, width: float = WIDE
) -> Picture:
    """Draw the mean paired difference of each treatment to the first with its interval, a panel an outcome."""
    shown = list(outcomes[:MOST_PANELS])
    panels = [
        Panel(name_of_outcome(one), f"difference to {found.labels[0]}", _differences(found, one)) for one in shown
    ]
    data = found.differences(*outcomes).to_csv(index=False)
    return Picture(bars(panels, width), title, differences_sentence(found, shown), provenance, data)


def _differences(found: Comparison, outcome: str) -> list[IntervalBar]:
    made = []
    for place in range(1, min(len(found.variants), MOST_ROWS + 1)):
        one = difference_in(found, outcome, place)
        color = color_of_variant(place) if one.is_told_apart else MUTED.light
        made.append(IntervalBar(found.labels[place], one.mean, one.low, one.high, color))
    return made


def influences_figure(all_of: Sequence[Influences], provenance: str, width: float = WIDE) -> Picture:
    """Draw how much each number matters with its interval, a panel a treatment.

    Args:
        all_of: of one outcome; each has found something.
    """
    import pandas

    panels = []
    for place, one in enumerate(all_of, 1):
        whose = f"{one.other} minus {one.first}" if one.first else one.other
        drawn = [
            IntervalBar(f"{each.path}\n{each.lowest:g} to {each.highest:g}", each.size, each.low, each.high,
                color_of_variant(place) if each.is_told else MUTED.light)
            for each in one.found[:MOST_ROWS]
        ]  # fmt: skip
        floors = (one.floor, -one.floor) if one.kind == "rise" else (one.floor,)
        panels.append(Panel(f"{name_of_outcome(one.outcome)}, {whose}", sizes_in_words(one.kind), drawn, floors))
    rows = [(one.other, i.path, i.size, i.low, i.high, one.floor, i.is_told) for one in all_of for i in one.found]
    data = pandas.DataFrame(rows, columns=["treatment", "number", "size", "low", "high", "floor", "is_told"])
    return Picture(bars(panels, width), NUMBERS, influences_sentence(all_of), provenance, data.to_csv(index=False))


def convergence_figure(table: pandas.DataFrame, provenance: str, width: float = WIDE) -> Picture:
    """Draw the sizes of the numbers that are told over the points on which they rest, with the floor.

    Args:
        table: as ``numbers.convergence`` returns it; not empty.
    """
    last = table[table["points"] == table["points"].max()]
    shown = last.nlargest(MOST_LINES, "size")["number"].tolist()
    with house_style():
        figure = Figure(figsize=(width, 2.6))
        (axes,) = rows_of_axes(figure, 1, [1.6], Edges(left=0.6, right=0.25, top=0.3, between=0.3, below=0.7))
        for place, name in enumerate(shown):
            one = table[table["number"] == name]
            axes.errorbar(
                one["points"], one["size"], [one["size"] - one["low"], one["high"] - one["size"]],
                color=color_of_variant(place), label=name, linewidth=1.5, elinewidth=1.0,
            )  # fmt: skip
        floor = table.drop_duplicates("points")
        axes.plot(floor["points"], floor["floor"], "--", color=MUTED.light, label="numbers that do nothing")
        axes.set_xlabel("points")
        axes.legend(fontsize=SMALL, frameon=False)
    moved = "What still moves from one mark to the next is not known yet; bars are 95 % intervals."
    return Picture(figure, SETTLING, f"Sizes on a quarter, half, three quarters and all of the points. {moved}",
                   provenance, table.to_csv(index=False))  # fmt: skip


def survival_figure(found: Comparison, table: pandas.DataFrame, provenance: str, width: float = WIDE) -> Picture:
    """Draw the share of worlds that still wait for an issue to be settled, week by week, a curve a treatment.

    Args:
        table: as ``conditions.survival`` returns it.
    """
    with house_style():
        figure = Figure(figsize=(width, 2.9))
        (axes,) = rows_of_axes(figure, 1, [1.9], Edges(left=0.6, right=0.25, top=0.3, between=0.3, below=0.7))
        for place, (name, label) in enumerate(zip(found.variants[:MOST_LINES], found.labels, strict=False)):
            one = table[table["variant"] == name]
            axes.step(one["week"], one["waiting"], where="post", color=color_of_variant(place), label=label)
            axes.fill_between(
                one["week"], one["low"], one["high"], step="post", color=color_of_variant(place), alpha=0.2
            )
        axes.set_ylim(0.0, 1.02)
        axes.set_xlabel("weeks")
        axes.set_ylabel("share still waiting")
        axes.legend(fontsize=SMALL, frameon=False)
    several = " (of several in a world, their mean)" if np.nanmax(found.outcome("settled")) > 1.0 else ""
    sentence = (
        f"{_settled_by(found.labeled(table))} Curves are shares of {worlds(found.done)} that still wait{several} "
        "(Kaplan and Meier; a world in which none is settled is censored at the end of its run), bands their pointwise "
        "95 % intervals."
    )
    return Picture(figure, WAITING, sentence, provenance, table.to_csv(index=False))


def _settled_by(table: pandas.DataFrame) -> str:
    """Say in which share of worlds an issue is settled by the end, and when half have that, with 95 % intervals."""
    last = table.groupby("variant", sort=False).last()
    seen = 100.0 * (1.0 - last[["waiting", "high", "low"]]).iloc[:MOST_LINES]
    by_end = [f"{share:.0f} % [{low:.0f}, {high:.0f}] under {name}" for name, share, low, high in seen.itertuples()]
    medians, early, late = (median_weeks(table, share) for share in ("waiting", "low", "high"))
    halves = [
        f"{week:.0f} [{early[name]:.0f}, {late[name]:.0f}]".replace("inf", "not within the run") + f" under {name}"
        for name, week in medians.items()
        if np.isfinite(week)
    ]
    half = f"weeks until half have that: {listed(halves[:MOST_LINES])}" if halves else "in fewer than half under each"
    return f"An issue is settled within the run in so many worlds: {listed(by_end)}; {half}."


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
    for floor in panel.floors:
        axes.axvline(floor, color=MUTED.light, linewidth=1.0, linestyle="--", zorder=1)
    axes.grid(axis="x")
    for row, bar in enumerate(panel.bars):
        if np.isfinite([bar.low, bar.high]).all():
            ends = [bar.low, bar.high]
            axes.plot(ends, [row, row], color=bar.color, linewidth=5.0, alpha=0.35, solid_capstyle="butt")
        axes.plot([bar.mean], [row], "o", color=bar.color, markersize=5.0)
    names = [wrapped(bar.name, int(gutter / CHARACTER)) if "\n" not in bar.name else bar.name for bar in panel.bars]
    axes.set_yticks(range(len(names)), names, fontsize=SMALL)
    ends = [x for bar in panel.bars for x in (bar.mean, bar.low, bar.high, 0.0, *panel.floors) if np.isfinite(x)]
    room = 0.08 * (max(ends) - min(ends)) or 1.0
    axes.set_xlim(min(ends) - room, max(ends) + room)
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(4))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:+.4g}".replace("-", "−") if value else "0")
    axes.set_title(wrapped(panel.title, characters), x=-gutter / inches_of(axes)[0], ha="left")
    axes.set_xlabel(wrapped(panel.axis, characters), x=-gutter / inches_of(axes)[0], ha="left")
