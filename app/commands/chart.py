"""A run drawn in the terminal: members by kind, progress, obstacles, windows, pivots, over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from clever_coalitions.sim.events import OVERCOME, PIVOTED, SETTLED_HARMS, SETTLED_HELPS

if TYPE_CHECKING:
    from rich.text import Text

    from clever_coalitions.sim.run import Result
    from clever_coalitions.sim.scenario import Scenario
    from clever_coalitions.sim.state import Floats

BLOCKS = " ▁▂▃▄▅▆▇█"
PIVOT, WINS, HELPS, HARMS, WINDOW = "▲", "☆", "★", "✖", "━"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLORS = ("blue", "bright_red", "magenta", "yellow", "green", "cyan", "bright_black", "white")
WEEKS = (1, 2, 4, 8, 13, 26, 52, 104, 208, 520, 1040, 2080, 5200)
DAYS = (1, 2, 7, 14, 28, 56, 112, 182, 364, 728, 3640, 36400)
NARROWEST, WIDEST_LABEL = 20, 22


class Chart:
    """Rows of a label, one sign for each stretch of time, and a remark."""

    def __init__(self, result: Result, width: int, most: int = 10) -> None:
        remarks = len(f" {most} of {most}")
        self.label = min(WIDEST_LABEL, max(8, width // 4))
        self.columns = max(1, min(len(result.series), max(NARROWEST, width - self.label - remarks - 1)))
        self.column_of = np.arange(len(result.series)) * self.columns // max(1, len(result.series))
        self.rows: list[Text] = []

    def row(self, label: str, signs: str, remark: str = "", style: str = "") -> None:
        """Add a row; the style is that of the signs."""
        from rich.text import Text

        cut = label if len(label) <= self.label else label[: self.label - 1] + "…"
        text = Text(f"{cut:{self.label}} ", no_wrap=True, overflow="crop")
        text.append(f"{signs:{self.columns}}", style=style).append(f" {remark}", style="dim")
        text.rstrip()
        self.rows.append(text)

    def heights(self, values: Floats, full: float) -> str:
        """Return blocks as high as the mean of ``values`` in each stretch of time, up to ``full``; a little shows."""
        sums = np.bincount(self.column_of, weights=np.nan_to_num(values), minlength=self.columns)
        means = sums / np.bincount(self.column_of, minlength=self.columns)
        levels = np.ceil(np.clip(means / full, 0.0, 1.0) * (len(BLOCKS) - 1) - 1e-9).astype(int)
        return "".join(BLOCKS[level] for level in levels)

    def marks(self, steps: Sequence[int], sign: str, onto: str = "") -> str:
        """Return ``sign`` in the stretches of time of ``steps``, written over ``onto``."""
        signs = list(f"{onto:{self.columns}}")
        for step in steps:
            signs[self.column_of[step]] = sign
        return "".join(signs)

    def letters(self, values: Floats) -> str:
        """Return the letter of the last obstacle in each stretch of time, nothing where there is none."""
        signs = [" "] * self.columns
        for column, value in zip(self.column_of, values, strict=True):
            signs[column] = LETTERS[int(value) % len(LETTERS)] if value >= 0.0 else " "
        return "".join(signs)


def draw_run(result: Result, scenario: Scenario, width: int) -> list[Text]:
    """Return a chart of a run that kept its series and its events, in lines of at most about ``width`` columns."""
    seats = {kind.name: kind.count * scenario.issues for kind in scenario.kinds}
    chart = Chart(result, width, max(10, *seats.values()))
    chart.row("", _ruler(chart, result), style="dim")
    for place, kind in enumerate(scenario.kinds):
        members = result.column(f"members: {kind.name}")
        remark = f"{members.max():.0f} of {seats[kind.name]}"
        signs = chart.heights(members, float(max(1, seats[kind.name])))
        chart.row(kind.plural, signs, remark, COLORS[place % len(COLORS)])
    done = _done(result, scenario)
    chart.row("work done", chart.heights(done, 1.0), f"{100 * done.max():.0f}%")
    if len(scenario.obstacles) > 1:
        chart.row("what blocks it", chart.letters(result.column("obstacle")), style="dim")
        chart.row("the plan is against", chart.letters(result.column("plan_obstacle")))
    chart.row("windows", chart.marks(np.flatnonzero(result.column("window") > 0).tolist(), WINDOW), style="green")
    marks = ""
    for what, sign in ((PIVOTED, PIVOT), (OVERCOME, WINS), (SETTLED_HARMS, HARMS), (SETTLED_HELPS, HELPS)):
        marks = chart.marks(result.events[result.events[:, 1] == what][:, 0].astype(int).tolist(), sign, marks)
    chart.row("what happens", marks, style="bold")
    return chart.rows


def legend(scenario: Scenario) -> str:
    """Return what the signs of a chart mean."""
    letters = [f"{LETTERS[place % len(LETTERS)]} {each.name}" for place, each in enumerate(scenario.obstacles)]
    obstacles = f"{', '.join(letters)}. " if len(letters) > 1 else ""
    for_all = ", on every issue" if scenario.issues > 1 else ""
    return (
        f"{obstacles}A full block: everybody of a kind belongs{for_all}, all needed work is done. "
        f"{PIVOT} pivot, {WINS} an obstacle overcome, {HELPS} the last one and it helps, {HARMS} and it harms, "
        f"{WINDOW} window of opportunity."
    )


def _done(result: Result, scenario: Scenario) -> Floats:
    """Return the share of the work needed against what the plan is against that is done, (steps,); zero without one."""
    done, against = np.zeros(len(result.series)), result.column("plan_obstacle")
    for place, obstacle in enumerate(scenario.obstacles):
        hours = [step.hours * step.needed for step in obstacle.steps]
        shares = np.stack([result.column(f"step {number}") for number in range(1, 1 + len(hours))])
        done = np.where(against == place, hours @ shares / sum(hours), done)
    return done


def _ruler(chart: Chart, result: Result) -> str:
    """Return weeks (days, where steps are days) written above the columns in which they begin."""
    is_daily = round(result.step_weeks * 7, 6) == 1
    unit, per_step, ticks = ("day", 1.0, DAYS) if is_daily else ("week", result.step_weeks, WEEKS)
    length = len(result.series) * per_step
    every = next((tick for tick in ticks if chart.columns * tick >= 10 * length), length)
    signs = [" "] * (chart.columns + 8)
    for tick in range(int(length / every) + 1):
        said = f"{unit} 0" if tick == 0 else f"{tick * every:g}"
        place = int(tick * every * chart.columns / length)
        if place + len(said) <= chart.columns + 5:
            signs[place : place + len(said)] = said
    return "".join(signs).rstrip()
