"""The one chart of the simple view: who was in the coalition, week by week, and what happened to it."""

from __future__ import annotations

from collections.abc import Sequence

from ..live.frames import Cast, Frame
from ..telling.words import at
from .axes import Scale, Time, ceiling, time_axis, time_of
from .members import count_grid, ghost_label, members_area, members_ghost, members_labels
from .overlays import BAND, event_words, now_line, obstacle_band, pivot_lines, win_marks, window_shades
from .svg import MUTED, drawing, text
from .track import Track, track_of
from .type import SIZE, SMALL, fitted, width_of
from .words import members_in_words, sentence, time_in_words

TITLE = "Members week by week"
NAMED = 56.0
"""Pixels to the left of an axis that carries its name."""

NARROW = 440.0
"""Width up to which there is no room for that."""


def one_chart(
    cast: Cast,
    frames: Sequence[Frame],
    ghost: Sequence[Frame] | None = None,
    now: float | None = None,
    *,
    width: float = 600.0,
    height: float = 230.0,
    ghost_name: str = "baseline",
) -> str:
    """Return members by kind over the weeks as SVG, with obstacles, windows, pivots and wins.

    Args:
        frames: at least one, in the order of their weeks; later ones than ``now`` are shown as seen before.
        ghost: another run of the same case, drawn as a dashed line; ghost_name: what it is called.
        now: the week the page shows, where it is to be marked.
        width, height: of the drawing, CSS pixels.
    """
    track = track_of(cast, frames)
    other = track_of(cast, ghost) if ghost else None
    left, right = (share * width for share in one_chart_edges(cast, width))
    time = time_of(cast.scenario, max(track.end, other.end if other else 0.0), left, right)
    most = max(float(t.members.sum(axis=0).max()) for t in (track, other) if t)
    band, top, bottom = 16.0, 16.0 + BAND + 5.0, height - 22.0
    events, scale = top + 9.0, Scale(top + 20.0, bottom, 0.0, ceiling(most))
    names = [ghost_label(other, ghost_name, scale)] if other else []
    body = [
        text(left, 11.0, "what stands in the way", fill=MUTED, font_size=SMALL),
        obstacle_band(cast.scenario, track.obstacles, time, band, "stands in the way"),
        window_shades(track, time, top, bottom),
        count_grid(time, scale),
        text(3.0, scale.top - 9.0, "members", fill=MUTED, font_size=SMALL) if left > NAMED else "",
        members_area(cast, track, time, scale),
        members_ghost(other, time, scale) if other else "",
        pivot_lines(cast.scenario, track, time, top, bottom),
        win_marks(cast.scenario, track, time, events),
        time_axis(time, bottom),
        now_line(time, now, track.end, band, bottom),
        event_words(track, time, events),
        members_labels(cast, track, scale, right + 4.0, width - right - 4.0, names),
        "" if track.is_led else _nobody(time, scale),
    ]
    return drawing(width, height, TITLE, one_chart_in_words(cast, frames), "".join(body))


def one_chart_edges(cast: Cast, width: float = 600.0) -> tuple[float, float]:
    """Return where the first week begins and the last one ends, as shares of the width: for a line that moves."""
    names = max(width_of(kind.plural) for kind in cast.scenario.kinds) + 22.0
    left = NAMED + 2.0 if width > NARROW else 26.0
    return left / width, 1.0 - min(names, 0.36 * width) / width


def one_chart_in_words(cast: Cast, frames: Sequence[Frame]) -> str:
    """Return in one sentence how the coalition changed over the weeks and what happened to it."""
    track, scenario = track_of(cast, frames), cast.scenario
    total = track.members.sum(axis=0)
    most = int(total.argmax())
    when = time_in_words(scenario, track.end)
    now = int(total[-1])
    if not track.is_led:
        parts = [f"until {when} each works alone"]
    elif not total.any():
        parts = [f"until {when} nobody belongs to a coalition"]
    else:
        said = f"{at(when)} the coalition has {now} {'member' if now == 1 else 'members'}"
        said += f", {members_in_words(cast, frames[-1].member)}" if now else ""
        parts = [said, f"it had most, {int(total[most])}, {at(time_in_words(scenario, float(track.weeks[most])))}"]
    return sentence([*parts, happenings_in_words(track)])


def happenings_in_words(track: Track) -> str:
    """Return how many pivots and wins there were."""
    counts = ((track.pivots, "pivot"), (track.wins, "win that helps"), (track.harms, "win that harms"))
    plural = {"pivot": "pivots", "win that helps": "wins that help", "win that harms": "wins that harm"}
    said = [f"{len(weeks)} {word if len(weeks) == 1 else plural[word]}" for weeks, word in counts if weeks]
    return ", ".join(said) or "no pivot and no win"


def _nobody(time: Time, scale: Scale) -> str:
    """Return the words that say why there is nothing to see."""
    x, y = (time.left + time.right) / 2.0, (scale.top + scale.bottom) / 2.0
    words = fitted("each works alone: there is no coalition", time.right - time.left - 8.0, SIZE)
    return text(x, y, words, text_anchor="middle", fill=MUTED)
