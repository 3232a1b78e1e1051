"""A run seen along its weeks: what charts need of its frames, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...sim.events import PIVOTED, WON_HARMS, WON_HELPS
from ...sim.state import Floats, Ints
from ..live.frames import Cast, Frame


@dataclass(frozen=True)
class Span:
    """A stretch of weeks in which something stays the same: an obstacle by its index, or an open window."""

    begin: float
    end: float
    what: int


@dataclass(frozen=True)
class Track:
    """``T`` frames along their weeks; what a week shows holds from the frame before to its own.

    Attributes:
        weeks: (T,) as they ended; members: (G, T) by kind.
        obstacles, plans: what stood in the way, and what the plan was against, -1 without a plan.
        windows: when a window was open.
        pivots, wins, harms: weeks in which they happened; what everybody does alone is no pivot of a coalition.
        is_led: whether there is a coordinator, and so a coalition.
    """

    frames: Sequence[Frame]
    weeks: Floats
    members: Floats
    obstacles: tuple[Span, ...]
    plans: tuple[Span, ...]
    windows: tuple[Span, ...]
    pivots: tuple[float, ...]
    wins: tuple[float, ...]
    harms: tuple[float, ...]
    is_led: bool

    def column(self, name: str) -> Floats:
        """Return a column of the weekly series, (T,); nan in weeks that have none, as the first."""
        nan = float("nan")
        return np.array([frame.series.get(name, nan) for frame in self.frames])

    @property
    def end(self) -> float:
        """The last week there is."""
        return float(self.weeks[-1])


def track_of(cast: Cast, frames: Sequence[Frame]) -> Track:
    """Return the track of at least one frame, in the order of their weeks."""
    weeks = np.array([frame.week for frame in frames])
    is_kind = (cast.kind[:, None] == np.arange(len(cast.scenario.kinds))).astype(np.float64)
    member = np.array([frame.member for frame in frames]) > 0
    happened = _happened(frames)
    is_led = any(frame.assumed >= 0 for frame in frames)
    windows = _spans(weeks, np.array([frame.window for frame in frames], dtype=np.int64))
    return Track(
        frames,
        weeks,
        np.einsum("tn,ng->gt", member.astype(np.float64), is_kind),
        _spans(weeks, np.array([frame.obstacle for frame in frames])),
        _spans(weeks, np.array([frame.plan_obstacle for frame in frames])),
        tuple(span for span in windows if span.what),
        happened[PIVOTED] if is_led else (),
        happened[WON_HELPS],
        happened[WON_HARMS],
        is_led,
    )


def trust_of(track: Track) -> Floats:
    """Return the mean trust of the members in their coordinator, (T,); nan where there are none."""
    has_members = track.members.sum(axis=0) > 0.0
    return np.where(has_members & track.is_led, track.column("trust"), np.nan)


def _happened(frames: Sequence[Frame]) -> dict[int, tuple[float, ...]]:
    """Return the weeks in which each of what charts mark happened."""
    found: dict[int, list[float]] = {PIVOTED: [], WON_HELPS: [], WON_HARMS: []}
    for frame in frames:
        if len(frame.events):
            for what in {int(code) for code in frame.events[:, 1].tolist()} & found.keys():
                found[what].append(frame.week)
    return {what: tuple(weeks) for what, weeks in found.items()}


def _spans(weeks: Floats, what: Ints) -> tuple[Span, ...]:
    """Return the stretches in which a number stays the same; the first frame only starts them."""
    if len(weeks) < 2:
        return (Span(float(weeks[0]), float(weeks[0]), int(what[0])),)
    later = what[1:]
    cuts = np.flatnonzero(np.diff(later)) + 1
    starts, ends = [0, *cuts.tolist()], [*cuts.tolist(), len(later)]
    return tuple(Span(float(weeks[a]), float(weeks[b]), int(later[a])) for a, b in zip(starts, ends, strict=True))
