"""The scene: who stands where in goal space this week, who belongs, and where the need and the plan are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from ...sim.state import Floats, Ints
from ..live.frames import Cast, Frame
from ..words import Names
from .labels import Wish, drawn, placed
from .marks import key_of_kind, need_mark, plan_mark, ring_path, shape_path
from .outline import outline, outline_path
from .places import Stage, radii_of, spots, stage_of
from .svg import CARD, INK, MUTED, color_of_kind, color_of_obstacle, drawing, element, group, num, safe, text
from .type import SMALL, width_of
from .words import ambition_in_words, members_in_words, percent, sentence, time_in_words

TITLE = "Who stands where"
MARGIN = 32.0
"""Pixels between the edge of the drawing and the outermost mark: room for the outline around it."""

RING = 3.2
"""Pixels between a mark and its ring."""

ROW = 20.0
"""Height of a row of the legend."""


@dataclass(frozen=True)
class Setting:
    """A scene laid out: its sizes in pixels, the stage, where everybody stands (N, 2), and radii (N,)."""

    width: float
    height: float
    field: float
    stage: Stage
    points: Floats
    radii: Floats


def scene(
    cast: Cast,
    frame: Frame,
    previous: Frame | Ints | None = None,
    selected: int | None = None,
    *,
    width: float = 600.0,
    height: float | None = None,
) -> str:
    """Return the scene of a week as SVG.

    Organizations are elements with ``data-row``, which can be clicked and focused.

    Args:
        previous: the coalition before the last pivot, drawn dashed around its members where they stand now: a frame of
            that time, whose week is named, or (N,) who belonged.
        selected: row of the organization to point out.
        width: of the drawing, CSS pixels; height: without the legend, CSS pixels, chosen to fit where not given.
    """
    setting = laid_out(cast, frame, width, height)
    now, before = _lines(setting, frame.member), _lines(setting, _before(previous))
    legend, legend_height = _legend(cast, setting)
    body = [
        _axes(setting),
        _outlines(frame, now, before),
        _ties(cast, setting),
        _marks(cast, frame, selected, setting),
        _need_and_plan(frame, setting),
        _labels(cast, frame, previous, selected, setting, [*now, *before]),
        legend,
    ]
    words = scene_in_words(cast, frame)
    return drawing(setting.width, setting.field + legend_height, TITLE, words, "".join(body), is_interactive=True)


def scene_in_words(cast: Cast, frame: Frame) -> str:
    """Return in one sentence who belongs to the coalition in a week, and what its plan is to the need."""
    when, everybody = time_in_words(cast.scenario, frame.week), len(cast.kind)
    members = int((frame.member > 0).sum())
    does = "belongs" if members == 1 else "belong"
    who = f"{members} of {everybody} organizations {does} to the coalition"
    if members:
        who += f", {members_in_words(cast, frame.member)}"
    plan = "there is no plan"
    if not math.isnan(frame.plan_fact):
        away = math.hypot(frame.plan_fact - frame.fact, frame.plan_value - frame.affected)
        plan = f"the plan is {ambition_in_words(frame.ambition)} and stands {away:.2f} from the need"
    means = f"mean trust is {percent(float(frame.trust.mean()))}, mean energy {percent(float(frame.energy.mean()))}"
    if frame.assumed < 0:
        plan, means = "each works alone", f"mean energy is {percent(float(frame.energy.mean()))}"
    return sentence([f"in {when} {who}", plan, means])


def laid_out(cast: Cast, frame: Frame, width: float, height: float | None = None) -> Setting:
    """Return where everything of a scene stands."""
    field = height or min(max(0.78 * width, 330.0), 620.0)
    stage = stage_of(cast, 0.0, 0.0, width, field - 16.0)
    largest = min(max(width / 52.0, 8.0), 13.0)
    radii = radii_of(cast, largest)
    points = spots(cast, stage, frame.belief, frame.value, radii, MARGIN)
    return Setting(width, field, field, stage, points, radii)


def _before(previous: Frame | Ints | None) -> Ints | None:
    return previous.member if isinstance(previous, Frame) else previous


def _axes(setting: Setting) -> str:
    """Return what the two axes mean, at the edge."""
    foot = setting.field - 5.0
    return group(
        [
            text(setting.width / 2.0, foot, "what they believe would help →", text_anchor="middle"),
            element(
                "text", "what they stand for →", transform=f"translate(12 {num(setting.field / 2.0)})rotate(-90)",
                text_anchor="middle",
            ),
        ],
        fill=MUTED, font_size=SMALL,
    )  # fmt: skip


def _lines(setting: Setting, member: Ints | None) -> list[Floats]:
    """Return the outline of a coalition; none where there is no coalition."""
    if member is None or not member.any():
        return []
    return outline(setting.points, setting.radii, member, setting.width, setting.stage.bottom)


def _outlines(frame: Frame, now: list[Floats], before: list[Floats]) -> str:
    """Return the coalition in the color of the obstacle that its plan is against, and the one before dashed."""
    color, parts = color_of_obstacle(frame.plan_obstacle), []
    if now:
        parts.append(
            element(
                "path",
                d=outline_path(now),
                class_="coalition",
                fill=color,
                fill_opacity="0.13",
                fill_rule="evenodd",
                stroke=color,
                stroke_width="1.8",
                stroke_linejoin="round",
            )
        )
    if before:
        parts.append(
            element(
                "path",
                d=outline_path(before),
                class_="coalition-before",
                fill="none",
                stroke=MUTED,
                stroke_width="1.3",
                stroke_dasharray="5 4",
                stroke_linejoin="round",
            )
        )
    return "".join(parts)


def _ties(cast: Cast, setting: Setting) -> str:
    """Return all ties as one faint path."""
    if len(cast.ties) == 0:
        return ""
    ends = np.rint(setting.points).astype(int)[cast.ties]
    path = "".join([f"M{a} {b}L{c} {d}" for (a, b), (c, d) in ends.tolist()])
    return element("path", d=path, stroke=MUTED, stroke_opacity="0.2", stroke_width="0.8", fill="none")


def _marks(cast: Cast, frame: Frame, selected: int | None, setting: Setting) -> str:
    """Return a mark for each organization in the order of their rows, those of a kind together."""
    names, said = Names(cast.scenario), _said(frame)
    kinds, radii, points = cast.kind.tolist(), setting.radii.tolist(), setting.points.tolist()
    trust, energy = frame.trust.tolist(), frame.energy.tolist()
    parts = []
    for kind, rows in groupby(range(len(kinds)), key=kinds.__getitem__):
        marks = []
        for row in rows:
            (x, y), radius = points[row], radii[row]
            halo = ""
            if row == selected:
                halo = f'<circle r="{num(radius + RING + 4.5)}" fill="none" stroke="{INK}" stroke-width="2.4"/>'
            marks.append(
                f'<g data-row="{row}" role="button" tabindex="0" transform="translate({num(x)} {num(y)})">'
                f"<title>{safe(names.organization(row))}, {said[row]}</title>"
                f'<circle r="{num(radius + RING)}" fill="{CARD}" fill-opacity=".75"/>{halo}'
                f'<path d="{shape_path(kind, radius)}" fill-opacity="{_fade(energy[row])}"/>'
                f'<path d="{ring_path(trust[row], radius + RING)}" fill="none" stroke-width="1.6"/></g>'
            )
        color = color_of_kind(kind)
        parts.append(group(marks, fill=color, stroke=color, stroke_width="0"))
    return group(parts, cursor="pointer")


def _fade(energy: float) -> str:
    """Return how solid the mark of an organization is: the more tired, the paler."""
    return f"{0.25 + 0.75 * min(max(energy, 0.0), 1.0):.2f}"


def _said(frame: Frame) -> list[str]:
    """Return what is said of each organization beside its name."""
    return [
        f"{'member' if member > 0 else 'not a member'}, trust {percent(trust)}, energy {percent(energy)}"
        for member, trust, energy in zip(
            frame.member.tolist(), frame.trust.tolist(), frame.energy.tolist(), strict=True
        )
    ]


def _place_of(setting: Setting, fact: float, value: float) -> tuple[float, float] | None:
    """Return where a position is shown; None where it is not defined."""
    if math.isnan(fact) or math.isnan(value):
        return None
    stage = setting.stage
    x = min(max(float(stage.x(fact)), 14.0), setting.width - 14.0)
    return x, min(max(float(stage.y(value)), 14.0), stage.bottom - 14.0)


def _need_and_plan(frame: Frame, setting: Setting) -> str:
    need = _place_of(setting, frame.fact, frame.affected)
    plan = _place_of(setting, frame.plan_fact, frame.plan_value)
    marks = (need_mark(*need) if need else "") + (plan_mark(*plan) if plan else "")
    return f'<g pointer-events="none">{marks}</g>'


def _labels(
    cast: Cast,
    frame: Frame,
    previous: Frame | Ints | None,
    selected: int | None,
    setting: Setting,
    lines: list[Floats],
) -> str:
    """Return the words of the scene in their places, the most important first."""
    wishes = []
    need = _place_of(setting, frame.fact, frame.affected)
    plan = _place_of(setting, frame.plan_fact, frame.plan_value)
    if selected is not None:
        name = Names(cast.scenario).organization(selected)
        wishes.append(Wish(name, setting.points[[selected]], float(setting.radii[selected]) + 9.0))
    if plan:
        wishes.append(Wish(f"the plan: {ambition_in_words(frame.ambition)}", np.array([plan]), 10.0))
    if need:
        wishes.append(Wish("the need", np.array([need]), 10.0))
    if frame.member.any():
        words, color = f"coalition now: {int((frame.member > 0).sum())}", color_of_obstacle(frame.plan_obstacle)
        wishes.append(Wish(words, _rim(setting, frame.member), 7.0, color, has_leader=False))
    before = _before(previous)
    if before is not None and before.any():
        until = f"until {time_in_words(cast.scenario, previous.week)}" if isinstance(previous, Frame) else "before"
        rim = _rim(setting, before)
        wishes.append(Wish(f"coalition {until}", rim, 7.0, MUTED, SMALL, is_bold=False, has_leader=False))
    frame_box = (20.0, 4.0, setting.width - 24.0, setting.stage.bottom - 6.0)
    marks = _hindrances(setting, [place for place in (need, plan) if place], lines)
    return "".join(drawn(label) for label in placed(wishes, frame_box, marks))


def _hindrances(setting: Setting, places: list[tuple[float, float]], lines: list[Floats]) -> Floats:
    """Return what labels should not cover, (n, 4): the marks, the need and the plan, less so the outlines."""
    marks = np.column_stack([setting.points, setting.radii + RING + 2.0, np.full(len(setting.points), 30.0)])
    extra = np.array([(*place, 11.0, 40.0) for place in places]).reshape(-1, 4)
    edges = [np.column_stack([line[::4], np.full((len(line[::4]), 2), (5.0, 6.0))]) for line in lines]
    return np.concatenate([marks, extra, *edges])


def _rim(setting: Setting, member: Ints) -> Floats:
    """Return points just outside the members, (n, 2), the highest first: where the outline can be labelled."""
    points = setting.points[member > 0]
    middle = points.mean(axis=0)
    order = np.argsort(points[:, 1])[:4]
    away = points[order] - middle
    length = np.maximum(np.hypot(away[:, 0], away[:, 1]), 1.0)
    result: Floats = points[order] + away / length[:, None] * 22.0
    return result


def _legend(cast: Cast, setting: Setting) -> tuple[str, float]:
    """Return the key to the kinds in as many rows as it takes, and its height."""
    parts = []
    x, y = 14.0, setting.field + 14.0
    for place, kind in enumerate(cast.scenario.kinds):
        wide = 16.0 + width_of(kind.plural) + 16.0
        if x > 14.0 and x + wide > setting.width:
            x, y = 14.0, y + ROW
        parts.append(key_of_kind(place, x, y) + text(x + 11.0, y + 4.0, kind.plural))
        x += wide
    said = "size: hours they can give; ring: trust; pale: tired"
    if x > 14.0 and x + width_of(said) > setting.width - 8.0:
        x, y = 9.0, y + ROW
    parts.append(text(x, y + 4.0, said, fill=MUTED))
    return group(parts, font_size=SMALL), y + 12.0 - setting.field
