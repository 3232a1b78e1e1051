"""What a page says where it cannot show what was asked for."""

from __future__ import annotations

import solara

from ..live.link import FIRST, Link
from .visitor import use_visitor


@solara.component
def Trouble(said: str) -> None:
    """Say what is wrong, and offer ways out that lose nothing."""
    visitor = use_visitor()
    with solara.Div(classes=["cc-card", "cc-trouble"], attributes={"role": "alert"}):
        solara.HTML("h2", "This cannot be run")
        for line in said.splitlines():
            solara.HTML("p", _plain(line))
        with solara.Div(classes=["cc-row"]):
            if visitor.past:
                Press("Undo the last change", visitor.undo)
            Press("Start afresh", lambda: visitor.go(Link(FIRST, view=visitor.link.value.view)))


@solara.component
def Waiting() -> None:
    """Ask for the file that a link does not carry."""


@solara.component
def Press(label: str, on_press: object) -> None:
    """A plain button."""
    from . import vue

    vue.Button(label=label, event_press=lambda _: on_press())  # type: ignore[operator]


def _plain(text: str) -> str:
    import html

    return html.escape(text)
