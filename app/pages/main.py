"""The app: its pages, and what is around every page.  ``routes`` is what the server serves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import reacton
import solara

from ...analysis.palette import css_variables
from ..live.exports import drawing_style
from ..live.link import address
from . import vue
from .compare import Compare
from .experiment import Experiment
from .explore import Explore
from .messages import Trouble, broken
from .play import Play
from .turns import use_turns
from .visitor import Visitor, visitors


def _text(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def style() -> str:
    """Return the styles of all pages, with the colors of the drawings on light and on dark ground."""
    light, dark = css_variables("light"), css_variables("dark")
    return (
        f":root {{ {light} color-scheme: light; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ {dark} color-scheme: dark; }} }}\n"
        f":root[data-theme=dark] {{ {dark} color-scheme: dark; }}\n{_text('style.css')}\n"
        f"{drawing_style()}\n{_text('play.css')}"
    )


EXPLORE = "explore"
PAGES: dict[str, tuple[Callable[[], object], str]] = {
    EXPLORE: (Explore, "Convene a coalition, and see what becomes of it"),
    "play": (Play, "You hold the week"),
    "compare": (Compare, "Two ways to run a coalition, in the same world"),
    "experiment": (Experiment, "One question, asked in many worlds"),
}
"""Each page by its path: what draws it, and what it is for, which is its one first heading."""

CSS = style()


@solara.component
def Around(children: list[reacton.core.Element] = []) -> None:  # noqa: B006  Solara's own signature
    """What is around every page: its head, and the visitor who looks at it."""
    router = solara.use_router()
    visitor: Visitor = solara.use_memo(Visitor, [])
    visitors.provide(visitor)
    solara.use_effect(lambda: visitor.leave, [])
    asked = _asked(router.search)
    solara.use_memo(lambda: visitor.open(asked) if asked is not None or not visitor.past else None, [router.search])
    solara.Style(CSS)
    Head(router.parts[0] if router.parts else EXPLORE)
    solara.Div(classes=["cc-page"], attributes={"id": "content", "role": "main"}, children=children)


@solara.component
def Head(page: str) -> None:
    """The head of the page; it keeps the address."""
    visitor, router = solara.use_context(visitors), solara.use_router()
    turn, hearing = use_turns()
    link = visitor.link.value
    value = address(link)

    def visit(path: object) -> None:
        if path in list(PAGES):
            router.push(f"/{path}?s={address(visitor.link.value)}")

    vue.Top(
        address=value,
        page=page,
        heading=PAGES.get(page, PAGES[EXPLORE])[1],
        pages=[{"path": route.path, "label": route.label or ""} for route in routes],
        theme=link.view.theme,
        said=visitor.said.value,
        turn=turn,
        event_visit=visit,
        event_dismiss=hearing(lambda _: visitor.said.set("")),
        event_set_theme=hearing(lambda theme: visitor.look(theme=theme)),
    )


def _asked(search: str | None) -> str | None:
    return parse_qs(search or "").get("s", [None])[0]


def guarded(page: Callable[[], object], heading: str) -> Callable[[], object]:
    """Return a page, with its heading as its title, that, should it break, says so in words and offers ways out."""

    @solara.component
    def Guarded() -> None:
        wrong, clear = solara.use_exception()
        if wrong is None:
            solara.Title(f"{heading} · Clever Coalitions")
            page()
        else:
            Trouble(broken(wrong), "This page could not be made", clear)

    return Guarded


routes = [
    solara.Route(path=path, component=guarded(page, heading), label=page.__name__, layout=Around)
    for path, (page, heading) in PAGES.items()
]
