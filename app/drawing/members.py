"""Members by kind, stacked along the weeks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..live.frames import Cast
from .axes import Scale, Time, stacked, steps_path
from .marks import shape_path
from .overlays import LINE_KEY, EndLabel, end_labels
from .svg import CARD, LINE, MUTED, color_of_kind, element, group, line, text
from .track import Track
from .type import SMALL


def members_area(cast: Cast, track: Track, time: Time, scale: Scale) -> str:
    """Return an area for each kind, the first at the foot, with a hairline of ground between them."""
    kinds = [kind for kind in range(len(cast.scenario.kinds)) if track.members[kind].any()]
    tops = np.cumsum(track.members, axis=0)
    areas = stacked(time.xs(track.weeks), [scale.ys(tops[kind]) for kind in kinds], scale.bottom)
    parts = [element("path", d=d, fill=color_of_kind(kind)) for kind, d in zip(kinds, areas, strict=True)]
    return group(reversed(parts), stroke=CARD, stroke_width="0.6")


def members_labels(
    cast: Cast, track: Track, scale: Scale, x: float, room: float, others: Sequence[EndLabel] = ()
) -> str:
    """Return the name of each kind that ever had members, beside where its area ends, and what else ends there."""
    last = track.members[:, -1]
    middles = np.cumsum(last) - last / 2.0
    labels = [
        EndLabel(scale.y(float(middles[place])), kind.plural, color_of_kind(place), shape_path(place, 4.0))
        for place, kind in enumerate(cast.scenario.kinds)
        if track.members[place].any()
    ]
    return end_labels([*labels, *others], x, room, scale.top, scale.bottom)


def ghost_label(ghost: Track, name: str, scale: Scale) -> EndLabel:
    """Return the name of another run beside the end of its line."""
    return EndLabel(scale.y(float(ghost.members.sum(axis=0)[-1])), name, MUTED, LINE_KEY, True, "4 2")


def members_ghost(ghost: Track, time: Time, scale: Scale) -> str:
    """Return the number of members of another run as a dashed line."""
    path = steps_path(time.xs(ghost.weeks), scale.ys(ghost.members.sum(axis=0)))
    return element("path", d=path, fill="none", stroke=MUTED, stroke_width="1.4", stroke_dasharray="5 4")


def count_grid(time: Time, scale: Scale) -> str:
    """Return hairlines at a half and at the top of a count, with their numbers."""
    parts = []
    for share in (0.5, 1.0):
        value = scale.high * share
        y = scale.y(value)
        parts.append(line(time.left, y, time.right, y, stroke=LINE, stroke_width="0.8"))
        parts.append(text(time.left - 5.0, y + 4.0, f"{value:.4g}", text_anchor="end"))
    return group(parts, fill=MUTED, font_size=SMALL)
