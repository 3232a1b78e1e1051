"""One run drawn week by week: what stood in the way, who took part, how far it came, trust and energy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...sim.events import OVERCOME, PIVOTED, SETTLED_HARMS, SETTLED_HELPS
from ...sim.governance.forms import find_form
from ...sim.run import Result
from ...sim.scenario import Scenario
from ..palette import CARD, INK, KINDS, MUTED, SMALL, WINDOW, house_style
from ..picture import Picture
from ..provenance import provenance_of_run
from ..words import listed
from . import panels
from .panels import WIDE, Label
from .weekly import Floats, defined

TRUST, ENERGY = KINDS[4].light, KINDS[1].light
HEIGHT = 4.9
MARKS = ((PIVOTED, "pivot"), (OVERCOME, "win"), (SETTLED_HELPS, "last win"), (SETTLED_HARMS, "last win, which harms"))
"""What is marked in all tracks, and the word for it."""


class TrackLine(NamedTuple):
    """A series to draw: its name, its values (steps,), its color."""

    name: str
    values: Floats
    color: str


def run_figure(result: Result, scenario: Scenario, width: float = WIDE) -> Picture:
    """Draw one run: members by kind, progress, trust and energy under a strip of what stands in the way.

    Pivots and wins are marked where the run kept its events.

    Raises:
        ValueError: the run kept no series.
    """
    if not len(result.series):
        raise ValueError("this run kept no weekly series; run it again with series=True")
    weeks = np.arange(len(result.series), dtype=np.float64) * result.step_weeks
    with house_style():
        figure = Figure(figsize=(width, HEIGHT))
        _head(figure, result, scenario)
        places = ((1.0, 1.95), (3.2, 0.55), (3.95, 0.55))
        tracks = [panels.axes_at(figure, 0.5, top, width - 0.5 - 1.62, height) for top, height in places]
        for axes in tracks:
            panels.light_grid(axes)
            panels.weeks_axis(axes, result.weeks)
            _shade_windows(axes, result, weeks)
            _draw_marks(axes, result)
        for axes in tracks[:-1]:
            axes.tick_params(labelbottom=False, length=0)
            axes.set_xlabel("")
        _draw_members(tracks[0], result, scenario, weeks)
        _draw_shares(tracks[1], weeks, [TrackLine("progress", result.column("progress"), INK.light)])
        trust = np.where(result.column("members") > 0.0, result.column("trust"), np.nan)
        lines = [TrackLine("members' trust", trust, TRUST), TrackLine("energy", result.column("energy"), ENERGY)]
        _draw_shares(tracks[2], weeks, lines)
        _name_marks(tracks[0], result)
    title = f"{scenario.title}, under {result.governance}, seed {result.seed}"
    return Picture(figure, title, _sentence(result, scenario), provenance_of_run(result, scenario))


def _head(figure: Figure, result: Result, scenario: Scenario) -> None:
    """Write what the figure is of."""
    left = 0.1 / figure.get_size_inches()[0]
    figure.text(left, 1.0 - 0.12 / HEIGHT, scenario.title, va="top", fontsize=12.0, fontweight="bold")
    settings = f"one world (seed {result.seed}) under {result.governance}, {result.strategy}; shaded: a window is open"
    figure.text(left, 1.0 - 0.38 / HEIGHT, settings, va="top", color=MUTED.light)


def _draw_members(axes: Axes, result: Result, scenario: Scenario, weeks: Floats) -> None:
    """Draw members by kind, and above them what stood in the way."""
    members = np.stack([result.column(f"members: {kind.name}") for kind in scenario.kinds])
    panels.stack_members(axes, np.append(weeks, result.weeks), np.c_[members, members[:, -1]], is_stepped=True)
    axes.set_ylim(0.0, 1.25 * float(members.sum(axis=0).max()) or 1.0)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylabel("members" if scenario.issues == 1 else "seats")
    panels.label_ends(axes, panels.labels_of_kinds(scenario, members[:, -1], 20))
    panels.obstacle_strip(axes, list(_obstacles(result, scenario, weeks)))


def _obstacles(result: Result, scenario: Scenario, weeks: Floats) -> Iterator[tuple[float, float, str]]:
    """Yield what stood in the way, from when to when."""
    obstacle = result.column("obstacle")
    starts = np.flatnonzero(np.diff(obstacle, prepend=-1.0))
    ends = [*weeks[starts[1:]], result.weeks]
    for start, end in zip(starts, ends, strict=True):
        if obstacle[start] >= 0.0:  # nothing stands in the way of what has ended
            yield float(weeks[start]), float(end), scenario.obstacles[int(obstacle[start])].name


def _draw_shares(axes: Axes, weeks: Floats, lines: list[TrackLine]) -> None:
    """Draw series that are shares, with their names at their ends."""
    axes.set_ylim(0.0, 1.05)
    axes.set_yticks([0.0, 0.5, 1.0])
    for _, values, color in lines:
        axes.plot(weeks, values, color=color)
    ends = [Label(float(defined(values)[-1]), name, color, has_key=True) for name, values, color in lines]
    panels.label_ends(axes, [end for end in ends if np.isfinite(end.height)])


def _shade_windows(axes: Axes, result: Result, weeks: Floats) -> None:
    """Shade the weeks in which a window of opportunity was open."""
    is_open = np.concatenate(([0.0], result.column("window") > 0.0, [0.0]))
    opens, closes = np.flatnonzero(np.diff(is_open) > 0.0), np.flatnonzero(np.diff(is_open) < 0.0)
    spans = [(float(weeks[a]), float(b - a) * result.step_weeks) for a, b in zip(opens, closes, strict=True)]
    across = axes.get_xaxis_transform()
    axes.broken_barh(spans, (0.0, 1.0), transform=across, color=WINDOW.light, linewidth=0.0, zorder=0)


def _happened(result: Result, what: int) -> list[float]:
    """Return the weeks in which something happened."""
    return [float(row[0]) * result.step_weeks for row in result.events if int(row[1]) == what]


def _draw_marks(axes: Axes, result: Result) -> None:
    """Draw a dashed line at each pivot and a solid one at each win."""
    for what, _ in MARKS:
        for week in _happened(result, what):
            dash = (0, (3, 2)) if what == PIVOTED else "-"
            axes.axvline(week, color=INK.light, linewidth=1.1, linestyle=dash, zorder=3)


def _name_marks(axes: Axes, result: Result) -> None:
    """Write the word for each mark beside it, a line lower where the line above is still taken."""
    inches = panels.inches_of(axes)[0] / result.weeks
    taken = [0.0, 0.0, 0.0]
    for week, words in sorted((week, words) for what, words in MARKS for week in _happened(result, what)):
        row = next((row for row, end in enumerate(taken) if end <= week * inches), 0)
        taken[row] = week * inches + 0.1 + 0.08 * len(words)
        axes.annotate(
            words, (week, 1.0), (3.0, -2.0 - 11.0 * row), xycoords=("data", "axes fraction"),
            textcoords="offset points", va="top", fontsize=SMALL, fontweight="bold", zorder=5,
            bbox={"facecolor": CARD.light, "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


def _sentence(result: Result, scenario: Scenario) -> str:
    """Say what the figure shows."""
    members = result.column("members")
    has_coalition = find_form(result.governance).is_coordinated
    who = "the coalition has" if has_coalition else "each on its own, plans are followed by"
    issues = scenario.issues
    of_all = f"of {scenario.organizations} organizations" if issues == 1 else f"seats on {issues} issues"
    said = [
        f"Under {result.governance}, {who} up to {members.max():.0f} {of_all}, "
        f"and {members[-1]:.0f} at the end of {result.weeks:.0f} weeks"
    ]
    told = (
        (PIVOTED, "it pivots"),
        (OVERCOME, "it overcomes an obstacle"),
        (SETTLED_HELPS, "it settles the issue and helps"),
        (SETTLED_HARMS, "it settles the issue and harms"),
    )
    for what, words in told:
        happened = [f"{week:.0f}" for week in _happened(result, what)]
        if happened:
            said.append(f"{words} in week{'' if len(happened) == 1 else 's'} {listed(happened)}")
    return "; ".join(said) + "."
