"""The frozen constants: their hash, and whether the running code still has them.

All comparisons of forms are made with these. Whoever changes a default, or a shipped case, changes the hash; a test
says so, and asks for the comparisons to be made anew.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ...scenarios import load, names
from ...sim.parameters import numbers

RECORD = Path(__file__).with_name("record.json")


def constants_hash() -> str:
    """Return a short hash of every default and of every shipped case, as the running code has them."""
    digest = hashlib.sha256()
    for path, default, _ in numbers():
        digest.update(f"{path}={default!r}\n".encode())
    for name in sorted(names()):
        digest.update(f"{name}: {load(name)!r}\n".encode())
    return digest.hexdigest()[:16]


def record() -> dict[str, Any]:
    """Return what calibration left behind: see ``docs/calibration.md``."""
    found: dict[str, Any] = json.loads(RECORD.read_text("utf-8"))
    return found


def frozen_hash() -> str:
    """Return the hash of the constants with which forms were compared."""
    return str(record()["frozen"])


def is_frozen() -> bool:
    """Return whether the running code has the frozen constants."""
    return constants_hash() == frozen_hash()
