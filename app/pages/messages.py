"""What a page says where it cannot show what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import solara

from ..live.link import FIRST, Link
from ..live.settings import Case
from . import vue
from .visitor import use_visitor


@solara.component
def Trouble(said: str, title: str = "This cannot be run", then: Callable[[], None] = lambda: None) -> None:
    """Say what is wrong, and offer ways out that lose nothing; ``then``: what follows the one that is taken."""
    visitor = use_visitor()

    def undo() -> None:
        visitor.undo()
        then()

    def afresh() -> None:
        visitor.go(Link(FIRST, view=visitor.link.value.view))
        then()

    with solara.Div(classes=["cc-card", "cc-trouble"], attributes={"role": "alert"}):
        solara.HTML("h2", title)
        for line in said.splitlines():
            solara.HTML("p", escape(line))
        with solara.Div(classes=["cc-row"]):
            if visitor.past:
                Press("Take the last change back", undo)
            Press("Start afresh", afresh)


def broken(wrong: Exception) -> str:
    """Return what is said where a page could not be made; Solara writes what went wrong where the server runs."""
    said = " ".join(f"{type(wrong).__name__}: {wrong}"[:300].split())
    return f"That is a mistake of ours, and the address says what led to it. It said: {said}"


@solara.component
def Waiting() -> None:
    """Ask for the file that a link does not carry."""
    from .upload import UploadCard

    visitor = use_visitor()
    link = visitor.link.value
    with solara.Div(classes=["cc-card", "cc-trouble"]):
        solara.HTML("h2", "This link needs its file")
        solara.HTML("p", awaited("case", link.setting.case))
        Press("Start afresh instead", lambda: visitor.go(Link(FIRST, view=link.view)))
    UploadCard(f"Choose {link.setting.case.name}.toml")


def awaited(what: str, file: Case) -> str:
    """Return which file is asked for, as HTML: a case or a study, by the name and the mark that a link has of it."""
    return (
        f"It was made with a {what} of somebody’s own that is too large for a link: <b>{escape(file.name)}.toml</b> "
        f"(mark {escape(file.hash)}). Choose that file and everything is as it was."
    )


@solara.component
def Press(label: str, on_press: Callable[[], None]) -> None:
    """A plain button."""
    vue.Button(label=label, event_press=lambda _: on_press())
