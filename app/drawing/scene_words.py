"""The words of a scene: what the axes mean, the labels in their places, the key to the kinds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ...sim.state import Floats, Ints
from ..live.frames import Cast, Frame
from ..telling.words import Names
from .labels import Label, Wish, placed
from .marks import key_of_kind
from .setting import RING, Setting, place_of
from .svg import MUTED, color_of_obstacle, element, group, num, text
from .type import SMALL, width_of
from .words import ambition_in_words, time_in_words

Places = Mapping[str, tuple[float, float, float, float]]
"""Upper left corners of the words of a scene and the points they belong to, pixels, by their keys."""

ROW = 20.0
"""Height of a row of the legend."""

CLEAR = 7.0
"""Pixels between an outline and its label."""

ANCHORS = 24
"""Places along an outline beside which its label is tried."""

HALO = 6.0
"""Pixels around the ring of the organization that is pointed out."""


def axes_of_scene(setting: Setting) -> str:
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
        fill=MUTED, font_size=SMALL, data_key="axes",
    )  # fmt: skip


def before_of(previous: Frame | Ints | None) -> Ints | None:
    """Return who belonged before, (N,); None where nothing is known of it."""
    return previous.member if isinstance(previous, Frame) else previous


def labels_of_scene(
    cast: Cast,
    frame: Frame,
    previous: Frame | Ints | None,
    selected: int | None,
    setting: Setting,
    now: list[Floats],
    before: list[Floats],
    last: Places,
) -> list[Label]:
    """Return the words of the scene in their places, the most important first.

    Args:
        now, before: the outlines of the coalition and of the one before, as far as they are drawn and named.
        last: where words stood before.
    """
    wishes = []
    need = place_of(setting, frame.fact, frame.affected)
    plan = place_of(setting, frame.plan_fact, frame.plan_value)
    if selected is not None:
        name = Names(cast.scenario).organization(selected)
        wishes.append(Wish(name, setting.points[[selected]], float(setting.radii[selected]) + 12.0, key="chosen"))
    if plan:
        wishes.append(Wish(f"the plan: {ambition_in_words(frame.ambition)}", np.array([plan]), 13.0, key="plan"))
    if need:
        wishes.append(Wish("the need", np.array([need]), 13.0, key="need"))
    if now:
        words, color = f"coalition now: {int((frame.member > 0).sum())}", color_of_obstacle(frame.plan_obstacle)
        wishes.append(Wish(words, _rim(now), CLEAR, color, key="now"))
    if before:
        until = f"until {time_in_words(cast.scenario, previous.week)}" if isinstance(previous, Frame) else "before"
        wishes.append(Wish(f"coalition {until}", _rim(before), CLEAR, MUTED, SMALL, is_bold=False, key="before"))
    frame_box = (20.0, 4.0, setting.width - 24.0, setting.bottom - 6.0)
    marks = _hindrances(setting, [place for place in (need, plan) if place], [*now, *before], selected)
    return placed([replace(wish, last=last.get(wish.key)) for wish in wishes], frame_box, marks)


def _hindrances(
    setting: Setting, places: list[tuple[float, float]], lines: list[Floats], selected: int | None
) -> Floats:
    """Return what labels should not cover, (n, 4): the marks, the need and the plan, less so the outlines."""
    marks = np.column_stack([setting.points, setting.radii + RING + 2.0, np.full(len(setting.points), 30.0)])
    if selected is not None:
        marks[selected, 2] += HALO
    extra = np.array([(*place, 12.0, 40.0) for place in places]).reshape(-1, 4)
    edges = [np.column_stack([line[::3], np.full((len(line[::3]), 2), (6.5, 6.0))]) for line in lines]
    return np.concatenate([marks, extra, *edges])


def _rim(lines: list[Floats]) -> Floats:
    """Return points along outlines, (n, 2), the highest first: where they can be labelled."""
    points = np.concatenate([line[:-1] for line in lines])
    some = points[:: max(len(points) // ANCHORS, 1)]
    result: Floats = some[np.argsort(some[:, 1], kind="stable")]
    return result


def legend_of_scene(cast: Cast, setting: Setting) -> tuple[str, float]:
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
    return group(parts, font_size=SMALL, data_key="legend"), y + 12.0 - setting.field
