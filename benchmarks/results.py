"""Where figures are kept: ``results.json`` beside this file, with the machine that they were measured on."""

from __future__ import annotations

import json
import math
import platform
import statistics
from collections.abc import Sequence
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


def milliseconds(times: Sequence[float]) -> dict[str, float]:
    """Return the median, 95th percentile and worst of times in milliseconds."""
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, math.ceil(0.95 * len(ordered)) - 1)]
    named = {"median": statistics.median(ordered), "95th_percentile": late, "worst": ordered[-1]}
    return {name: round(value) for name, value in named.items()} | {"times": len(ordered)}
