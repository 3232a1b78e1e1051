"""The figure of the trials: ten small panels, a principle each; where it helps, where it hurts, and the best dose."""

from __future__ import annotations

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ...experiments.trials import AS_IT_IS, BENEFIT_OFF, PRICE_OFF
from ..palette import INK, LINE, MUTED, SMALL, color_of_variant, dash_of_variant, house_style
from ..picture import Picture
from ..reports.panels import TINY, WIDE, axes_at, light_grid
from ..words import number, worlds, wrapped
from .ablation import BOUND, CIRCULAR, Ablation, Finding
from .ablation_words import sentence

COLUMNS = 2
LEFT, RIGHT, BETWEEN, INSIDE = 0.5, 0.15, 0.65, 0.14
TOP, HEIGHT, HEAD, FOOT = 0.92, 1.12, 0.42, 0.46
"""Room around and between panels, in inches; a row of them has a head and a foot."""

LINES = {AS_IT_IS: "as it is", BENEFIT_OFF: "without the channel of its benefit", PRICE_OFF: "without its price"}
OTHER = "without that channel, meetings as they are"

APART = 0.09
"""How far apart the marks of different lines stand at one dose."""

FAR = 1.8
"""A ceiling this many times as high as all else is written down, not drawn."""


def ablation_figure(kept: Ablation) -> Picture:
    """Draw net value by dose against none, for each principle and condition."""
    conditions, numbers = list(kept.cases), sorted({one.number for one in kept.findings})
    columns = min(COLUMNS, len(numbers))
    rows = -(-len(numbers) // columns)
    across = (WIDE - LEFT - RIGHT - (COLUMNS - 1) * BETWEEN) / COLUMNS
    with house_style():
        figure = Figure(figsize=(WIDE, TOP + rows * (HEAD + HEIGHT + FOOT)))
        _write_head(figure, kept)
        for place, principle in enumerate(numbers):
            left = LEFT + place % columns * (across + BETWEEN)
            top = TOP + place // columns * (HEAD + HEIGHT + FOOT)
            here = [one for one in kept.findings if one.number == principle]
            _draw_principle(figure, here, conditions, left, top, across)
    said = " ".join(sentence(one) for one in kept.findings)
    cases = ", ".join(f"{name} ({digest})" for name, digest in kept.cases.items())
    made = f"{cases}, {worlds(kept.worlds)}, base seed {kept.seed}, coalitions {kept.version}"
    return Picture(figure, "Ten principles on trial", said, made)


def _write_head(figure: Figure, kept: Ablation) -> None:
    across, down = figure.get_size_inches()
    figure.text(0.12 / across, 1 - 0.12 / down, "Ten principles on trial", va="top", fontsize=11, weight="bold")
    words = (
        f"Net value by dose, against no dose in the same {worlds(kept.worlds)}, with 95 % intervals; "
        "the default dose is in bold."
    )
    figure.text(0.12 / across, 1 - 0.36 / down, words, va="top", fontsize=SMALL, color=MUTED.light)
    there = {line.name for one in kept.findings for line in one.lines}
    names = [*LINES.values(), *([OTHER] if there - set(LINES) else [])]
    keys = [
        Line2D([], [], color=color_of_variant(place), linestyle=dash_of_variant(place), marker="o", markersize=3.5)
        for place in range(len(names))
    ]
    keys.append(Line2D([], [], color=INK.light, linestyle="none", marker="_", markersize=11, markeredgewidth=1.8))
    figure.legend(
        keys, [*names, "mechanism free"], loc="upper left", bbox_to_anchor=(0.05 / across, 1 - 0.5 / down),
        ncols=len(keys), frameon=False, fontsize=SMALL, columnspacing=1.4, handlelength=2.2,
    )  # fmt: skip


def _draw_principle(
    figure: Figure, findings: Sequence[Finding], conditions: Sequence[str], left: float, top: float, across: float
) -> None:
    """Draw a principle: a panel for each condition, side by side on one scale."""
    low, high = limits(findings)
    width = (across - (len(conditions) - 1) * INSIDE) / len(conditions)
    for place, condition in enumerate(conditions):
        axes = axes_at(figure, left + place * (width + INSIDE), top + HEAD, width, HEIGHT)
        light_grid(axes)
        axes.set_ylim(low, high)
        axes.set_title(condition, fontsize=SMALL, fontweight="normal", color=MUTED.light, pad=3.0)
        if place == 0:
            one = findings[0]
            axes.annotate(
                f"{one.number}  {one.name}{' (has no price yet)' if one.waits_for else ''}", (0.0, 1.0), (0.0, 17.0),
                xycoords="axes fraction", textcoords="offset points", fontweight="bold", annotation_clip=False,
            )  # fmt: skip
        else:
            axes.tick_params(labelleft=False)
        for one in findings:
            if one.condition == condition:
                _draw_finding(axes, one)


def limits(findings: Sequence[Finding]) -> tuple[float, float]:
    """Return where the scale of a principle begins and ends; a ceiling far above all else is left out."""
    values = [dose.against_none for one in findings for line in one.lines for dose in line.doses]
    ends = [end for value in values for end in (value.low, value.high, 0.0) if math.isfinite(end)]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    ceilings = [one.ceiling.mean for one in findings if one.ceiling]
    reachable = [ceiling for ceiling in ceilings if ceiling < FAR * max(high, 0.1)]
    high, low = max([high, *reachable]), min([low, *reachable])
    margin = 0.07 * (high - low) or 0.1
    return low - margin, high + margin


def _draw_finding(axes: Axes, finding: Finding) -> None:
    doses = finding.lines[0].doses
    axes.axhline(0.0, color=MUTED.light, linewidth=0.8, zorder=1)
    axes.axhspan(0.0, BOUND * max(finding.baseline, 0.0), color=LINE.light, linewidth=0.0, zorder=0.5)
    order = [*LINES, *(line.name for line in finding.lines if line.name not in LINES)]
    for line in finding.lines:
        style = order.index(line.name)
        found = [dose.against_none for dose in line.doses]
        shift = (style - 1) * APART
        places = [place + shift for place in range(len(found))]
        means = [one.mean for one in found]
        color = color_of_variant(style)
        axes.plot(places, means, color=color, linestyle=dash_of_variant(style), linewidth=1.5, zorder=3)
        axes.vlines(
            places, [one.low for one in found], [one.high for one in found], color=color, linewidth=1.0, zorder=3
        )
        axes.plot(places, means, "o", color=color, markersize=3.2, zorder=4)
    axes.set_xlim(-0.35, len(doses) - 0.35)
    axes.set_xticks(range(len(doses)), [wrapped(dose.label, 10) for dose in doses])
    for label, dose in zip(axes.get_xticklabels(), doses, strict=True):
        if dose.dose == "default":
            label.set_fontweight("bold")
            label.set_color(INK.light)
    _draw_ceiling(axes, finding)
    if finding.bound and finding.bound.verdict == CIRCULAR:
        _write_inside(axes, "circular: a bug", color_of_variant(1), 0.03)


def _draw_ceiling(axes: Axes, finding: Finding) -> None:
    """Mark what the default dose would bring if the mechanism were free, at the right edge."""
    if finding.ceiling is None:
        return
    top = axes.get_ylim()[1]
    if finding.ceiling.mean > top:
        _write_inside(axes, f"mechanism free: ↑ {number(finding.ceiling.mean)}", INK.light, 0.9)
        return
    right = axes.get_xlim()[1]
    axes.plot([right - 0.24, right], [finding.ceiling.mean] * 2, color=INK.light, linewidth=1.8, clip_on=False)


def _write_inside(axes: Axes, words: str, color: str, height: float) -> None:
    axes.text(0.98, height, words, transform=axes.transAxes, ha="right", fontsize=TINY, color=color, zorder=5)
