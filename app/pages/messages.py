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
    from .upload import UploadCard

    visitor = use_visitor()
    link = visitor.link.value
    with solara.Div(classes=["cc-card", "cc-trouble"]):
        solara.HTML("h2", "This link needs its file")
        name = _plain(f"{link.setting.case.name}.toml")
        solara.HTML(
            "p",
            f"It was made with a case of somebody’s own that is too large for a link: <b>{name}</b> "
            f"(mark {_plain(link.missing)}). Choose that file and everything is as it was.",
        )
        Press("Start afresh instead", lambda: visitor.go(Link(FIRST, view=link.view)))
    UploadCard(f"Choose {link.setting.case.name}.toml")


@solara.component
def Press(label: str, on_press: object) -> None:
    """A plain button."""
    from . import vue

    vue.Button(label=label, event_press=lambda _: on_press())  # type: ignore[operator]


def _plain(text: str) -> str:
    import html

    return html.escape(text)
