"""What a page says where it cannot show what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import solara

from ..live.link import FIRST, Link
from . import vue
from .visitor import use_visitor


@solara.component
def Trouble(said: str) -> None:
    """Say what is wrong, and offer ways out that lose nothing."""
    visitor = use_visitor()
    with solara.Div(classes=["cc-card", "cc-trouble"], attributes={"role": "alert"}):
        solara.HTML("h2", "This cannot be run")
        for line in said.splitlines():
            solara.HTML("p", escape(line))
        with solara.Div(classes=["cc-row"]):
            if visitor.past:
                Press("Take the last change back", visitor.undo)
            Press("Start afresh", lambda: visitor.go(Link(FIRST, view=visitor.link.value.view)))


@solara.component
def Broken(wrong: Exception, clear: Callable[[], None]) -> None:
    """Say that a page could not be made, and offer ways out; Solara writes what went wrong where the server runs."""
    visitor = use_visitor()

    def undo() -> None:
        visitor.undo()
        clear()

    def afresh() -> None:
        visitor.go(Link(FIRST, view=visitor.link.value.view))
        clear()

    with solara.Div(classes=["cc-card", "cc-trouble"], attributes={"role": "alert"}):
        solara.HTML("h2", "This page could not be made")
        said = escape(f"{type(wrong).__name__}: {wrong}"[:300])
        solara.HTML("p", f"That is a mistake of ours, and the address says what led to it. It said: {said}")
        with solara.Div(classes=["cc-row"]):
            if visitor.past:
                Press("Take the last change back", undo)
            Press("Start afresh", afresh)


@solara.component
def Waiting() -> None:
    """Ask for the file that a link does not carry."""
    from .upload import UploadCard

    visitor = use_visitor()
    link = visitor.link.value
    with solara.Div(classes=["cc-card", "cc-trouble"]):
        solara.HTML("h2", "This link needs its file")
        name = escape(f"{link.setting.case.name}.toml")
        solara.HTML(
            "p",
            f"It was made with a case of somebody’s own that is too large for a link: <b>{name}</b> "
            f"(mark {escape(link.missing)}). Choose that file and everything is as it was.",
        )
        Press("Start afresh instead", lambda: visitor.go(Link(FIRST, view=link.view)))
    UploadCard(f"Choose {link.setting.case.name}.toml")


@solara.component
def Press(label: str, on_press: Callable[[], None]) -> None:
    """A plain button."""
    vue.Button(label=label, event_press=lambda _: on_press())
