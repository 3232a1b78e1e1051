"""The files of the pages that tell: markup, one script, one style, and data as scripts, each made when asked for."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from ...analysis.palette import css_variables
from ...sim.edition import package_version
from ..draw import SCRIPTS, bundled
from . import tale

HERE = Path(__file__).parent
LANGUAGES = ("en", "es")
"""Languages, each with a file of texts; the first is that of the page that comes first."""


@cache
def words(language: str) -> dict[str, Any]:
    """Return the texts of a language."""
    return tomllib.loads((HERE / f"{language}.toml").read_text("utf-8"))


def page_of(language: str) -> str:
    """Return the name of the prologue in a language."""
    return "index.html" if language == LANGUAGES[0] else f"{language}.html"


def markup(language: str, address: str = "", links: dict[str, str] | None = None) -> str:
    """Return the prologue as a page.

    Args:
        language: of its texts.
        address: where the pages will be, for those who show a link to them; empty where that is not known.
        links: where else one may go from its last screen, by their keys in the texts.
    """
    said = words(language)
    title, about = escape(said["title"]), escape(said["about"])
    others = "".join(
        f'<a href="{page_of(other)}" lang="{other}" hreflang="{other}">{escape(words(other)["name"])}</a>'
        for other in LANGUAGES
        if other != language
    )
    return f"""<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Clever Coalitions {escape(package_version())}">
<title>{title} · Clever Coalitions</title>
<meta name="description" content="{about}">
<meta property="og:type" content="website">
<meta property="og:title" content="{title}">
<meta property="og:description" content="{about}">
<meta property="og:image" content="{escape(address)}picture.png">
<meta name="twitter:card" content="summary_large_image">
<link rel="icon" href="favicon.svg">
<link rel="stylesheet" href="site.css">
<script src="prologue.js" defer></script>
</head>
<body>
<header><b>Clever Coalitions</b><nav>{others}</nav></header>
<main id="tale" data-links="{escape(json.dumps(links or {}))}"><noscript>{escape(said["no_script"])}</noscript></main>
</body>
</html>
"""


def style() -> str:
    """Return the styles, with the colors of the drawings on light and on dark ground."""
    light, dark = css_variables("light"), css_variables("dark")
    return (
        f":root {{ {light} color-scheme: light dark; }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"
        f"{(SCRIPTS / 'draw.css').read_text('utf-8')}\n{(HERE / 'site.css').read_text('utf-8')}"
    )


def as_script(name: str, data: Any) -> str:
    """Return data as a script that gives them to the page: pages from a folder can ask for them in no other way."""
    said = json.dumps(data, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return f"coalitions.given({json.dumps(name)}, {said});\n"


DATA: dict[str, Callable[[], Any]] = {
    "tale": lambda: tale.Tale().data(),
    "truth": lambda: tale.Tale().truth(),
    "worlds": tale.many_worlds,
}
"""What a page asks for, one after the other, by name, and what makes it."""


def files(address: str = "", links: dict[str, str] | None = None) -> dict[str, Callable[[], str]]:
    """Return what makes each text file of the prologue, by its name below the folder of the pages."""
    found: dict[str, Callable[[], str]] = {
        "prologue.js": lambda: bundled(HERE / "prologue.js"),
        "site.css": style,
        "favicon.svg": lambda: (HERE.parent / "assets" / "favicon.svg").read_text("utf-8"),
    }
    for one in LANGUAGES:
        found[page_of(one)] = lambda one=one: markup(one, address, links)  # type: ignore[misc]
        found[f"data/words-{one}.js"] = lambda one=one: as_script(f"words-{one}", words(one))  # type: ignore[misc]
    for name, make in DATA.items():
        found[f"data/{name}.js"] = lambda name=name, make=make: as_script(name, make())  # type: ignore[misc]
    return found
