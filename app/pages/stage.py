"""The player of one world, or of two settings in the same world, and the charts beside it, which end at its week."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import solara

from ..live.history import History
from ..live.link import Link
from ..live.settings import Setting
from ..record import lean, record_of, truth_of, written
from . import vue
from .element import element
from .visitor import use_visitor
from .whatifs import Ghost


@solara.component
def Stage(
    link: Link,
    sides: Sequence[tuple[str, Setting, History]],
    ghost: Ghost | None = None,
    fork: Callable[[int], None] | None = None,
) -> None:
    """Play the weeks: the browser has a record of each side, and the truth only while the fog is lifted."""
    visitor = use_visitor()
    key = tuple(setting for _, setting, _ in sides)
    others = ghost if ghost and ghost.is_like(sides[0][2]) else None  # in one chart only with the same organizations
    is_lifted = visitor.lifted.value == key

    def given() -> vue.Packed:
        held = None
        if others:
            name, own = others.baseline.name, others.baseline.other
            held = {"name": name, "own": own, "record": written(lean(record_of(others.history)))}
        return vue.Packed(
            {"sides": [{"name": name, "record": written(record_of(one))} for name, _, one in sides], "ghost": held}
        )

    def truth() -> vue.Packed:
        return vue.Packed([written(truth_of(one)) for _, _, one in sides] if is_lifted else None)

    seen = solara.use_ref(0)  # moves of the visitor that every later answer knows of: none of those undoes them

    def at(where: dict[str, Any]) -> None:
        seen.current = where["moves"]
        visitor.at(where["step"], where["playing"])

    steps = max(one.steps for _, _, one in sides)
    vue.Drawn(
        what="player",
        given=solara.use_memo(given, [key, [name for name, _, _ in sides], others and others.baseline]),
        now={
            "step": min(link.step, steps),
            "jump": visitor.jump,
            "chosen": link.view.chosen,
            "fork": bool(fork),
            "lifted": is_lifted,
            "seen": seen.current,
        },
        truth=solara.use_memo(truth, [key, is_lifted]),
        event_at=at,
        event_choose=lambda row: visitor.look(chosen=-1 if row == visitor.link.value.view.chosen else row),
        event_fork=fork,
        event_lift=lambda wanted: visitor.lifted.set(key if wanted else ()),
    )


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
        element("h2", title)
        vue.Drawn(what="charts", given=given)
