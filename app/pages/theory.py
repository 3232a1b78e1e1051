"""The theory of change of the week that is shown, as its graph."""

from __future__ import annotations

import solara

from ..drawing.theory_graph import theory_graph, theory_in_words
from ..live.history import History
from .differences import Drawing


@solara.component
def TheoryCard(history: History, step: int) -> None:
    """Draw the theory of change with its steps filling."""
    cast, frame = history.cast, history.frames[step]
    with solara.Div(classes=["cc-card"]):
        solara.HTML("h2", "The theory of change")
        Drawing(
            "The theory of change",
            lambda width: theory_graph(cast, frame, width=width),
            theory_in_words(cast, frame),
            (id(history), step),
        )
