"""The charts beside a player: lines that end at the week that it shows, one scale for what is compared."""

from __future__ import annotations

from collections.abc import Sequence

import solara

from . import vue

FIRST = ("members",)
LAB = ("members", "progress", "confidence", "trust", "energy", "hours", "value")
COMPARED = ("members", "progress", "trust", "hours")
"""Names of charts, as ``app/draw/words.js`` has them."""


@solara.component
def Charts(title: str, names: Sequence[str], own: bool = False) -> None:
    """Draw some weekly series of what the player of the page shows, and of what it is held against.

    Args:
        own: whether series of mechanisms of one's own come after them, once the fog is lifted.
    """
    given = solara.use_memo(lambda: vue.Packed({"names": list(names), "own": own}), [tuple(names)])
    with solara.Div(classes=["cc-card"]):
        solara.HTML("h2", title)
        vue.Drawn(what="charts", given=given)
