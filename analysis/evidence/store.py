"""Where the parts of the evidence are kept: one JSON file each, with what it was made with.

A part that is there with the same stamp is not run again.  A file is written under another name and then renamed, so
that one that is there is whole; one that cannot be read is run again.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..effects import Record
from .stamp import Stamp


class Kept(Record):
    """A part as it is kept.

    Attributes:
        part: its name; stamp: what it was made with; seconds: how long it took; found: what was found.
    """

    part: str
    stamp: Stamp
    seconds: float
    found: dict[str, Any]


@dataclass(frozen=True)
class Store:
    """A folder of parts."""

    folder: Path

    def path(self, part: str) -> Path:
        """Return where a part is kept."""
        return self.folder / f"{part}.json"

    def get(self, part: str, stamp: Stamp) -> Kept | None:
        """Return a part that was made with the same; None where there is none, or none that can be read."""
        kept = self.whatever(part)
        return kept if kept and kept.stamp == stamp else None

    def whatever(self, part: str) -> Kept | None:
        """Return a part, whatever it was made with; None where there is none, or none that can be read."""
        try:
            kept = Kept.model_validate_json(self.path(part).read_text("utf-8"))
        except (OSError, ValidationError, UnicodeDecodeError):
            return None
        return kept if kept.part == part else None

    def put(self, part: str, stamp: Stamp, seconds: float, found: Record) -> Kept:
        """Keep what was found, and return it.

        Raises:
            OSError: the file cannot be written.
        """
        kept = Kept(part=part, stamp=stamp, seconds=round(seconds, 1), found=json.loads(found.model_dump_json()))
        unfinished = self.folder / f".{part}.json.{os.getpid()}"
        try:
            unfinished.write_text(kept.model_dump_json(indent=1) + "\n", encoding="utf-8")
            unfinished.replace(self.path(part))
        finally:
            unfinished.unlink(missing_ok=True)
        return kept
