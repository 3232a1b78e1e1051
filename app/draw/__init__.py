"""What draws runs in a browser: small modules of ours, and all of them as one classic script for pages from a folder.

Browsers load no modules from ``file://``.  So ``bundled`` writes them one after the other, each as a function of its
own, after those that it imports from.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parent
ENTRY = "page.js"

IMPORT = re.compile(r"^import (\{[^}]*\}) from '\./([a-z]+\.js)';$", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:function|class|const) (\w+))", re.MULTILINE)


@cache
def bundled() -> str:
    """Return all scripts as one that leaves what the entry exports in ``window.coalitions``."""
    order = list[str]()
    _visit(ENTRY, order)
    body = "\n".join(f"modules['{name}'] = (() => {{\n{_as_function(name)}}})();" for name in order)
    return f"(() => {{\n'use strict';\nconst modules = {{}};\n{body}\nwindow.coalitions = modules['{ENTRY}'];\n}})();\n"


def _visit(name: str, order: list[str]) -> None:
    for _, needed in IMPORT.findall((SCRIPTS / name).read_text("utf-8")):
        if needed not in order:
            _visit(needed, order)
    order.append(name)


def _as_function(name: str) -> str:
    """Return a module as the body of a function that returns what it exports."""
    text = (SCRIPTS / name).read_text("utf-8")
    inside = EXPORT.sub("", IMPORT.sub(r"const \1 = modules['\2'];", text))
    return f"{inside}return {{ {', '.join(EXPORT.findall(text))} }};\n"
