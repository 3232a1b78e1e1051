"""The scene: who stands where in goal space this week, who belongs, and where the need and the plan are."""

from __future__ import annotations

import math
from itertools import groupby

import numpy as np

from ...sim.state import Floats, Ints
from ..live.frames import Cast, Frame
from ..telling.words import Names, at
from .labels import drawn
from .marks import need_mark, plan_mark, ring_path, shape_path
from .outline import outline, outline_path
from .scene_words import Places, axes_of_scene, before_of, labels_of_scene, legend_of_scene
from .setting import RING, Setting, laid_out, place_of
from .svg import CARD, INK, MUTED, color_of_kind, color_of_obstacle, dashed_obstacle, drawing, element, group, num, safe
from .words import ambition_in_words, members_in_words, percent, sentence, time_in_words

TITLE = "Who stands where"
NAMED = 0.5
"""How strong the coalition before is drawn at least where it is named."""


def scene(
    cast: Cast,
    frame: Frame,
    previous: Frame | Ints | None = None,
    selected: int | None = None,
    *,
    memory: float = 1.0,
    width: float = 600.0,
    height: float | None = None,
) -> str:
    """Return the scene of a week as SVG; the arguments are those of ``scene_after``."""
    return scene_after({}, cast, frame, previous, selected, memory=memory, width=width, height=height)[0]


def scene_after(
    last: Places,
    cast: Cast,
    frame: Frame,
    previous: Frame | Ints | None = None,
    selected: int | None = None,
    *,
    memory: float = 1.0,
    width: float = 600.0,
    height: float | None = None,
) -> tuple[str, Places]:
    """Return the scene of a week as SVG, and where its words stand.

    Organizations are elements with ``data-row``, which can be clicked and focused; what can come and go has a
    ``data-key``, by which a page knows it again in another week.

    Args:
        last: where words stood the week before: they stay there while they can.
        previous: the coalition before the last pivot, drawn dashed around its members where they stand now: a frame of
            that time, whose week is named, or (N,) who belonged.
        selected: row of the organization to point out.
        memory: how strong the coalition before is drawn, [0, 1]; below a half its name is left out.
        width: of the drawing, CSS pixels; height: without the legend, CSS pixels, chosen to fit where not given.
    """
    setting = laid_out(cast, frame, width, height)
    now, before = _lines(setting, frame.member), _lines(setting, before_of(previous) if memory > 0.0 else None)
    legend, legend_height = legend_of_scene(cast, setting)
    named = before if memory >= NAMED else []
    labels = labels_of_scene(cast, frame, previous, selected, setting, now, named, last)
    body = [
        axes_of_scene(setting),
        _outlines(frame, now, before, memory),
        _ties(cast, setting),
        _marks(cast, frame, selected, setting),
        _need_and_plan(frame, setting),
        *(drawn(label) for label in labels),
        legend,
    ]
    words, whole = scene_in_words(cast, frame), setting.field + legend_height
    svg = drawing(setting.width, whole, TITLE, words, "".join(body), is_interactive=True)
    return svg, {label.wish.key: (*label.box[:2], *label.anchor) for label in labels}


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
    return sentence([f"{at(when)} {who}", plan, means])


def _lines(setting: Setting, member: Ints | None) -> list[Floats]:
    """Return the outline of a coalition; none where there is no coalition."""
    if member is None or not member.any():
        return []
    return outline(setting.points, setting.radii, member, setting.width, setting.bottom)


def _outlines(frame: Frame, now: list[Floats], before: list[Floats], memory: float) -> str:
    """Return the coalition in the color of the obstacle that its plan is against, and the one before dashed."""
    color, parts = color_of_obstacle(frame.plan_obstacle), []
    if now:
        parts.append(
            element(
                "path",
                d=outline_path(now),
                class_="coalition",
                data_key="now",
                data_outline="",
                fill=color,
                fill_opacity="0.13",
                fill_rule="evenodd",
                stroke=color,
                stroke_width="1.8",
                stroke_linejoin="round",
                **dashed_obstacle(frame.plan_obstacle),
            )
        )
    if before:
        parts.append(
            element(
                "path",
                d=outline_path(before),
                class_="coalition-before",
                data_key="before",
                data_outline="",
                fill="none",
                stroke=MUTED,
                stroke_width="1.3",
                stroke_opacity=f"{memory:.2f}",
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
    return element("path", d=path, stroke=MUTED, stroke_opacity="0.2", stroke_width="0.8", fill="none", data_key="ties")


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
    return group(parts, cursor="pointer", data_key="marks")


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


def _need_and_plan(frame: Frame, setting: Setting) -> str:
    need = place_of(setting, frame.fact, frame.affected)
    plan = place_of(setting, frame.plan_fact, frame.plan_value)
    marks = (need_mark(*need) if need else "") + (plan_mark(*plan) if plan else "")
    return f'<g pointer-events="none" data-key="need and plan">{marks}</g>'
