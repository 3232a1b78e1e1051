"""What calibration left behind: numbers that were frozen, in which edition of the model, before forms were compared.

Whoever moves results raises the edition; a test then asks for comparisons to be made anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

RECORD = Path(__file__).with_name("record.json")


def record() -> dict[str, Any]:
    """Return what calibration left behind: see ``docs/calibration.md``."""
    found: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
    return found


def frozen_edition() -> int:
    """Return the edition of the model with whose numbers forms were compared."""
    return int(record()["edition"])
