"""The files of the pages that tell: markup, one script, one style, and data as scripts, each made when asked for."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from functools import cache, partial
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from ...analysis.palette import css_variables
from ...sim.edition import package_version
from ..draw import SCRIPTS, bundled
from .tale import Tale, many_worlds

HERE = Path(__file__).parent
PAGE = Template((HERE.parent / "templates" / "page.html").read_text("utf-8"))
LANGUAGES = ("en", "es")
"""Languages, each with a file of texts; the first is that of the page that comes first."""


@cache
def words(language: str) -> dict[str, Any]:
    """Return the texts of a language."""
    return tomllib.loads((HERE / f"{language}.toml").read_text("utf-8"))


PAGES = ("prologue", "lessons", "sandbox")
"""The pages, each with a script of its name."""


def page_name(page: str, language: str) -> str:
    """Return the name of the file of a page in a language; the prologue is the page that comes first."""
    parts = ["" if page == PAGES[0] else page, "" if language == LANGUAGES[0] else language]
    return f"{'-'.join(filter(None, parts)) or 'index'}.html"


def links_from(page: str, language: str) -> dict[str, str]:
    """Return the files of the other pages, by their keys in the texts."""
    return {other: page_name(other, language) for other in PAGES if other != page}


def _said_of(page: str, language: str) -> tuple[str, str]:
    """Return the title of a page, and what it is about."""
    said = words(language)
    if page == "lessons":
        return said["links"]["lessons"], said["lesson"]["about"]
    own = said[page] if page == "sandbox" else said
    return own["title"], own["about"]


def page_of(page: str, language: str, address: str, picture: str, links: dict[str, str]) -> str:
    """Return a page that its script fills.

    Args:
        address: where the pages will be, for those who show a link to them; empty where that is not known.
        picture: name of the one for links; empty where there is none.
        links: where one may go from its last screen, by their keys in the texts.
    """
    title, about = _said_of(page, language)
    others = "".join(
        f'<a href="{page_name(page, other)}" lang="{other}" hreflang="{other}">{escape(words(other)["name"])}</a>'
        for other in LANGUAGES
        if other != language
    )
    past = f'<a href="{links["app"]}">{escape(words(language)["past"])}</a>' if "app" in links else ""
    shown = f'<meta property="og:image" content="{escape(address + picture)}">\n' if picture else ""
    said = words(language)
    plain = {"title": title, "about": about, "version": package_version(), "links": json.dumps(links)}
    plain |= {"language": language, "page": page, "languages": said["languages"], "no_script": said["no_script"]}
    filled = {name: escape(value) for name, value in plain.items()} | {"shown": shown, "others": others, "past": past}
    return PAGE.substitute(filled)


def style() -> str:
    """Return the styles, with the colors of the drawings on light and on dark ground."""
    light, dark = css_variables("light"), css_variables("dark")
    return (
        f":root {{ {light} color-scheme: light dark; }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"{(SCRIPTS / 'draw.css').read_text('utf-8')}\n{(HERE / 'site.css').read_text('utf-8')}"
    )


def script_of(name: str) -> str:
    """Return a script of this folder with all that it imports."""
    return bundled(HERE / name)


def as_script(name: str, data: Any) -> str:
    """Return data as a script that gives them to the page: pages from a folder can ask for them in no other way."""
    said = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return f"coalitions.given({json.dumps(name)}, {said});\n"


def files(
    address: str = "",
    picture: str = "",
    many: dict[str, Any] | None = None,
    is_whole: bool = False,
    links: dict[str, str] | None = None,
) -> dict[str, Callable[[], str]]:
    """Return what makes each text file of the prologue, by its name below the folder of the pages.

    Args:
        address, picture: as for a page.
        many: what became of many worlds; run when asked for where not given.
        is_whole: whether the pages of lessons and of the sandbox are there.
        links: where else one may go from the last screen, by their keys in the texts.
    """
    found: dict[str, Callable[[], str]] = {
        "prologue.js": partial(script_of, "prologue.js"),
        "site.css": style,
        "favicon.svg": partial((HERE.parent / "assets" / "favicon.svg").read_text, "utf-8"),
        "data/tale.js": lambda: as_script("tale", Tale().data()),
        "data/truth.js": lambda: as_script("truth", Tale().truth()),
        "data/worlds.js": lambda: as_script("worlds", many or many_worlds()),
    }
    for one in LANGUAGES:
        leads = (links_from(PAGES[0], one) if is_whole else {}) | (links or {})
        found[page_name(PAGES[0], one)] = partial(page_of, PAGES[0], one, address, picture, leads)
        found[f"data/words-{one}.js"] = partial(_words_script, one)
    return found


def _words_script(language: str) -> str:
    return as_script(f"words-{language}", words(language))
