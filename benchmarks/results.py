"""Where figures are kept: ``results.json`` beside this file, with the machine that they were measured on."""

from __future__ import annotations

import json
import platform
from pathlib import Path

RESULTS = Path(__file__).parent / "results.json"


def machine() -> str:
    """Return what the figures belong to."""
    return f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def keep(figures: dict[str, object]) -> None:
    """Write figures down; those of other benchmarks stay."""
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    RESULTS.write_text(json.dumps({**known, "machine": machine(), **figures}, indent=2) + "\n", "utf-8")
