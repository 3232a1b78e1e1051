"""What draws runs in a browser: small modules of ours, and all of them as one classic script for pages from a folder.

Browsers load no modules from ``file://``.  So ``bundled`` writes them one after the other, each as a function of its
own, after those that it imports from.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).parent
ENTRY = SCRIPTS / "page.js"

IMPORT = re.compile(r"^import (\{[^}]*\}) from '(\.\.?/(?:[a-z]+/)?[a-z]+\.js)';$", re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:function|class|const) (\w+))", re.MULTILINE)
PASSED_ON = re.compile(r"^export \{ (\w+) \};$", re.MULTILINE)


@cache
def bundled(entry: Path = ENTRY) -> str:
    """Return a script and all that it imports as one that leaves what it exports in ``window.coalitions``."""
    order = list[Path]()
    _visit(entry, order)
    body = "\n".join(f"modules['{file.name}'] = (() => {{\n{_as_function(file)}}})();" for file in order)
    end = f"window.coalitions = modules['{entry.name}'];"
    return f"(() => {{\n'use strict';\nconst modules = {{}};\n{body}\n{end}\n}})();\n"


def _visit(file: Path, order: list[Path]) -> None:
    for _, needed in IMPORT.findall(file.read_text("utf-8")):
        if (other := (file.parent / needed).resolve()) not in order:
            _visit(other, order)
    order.append(file)


def _as_function(file: Path) -> str:
    """Return a module as the body of a function that returns what it exports."""
    text = file.read_text("utf-8")
    inside = IMPORT.sub(lambda found: f"const {found[1]} = modules['{Path(found[2]).name}'];", text)
    named = [*EXPORT.findall(text), *PASSED_ON.findall(text)]
    return f"{EXPORT.sub('', PASSED_ON.sub('', inside))}return {{ {', '.join(named)} }};\n"
