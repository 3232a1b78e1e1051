"""Files that are whole or not there: written under another name, forced to disk, renamed."""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_whole(path: Path, content: bytes, temporary: Path | None = None) -> None:
    """Write a file so that whoever looks, at any moment and after any crash, sees all of it or nothing.

    Args:
        temporary: folder for the unfinished file, on the same disk; that of the file where not given.
    """
    unfinished = (temporary or path.parent) / f".{path.name}.{uuid.uuid4().hex[:8]}.tmp"
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk, where the system can do that."""
    with contextlib.suppress(OSError):  # Windows cannot open a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_json(path: Path, data: Mapping[str, Any], temporary: Path | None = None) -> None:
    """Write plain values as a JSON file, whole or not at all; ``temporary`` as in ``write_whole``."""
    write_whole(path, (json.dumps(data, indent=2) + "\n").encode(), temporary)
