"""Solara's style without what no page of ours shows: four fifths of what browsers would load of it.

It is that of everything that Solara, Vuetify and notebooks can show.  What goes are rules, never a part of one: of
formulas with their letters, of notebooks, of writing from right to left, of named colors, and of parts of Vuetify.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

STYLE = re.compile(r"@widgetti/solara-vuetify-app@[\d.]+/dist/main8\.css")
"""Where that style is, among what is installed."""

PARTS = (
    "skeleton|timeline|stepper|data-|simple-|treeview|calendar|date-|time-|color-|picker|overflow|navigation|speed|file|"
    "pagination|carousel|breadcrumbs|bottom|banner|badge|expansion|tab|slider|chip|rating|window|slide-|system|virtual|"
    "autocomplete|combobox|otp|parallax|sparkline|toolbar|app-bar|footer|list|select|textarea|text-field|input|label|"
    "radio|subheader|switch|messages|image|responsive|item|avatar"
)
"""How the names of parts of Vuetify begin that neither Solara's own page has, nor ours."""

UNSEEN = re.compile(
    r"\.(?:katex|jp-|lm-|jupyter-|widget-|p-[A-Z])|--is-rtl|\.(?:lighten|darken|accent)-|\.(?!v-)[a-z-]+--text|"
    rf"\.v-(?:{PARTS})"
)
"""Selectors of what is not shown."""

LETTERS = re.compile(r"@font-face\s*\{[^{}]*KaTeX[^{}]*\}")
RULE = re.compile(r"(?<=[}\s/{])([^{}@;]+)\{([^{}]*)\}")


def lighter(css: str) -> str:
    """Return a style without the rules of what is not shown."""
    return RULE.sub(_kept, LETTERS.sub("", css))


def unseen(css: str) -> list[str]:
    """Return the selectors whose rules go."""
    said = LETTERS.sub("", css)
    return [one for rule in RULE.finditer(said) for one in rule[1].split(",") if UNSEEN.search(one)]


def _kept(rule: re.Match[str]) -> str:
    shown = [one for one in rule[1].split(",") if not UNSEEN.search(one)]
    return f"{','.join(shown)}{{{rule[2]}}}" if shown else ""


@cache
def lighter_file(path: Path) -> str:
    """Return the style of a file, made lighter once."""
    return lighter(path.read_text("utf-8"))
