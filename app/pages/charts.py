"""The charts of a page: drawn once for a run, with a line in the browser that follows the week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import solara

from ..drawing.fans import fans_of
from ..drawing.one_chart import one_chart, one_chart_edges, one_chart_in_words
from ..drawing.strips import strip_charts, strip_charts_in_words, strip_edges
from ..live.frames import Frame
from ..live.history import History
from . import vue
from .whatifs import Ghost
from .worlds import Run

HEIGHT = 290.0
"""Of the one chart, pixels."""


@solara.component
def OneChart(history: History, step: int, ghost: Ghost | None = None) -> None:
    """Who was in the coalition, week by week."""
    width, set_width = solara.use_state(480)
    frames = history.frames
    others, name = _ghost(ghost, history)
    svg = solara.use_memo(
        lambda: one_chart(history.cast, frames, others, width=float(width), height=HEIGHT, ghost_name=name),
        [id(history), id(others), width],
    )
    left, right = one_chart_edges(history.cast, float(width))
    vue.Chart(
        name="Members over time",
        svg=svg,
        words=one_chart_in_words(history.cast, frames[: step + 1]),
        steps=_axis(history, others),
        left=left,
        right=right,
        step=step,
        event_size=set_width,
    )


@solara.component
def StripCharts(history: History, step: int, ghost: Ghost | None = None, run: Run | None = None) -> None:
    """All charts along the weeks, with the ghost of the baseline, and what many worlds do under both."""
    width, set_width = solara.use_state(1200)
    found = run.comparison.value if run else None
    has_band = found is not None and found.series is not None and found.done > 1
    worlds = found.done if found is not None and has_band else 0

    def draw() -> str:
        bands: list[Any] = [fans_of(found, place) if found is not None and has_band else None for place in (1, 0)]
        return strip_charts(
            history.cast, history.frames, others, bands[0],
            ghost_band=bands[1], width=float(width), name=own, ghost_name=name,
        )  # fmt: skip

    others, name = _ghost(ghost, history)
    own = ghost.baseline.other if ghost else ""
    svg = solara.use_memo(draw, [id(history), id(others), width, worlds])
    left, right = strip_edges(history.cast, float(width))
    vue.Chart(
        name="Week by week",
        svg=svg,
        words=strip_charts_in_words(history.cast, history.frames[: step + 1]),
        note=f"Shaded and hatched: half of {worlds} worlds under either." if worlds else "",
        steps=_axis(history, others),
        left=left,
        right=right,
        step=step,
        event_size=set_width,
    )


def _ghost(ghost: Ghost | None, history: History) -> tuple[Sequence[Frame] | None, str]:
    """Return the frames of a ghost and its name; none where other organizations are there."""
    if ghost is None or not ghost.is_like(history):
        return None, ""
    return ghost.history.frames, ghost.baseline.name


def _axis(history: History, others: Sequence[Frame] | None) -> int:
    """Return the steps that the axis of a chart has: those of the longer run."""
    return max(history.steps, len(others) - 1 if others else 0)
