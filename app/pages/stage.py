"""The player of one world, or of two settings in the same world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import solara

from ..live.happenings import marks_of
from ..live.history import History
from ..live.link import Link
from ..live.log import news
from ..live.settings import Setting
from . import vue
from .scenes import BATCH, batch
from .visitor import use_visitor


@solara.component
def Stage(link: Link, sides: Sequence[tuple[str, Setting, History]], fork: Callable[[int], None] | None = None) -> None:
    """Play the weeks; scenes come in batches around the week that is shown, and ahead of it while it plays."""
    visitor = use_visitor()
    width, set_width = solara.use_state(600)
    chosen, (_, setting, history) = link.view.chosen, sides[0]
    steps = max(one.steps for _, _, one in sides)
    run = f"{hash(tuple(one for _, one, _ in sides))}/{chosen}/{width}"
    wanted, set_wanted = solara.use_state(("", 0))
    step = min(link.step, steps)
    first = wanted[1] if wanted[0] == run else steps + 1  # a new run: first the week that is shown, more when asked

    def scenes(one: Setting) -> dict[str, str]:
        return batch(one, step, 1, chosen, width, steps) | batch(one, first, BATCH, chosen, width, steps)

    def marks() -> list[dict[str, Any]]:
        return [asdict(mark) for mark in marks_of(history, setting.changes)]

    def told() -> list[list[tuple[int, str]]]:
        return [news(one) for _, _, one in sides]

    seen = solara.use_ref(0)  # moves of the visitor that every later answer knows of: none of those undoes them

    def at(where: dict[str, Any]) -> None:
        seen.current = where["moves"]
        visitor.at(where["step"])

    said = solara.use_memo(told, [run])
    with solara.Div():
        vue.Motion()
        vue.OutlineMotion()
        vue.Player(
            run=run,
            steps=steps,
            step=step,
            jump=visitor.jump,
            days=history.scenario.step_days,
            sides=vue.Packed(
                [
                    {"name": name, "run": run, "scenes": scenes(one), "news": said[place]}
                    for place, (name, one, _) in enumerate(sides)
                ]
            ),
            marks=solara.use_memo(lambda: vue.Packed(marks()), [run]),
            seen=seen.current,
            fork="What if from here" if fork else "",
            event_at=at,
            event_want=lambda what: set_wanted((what["run"], what["from"])),
            event_size=set_width,
            event_choose=lambda row: visitor.look(chosen=-1 if row == visitor.link.value.view.chosen else row),
            event_fork=fork,
        )
