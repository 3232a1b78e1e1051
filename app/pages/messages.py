"""What a page says where it cannot show what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import solara

from ..live.link import FIRST, Link
from ..live.settings import Case
from . import vue
from .element import element
from .upload import UploadCard
from .visitor import use_visitor


@solara.component
def WaysOut(title: str, said: str, ways: Mapping[str, Callable[[], object]]) -> None:
    """Say what is wrong, and offer ways out; ways: what each is called, and what it does."""
    with solara.Div(classes=["cc-card", "cc-trouble"], attributes={"role": "alert"}):
        element("h2", title)
        for line in said.splitlines():
            element("p", line)
        with solara.Div(classes=["cc-row"]):
            for label, take in ways.items():
                vue.Button(label=label, event_press=lambda _, take=take: take())


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

    ways = {"Take the last change back": undo} if visitor.past else {}
    WaysOut(title, said, {**ways, "Start afresh": afresh})


def broken(wrong: Exception) -> str:
    """Return what is said where a page could not be made; Solara writes what went wrong where the server runs."""
    said = " ".join(f"{type(wrong).__name__}: {wrong}"[:300].split())
    return f"That is a mistake of ours, and the address says what led to it. It said: {said}"


@solara.component
def Waiting() -> None:
    """Ask for the file that a link does not carry."""
    visitor = use_visitor()
    link = visitor.link.value
    afresh = {"Start afresh instead": lambda: visitor.go(Link(FIRST, view=link.view))}
    WaysOut("This link needs its file", awaited("case", link.setting.case), afresh)
    UploadCard(f"Choose {link.setting.case.name}.toml")


def awaited(what: str, file: Case) -> str:
    """Return which file is asked for: a case or a study, by the name and the mark that a link has of it."""
    return (
        f"It was made with a {what} of somebody’s own that is too large for a link: {file.name}.toml "
        f"(mark {file.hash}). Choose that file and everything is as it was."
    )
