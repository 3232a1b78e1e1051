"""The theory of change of the week that is shown, as its graph."""

from __future__ import annotations

import solara

from ..live.history import History


@solara.component
def TheoryCard(history: History, step: int) -> None:
    """Draw the theory of change with the steps filling."""
    try:
        from ..drawing.theory_graph import theory_graph
    except ImportError:
        return
    frame = history.frames[step]
    with solara.Div(classes=["cc-card"]):
        solara.HTML("div", theory_graph(history.cast, frame))
