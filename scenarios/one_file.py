"""A case as one file, its tables in it: what a page takes, or what one sends to somebody."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from .tables import SHEETS


def in_one_file(text: str, data: Mapping[str, Any]) -> str:
    """Return the text of a scenario with the rows of its tables in place of their names; else as it was written.

    Args:
        data: what the text says, with the rows that were read.
    """
    for what in SHEETS:
        rows = "".join(f"    {_inline(row)},\n" for row in data.get(what, ()))
        written = rf"(?m)^{what}\s*=\s*(\"[^\"\n]*\"|'[^'\n]*')"
        text = re.sub(written, lambda _, what=what, rows=rows: f"{what} = [\n{rows}]", text, count=1)  # type: ignore[misc]
    return text


def _inline(row: Mapping[str, Any]) -> str:
    """Return a row as an inline table."""
    cells = (f"{_text(name)} = {_text(value)}" for name, value in row.items() if value != "")
    return f"{{ {', '.join(cells)} }}"


def _text(value: Any) -> str:
    """Return a value as TOML writes it: as JSON does, but for signs that cannot be seen, which are numbers in it."""
    said = json.dumps(value, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in said)
