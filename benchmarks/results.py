"""Where figures are kept: ``results.json`` beside this file, with the machine that they were measured on."""

from __future__ import annotations

import json
import platform
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


def machine() -> str:
    """Return what the figures belong to."""
    return f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def keep(figures: dict[str, object], part: str = "") -> None:
    """Write figures down, all or those of a part; others stay."""
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    found = {"machine": machine(), **figures}
    now = {**known, part: {**known.get(part, {}), **found}} if part else {**known, **found}
    RESULTS.write_text(json.dumps(now, indent=2) + "\n", "utf-8")
