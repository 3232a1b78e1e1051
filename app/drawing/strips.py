"""The strip charts: all that a run shows week by week, as rows of small charts over the same weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..live.frames import Cast, Frame
from ..telling.words import at
from .axes import Time, time_axis, time_of
from .fans import Fan
from .futures import key_to_futures
from .one_chart import happenings_in_words
from .overlays import BAND, event_words, now_line, obstacle_band, pivot_lines, win_marks, window_shades
from .rows import ROWS, ROWS_OF_BOTH
from .strip import Strip
from .svg import CARD, INK, MUTED, drawing, text
from .track import Track, track_of, trust_of
from .type import SIZE, SMALL, width_of
from .words import percent, sentence, time_in_words

TITLE = "Week by week"
NARROW = 640.0
"""Width up to which the names of rows stand above them instead of beside them."""

GAP = 16.0
"""Between two rows, pixels."""


def strip_charts(
    cast: Cast,
    frames: Sequence[Frame],
    ghost: Sequence[Frame] | None = None,
    band: Mapping[str, Fan] | None = None,
    now: float | None = None,
    *,
    ghost_band: Mapping[str, Fan] | None = None,
    width: float = 1200.0,
    name: str = "this run",
    ghost_name: str = "baseline",
) -> str:
    """Return all charts along the weeks as SVG, as high as it takes.

    Args:
        frames: at least one, in the order of their weeks; later ones than ``now`` are shown as seen before.
        ghost: another run of the same case, dashed; name, ghost_name: what the two are called.
        band: what many worlds do, as ``fans_of`` returns it, shaded; ghost_band: what they do as the other run does,
            hatched.
        now: the week the page shows, where it is to be marked.
        width: of the drawing, CSS pixels.
    """
    track = track_of(cast, frames)
    other = track_of(cast, ghost) if ghost else None
    left, right = (share * width for share in strip_edges(cast, width))
    time = time_of(cast.scenario, max(track.end, other.end if other else 0.0), left, right)
    is_narrow = width <= NARROW
    name_above = 15.0 if is_narrow else 0.0
    head, bands_end = _bands(cast, track, time, is_narrow)
    events, y = bands_end + 10.0, bands_end + 22.0
    rows, names = [], []
    fans, called, room = (band or {}, ghost_band or {}), (name, ghost_name), width - right
    for said, height, draw in ROWS_OF_BOTH if other else ROWS:
        top = y + name_above
        names.append(_name(said, top, height, time, is_narrow))
        rows.append(draw(Strip(cast, track, other, *fans, called, time, top, top + height, room)))
        y = top + height + GAP
    bottom = y - GAP
    key, more = key_to_futures(called, bool(band or ghost_band), time, bottom + 40.0) if other else ("", -22.0)
    body = [
        window_shades(track, time, bands_end + 3.0, bottom),
        head,
        *rows,
        pivot_lines(cast.scenario, track, time, bands_end + 3.0, bottom),
        win_marks(cast.scenario, track, time, events),
        now_line(time, now, track.end, bands_end - 2.0 * BAND, bottom),
        event_words(track, time, events),
        *names,
        time_axis(time, bottom + 5.0),
        key,
    ]
    return drawing(width, bottom + 48.0 + more, TITLE, strip_charts_in_words(cast, frames), "".join(body))


def strip_edges(cast: Cast, width: float = 1200.0) -> tuple[float, float]:
    """Return where the first week begins and the last one ends, as shares of the width: for a line that moves."""
    labels = max(*(width_of(kind.plural) for kind in cast.scenario.kinds), width_of("rest and learn")) + 24.0
    left = 48.0 if width <= NARROW else 176.0
    return left / width, 1.0 - min(labels, 0.36 * width) / width


def strip_charts_in_words(cast: Cast, frames: Sequence[Frame]) -> str:
    """Return in one sentence where the run stands at its last week and what happened on the way."""
    track, scenario, last = track_of(cast, frames), cast.scenario, frames[-1]
    when = time_in_words(scenario, track.end)
    members = int(track.members[:, -1].sum())
    parts = [
        f"{at(when)} '{scenario.obstacles[last.obstacle].name}' stands in the way",
        f"the coalition has {members} {'member' if members == 1 else 'members'}"
        if track.is_led
        else "each works alone",
    ]
    done, trust = last.series.get("progress", np.nan), trust_of(track)
    if np.isfinite(done):
        parts.append(f"{percent(done)} of the theory of change is believed done")
    if np.isfinite(last.forecast):
        parts.append(f"the forecast is {abs(last.forecast - last.fact):.2f} from what would help")
    if np.isfinite(trust[-1]):
        parts.append(f"the members' mean trust is {percent(float(trust[-1]))}")
    return sentence([*parts, f"so far {happenings_in_words(track)}"])


def _bands(cast: Cast, track: Track, time: Time, is_narrow: bool) -> tuple[str, float]:
    """Return what stands in the way above what the plan is against, and where they end."""
    parts, y = [], 2.0
    for name, spans, verb in (
        ("stands in the way", track.obstacles, "stands in the way"),
        ("the plan is against", track.plans, "is what the plan is against"),
    ):
        if is_narrow:
            parts.append(text(time.left, y + 10.0, name, fill=MUTED, font_size=SMALL))
            y += 14.0
        else:
            parts.append(text(time.left - 8.0, y + 12.5, name, fill=MUTED, font_size=SMALL, text_anchor="end"))
        parts.append(obstacle_band(cast.scenario, spans, time, y, verb))
        y += BAND + 3.0
    return "".join(parts), y - 3.0


def _name(name: str, top: float, height: float, time: Time, is_narrow: bool) -> str:
    if is_narrow:
        halo = {"stroke": CARD, "stroke_width": "3", "paint_order": "stroke", "stroke_linejoin": "round"}
        return text(time.left, top - 5.0, name, fill=MUTED, font_size=SMALL, **halo)
    return text(4.0, top + height / 2.0 + 4.0, name, fill=INK, font_size=SIZE)
